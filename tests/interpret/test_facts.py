from __future__ import annotations

from crestome.interpret.facts import boundaries, read_facts
from crestome.knowledge.load import load_knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.clinical import Clinical
from crestome.model.patient import Sample, TimePoint

KNOWLEDGE = load_knowledge()


def calls(*made: Call) -> Calls:
    found = Calls()
    for item in made:
        found = found.having(item)
    return found


def test_a_number_that_is_not_stated_may_lie_in_any_stretch_between_boundaries() -> None:
    assert boundaries("age", KNOWLEDGE) == (0, 365, 366, 547, 548, 1826, 8036, 11323)
    facts = read_facts(Clinical(), Sample(id="T1"), Calls(), KNOWLEDGE)
    assert facts.possible["age"] == {0, 365, 366, 547, 548, 1826, 8036, 11323}


def test_a_fact_that_nothing_speaks_of_may_be_anything() -> None:
    facts = read_facts(Clinical(), Sample(id="T1"), Calls(), KNOWLEDGE)
    assert facts.possible["mycn"] == {"amplified", "not_amplified"}
    assert facts.possible["symptomatic"] == {"yes", "no"}


def test_yes_and_no_are_words_and_a_time_that_is_no_course_says_nothing() -> None:
    clinical = Clinical(symptomatic=False)
    sample = Sample(id="T1", time_point=TimePoint.POST_TKI)
    facts = read_facts(clinical, sample, Calls(), KNOWLEDGE)
    assert facts.possible["symptomatic"] == {"no"}
    assert len(facts.possible["course"]) == len(KNOWLEDGE.facts["course"].values)


def test_an_open_call_names_its_assays() -> None:
    mycn = Call(
        mechanism="mycn",
        state=CallState.NOT_ASSESSED,
        label="not_assessed",
        reason="invented",
        missing=("mycn_fish",),
    )
    facts = read_facts(Clinical(), Sample(id="T1"), calls(mycn), KNOWLEDGE)
    assert facts.missing["mycn"] == ("mycn_fish",)
    assert facts.missing["aberration_11q"] == ()


def test_a_value_that_some_conditions_rule_out_leaves_the_others() -> None:
    alk = Call(mechanism="alk", state=CallState.PRESENT, label="mutated", reason="invented")
    facts = read_facts(Clinical(), Sample(id="T1"), calls(alk), KNOWLEDGE)
    assert "amplified" not in facts.possible["alk"] or len(facts.possible["alk"]) > 1
