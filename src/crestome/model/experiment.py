"""A behaviour that a pathway model must reproduce: conditions, a read-out, how they relate."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from crestome.model.record import Record

BEST_SINGLE = "best_single"
"""Keyword among the drugs of ``b``: the best single agent of ``a`` on the tumour of ``b``."""


class Relation(StrEnum):
    """How the read-out of one condition relates to that of another, or to its limits."""

    LOWER = "a<b"
    HIGHER = "a>b"
    ALIKE = "a~b"
    LOW = "a low"
    HIGH = "a high"


class Side(Record):
    """One condition of an experiment.

    Attributes:
        alterations: Of the tumour; everything not listed is wild type.
        drugs: Given together.
        context: Inputs that are the same in all cells; the others are averaged.
    """

    alterations: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    context: dict[str, bool] = Field(default_factory=dict)


class Experiment(Record):
    """One behaviour.

    Attributes:
        id: Identifier.
        title: In words.
        readout: What is read.
        a: The condition it is about.
        b: The condition it is compared with; None for ``a low`` and ``a high``.
        relation: See `Relation`.
        margin: The smallest difference that counts.
        source: Where the behaviour is stated, in words.
        sources: Keys into ``references.yaml``, where the file gives them.
        known_failure: Why the model is known not to show it; "" where it should.
    """

    id: str
    title: str
    readout: str
    a: Side
    b: Side | None = None
    relation: Relation
    margin: float = Field(ge=0.0, le=1.0)
    source: str = ""
    sources: tuple[str, ...] = ()
    known_failure: str = ""


class ExperimentResult(Record):
    """What the model made of an experiment.

    Attributes:
        experiment: Its identifier.
        passed: Whether the relation holds.
        a: Read-out of ``a``; None where a condition did not settle.
        b: Read-out of ``b``, or of the best single agent; None without ``b``.
    """

    experiment: str
    passed: bool
    a: float | None
    b: float | None = None
