"""``experiments``: behaviours of the pathway model in YAML → which of them it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.model.experiment import Experiment, ExperimentResult
from crestome.read.pathway_experiments import read_experiment_file
from crestome.report.printable import printable
from crestome.simulate.experiment import faults_of_names, plan_experiments
from crestome.simulate.settling import load_settling_pathway
from crestome.simulate.vocabulary import vocabulary_of


@dataclass(frozen=True, slots=True)
class ExperimentLine:
    """A line for the terminal, and how many experiments failed so far."""

    text: str
    failed: int


def grade_experiments(
    path: Path, *, knowledge_root: Path | None = None
) -> Iterator[ExperimentLine]:
    """Run every experiment; the last line is ``N passed, M failed``.

    Raises:
        InputError: If the file cannot be read, or names what the model does not know.
        KnowledgeError: If the curated pathway cannot be run.
    """
    knowledge = load_knowledge(knowledge_root)
    pathway, compiled = load_settling_pathway(knowledge)
    vocabulary = vocabulary_of(pathway, knowledge.drugs)
    file = read_experiment_file(path)
    faults = list(file.faults)
    for item in file.placed:
        faults += (f"{item.where}: {x}" for x in faults_of_names(item.experiment, vocabulary))
    if faults:
        raise InputError(*faults)
    experiments = [item.experiment for item in file.placed]
    results = plan_experiments(experiments, vocabulary).judge(compiled)
    failed = 0
    for experiment, result in zip(experiments, results, strict=True):
        failed += not result.passed
        yield ExperimentLine(printable(_line(experiment, result)), failed)
    yield ExperimentLine(f"{len(results) - failed} passed, {failed} failed", failed)


def _line(experiment: Experiment, result: ExperimentResult) -> str:
    word = "pass" if result.passed else "FAIL"
    found = f"a = {_share(result.a)}"
    if experiment.b is not None:
        found += f", b = {_share(result.b)}"
    return (
        f"{experiment.id} {experiment.readout}: {word}: {found}; wanted {experiment.relation} "
        f"by {experiment.margin:g} ({experiment.title})"
    )


def _share(value: float | None) -> str:
    return "not settled" if value is None else f"{value:.3f}"
