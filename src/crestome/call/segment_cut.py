"""From which log2 ratio a segment is a loss or a gain, by platform, length and tumour cells.

The ratio of a short segment rests on few probes and can miss by as much as a real loss; that of a
long one rests on thousands, and a small distance from the baseline is then real. In a sample of few
tumour cells, or on a platform that compresses ratios, every change is small: a cut-off made for
short segments and pure samples passes over whole lost arms there.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from crestome.call.dilution import baseline_copies, stated_log2
from crestome.knowledge.schema import ByKey, Rules, Threshold
from crestome.model.copy_number import Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB


class SegmentCutRules(Rules):
    """Cut-offs of loss and gain; keys of the tables are platforms.

    Attributes:
        loss_log2: At or below this log2 ratio over the baseline a short segment is a loss.
        gain_log2: At or above it, a gain.
        broad_loss_log2: The same for a long segment.
        broad_gain_log2: The same for a long segment.
        broad_mb: A segment is long from here.
        half_copy: Copies from the baseline at which the stated tumour cells set the cut-off.
        least_log2: No cut-off lies closer to the baseline.
    """

    loss_log2: ByKey
    gain_log2: ByKey
    broad_loss_log2: ByKey
    broad_gain_log2: ByKey
    broad_mb: Threshold
    half_copy: Threshold
    least_log2: Threshold


@dataclass(frozen=True, kw_only=True)
class SegmentCuts:
    """Cut-offs for segments of one sample.

    Attributes:
        loss: At or below this log2 ratio over the baseline: loss.
        gain: At or above it: gain.
        rules: The keys of the rules that set them, of loss and of gain.
        by_cells: Whether the stated tumour cells moved one of them.
    """

    loss: float
    gain: float
    rules: tuple[str, str]
    by_cells: bool = False


def short_cuts(platform: Platform, rules: SegmentCutRules) -> SegmentCuts:
    """The cut-offs for a short segment, or one of unknown length."""
    return SegmentCuts(
        loss=rules.loss_log2.value[platform.value],
        gain=rules.gain_log2.value[platform.value],
        rules=("segment_cut.loss_log2", "segment_cut.gain_log2"),
    )


def broad_cuts(evidence: CaseEvidence, platform: Platform, rules: SegmentCutRules) -> SegmentCuts:
    """The cut-offs for a long segment.

    Those of the platform; or, where the stated tumour cells put half a copy closer to the baseline,
    that: what lies nearer to a whole copy lost or gained than to none is one. Tumour cells never
    raise a cut-off, since a change in a part of them is a change.

    Args:
        evidence: Uses the tumour cell fraction and the ploidy.
        platform: See `Platform`.
        rules: See `SegmentCutRules`.

    References:
        crestome-conventions, crestome-validation
    """
    loss = rules.broad_loss_log2.value[platform.value]
    gain = rules.broad_gain_log2.value[platform.value]
    baseline, half, least = baseline_copies(evidence), rules.half_copy.value, rules.least_log2.value
    lower, upper = stated_log2(baseline - half, evidence), stated_log2(baseline + half, evidence)
    by_loss = loss if lower is None else max(loss, min(lower, -least))
    by_gain = gain if upper is None else min(gain, max(upper, least))
    return SegmentCuts(
        loss=by_loss,
        gain=by_gain,
        rules=("segment_cut.broad_loss_log2", "segment_cut.broad_gain_log2"),
        by_cells=(by_loss, by_gain) != (loss, gain),
    )


def cuts_of_length(
    length_bp: int, evidence: CaseEvidence, platform: Platform, rules: SegmentCutRules
) -> SegmentCuts:
    """The cut-offs for a segment of ``length_bp``."""
    if length_bp < rules.broad_mb.value * BP_PER_MB:
        return short_cuts(platform, rules)
    return broad_cuts(evidence, platform, rules)


def lost_or_gained(
    relative: pl.Expr, evidence: CaseEvidence, platform: Platform, rules: SegmentCutRules
) -> tuple[pl.Expr, pl.Expr]:
    """Which segments of a profile are lost, and which are gained, by ``start`` and ``end``."""
    short, broad = short_cuts(platform, rules), broad_cuts(evidence, platform, rules)
    long = (pl.col("end") - pl.col("start")) >= rules.broad_mb.value * BP_PER_MB
    loss = pl.when(long).then(broad.loss).otherwise(short.loss)
    gain = pl.when(long).then(broad.gain).otherwise(short.gain)
    return relative <= loss, relative >= gain
