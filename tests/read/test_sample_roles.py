"""Which sample is read as the tumour, and why."""

from __future__ import annotations

import pytest

from crestome.model.inspection import FileKind
from crestome.read.reading import Wanted
from crestome.read.sample_roles import find_roles
from crestome.read.text import TextFile

FIXED = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"
SMALL, STRUCTURAL = FileKind.SMALL_VARIANTS, FileKind.STRUCTURAL_VARIANTS
TABLE = TextFile("x.seg", "", ["ID\tchrom"])


def vcf(*samples: str) -> TextFile:
    return TextFile("x.vcf", "", ["##fileformat=VCFv4.2", "\t".join([FIXED, *samples])])


@pytest.mark.parametrize("kind", [SMALL, STRUCTURAL])
def test_in_a_vcf_names_tell_the_tumour(kind: FileKind) -> None:
    roles = find_roles(vcf("NORMAL", "TUMOR"), kind, ("NORMAL", "TUMOR"), Wanted())
    assert roles is not None
    assert roles.tumour == "TUMOR"
    assert "name" in roles.reason


@pytest.mark.parametrize("kind", [SMALL, STRUCTURAL])
def test_where_nothing_tells_there_is_none(kind: FileKind) -> None:
    assert find_roles(vcf("A1", "B2"), kind, ("A1", "B2"), Wanted()) is None


def test_in_a_table_the_user_or_the_number_of_samples_decides() -> None:
    kind = FileKind.COPY_NUMBER
    only = find_roles(TABLE, kind, ("T1",), Wanted())
    assert only is not None
    assert (only.tumour, only.reason) == ("T1", "the only one")
    named = find_roles(TABLE, kind, ("T1", "T2"), Wanted(sample="t2"))
    assert named is not None
    assert (named.tumour, named.reason) == ("T2", "as --tumour says")
    assert find_roles(TABLE, kind, ("T1", "T2"), Wanted()) is None
    assert find_roles(TABLE, kind, (), Wanted()) is None


def test_a_vcf_with_a_broken_header_has_the_samples_that_it_names() -> None:
    broken = TextFile("x.vcf", "", ["#CHROM\tPOS"])
    assert find_roles(broken, SMALL, (), Wanted()) is None
    only = find_roles(broken, SMALL, ("T1",), Wanted())
    assert only is not None
    assert only.reason == "the only one"
