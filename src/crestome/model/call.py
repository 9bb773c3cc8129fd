"""A verdict on one mechanism, and the verdicts made so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeAlias

from pydantic import Field, RootModel

from crestome.model.record import Record

Scalar: TypeAlias = bool | int | float | str | None
Row: TypeAlias = dict[str, Scalar | tuple[str, ...]]
DetailValue: TypeAlias = Scalar | tuple[str, ...] | tuple[Row, ...] | Row
"""What a detail may hold: a value, a list of words, a small table, or one row."""


class CallState(StrEnum):
    """What the software knows."""

    PRESENT = "present"
    ABSENT = "absent"
    INDETERMINATE = "indeterminate"
    NOT_ASSESSED = "not_assessed"


class Quantity(Record):
    """A measured number behind a call.

    Attributes:
        name: What was measured.
        value: The number.
        unit: Its unit.
    """

    name: str
    value: float
    unit: str


class Finding(Record):
    """One observation behind a call, in words, with its place in the input.

    Attributes:
        what: The observation.
        where: File and line, locus, or key of the case.
    """

    what: str
    where: str = ""


class Call(Record):
    """The verdict on one mechanism.

    Attributes:
        mechanism: Its name.
        state: What the software knows.
        label: The word of the field (``product.md``, One vocabulary).
        reason: Why, in a sentence or two.
        detail: Named facts that other rules, figures and users read; the keys are declared by
            the mechanism. None means unknown.
        quantities: Numbers behind the verdict, with units.
        evidence: Observations behind the verdict.
        missing: Assays that were not done and could change or settle the verdict.
        needs_review: A person should look: the data conflict, or lie between cut-offs.
        notes: Sentences that must stand beside the verdict.
        rules: Rules that decided, as ``file.key``.
        sources: Keys into the references.
    """

    mechanism: str
    state: CallState
    label: str
    reason: str
    detail: dict[str, DetailValue] = Field(default_factory=dict)
    quantities: tuple[Quantity, ...] = ()
    evidence: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    needs_review: bool = False
    notes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def flag(self, key: str) -> bool:
        """Whether the detail ``key`` is true (unknown and missing are not)."""
        return self.detail.get(key) is True

    def text(self, key: str) -> str:
        """The detail ``key`` where it is a string, else ""."""
        value = self.detail.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The detail ``key`` where it is a list of strings, else ()."""
        value = self.detail.get(key)
        if not isinstance(value, tuple):
            return ()
        return tuple(item for item in value if isinstance(item, str))


class Calls(RootModel[dict[str, Call]]):
    """Verdicts by mechanism, in the order of calling; a read-only mapping."""

    root: dict[str, Call] = {}

    def __getitem__(self, mechanism: str) -> Call:
        return self.root[mechanism]

    def __contains__(self, mechanism: object) -> bool:
        return mechanism in self.root

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(self.root)

    def items(self) -> Iterator[tuple[str, Call]]:
        """Names and verdicts."""
        return iter(self.root.items())

    def having(self, call: Call) -> Calls:
        """The same verdicts and one more."""
        return Calls(self.root | {call.mechanism: call})

    def by_name(self) -> Mapping[str, Call]:
        """A plain mapping view."""
        return self.root
