"""The copy level of one gene, from whatever measured it: FISH, segments, gene lists, events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crestome.knowledge.schema import Rules
from crestome.model.call import Finding, Quantity
from crestome.model.evidence import CaseEvidence


class CopyLevel(StrEnum):
    """How many copies of a gene there are, against the tumour's own baseline."""

    AMPLIFIED = "amplified"
    GAIN = "gain"
    NORMAL = "normal"
    LOSS = "loss"
    HOMDEL = "homdel"
    INDETERMINATE = "indeterminate"
    """Measured, between the cut-offs or too noisy."""
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, kw_only=True)
class GeneLevel:
    """The copy level of one gene, and why.

    Attributes:
        gene: Current HGNC symbol.
        level: See `CopyLevel`.
        basis: What decided: ``fish``, ``segments``, ``gene list``, ``reported event``; "" if nothing.
        reason: In words, with the number and the cut-off.
        focal: Whether the amplicon or deletion is focal; None where that cannot be seen.
        breakpoint_inside: Whether a segment ends inside the gene; None where that cannot be seen.
        needs_review: Between cut-offs, or sources disagree.
        notes: Sentences that must stand beside the verdict.
        quantities: Numbers behind it.
        findings: Observations behind it.
        rules: Rules that decided, as ``copy_level.<key>``.
        sources: Keys into the references.
    """

    gene: str
    level: CopyLevel
    basis: str = ""
    reason: str = ""
    focal: bool | None = None
    breakpoint_inside: bool | None = None
    needs_review: bool = False
    notes: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class CopyLevelRules(Rules):
    """Cut-offs of gene copy levels."""


def classify_gene(gene: str, evidence: CaseEvidence, rules: CopyLevelRules) -> GeneLevel:
    """Classify the copies of ``gene``."""
    raise NotImplementedError
