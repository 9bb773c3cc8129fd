from __future__ import annotations

import pytest

from crestome.knowledge.load import load_knowledge
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.risk import Risk, RiskResult
from crestome.model.therapy import TherapyOption, Verdict
from crestome.model.trial import TrialOption
from crestome.model.worked_case import Expectation, ExpectedItem
from crestome.pipeline.grading import (
    grade_call,
    grade_risk,
    grade_therapy,
    grade_trial,
    trial_named_by,
)

DRUGS = load_knowledge().drugs
TRIALS = load_knowledge().trials


def calls(name: str = "alk", label: str = "mutated", **detail: DetailValue) -> Calls:
    return Calls().having(
        Call(mechanism=name, state=CallState.PRESENT, label=label, reason="r", detail=dict(detail))
    )


def item(key: str, call: Expectation | None = None, **more: Expectation) -> ExpectedItem:
    return ExpectedItem(key=key, call=call, details=dict(more))


def option(drug: str, verdict: Verdict) -> TherapyOption:
    return TherapyOption(
        drug=drug, name=drug, drug_class="", targets=("X",), verdict=verdict, summary=""
    )


def test_a_label_is_compared_without_regard_to_case() -> None:
    assert grade_call(item("tmm", "alt"), calls("telomere_maintenance", "ALT")).passed


def test_another_label_fails_and_says_so() -> None:
    grade = grade_call(item("alk", "wildtype"), calls())
    assert grade.passed is False
    assert grade.why == "expected wildtype, found mutated"


def test_accept_widens_and_must_not_narrows() -> None:
    wide = ExpectedItem(key="alk", call="amplified", accept=("mutated",))
    narrow = ExpectedItem(key="alk", call="mutated", must_not=("Mutated",))
    assert grade_call(wide, calls()).passed
    assert grade_call(narrow, calls()).passed is False


def test_a_key_that_no_call_answers_is_ungraded() -> None:
    assert grade_call(item("risk.inrg", "high"), calls()).passed is None


@pytest.mark.parametrize(
    ("found", "wanted", "passed"),
    [
        (("F1174L", "R1275Q"), ("F1174L",), True),
        (("R1275Q",), ("F1174L",), False),
        (None, ("F1174L",), False),
    ],
)
def test_lists_are_minimum_sets(
    found: tuple[str, ...] | None, wanted: tuple[str, ...], passed: bool
) -> None:
    assert grade_call(item("alk", variants=wanted), calls(variants=found)).passed is passed


def test_typical_segmental_alterations_are_an_exact_set() -> None:
    found = calls("segmental_chromosome", "altered", sca_typical=("1p_loss", "17q_gain"))
    assert grade_call(item("sca_typical", ("17q_gain", "1p_loss")), found).passed
    assert grade_call(item("sca_typical", ("1p_loss",)), found).passed is False


def test_yes_and_no_are_not_the_same_as_unknown() -> None:
    found = calls("segmental_chromosome", "altered", cog_sca=None)
    assert grade_call(item("cog_sca", call=False), found).passed is False


def test_what_a_list_must_not_hold_fails() -> None:
    found = calls("segmental_chromosome", "altered", genes_hemizygous=("CHD5", "ARID1A"))
    expected = ExpectedItem(key="genes_hemizygous", call=("CHD5",), exclude=("ARID1A",))
    grade = grade_call(expected, found)
    assert grade.passed is False
    assert "must not hold ARID1A" in grade.why


def test_details_of_a_yes_or_no_item_are_compared_too() -> None:
    found = calls(
        "focal_amplification",
        "high_level_amplification",
        high_level_amplification_non_mycn=True,
        genes=("CDK4",),
    )
    expected = item("high_level_amplification_non_mycn", call=True, genes=("MDM2",))
    assert grade_call(expected, found).passed is False


def test_needs_review_is_read_from_the_call() -> None:
    assert grade_call(item("alk", "mutated", needs_review=True), calls()).passed is False


def test_words_of_a_detail_are_compared_without_regard_to_case() -> None:
    assert grade_call(item("alk", clonality="CLONAL"), calls(clonality="clonal")).passed


@pytest.mark.parametrize(
    ("kind", "verdict", "passed"),
    [
        ("matched", Verdict.MATCHED, True),
        ("matched", Verdict.DOWNGRADED, False),
        ("downgraded", Verdict.AGAINST, True),
        ("conditional", Verdict.CONDITIONAL, True),
        ("against", Verdict.DOWNGRADED, False),
        ("not_matched", Verdict.CONDITIONAL, True),
        ("not_matched", Verdict.MATCHED, False),
    ],
)
def test_a_drug_must_be_shown_as_expected(kind: str, verdict: Verdict, passed: bool) -> None:
    graded = grade_therapy(
        item(f"therapy.{kind}", ("PF-06463922",)), (option("lorlatinib", verdict),), DRUGS
    )
    assert graded.passed is passed


def test_a_drug_that_is_not_curated_is_named_and_not_graded() -> None:
    grade = grade_therapy(item("therapy.matched", ("unobtainium",)), (), DRUGS)
    assert grade.passed is None
    assert "not curated: unobtainium" in grade.why


def test_an_empty_list_passes_and_another_key_is_ungraded() -> None:
    assert grade_therapy(item("therapy.matched", ()), (), DRUGS).passed is True
    assert grade_therapy(item("therapy.notes", ("x",)), (), DRUGS).passed is None


RISK = Risk.model_validate(
    {
        "inrg": RiskResult(
            scheme="inrg", title="INRG", label="high", code="P", rules=("INRG-P",), reason="r"
        ),
        "systems_disagree": True,
    }
)


def test_a_risk_group_is_graded_with_its_code() -> None:
    assert grade_risk(item("risk.inrg", "High", code="P"), RISK).passed
    grade = grade_risk(item("risk.inrg", "low", code="Q"), RISK)
    assert grade.why == "expected low, found high; code: expected Q, found P"
    narrow = ExpectedItem(key="risk.inrg", call="high", must_not=("high",))
    assert grade_risk(narrow, RISK).why == "high must not be"


def test_facts_beside_the_schemes_are_graded_and_unknown_schemes_are_not() -> None:
    assert grade_risk(item("risk.applies_to", "diagnosis"), RISK).passed
    assert grade_risk(item("risk.systems_disagree", call=True), RISK).passed
    assert grade_risk(item("risk.systems_disagree", call=False), RISK).passed is False
    assert grade_risk(item("risk.systems_disagree"), RISK).passed is False
    assert grade_risk(item("risk.unheard_of", "low"), RISK).passed is None


def trial(verdict: str) -> tuple[TrialOption, ...]:
    stated = {"name": "ANBL1531", "title": "t", "phase": "3", "population": "p", "summary": "why"}
    dated = {"status": "unknown", "status_as_of": "2026-11-24", "closed": False, "sources": ["a-1"]}
    number = {"trial": "NCT03126916", "verdict": verdict}
    return (TrialOption.from_document({**stated, **dated, **number}),)


@pytest.mark.parametrize(
    ("wanted", "verdict", "passed"),
    [
        (True, "matched", True),
        (False, "not_matched", True),
        (False, "undecided", False),
        ("undecided", "undecided", True),
        (True, "not_matched", False),
    ],
)
@pytest.mark.parametrize("key", ["anbl1531_like_eligibility", "trial.NCT03126916"])
def test_a_trial_is_graded_by_any_of_its_names(
    key: str, wanted: Expectation, verdict: str, passed: bool
) -> None:
    grade = grade_trial(item(key, wanted), trial(verdict), TRIALS)
    assert grade.passed is passed
    assert "why" in grade.why


def test_a_trial_that_is_not_curated_and_a_key_of_another_kind_are_ungraded() -> None:
    assert grade_trial(item("trial.NCT00000001", True), trial("matched"), TRIALS).passed is None
    assert grade_trial(item("trial.NCT03126916"), trial("matched"), TRIALS).passed is None
    assert trial_named_by("alk") == ""
