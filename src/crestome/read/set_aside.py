"""Ledger entries for the rows of a table that do not reach the evidence."""

from __future__ import annotations

from typing import Final

import polars as pl

from crestome.model.ledger import Fate, LedgerEntry
from crestome.read.delimited import LINE

REASON: Final = "_reason"
"""The column that says why a row is set aside; null for a row that is used."""

NO_QUESTION: Final = "no call looks at this gene"
"""The reason of rows that are understood and concern no question; all others are faults."""

_SHOWN_ROWS: Final = 12


def unmarked(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `REASON`, all null: every row is used so far."""
    return frame.with_columns(pl.lit(None, pl.String).alias(REASON))


def marked(frame: pl.DataFrame, rows: pl.Expr | pl.Series, reason: pl.Expr) -> pl.DataFrame:
    """Give ``rows`` that have no reason yet this one."""
    new = pl.when(rows).then(reason)
    return frame.with_columns(pl.coalesce(REASON, new).alias(REASON))


def kept(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows without a reason to set them aside."""
    return frame.filter(pl.col(REASON).is_null())


def entries_of(frame: pl.DataFrame, file: str, kind: str) -> tuple[LedgerEntry, ...]:
    """One entry for each reason, in order of the lines, with the first lines as examples."""
    groups = frame.filter(pl.col(REASON).is_not_null()).sort(LINE)
    return tuple(
        LedgerEntry(
            file=file,
            kind=kind,
            fate=Fate.NOT_RELEVANT if reason == NO_QUESTION else Fate.FILTERED,
            reason=str(reason),
            rows=rows.height,
            examples=tuple(f"line {line}" for line in rows[LINE].head(_SHOWN_ROWS)),
        )
        for (reason,), rows in groups.group_by(REASON, maintain_order=True)
    )
