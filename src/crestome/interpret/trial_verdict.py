"""The verdict on a trial without its reasons, for reading many trials under many suppositions.

It follows the same logic as the reading that is shown, criterion by criterion; only the words are
left out, so that every result of every test not yet done can be tried in a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from crestome.interpret.decision_table import Possible, fits
from crestome.knowledge.decision import FactTest
from crestome.knowledge.predicate import outcome_of
from crestome.knowledge.schema import Leaf, Mark
from crestome.knowledge.trial import (
    AllCriteria,
    AnyCriteria,
    Criterion,
    Eligibility,
    FactsLeaf,
    Trial,
    leaves,
)
from crestome.model.call import Calls
from crestome.model.therapy import ClaimOutcome
from crestome.model.trial import TrialVerdict

_HOLDS, _FAILS, _UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN
_FLIPPED = {_HOLDS: _FAILS, _FAILS: _HOLDS, _UNKNOWN: _UNKNOWN}


@dataclass(frozen=True, slots=True)
class TrialReads:
    """A trial with what its criteria read.

    Attributes:
        trial: The trial.
        mechanisms: Calls that a criterion reads.
        facts: Facts, and schemes, that a criterion reads.
    """

    trial: Trial
    mechanisms: frozenset[str]
    facts: frozenset[str]


def index_trial(trial: Trial) -> TrialReads:
    """Everything that the criteria of a trial and of its arms read."""
    read = [leaf for criterion in trial.all_criteria for leaf in leaves(criterion.when)]
    return TrialReads(
        trial,
        frozenset(leaf.mechanism for leaf in read if isinstance(leaf, Leaf)),
        frozenset(name for leaf in read if isinstance(leaf, FactsLeaf) for name in leaf.facts),
    )


def decide_trial(trial: Trial, calls: Calls, possible: Possible) -> TrialVerdict:
    """The verdict on a trial, as the full reading gives it."""
    own = _verdict(trial.criteria, calls, possible)
    return with_best_arm(own, [_verdict(arm.criteria, calls, possible) for arm in trial.arms])


def with_best_arm(own: TrialVerdict, arms: Sequence[TrialVerdict]) -> TrialVerdict:
    """The verdict on a trial: its own criteria, and those of at least one arm if it has arms."""
    order = list(TrialVerdict)
    best = min(arms, key=order.index, default=own)
    return max((own, best), key=order.index)


def verdict_of(outcomes: Set[ClaimOutcome]) -> TrialVerdict:
    """The verdict of criteria that must all hold."""
    if _FAILS in outcomes:
        return TrialVerdict.NOT_MATCHED
    return TrialVerdict.UNDECIDED if _UNKNOWN in outcomes else TrialVerdict.MATCHED


def _verdict(criteria: Iterable[Criterion], calls: Calls, possible: Possible) -> TrialVerdict:
    return verdict_of(
        {
            _UNKNOWN if item.mark is Mark.TO_CHECK else _outcome(item.when, calls, possible)
            for item in criteria
        }
    )


def _outcome(condition: Eligibility, calls: Calls, possible: Possible) -> ClaimOutcome:
    match condition:
        case Leaf():
            return outcome_of(condition, calls)
        case FactsLeaf():
            found = {_fact(name, test, possible) for name, test in condition.facts.items()}
            return _first((_FAILS, _UNKNOWN), found, _HOLDS)
        case AllCriteria():
            found = {_outcome(part, calls, possible) for part in condition.all}
            return _first((_FAILS, _UNKNOWN), found, _HOLDS)
        case AnyCriteria():
            found = {_outcome(part, calls, possible) for part in condition.any}
            return _first((_HOLDS, _UNKNOWN), found, _FAILS)
        case _:
            return _FLIPPED[_outcome(condition.not_, calls, possible)]


def _first(
    sought: tuple[ClaimOutcome, ...], found: set[ClaimOutcome], otherwise: ClaimOutcome
) -> ClaimOutcome:
    return next((outcome for outcome in sought if outcome in found), otherwise)


def _fact(name: str, test: FactTest, possible: Possible) -> ClaimOutcome:
    values = possible[name]
    fitting = sum(fits(test, value) for value in values)
    if fitting == len(values):
        return _HOLDS
    return _UNKNOWN if fitting else _FAILS
