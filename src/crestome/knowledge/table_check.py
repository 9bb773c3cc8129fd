"""Cross-checks of the decision tables: facts, values, groups and rows that must fit together.

A row that asks for a misspelt value would never fit, and a table would then place a patient by a
later row without a word. So every name in a table is checked against what it can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from crestome.knowledge.decision import Fact, FactTests, Figure, Limit, Scheme, Span, TableRow
from crestome.knowledge.load import Knowledge
from crestome.model.clinical import Clinical
from crestome.model.patient import Sample


def find_table_faults(knowledge: Knowledge, today: date) -> Iterator[str]:
    """Every fault of facts, tables and figures, each with file, key and what is wrong.

    Args:
        knowledge: All curated files.
        today: No date may lie after it.
    """
    for name, fact in knowledge.facts.items():
        path = knowledge.path("risk_facts.yaml")
        yield from (f"{path}: {name}: {fault}" for fault in _fact(fact, knowledge))
    for scheme in knowledge.schemes.values():
        path = knowledge.path(f"risk/{scheme.id}.yaml")
        yield from (f"{path}: {fault}" for fault in _scheme(scheme, knowledge, today))
    for key, figure in knowledge.figures.items():
        path = knowledge.path("prognosis.yaml")
        yield from (f"{path}: {key}: {fault}" for fault in _figure(figure, knowledge))


def _fact(fact: Fact, knowledge: Knowledge) -> Iterator[str]:
    stated = (bool(fact.clinical), bool(fact.sample), bool(fact.calls))
    if sum(stated) != 1 and not (fact.unit and stated == (True, True, False)):
        yield "state exactly one of clinical, sample and calls; a number may state the first two"
    for field, owner in ((fact.clinical, Clinical), (fact.sample, Sample)):
        if field and field not in owner.model_fields and not hasattr(owner, field):
            yield f"{field} is no field of {owner.__name__}"
    yield from _derivation(fact, knowledge)
    for limit in fact.limits:
        yield from _limit(limit, fact, knowledge)


def _derivation(fact: Fact, knowledge: Knowledge) -> Iterator[str]:
    rule = fact.derived
    if rule is None:
        return
    base = knowledge.facts.get(rule.fact)
    if base is None:
        yield f"derived.fact: {rule.fact} is no fact"
        return
    yield from _outside(f"{rule.fact} is never", (*rule.gives, *rule.agrees), base.domain)
    given = (value for values in (*rule.gives.values(), *rule.agrees.values()) for value in values)
    yield from _outside("derived: it is never", given, fact.domain)


def _limit(limit: Limit, fact: Fact, knowledge: Knowledge) -> Iterator[str]:
    yield from _outside("limits: it is never", (limit.value, *limit.otherwise), fact.domain)
    other = knowledge.facts.get(limit.fact)
    if other is None or not other.unit:
        yield f"limits: {limit.fact} is no fact with a unit"


def _outside(
    words: str, values: Iterator[str] | Collection[str], known: Collection[str]
) -> Iterator[str]:
    for value in values:
        if value not in known:
            yield f"{words} {value}; expected one of {', '.join(known)}"


def _scheme(scheme: Scheme, knowledge: Knowledge, today: date) -> Iterator[str]:
    for name, count in Counter(row.id for row in scheme.rows).items():
        if count > 1:
            yield f"rows: {name} stands {count} times; an id names one row"
    for row in scheme.rows:
        yield from (f"rows.{row.id}: {fault}" for fault in _row(row, scheme, knowledge))
    for group in scheme.groups:
        if group not in {row.group for row in scheme.rows}:
            yield f"groups: no row leads to {group}"
    for remark in scheme.remarks:
        yield from (f"remarks: {fault}" for fault in _tests(remark.when, knowledge))
    yield from _curations(scheme, today)


def _row(row: TableRow, scheme: Scheme, knowledge: Knowledge) -> Iterator[str]:
    yield from _outside("no group is", (row.group,), scheme.groups)
    for tests in (row.when, *row.any):
        yield from _tests(tests, knowledge)


def _curations(scheme: Scheme, today: date) -> Iterator[str]:
    for name, curation in (("curated", scheme.curated), ("reviewed", scheme.reviewed)):
        if curation is not None and curation.on > today:
            yield f"{name}.on: {curation.on} lies in the future"
    if scheme.reviewed is not None and scheme.reviewed.by == scheme.curated.by:
        yield f"reviewed.by: {scheme.reviewed.by} curated the entry; another person reviews it"


def _tests(tests: FactTests, knowledge: Knowledge) -> Iterator[str]:
    for name, test in tests.items():
        fact = knowledge.facts.get(name)
        if fact is None:
            yield f"{name} is no fact of risk_facts.yaml"
        elif isinstance(test, Span) != bool(fact.unit):
            yield f"{name}: a number takes a range with from and below, a word a list of words"
        elif not isinstance(test, Span):
            yield from _outside(f"{name} is never", test, fact.domain)


def _figure(figure: Figure, knowledge: Knowledge) -> Iterator[str]:
    for tests in (figure.when, *figure.any):
        yield from find_test_faults(tests, knowledge)


def find_test_faults(tests: FactTests, knowledge: Knowledge) -> Iterator[str]:
    """Every fault of tests that may ask for facts and for groups of schemes."""
    for name, test in tests.items():
        scheme = knowledge.schemes.get(name)
        if scheme is None:
            yield from _tests({name: test}, knowledge)
        elif isinstance(test, Span):
            yield f"{name}: a group takes a list of groups"
        else:
            yield from _outside(f"{name} has no group", test, scheme.groups)
