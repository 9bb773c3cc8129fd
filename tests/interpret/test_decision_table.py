from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles.decision_table import deciding, patients, row_of

from crestome.interpret.decision_table import (
    FactValue,
    Possible,
    fits,
    holds,
    narrow,
    read_table,
)
from crestome.interpret.facts import boundaries, fact_limits
from crestome.knowledge.decision import Scheme, Span, TableRow
from crestome.knowledge.load import load_knowledge

KNOWLEDGE = load_knowledge()
LIMITS = fact_limits(KNOWLEDGE)
PLAIN_LIMITS = [("inrgss", "MS", "age", 547), ("inss", "4S", "age", 365)]
AGES = (0, 364, 365, 366, 546, 547, 548, 1825, 1826, 4000)
SCHEMES = list(KNOWLEDGE.schemes.values())


def plain(scheme: Scheme) -> list[dict[str, object]]:
    text = scheme.model_dump_json(by_alias=True)
    rows: list[dict[str, object]] = json.loads(text)["rows"]
    return rows


def facts_of(scheme: Scheme) -> set[str]:
    asked = {name for row in scheme.rows for tests in (row.when, *row.any) for name in tests}
    return asked | {"age", "inss", "inrgss"}


def domain(name: str) -> frozenset[FactValue]:
    if KNOWLEDGE.facts[name].unit:
        return frozenset(boundaries(name, KNOWLEDGE))
    return frozenset(KNOWLEDGE.facts[name].domain)


@st.composite
def partly_known(draw: st.DrawFn, scheme: Scheme) -> dict[str, frozenset[FactValue]]:
    """Any mixture of known, unknown and half-known facts of a scheme."""
    possible: dict[str, frozenset[FactValue]] = {}
    unknown = draw(st.sets(st.sampled_from(sorted(facts_of(scheme))), max_size=4))
    for name in KNOWLEDGE.facts:
        values = domain(name)
        if name not in facts_of(scheme):
            possible[name] = frozenset({min(values, key=str)})
        elif name in unknown:
            possible[name] = frozenset(
                draw(st.sets(st.sampled_from(sorted(values, key=str)), min_size=1))
            )
        else:
            known = AGES if name == "age" else sorted(values, key=str)
            possible[name] = frozenset({draw(st.sampled_from(known))})
    return possible


def shrunk(possible: Possible, scheme: Scheme) -> dict[str, frozenset[FactValue]]:
    return {name: values for name, values in possible.items() if name in facts_of(scheme)}


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
@given(data=st.data())
def test_what_is_within_reach_is_what_listing_every_patient_gives(
    scheme: Scheme, data: st.DataObject
) -> None:
    possible = data.draw(partly_known(scheme))
    listed = list(patients(shrunk(possible, scheme), PLAIN_LIMITS))
    if not listed:
        return
    rows = [row_of(plain(scheme), patient) for patient in listed]
    reading = read_table(scheme.rows, possible, LIMITS)
    assert {row.id for row in reading.rows} == {row["id"] for row in rows if row}
    assert not reading.unmatched
    assert all(rows)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
@given(data=st.data())
def test_no_fact_that_could_decide_is_left_out(scheme: Scheme, data: st.DataObject) -> None:
    possible = data.draw(partly_known(scheme))
    listed = list(patients(shrunk(possible, scheme), PLAIN_LIMITS))
    if not listed:
        return
    reading = read_table(scheme.rows, possible, LIMITS)
    assert deciding(plain(scheme), listed) <= reading.asked
    assert all(len(possible[name]) > 1 for name in reading.asked)
    assert bool(reading.asked) == (len({row.group for row in reading.rows}) > 1)


def row(name: str, group: str, **when: object) -> TableRow:
    return TableRow.from_document(
        {
            "id": name,
            "group": group,
            "title": name,
            "when": when,
            "mark": "P",
            "sources": ["crestome-conventions"],
        }
    )


def test_the_first_row_that_fits_decides() -> None:
    rows = (row("one", "a", f=["x"]), row("two", "b"))
    assert read_table(rows, {"f": frozenset({"x"})}).rows == (rows[0],)
    assert read_table(rows, {"f": frozenset({"y"})}).rows == (rows[1],)


def test_a_patient_that_fits_no_row_is_told() -> None:
    reading = read_table((row("one", "a", f=["x"]),), {"f": frozenset({"x", "y"})})
    assert reading.unmatched
    assert reading.asked == {"f"}
    assert [item.id for item in reading.rows] == ["one"]


def test_an_unknown_fact_that_changes_nothing_is_not_asked_for() -> None:
    rows = (row("one", "a", f=["x"]), row("two", "a"))
    reading = read_table(rows, {"f": frozenset({"x", "y"})})
    assert reading.asked == frozenset()
    assert len(reading.rows) == 2


def test_a_range_fits_numbers_and_no_words() -> None:
    span = Span.from_document({"from": 365, "below": 547})
    assert [fits(span, number) for number in (364, 365, 546, 547)] == [False, True, True, False]
    assert not fits(span, "365")
    assert fits(Span(), 0)


def test_a_limit_takes_the_value_out_or_bounds_the_number() -> None:
    old = narrow(
        {"inss": frozenset({"4"}), "inrgss": frozenset({"M", "MS"}), "age": frozenset({600})},
        LIMITS,
    )
    assert old["inrgss"] == {"M"}
    infant = narrow(
        {"inss": frozenset({"4S"}), "inrgss": frozenset({"MS"}), "age": frozenset({0, 365, 547})},
        LIMITS,
    )
    assert infant["age"] == {0}


def test_conditions_hold_only_where_no_unknown_fact_speaks_against_them() -> None:
    possible: Possible = {"f": frozenset({"x", "y"}), "g": frozenset({"z"})}
    assert holds({"g": ("z",)}, (), possible)
    assert not holds({"f": ("x",)}, (), possible)
    assert holds({}, ({"f": ("x",)}, {"g": ("z",)}), possible)
    assert not holds({}, ({"f": ("x",)}, {"g": ("q",)}), possible)
    assert not holds({}, ({"g": ("q",)},), possible)
