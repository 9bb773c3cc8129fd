"""The files of a case: found by name, and read as what the case or the command says they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.model.case import Case
from crestome.read.case import read_case

KNOWLEDGE = load_knowledge()
BOTH = "chromosome\tstart.pos\tend.pos\tCNt\tA\tB\ttcn.em\tlcn.em\n2\t1\t900000\t5\t4\t1\t9\t2\n"
FUSIONS = "gene1\tgene2\tbreakpoint1\tbreakpoint2\nEML4\tALK\t2:42295516\t2:29223528\n"
MAF = "Hugo_Symbol\tHGVSp_Short\tVariant_Classification\nALK\tp.F1174L\tMissense_Mutation\n"


def read(folder: Path, sample: str, *options: str) -> Case:
    for name, content in {"T.seg": BOTH, "T.fusions": FUSIONS, "T.maf": MAF}.items():
        (folder / name).write_text(content)
    path = folder / "case.toml"
    path.write_text(
        'assembly = "GRCh38"\n[patient]\nid = "P"\n[[sample]]\nid = "T"\nplatform = "wgs"\n'
        f'sequencing = "exome"\n{sample}\n'
    )
    return read_case(path, KNOWLEDGE, options)


def refusal(folder: Path, sample: str, *options: str) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, sample, *options)
    return str(caught.value)


def copies(case: Case) -> float:
    profile = case.evidence[0].copy_number
    assert profile is not None
    return float(profile.segments.frame["total_copies"][0])


def test_the_case_says_the_dialect(tmp_path: Path) -> None:
    case = read(tmp_path, 'copy_number = { file = "T.seg", dialect = "Sequenza" }')
    assert copies(case) == 5
    assert case.inputs[0].dialect.endswith("; Sequenza segments, forced by the case")
    assert copies(read(tmp_path, 'copy_number = "T.seg"')) == 9


def test_the_command_says_it_before_the_case(tmp_path: Path) -> None:
    sample = 'copy_number = { file = "T.seg", dialect = "facets" }\nfusions = "T.fusions"'
    for option in ("sequenza", "T.seg=sequenza"):
        case = read(tmp_path, sample, option)
        assert copies(case) == 5
        assert case.inputs[0].dialect.endswith("; Sequenza segments, forced by --dialect")
        assert "forced" not in case.inputs[1].dialect


def test_a_kind_as_a_whole_may_be_said(tmp_path: Path) -> None:
    sample = 'small_variants = "T.maf"\nfusions = { file = "T.fusions", dialect = "arriba" }'
    case = read(tmp_path, sample, "small variants")
    assert case.inputs[0].dialect.endswith("; small variants, forced by --dialect")
    assert case.inputs[1].dialect.endswith("; Arriba, forced by the case")
    assert read(tmp_path, 'small_variants = { file = "T.maf", dialect = "maf" }').inputs


def test_a_file_that_does_not_bear_it_out_is_refused(tmp_path: Path) -> None:
    found = refusal(tmp_path, 'small_variants = { file = "T.maf", dialect = "annovar" }')
    assert "T.maf: header: not ANNOVAR, which it is said to be: no Chr, no Start" in found
    found = refusal(tmp_path, 'fusions = { file = "T.fusions", dialect = "jaffa" }')
    assert "It looks like Arriba (arriba)" in found
    found = refusal(tmp_path, 'copy_number = { file = "T.seg", dialect = "battenberg" }')
    assert "not Battenberg subclones" in found


def test_a_dialect_of_another_kind_is_refused_once(tmp_path: Path) -> None:
    found = refusal(tmp_path, 'fusions = { file = "T.fusions", dialect = "sequenza" }')
    assert found.count("said to be sequenza, which is of copy number") == 1
    assert "expected a dialect of fusions" in found


def test_a_word_that_is_no_dialect_gets_a_suggestion(tmp_path: Path) -> None:
    found = refusal(tmp_path, 'fusions = { file = "T.fusions", dialect = "ariba" }')
    assert "no dialect or kind of file 'ariba'" in found
    assert "Did you mean arriba" in found
    found = refusal(tmp_path, 'fusions = "T.fusions"', "zzzz", "T.fusion=arriba", "manta")
    assert "See crestome inspect --dialects for all names" in found
    assert "--dialect T.fusion=arriba: the case names no file 'T.fusion'" in found
    assert "Did you mean 'T.fusions'?" in found
    assert "--dialect manta: the case names no file of structural variants" in found
    found = refusal(tmp_path, 'assays = { c_circle = "positive" }', "x=arriba")
    assert "expected a file of the case" in found
    assert "Correct the name" in found


def test_a_missing_file_gets_a_suggestion(tmp_path: Path) -> None:
    assert "Did you mean 'T.maf'?" in refusal(tmp_path, 'small_variants = "T.mav"')
    assert "Correct the name" in refusal(tmp_path, 'small_variants = "zzzzzz"')
    assert "Correct the name" in refusal(tmp_path, 'small_variants = "no/zzzzzz"')


def test_what_is_said_of_telomeres_holds_for_their_control_too(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("type\tfinalTelomereLength\ntumor\t9000\n")
    (tmp_path / "n.tsv").write_text("type\tfinalTelomereLength\nref\t4000\n")
    sample = 'telomeres = {{ file = "t.tsv", control = "n.tsv"{} }}'
    assert "not the output of a known program" in refusal(tmp_path, sample.format(""))
    by_case = read(tmp_path, sample.format(', dialect = "teal"'))
    by_command = read(tmp_path, sample.format(""), "t.tsv=teal", "n.tsv=teal")
    by_kind = read(tmp_path, sample.format(""), "teal")
    for case, who in ((by_case, "the case"), (by_command, "--dialect"), (by_kind, "--dialect")):
        content = case.evidence[0].telomeres
        assert content is not None
        assert (content.tumour, content.control) == (9000, 4000)
        assert [item.dialect.endswith(f"; TEAL, forced by {who}") for item in case.inputs] == [
            True,
            True,
        ]


def test_telomeres_that_do_not_bear_out_what_is_said_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("type\tfinalTelomereLength\ntumor\t9000\n")
    found = refusal(tmp_path, 'telomeres = { file = "t.tsv", dialect = "telseq" }')
    assert "not TelSeq, which it is said to be: no Sample, no LENGTH_ESTIMATE, no Total" in found
    found = refusal(tmp_path, 'telomeres = { file = "T.seg", dialect = "crestome-telomeres" }')
    assert "not crestome telomeres, which it is said to be" in found
