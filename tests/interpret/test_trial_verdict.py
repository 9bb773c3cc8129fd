from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.call import MECHANISMS
from crestome.interpret.decision_table import FactValue, narrow
from crestome.interpret.facts import fact_limits, read_facts
from crestome.interpret.risk import classify_risk
from crestome.interpret.trial import match_trials
from crestome.interpret.trial_verdict import decide_trial, index_trial
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.trial import Trial
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Call, Calls
from crestome.model.clinical import Clinical
from crestome.model.patient import Sample, TimePoint
from crestome.model.risk import UNDECIDED
from crestome.model.trial import TrialVerdict

KNOWLEDGE = load_knowledge()
CALLS = {
    mechanism.name: [
        Call(mechanism=mechanism.name, state=state, label=label, reason="invented")
        for state, labels in mechanism.labels.items()
        for label in labels
    ]
    for mechanism in MECHANISMS
}
CASES = st.fixed_dictionaries({name: st.sampled_from(calls) for name, calls in CALLS.items()})
STATED = st.fixed_dictionaries(
    {},
    optional={
        "age_at_diagnosis_days": st.sampled_from([100, 400, 600, 3000]),
        "inrgss": st.sampled_from(["L1", "L2", "M", "MS"]),
        "course": st.sampled_from(["refractory", "relapsed", "progressive"]),
        "inpc": st.sampled_from(["FH", "UH"]),
    },
)


def possible_of(clinical: Clinical, sample: SampleAssessment) -> Mapping[str, frozenset[FactValue]]:
    facts = read_facts(clinical, sample.sample, sample.calls, KNOWLEDGE)
    risk = classify_risk(clinical, (sample,), KNOWLEDGE)
    groups = {
        key: frozenset((*result.reachable, *(("",) if result.label == UNDECIDED else ())))
        for key, result in risk.schemes.items()
    }
    return {**narrow(facts.possible, fact_limits(KNOWLEDGE)), **groups}


@settings(max_examples=60, deadline=None)
@given(CASES, STATED, st.sampled_from(list(TimePoint)))
def test_the_verdict_is_that_of_the_full_reading(
    calls: dict[str, Call], stated: dict[str, object], when: TimePoint
) -> None:
    clinical = Clinical.from_document(stated)
    sample = SampleAssessment(sample=Sample(id="T1", time_point=when), calls=Calls(calls))
    possible = possible_of(clinical, sample)
    risk = classify_risk(clinical, (sample,), KNOWLEDGE)
    for option in match_trials(clinical, (sample,), risk, KNOWLEDGE):
        trial = KNOWLEDGE.trials[option.trial]
        assert decide_trial(trial, sample.calls, possible) is option.verdict, option.trial


def trial(when: dict[str, object], mark: str = "L") -> Trial:
    criterion = {"id": "c", "text": "t", "when": when, "mark": mark, "sources": ["chen-2025"]}
    document = next(iter(KNOWLEDGE.trials.values())).model_dump(mode="json", by_alias=True)
    return Trial.from_document(document | {"criteria": [criterion], "arms": []})


AGE = {"facts": {"age": {"below": 500}}}
STAGE = {"facts": {"inrgss": ["M"]}}


@pytest.mark.parametrize(
    ("when", "verdict"),
    [
        (AGE, TrialVerdict.MATCHED),
        (STAGE, TrialVerdict.UNDECIDED),
        ({"not": AGE}, TrialVerdict.NOT_MATCHED),
        ({"all": [AGE, STAGE]}, TrialVerdict.UNDECIDED),
        ({"any": [AGE, STAGE]}, TrialVerdict.MATCHED),
        ({"any": [{"not": AGE}, STAGE]}, TrialVerdict.UNDECIDED),
        ({"mechanism": "mycn", "label": ["amplified"]}, TrialVerdict.UNDECIDED),
    ],
)
def test_a_tree_is_read_in_three_values(when: dict[str, object], verdict: TrialVerdict) -> None:
    possible: dict[str, frozenset[FactValue]] = {
        "age": frozenset({100}),
        "inrgss": frozenset({"M", "L2"}),
    }
    assert decide_trial(trial(when), Calls(), possible) is verdict
    assert decide_trial(trial(when, mark="C"), Calls(), possible) is TrialVerdict.UNDECIDED


def test_what_a_trial_reads_is_indexed() -> None:
    read = index_trial(trial({"all": [{"not": AGE}, {"any": [STAGE, {"mechanism": "alk"}]}]}))
    assert read.mechanisms == {"alk"}
    assert read.facts == {"age", "inrgss"}
