from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.model.case import Case
from crestome.model.copy_number import CopyNumberCall
from crestome.model.small_variant import SequencingScope
from crestome.read.case import read_case

KNOWLEDGE = load_knowledge()
HEAD = 'assembly = "GRCh38"\n[patient]\nid = "P"\n'
COHORT = "Hugo_Symbol\tHGVSp_Short\tVariant_Classification\tTumor_Sample_Barcode\n" + "".join(
    f"{gene}\tp.{change}\tMissense_Mutation\t{sample}\n"
    for gene, change, sample in [("ALK", "F1174L", "A"), ("NRAS", "Q61K", "B"), ("TTN", "A1V", "B")]
)
COPIES = "gene\tcall\nMYCN\tamplification\nCDKN2A\thomozygous deletion\n"
SEG = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nT\t1\t1\t2000000\t90\t0.1\n"
EVENTS = "gene\ttype\nATRX\tDeletion\n"


def read(folder: Path, *samples: str) -> Case:
    for name, content in {
        "cohort.maf": COHORT,
        "genes.tsv": COPIES,
        "T.seg": SEG,
        "T.events.tsv": EVENTS,
        "panel.txt": "ALK\nTP53\nTERT promoter\n",
    }.items():
        (folder / name).write_text(content)
    path = folder / "case.toml"
    path.write_text(HEAD + "".join(f"[[sample]]\n{sample}\n" for sample in samples))
    return read_case(path, KNOWLEDGE)


def test_two_samples_of_one_file_keep_their_rows_apart(tmp_path: Path) -> None:
    case = read(
        tmp_path,
        *(
            f'id = "{name}"\nsequencing = "exome"\n'
            f'small_variants = {{ file = "cohort.maf", sample = "{name}" }}'
            for name in ("A", "B")
        ),
    )
    assert [len(item.small_variants or ()) for item in case.evidence] == [1, 2]
    assert {source.path for source in case.inputs} == {"cohort.maf [A]", "cohort.maf [B]"}
    assert {entry.file for entry in case.set_aside} == {"cohort.maf [A]", "cohort.maf [B]"}


def test_a_list_of_sequenced_genes_makes_a_panel(tmp_path: Path) -> None:
    listed = read(tmp_path, 'id = "T"\ngenes_sequenced = ["ALK", "MLLT4"]\nevents = "T.events.tsv"')
    assert listed.evidence[0].sequenced.scope is SequencingScope.PANEL
    assert listed.evidence[0].sequenced.genes == {"ALK", "AFDN"}
    filed = read(tmp_path, 'id = "T"\ngenes_sequenced = "panel.txt"\nevents = "T.events.tsv"')
    assert filed.evidence[0].sequenced.covers_promoter("TERT")


def test_variants_without_a_stated_scope_are_warned_of(tmp_path: Path) -> None:
    case = read(tmp_path, 'id = "T"\nsmall_variants = { file = "cohort.maf", sample = "A" }')
    assert any("which genes the assay covered" in issue.what for issue in case.issues)


def test_segments_and_gene_level_copies_stand_side_by_side(tmp_path: Path) -> None:
    case = read(tmp_path, 'id = "T"\nplatform = "wgs"\ncopy_number = ["T.seg", "genes.tsv"]')
    (evidence,) = case.evidence
    assert evidence.copy_number is not None
    assert evidence.copy_number.file == "T.seg"
    assert evidence.copies_of("CDKN2A")[0].call is CopyNumberCall.HOMDEL


def test_two_profiles_of_one_sample_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="2 files of segments"):
        read(tmp_path, 'id = "T"\nplatform = "wgs"\ncopy_number = ["T.seg", "T.seg"]')


def test_an_unstated_platform_is_warned_of(tmp_path: Path) -> None:
    case = read(tmp_path, 'id = "T"\ncopy_number = { file = "T.seg" }')
    assert any("the platform is not stated" in issue.what for issue in case.issues)


def test_events_are_read_and_what_they_cover_is_kept(tmp_path: Path) -> None:
    case = read(
        tmp_path, 'id = "T"\nevents = { file = "T.events.tsv" }\nevents_cover = ["ATRX", "TERT"]'
    )
    (evidence,) = case.evidence
    assert evidence.events_of("ATRX")
    assert evidence.events_cover == {"ATRX", "TERT"}


def test_a_copy_number_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "empty.seg").write_text("")
    with pytest.raises(InputError, match=r"empty\.seg"):
        read(tmp_path, 'id = "T"\nplatform = "wgs"\ncopy_number = "empty.seg"')


def test_a_file_of_another_sample_of_the_case_is_refused(tmp_path: Path) -> None:
    first = 'id = "T"\nevents = "T.events.tsv"'
    with pytest.raises(InputError, match="'T', which in the case is another one than 'R'"):
        read(tmp_path, first, 'id = "R"\nplatform = "wgs"\ncopy_number = "T.seg"')
    meant = 'copy_number = { file = "T.seg", sample = "T" }'
    case = read(tmp_path, first, f'id = "R"\nplatform = "wgs"\n{meant}')
    assert not any("the case calls it" in issue.what for issue in case.issues)


def test_a_file_whose_only_sample_has_another_name_is_read_with_a_warning(tmp_path: Path) -> None:
    case = read(tmp_path, 'id = "Q"\nplatform = "wgs"\ncopy_number = "T.seg"')
    assert not any("the case calls it" in issue.what for issue in case.issues)
    (tmp_path / "Z.seg").write_text(SEG.replace("\nT\t", "\nZ7\t"))
    case = read(tmp_path, 'id = "Q"\nplatform = "wgs"\ncopy_number = "Z.seg"')
    (warning,) = [issue for issue in case.issues if "the case calls it" in issue.what]
    assert "'Z7'" in warning.what
    assert 'sample = "Z7"' in warning.remedy


def test_the_id_of_the_case_tells_the_sample_of_a_cohort(tmp_path: Path) -> None:
    case = read(tmp_path, 'id = "B"\nsequencing = "exome"\nsmall_variants = "cohort.maf"')
    assert len(case.evidence[0].small_variants or ()) == 2


def test_a_normal_that_the_case_names_is_no_tumour(tmp_path: Path) -> None:
    small = 'small_variants = { file = "cohort.maf", sample = "B", normal = "T" }'
    with pytest.raises(InputError, match="'T', which in the case is another one than 'B'"):
        read(tmp_path, f'id = "B"\n{small}\nplatform = "wgs"\ncopy_number = "T.seg"')
