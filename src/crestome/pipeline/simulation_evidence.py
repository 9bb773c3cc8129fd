"""What the assessment says of each drug, beside what the pathway model says of its class.

A tier of the model is a hypothesis; a reader who sees it must see the verdict and the evidence
level of the same tumour in the same line.
"""

from __future__ import annotations

from crestome.knowledge.load import Knowledge
from crestome.knowledge.pathway import Pathway
from crestome.model.assessment import Assessment
from crestome.model.simulation import DrugEvidence, Simulation, TreatmentOutcome


def add_evidence(
    simulation: Simulation, assessment: Assessment, pathway: Pathway, knowledge: Knowledge
) -> Simulation:
    """The simulation with verdict and ESCAT tier of every drug of every treatment."""
    options = {option.drug: option for option in assessment.therapies}

    def of_drug(drug: str, *, tool: bool) -> DrugEvidence:
        option = options.get(drug)
        name = knowledge.drugs[drug].name
        if option is None:
            return DrugEvidence(drug=name, tool=tool)
        return DrugEvidence(drug=name, verdict=option.verdict.value, escat=option.escat, tool=tool)

    by_class = {
        key: tuple(of_drug(drug, tool=drug in treatment.tools) for drug in treatment.drugs)
        for key, treatment in pathway.treatments.items()
    }

    def told(outcome: TreatmentOutcome) -> TreatmentOutcome:
        evidence = tuple(by_class[key] for key in outcome.treatments)
        return outcome.model_copy(update={"evidence": evidence})

    return simulation.model_copy(
        update={
            "single": tuple(told(item) for item in simulation.single),
            "pairs": tuple(told(item) for item in simulation.pairs),
            "asked": None if simulation.asked is None else told(simulation.asked),
        }
    )
