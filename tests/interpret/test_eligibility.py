"""Criteria of trials in three-valued logic, over calls and facts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.interpret.eligibility import Known, NamedFact, read_condition
from crestome.knowledge.trial import Criterion
from crestome.model.call import Call, Calls, CallState
from crestome.model.therapy import ClaimOutcome

HOLDS, FAILS, UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN
AMPLIFIED = Call(mechanism="mycn", state=CallState.PRESENT, label="amplified", reason="invented")
STAGE_M = {"facts": {"stage": ["M"]}}
FROM_548 = {"facts": {"age": {"from": 548}}}


def known(**possible: set[str] | set[int]) -> Known:
    given_values = {"stage": {"L1", "M"}, "age": {0, 548}, "mycn": {"yes", "no"}, **possible}
    return Known(
        Calls().having(AMPLIFIED),
        {name: frozenset[str | int](values) for name, values in given_values.items()},
        {
            "stage": NamedFact("stage"),
            "age": NamedFact("age", unit="days"),
            "mycn": NamedFact("MYCN", missing=("mycn_copy_number",)),
        },
    )


def condition(tree: Mapping[str, object]) -> Criterion:
    head = {"id": "c", "text": "t", "mark": "L", "sources": ["chen-2025"]}
    return Criterion.from_document({**head, "when": tree})


def outcome(tree: Mapping[str, object], **possible: set[str] | set[int]) -> ClaimOutcome:
    return read_condition(condition(tree).when, known(**possible)).outcome


def test_a_known_fact_holds_or_fails() -> None:
    assert outcome(STAGE_M, stage={"M"}) is HOLDS
    assert outcome(STAGE_M, stage={"L1"}) is FAILS
    assert outcome(FROM_548, age={548}) is HOLDS
    assert outcome(FROM_548, age={547}) is FAILS


def test_an_unknown_fact_is_asked_for_and_an_assay_is_named_instead_where_there_is_one() -> None:
    stage = read_condition(condition(STAGE_M).when, known())
    assert (stage.outcome, stage.asks, stage.missing) == (UNKNOWN, ("stage",), ())
    mycn = read_condition(condition({"facts": {"mycn": ["yes"]}}).when, known())
    assert (mycn.outcome, mycn.asks, mycn.missing) == (UNKNOWN, (), ("mycn_copy_number",))


def test_an_age_that_is_not_stated_is_said_with_what_is_known_of_it() -> None:
    assert read_condition(condition(FROM_548).when, known()).because == ("age is not stated",)
    later = read_condition(condition(FROM_548).when, known(age={600, 900}))
    assert later.outcome is HOLDS
    assert later.because == ("age is not stated, and at least 600 days",)


def test_a_fact_that_may_be_many_things_is_not_listed() -> None:
    two = read_condition(condition(STAGE_M).when, known())
    assert two.because == ("stage is L1 or M",)
    many = read_condition(condition(STAGE_M).when, known(stage={"L1", "L2", "M"}))
    assert many.because == ("stage is not known",)


def test_a_call_is_read_beside_facts() -> None:
    leaf = {"mechanism": "mycn", "label": ["amplified"]}
    assert outcome({"all": [leaf, STAGE_M]}, stage={"M"}) is HOLDS
    assert outcome({"not": leaf}) is FAILS


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"all": [STAGE_M, FROM_548]}, FAILS),
        ({"any": [STAGE_M, FROM_548]}, UNKNOWN),
        ({"not": STAGE_M}, HOLDS),
        ({"not": FROM_548}, UNKNOWN),
        ({"facts": {"stage": ["M"], "age": {"from": 548}}}, FAILS),
    ],
)
def test_trees_follow_strong_kleene_logic(tree: dict[str, object], expected: ClaimOutcome) -> None:
    assert outcome(tree, stage={"L1"}) is expected


@given(age=st.integers(0, 9000), stage=st.sampled_from(["L1", "M"]))
def test_an_answer_with_a_fact_unknown_is_never_firmer_than_the_facts_allow(
    age: int, stage: str
) -> None:
    tree = {"any": [{"all": [STAGE_M, FROM_548]}, {"not": {"any": [STAGE_M, FROM_548]}}]}
    unknown = outcome(tree, stage={stage}, age={0, 548})
    if unknown is not UNKNOWN:
        assert outcome(tree, stage={stage}, age={age}) is unknown
