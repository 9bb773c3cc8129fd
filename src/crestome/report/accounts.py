"""Arranges the account of the input rows by file, with the sums that a reader can check."""

from __future__ import annotations

from dataclasses import dataclass

from crestome.model.ledger import Fate, Ledger, LedgerEntry


@dataclass(frozen=True, slots=True)
class FileAccount:
    """The rows of one file.

    Attributes:
        file: The file as the case names it.
        rows_read: Rows counted while reading; None where the reader counts none.
        accounted: Sum of the entries.
        used: Rows that a call looked at.
        not_relevant: Rows that no question concerns.
        filtered: Rows set aside with a reason.
        entries: Rows by fate and reason.
    """

    file: str
    rows_read: int | None
    accounted: int
    used: int
    not_relevant: int
    filtered: int
    entries: tuple[LedgerEntry, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the entries account for every row that was read, once."""
        return self.rows_read is None or self.rows_read == self.accounted


def file_accounts(ledger: Ledger) -> tuple[FileAccount, ...]:
    """One account for each file that was read or has an entry, in that order.

    Example:
        >>> entry = LedgerEntry(
        ...     file="a.maf", kind="small variants", fate=Fate.USED, reason="in a gene", rows=2
        ... )
        >>> [account] = file_accounts(Ledger(entries=(entry,), rows_read={"a.maf": 3}))
        >>> account.used, account.adds_up
        (2, False)
    """
    files = dict.fromkeys([*ledger.rows_read, *(entry.file for entry in ledger.entries)])
    return tuple(
        FileAccount(
            file=file,
            rows_read=ledger.rows_read.get(file),
            accounted=ledger.total(file),
            used=_rows(ledger, file, Fate.USED),
            not_relevant=_rows(ledger, file, Fate.NOT_RELEVANT),
            filtered=_rows(ledger, file, Fate.FILTERED),
            entries=tuple(entry for entry in ledger.entries if entry.file == file),
        )
        for file in files
    )


def _rows(ledger: Ledger, file: str, fate: Fate) -> int:
    return sum(entry.rows for entry in ledger.entries if entry.file == file and entry.fate is fate)
