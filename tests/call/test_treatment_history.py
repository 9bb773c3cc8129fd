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
        day: int | None = None,
        followed: bool = False,
    ) -> Call:
        evidence = replace(
            nothing,
            sample=nothing.sample.model_copy(update={"time_point": time_point, "day": day}),
            followed=followed,
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


def test_a_sample_at_diagnosis_is_of_an_untreated_patient(call: Caller) -> None:
    for record in (None, (), (Treatment(name="lorlatinib"),)):
        verdict = call(record, TimePoint.DIAGNOSIS)
        assert (verdict.state, verdict.label) == (CallState.ABSENT, "untreated")
        assert verdict.missing == ()


def test_drugs_are_judged_by_the_whole_record_on_the_latest_sample_alone(call: Caller) -> None:
    later = Treatment(name="Crizotinib", start_day=500, response=TreatmentResponse.PD)
    latest = call((later,), day=400)
    assert (latest.state, latest.label) == (CallState.ABSENT, "untreated")
    assert latest.reason == "every treatment began after the sample"
    assert latest.texts("progressed_on") == ("crizotinib",)
    assert latest.detail["post_tki"] is False
    assert "Began after the sample was taken: Crizotinib." in latest.notes
    earlier = call((later,), day=400, followed=True)
    assert earlier.texts("prior_therapy") == earlier.texts("progressed_on") == ()
    assert earlier.texts("since_sample") == ("crizotinib",)
    assert earlier.evidence == ()


def test_an_earlier_sample_without_its_day_is_not_assessed(call: Caller) -> None:
    verdict = call((Treatment(name="crizotinib", start_day=500),), followed=True)
    assert verdict.state is CallState.NOT_ASSESSED
    assert "the day of this one is not stated" in verdict.reason
    assert verdict.missing == ("treatment_record",)
    assert verdict.detail["post_tki"] is None
    assert verdict.notes == ()


def test_an_earlier_sample_does_not_count_what_is_not_dated(call: Caller) -> None:
    undated = Treatment(name="Temozolomide")
    verdict = call((undated,), day=400, followed=True)
    assert verdict.state is CallState.NOT_ASSESSED
    assert verdict.reason == "no treatment is dated before the sample, and 1 not at all"
    dated = call((undated, Treatment(name="TVD", start_day=1)), day=400, followed=True)
    assert (dated.state, dated.texts("prior_therapy")) == (CallState.PRESENT, ("tvd",))
    assert any("not counted for this earlier sample: Temozolomide" in note for note in dated.notes)
    assert [item.where for item in dated.evidence] == ["clinical.treatments 2"]
