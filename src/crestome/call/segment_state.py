"""The tumour's own baseline, and the state of each segment relative to it.

Neuroblastomas are often near-triploid or near-tetraploid: two copies are then a loss, and three
are no gain. Gain and loss are therefore read against the tumour's own baseline. On a scale of
copies that is its ploidy, or twice the DNA index, or the mean of its autosomes; on a scale of log2
ratios it is the level that most of the autosomes have, since a ratio has no absolute zero. Sex
chromosomes are read against their own level, so that one X in a boy is no loss.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import polars as pl

from crestome.call.common_level import (
    LevelStretch,
    Scale,
    commonest_level,
    mean_copies,
    rival_level,
    stretches_of,
)
from crestome.call.dilution import (
    DIPLOID,
    stated_log2,
    stated_ploidy,
    stated_purity,
    whole_copies,
)
from crestome.call.segment_cut import SegmentCutRules, lost_or_gained
from crestome.call.segment_support import SegmentSupportRules
from crestome.knowledge.schema import ByKey, Rules, Threshold, Words
from crestome.model.copy_number import (
    CopyNumberCall,
    CopyNumberProfile,
    CopyNumberSegments,
    Platform,
)
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES, BP_PER_MB
from crestome.model.patient import Sex

_SEX_CHROMOSOMES: Final = ("X", "Y")


class SegmentState(StrEnum):
    """The state of a segment relative to the tumour's own baseline."""

    LOSS = "loss"
    NEUTRAL = "neutral"
    GAIN = "gain"
    AMPLIFIED = "amplified"
    """A focal segment far above the baseline; a broad one is a gain however high it is."""
    HOMDEL = "homdel"
    LOH = "loh"
    """No copy of one parent's allele at an unchanged number of copies."""
    UNKNOWN = ""
    """The file gives neither a number on the profile's scale nor a call."""


_STATED: Final = {
    CopyNumberCall.AMPLIFIED.value: SegmentState.AMPLIFIED.value,
    CopyNumberCall.GAIN.value: SegmentState.GAIN.value,
    CopyNumberCall.NORMAL.value: SegmentState.NEUTRAL.value,
    CopyNumberCall.LOSS.value: SegmentState.LOSS.value,
    CopyNumberCall.HOMDEL.value: SegmentState.HOMDEL.value,
    CopyNumberCall.LOH.value: SegmentState.LOH.value,
}


class SegmentStateRules(Rules):
    """Cut-offs between the states of a segment; keys of the tables are platforms.

    Attributes:
        homdel_log2: At or below this log2 ratio over the baseline: homozygous deletion.
        amplified_log2: At or above it, if focal: amplified.
        step_copies: Copies off the baseline from which a segment is a loss or a gain.
        homdel_copies: Below so many copies: homozygous deletion.
        amplified_copies: From so many copies, if focal: amplified.
        amplified_fold: Above so many times the baseline copies, if focal: amplified.
        focal_mb: A segment shorter than this is focal.
        minimum_purity: Below this tumour cell fraction estimated copies are not trusted.
        uncompressed: Platforms whose ratios follow copies and tumour cells without compression.
        homdel_separation_log2: Half a copy must lie so far below one, to be told from it.
        level_half_width_log2: Segments within this distance are one level.
        mean_coverage: Share of the autosomes of which copies must be known for their mean to count.
        rival_fraction: A level of so much of the baseline's length may be the baseline as well.
        segment_cut: From where a segment is a loss or a gain by its log2 ratio.
        segment_support: What must carry an amplicon or a deletion.
    """

    homdel_log2: ByKey
    amplified_log2: ByKey
    step_copies: Threshold
    homdel_copies: Threshold
    amplified_copies: Threshold
    amplified_fold: Threshold
    focal_mb: Threshold
    minimum_purity: Threshold
    uncompressed: Words
    homdel_separation_log2: Threshold
    level_half_width_log2: Threshold
    mean_coverage: Threshold
    rival_fraction: Threshold
    segment_cut: SegmentCutRules
    segment_support: SegmentSupportRules


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The level that the tumour's segments are compared with.

    Attributes:
        value: log2 ratio or copies of the autosomes' baseline.
        scale: What the profile is read on; ``calls`` where it holds no numbers.
        basis: Where the value is from, in words.
        rival: Another level that nearly as much of the autosomes has; None without one.
        by_contig: Levels of the sex chromosomes.
    """

    value: float
    scale: Scale
    basis: str
    rival: float | None = None
    by_contig: dict[str, float] = field(default_factory=dict)

    def of_contig(self, contig: str) -> float:
        """The level that segments of ``contig`` are compared with."""
        return self.by_contig.get(contig, self.value)


def measure_baseline(evidence: CaseEvidence, rules: SegmentStateRules) -> Baseline:
    """Measure the tumour's own baseline from what the case states, else from its segments.

    Copies: the stated ploidy, else twice the DNA index, else the mean of the autosomes if enough of
    them was measured, rounded to whole copies; else the commonest number. log2: the level that most
    of the autosomes have. A list of altered segments only cannot show a level: two copies, or the
    ratio zero, are assumed.

    Args:
        evidence: Uses ``copy_number`` and the sample's ploidy, DNA index and purity.
        rules: See `SegmentStateRules`.

    Returns:
        The baseline; its scale is ``calls`` without a profile or without numbers in it.

    References:
        brodeur-1993, crestome-conventions
    """
    profile = evidence.copy_number
    scale = _scale(profile, stated_purity(evidence), rules)
    if profile is None or scale == "calls":
        return Baseline(value=0.0, scale="calls", basis="no numbers")
    stretches = stretches_of(profile, scale)
    width = rules.level_half_width_log2.value
    value, basis = _autosomal_level(evidence, stretches, scale, rules)
    rival = (
        rival_level(stretches, value, width, rules.rival_fraction.value)
        if scale == "log2"
        else None
    )
    own = {
        contig: commonest_level(stretches, (contig,), scale, width) for contig in _SEX_CHROMOSOMES
    }
    halved = scale == "copies"
    expected = {
        "X": value / DIPLOID if halved and evidence.patient.sex is Sex.MALE else value,
        "Y": value / DIPLOID if halved else value,
    }
    by_contig = {
        contig: expected[contig] if level is None else level for contig, level in own.items()
    }
    return Baseline(value=value, scale=scale, basis=basis, rival=rival, by_contig=by_contig)


def segment_states(
    evidence: CaseEvidence, rules: SegmentStateRules, baseline: Baseline | None = None
) -> pl.DataFrame:
    """The profile's segments with their distance from the baseline and their state.

    On a scale of copies the number decides. On a scale of log2 ratios the call that the file
    states decides between loss, neutral and gain where there is one, because whoever made the
    profile saw its noise; only a ratio beyond the amplification cut-off goes above it.

    Args:
        evidence: Uses ``copy_number`` and the sample's ploidy, DNA index and purity.
        rules: See `SegmentStateRules`.
        baseline: What the segments are compared with; measured where it is not given.

    Returns:
        The columns of `CopyNumberSegments` and ``relative`` (log2 or copies above the baseline;
        null without a number), ``state`` (a value of `SegmentState`), and the ``run_probes`` (null
        where the file gives none) and ``run_bp`` of the neighbouring segments of one state; no
        rows without a profile.

    References:
        depuydt-2018, schleiermacher-2012, crestome-conventions
    """
    profile = evidence.copy_number
    baseline = baseline or measure_baseline(evidence, rules)
    if profile is None:
        nothing = {
            "relative": pl.Float64,
            "state": pl.String,
            "run_probes": pl.Int64,
            "run_bp": pl.Int64,
        }
        return pl.DataFrame(schema=CopyNumberSegments.schema() | nothing)
    level = pl.col("contig").replace_strict(
        baseline.by_contig, default=baseline.value, return_dtype=pl.Float64
    )
    number = pl.lit(None, pl.Float64) if baseline.scale == "calls" else pl.col(_column(baseline))
    relative = number - level
    stated = pl.col("call").replace_strict(
        _STATED, default=SegmentState.UNKNOWN.value, return_dtype=pl.String
    )
    if baseline.scale == "copies":
        state = pl.coalesce(_state_of_copies(level, rules), stated)
    elif baseline.scale == "log2":
        state = _state_of_log2(relative, stated, evidence, profile.platform, rules)
    else:
        state = stated
    frame = profile.segments.frame
    if profile.mixed_copies and baseline.scale == "log2":
        # Copies of the mixture are no copies of a tumour cell, which is what callers ask for.
        frame = frame.with_columns(total_copies=pl.lit(None, pl.Float64))
    return _with_runs(frame.with_columns(relative=relative, state=state))


def homdel_log2(evidence: CaseEvidence, platform: Platform, rules: SegmentStateRules) -> float:
    """The cut-off of a focal homozygous deletion on an autosome, as a log2 ratio.

    The platform's own; or, if that is higher, half a copy at the stated tumour cell fraction, as
    long as half a copy can be told from one: with few tumour cells the two lie side by side.
    """
    fixed = rules.homdel_log2.value[platform.value]
    remnant = stated_log2(rules.homdel_copies.value, evidence)
    one_left = stated_log2(1.0, evidence)
    if remnant is None or one_left is None or platform.value not in rules.uncompressed.value:
        return fixed
    apart = one_left - remnant >= rules.homdel_separation_log2.value
    return max(fixed, remnant) if apart else fixed


def _with_runs(frame: pl.DataFrame) -> pl.DataFrame:
    """Probes and length of neighbouring segments of one state: one event, cut in pieces."""
    run = pl.struct("contig", "state").rle_id()
    unknown = pl.col("probes").is_null().any()
    return frame.with_columns(
        run_probes=pl.when(unknown.over(run))
        .then(None)
        .otherwise(pl.col("probes").sum().over(run)),
        run_bp=(pl.col("end") - pl.col("start")).sum().over(run),
    )


def _column(baseline: Baseline) -> str:
    return "total_copies" if baseline.scale == "copies" else "log2"


def _scale(
    profile: CopyNumberProfile | None, purity: float | None, rules: SegmentStateRules
) -> Scale:
    if profile is None:
        return "calls"
    trusted = purity is None or purity >= rules.minimum_purity.value
    frame = profile.segments.frame
    has_copies = frame["total_copies"].count() > 0
    has_log2 = frame["log2"].count() > 0
    trusted = trusted and not profile.mixed_copies
    if has_copies and (trusted or not has_log2):
        return "copies"
    return "log2" if has_log2 else "calls"


def _autosomal_level(
    evidence: CaseEvidence, stretches: list[LevelStretch], scale: Scale, rules: SegmentStateRules
) -> tuple[float, str]:
    stated = stated_ploidy(evidence)
    if scale == "copies" and stated is not None:
        return stated
    genome_bp = sum(chromosome.length_bp for chromosome in evidence.genome.autosomes)
    least_bp = rules.mean_coverage.value * genome_bp
    mean = mean_copies(stretches, least_bp) if scale == "copies" else None
    if mean is not None:
        return whole_copies(mean), f"mean copies {mean:.2f}"
    level = commonest_level(stretches, AUTOSOMES, scale, rules.level_half_width_log2.value)
    if level is not None:
        return level, "the level that most of the autosomes have"
    assumed = DIPLOID if scale == "copies" else 0.0
    return assumed, "assumed: no level to be seen on the autosomes"


def _focal(rules: SegmentStateRules) -> pl.Expr:
    """Short, and not on a sex chromosome, whose paired ends and whose absence mimic amplicons."""
    short = (pl.col("end") - pl.col("start")) < rules.focal_mb.value * BP_PER_MB
    return short & ~pl.col("contig").is_in(_SEX_CHROMOSOMES)


def _state_of_copies(level: pl.Expr, rules: SegmentStateRules) -> pl.Expr:
    copies = pl.col("total_copies")
    many = (copies >= rules.amplified_copies.value) | (copies > level * rules.amplified_fold.value)
    step = rules.step_copies.value
    return (
        pl.when(copies.is_null())
        .then(None)
        .when(copies < rules.homdel_copies.value)
        .then(pl.lit(SegmentState.HOMDEL.value))
        .when(copies <= level - step)
        .then(pl.lit(SegmentState.LOSS.value))
        .when(many & _focal(rules))
        .then(pl.lit(SegmentState.AMPLIFIED.value))
        .when(copies >= level + step)
        .then(pl.lit(SegmentState.GAIN.value))
        .when(_one_parent_only(rules))
        .then(pl.lit(SegmentState.LOH.value))
        .otherwise(pl.lit(SegmentState.NEUTRAL.value))
    )


def _one_parent_only(rules: SegmentStateRules) -> pl.Expr:
    """Of autosomes; a boy's X is his mother's from the beginning."""
    lost = (pl.col("minor_copies") < rules.homdel_copies.value).fill_null(value=False)
    return lost & ~pl.col("contig").is_in(_SEX_CHROMOSOMES)


def _deleted(
    relative: pl.Expr, evidence: CaseEvidence, platform: Platform, rules: SegmentStateRules
) -> pl.Expr:
    """By the platform's cut-off, or if focal by the stated tumour cells.

    A whole arm without any copy is not survived, so a long loss is not read by its tumour cells.
    """
    by_cells = (relative <= homdel_log2(evidence, platform, rules)) & _focal(rules)
    return (relative <= rules.homdel_log2.value[platform.value]) | by_cells


def _state_of_log2(
    relative: pl.Expr,
    stated: pl.Expr,
    evidence: CaseEvidence,
    platform: Platform,
    rules: SegmentStateRules,
) -> pl.Expr:
    lost, gained = lost_or_gained(relative, evidence, platform, rules.segment_cut)
    return (
        pl.when((relative >= rules.amplified_log2.value[platform.value]) & _focal(rules))
        .then(pl.lit(SegmentState.AMPLIFIED.value))
        .when((stated != SegmentState.UNKNOWN.value) | relative.is_null())
        .then(stated)
        .when(_deleted(relative, evidence, platform, rules))
        .then(pl.lit(SegmentState.HOMDEL.value))
        .when(lost)
        .then(pl.lit(SegmentState.LOSS.value))
        .when(gained)
        .then(pl.lit(SegmentState.GAIN.value))
        .otherwise(pl.lit(SegmentState.NEUTRAL.value))
    )
