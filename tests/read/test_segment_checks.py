from __future__ import annotations

import polars as pl
import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues, Severity
from crestome.read.delimited import LINE
from crestome.read.segment_checks import check_places, check_scale, in_order, without_repeats
from crestome.read.set_aside import REASON, kept, unmarked

GRCH37 = load_genome(Assembly.GRCH37)
GRCH38 = load_genome(Assembly.GRCH38)
Row = tuple[str, int, int, float]


def frame(*rows: Row, copies: bool = False) -> pl.DataFrame:
    """Segments with a number; its column is that of the copies if ``copies``."""
    schema = {"contig": pl.String, "start": pl.Int64, "end": pl.Int64, "number": pl.Float64}
    table = pl.DataFrame(rows, schema=schema, orient="row").with_row_index(LINE, offset=2)
    nothing = pl.lit(None, pl.Float64)
    number = pl.col("number")
    return unmarked(table).select(
        pl.col(LINE).cast(pl.Int64),
        "contig",
        "start",
        "end",
        REASON,
        log2=nothing if copies else number,
        total_copies=number if copies else nothing,
        minor_copies=nothing,
        probes=pl.lit(None, pl.Int64),
        call=pl.lit(""),
    )


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("1", -3, 9, 0.1), "start before the chromosome"),
        (("1", 90, 9, 0.1), "start > end"),
        (("1", 9, 9, 0.1), "start > end"),
    ],
)
def test_a_segment_without_a_sound_place_is_an_error_with_its_line(row: Row, what: str) -> None:
    issues = Issues()
    assert not check_places(frame(("1", 0, 4, 0.1), row), "x.seg", GRCH37, issues)
    assert (issues.errors[0].where, issues.errors[0].what) == ("x.seg line 3", what)
    assert issues.errors[0].remedy


def test_many_faulty_lines_are_counted() -> None:
    issues = Issues()
    check_places(frame(*[("1", 9, 5, 0.1)] * 9), "x.seg", GRCH37, issues)
    assert issues.errors[0].what == "start > end (also line 3, 4, 5, 6, 7 and 3 more)"


def test_a_position_beyond_its_chromosome_names_the_assembly_that_fits() -> None:
    issues = Issues()
    assert not check_places(frame(("1", 0, 249_000_000, 0.1)), "x.seg", GRCH38, issues)
    (error,) = issues.errors
    assert error.where == "x.seg line 2"
    assert "position 249,000,000 lies beyond chromosome 1" in error.what
    assert 'state assembly = "GRCh37"' in error.remedy


def test_a_position_that_fits_no_assembly_says_so() -> None:
    issues = Issues()
    rows: list[Row] = [("21", 0, 99_000_000, 0.1), ("22", 0, 99_000_000, 0.1)]
    check_places(frame(*rows), "x.seg", GRCH37, issues)
    assert "and 1 more line(s)" in issues.errors[0].what
    assert "neither GRCh37 nor GRCh38" in issues.errors[0].remedy


def test_a_row_that_repeats_another_is_marked() -> None:
    table = without_repeats(frame(("1", 0, 9, 0.1), ("1", 0, 9, 0.1), ("1", 9, 12, 0.1)))
    assert table[REASON].to_list() == [None, "the same segment again", None]


def test_neighbours_that_share_a_base_meet_and_the_file_is_sorted_by_karyotype() -> None:
    issues = Issues()
    table = in_order(frame(("10", 0, 5, 0.1), ("2", 8, 20, 0.2), ("2", 0, 9, 0.3)), "x.seg", issues)
    assert kept(table).select("contig", "start", "end").rows() == [
        ("2", 0, 9),
        ("2", 9, 20),
        ("10", 0, 5),
    ]
    assert [issue.severity for issue in issues.items] == [Severity.NOTE, Severity.NOTE]
    assert "sorted" in issues.items[0].what
    assert "1 segment(s) begin at the base" in issues.items[1].what


def test_a_segment_of_one_base_that_its_neighbour_covers_is_set_aside() -> None:
    table = in_order(frame(("1", 0, 9, 0.1), ("1", 8, 9, 0.2), ("1", 9, 12, 0.3)), "x", Issues())
    assert kept(table)["start"].to_list() == [0, 9]
    assert "one base, which its neighbour covers" in table[REASON].to_list()


def test_an_overlap_is_an_error_with_both_lines() -> None:
    issues = Issues()
    in_order(frame(("1", 0, 90, 0.1), ("1", 50, 120, 0.2)), "x.seg", issues)
    (error,) = issues.errors
    assert error.where == "x.seg line 3"
    assert "lines 2 and 3 share 40 bases of chromosome 1" in error.what
    assert error.remedy


def test_a_segment_far_inside_another_overlaps_even_behind_a_third() -> None:
    issues = Issues()
    rows: list[Row] = [("1", 0, 100, 0.1), ("1", 10, 20, 0.2), ("1", 50, 60, 0.3)]
    in_order(frame(*rows, *[("2", 0, 9, 0.1 * n) for n in range(9)]), "x.seg", issues)
    assert "lines 2 and 4 share 50 bases" in issues.errors[0].what
    assert "and 5 more pair(s)" in issues.errors[0].what


def whole_genome(number: float, *, copies: bool = False) -> pl.DataFrame:
    rows: list[Row] = [
        (item.name, 0, item.length_bp, number) for item in GRCH37.chromosomes.values()
    ]
    return frame(*rows, copies=copies)


@pytest.mark.parametrize("number", [2.0, 3.0, 4.0])
def test_copies_under_the_name_of_a_log2_ratio_are_refused(number: float) -> None:
    issues = Issues()
    check_scale(whole_genome(number), "x.seg", GRCH37, issues)
    assert "look like copies" in issues.errors[0].what
    assert "total_cn" in issues.errors[0].remedy


def test_log2_ratios_under_the_name_of_copies_are_refused() -> None:
    issues = Issues()
    check_scale(whole_genome(0.02, copies=True), "x.seg", GRCH37, issues)
    assert "look like log2 ratios" in issues.errors[0].what


def test_ratios_around_one_may_be_linear_or_those_of_a_tetraploid_tumour() -> None:
    issues = Issues()
    check_scale(whole_genome(1.0), "x.seg", GRCH37, issues)
    assert issues.errors == ()
    assert "may be linear ratios" in issues.items[0].what


@pytest.mark.parametrize(
    "table",
    [
        whole_genome(0.0),
        whole_genome(2.0, copies=True),
        frame(("2", 15_000_000, 17_000_000, 5.0)),  # a list of one amplified segment
        frame(),
    ],
)
def test_scales_that_can_be_what_they_are_called_pass(table: pl.DataFrame) -> None:
    issues = Issues()
    check_scale(table, "x.seg", GRCH37, issues)
    assert issues.items == []
