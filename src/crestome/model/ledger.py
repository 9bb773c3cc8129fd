"""The account of every input row: used, not relevant, or filtered with the reason.

Nothing that a laboratory reported may vanish in silence, so the counts of a file's entries add up
to its rows.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from crestome.model.record import Record


class Fate(StrEnum):
    """What became of an input row."""

    USED = "used"
    """A call looked at it."""
    NOT_RELEVANT = "not_relevant"
    """Read and understood; no question of crestome concerns it."""
    FILTERED = "filtered"
    """Set aside for the stated reason (caller's filter, duplicate, other sample …)."""


class LedgerEntry(Record):
    """Rows of one file that share a fate and a reason.

    Attributes:
        file: The file as the case names it.
        kind: What the rows are (``small variants``, ``segments`` …).
        fate: See `Fate`.
        reason: Why, in words.
        rows: How many rows.
        examples: A few of them, for the eye; all of the used ones where they are few.
    """

    file: str
    kind: str
    fate: Fate
    reason: str
    rows: int
    examples: tuple[str, ...] = ()


class Ledger(Record):
    """All entries of a case.

    Attributes:
        entries: In the order of the files.
        rows_read: Data rows of each file, counted independently of the entries.
    """

    entries: tuple[LedgerEntry, ...] = ()
    rows_read: dict[str, int] = Field(default_factory=dict)

    def total(self, file: str) -> int:
        """Rows of ``file`` that the entries account for."""
        return sum(entry.rows for entry in self.entries if entry.file == file)

    @property
    def adds_up(self) -> bool:
        """Whether every row of every file is accounted for exactly once."""
        return all(self.total(file) == rows for file, rows in self.rows_read.items())
