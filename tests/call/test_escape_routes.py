from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.call.escape_routes import EscapeView, ResistanceRules, Standing, Way, find_routes
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> ResistanceRules:
    return knowledge.rules("resistance", ResistanceRules)


def calls_of(*made: Call) -> Calls:
    calls = Calls()
    for item in made:
        calls = calls.having(item)
    return calls


def alk(state: CallState) -> Call:
    return Call(mechanism="alk", state=state, label="-", reason="-")


def test_of_a_sample_without_calls_no_way_is_called_unseen(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    routes = find_routes(EscapeView(nothing, Calls(), rules))
    assert tuple(route.way for route in routes) == tuple(Way)
    assert {route.standing for route in routes} == {Standing.NOT_ASSESSED}
    assert all(route.assays for route in routes)


@pytest.mark.parametrize(
    ("now", "before", "driven"),
    [
        (CallState.PRESENT, CallState.ABSENT, True),
        (CallState.ABSENT, CallState.PRESENT, True),
        (CallState.ABSENT, CallState.ABSENT, False),
        (CallState.INDETERMINATE, CallState.ABSENT, None),
    ],
)
def test_alk_drives_if_it_ever_did(
    nothing: CaseEvidence,
    rules: ResistanceRules,
    now: CallState,
    before: CallState,
    driven: bool | None,
) -> None:
    evidence = replace(nothing, earlier=(Calls(), calls_of(alk(before))))
    assert EscapeView(evidence, calls_of(alk(now)), rules).driven is driven


def test_a_record_names_an_inhibitor_as_a_whole_word_only(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    def progressed(name: str) -> bool:
        history = Call(
            mechanism="treatment_history",
            state=CallState.PRESENT,
            label="treated",
            reason="-",
            detail={"progressed_on": (name,)},
        )
        return EscapeView(nothing, calls_of(history), rules).progressed

    assert progressed("lorlatinib + topotecan")
    assert not progressed("loratadine")
