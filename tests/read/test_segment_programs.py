from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.knowledge.load import load_genome
from crestome.model.copy_number import Platform
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.read.segment_dialects import SegmentDialect, fold
from crestome.read.segment_programs import DIALECTS
from crestome.read.segments import read_segments
from crestome.read.text import TextFile


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_the_columns_that_a_dialect_needs_are_told_as_this_dialect(dialect: SegmentDialect) -> None:
    header = {fold(names[0]) for names in dialect.needed}
    found = next(item for item in DIALECTS if item.fits(header))
    assert found is dialect


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_dialect_says_what_its_numbers_are(dialect: SegmentDialect) -> None:
    assert not (dialect.log2 and dialect.ratio)
    assert not (dialect.ratio and dialect.mixture)
    assert dialect.total_copies or not dialect.mixed_copies
    assert bool(dialect.alleles[0]) == bool(dialect.alleles[1])


def test_every_dialect_has_a_name_of_its_own() -> None:
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS)


STATES = st.tuples(st.integers(0, 90), st.integers(0, 9), st.floats(0.01, 90, allow_nan=False))


def cells(dialect: SegmentDialect, major: int, minor: int, ratio: float) -> dict[str, str]:
    """What a program would write into its columns for a state; marks hold a number too."""
    place = {dialect.contig[0]: "2", dialect.end[0]: "900"}
    start = {dialect.start[0]: str(100 + dialect.first_base)}
    marks = {names[0]: "1" for names in dialect.marks}
    numbers = {
        dialect.log2[:1]: math.log2(ratio),
        dialect.ratio[:1]: ratio,
        dialect.mixture[:1]: 2 * ratio,
        dialect.minor_copies[:1]: minor,
        dialect.alleles[0][:1]: major,
        dialect.alleles[1][:1]: minor,
        **{
            names[:1]: number
            for clone in dialect.clones
            for names, number in zip(clone, (major, minor, 0.5), strict=True)
        },
    }
    if dialect.mixture != dialect.total_copies:
        numbers[dialect.total_copies[:1]] = major + minor
    values = {names[0]: repr(number) for names, number in numbers.items() if names}
    words = dict.fromkeys(dialect.call[:1], "0")
    return {**marks, **words, **values, **place, **start}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@settings(deadline=None, max_examples=15)
@given(state=STATES)
def test_what_each_program_writes_is_read_on_its_own_scale(
    dialect: SegmentDialect, state: tuple[int, int, float]
) -> None:
    lesser, greater = sorted(state[:2])
    row = cells(dialect, greater, lesser, state[2])
    text = TextFile("x", "", ["\t".join(row), "\t".join(row.values())])
    issues = Issues()
    reading = read_segments(
        text,
        genome=load_genome(Assembly.GRCH37),
        sample=None,
        platform=Platform.WGS,
        issues=issues,
    )
    assert reading is not None, issues.items
    assert reading.source.dialect.startswith(dialect.name)
    (found,) = reading.value.segments.frame.rows(named=True)
    assert (found["contig"], found["start"], found["end"]) == ("2", 100, 900)
    if dialect.log2 or dialect.ratio or dialect.mixture:
        assert found["log2"] == pytest.approx(math.log2(state[2]), abs=1e-9)
    if dialect.total_copies and dialect.mixture != dialect.total_copies:
        assert found["total_copies"] == pytest.approx(greater + lesser)
    if dialect.alleles[0] or dialect.minor_copies or dialect.clones:
        assert found["minor_copies"] == pytest.approx(lesser)


def test_the_page_of_the_reader_names_every_dialect() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "readers" / "copy_number.md"
    rows = {line.split(" | ")[0].strip("| ") for line in page.read_text("utf-8").splitlines()}
    assert {dialect.name for dialect in DIALECTS} <= rows
