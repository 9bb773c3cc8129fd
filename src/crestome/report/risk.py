"""Arranges risk groups, status and published outcomes, scheme beside scheme and none averaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.model.assessment import Assessment
from crestome.model.risk import UNDECIDED, PrognosticFigure, RiskNote, RiskResult
from crestome.report.citation import Sourced
from crestome.report.words import NOT_STATED, humanise

_DISAGREE: Final = "The schemes disagree: both groups are shown, and neither is averaged."


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One scheme.

    Attributes:
        title: Its name.
        label: The group in words.
        code: What the scheme prints for the row; "" where it prints nothing.
        firm: Whether no missing fact could change the group.
        reachable: The groups within reach where it is not firm.
        reason: Why.
        sources: Keys behind the reason.
        decided_by: Facts that would decide.
        needs_review: Whether a person should look.
        notes: Sentences that must stand beside it.
    """

    title: str
    label: str
    code: str
    firm: bool
    reachable: tuple[str, ...]
    reason: str
    sources: tuple[str, ...]
    decided_by: tuple[str, ...]
    needs_review: bool
    notes: tuple[Sourced, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One published outcome."""

    population: str
    n: str
    endpoint: str
    outcome: Sourced
    needs_review: bool


@dataclass(frozen=True, slots=True)
class RiskView:
    """The section on risk.

    Attributes:
        sample: The sample whose calls were read.
        disagreement: The sentence that schemes disagree; "" where they do not, or it is open.
        notes: Sentences that hold for all schemes.
        rows: The schemes, then the status.
        figures: Published outcomes.
    """

    sample: str
    disagreement: str
    notes: tuple[Sourced, ...]
    rows: tuple[SchemeRow, ...]
    figures: tuple[FigureRow, ...]


def view_risk(assessment: Assessment) -> RiskView:
    """The section of one case.

    Raises:
        KnowledgeError: If a sentence has no source.
    """
    risk = assessment.risk
    status = () if risk.status is None else (risk.status,)
    return RiskView(
        sample=risk.sample,
        disagreement=_DISAGREE if risk.systems_disagree else "",
        notes=_notes(risk.notes),
        rows=tuple(_row(result) for result in (*risk.schemes.values(), *status)),
        figures=tuple(_figure(figure) for figure in risk.prognosis),
    )


def _row(result: RiskResult) -> SchemeRow:
    reason = Sourced(result.reason, result.sources)
    firm = result.label != UNDECIDED
    return SchemeRow(
        title=result.title,
        label=humanise(result.label),
        code=result.code,
        firm=firm,
        reachable=() if firm else tuple(humanise(group) for group in result.reachable),
        reason=reason.text,
        sources=reason.sources,
        decided_by=result.asks or tuple(humanise(name) for name in result.decided_by),
        needs_review=result.needs_review,
        notes=_notes(result.notes),
    )


def _notes(notes: tuple[RiskNote, ...]) -> tuple[Sourced, ...]:
    return tuple(Sourced(note.text, note.sources) for note in notes)


def _figure(figure: PrognosticFigure) -> FigureRow:
    return FigureRow(
        population=figure.population,
        n=NOT_STATED if figure.n is None else f"{figure.n:,}",
        endpoint=figure.endpoint,
        outcome=Sourced(figure.statement, figure.sources),
        needs_review=figure.needs_review,
    )
