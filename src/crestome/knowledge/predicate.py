"""Conditions over calls in three-valued logic: all, any, not over leaves.

A condition is ``holds``, ``fails`` or ``unknown``. What was not assessed makes a condition
unknown, never false, and the answer names the assays that would decide it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from crestome.knowledge.schema import AllOf, AnyOf, Condition, Leaf, NotOf
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.therapy import ClaimOutcome

_OPEN = frozenset({CallState.INDETERMINATE, CallState.NOT_ASSESSED})
_OPEN_WORDS = ("unknown", "not_assessed", "indeterminate")
"""Values of a detail that leave its question open."""
CAVEAT: Final = "caveat"
"""The detail whose words stand wherever another statement rests on the call."""
_HOLDS, _FAILS, _UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN
_FLIPPED = {_HOLDS: _FAILS, _FAILS: _HOLDS, _UNKNOWN: _UNKNOWN}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a condition holds, and why.

    Attributes:
        outcome: Holds, fails or unknown.
        because: The calls that decided, in words.
        missing: Assays that would decide an unknown condition.
        decided_by: The mechanisms of the calls that decided.
    """

    outcome: ClaimOutcome
    because: tuple[str, ...]
    missing: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()


def evaluate(condition: Condition, calls: Calls) -> Answer:
    """Read a condition against the calls of one sample.

    Returns:
        The answer by strong Kleene logic: ``all`` fails if any part fails, ``any`` holds if any
        part holds, and what remains is unknown where any part is. ``because`` names the parts
        that decided.

    Example:
        >>> from crestome.model.call import Call
        >>> calls = Calls().having(
        ...     Call(mechanism="mycn", state=CallState.PRESENT, label="amplified", reason="9-fold")
        ... )
        >>> evaluate(Leaf(mechanism="mycn", label=("amplified",)), calls).outcome.value
        'holds'
        >>> evaluate(Leaf(mechanism="alk", label=("mutated",)), calls).outcome.value
        'unknown'
    """
    match condition:
        case Leaf():
            return _leaf(condition, calls)
        case AllOf():
            return _combined([evaluate(part, calls) for part in condition.all], _FAILS, _HOLDS)
        case AnyOf():
            return _combined([evaluate(part, calls) for part in condition.any], _HOLDS, _FAILS)
        case NotOf():
            inner = evaluate(condition.not_, calls)
            return replace(inner, outcome=_FLIPPED[inner.outcome])


def outcome_of(condition: Condition, calls: Calls) -> ClaimOutcome:
    """The outcome of `evaluate` without its reasons, for reading many conditions many times."""
    match condition:
        case Leaf():
            return _leaf_outcome(condition, calls)
        case AllOf():
            return _first((_FAILS, _UNKNOWN), condition.all, calls, _HOLDS)
        case AnyOf():
            return _first((_HOLDS, _UNKNOWN), condition.any, calls, _FAILS)
        case NotOf():
            return _FLIPPED[outcome_of(condition.not_, calls)]


def _first(
    sought: tuple[ClaimOutcome, ...],
    parts: tuple[Condition, ...],
    calls: Calls,
    otherwise: ClaimOutcome,
) -> ClaimOutcome:
    """The first of the outcomes sought that any part has."""
    found = {outcome_of(part, calls) for part in parts}
    return next((outcome for outcome in sought if outcome in found), otherwise)


def leaves_of(condition: Condition) -> tuple[Leaf, ...]:
    """Every leaf of a condition, from left to right."""
    match condition:
        case Leaf():
            return (condition,)
        case AllOf():
            return tuple(leaf for part in condition.all for leaf in leaves_of(part))
        case AnyOf():
            return tuple(leaf for part in condition.any for leaf in leaves_of(part))
        case NotOf():
            return leaves_of(condition.not_)


def in_words(condition: Condition) -> str:
    """The condition in words that complete "whether …".

    Example:
        >>> in_words(Leaf(mechanism="p53_pathway", label=("wildtype",)))
        'p53 pathway is wildtype'
    """
    match condition:
        case Leaf():
            name = condition.mechanism.replace("_", " ")
            stated = condition.label or tuple(state.value for state in condition.state)
            parts = [f"{name} is {' or '.join(stated)}"] if stated else []
            for key, wanted in condition.detail.items():
                values = " or ".join(_value_words(value) for value in wanted)
                parts.append(f"{name} has {key.replace('_', ' ')} {values}")
            return " and ".join(parts)
        case AllOf():
            return " and ".join(in_words(part) for part in condition.all)
        case AnyOf():
            return " or ".join(in_words(part) for part in condition.any)
        case NotOf():
            return f"it is not so that {in_words(condition.not_)}"


def _combined(answers: list[Answer], decisive: ClaimOutcome, otherwise: ClaimOutcome) -> Answer:
    """Join answers: one ``decisive`` decides, else one unknown leaves it open."""
    for outcome in (decisive, _UNKNOWN):
        deciding = [answer for answer in answers if answer.outcome is outcome]
        if deciding:
            break
    else:
        outcome, deciding = otherwise, answers
    because = dict.fromkeys(text for answer in deciding for text in answer.because)
    missing = dict.fromkeys(assay for answer in deciding for assay in answer.missing)
    decided_by = dict.fromkeys(name for answer in deciding for name in answer.decided_by)
    return Answer(outcome, tuple(because), tuple(missing), tuple(decided_by))


def _leaf(leaf: Leaf, calls: Calls) -> Answer:
    if leaf.mechanism not in calls:
        words = f"{leaf.mechanism.replace('_', ' ')} not called"
        return Answer(_UNKNOWN, (words,), decided_by=(leaf.mechanism,))
    call = calls[leaf.mechanism]
    outcome = _leaf_outcome(leaf, calls)
    return Answer(
        outcome,
        (_found(leaf, call),),
        call.missing if outcome is _UNKNOWN else (),
        (leaf.mechanism,),
    )


def _leaf_outcome(leaf: Leaf, calls: Calls) -> ClaimOutcome:
    if leaf.mechanism not in calls:
        return _UNKNOWN
    call = calls[leaf.mechanism]
    parts = [_named(leaf, call)] if leaf.label or leaf.state else []
    parts += [_detail(call, key, wanted) for key, wanted in leaf.detail.items()]
    if _FAILS in parts:
        return _FAILS
    return _UNKNOWN if _UNKNOWN in parts else _HOLDS


def _named(leaf: Leaf, call: Call) -> ClaimOutcome:
    """Read state and label; an open call whose label does not fit leaves the question open."""
    label_fits = not leaf.label or call.label.casefold() in {x.casefold() for x in leaf.label}
    state_fits = not leaf.state or call.state in leaf.state
    if label_fits and state_fits:
        return _HOLDS
    return _UNKNOWN if call.state in _OPEN else _FAILS


def _detail(call: Call, key: str, wanted: tuple[bool | str, ...]) -> ClaimOutcome:
    """Read one detail; a fact that is stated as unknown stays unknown unless all is absent."""
    value = call.detail.get(key)
    if value is None or (value in _OPEN_WORDS and value not in wanted):
        stated_unknown = key in call.detail and call.state is not CallState.ABSENT
        return _UNKNOWN if stated_unknown or call.state in _OPEN else _FAILS
    return _HOLDS if _matches(value, wanted) else _absent(call, value)


def _absent(call: Call, value: DetailValue) -> ClaimOutcome:
    """A list of an open call may be incomplete; a stated value is what it is."""
    open_list = isinstance(value, tuple) and call.state in _OPEN
    return _UNKNOWN if open_list else _FAILS


def _matches(value: DetailValue, wanted: tuple[bool | str, ...]) -> bool:
    found = value if isinstance(value, tuple) else (value,)
    folded = {_folded(item) for item in wanted}
    return any(_folded(item) in folded for item in found if isinstance(item, bool | str))


def _folded(value: bool | str) -> bool | str:
    return value.casefold() if isinstance(value, str) else value


def _found(leaf: Leaf, call: Call) -> str:
    details = [
        f"{key.replace('_', ' ')} {_value_words(call.detail.get(key))}" for key in leaf.detail
    ]
    caveat = call.text(CAVEAT)
    label = f"{call.label} ({caveat})" if caveat else call.label
    return ", ".join([f"{call.mechanism.replace('_', ' ')} is {label}", *details])


def _value_words(value: DetailValue) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value) or "none"
    return str(value)
