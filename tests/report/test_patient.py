"""The head of the page."""

from __future__ import annotations

from crestome.model.assessment import Assessment
from crestome.model.clinical import Clinical, Resection
from crestome.model.patient import Sample
from crestome.report.patient import patient_facts, sample_strips


def facts(assessment: Assessment, **stated: object) -> dict[str, str]:
    changed = assessment.model_copy(update={"clinical": Clinical.model_validate(stated)})
    return {fact.name: fact.value for fact in patient_facts(changed)}


def test_what_was_not_stated_says_so(empty: Assessment) -> None:
    shown = facts(empty)
    assert shown["INSS stage"] == shown["Treatments so far"] == shown["MIBG"] == "not stated"
    assert "Resection" not in shown


def test_untreated_is_not_the_same_as_not_stated(empty: Assessment) -> None:
    assert facts(empty, treatments=())["Treatments so far"] == "none"


def test_treatments_show_days_and_response_where_stated(assessment: Assessment) -> None:
    shown = {fact.name: fact.value for fact in patient_facts(assessment)}["Treatments so far"]
    assert shown.startswith(
        "rapid COJEC (day 6 to 80, best response PR); crizotinib (day 400, best response PD); dinut"
    )


def test_facts_of_one_stage_are_shown_where_stated(empty: Assessment) -> None:
    shown = facts(empty, resection=Resection.COMPLETE, symptomatic=False, mibg_avid=False)
    assert (shown["Resection"], shown["Life-threatening symptoms"]) == ("complete", "no")
    assert shown["MIBG"] == "not avid"
    assert facts(empty, symptomatic=True, mibg_avid=True)["Life-threatening symptoms"] == "yes"


def test_a_sample_shows_when_and_what_it_was(assessment: Assessment) -> None:
    [newest, _] = sample_strips(assessment)
    assert (newest.name, newest.when, newest.facts[1].value) == ("T2", "relapse 2", "0.65")


def test_a_time_point_that_does_not_apply_is_left_out(assessment: Assessment) -> None:
    sample = Sample(id="LINE-1")
    lone = assessment.samples[0].model_copy(update={"sample": sample})
    [strip] = sample_strips(assessment.model_copy(update={"samples": (lone,)}))
    assert strip.when == ""
