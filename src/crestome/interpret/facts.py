"""Facts that decision tables read: stated by the clinic, taken from the calls, or derived.

A risk group rests on few facts: stage, age in days, histology, MYCN, 11q, ploidy. Each of them is
either known, or every value that it may have stays possible; a discordant or indeterminate MYCN is
not known. What follows from another fact without looking (stage 4 of the INSS is stage M) is
derived and said; what contradicts another fact is said too, and a stage that cannot be at the age
stated is not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crestome.interpret.decision_table import FactLimit, FactValue, fits
from crestome.knowledge.decision import Fact
from crestome.knowledge.load import Knowledge
from crestome.knowledge.predicate import leaves_of, outcome_of
from crestome.knowledge.schema import Condition
from crestome.model.call import Calls
from crestome.model.clinical import Clinical
from crestome.model.patient import Sample
from crestome.model.risk import RiskNote
from crestome.model.therapy import ClaimOutcome


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Facts of one case.

    Attributes:
        possible: For each fact, every value that it may have.
        notes: What was derived or contradicts itself, each with the facts that it concerns.
        missing: For each fact that calls leave open, the assays that they name.
    """

    possible: dict[str, frozenset[FactValue]]
    notes: tuple[tuple[frozenset[str], RiskNote], ...]
    missing: Mapping[str, tuple[str, ...]]

    def notes_on(self, names: frozenset[str]) -> tuple[RiskNote, ...]:
        """The notes that concern any of these facts."""
        return tuple(note for concerned, note in self.notes if concerned & names)


def fact_limits(knowledge: Knowledge) -> tuple[FactLimit, ...]:
    """Every curated limit between two facts."""
    return tuple(
        FactLimit(name, limit) for name, fact in knowledge.facts.items() for limit in fact.limits
    )


def read_facts(clinical: Clinical, sample: Sample, calls: Calls, knowledge: Knowledge) -> CaseFacts:
    """Collect the facts of a case.

    Args:
        clinical: What the clinic stated.
        sample: The most recent sample, for facts on the time of sampling.
        calls: Calls on the sample that risk groups speak of.
        knowledge: Which facts there are, and where each is found.

    Returns:
        Every fact with the values that it may have: one where it is known, all where it is not.
    """
    facts = knowledge.facts
    stated = {
        name: value
        for name, fact in facts.items()
        if (value := _stated(fact, clinical, sample)) is not None
    }
    notes: list[tuple[frozenset[str], RiskNote]] = []
    possible = {
        name: frozenset({stated[name]}) if name in stated else _unstated(name, calls, knowledge)
        for name in facts
    }
    possible |= {
        name: _from(getattr(clinical, fact.clinical), possible[name])
        for name, fact in facts.items()
        if fact.clinical and fact.sample and name not in stated
    }
    for name, fact in facts.items():
        possible[name] = _derived(name, fact, (stated, possible), notes)
    for name, fact in facts.items():
        possible[name] = _limited(name, fact, possible, notes)
    missing = {name: _missing(fact, calls) for name, fact in facts.items() if fact.calls}
    return CaseFacts(possible, tuple(notes), missing)


def _stated(fact: Fact, clinical: Clinical, sample: Sample) -> FactValue | None:
    """The stated value of a clinical fact, in the words of the curated data."""
    value: object = None
    if fact.clinical and fact.sample:
        parts = (getattr(clinical, fact.clinical), getattr(sample, fact.sample))
        value = None if None in parts else sum(parts)
    elif fact.clinical:
        value = getattr(clinical, fact.clinical)
    elif fact.sample:
        value = getattr(sample, fact.sample)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    return str(value) if value in fact.values else None


def _from(start: int | None, numbers: frozenset[FactValue]) -> frozenset[FactValue]:
    """The numbers that a sum may still be where only its first part is stated."""
    if start is None:
        return numbers
    return frozenset({start, *(item for item in numbers if isinstance(item, int) and item > start)})


def _unstated(name: str, calls: Calls, knowledge: Knowledge) -> frozenset[FactValue]:
    """Every value that the calls leave possible; all where nothing speaks."""
    fact = knowledge.facts[name]
    if fact.unit:
        return frozenset(boundaries(name, knowledge))
    everything = frozenset[FactValue](fact.domain)
    if not fact.calls or (fact.open_when is not None and _holds(fact.open_when, calls)):
        return everything
    outcomes = {value: outcome_of(when, calls) for value, when in fact.calls.items()}
    held = frozenset[FactValue](
        value for value, outcome in outcomes.items() if outcome is ClaimOutcome.HOLDS
    )
    open_values = frozenset[FactValue](
        value for value, outcome in outcomes.items() if outcome is ClaimOutcome.UNKNOWN
    )
    return held or open_values or everything


def _holds(condition: Condition, calls: Calls) -> bool:
    return outcome_of(condition, calls) is ClaimOutcome.HOLDS


def boundaries(name: str, knowledge: Knowledge) -> tuple[int, ...]:
    """Zero and every number at which a curated range of this fact begins or ends.

    One number out of each stretch between them stands for all of it.
    """
    return knowledge.boundaries.get(name, (0,))


def _limited(
    name: str,
    fact: Fact,
    possible: Mapping[str, frozenset[FactValue]],
    notes: list[tuple[frozenset[str], RiskNote]],
) -> frozenset[FactValue]:
    """What is read of a stated value that cannot be, given another fact."""
    for limit in fact.limits:
        numbers = possible[limit.fact]
        outside = not any(fits(limit.within, number) for number in numbers)
        if outside and possible[name] == {limit.value}:
            note = RiskNote(text=limit.text, sources=limit.sources, needs_review=True)
            notes.append((frozenset({name}), note))
            return frozenset(limit.otherwise)
    return possible[name]


def _derived(
    name: str,
    fact: Fact,
    known: tuple[Mapping[str, FactValue], Mapping[str, frozenset[FactValue]]],
    notes: list[tuple[frozenset[str], RiskNote]],
) -> frozenset[FactValue]:
    """The values that another fact leaves possible, or the stated one with any contradiction."""
    stated, possible = known
    rule = fact.derived
    base = "" if rule is None else str(stated.get(rule.fact, ""))
    if rule is None or base not in rule.gives:
        return possible[name]
    given = rule.gives[base]
    if name not in stated:
        notes.append((frozenset({name}), RiskNote(text=rule.used, sources=rule.sources)))
        return frozenset(given)
    if possible[name].isdisjoint({*given, *rule.agrees.get(base, ())}):
        note = RiskNote(text=rule.disagrees, sources=rule.sources, needs_review=True)
        notes.append((frozenset({name, rule.fact}), note))
    return possible[name]


def _missing(fact: Fact, calls: Calls) -> tuple[str, ...]:
    """Assays that the calls behind a fact name as missing."""
    names = dict.fromkeys(
        leaf.mechanism for condition in fact.calls.values() for leaf in leaves_of(condition)
    )
    assays = (assay for name in names if name in calls for assay in calls[name].missing)
    return tuple(dict.fromkeys(assays))
