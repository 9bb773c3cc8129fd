"""Reads a criterion of a trial against calls and clinical facts, with what is unknown left open.

Who may enter a trial rests on facts of two kinds: what was measured in the tumour, and what the
clinic knows of the child (age, stage, course, treatment). A fact that nobody stated never fails a
criterion; the answer names what to ask for, or which assay would tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crestome.interpret.decision_table import FactValue, Possible, fits
from crestome.knowledge.decision import FactTest
from crestome.knowledge.predicate import evaluate
from crestome.knowledge.schema import Leaf
from crestome.knowledge.trial import (
    AllCriteria,
    AnyCriteria,
    Eligibility,
    FactsLeaf,
)
from crestome.model.call import Calls
from crestome.model.therapy import ClaimOutcome

_HOLDS, _FAILS, _UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN
_NAMED_AT_MOST = 2
"""How many values a sentence lists; more of them say as much as that it is not known."""


@dataclass(frozen=True, slots=True)
class NamedFact:
    """How a fact, or the group of a scheme, is spoken of.

    Attributes:
        title: In words.
        unit: Unit of a number; "" for words.
        missing: Assays that would supply it where it is unknown.
        asks: What to ask the clinic for where it is unknown, in words.
    """

    title: str
    unit: str = ""
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """All that criteria are read against.

    Attributes:
        calls: Verdicts on the most recent sample.
        possible: For each fact and scheme, the values that it may have.
        named: How each of them is spoken of.
    """

    calls: Calls
    possible: Possible
    named: Mapping[str, NamedFact]


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a condition holds, and why.

    Attributes:
        outcome: Holds, fails or unknown.
        because: What decided, in words.
        missing: Assays that would decide an unknown condition.
        asks: Facts that would decide it and that no assay gives.
    """

    outcome: ClaimOutcome
    because: tuple[str, ...]
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


def read_condition(condition: Eligibility, known: Known) -> Finding:
    """Read a tree by strong Kleene logic; ``because`` names the parts that decided."""
    if isinstance(condition, Leaf):
        answer = evaluate(condition, known.calls)
        return Finding(answer.outcome, answer.because, answer.missing)
    if isinstance(condition, FactsLeaf):
        facts = [_read_fact(name, test, known) for name, test in condition.facts.items()]
        return _combined(facts, _FAILS, _HOLDS)
    if isinstance(condition, AllCriteria):
        return _combined([read_condition(part, known) for part in condition.all], _FAILS, _HOLDS)
    if isinstance(condition, AnyCriteria):
        return _combined([read_condition(part, known) for part in condition.any], _HOLDS, _FAILS)
    inner = read_condition(condition.not_, known)
    flipped = {_HOLDS: _FAILS, _FAILS: _HOLDS, _UNKNOWN: _UNKNOWN}
    return Finding(flipped[inner.outcome], inner.because, inner.missing, inner.asks)


def _combined(parts: list[Finding], decisive: ClaimOutcome, otherwise: ClaimOutcome) -> Finding:
    """Join findings: one ``decisive`` decides, else one unknown leaves it open."""
    outcomes = [part.outcome for part in parts]
    outcome = next((item for item in (decisive, _UNKNOWN) if item in outcomes), otherwise)
    deciding = [part for part in parts if part.outcome is outcome]
    return Finding(
        outcome,
        tuple(dict.fromkeys(text for part in deciding for text in part.because)),
        tuple(dict.fromkeys(assay for part in deciding for assay in part.missing)),
        tuple(dict.fromkeys(fact for part in deciding for fact in part.asks)),
    )


def _read_fact(name: str, test: FactTest, known: Known) -> Finding:
    values, named = known.possible[name], known.named[name]
    fitting = sum(fits(test, value) for value in values)
    because = (_words(named, values),)
    if fitting == len(values):
        return Finding(_HOLDS, because)
    if not fitting:
        return Finding(_FAILS, because)
    asks = named.asks or (() if named.missing else (named.title,))
    return Finding(_UNKNOWN, because, named.missing, asks)


def _words(named: NamedFact, values: frozenset[FactValue]) -> str:
    if len(values) != 1 and named.unit:
        lowest = min(value for value in values if isinstance(value, int))
        bound = f", and at least {lowest} {named.unit}" if lowest else ""
        return f"{named.title} is not stated{bound}"
    if len(values) > _NAMED_AT_MOST:
        return f"{named.title} is not known"
    shown = " or ".join(sorted(str(value).replace("_", " ") for value in values))
    return f"{named.title} is {shown} {named.unit}".strip()
