"""What would change the verdict on a drug: which one fact, and whether it alone would do.

"Would have matched had TP53 been wild type" helps a board only if it is true. A drug may fail for
two reasons at once, and then changing one does not open it. So each condition that is not met is
supposed to hold, the claims that it rules out fall away, and what still speaks against the drug is
said in the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crestome.knowledge.predicate import outcome_of
from crestome.knowledge.schema import AllOf, AnyOf, Condition, Leaf, NotOf
from crestome.model.call import Calls
from crestome.model.therapy import ClaimOutcome, ClaimResult, Effect, Verdict

_HOLDS, _FAILS, _UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class ConditionalClaim:
    """A deciding claim that was read, and its condition.

    Attributes:
        result: What became of it.
        when: Its condition.
    """

    result: ClaimResult
    when: Condition


def what_would_change(
    verdict: Verdict, claims: Sequence[ConditionalClaim], calls: Calls
) -> tuple[str, ...]:
    """Say what would change the verdict.

    Args:
        verdict: The verdict on one drug.
        claims: Its deciding claims.
        calls: The calls that they were read against.

    References:
        crestome-conventions
    """
    supposed = [*_supposed(claims, calls, _UNKNOWN), *_supposed(claims, calls, _FAILS)]
    resistant = if_known(claims, Effect.RESISTANCE, "would be against if so")
    lowered = if_known(claims, Effect.DOWNGRADE, "would be downgraded if so")
    changes = {
        Verdict.MATCHED: [*resistant, *lowered],
        Verdict.DOWNGRADED: [*_were_it_not(claims, Effect.DOWNGRADE), *resistant],
        Verdict.CONDITIONAL: [*supposed, *resistant, *lowered],
        Verdict.AGAINST: [*_were_it_not(claims, Effect.RESISTANCE), *supposed],
        Verdict.NOT_MATCHED: supposed,
    }
    return tuple(changes[verdict])


def if_known(claims: Iterable[ConditionalClaim], effect: Effect, consequence: str) -> list[str]:
    """Claims of this effect whose condition is unknown, each with what would follow."""
    open_claims = _that(claims, _UNKNOWN, effect)
    return [f"Not known whether {text}: {consequence}." for text in _conditions(open_claims)]


def _supposed(claims: Sequence[ConditionalClaim], calls: Calls, outcome: ClaimOutcome) -> list[str]:
    """For each condition of a match with this outcome, what the verdict would be if it held."""
    found: dict[str, str] = {}
    for claim in _that(claims, outcome, Effect.SENSITIVITY):
        text = claim.result.condition
        if text not in found:
            found[text] = _supposing(claim, claims, calls)
    return list(found.values())


def _supposing(claim: ConditionalClaim, claims: Sequence[ConditionalClaim], calls: Calls) -> str:
    against, lowering = (
        [
            other
            for other in claims
            if other.result.effect is effect and _would_hold(other.when, claim.when, calls)
        ]
        for effect in (Effect.RESISTANCE, Effect.DOWNGRADE)
    )
    known = claim.result.outcome is _FAILS
    match = "have matched" if known else "match"
    lowered = "have been a downgraded match" if known else "be a downgraded match"
    place = "in a tumour in which" if known else "if"
    still = f", were it not that {' and that '.join(_conditions(against))}" if against else ""
    word = lowered if lowering else match
    return f"Would {word} {place} {claim.result.condition}{still}."


def _would_hold(condition: Condition, supposed: Condition, calls: Calls) -> bool:
    """Whether a condition would hold if another one did: it follows, or it holds and stays."""
    if isinstance(condition, AnyOf):
        return any(_would_hold(part, supposed, calls) for part in condition.any)
    if isinstance(condition, AllOf):
        return all(_would_hold(part, supposed, calls) for part in condition.all)
    if isinstance(condition, Leaf) and isinstance(supposed, Leaf) and _follows(condition, supposed):
        return True
    holds = outcome_of(condition, calls) is _HOLDS
    return holds and not exclude_each_other(condition, supposed, calls)


def _follows(leaf: Leaf, supposed: Leaf) -> bool:
    """Whether all that a leaf asks for is asked for by the other one too."""
    pairs: list[tuple[tuple[object, ...], tuple[object, ...]]] = [
        (leaf.label, supposed.label),
        (leaf.state, supposed.state),
    ]
    pairs += [(wanted, supposed.detail.get(key, ())) for key, wanted in leaf.detail.items()]
    asked = [(wide, narrow) for wide, narrow in pairs if wide]
    return leaf.mechanism == supposed.mechanism and all(
        narrow and set(narrow) <= set(wide) for wide, narrow in asked
    )


def _were_it_not(claims: Sequence[ConditionalClaim], effect: Effect) -> list[str]:
    """Without the claims of this effect a drug whose target is there would match."""
    if not _that(claims, _HOLDS, Effect.SENSITIVITY):
        return []
    reasons = _conditions(_that(claims, _HOLDS, effect))
    lowering = set(_conditions(_that(claims, _HOLDS, Effect.DOWNGRADE))) - set(reasons)
    word = "be a downgraded match" if lowering else "match"
    return [f"Would {word} were it not that {' and that '.join(reasons)}."]


def _that(
    claims: Iterable[ConditionalClaim], outcome: ClaimOutcome, effect: Effect
) -> list[ConditionalClaim]:
    return [
        claim
        for claim in claims
        if claim.result.outcome is outcome and claim.result.effect is effect
    ]


def _conditions(claims: Iterable[ConditionalClaim]) -> list[str]:
    """Conditions in words, each once."""
    return list(dict.fromkeys(claim.result.condition for claim in claims))


def exclude_each_other(one: Condition, other: Condition, calls: Calls) -> bool:
    """Whether no tumour can fulfil both conditions; False where that is not plain.

    A call has one label and one state, and a detail that is no list has one value.

    Example:
        >>> wild = Leaf(mechanism="p53_pathway", label=("wildtype",))
        >>> exclude_each_other(wild, Leaf(mechanism="p53_pathway", label=("mutant",)), Calls())
        True
        >>> exclude_each_other(wild, Leaf(mechanism="mycn", label=("amplified",)), Calls())
        False
    """
    match one, other:
        case (AnyOf(any=parts), rest) | (rest, AnyOf(any=parts)):
            return all(exclude_each_other(part, rest, calls) for part in parts)
        case (AllOf(all=parts), rest) | (rest, AllOf(all=parts)):
            return any(exclude_each_other(part, rest, calls) for part in parts)
        case (NotOf(not_=inner), rest) | (rest, NotOf(not_=inner)):
            return inner == rest
        case _:
            return (
                isinstance(one, Leaf) and isinstance(other, Leaf) and _disjoint(one, other, calls)
            )


def _disjoint(one: Leaf, other: Leaf, calls: Calls) -> bool:
    pairs: list[tuple[tuple[object, ...], tuple[object, ...]]] = [
        (_folded(one.label), _folded(other.label)),
        (one.state, other.state),
    ]
    pairs += [
        (_folded(one.detail[key]), _folded(other.detail[key]))
        for key in one.detail
        if key in other.detail and not _is_list(one.mechanism, key, calls)
    ]
    disjoint = any(a and b and set(a).isdisjoint(b) for a, b in pairs)
    return disjoint and one.mechanism == other.mechanism


def _folded(values: Iterable[bool | str]) -> tuple[bool | str, ...]:
    return tuple(value.casefold() if isinstance(value, str) else value for value in values)


def _is_list(mechanism: str, key: str, calls: Calls) -> bool:
    return mechanism in calls and isinstance(calls[mechanism].detail.get(key), tuple)
