from __future__ import annotations

import pytest

from crestome.read.segment_dialects import SegmentDialect, column_names, fold

DIALECT = SegmentDialect(
    key="x",
    name="x",
    contig=("chrom", "chr"),
    start=("start",),
    end=("end",),
    log2=("log2",),
    clones=((("major",), ("minor",), ("share",)),),
    marks=(("probes", "bins"),),
    unlike=("gene",),
)


@pytest.mark.parametrize(
    ("header", "fits"),
    [
        ({"chr", "start", "end", "log2", "bins"}, True),
        ({"chrom", "start", "end", "major", "probes"}, True),
        ({"chr", "start", "end", "bins"}, False),
        ({"chr", "start", "end", "log2"}, False),
        ({"chr", "start", "end", "log2", "bins", "gene"}, False),
    ],
)
def test_a_dialect_fits_a_header_with_a_place_a_value_and_its_marks(
    header: set[str], fits: bool
) -> None:
    assert DIALECT.fits(header) is fits


def test_what_is_missing_is_named_with_all_spellings() -> None:
    assert DIALECT.missing({"chr", "start", "log2", "bins"}) == (("end",),)


def test_case_and_punctuation_do_not_matter() -> None:
    assert fold("Start_Position(bp)") == fold("start.position.BP") == "startpositionbp"


def test_the_header_shows_its_separator() -> None:
    assert column_names("#a\tb c") == ("a", "b c")
    assert column_names('"a", b') == ("a", "b")
    assert column_names("a b  c") == ("a", "b", "c")
