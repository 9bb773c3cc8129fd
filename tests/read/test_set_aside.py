from __future__ import annotations

import polars as pl

from crestome.model.ledger import Fate
from crestome.read.delimited import LINE
from crestome.read.set_aside import NO_QUESTION, entries_of, kept, marked, unmarked


def test_the_first_reason_of_a_row_stays() -> None:
    frame = unmarked(pl.DataFrame({LINE: [2, 3, 4], "x": [1, 2, 3]}))
    frame = marked(frame, pl.col("x") > 1, pl.lit("large"))
    frame = marked(frame, pl.col("x") > 2, pl.lit("very large"))
    assert kept(frame)["x"].to_list() == [1]
    (entry,) = entries_of(frame, "x.tsv", "rows")
    assert (entry.reason, entry.rows, entry.examples) == ("large", 2, ("line 3", "line 4"))
    assert entry.fate is Fate.FILTERED


def test_rows_that_concern_no_question_are_not_relevant_rather_than_filtered() -> None:
    frame = unmarked(pl.DataFrame({LINE: [2]}))
    frame = marked(frame, pl.lit(True), pl.lit(NO_QUESTION))
    assert entries_of(frame, "x.tsv", "rows")[0].fate is Fate.NOT_RELEVANT


def test_nothing_set_aside_makes_no_entry() -> None:
    assert entries_of(unmarked(pl.DataFrame({LINE: [2]})), "x.tsv", "rows") == ()
