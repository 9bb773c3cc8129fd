from __future__ import annotations

from crestome.model.ledger import Fate, Ledger, LedgerEntry


def entry(fate: Fate, rows: int) -> LedgerEntry:
    return LedgerEntry(file="a.maf", kind="small variants", fate=fate, reason="r", rows=rows)


def test_a_ledger_adds_up_when_every_row_has_one_fate() -> None:
    entries = (entry(Fate.USED, 2), entry(Fate.FILTERED, 3))
    assert Ledger(entries=entries, rows_read={"a.maf": 5}).adds_up
    assert not Ledger(entries=entries, rows_read={"a.maf": 6}).adds_up
    assert not Ledger(entries=entries, rows_read={"a.maf": 5, "b.maf": 1}).adds_up


def test_a_file_without_rows_adds_up() -> None:
    assert Ledger(rows_read={"empty.maf": 0}).adds_up
