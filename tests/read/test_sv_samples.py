"""Choosing the tumour among the samples of a VCF."""

from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.sv_samples import choose_tumour


def chosen(names: list[str], *header: str, wanted: str | None = None) -> str | None:
    found = choose_tumour(names, wanted, header, "x.vcf", Issues())
    return None if found is None else found[0]


@pytest.mark.parametrize(
    ("names", "tumour"),
    [
        (["TUMOR", "NORMAL"], "TUMOR"),
        (["normal", "primary"], "primary"),
        (["PT1R", "PT1T"], "PT1T"),
        (["PT1v003R_dedup.bam", "PT1v003T_dedup.bam"], "PT1v003T_dedup.bam"),
        (["CELL2218BL", "CELL2218C"], "CELL2218C"),
        (["CELL_BL", "CELL"], "CELL"),
        (["blood_7", "x7"], "x7"),
        (["A-T", "A-Z"], "A-T"),
        (["P1-B", "P1-T"], "P1-T"),
        (["N.bam", "T.bam"], "T.bam"),
        (["only"], "only"),
    ],
)
def test_names_tell_the_tumour(names: list[str], tumour: str) -> None:
    assert chosen(names) == tumour
    assert chosen(names[::-1]) == tumour


@pytest.mark.parametrize(
    "line",
    [
        "##tumor_sample=s2",
        "##normal_sample=s1",
        "##PEDIGREE=<Derived=s2,Original=s1>",
        '##SAMPLE=<ID=s2,Description="Tumor of the patient">',
        "##cmdline=configManta.py --normalBam=/d/s1.bam --tumorBam=/d/s2.bam",
        "##cmdline=configManta.py --tumourBam=/d/s2-sort.bam",
    ],
)
def test_the_header_tells_the_tumour(line: str) -> None:
    assert chosen(["s1", "s2"], line) == "s2"


def test_the_case_comes_before_the_header() -> None:
    assert chosen(["s1", "s2"], "##tumor_sample=s2", wanted="s1") == "s1"
    assert chosen(["s1", "s2"], wanted="s3") is None


@pytest.mark.parametrize("names", [["sampleA", "sampleB"], ["a", "b", "c"], ["x.N", "y.Z"]])
def test_letters_that_only_count_tell_nothing(names: list[str]) -> None:
    assert chosen(names) is None


def test_a_trio_is_refused_with_its_names() -> None:
    issues = Issues()
    names = ["NA1278", "NA1291", "NA1292"]
    assert choose_tumour(names, None, ["##SAMPLE=<ID=x>"], "x.vcf: samples", issues) is None
    (error,) = issues.errors
    assert all(name in str(error) for name in names)
