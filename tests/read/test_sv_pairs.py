"""Records of one adjacency that are tied together by name, by place, or nearly by place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read.sv_files import ends, vcf

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.structural_variant import StructuralVariants
from crestome.read.reading import Reading
from crestome.read.structural_variants import read_structural_variants

GENOME = load_genome(Assembly.GRCH37)


def read(*rows: str) -> Reading[StructuralVariants]:
    issues = Issues()
    reading = read_structural_variants(vcf(*rows), genome=GENOME, sample=None, issues=issues)
    assert reading is not None, issues.errors
    lines = reading.value.frame["where"].n_unique()
    assert lines + sum(entry.rows for entry in reading.set_aside) == reading.source.rows
    return reading


def reasons(reading: Reading[StructuralVariants]) -> list[str]:
    return [entry.reason for entry in reading.set_aside]


def pair(shift: int, info: str, other: str | None = None) -> tuple[str, str]:
    """Two records of one translocation, the second ``shift`` bases further on at both ends."""
    second = info if other is None else other
    return (
        f"2 1000 . N N[9:5000[ . . SVTYPE=BND;{info}",
        f"9 {5000 + shift} . N ]2:{1000 + shift}]N . . SVTYPE=BND;{second}",
    )


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_mates_without_a_name_are_one_event_within_the_homology(
    homology: int, shift: int, turned: bool
) -> None:
    rows = pair(shift, f"HOMLEN={homology}")
    reading = read(*(rows[::-1] if turned else rows))
    assert len(reading.value) == (1 if shift <= homology else 2)


def test_the_reason_names_the_line_of_the_record_that_is_kept() -> None:
    reading = read(*pair(3, "CIPOS=0,4", other="X"))
    assert ends(reading.value) == ["2:999:+ 9:4999:- translocation"]
    assert reasons(reading) == ["the same adjacency, but for microhomology, as line 3"]


@pytest.mark.parametrize(
    "info",
    ["X", "HOMLEN=9;MATEID=gone", "CIPOS=-90,90;IMPRECISE", "HOMLEN=2"],
)
def test_without_the_homology_or_with_another_mate_they_are_two(info: str) -> None:
    assert len(read(*pair(3, info)).value) == 2


def test_records_from_one_side_or_of_another_orientation_are_two_events() -> None:
    one = "2 1000 . N N[9:5000[ . . SVTYPE=BND;HOMLEN=9"
    assert len(read(one, "2 1003 . N N[9:5003[ . . SVTYPE=BND;HOMLEN=9").value) == 2
    assert len(read(one, "9 5003 . N [2:1003[N . . SVTYPE=BND;HOMLEN=9").value) == 2
    assert len(read(one, "9 5020 . N ]2:1003]N . . SVTYPE=BND;HOMLEN=9").value) == 2


def test_each_record_has_one_mate() -> None:
    first, second = pair(3, "HOMLEN=9")
    third = "9 5004 . N ]2:1004]N . . SVTYPE=BND;HOMLEN=9"
    assert len(read(first, second, third).value) == 2


def test_the_partners_of_one_line_have_their_own_fates() -> None:
    reading = read(
        "2 1000 a N N[9:5000[,N[3:70[ . . SVTYPE=BND;MATEID=b,c",
        "9 5000 b N ]2:1000]N . . SVTYPE=BND;MATEID=a",
    )
    assert set(ends(reading.value)) == {
        "2:999:+ 9:4999:- translocation",
        "2:999:+ 3:69:- translocation",
    }
    assert reasons(reading) == ["mate of line 3"]


def test_a_line_none_of_whose_partners_is_kept_is_set_aside_once() -> None:
    reading = read(
        "2 1000 a N N[9:5000[,N[3:70[ . low SVTYPE=BND", "9 1 b N N[2:100000[ . . SVTYPE=BND"
    )
    assert reasons(reading) == ["caller's filter low"]
