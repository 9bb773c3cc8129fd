from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.simulation import ModelInput, ModelStart, Reasons, Switch
from crestome.numerics.boolean_network import FULL
from crestome.simulate.compiled_pathway import alternative, compile_pathway
from crestome.simulate.explain import Question, explain
from crestome.simulate.mutation import single_mutations
from crestome.simulate.personalise import Tumour
from crestome.simulate.treatment import FRESH, prepare, prepare_from

PATHWAY = load_pathway(load_knowledge())
COMPILED = compile_pathway(PATHWAY)


def tumour(*names: str, unknown: str = "") -> Tumour:
    inputs = tuple(
        ModelInput(alteration=name, title=name, switch=Switch.ON, because="") for name in names
    )
    settings = [frozenset(names)]
    if unknown:
        settings.append(frozenset({*names, unknown}))
    return Tumour(inputs, (), tuple(settings))


def reasons(who: Tumour, *treatments: str) -> Reasons:
    return explain(PATHWAY, COMPILED, Question(who, treatments, FRESH, 0.1))


@pytest.fixture(scope="module")
def failing() -> Reasons:
    return reasons(tumour("ALK:F1174L", "NRAS:Q61K"), "ALK3")


def test_the_alteration_that_makes_a_drug_fail_is_the_smallest_removal(failing: Reasons) -> None:
    assert [item.what for item in failing.removals] == [("NRAS:Q61K",)]
    assert failing.removals[0].change >= 0.1


def test_what_would_overcome_it_is_added_best_first(failing: Reasons) -> None:
    changes = [item.change for item in failing.additions]
    assert changes == sorted(changes, reverse=True)
    assert ("MEK inhibitor",) in [item.what for item in failing.additions]


def test_the_way_of_the_effect_stops_at_what_something_else_keeps_on(failing: Reasons) -> None:
    steps = {step.node: step for step in failing.path}
    assert steps["ALK"].treated.high < steps["ALK"].untreated.low
    assert not steps["ALK"].idle
    assert "NRAS, KRAS or HRAS activated" in steps["RAS"].kept_by
    assert "ERK" not in steps


def test_the_conclusion_is_tried_under_every_change_of_a_rule(failing: Reasons) -> None:
    assert failing.mutations > 600
    assert failing.robustness is not None
    assert 0.5 < failing.robustness <= 1.0


def test_all_changed_models_at_once_say_what_each_says_alone(failing: Reasons) -> None:
    who = tumour("ALK:F1174L", "NRAS:Q61K")
    kept = 0
    mutations = list(single_mutations(PATHWAY))[::29]
    for mutation in mutations:
        changed = COMPILED.with_rules({mutation.node: mutation.expression})
        bench = prepare(PATHWAY, changed, who, FRESH)
        kept += bool(bench.scores(bench.settle([("ALK3",)])[0])[0] < 0.1)
    family = COMPILED.with_alternatives([(x.node, x.expression) for x in mutations])
    fresh = family.blank([{"A_ALK_F1174", "A_RAS_mut"}] * len(mutations))
    for place in range(len(mutations)):
        fresh[family.rows[alternative(place)], place] = FULL
    together = prepare_from(PATHWAY, family, fresh, FRESH)
    scores = together.scores(together.settle([("ALK3",)])[0])
    assert int((scores < 0.1).sum()) == kept
    assert failing.robustness is not None


def test_two_alterations_are_taken_away_where_one_is_not_enough() -> None:
    found = reasons(tumour("ALK:F1174L", "NRAS:Q61K", "BRAF:V600E"), "ALK3").removals
    assert {frozenset(item.what) for item in found} == {frozenset({"NRAS:Q61K", "BRAF:V600E"})}


def test_an_allele_that_resists_is_named_by_its_counterfactual() -> None:
    found = reasons(tumour("ALK:F1174L"), "ALK1").removals
    assert [(item.kind, item.what) for item in found] == [("instead", ("ALK:F1174L", "ALK:R1275Q"))]


def test_a_beginning_that_resists_is_named_by_its_counterfactual() -> None:
    start = ModelStart(title="mesenchymal", otherwise="", switch=Switch.ON, because="")
    who = replace(tumour("ALK:F1174L"), begins=((("MES", True), ("ADRN", False)),), starts=(start,))
    found = reasons(who, "ALK3").removals
    assert ("began", ("mesenchymal",)) in [(item.kind, item.what) for item in found]


def test_what_counts_in_some_settings_alone_says_in_how_many() -> None:
    found = reasons(tumour("ALK:F1174L", "NRAS:Q61K", unknown="BRAF:V600E"), "ALK3").removals
    assert [(item.what, item.settings) for item in found] == [(("NRAS:Q61K",), 1)]
    assert found[0].change < 0.1 <= found[0].most


def test_what_is_unknown_is_a_possible_keeper_and_no_more() -> None:
    steps = {
        step.node: step
        for step in reasons(tumour("ALK:F1174L", "NRAS:Q61K", unknown="CCND1:amp"), "ALK3").path
    }
    kept = steps["RAS"].kept_by
    assert "NRAS, KRAS or HRAS activated" in kept
    words = {word for step in steps.values() for word in step.kept_by}
    assert "CCND1, CDK4 or CDK6 amplified" not in words
    path = reasons(tumour("ALK:F1174L", unknown="NRAS:Q61K"), "ALK1").path
    assert not any("NRAS, KRAS or HRAS activated" in step.kept_by for step in path)


def test_a_target_that_is_off_is_no_resistance() -> None:
    (step,) = reasons(tumour("NRAS:Q61K"), "ALK3").path[:1]
    assert (step.node, step.idle, step.kept_by) == ("ALK", True, ())


def test_assumptions_and_disputes_on_the_way_are_named(failing: Reasons) -> None:
    path = reasons(tumour("MYCN:amp", "NRAS:Q61K"), "MEK").path
    disputed = [text for step in path for text in step.disputed]
    assert any("E-47" in text for text in disputed)
    assert not any(step.assumed for step in failing.path if step.kept_by)


def test_a_drug_without_a_cause_of_failure_has_no_removal() -> None:
    found = reasons(tumour("MYCN:amp", unknown="TP53:lof"), "RA")
    assert found.removals == ()
    assert found.additions


def test_what_decides_the_ends_of_a_range_is_the_least_that_must_be_supposed() -> None:
    found = reasons(tumour("MYCN:amp", unknown="TP53:lof"), "MDM2")
    assert found.lowest == ("TP53:lof",)
    assert found.highest == ()
    assert reasons(tumour("MYCN:amp"), "MDM2").lowest == ()
