"""Reads a decision table with some facts unknown: which rows stay within reach, and what decides.

A published risk table is read from the top, and the first row that fits decides. Where a fact is
missing, a physician does not guess it but says which groups remain and what to ask for. This does
the same: an undecided row splits the case in two, one where its open condition holds and one where
it does not, and both are read on. What comes out is exactly what listing every possible patient
would give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from crestome.knowledge.decision import FactTest, FactTests, Limit, Span, TableRow
from crestome.model.therapy import ClaimOutcome

FactValue: TypeAlias = str | int
Possible: TypeAlias = Mapping[str, frozenset[FactValue]]
"""For each fact, the values that it may have; one where it is known."""

_HOLDS, _FAILS, _UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class FactLimit:
    """A limit together with the fact whose value it bounds."""

    name: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table says.

    Attributes:
        rows: Rows within reach, in the order of the table.
        asked: Facts that the reading had to split on with different groups on the two sides: every
            fact that can change the group is among them, and none where the group is firm.
        unmatched: Some possible patient fits no row.
    """

    rows: tuple[TableRow, ...]
    asked: frozenset[str]
    unmatched: bool


@dataclass(slots=True)
class _Reader:
    rows: Sequence[TableRow]
    limits: Sequence[FactLimit]
    asked: set[str] = field(default_factory=set)

    def reach(self, start: int, possible: Possible) -> frozenset[int]:
        """Indexes of the rows that some possible patient ends at; past the end fits none."""
        for index in range(start, len(self.rows)):
            outcome, open_fact = _read_row(self.rows[index], possible)
            if outcome is _HOLDS:
                return frozenset({index})
            if open_fact is not None:
                return self._split(index, possible, *open_fact)
        return frozenset({len(self.rows)})

    def _split(self, index: int, possible: Possible, name: str, test: FactTest) -> frozenset[int]:
        fitting = frozenset(value for value in possible[name] if fits(test, value))
        reached = frozenset(
            row
            for part in (fitting, possible[name] - fitting)
            for row in self.reach(index, narrow({**possible, name: part}, self.limits))
        )
        if len({self._group(row) for row in reached}) > 1:
            self.asked.add(name)
        return reached

    def _group(self, index: int) -> str:
        return self.rows[index].group if index < len(self.rows) else ""


def read_table(
    rows: Sequence[TableRow], possible: Possible, limits: Sequence[FactLimit] = ()
) -> Reading:
    """Find every row that the first-match reading of some possible patient ends at.

    Args:
        rows: The table, in the order of reading.
        possible: For each fact that a row asks for, the values that it may have.
        limits: Values that exclude each other between two facts.
    """
    reader = _Reader(rows, limits)
    reached = reader.reach(0, narrow(possible, limits))
    found = tuple(rows[index] for index in sorted(reached) if index < len(rows))
    return Reading(found, frozenset(reader.asked), unmatched=len(rows) in reached)


def narrow(possible: Possible, limits: Sequence[FactLimit]) -> Possible:
    """Take out values that no value of another fact goes with."""
    for item in limits:
        stated, numbers = possible[item.name], possible[item.limit.fact]
        within = frozenset(number for number in numbers if fits(item.limit.within, number))
        if not within:
            possible = {**possible, item.name: stated - {item.limit.value}}
        elif stated == {item.limit.value}:
            possible = {**possible, item.limit.fact: within}
    return possible


def fits(test: FactTest, value: FactValue) -> bool:
    """Whether a value is what a row asks for.

    Example:
        >>> fits(Span.from_document({"from": 365, "below": 547}), 547)
        False
        >>> fits(("L1", "L2"), "L2")
        True
    """
    if not isinstance(test, Span):
        return value in test
    if not isinstance(value, int):
        return False
    above = test.from_ is None or value >= test.from_
    return above and (test.below is None or value < test.below)


def holds(when: FactTests, alternatives: Sequence[FactTests], possible: Possible) -> bool:
    """Whether conditions hold whatever the unknown facts are."""
    return _read(when, alternatives, possible)[0] is _HOLDS


def _read_row(
    row: TableRow, possible: Possible
) -> tuple[ClaimOutcome, tuple[str, FactTest] | None]:
    return _read(row.when, row.any, possible)


def _read(
    when: FactTests, alternatives: Sequence[FactTests], possible: Possible
) -> tuple[ClaimOutcome, tuple[str, FactTest] | None]:
    """Read conditions; where they are open, name the first one that is."""
    outcome, open_fact = _read_all(when, possible)
    if outcome is not _HOLDS or not alternatives:
        return outcome, open_fact
    answers = [_read_all(tests, possible) for tests in alternatives]
    if any(answer is _HOLDS for answer, _ in answers):
        return _HOLDS, None
    return next((item for item in answers if item[0] is _UNKNOWN), (_FAILS, None))


def _read_all(
    tests: FactTests, possible: Possible
) -> tuple[ClaimOutcome, tuple[str, FactTest] | None]:
    open_fact = None
    for name, test in tests.items():
        fitting = sum(fits(test, value) for value in possible[name])
        if not fitting:
            return _FAILS, None
        if open_fact is None and fitting < len(possible[name]):
            open_fact = (name, test)
    return (_HOLDS, None) if open_fact is None else (_UNKNOWN, open_fact)
