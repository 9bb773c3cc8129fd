from __future__ import annotations

from itertools import combinations, product

import pytest

from crestome.interpret.verdict import decide_verdict
from crestome.model.therapy import ClaimOutcome, Effect, Verdict

HOLDS, FAILS, UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN
EVERY = list(product(Effect, ClaimOutcome))
SETS = [frozenset(claims) for size in range(4) for claims in combinations(EVERY, size)]
RANK = [
    Verdict.AGAINST,
    Verdict.NOT_MATCHED,
    Verdict.CONDITIONAL,
    Verdict.DOWNGRADED,
    Verdict.MATCHED,
]


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ({(Effect.SENSITIVITY, HOLDS)}, Verdict.MATCHED),
        ({(Effect.SENSITIVITY, HOLDS), (Effect.DOWNGRADE, HOLDS)}, Verdict.DOWNGRADED),
        ({(Effect.SENSITIVITY, HOLDS), (Effect.RESISTANCE, HOLDS)}, Verdict.AGAINST),
        ({(Effect.SENSITIVITY, UNKNOWN)}, Verdict.CONDITIONAL),
        ({(Effect.CONDITIONAL_SENSITIVITY, HOLDS)}, Verdict.CONDITIONAL),
        ({(Effect.RESISTANCE, UNKNOWN)}, Verdict.CONDITIONAL),
        ({(Effect.SENSITIVITY, FAILS), (Effect.RESISTANCE, UNKNOWN)}, Verdict.NOT_MATCHED),
        ({(Effect.STRENGTHENS, HOLDS)}, Verdict.NOT_MATCHED),
        (set(), Verdict.NOT_MATCHED),
    ],
)
def test_claims_become_one_verdict(
    claims: set[tuple[Effect, ClaimOutcome]], verdict: Verdict
) -> None:
    assert decide_verdict(claims) is verdict


def test_a_negative_claim_never_raises_a_verdict() -> None:
    for claims in SETS:
        before = RANK.index(decide_verdict(claims))
        for effect in (Effect.RESISTANCE, Effect.DOWNGRADE):
            after = RANK.index(decide_verdict(claims | {(effect, HOLDS)}))
            assert after <= before, (claims, effect)


def test_a_note_decides_nothing() -> None:
    for claims in SETS:
        assert decide_verdict(claims | {(Effect.NOTE, HOLDS)}) is decide_verdict(claims)
