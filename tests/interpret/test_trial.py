"""Trials against cases: who is in, who is out and why, and what would settle the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crestome.interpret.risk import classify_risk
from crestome.interpret.trial import match_trials
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.trial import Trial
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.clinical import Clinical
from crestome.model.patient import Sample, TimePoint
from crestome.model.trial import TrialOption, TrialVerdict

KNOWLEDGE = load_knowledge()
PRESENT, ABSENT, OPEN = CallState.PRESENT, CallState.ABSENT, CallState.INDETERMINATE
MATCHED, UNDECIDED, NOT_MATCHED = TrialVerdict


def call(mechanism: str, state: CallState, label: str, **detail: DetailValue) -> Call:
    return Call(mechanism=mechanism, state=state, label=label, reason="invented", detail=detail)


AMPLIFIED = call("mycn", PRESENT, "amplified", discordant=False)
NORMAL = call("mycn", ABSENT, "normal", discordant=False)
DRIVEN = call("alk", PRESENT, "mutated", activating=True, trial_vaf_5_percent=True)
QUIET_ALK = call("alk", ABSENT, "wildtype", activating=False, trial_vaf_5_percent=False)
RAS = call("ras_mapk", PRESENT, "positive", excl_alk=True)
NO_RAS = call("ras_mapk", ABSENT, "negative", excl_alk=False)
P53 = call("p53_pathway", ABSENT, "wildtype", genes=())
UNTREATED = call("treatment_history", ABSENT, "untreated", prior_therapy=())


def options(
    *calls: Call,
    when: TimePoint = TimePoint.DIAGNOSIS,
    day: int | None = None,
    knowledge: Knowledge = KNOWLEDGE,
    stated: dict[str, object] | None = None,
    **also: object,
) -> dict[str, TrialOption]:
    made = Calls()
    for item in calls:
        made = made.having(item)
    samples = (SampleAssessment(sample=Sample(id="T1", time_point=when, day=day), calls=made),)
    named = {"age": "age_at_diagnosis_days"}
    clinical = Clinical.from_document(
        {named.get(key, key): value for key, value in (also | (stated or {})).items()}
    )
    risk = classify_risk(clinical, samples, knowledge)
    found = match_trials(clinical, samples, risk, knowledge)
    assert [item.verdict for item in found] == sorted(
        (item.verdict for item in found), key=list(TrialVerdict).index
    )
    return {item.trial: item for item in found}


@pytest.mark.parametrize(
    ("stated", "mycn", "verdict"),
    [
        ({"age": 547, "inrgss": "M"}, NORMAL, NOT_MATCHED),
        ({"age": 548, "inrgss": "M"}, NORMAL, MATCHED),
        ({"age": 364, "inrgss": "M"}, AMPLIFIED, NOT_MATCHED),
        ({"age": 365, "inrgss": "M"}, AMPLIFIED, MATCHED),
        ({"age": 365, "inrgss": "MS"}, AMPLIFIED, MATCHED),
        ({"age": 365, "inrgss": "MS"}, NORMAL, NOT_MATCHED),
        ({"age": 900, "inrgss": "L2"}, AMPLIFIED, MATCHED),
        ({"age": 900, "inrgss": "L2"}, NORMAL, NOT_MATCHED),
        ({"age": 900, "inrgss": "L1"}, AMPLIFIED, NOT_MATCHED),
        ({"age": 11322, "inrgss": "M"}, NORMAL, MATCHED),
        ({"age": 11323, "inrgss": "M"}, NORMAL, NOT_MATCHED),
        ({"age": 426}, NORMAL, NOT_MATCHED),
        ({"age": 900}, NORMAL, UNDECIDED),
        ({"inrgss": "M"}, NORMAL, UNDECIDED),
    ],
)
def test_stage_age_and_mycn_decide_who_enters_the_trial_of_new_high_risk_disease(
    stated: dict[str, object], mycn: Call, verdict: TrialVerdict
) -> None:
    found = options(mycn, QUIET_ALK, histology="NB", stated=stated)
    assert found["NCT03126916"].verdict is verdict


def test_the_failing_criterion_is_said_with_what_failed_it() -> None:
    found = options(NORMAL, QUIET_ALK, age=426, inrgss="M", histology="NB")["NCT03126916"]
    assert [item.id for item in found.failed] == ["risk"]
    assert "age at diagnosis is 426 days" in found.summary
    assert "MYCN is not amplified" in found.summary
    assert (found.missing, found.asks) == ((), ())


def test_a_relapse_never_enters_a_trial_of_new_disease() -> None:
    found = options(AMPLIFIED, DRIVEN, when=TimePoint.RELAPSE, age=900, inrgss="M", histology="NB")
    for trial in ("NCT03126916", "NCT02559778", "NCT04221035"):
        assert found[trial].verdict is NOT_MATCHED
        assert any(item.id == "course" for item in found[trial].failed)


def test_what_is_missing_is_asked_for_or_its_assay_named() -> None:
    unknown = call("mycn", CallState.NOT_ASSESSED, "not_assessed", discordant=False)
    unknown = unknown.model_copy(update={"missing": ("mycn_copy_number",)})
    found = options(unknown, QUIET_ALK, age=400, inrgss="M")["NCT03126916"]
    assert found.verdict is UNDECIDED
    assert found.missing == ("mycn_copy_number",)
    assert found.asks == ("histologic category",)


def test_an_arm_asks_for_more_than_its_trial() -> None:
    found = options(NORMAL, DRIVEN, age=900, inrgss="M", histology="NB")["NCT03126916"]
    assert [arm.verdict for arm in found.arms] == [MATCHED, MATCHED]
    quiet = options(NORMAL, QUIET_ALK, age=900, inrgss="M", histology="NB")["NCT03126916"]
    assert quiet.verdict is MATCHED
    assert [arm.verdict for arm in quiet.arms] == [MATCHED, NOT_MATCHED]
    assert quiet.closed


def test_a_trial_of_arms_needs_one_that_fits() -> None:
    when = TimePoint.RELAPSE
    none = options(QUIET_ALK, NO_RAS, P53, when=when)["NCT02780128"]
    assert none.verdict is NOT_MATCHED
    assert "ALK mutated" in none.summary
    ras = options(QUIET_ALK, RAS, P53, when=when)["NCT02780128"]
    assert (ras.verdict, [arm.verdict for arm in ras.arms]) == (
        MATCHED,
        [NOT_MATCHED, MATCHED, NOT_MATCHED],
    )
    assert options(NO_RAS, P53, when=when)["NCT02780128"].verdict is UNDECIDED


def test_the_age_at_a_later_sample_is_that_at_diagnosis_and_the_days_since() -> None:
    when = TimePoint.RELAPSE
    young = options(DRIVEN, when=when, age=1000, day=800)["NCT01742286"]
    assert young.verdict is MATCHED
    grown = options(DRIVEN, when=when, age=6000, day=800)["NCT01742286"]
    assert "age at the most recent sample is 6800 days" in grown.summary
    undated = options(DRIVEN, when=when, age=1000)["NCT01742286"]
    assert (undated.verdict, undated.asks) == (UNDECIDED, ("age at the most recent sample",))
    assert options(DRIVEN, when=when)["NCT03107988"].verdict is UNDECIDED


def test_an_earlier_treatment_may_keep_a_patient_out() -> None:
    when, trial = TimePoint.RELAPSE, "NCT01601535"
    treated = call("treatment_history", PRESENT, "treated", prior_therapy=("mln8237",))
    assert options(UNTREATED, when=when, age=900, day=900)[trial].verdict is MATCHED
    assert options(treated, when=when, age=900, day=900)[trial].verdict is NOT_MATCHED


def test_an_uncertain_criterion_decides_nothing() -> None:
    found = options(when=TimePoint.RELAPSE)["NCT01587703"]
    assert found.verdict is UNDECIDED
    assert "the criterion itself needs review" in found.summary
    assert options(when=TimePoint.DIAGNOSIS)["NCT01587703"].verdict is UNDECIDED


def test_a_group_of_a_scheme_may_be_asked_for() -> None:
    document = KNOWLEDGE.trials["NCT00904241"].model_dump(mode="json", by_alias=True)
    criterion = document["criteria"][0] | {"when": {"facts": {"cog_v2": ["high"]}}}
    changed = Trial.from_document(document | {"criteria": [criterion]})
    knowledge = replace(KNOWLEDGE, trials={changed.id: changed})
    high = options(NORMAL, knowledge=knowledge, age=600, inrgss="M")[changed.id]
    assert high.verdict is MATCHED
    assert "group is high" in high.met[0].because
    young = options(NORMAL, knowledge=knowledge, age=400, inrgss="M")[changed.id]
    assert (young.verdict, "INPC histology" in young.asks) == (UNDECIDED, True)


def test_a_drug_without_a_file_leaves_the_trials_and_their_arms() -> None:
    drugs = {key: drug for key, drug in KNOWLEDGE.drugs.items() if key != "lorlatinib"}
    knowledge = replace(KNOWLEDGE, drugs=drugs)
    found = options(knowledge=knowledge)
    assert [arm.agents for arm in found["NCT03126916"].arms] == [("131I-MIBG",)]
    bare = replace(KNOWLEDGE, drugs={})
    assert "NCT03126916" not in options(knowledge=bare)
    assert "NCT02813135" in options(knowledge=bare)


@given(
    age=st.one_of(st.none(), st.integers(0, 12000)),
    stage=st.one_of(st.none(), st.sampled_from(["L1", "L2", "M", "MS"])),
    mycn=st.sampled_from([AMPLIFIED, NORMAL]),
    when=st.sampled_from([TimePoint.DIAGNOSIS, TimePoint.RELAPSE]),
)
def test_one_fact_less_never_turns_one_firm_verdict_into_the_other(
    age: int | None, stage: str | None, mycn: Call, when: TimePoint
) -> None:
    assume(stage != "MS" or age is None or age < 547)
    full = options(mycn, DRIVEN, when=when, age=age, inrgss=stage)
    for less in (
        options(mycn, DRIVEN, when=when, inrgss=stage),
        options(mycn, DRIVEN, when=when, age=age),
        options(DRIVEN, when=when, age=age, inrgss=stage),
    ):
        for trial, option in less.items():
            assert option.verdict in (full[trial].verdict, UNDECIDED)
