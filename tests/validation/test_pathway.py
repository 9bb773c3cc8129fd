from __future__ import annotations

from pathlib import Path

import pytest
from pathway import looked_up, sets_of, works

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.experiment import Experiment, Relation, Side
from crestome.simulate.vocabulary import vocabulary_of

KNOWLEDGE = load_knowledge()
WORDS = vocabulary_of(load_pathway(KNOWLEDGE), KNOWLEDGE.drugs)
TREATED = Side(alterations=("ALK:F1174L",), drugs=("crizotinib",))
UNTREATED = Side(alterations=("ALK:F1174L",))


def experiment(relation: Relation, a: Side, b: Side | None, readout: str) -> Experiment:
    return Experiment(id="X", title="", readout=readout, a=a, b=b, relation=relation, margin=0.1)


def test_the_lookup_lets_every_drug_of_a_gene_work() -> None:
    assert works(TREATED, WORDS)
    assert not works(UNTREATED, WORDS)
    assert not works(Side(alterations=("NRAS:Q61K",), drugs=("crizotinib",)), WORDS)


@pytest.mark.parametrize(
    ("relation", "b", "readout", "holds"),
    [
        (Relation.LOWER, UNTREATED, "proliferation", True),
        (Relation.HIGHER, UNTREATED, "proliferation", False),
        (Relation.HIGHER, UNTREATED, "apoptosis", True),
        (Relation.LOWER, UNTREATED, "apoptosis", False),
        (Relation.ALIKE, UNTREATED, "apoptosis", False),
        (Relation.LOW, None, "proliferation", True),
        (Relation.HIGH, None, "proliferation", False),
        (Relation.HIGHER, Side(drugs=("best_single",)), "apoptosis", False),
    ],
)
def test_the_lookup_answers_a_relation(
    relation: Relation, b: Side | None, readout: str, *, holds: bool
) -> None:
    assert looked_up(experiment(relation, TREATED, b, readout), WORDS) is holds


def test_without_given_behaviours_the_shipped_ones_are_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [item.name for item in sets_of(tmp_path, WORDS)]
    assert names == ["held back", "held back, more", "shipped"]
    assert "given: not run" in capsys.readouterr().out
