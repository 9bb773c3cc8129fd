from __future__ import annotations

import pytest

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.simulate.vocabulary import vocabulary_of

KNOWLEDGE = load_knowledge()
SEE = "`crestome explain pathway` lists what it knows"
LIKE = "of its class it has ceritinib, alectinib, ensartinib"
WORDS = vocabulary_of(load_pathway(KNOWLEDGE), KNOWLEDGE.drugs)


@pytest.mark.parametrize("name", ["idasanutlin", "RG7388", "rg7388", "Nutlin-3", "MDM2 antagonist"])
def test_a_drug_is_known_by_its_curated_names_and_its_class(name: str) -> None:
    assert list(WORDS.faults_of_drugs([name])) == []
    assert WORDS.treatment_inputs([name]) == {"D_MDM2"}


def test_a_drug_with_two_targets_switches_both() -> None:
    assert WORDS.treatment_inputs(["CUDC-907"]) == {"D_HDAC", "D_PI3K"}


def test_a_name_that_the_model_does_not_have_is_refused_in_words_that_are_true() -> None:
    names = ["lorlatinb", "aspirin", "", "brigatinib", "Olaparib", "lorlatinib + trametinib"]
    assert list(WORDS.faults_of_drugs(names)) == [
        "the model has no lorlatinb; did you mean lorlatinib?",
        "the model has no aspirin; `crestome explain pathway` lists what it knows",
        "an empty name; `crestome explain pathway` lists what it knows",
        f"the model has no brigatinib (ALK inhibitor, second generation); {LIKE}",
        f"the model has no olaparib (PARP inhibitor); {SEE}",
        "lorlatinib + trametinib names 2 drugs; give each by its own --drug or entry",
    ]


def test_one_drug_twice_and_two_of_one_class_are_refused() -> None:
    assert list(
        WORDS.faults_of_drugs(["lorlatinib", "Lorlatinib", "trametinib", "binimetinib"])
    ) == [
        "Lorlatinib is given twice; give each drug once",
        "trametinib and binimetinib are one in the model (MEK inhibitor); give one of them",
    ]


def test_alterations_are_known_by_every_name() -> None:
    assert WORDS.alteration_inputs(["ALK:F1245C", "mycn:AMP"]) == {"A_ALK_F1174", "A_MYCN_amp"}


def test_unknown_repeated_and_contradictory_alterations_are_refused() -> None:
    names = ["TERT:rear", "ALT:positive", "TERT:rearr", "TERT:rearr"]
    assert list(WORDS.faults_of_alterations(names)) == [
        "TERT:rear is no alteration of the model; did you mean TERT:rearr?",
        "TERT:rearr is stated twice; state each alteration once",
        "ALT:positive and TERT:rearr contradict each other; state one of them",
    ]


def test_an_unknown_context_is_refused() -> None:
    assert list(WORDS.faults_of_contexts(["nich", "niche"])) == [
        "nich is no context; did you mean niche?"
    ]


def test_two_alterations_of_one_input_are_refused() -> None:
    assert list(WORDS.faults_of_alterations(["ALK:F1174L", "ALK:F1245C"])) == [
        "ALK:F1174L and ALK:F1245C are one input of the model; state one of them"
    ]
