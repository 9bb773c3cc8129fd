"""Risk groups by every curated scheme side by side, the status of the disease, and what they mean.

Risk groups are made at diagnosis, from stage, age, histology and a few genetic facts. Schemes
differ, by design, in what they ask: where they disagree both are shown and none is averaged. Where
a fact is missing no group is firm unless every possible answer leads to it; what remains is the set
of groups within reach and the facts that would decide. Groups describe populations; they are no
prediction for one child, and eligibility for a trial is another question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from crestome.interpret.decision_table import (
    FactLimit,
    FactValue,
    Possible,
    Reading,
    holds,
    narrow,
    read_table,
)
from crestome.interpret.facts import CaseFacts, fact_limits, read_facts
from crestome.knowledge.decision import Fact, Scheme, TableRow
from crestome.knowledge.load import Knowledge
from crestome.knowledge.schema import Mark
from crestome.model.assessment import SampleAssessment
from crestome.model.clinical import Clinical
from crestome.model.patient import Sample, TimePoint
from crestome.model.risk import UNDECIDED, PrognosticFigure, Risk, RiskNote, RiskResult

_STATUS = "status"
_CURRENT = "risk"


def classify_risk(
    clinical: Clinical, samples: Sequence[SampleAssessment], knowledge: Knowledge
) -> Risk:
    """Place a patient in the groups of every curated scheme.

    Args:
        clinical: What the clinic stated.
        samples: At least one, in the order of time.
        knowledge: The tables, the facts that they read and the figures.

    Returns:
        One result for each scheme. A label is a group only where every completion of the missing
        facts leads to it; otherwise it is ``indeterminate``, with the groups within reach.

    References:
        cohn-2009, irwin-2021, pdq-2025, monclair-2009, brodeur-1993
    """
    chosen = sample_of_diagnosis(samples)
    facts = read_facts(clinical, samples[-1].sample, chosen.calls, knowledge)
    limits = fact_limits(knowledge)
    results = {
        scheme.id: classify_scheme(scheme, facts, knowledge.facts, limits)
        for scheme in knowledge.schemes.values()
    }
    status = [key for key in results if knowledge.schemes[key].kind == _STATUS]
    shown = {key: result for key, result in results.items() if key not in status}
    return Risk.model_validate(
        {
            "sample": chosen.sample.id,
            "systems_disagree": _disagree(results, knowledge),
            "status": results[status[0]] if status else None,
            "prognosis": _figures(facts, results, knowledge, limits),
            "notes": tuple(_sample_notes(chosen.sample)),
            **shown,
        }
    )


def sample_of_diagnosis(samples: Sequence[SampleAssessment]) -> SampleAssessment:
    """The sample that risk groups speak of: of diagnosis, or the most recent where there is none.

    Of several samples of diagnosis the last one is taken.
    """
    taken = [item for item in samples if item.sample.time_point is TimePoint.DIAGNOSIS]
    return [*samples, *taken][-1]


def _sample_notes(sample: Sample) -> Iterator[RiskNote]:
    if sample.time_point is not TimePoint.DIAGNOSIS:
        when = sample.time_point.value.replace("_", " ")
        text = (
            "Risk groups speak of the time of diagnosis. The genetic facts were read from "
            f"sample {sample.id} ({when}), since no sample of diagnosis was given."
        )
        yield RiskNote(text=text, sources=("crestome-conventions",))


def classify_scheme(
    scheme: Scheme,
    facts: CaseFacts,
    described: dict[str, Fact],
    limits: Sequence[FactLimit],
) -> RiskResult:
    """Read one table against the facts of a case."""
    possible = narrow(facts.possible, limits)
    reading = read_table(scheme.rows, possible, limits)
    ordered = _groups(scheme, reading)
    firm = len(ordered) == 1 and not reading.unmatched
    single = reading.rows[0] if firm and len(reading.rows) == 1 else None
    names = _read_by(scheme, reading)
    notes = (*facts.notes_on(names), *_remarks(scheme, possible))
    asked = tuple(name for name in described if name in reading.asked)
    sources = dict.fromkeys(key for row in reading.rows for key in row.sources)
    return RiskResult(
        scheme=scheme.id,
        title=scheme.title,
        label=ordered[0] if firm else UNDECIDED,
        code=single.code if single else "",
        rule=single.id if single else "",
        reachable=ordered,
        rules=tuple(dict.fromkeys(row.id for row in reading.rows)),
        decided_by=asked,
        asks=tuple(described[name].title for name in asked),
        missing=tuple(dict.fromkeys(key for name in asked for key in facts.missing.get(name, ()))),
        reason=_reason(scheme, reading, asked, (described, possible)),
        sources=tuple(sources) or scheme.sources,
        needs_review=any(note.needs_review for note in notes),
        notes=notes,
    )


def reachable_groups(
    scheme: Scheme, facts: CaseFacts, limits: Sequence[FactLimit]
) -> tuple[str, ...]:
    """The groups within reach, without their reasons; "" where some patient fits no row."""
    reading = read_table(scheme.rows, facts.possible, limits)
    return (*_groups(scheme, reading), *(("",) if reading.unmatched else ()))


def _groups(scheme: Scheme, reading: Reading) -> tuple[str, ...]:
    reached = {row.group for row in reading.rows}
    return tuple(group for group in scheme.groups if group in reached)


def _read_by(scheme: Scheme, reading: Reading) -> frozenset[str]:
    """The facts that the rows up to the last one within reach ask for."""
    ids = [row.id for row in scheme.rows]
    last = ids.index(reading.rows[-1].id) if reading.rows else len(ids)
    return frozenset(
        name for row in scheme.rows[: last + 1] for tests in (row.when, *row.any) for name in tests
    )


def _remarks(scheme: Scheme, possible: Possible) -> tuple[RiskNote, ...]:
    return tuple(
        RiskNote(
            text=remark.text,
            sources=remark.sources,
            needs_review=remark.needs_review or remark.mark is Mark.TO_CHECK,
        )
        for remark in scheme.remarks
        if holds(remark.when, (), possible)
    )


def _reason(
    scheme: Scheme,
    reading: Reading,
    asked: tuple[str, ...],
    known: tuple[dict[str, Fact], Possible],
) -> str:
    """The rows within reach in words, what is known, and what would decide."""
    described, possible = known
    if not reading.rows:
        return "No row of the table fits what is stated."
    read = _read_by(scheme, reading)
    stated = "; ".join(
        f"{described[name].title} {_value_words(described[name], possible[name])}"
        for name in described
        if name in read and len(possible[name]) == 1
    )
    open_facts = ", ".join(described[name].title for name in asked)
    known_words = f"Known: {stated}." if stated else "Nothing that it asks for is known."
    sentences = [_reached_words(scheme, reading.rows), known_words]
    if open_facts:
        sentences.append(f"Would decide: {open_facts}.")
    return " ".join(sentences)


def _reached_words(scheme: Scheme, rows: tuple[TableRow, ...]) -> str:
    """The row in words, or the rows that lead to each group."""
    if len(rows) == 1:
        return f"{rows[0].id}, {rows[0].title}: {scheme.groups[rows[0].group].title}."
    reached = [
        f"{group.title} ({', '.join(row.id for row in rows if row.group == key)})"
        for key, group in scheme.groups.items()
        if any(row.group == key for row in rows)
    ]
    return f"Within reach: {' or '.join(reached)}."


def _value_words(fact: Fact, values: frozenset[FactValue]) -> str:
    (value,) = values
    return f"{value} {fact.unit}".strip().replace("_", " ")


def _disagree(results: dict[str, RiskResult], knowledge: Knowledge) -> bool | None:
    """Whether two schemes in use give groups that cannot mean the same tier."""
    current = [
        (knowledge.schemes[key], result)
        for key, result in results.items()
        if knowledge.schemes[key].kind == _CURRENT and result.reachable
    ]
    tiers = [
        {tier for group in result.reachable for tier in scheme.groups[group].same_as}
        for scheme, result in current
    ]
    if any(one.isdisjoint(other) for one, other in combinations(tiers, 2)):
        return True
    firm = all(result.label != UNDECIDED for _, result in current)
    return False if firm and current else None


def _figures(
    facts: CaseFacts,
    results: dict[str, RiskResult],
    knowledge: Knowledge,
    limits: Sequence[FactLimit],
) -> tuple[PrognosticFigure, ...]:
    """The published outcomes whose population fits, whatever the missing facts are."""
    possible = dict(narrow(facts.possible, limits))
    possible |= {
        key: frozenset(result.reachable if result.label != UNDECIDED else ("", *result.reachable))
        for key, result in results.items()
    }
    return tuple(
        PrognosticFigure(
            id=key,
            statement=figure.statement,
            population=figure.population,
            n=figure.n,
            endpoint=figure.endpoint,
            mark=figure.mark.value,
            needs_review=figure.mark is Mark.TO_CHECK,
            sources=figure.sources,
            locator=figure.locator,
        )
        for key, figure in knowledge.figures.items()
        if holds(figure.when, figure.any, possible)
    )
