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
    """A line for the terminal.

    Attributes:
        text: The line.
        failed: Experiments so far that failed and were not known to, or passed and were.
    """

    text: str
    failed: int


def grade_experiments(
    path: Path, *, knowledge_root: Path | None = None
) -> Iterator[ExperimentLine]:
    """Run every experiment; the last line is ``N passed, M failed``.

    What the file calls a known failure counts among those that failed; only a surprise, a failure
    that is not known or one that is known and passes, counts in ``failed``.

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
    surprises = 0
    for experiment, result in zip(experiments, results, strict=True):
        surprises += result.passed is bool(experiment.known_failure)
        yield ExperimentLine(printable(_line(experiment, result)), surprises)
    failed = sum(not result.passed for result in results)
    known = sum(bool(experiment.known_failure) for experiment in experiments)
    told = f" ({known} known to fail)" if known else ""
    yield ExperimentLine(f"{len(results) - failed} passed, {failed} failed{told}", surprises)


def _line(experiment: Experiment, result: ExperimentResult) -> str:
    word = "pass" if result.passed else "FAIL"
    if experiment.known_failure:
        told = f", known: {experiment.known_failure}"
        word += told if word == "FAIL" else f"{told}, and yet it passes: take known_failure away"
    found = f"a = {_share(result.a)}"
    if experiment.b is not None:
        found += f", b = {_share(result.b)}"
    return (
        f"{experiment.id} {experiment.readout}: {word}: {found}; wanted {experiment.relation} "
        f"by {experiment.margin:g} ({experiment.title})"
    )


def _share(value: float | None) -> str:
    return "not settled" if value is None else f"{value:.3f}"
