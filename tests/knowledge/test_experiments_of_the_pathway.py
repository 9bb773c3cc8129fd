"""The shipped behaviours: every source resolves, every statement has one."""

from __future__ import annotations

from crestome.knowledge.load import load_knowledge, shipped_root
from crestome.read.pathway_experiments import read_pathway_experiments

EXPERIMENTS = read_pathway_experiments(shipped_root() / "experiments" / "neuroblastoma.yaml")


def test_every_source_of_an_experiment_resolves() -> None:
    references = load_knowledge().references
    for experiment in EXPERIMENTS:
        assert experiment.sources, experiment.id
        assert set(experiment.sources) <= set(references), experiment.id


def test_titles_are_unique_so_that_no_behaviour_stands_twice() -> None:
    assert len({experiment.title for experiment in EXPERIMENTS}) == len(EXPERIMENTS)
