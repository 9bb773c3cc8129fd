"""A worked case: the evidence of one tumour, and what the calls on it are expected to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from pydantic import Field

from crestome.model.evidence import CaseEvidence
from crestome.model.record import Record

Expectation: TypeAlias = bool | str | tuple[str, ...]


class Confidence(StrEnum):
    """How sure the authors of a worked case are of an expected item."""

    HIGH = "high"
    """Passes or fails."""
    MEDIUM = "medium"
    """Should hold."""
    LOW = "low"
    """For information."""


class ExpectedItem(Record):
    """One expected answer.

    Attributes:
        key: What is asked (``mycn``, ``sca_typical``, ``risk.inrg``, ``therapy.matched`` …).
        call: The expected label, yes or no, or list; None where only other keys are expected.
        exclude: For a list, what it must not hold.
        confidence: See `Confidence`.
        graded: False where the item is information only.
        accept: Labels that also pass.
        must_not: Labels that fail.
        details: Other expected facts of the same call.
    """

    key: str
    call: Expectation | None = None
    exclude: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH
    graded: bool = True
    accept: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    details: dict[str, Expectation] = Field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WorkedCase:
    """One tumour with its expected answers.

    Attributes:
        id: Identifier.
        title: For people.
        evidence: What was measured.
        expected: Expected answers, in the order of the file.
    """

    id: str
    title: str
    evidence: CaseEvidence
    expected: tuple[ExpectedItem, ...]
