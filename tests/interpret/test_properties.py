"""What no tumour may bring about, held against random tumours that the real mechanisms called."""

from __future__ import annotations

import random

import pytest
from consistency import find_inconsistencies, random_calls, satisfied
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.interpret import therapy
from crestome.interpret.therapy import match_drugs
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.predicate import outcome_of
from crestome.knowledge.schema import Rules
from crestome.model.therapy import ClaimOutcome, Effect, Verdict
from crestome.pipeline.knowledge import rules_of

SEEDS = st.integers(min_value=0, max_value=1_000_000)
TUMOURS = 150
"""Few, for speed; ``validation/consistency.py`` takes as many as asked for."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> dict[str, Rules]:
    return rules_of(knowledge)


@settings(max_examples=TUMOURS, derandomize=True, deadline=None)
@given(seed=SEEDS)
def test_no_random_tumour_brings_about_an_inconsistency(
    knowledge: Knowledge, rules: dict[str, Rules], seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 (no secret: a tumour to repeat)
    calls = random_calls(rng, knowledge, rules)
    assert list(find_inconsistencies(calls, knowledge, rng)) == []


@settings(max_examples=50, derandomize=True, deadline=None)
@given(seed=SEEDS)
def test_each_drug_has_one_verdict_and_never_both_sides(
    knowledge: Knowledge, rules: dict[str, Rules], seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 (no secret: a tumour to repeat)
    options = match_drugs(random_calls(rng, knowledge, rules), knowledge)
    assert sorted(option.drug for option in options) == sorted(knowledge.drugs)
    for option in options:
        closed = any(claim.effect is Effect.RESISTANCE for claim in option.reasons_against)
        assert closed is (option.verdict is Verdict.AGAINST)


def test_every_claim_that_speaks_for_a_drug_can_come_to_hold(
    knowledge: Knowledge, rules: dict[str, Rules]
) -> None:
    calls = random_calls(random.Random(1), knowledge, rules)  # noqa: S311 (a tumour to repeat)
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            if claim.effect is Effect.SENSITIVITY:
                made = satisfied(claim.when, calls)
                assert outcome_of(claim.when, made) is ClaimOutcome.HOLDS, f"{drug.id}.{claim.id}"


def test_a_broken_rule_is_found(
    knowledge: Knowledge, rules: dict[str, Rules], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(2)  # noqa: S311 (no secret: a tumour to repeat)
    calls = random_calls(rng, knowledge, rules)
    for verdict in Verdict:
        monkeypatch.setattr(therapy, "decide_verdict", lambda _claims, said=verdict: said)
        assert list(find_inconsistencies(calls, knowledge, rng)), verdict
