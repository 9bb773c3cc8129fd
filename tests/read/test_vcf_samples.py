from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.reading import Wanted
from crestome.read.vcf_header import FIXED, read_vcf_header
from crestome.read.vcf_samples import Roles, choose_roles


def roles_of(samples: str, *meta: str, wanted: Wanted | None = None) -> Roles | None:
    columns = "\t".join([*FIXED, "FORMAT", *samples.split()])
    header = read_vcf_header([*meta, columns], "x.vcf", Issues())
    assert header is not None
    return choose_roles(header, wanted or Wanted(), Issues())


@pytest.mark.parametrize(
    ("samples", "meta", "tumour", "normal"),
    [
        ("N1 T7", ["##normal_sample=N1", "##tumor_sample=T7"], "T7", "N1"),
        ("A B", ["##normal_sample=A"], "B", "A"),
        (
            "A B",
            ['##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 --normal-sample A">'],
            "B",
            "A",
        ),
        ("A B", ["##cmdline=x.py --tumor /d/Sample_B/B.bam --normal /d/Sample_A/A.bam"], "B", "A"),
        ("A B", ["##SAMPLE=<ID=A,IsTumor=no>", "##SAMPLE=<ID=B,IsTumor=yes>"], "B", "A"),
        ("A B", ["##PEDIGREE=<Derived=B,Original=A>"], "B", "A"),
        ("NORMAL TUMOR", [], "TUMOR", "NORMAL"),
        ("TUMOR NORMAL", [], "TUMOR", "NORMAL"),
        ("ref_sample tumor_sample", [], "tumor_sample", "ref_sample"),
        ("X1 blood", [], "X1", "blood"),
        ("COLOR COLOT", [], "COLOT", "COLOR"),
        ("P1-N P1-T", [], "P1-T", "P1-N"),
        ("TCGA-A2-A04W-10A TCGA-A2-A04W-01A", [], "TCGA-A2-A04W-01A", "TCGA-A2-A04W-10A"),
        ("only", [], "only", None),
    ],
)
def test_roles_come_from_the_header_or_the_names_never_from_the_order(
    samples: str, meta: list[str], tumour: str, normal: str | None
) -> None:
    found = roles_of(samples, *meta)
    assert found is not None
    assert (found.tumour, found.normal) == (tumour, normal)


def test_the_case_decides_before_everything_else() -> None:
    found = roles_of("NORMAL TUMOR", wanted=Wanted(sample="normal"))
    assert found is not None
    assert found.tumour == "NORMAL"
    assert found.reason == "named by the case"
    by_normal = roles_of("A B", wanted=Wanted(normal="B"))
    assert by_normal is not None
    assert by_normal.tumour == "A"


def test_inherited_variants_are_read_from_the_normal() -> None:
    found = roles_of("NORMAL TUMOR", wanted=Wanted(germline=True))
    assert found is not None
    assert found.tumour == "NORMAL"


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(sample="C"), Wanted(normal="C")])
def test_names_that_decide_nothing_are_refused_with_the_names(wanted: Wanted) -> None:
    columns = "\t".join([*FIXED, "FORMAT", "A1", "B2"])
    header = read_vcf_header([columns], "x.vcf", Issues())
    issues = Issues()
    assert header is not None
    assert choose_roles(header, wanted, issues) is None
    assert "A1, B2" in str(issues.errors[0])


def test_a_file_without_sample_columns_has_no_roles() -> None:
    header = read_vcf_header(["\t".join(FIXED)], "x.vcf", Issues())
    assert header is not None
    assert choose_roles(header, Wanted(), Issues()) == Roles(None, None, "no sample columns")


def test_several_tumours_of_one_header_decide_nothing() -> None:
    assert roles_of("A B N", "##tumor_sample=A", "##tumor_sample=B", "##normal_sample=N") is None


def test_contradicting_statements_decide_nothing() -> None:
    assert roles_of("A B", "##SAMPLE=<ID=A,IsTumor=yes>", "##normal_sample=A") is None
