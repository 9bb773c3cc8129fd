"""Reading a decision table for every possible patient, one after the other.

Independent of the package: it takes plain dictionaries, lists all completions of the unknown facts
and reads the rows from the top for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

Patient = dict[str, str | int]


def patients(
    possible: Mapping[str, frozenset[str | int]], limits: Sequence[tuple[str, str, str, int]]
) -> Iterator[Patient]:
    """Every completion; a limit is (fact, value, other fact, below)."""
    names = sorted(possible)
    for values in product(*(sorted(possible[name], key=str) for name in names)):
        patient = dict(zip(names, values, strict=True))
        if not any(
            patient[name] == value and not int(patient[other]) < below
            for name, value, other, below in limits
        ):
            yield patient


def row_of(table: Sequence[Mapping[str, object]], patient: Patient) -> Mapping[str, object] | None:
    """The first row that fits, or none."""
    for row in table:
        alternatives = row["any"] or [{}]
        if _all(row["when"], patient) and any(_all(item, patient) for item in alternatives):  # type: ignore[attr-defined]
            return row
    return None


def _all(tests: object, patient: Patient) -> bool:
    assert isinstance(tests, Mapping)
    return all(_one(test, patient[name]) for name, test in tests.items())


def _one(test: object, value: str | int) -> bool:
    if isinstance(test, Mapping):
        number = int(value)
        low, high = test.get("from"), test.get("below")
        return (low is None or number >= low) and (high is None or number < high)
    assert isinstance(test, list)
    return value in test


def deciding(table: Sequence[Mapping[str, object]], listed: Sequence[Patient]) -> frozenset[str]:
    """Facts in which two patients differ, alone, and end in different groups."""
    groups = {tuple(sorted(item.items())): row_of(table, item) for item in listed}
    found = set()
    for patient in listed:
        for name in patient:
            for other in {item[name] for item in listed}:
                twin = tuple(sorted({**patient, name: other}.items()))
                mine, its = groups[tuple(sorted(patient.items()))], groups.get(twin)
                if its is not None and mine is not None and mine["group"] != its["group"]:
                    found.add(name)
    return frozenset(found)
