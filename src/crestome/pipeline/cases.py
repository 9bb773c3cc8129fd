"""``cases``: worked cases → assessed → graded against their expected answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crestome.call import MECHANISMS
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Rules
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Calls
from crestome.model.worked_case import Confidence, ExpectedItem, WorkedCase
from crestome.pipeline.grading import (
    Grade,
    grade_call,
    grade_risk,
    grade_therapy,
    grade_trial,
    trial_named_by,
)
from crestome.pipeline.interpretation import interpret
from crestome.pipeline.knowledge import rules_of
from crestome.pipeline.supposition import Suppositions
from crestome.read.worked_case import read_worked_cases
from crestome.report.printable import printable


@dataclass(frozen=True, slots=True)
class GradedLine:
    """A line for the terminal, and how many cases failed so far."""

    text: str
    failed: int


def grade_file(
    path: Path, *, medium: bool = False, knowledge_root: Path | None = None
) -> Iterator[GradedLine]:
    """Assess and grade every case; the last line is ``N passed, M failed``.

    Args:
        path: The YAML file.
        medium: Whether items of medium confidence decide too.
        knowledge_root: Another folder of curated data, whole or laid over the shipped one.

    Raises:
        InputError: If the file cannot be read; before the first line.
    """
    knowledge = load_knowledge(knowledge_root)
    rules = rules_of(knowledge)
    deciding = {Confidence.HIGH, Confidence.MEDIUM} if medium else {Confidence.HIGH}
    passed = failed = 0
    for case in read_worked_cases(path, knowledge):
        grades = [(item, grade) for item, grade in _grades(case, knowledge, rules)]
        bad = any(
            grade.passed is False and item.graded and item.confidence in deciding
            for item, grade in grades
        )
        failed += bad
        passed += not bad
        for item, grade in grades:
            yield GradedLine(_line(case, item, grade, deciding), failed)
    yield GradedLine(f"{passed} passed, {failed} failed", failed)


def _grades(
    case: WorkedCase, knowledge: Knowledge, rules: dict[str, Rules]
) -> Iterator[tuple[ExpectedItem, Grade]]:
    calls = Calls()
    for mechanism in MECHANISMS:
        calls = calls.having(mechanism.answer(case.evidence, calls, rules[mechanism.name]))
    sample = SampleAssessment(sample=case.evidence.sample, calls=calls)
    suppose = Suppositions((case.evidence,), rules)
    meaning = interpret(case.evidence.clinical, (sample,), knowledge, suppose)
    for item in case.expected:
        if item.key.startswith("therapy."):
            yield item, grade_therapy(item, meaning.therapies, knowledge.drugs)
        elif item.key.startswith("risk."):
            yield item, grade_risk(item, meaning.risk)
        elif trial_named_by(item.key):
            yield item, grade_trial(item, meaning.trials, knowledge.trials)
        else:
            yield item, grade_call(item, calls)


def _line(case: WorkedCase, item: ExpectedItem, grade: Grade, deciding: set[Confidence]) -> str:
    if grade.passed is None:
        word = "ungraded"
    elif not item.graded or item.confidence not in deciding:
        word = "as expected (not graded)" if grade.passed else "differs (not graded)"
    else:
        word = "pass" if grade.passed else "FAIL"
    return printable(f"{case.id} {item.key}: {word}: {grade.why}")
