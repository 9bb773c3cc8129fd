from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.interpret.next_test import Situation, Supposing, rank_next_tests
from crestome.interpret.risk import classify_risk
from crestome.interpret.therapy import match_drugs
from crestome.interpret.trial import match_trials
from crestome.knowledge.assay import AssayDescription, PossibleResult
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Call, Calls, CallState
from crestome.model.clinical import Clinical, Inrgss
from crestome.model.patient import Material, Sample, TimePoint
from crestome.model.therapy import DecisionKind, NextTest

TUMOUR = Sample(id="T1", time_point=TimePoint.DIAGNOSIS, material=Material.TUMOUR)
RELAPSE = Sample(id="T2", time_point=TimePoint.RELAPSE, material=Material.TUMOUR)
INFANT_M = Clinical(age_at_diagnosis_days=300, inrgss=Inrgss.M)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def open_call(mechanism: str, *assays: str) -> Call:
    return Call(
        mechanism=mechanism,
        state=CallState.NOT_ASSESSED,
        label="not_assessed",
        reason="invented",
        missing=assays,
    )


def overlaid(sample: SampleAssessment, _assay: str, result: PossibleResult) -> Calls:
    """Sets every call that is open to what the result says, and no other."""
    calls = dict(sample.calls.by_name())
    for name, assumed in result.calls.items():
        call = calls.get(name)
        if call is not None and assumed.state is not None and call.state is not CallState.PRESENT:
            update = {"state": assumed.state, "label": assumed.label, "missing": ()}
            calls[name] = call.model_copy(update=update)
    return Calls(calls)


def situation(
    knowledge: Knowledge, *made: tuple[Sample, tuple[Call, ...]], clinical: Clinical = INFANT_M
) -> Situation:
    samples = tuple(
        SampleAssessment(sample=sample, calls=Calls({call.mechanism: call for call in calls}))
        for sample, calls in made
    )
    return Situation(
        clinical=clinical,
        samples=samples,
        risk=classify_risk(clinical, samples, knowledge),
        therapies=match_drugs(samples[-1].calls, knowledge),
        titles={"mycn": "MYCN"},
    )


def of(knowledge: Knowledge, *calls: Call, suppose: Supposing = overlaid) -> dict[str, NextTest]:
    case = situation(knowledge, (TUMOUR, calls))
    return {test.assay: test for test in rank_next_tests(case, knowledge, suppose)}


def with_trials(case: Situation) -> Situation:
    knowledge = load_knowledge()
    trials = match_trials(case.clinical, case.samples, case.risk, knowledge)
    return replace(case, trials=trials)


def with_alk(sample: SampleAssessment, assay: str, result: PossibleResult) -> Calls:
    """As `overlaid`, and ALK wild type where that is the result."""
    calls = dict(overlaid(sample, assay, result).by_name())
    alk = calls["alk"]
    if result.title == "no variant found":
        update = {"state": CallState.ABSENT, "label": "wildtype", "missing": ()}
        calls["alk"] = alk.model_copy(update=update)
    return Calls(calls)


def test_each_result_says_what_it_would_change(knowledge: Knowledge) -> None:
    test = of(knowledge, open_call("mycn", "mycn_copy_number"))["mycn_copy_number"]
    amplified, normal = test.consequences
    assert (amplified.result, normal.result) == ("amplified", "not amplified")
    risk = {c.id: (c.before, c.after) for c in amplified.changes if c.kind is DecisionKind.RISK}
    assert risk["inrg"] == ("low or intermediate or high", "high")
    assert risk["cog_v2"][1] == "high"
    assert [c.title for c in amplified.changes if c.kind is DecisionKind.CALL] == ["MYCN"]
    drugs = {c.id: (c.before, c.after) for c in amplified.changes if c.kind is DecisionKind.DRUG}
    assert drugs["alisertib"] == ("conditional", "downgraded")
    assert {c.after for c in normal.changes if c.id == "alisertib"} == {"not_matched"}


def test_drugs_of_one_class_are_one_question(knowledge: Knowledge) -> None:
    test = of(knowledge, open_call("mycn", "mycn_fish"))["mycn_fish"]
    assert test.weight == len(test.decides) == len(set(test.decides))
    assert "BET inhibitor" in test.decides
    assert "MYCN" in test.decides


def test_the_test_that_decides_most_comes_first(knowledge: Knowledge) -> None:
    tests = list(of(knowledge, open_call("mycn", "mycn_fish"), open_call("ploidy", "dna_index")))
    assert tests.index("mycn_fish") < tests.index("dna_index")


def test_equal_tests_keep_the_curated_order_and_unlisted_results_come_last(
    knowledge: Knowledge,
) -> None:
    calls = (open_call("mycn", "mycn_copy_number", "mycn_fish", "a_new_assay", "purity"),)
    names = list(of(knowledge, *calls))
    assert names.index("mycn_fish") < names.index("mycn_copy_number") < names.index("purity")
    assert names[-2:] == ["purity", "a_new_assay"]
    tests = of(knowledge, *calls)
    assert tests["a_new_assay"].name == "a new assay"
    assert tests["a_new_assay"].decides[0] == "MYCN"
    assert tests["a_new_assay"].consequences == ()


def test_what_is_hardly_ever_found_makes_no_test_urgent(knowledge: Knowledge) -> None:
    test = of(knowledge, open_call("tert", "tert_promoter"))["tert_promoter"]
    rare = test.consequences[0]
    assert rare.changes
    assert test.decides == ("tert",)  # "not mutated" settles the call itself


def test_a_settled_answer_is_no_open_question(knowledge: Knowledge) -> None:
    settled = Call(
        mechanism="mycn",
        state=CallState.ABSENT,
        label="normal",
        reason="invented",
        missing=("mycn_expression",),
    )
    other = open_call("alk", "mycn_fish")
    tests = of(knowledge, settled, other)
    assert "MYCN" in tests["mycn_expression"].decides  # it names the assay itself
    assert "MYCN" not in tests["mycn_fish"].decides
    assert any(c.id == "mycn" for c in tests["mycn_fish"].consequences[0].changes)


def test_a_clinical_fact_that_would_decide_a_group_has_its_test(knowledge: Knowledge) -> None:
    case = situation(knowledge, (TUMOUR, ()), clinical=Clinical(age_at_diagnosis_days=2000))
    tests = {test.assay: test for test in rank_next_tests(case, knowledge, overlaid)}
    stage_m = next(c for c in tests["staging_imaging"].consequences if c.result == "M")
    assert {c.id: c.after for c in stage_m.changes}["inrg"] == "high"


def test_a_finding_of_the_relapse_leaves_the_group_of_diagnosis_alone(
    knowledge: Knowledge,
) -> None:
    known = Call(mechanism="mycn", state=CallState.PRESENT, label="amplified", reason="invented")
    case = situation(knowledge, (TUMOUR, (known,)), (RELAPSE, (open_call("mycn", "mycn_fish"),)))
    (test,) = (t for t in rank_next_tests(case, knowledge, overlaid) if t.assay == "mycn_fish")
    kinds = {change.kind for item in test.consequences for change in item.changes}
    assert kinds == {DecisionKind.CALL, DecisionKind.DRUG}


def test_a_trial_that_waits_for_a_call_is_an_open_question(knowledge: Knowledge) -> None:
    case = with_trials(situation(knowledge, (RELAPSE, (open_call("alk", "alk_sequencing"),))))
    test = next(
        item
        for item in rank_next_tests(case, knowledge, with_alk)
        if item.assay == "alk_sequencing"
    )
    changed = {
        (change.id, change.before, change.after)
        for item in test.consequences
        for change in item.changes
        if change.kind is DecisionKind.TRIAL
    }
    assert ("NCT03107988", "undecided", "not_matched") in changed
    assert knowledge.trials["NCT03107988"].name in test.decides


def test_a_clinical_fact_decides_trials_through_the_group(knowledge: Knowledge) -> None:
    case = with_trials(
        situation(knowledge, (TUMOUR, ()), clinical=Clinical(age_at_diagnosis_days=2000))
    )
    tests = {item.assay: item for item in rank_next_tests(case, knowledge, overlaid)}
    kinds = {
        change.kind for item in tests["staging_imaging"].consequences for change in item.changes
    }
    assert DecisionKind.TRIAL in kinds


def test_without_anything_missing_there_is_no_test(knowledge: Knowledge) -> None:
    bare = replace(knowledge, drugs={}, schemes={}, figures={}, trials={})
    assert rank_next_tests(situation(bare, (TUMOUR, ())), bare, overlaid) == ()


def test_a_drug_claim_that_needs_review_decides_nothing(knowledge: Knowledge) -> None:
    test = of(knowledge, open_call("mycn", "mycn_fish"))["mycn_fish"]
    verdicts = {option.drug: option for option in match_drugs(Calls(), knowledge)}
    for item in test.consequences:
        for change in item.changes:
            if change.kind is DecisionKind.DRUG:
                assert change.before == verdicts[change.id].verdict.value


def test_an_assay_without_curated_results_is_still_named(knowledge: Knowledge) -> None:
    plain = {"mycn_fish": AssayDescription(name="MYCN FISH", how="invented")}
    bare = replace(knowledge, assays=plain)
    case = situation(bare, (TUMOUR, (open_call("mycn", "mycn_fish"),)))
    (test, *_) = rank_next_tests(case, bare, overlaid)
    assert (test.name, test.consequences) == ("MYCN FISH", ())
    assert test.weight == len(test.decides)
