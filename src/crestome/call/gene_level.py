"""The copy level of one gene as a value, and the cut-offs that decide it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from crestome.call.segment_state import SegmentStateRules
from crestome.knowledge.schema import ByKey, Rules, Threshold
from crestome.model.call import Finding, Quantity


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
        suspected: Where the level is indeterminate, what it would be if the number were to be
            trusted; None where nothing is.
        basis: What decided: ``fish``, ``segments``, ``gene list``, ``reported event``;
            "" if nothing.
        reason: In words, with the number and the cut-off.
        focal: Whether the amplicon or deletion is focal; None where that cannot be seen.
        breakpoint_inside: Whether a segment ends inside the gene; None where that cannot be seen.
        needs_review: Between cut-offs, or sources disagree.
        conflicting: Sources disagree on whether the gene is amplified.
        notes: Sentences that must stand beside the verdict.
        quantities: Numbers behind it.
        findings: Observations behind it.
        rules: Rules that decided, as ``copy_level.<key>``.
        sources: Keys into the references.
    """

    gene: str
    level: CopyLevel
    suspected: CopyLevel | None = None
    basis: str = ""
    reason: str = ""
    focal: bool | None = None
    breakpoint_inside: bool | None = None
    needs_review: bool = False
    conflicting: bool = False
    notes: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def put_in_doubt(level: GeneLevel, why: str) -> GeneLevel:
    """The level as indeterminate, to be reviewed, with what it would be and why it is not."""
    return replace(
        level,
        level=CopyLevel.INDETERMINATE,
        suspected=level.level,
        reason=f"{level.reason} {why}",
        needs_review=True,
    )


class CopyLevelRules(Rules):
    """Cut-offs of gene copy levels; keys of the tables are platforms.

    Attributes:
        segment_state: Cut-offs shared with whole segments.
        amplified_ratio: Above so many times the chromosome's reference: amplified.
        gained_ratio: From so many times: gain.
        lost_ratio: Up to so many times: loss.
        homdel_ratio: Below so many times: homozygous deletion.
        amplified_copies: From so many copies in a diploid tumour, without a reference: amplified.
        uncertain_copies: From so many copies up to that: indeterminate.
        broad_amplified_log2: From this log2 ratio a segment that is not focal is amplified.
        focal_step_log2: A short segment is focal if it rises so far above its chromosome.
        uncertain_log2: From this log2 ratio a focal segment is suspicious.
        certain_log2: From this log2 ratio a segment that is not focal needs no second look.
        tolerance_mb: A segment that ends so near to the gene still counts as touching it.
    """

    segment_state: SegmentStateRules
    amplified_ratio: Threshold
    gained_ratio: Threshold
    lost_ratio: Threshold
    homdel_ratio: Threshold
    amplified_copies: Threshold
    uncertain_copies: Threshold
    broad_amplified_log2: ByKey
    focal_step_log2: Threshold
    uncertain_log2: Threshold
    certain_log2: Threshold
    tolerance_mb: ByKey
