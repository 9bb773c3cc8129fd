from __future__ import annotations

import pytest

from crestome import assess_case, example_case
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.simulation import Range, Simulation, TreatmentOutcome
from crestome.pipeline.simulation_evidence import add_evidence


@pytest.fixture(scope="module")
def told() -> Simulation:
    knowledge = load_knowledge()
    outcome = TreatmentOutcome(
        treatments=("ALK3", "IGF1R"), title="", drugs=(), readouts={}, score=Range(low=0, high=0)
    )
    simulation = Simulation(
        model="",
        status="",
        semantics="",
        start="",
        strength=1.0,
        patient="",
        sample="",
        inputs=(),
        outside=(),
        settings=1,
        untreated={},
        single=(outcome,),
        asked=outcome,
    )
    assessment = assess_case(example_case())
    kept = tuple(item for item in assessment.therapies if item.drug != "ceritinib")
    assessment = assessment.model_copy(update={"therapies": kept})
    other = outcome.model_copy(update={"treatments": ("ALK2",)})
    simulation = simulation.model_copy(update={"pairs": (other,)})
    return add_evidence(simulation, assessment, load_pathway(knowledge), knowledge)


def test_every_drug_has_the_verdict_of_the_assessment(told: Simulation) -> None:
    (lorlatinib,), unnamed = told.single[0].evidence
    assert (lorlatinib.drug, lorlatinib.verdict) == ("lorlatinib", "downgraded")
    assert unnamed == ()
    assert told.asked is not None
    assert told.asked.evidence == told.single[0].evidence


def test_a_drug_without_a_verdict_says_none(told: Simulation) -> None:
    (drugs,) = told.pairs[0].evidence
    ceritinib = next(drug for drug in drugs if drug.drug == "ceritinib")
    assert (ceritinib.drug, ceritinib.verdict, ceritinib.escat) == ("ceritinib", "", "")
    assert not ceritinib.tool
