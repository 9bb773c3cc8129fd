"""Which sample is read as the tumour, and why."""

from __future__ import annotations

from crestome.read.reading import Wanted
from crestome.read.sample_roles import find_roles
from crestome.read.text import TextFile

FIXED = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"
TABLE = TextFile("x.seg", "", ["ID\tchrom"])


def vcf(*samples: str) -> TextFile:
    return TextFile("x.vcf", "", ["##fileformat=VCFv4.2", "\t".join([FIXED, *samples])])


def test_in_a_vcf_names_tell_the_tumour() -> None:
    roles = find_roles(vcf("NORMAL", "TUMOR"), ("NORMAL", "TUMOR"), Wanted())
    assert roles is not None
    assert roles.tumour == "TUMOR"
    assert "name" in roles.reason


def test_where_nothing_tells_there_is_none() -> None:
    assert find_roles(vcf("A1", "B2"), ("A1", "B2"), Wanted()) is None


def test_in_a_table_the_user_or_the_number_of_samples_decides() -> None:
    only = find_roles(TABLE, ("T1",), Wanted())
    assert only is not None
    assert (only.tumour, only.reason) == ("T1", "the only one")
    named = find_roles(TABLE, ("T1", "T2"), Wanted(sample="t2"))
    assert named is not None
    assert (named.tumour, named.reason) == ("T2", "as --tumour says")
    assert find_roles(TABLE, ("T1", "T2"), Wanted()) is None
    assert find_roles(TABLE, (), Wanted()) is None


def test_a_vcf_with_a_broken_header_has_the_samples_that_it_names() -> None:
    broken = TextFile("x.vcf", "", ["#CHROM\tPOS"])
    assert find_roles(broken, (), Wanted()) is None
    only = find_roles(broken, ("T1",), Wanted())
    assert only is not None
    assert only.reason == "the only one"
