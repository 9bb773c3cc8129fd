"""Flags rest on the details of other calls and decide nothing."""

from __future__ import annotations

import pytest

from crestome.call.flags import MECHANISM, FlagsRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.evidence import CaseEvidence


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> FlagsRules:
    return knowledge.rules("flags", FlagsRules)


def made(name: str, key: str, value: DetailValue, state: CallState = CallState.PRESENT) -> Calls:
    call = Call(mechanism=name, state=state, label="-", reason="-", detail={key: value})
    return Calls().having(call)


@pytest.mark.parametrize(
    ("name", "key", "flag"),
    [
        ("germline_predisposition", "confirmation_suggested", "germline_confirmation_suggested"),
        ("ras_mapk", "check_subclones", "check_subclones"),
        ("alk", "polyclonal", "check_subclones"),
        ("alk", "partial_target", "subclonal_partial_target"),
    ],
)
def test_a_detail_raises_its_flag(
    nothing: CaseEvidence, rules: FlagsRules, name: str, key: str, flag: str
) -> None:
    call = MECHANISM.answer(nothing, made(name, key, True), rules)
    assert (call.state.value, call.label) == ("present", "raised")
    assert call.detail["flags"] == (flag,)
    assert call.reason == rules.meanings.value[flag]


def settled(alk: Call) -> Calls:
    """The calls that a flag can come from, all settled but for what ``alk`` says."""
    germline = made("germline_predisposition", "confirmation_suggested", False)
    return Calls(germline.root | made("ras_mapk", "check_subclones", False).root).having(alk)


def alk_call(state: CallState, partial: DetailValue) -> Call:
    detail = {"partial_target": partial, "polyclonal": False}
    return Call(mechanism="alk", state=state, label="-", reason="-", detail=detail)


@pytest.mark.parametrize(
    ("state", "partial"),
    [(CallState.PRESENT, False), (CallState.ABSENT, None), (CallState.INDETERMINATE, False)],
)
def test_what_is_settled_as_false_raises_nothing(
    nothing: CaseEvidence, rules: FlagsRules, state: CallState, partial: DetailValue
) -> None:
    call = MECHANISM.answer(nothing, settled(alk_call(state, partial)), rules)
    assert (call.state.value, call.label) == ("absent", "none")
    assert (call.detail["flags"], call.detail["open"]) == ((), ())


@pytest.mark.parametrize("state", [CallState.PRESENT, CallState.INDETERMINATE])
def test_what_is_unknown_leaves_its_flag_open(
    nothing: CaseEvidence, rules: FlagsRules, state: CallState
) -> None:
    call = MECHANISM.answer(nothing, settled(alk_call(state, None)), rules)
    assert (call.state.value, call.label) == ("indeterminate", "indeterminate")
    assert call.detail["open"] == ("subclonal_partial_target",)
    assert "subclonal partial target" in call.reason


def test_a_call_that_was_not_made_settles_nothing(nothing: CaseEvidence, rules: FlagsRules) -> None:
    call = MECHANISM.answer(nothing, made("alk", "partial_target", False), rules)
    assert call.state is CallState.INDETERMINATE
    assert call.detail["open"] == ("germline_confirmation_suggested", "check_subclones")


def test_without_a_call_on_data_nothing_is_said(nothing: CaseEvidence, rules: FlagsRules) -> None:
    open_call = made("alk", "partial_target", None, CallState.NOT_ASSESSED)
    for calls in (Calls(), open_call):
        call = MECHANISM.answer(nothing, calls, rules)
        assert (call.state.value, call.label) == ("not_assessed", "not_assessed")
