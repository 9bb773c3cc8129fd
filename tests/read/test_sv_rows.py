"""Words and conventions of structural variants."""

from __future__ import annotations

import polars as pl
import pytest

from crestome.read.sv_rows import filter_reason, is_kind, kinds, strands_of


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("DEL", "deletion"),
        ("DEL:ME:ALU", "deletion"),
        ("deletion", "deletion"),
        ("deletion/read-through", "deletion"),
        ("DUP:TANDEM", "duplication"),
        ("tandem-duplication", "duplication"),
        ("t2tINV", "inversion"),
        ("INS", "insertion"),
        ("SGL", "single"),
        ("BND", None),
        ("translocation", None),
        ("nonsense", None),
        (None, None),
    ],
)
def test_words_of_callers_name_one_kind(word: str | None, kind: str | None) -> None:
    assert kinds(pl.Series([word], dtype=pl.String))[0] == kind


def test_open_words_are_structural_and_others_are_not() -> None:
    words = pl.Series(["BND", "TRA", "CPX", "SNV", None])
    assert is_kind(words).to_list() == [True, True, True, False, False]


def test_a_deletion_keeps_what_lies_before_and_behind_it() -> None:
    frame = pl.DataFrame({"kind": ["deletion", "duplication", "insertion", "inversion", None]})
    found = frame.select(strands_of(pl.col("kind"))).to_series().to_list()
    assert found == ["+-", "-+", "+-", None, None]


def test_a_row_passes_or_names_its_filters() -> None:
    frame = pl.DataFrame({"FILTER": ["PASS", ".", "", "PON;LowQual"]})
    found = frame.select(filter_reason("FILTER")).to_series().to_list()
    assert found == [None, None, None, "caller's filter LowQual, PON"]
