from __future__ import annotations

import math
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.model.issue import Issues
from crestome.read.delimited import read_delimited
from crestome.read.segment_columns import SegmentColumns
from crestome.read.segment_dialects import SegmentDialect
from crestome.read.text import TextFile

PLACE = SegmentDialect(key="x", name="x", contig=("chr",), start=("start",), end=("end",))
PAIR = (("major",), ("minor",), ("share",)), (("major2",), ("minor2",), ("share2",))


def frame(dialect: SegmentDialect, header: str, *cells: str) -> tuple[pl.DataFrame, Issues]:
    issues = Issues()
    lines = [
        f"chr\tstart\tend\t{header}",
        *(f"2\t{n}\t{n}9\t{cell}" for n, cell in enumerate(cells, 1)),
    ]
    file = read_delimited(TextFile("x", "", lines), issues)
    assert file is not None
    return SegmentColumns(file, dialect, issues).frame(), issues


@settings(deadline=None)
@given(st.floats(1e-6, 1e6))
def test_the_logarithm_of_a_ratio_is_exact(ratio: float) -> None:
    dialect = replace(PLACE, ratio=("ratio",))
    found, _ = frame(dialect, "ratio", repr(ratio))
    assert found["log2"][0] == pytest.approx(math.log2(ratio), abs=1e-12)


@settings(deadline=None)
@given(st.floats(1e-6, 1e6))
def test_copies_of_the_mixture_are_set_against_two(copies: float) -> None:
    dialect = replace(PLACE, mixture=("value",))
    found, _ = frame(dialect, "value", repr(copies))
    assert found["log2"][0] == pytest.approx(math.log2(copies / 2), abs=1e-12)


def test_no_copies_have_no_logarithm() -> None:
    found, issues = frame(replace(PLACE, ratio=("ratio",)), "ratio", "0", "1")
    assert found["log2"].to_list() == [None, 0.0]
    assert issues.items == []


def test_a_stated_log2_ratio_goes_before_one_that_is_made() -> None:
    dialect = replace(PLACE, log2=("log2",), mixture=("value",))
    found, _ = frame(dialect, "log2\tvalue", "0.5\t2")
    assert found["log2"].to_list() == [0.5]


copies = st.integers(0, 90)


@settings(deadline=None)
@given(copies, copies, copies, copies, st.floats(0, 1))
def test_the_mean_of_two_populations_lies_between_them(
    major: int, minor: int, major2: int, minor2: int, share: float
) -> None:
    dialect = replace(PLACE, clones=PAIR)
    row = f"{major}\t{minor}\t{share!r}\t{major2}\t{minor2}\t{1 - share!r}"
    found, _ = frame(dialect, "major\tminor\tshare\tmajor2\tminor2\tshare2", row)
    totals = major + minor, major2 + minor2
    assert min(totals) - 1e-9 <= found["total_copies"][0] <= max(totals) + 1e-9
    assert min(minor, minor2) - 1e-9 <= found["minor_copies"][0] <= max(minor, minor2) + 1e-9


def test_a_population_without_a_state_does_not_count() -> None:
    dialect = replace(PLACE, clones=PAIR)
    header = "major\tminor\tshare\tmajor2\tminor2\tshare2"
    found, _ = frame(dialect, header, "3\t1\t1\tNA\tNA\t0", "NA\tNA\tNA\tNA\tNA\tNA")
    assert found["total_copies"].to_list() == [4.0, None]


def test_one_allele_alone_is_no_minor_allele() -> None:
    dialect = replace(PLACE, total_copies=("total",), alleles=(("A",), ("B",)))
    found, _ = frame(dialect, "total\tA\tB", "3\t2\tNA", "NA\t2\t1")
    assert found["total_copies"].to_list() == [3.0, 3.0]
    assert found["minor_copies"].to_list() == [None, 1.0]
