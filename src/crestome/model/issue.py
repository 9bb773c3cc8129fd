"""What is wrong in the input: place, expectation and remedy, collected rather than thrown.

Readers fill an `Issues` notepad and go on reading, so that the user sees all faults at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from crestome.model.record import Record


class Severity(StrEnum):
    """How much an issue matters."""

    ERROR = "error"
    """The file cannot be used; reading goes on only to find the other faults."""
    WARNING = "warning"
    """The file is used, and the reader of the report should know this."""
    NOTE = "note"
    """A choice crestome made on the user's behalf."""


class Issue(Record):
    """One thing that is wrong or noteworthy in an input.

    Attributes:
        severity: See `Severity`.
        where: File, and line, column or record where known.
        what: What was found.
        expected: What should be there instead; "" where that goes without saying.
        remedy: What the user can do.
    """

    severity: Severity
    where: str
    what: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        expected = f"; expected {self.expected}" if self.expected else ""
        remedy = f". {self.remedy[0].upper()}{self.remedy[1:]}" if self.remedy else ""
        stop = "" if remedy.endswith((".", "?")) else "."
        return f"{self.where}: {self.what}{expected}{remedy}{stop}"


@dataclass(slots=True)
class Issues:
    """A notepad for issues; the only mutable value of the model.

    Attributes:
        items: The issues in the order in which they were met.
        limit: Issues of one kind kept for one file; a count stands for the rest.
    """

    items: list[Issue] = field(default_factory=list)

    def error(self, where: str, what: str, *, expected: str = "", remedy: str = "") -> None:
        """Note a fault that makes the file unusable."""
        self._add(Severity.ERROR, where, what, expected, remedy)

    def warn(self, where: str, what: str, *, expected: str = "", remedy: str = "") -> None:
        """Note something the reader of the report must know."""
        self._add(Severity.WARNING, where, what, expected, remedy)

    def note(self, where: str, what: str, *, expected: str = "", remedy: str = "") -> None:
        """Note a choice made on the user's behalf."""
        self._add(Severity.NOTE, where, what, expected, remedy)

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The faults that forbid going on."""
        return tuple(issue for issue in self.items if issue.severity is Severity.ERROR)

    def _add(self, severity: Severity, where: str, what: str, expected: str, remedy: str) -> None:
        self.items.append(
            Issue(severity=severity, where=where, what=what, expected=expected, remedy=remedy)
        )
