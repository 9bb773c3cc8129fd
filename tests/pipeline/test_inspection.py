"""One text: kind, assembly, sample, rows and the lines for a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.inspection import FileKind, Inspection
from crestome.pipeline.inspect import inspect_file
from crestome.read.reading import Wanted

GENOMES = tuple(load_genome(assembly) for assembly in Assembly)
SEG = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean"
MAF = "Hugo_Symbol\tChromosome\tStart_Position\tVariant_Classification\tTumor_Sample_Barcode"


VCF = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"


def inspect(
    folder: Path,
    *lines: str,
    sample: str | None = None,
    normal: str | None = None,
    germline: bool = False,
) -> Inspection:
    path = folder / "file"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    wanted = Wanted(sample=sample, normal=normal, germline=germline)
    return inspect_file(path, None, wanted, GENOMES)


def test_positions_within_both_assemblies_are_said_to_fit_both(tmp_path: Path) -> None:
    found = inspect(tmp_path, SEG, "T1\t2\t1\t900\t9\t0.1")
    assert found.assemblies == tuple(Assembly)
    assert found.assembly_why == "its positions lie within both; nothing in it names one"
    assert not any("assembly" in line for line in found.suggestion)


def test_positions_beyond_the_end_of_one_assembly_speak_for_the_other(tmp_path: Path) -> None:
    found = inspect(tmp_path, SEG, "T1\t2\t1\t243199373\t9\t0.1")
    assert found.assemblies == (Assembly.GRCH37,)
    assert found.assembly_why == "its positions do not fit GRCh38"
    assert found.suggestion[-1] == 'assembly = "GRCh37"  # above [patient]'
    assert found.usable


def test_positions_outweigh_what_the_file_says_of_its_assembly(tmp_path: Path) -> None:
    found = inspect(tmp_path, "# genome: GRCh38", SEG, "T1\t2\t1\t243199373\t9\t0.1")
    assert found.usable
    assert found.assemblies == (Assembly.GRCH37,)
    assert "but its positions fit GRCh37 only" in str(found.issues[-1])


def test_what_the_file_says_decides_where_both_fit(tmp_path: Path) -> None:
    found = inspect(tmp_path, "# genome: GRCh38", SEG, "T1\t2\t1\t900\t9\t0.1")
    assert found.assemblies == (Assembly.GRCH38,)
    assert found.assembly_why == "its header says # genome: GRCh38"


def test_another_assembly_is_refused(tmp_path: Path) -> None:
    found = inspect(tmp_path, "# genome: hg18", SEG, "T1\t2\t1\t900\t9\t0.1")
    assert not found.usable
    assert found.rows is None
    assert "made on another assembly: its header says # genome: hg18" in str(found.issues[-1])


def test_a_cohort_shows_one_sample_as_an_example(tmp_path: Path) -> None:
    found = inspect(tmp_path, SEG, "A\t2\t1\t900\t9\t0.1", "B\t2\t1\t900\t9\t0.1")
    assert found.usable
    assert (found.tumour, found.tumour_why) == ("A", "the first of 2, as an example; name one")
    assert (found.rows, found.kept) == (2, 1)
    assert found.kept_as == "segments of 1 chromosome(s)"
    assert found.suggestion[0] == 'copy_number = { file = "file", sample = "A" }'


def test_the_sample_that_the_user_names_is_read(tmp_path: Path) -> None:
    lines = [SEG, "A\t2\t1\t900\t9\t0.1", "B\t2\t1\t900\t9\t0.1"]
    assert inspect(tmp_path, *lines, sample="B").tumour_why == "as --tumour says"
    wrong = inspect(tmp_path, *lines, sample="C")
    assert not wrong.usable
    assert wrong.tumour == ""


def test_one_sample_needs_no_name(tmp_path: Path) -> None:
    found = inspect(tmp_path, SEG, "A\t2\t1\t900\t9\t0.1")
    assert found.tumour_why == "the only one"
    assert found.suggestion[0] == 'copy_number = "file"'


def test_the_assembly_of_variants_matters_where_they_have_positions(tmp_path: Path) -> None:
    header = "Hugo_Symbol\tHGVSp_Short\tVariant_Classification"
    without = inspect(tmp_path, header, "ALK\tp.F1174L\tMissense_Mutation")
    assert without.assembly_why == ""
    assert without.suggestion[1].startswith('sequencing = "genome"')
    placed = inspect(tmp_path, MAF, "TP53\t17\t7577538\tMissense_Mutation\tT")
    assert placed.assemblies == (Assembly.GRCH37,)


@pytest.mark.parametrize(
    ("lines", "kind", "key"),
    [
        (["gene\ttype", "ATRX\tdeletion"], FileKind.EVENTS, "events"),
        (["ALK", "NRAS"], FileKind.GENES_SEQUENCED, "genes_sequenced"),
        (["gene\tcall", "MYCN\tamplified"], FileKind.COPY_NUMBER, "copy_number"),
    ],
)
def test_what_lies_nowhere_has_no_assembly(
    tmp_path: Path, lines: list[str], kind: FileKind, key: str
) -> None:
    found = inspect(tmp_path, *lines)
    assert found.kind is kind
    assert found.assembly_why == ""
    assert found.suggestion[0] == f'{key} = "file"'


def test_a_case_is_sent_to_assess(tmp_path: Path) -> None:
    found = inspect(tmp_path, "[patient]", 'id = "P1"')
    assert found.usable
    assert found.suggestion[0].startswith("crestome assess ")


def test_what_is_in_no_known_form_is_refused_with_its_first_line(tmp_path: Path) -> None:
    found = inspect(tmp_path, "Dear colleague, thank you for referring this patient.")
    assert not found.usable
    assert "its first line reads: Dear colleague" in str(found.issues[0])


def test_what_the_user_said_stands_in_the_line_for_the_case(tmp_path: Path) -> None:
    lines = ["##fileformat=VCFv4.2", f"{VCF}\tA\tB", "2\t5\t.\tA\tG\t.\tPASS\t.\tAD\t9,0\t5,4"]
    found = inspect(tmp_path, *lines, sample="B", normal="A")
    assert found.suggestion[0] == 'small_variants = { file = "file", sample = "B", normal = "A" }'
    assert (found.tumour, found.normal) == ("B", "A")
    inherited = inspect(tmp_path, *lines, sample="B", germline=True)
    assert inherited.suggestion[0].endswith('sample = "B", germline = true }')


def test_purity_stands_beside_the_segments(tmp_path: Path) -> None:
    found = inspect(tmp_path, "purity\tploidy\tgender\tstatus", "0.9\t3.1\tMALE\tNORMAL")
    assert found.usable
    assert found.assembly_why == ""
    assert found.suggestion == (
        'copy_number = ["SEGMENTS", "file"]  # beside the segments of the same run',
    )


def test_shares_of_cells_are_told(tmp_path: Path) -> None:
    path = tmp_path / "T.txt"
    path.write_text(
        "chrom\tnum.mark\tcnlr.median\tstart\tend\tcf.em\ttcn.em\tlcn.em\n1\t9\t0\t1\t900\t1\t2\t1\n"
    )
    found = inspect_file(path, None, Wanted(), GENOMES)
    assert found.kept_as == "segments of 1 chromosome(s), 1 with their share of all cells"
    path.write_text(
        "chr\tstartpos\tendpos\tnMaj1_A\tnMin1_A\tfrac1_A\tnMaj2_A\tnMin2_A\tfrac2_A\n"
        "1\t1\t900\t2\t1\t0.3\t1\t1\t0.7\n"
    )
    found = inspect_file(path, None, Wanted(), GENOMES)
    assert found.kept_as.endswith(", 1 of 1 in a part of the tumour cells")
