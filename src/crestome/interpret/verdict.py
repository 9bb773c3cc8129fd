"""The rule by which the claims on one drug become one verdict.

Evidence for and against the same drug is never left side by side: resistance that holds closes the
drug whatever else speaks for it, a lesser doubt lowers a match, and what was not assessed neither
opens nor closes it. The rule stands alone so that a verdict can be asked for again, and quickly,
for every result that a test not yet done might have.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from crestome.model.therapy import ClaimOutcome, Effect, Verdict

_HOLDS, _UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.UNKNOWN
OPENING: Final = (Effect.SENSITIVITY, Effect.CONDITIONAL_SENSITIVITY)
"""Effects of the claims that can make a drug worth discussing."""

ReadClaim: TypeAlias = tuple[Effect, ClaimOutcome]
"""What a deciding claim says, and whether its condition holds."""


def decide_verdict(claims: AbstractSet[ReadClaim]) -> Verdict:
    """Give a drug its verdict from its deciding claims.

    Returns:
        ``against``: a claim of resistance holds. ``matched``: a claim of sensitivity holds and no
        other speaks against it. ``downgraded``: one does. ``conditional``: no claim of sensitivity
        holds, but one is unknown, or one holds on scarce data; or nothing is curated that could
        open the drug and it is unknown whether a claim of resistance holds. ``not_matched``: the
        rest.

    Example:
        >>> match = (Effect.SENSITIVITY, ClaimOutcome.HOLDS)
        >>> decide_verdict({match}).value
        'matched'
        >>> decide_verdict({match, (Effect.RESISTANCE, ClaimOutcome.HOLDS)}).value
        'against'
    """
    if (Effect.RESISTANCE, _HOLDS) in claims:
        return Verdict.AGAINST
    if (Effect.SENSITIVITY, _HOLDS) in claims:
        lowered = (Effect.DOWNGRADE, _HOLDS) in claims
        return Verdict.DOWNGRADED if lowered else Verdict.MATCHED
    scarce = (Effect.CONDITIONAL_SENSITIVITY, _HOLDS) in claims
    unknown = any((effect, _UNKNOWN) in claims for effect in OPENING)
    if scarce or unknown or _only_against(claims):
        return Verdict.CONDITIONAL
    return Verdict.NOT_MATCHED


def _only_against(claims: AbstractSet[ReadClaim]) -> bool:
    """Whether no claim could open the drug and one that would close it is unknown."""
    opening = any(effect in OPENING for effect, _ in claims)
    return not opening and (Effect.RESISTANCE, _UNKNOWN) in claims
