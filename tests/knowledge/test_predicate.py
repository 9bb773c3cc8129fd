from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.knowledge.predicate import evaluate, in_words, leaves_of
from crestome.knowledge.schema import AllOf, AnyOf, Condition, Leaf, NotOf
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.therapy import ClaimOutcome

HOLDS, FAILS, UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN
MYCN = Leaf(mechanism="mycn", label=("amplified",))


def calls_with(
    state: CallState, label: str, missing: tuple[str, ...] = (), **detail: DetailValue
) -> Calls:
    return Calls().having(
        Call(
            mechanism="mycn",
            state=state,
            label=label,
            reason="invented",
            missing=missing,
            detail=detail,
        )
    )


def not_(condition: Condition) -> NotOf:
    return NotOf.model_validate({"not": condition})


@pytest.mark.parametrize(
    ("state", "label", "outcome"),
    [
        (CallState.PRESENT, "AMPLIFIED", HOLDS),
        (CallState.ABSENT, "normal", FAILS),
        (CallState.INDETERMINATE, "indeterminate", UNKNOWN),
        (CallState.NOT_ASSESSED, "not_assessed", UNKNOWN),
    ],
)
def test_a_label_is_read_without_case_and_an_open_call_is_unknown(
    state: CallState, label: str, outcome: ClaimOutcome
) -> None:
    assert evaluate(MYCN, calls_with(state, label)).outcome is outcome


def test_what_was_not_called_is_unknown() -> None:
    answer = evaluate(MYCN, Calls())
    assert answer.outcome is UNKNOWN
    assert answer.because == ("mycn not called",)


def test_a_state_is_read_with_its_label() -> None:
    leaf = Leaf(mechanism="mycn", state=(CallState.PRESENT,), label=("amplified",))
    assert evaluate(leaf, calls_with(CallState.PRESENT, "amplified")).outcome is HOLDS
    assert evaluate(leaf, calls_with(CallState.INDETERMINATE, "amplified")).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("state", "value", "outcome"),
    [
        (CallState.PRESENT, ("A", "B"), HOLDS),
        (CallState.PRESENT, ("B",), FAILS),
        (CallState.INDETERMINATE, ("B",), UNKNOWN),
        (CallState.PRESENT, "a", HOLDS),
        (CallState.INDETERMINATE, "b", FAILS),
        (CallState.PRESENT, "not_assessed", UNKNOWN),
        (CallState.ABSENT, "not_assessed", FAILS),
        (CallState.PRESENT, None, UNKNOWN),
        (CallState.ABSENT, None, FAILS),
        (CallState.NOT_ASSESSED, None, UNKNOWN),
    ],
)
def test_a_detail_is_one_value_or_a_list_and_none_is_unknown(
    state: CallState, value: DetailValue, outcome: ClaimOutcome
) -> None:
    leaf = Leaf(mechanism="mycn", detail={"genes": ("a",)})
    assert evaluate(leaf, calls_with(state, "x", genes=value)).outcome is outcome


def test_a_detail_that_a_settled_call_does_not_carry_fails() -> None:
    leaf = Leaf(mechanism="mycn", detail={"genes": ("a",)})
    assert evaluate(leaf, calls_with(CallState.PRESENT, "x")).outcome is FAILS
    assert evaluate(leaf, calls_with(CallState.INDETERMINATE, "x")).outcome is UNKNOWN


def test_an_unknown_condition_names_the_assays_and_a_settled_one_none() -> None:
    asked = calls_with(CallState.NOT_ASSESSED, "not_assessed", ("mycn_fish",))
    assert evaluate(MYCN, asked).missing == ("mycn_fish",)
    settled = calls_with(CallState.ABSENT, "normal", ("mycn_fish",))
    assert evaluate(MYCN, settled).missing == ()


def test_reasons_spell_values_for_people() -> None:
    leaf = Leaf(mechanism="mycn", detail={"a": (True,), "b": (True,), "c": ("x",), "d": ("x",)})
    calls = calls_with(CallState.PRESENT, "amplified", a=True, b=None, c=(), d=2.5)
    assert evaluate(leaf, calls).because == ("mycn is amplified, a yes, b unknown, c none, d 2.5",)
    other = Leaf(mechanism="mycn", detail={"a": (True,)})
    no = calls_with(CallState.PRESENT, "amplified", a=False)
    assert evaluate(other, no).because == ("mycn is amplified, a no",)


def test_a_caveat_travels_with_the_label() -> None:
    call = Call(
        mechanism="cell_state",
        state=CallState.PRESENT,
        label="MES",
        reason="invented",
        detail={"caveat": "bulk tissue"},
    )
    answer = evaluate(Leaf(mechanism="cell_state", label=("MES",)), Calls().having(call))
    assert answer.because == ("cell state is MES (bulk tissue)",)


def test_connectives_follow_kleene() -> None:
    amplified = calls_with(CallState.PRESENT, "amplified")
    unknown = Leaf(mechanism="alk", label=("mutated",))
    assert evaluate(AllOf(all=(MYCN, unknown)), amplified).outcome is UNKNOWN
    assert evaluate(AllOf(all=(not_(MYCN), unknown)), amplified).outcome is FAILS
    assert evaluate(AnyOf(any=(MYCN, unknown)), amplified).outcome is HOLDS
    assert evaluate(AnyOf(any=(not_(MYCN), unknown)), amplified).outcome is UNKNOWN
    assert evaluate(AllOf(all=(MYCN, MYCN)), amplified).outcome is HOLDS
    assert evaluate(AnyOf(any=(not_(MYCN),)), amplified).outcome is FAILS
    assert evaluate(not_(unknown), amplified).outcome is UNKNOWN


def test_conditions_can_be_said_in_words() -> None:
    either = AnyOf(any=(MYCN, not_(Leaf(mechanism="p53_pathway", state=(CallState.ABSENT,)))))
    assert in_words(either) == "mycn is amplified or it is not so that p53 pathway is absent"
    both = AllOf(all=(MYCN, Leaf(mechanism="alk", detail={"compound": (True,), "x": ("a", "b")})))
    assert in_words(both) == "mycn is amplified and alk has compound yes and alk has x a or b"
    assert [leaf.mechanism for leaf in leaves_of(either)] == ["mycn", "p53_pathway"]
    assert [leaf.mechanism for leaf in leaves_of(both)] == ["mycn", "alk"]


_LEAVES = st.sampled_from([MYCN, Leaf(mechanism="alk", label=("mutated",))])
_CONDITIONS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(all=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(any=tuple(parts))),
        inner.map(not_),
    ),
    max_leaves=6,
)


@given(condition=_CONDITIONS)
def test_not_not_is_the_same(condition: Condition) -> None:
    calls = calls_with(CallState.PRESENT, "amplified")
    assert evaluate(not_(not_(condition)), calls) == evaluate(condition, calls)


@given(condition=_CONDITIONS)
def test_an_answer_that_is_known_without_an_assay_stays_when_it_comes_in(
    condition: Condition,
) -> None:
    before = evaluate(condition, calls_with(CallState.PRESENT, "amplified")).outcome
    for label, state in (("mutated", CallState.PRESENT), ("wildtype", CallState.ABSENT)):
        alk = Call(mechanism="alk", state=state, label=label, reason="invented")
        after = evaluate(condition, calls_with(CallState.PRESENT, "amplified").having(alk)).outcome
        assert before in {UNKNOWN, after}


def test_only_the_calls_that_decided_are_named() -> None:
    alk = Leaf(mechanism="alk", label=("mutated",))
    calls = calls_with(CallState.PRESENT, "amplified")
    assert evaluate(AnyOf(any=(MYCN, alk)), calls).decided_by == ("mycn",)
    assert evaluate(AllOf(all=(MYCN, alk)), calls).decided_by == ("alk",)
    assert evaluate(not_(MYCN), calls).decided_by == ("mycn",)
