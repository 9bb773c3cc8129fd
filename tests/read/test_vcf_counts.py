from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.read.vcf_counts import Site, count_reads


def vaf_of(sample: str, alternatives: str = "C", reference: str = "A", which: int = 0):  # type: ignore[no-untyped-def]  # noqa: ANN201 - number or None
    keys = dict(item.split("=") for item in sample.split(";"))
    site = Site(keys, {}, reference, tuple(alternatives.split(",")), which, alone=False)
    return count_reads(site).vaf


@pytest.mark.parametrize(
    ("sample", "vaf"),
    [
        ("AD=30,10", 0.25),
        ("AD=30,10,0", None),
        ("AD=.,21;DP=42", 0.5),
        ("AD=.,21", None),
        ("ADT=30,10;DPT=44", 0.25),
        ("RD=30;AD=10;DP=99", 0.25),
        ("RO=30;AO=10;DP=99", 0.25),
        ("AO=10;DP=40", 0.25),
        ("AU=30,31;CU=10,12;GU=9,9;TU=0,0;DP=99", 0.25),
        ("DP4=10,20,6,4", 0.25),
        ("DP4=.,.,.,.;AD=30,10", 0.25),
        ("BCOUNT=30,10,5,0", 0.25),
        ("FAZ=15;RAZ=15;FCZ=5;RCZ=5;FGZ=0;RGZ=0;FTZ=0;RTZ=0", 0.25),
        ("PU=4;NU=6;PR=20;NR=20", 0.25),
        ("NV=10;NR=40", 0.25),
        ("VD=10;DP=40", 0.25),
        ("AD=10;DP=40", 0.25),
        ("FREQ=25%", 0.25),
        ("AF=0.25", 0.25),
        ("FA=0.25", 0.25),
        ("AF=0", None),
        ("AF=17", None),
        ("GT=0/1", None),
        ("AD=0,0;DP=0", None),
        ("AD=30,0", 0.0),
        ("AD=,;AF=0.25", 0.25),
    ],
)
def test_every_caller_is_counted_by_its_own_rule(sample: str, vaf: float | None) -> None:
    assert vaf_of(sample) == (vaf if vaf is None else pytest.approx(vaf))


def test_an_indel_of_strelka_is_counted_by_its_first_tier() -> None:
    assert vaf_of("TAR=13,13;TIR=78,78", "G", "GC") == pytest.approx(78 / 91)


def test_each_allele_of_a_record_has_its_own_fraction() -> None:
    assert vaf_of("AO=6,40;RO=1", "CC,C", "CG", 1) == pytest.approx(40 / 47)
    assert vaf_of("BCOUNT=0,11,64,0", "C,G", "A", 1) == pytest.approx(64 / 75)
    assert vaf_of("DP4=1,2,3,4", "C,G") is None
    assert vaf_of("AU=36,36;CU=0,0;GU=4,4;TU=0,0", "N,G", "A", 1) == pytest.approx(0.1)


def test_the_file_as_a_whole_speaks_for_its_only_sample() -> None:
    alone = Site({}, {"DP4": "10,20,6,4"}, "A", ("C",), 0, alone=True)
    assert count_reads(alone).vaf == pytest.approx(0.25)
    assert count_reads(alone._replace(alone=False)).vaf is None
    bare = Site({}, {"AF": "0.25", "DP": "40"}, "A", ("C",), 0, alone=True)
    assert count_reads(bare) == (0.25, 40)


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_fraction_lies_between_0_and_1(reference: int, alternative: int) -> None:
    vaf = vaf_of(f"AD={reference},{alternative}")
    assert vaf is None or 0 <= vaf <= 1
