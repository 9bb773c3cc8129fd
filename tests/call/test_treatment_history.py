"""Reading the treatment record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crestome.call.treatment_history import MECHANISM, TreatmentHistoryRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.clinical import Clinical, Course, Treatment, TreatmentResponse
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import TimePoint

Caller = Callable[..., Call]


@pytest.fixture(scope="module")
def call(knowledge: Knowledge, nothing: CaseEvidence) -> Caller:
    rules = knowledge.rules("treatment_history", TreatmentHistoryRules)

    def calling(
        treatments: tuple[Treatment, ...] | None,
        time_point: TimePoint = TimePoint.RELAPSE,
        course: Course | None = None,
    ) -> Call:
        evidence = replace(
            nothing,
            sample=nothing.sample.model_copy(update={"time_point": time_point}),
            clinical=Clinical(treatments=treatments, course=course),
        )
        return MECHANISM.answer(evidence, Calls(), rules)

    return calling


def test_no_record_is_not_assessed_whatever_the_course(call: Caller) -> None:
    verdict = call(None, course=Course.RELAPSED)
    assert verdict.state is CallState.NOT_ASSESSED
    assert verdict.missing == ("treatment_record",)
    assert verdict.detail["course"] == "relapsed"
    assert verdict.detail["post_tki"] is None


def test_an_empty_record_is_untreated(call: Caller) -> None:
    verdict = call(())
    assert (verdict.state, verdict.label) == (CallState.ABSENT, "untreated")
    assert verdict.detail["post_tki"] is False


def test_names_are_kept_as_written_in_lower_case_and_once(call: Caller) -> None:
    verdict = call(
        (Treatment(name=" Lorlatinib"), Treatment(name="lorlatinib "), Treatment(name="TEMIRI"))
    )
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "treated")
    assert verdict.texts("prior_therapy") == ("lorlatinib", "temiri")
    assert verdict.texts("progressed_on") == ()


def test_progression_is_read_from_the_response_only(call: Caller) -> None:
    record = (
        Treatment(name="Crizotinib", response=TreatmentResponse.PD, start_day=10, end_day=90),
        Treatment(name="Naxitamab", response=TreatmentResponse.SD, start_day=100),
    )
    verdict = call(record)
    assert verdict.texts("progressed_on") == ("crizotinib",)
    assert verdict.evidence[0].what == "Crizotinib, day 10 to 90, best response PD"
    assert verdict.evidence[1].what == "Naxitamab, day 100, best response SD"


@pytest.mark.parametrize(
    ("name", "after"),
    [("crizotinib", True), ("Lorlatinib 2nd course", True), ("loratadine", False), ("TVD", False)],
)
def test_an_alk_inhibitor_is_known_by_its_whole_name(call: Caller, name: str, after: bool) -> None:
    assert call((Treatment(name=name),)).detail["post_tki"] is after


def test_a_sample_after_a_kinase_inhibitor_is_of_a_treated_patient(call: Caller) -> None:
    verdict = call(None, TimePoint.POST_TKI)
    assert (verdict.label, verdict.detail["post_tki"]) == ("treated", True)
    assert verdict.missing == ("treatment_record",)


def test_what_was_given_later_did_not_shape_the_sample_at_diagnosis(call: Caller) -> None:
    verdict = call((Treatment(name="lorlatinib"),), TimePoint.DIAGNOSIS)
    assert verdict.detail["post_tki"] is False
    assert any("given after it" in note for note in verdict.notes)
    assert call(None, TimePoint.DIAGNOSIS).notes == ()
