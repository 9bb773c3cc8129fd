from __future__ import annotations

import polars as pl

from crestome.model.issue import Issues
from crestome.read.delimited import LINE
from crestome.read.effect_notes import note_open_effects


def said(*rows: tuple[str, str, str]) -> list[str]:
    names = ["gene", "protein_change", "consequence"]
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(names, pl.String), orient="row")
    issues = Issues()
    note_open_effects(frame.with_row_index(LINE, offset=2), "t.maf", issues)
    assert not issues.errors
    return [str(issue) for issue in issues.items]


def test_rows_of_unknown_effect_are_counted_with_their_first_line() -> None:
    warnings = said(("ALK", "F1174L", "missense"), ("NF1", "", "unknown"), ("ATRX", "", "unknown"))
    assert len(warnings) == 1
    assert warnings[0].startswith(
        "t.maf line 3: 2 row(s) in genes do not say what the variant does"
    )


def test_a_protein_change_in_other_words_is_named() -> None:
    (warning,) = said(("NRAS", "exon 3", "missense"), ("ALK", "R1275Q", "missense"))
    assert warning.startswith("t.maf line 2: protein change(s) that are not read: line 2 NRAS")
    many = said(*[("NRAS", "?!", "missense")] * 9)
    assert "and 4 more" in many[0]


def test_rows_between_genes_and_rows_that_are_read_say_nothing() -> None:
    assert (
        said(
            ("", "", "unknown"),
            ("ALK", "", "other"),
            ("WT1", "-9fs", "frameshift"),
            ("NF1", "X331_splice", "splice"),
        )
        == []
    )
