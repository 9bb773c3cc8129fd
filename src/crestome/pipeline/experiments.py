"""``experiments``: behaviours of the pathway model in YAML → which of them it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.experiment import Experiment, ExperimentResult
from crestome.read.pathway_experiments import read_pathway_experiments
from crestome.report.printable import printable
from crestome.simulate.compiled_pathway import compile_pathway
from crestome.simulate.experiment import plan_experiments
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
    pathway = load_pathway(knowledge)
    experiments = read_pathway_experiments(path)
    plan = plan_experiments(experiments, vocabulary_of(pathway, knowledge.drugs), path.name)
    results = plan.judge(compile_pathway(pathway))
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
