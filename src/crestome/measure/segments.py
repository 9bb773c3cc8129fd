"""Probes or bins of one sample → segments over the tumour's own baseline.

Single probes that stand out alone are artefacts or germline variants and are drawn in. A breakpoint
must then pay for itself: the permissive penalty lets short amplicons through, and neighbours that
differ by less than the waves of the platform are joined again. The learned penalty is the one that
agrees best with breakpoints that experts marked. The commonest level of the autosomes becomes the
baseline, since a log2 ratio says nothing but how a stretch compares with the rest of the genome.

References:
    hocking-2013, olshen-2004
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from typing import Final

import numpy as np
import polars as pl

from crestome.errors import InputError
from crestome.measure.alleles import allele_splits, allele_states
from crestome.measure.baseline import fit_ladder, modal_level
from crestome.measure.probe_quality import describe_quality, without_gc_trend
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.model.signal import MeasuredSegments, Penalty, ProbeTable, SegmentedSignal
from crestome.numerics.noise import NORMAL_MAD, difference_spread, without_outliers
from crestome.numerics.segmentation import Counts, Numbers, segment_runs
from crestome.numerics.statistics import piece_statistics

PARALLEL_ROWS: Final = 1 << 17
"""Fewer probes are segmented faster than threads start."""
LEAST_PROBES: Final = 20
_LEAST_PENALTY: Final = 1e-9
_FEWEST_FOR_A_LOGARITHM: Final = 3
_TAILS_OF_NORMAL: Final = 3.0


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How the user wants probes to be segmented.

    Attributes:
        penalty: See `Penalty`.
        purity: Tumour cell fraction, where known.
        workers: Chromosomes segmented side by side; None for all processors.
    """

    penalty: Penalty = Penalty.PERMISSIVE
    purity: float | None = None
    workers: int | None = None


def segment_probes(table: ProbeTable, rules: SegmentationRules, wish: Wish) -> SegmentedSignal:
    """Segment the probes of one sample.

    Args:
        table: See `ProbeTable`.
        rules: See `SegmentationRules`.
        wish: See `Wish`.

    Returns:
        Segments from the first to the last probe of each chromosome, their baseline and quality.

    Raises:
        InputError: If there are too few probes to tell noise from signal.

    References:
        hocking-2013, crestome-validation
    """
    if len(table) < LEAST_PROBES:
        message = (
            f"{len(table)} probe(s) with a value; expected at least {LEAST_PROBES}, as the noise "
            "cannot be told from fewer; give all probes of the sample"
        )
        raise InputError(message)
    frame = table.frame
    signal = clean_signal(frame, rules)
    ends = find_segments(signal, rules, wish)
    ends = allele_splits(frame, ends, rules)
    statistics = piece_statistics(signal.values, signal.weights, ends)
    segments = _segments(frame, ends, statistics, signal.noise)
    baseline = modal_level(segments, rules.baseline_width.value)
    segments = segments.with_columns(pl.col("log2", "median") - baseline)
    segments = allele_states(frame, segments, ends, rules)
    segments, ladder = fit_ladder(segments, rules, wish.purity)
    residuals = signal.values - np.repeat(statistics[:, 0], np.diff(ends, prepend=0))
    quality = describe_quality(residuals, signal.weights, signal.noise, rules, wish.purity)
    more = {"outliers": signal.outliers, "gc_corrected": signal.gc_corrected}
    return SegmentedSignal(
        segments=MeasuredSegments(segments.select(list(MeasuredSegments.schema()))),
        quality=quality.model_copy(update={**more, "baseline": round(baseline, 6)}),
        ladder=ladder,
        penalty=wish.penalty,
    )


@dataclass(frozen=True)
class CleanSignal:
    """Values without outliers and without a trend.

    Attributes:
        values: The chromosomes, one after another.
        weights: Weight of each value.
        offsets: Where each chromosome begins, and where the last one ends.
        noise: Standard deviation of the noise of a value of weight 1.
        outliers: Values that were drawn in.
        gc_corrected: Whether a trend was taken out.
    """

    values: Numbers
    weights: Numbers
    offsets: Counts
    noise: float
    outliers: int
    gc_corrected: bool


def clean_signal(frame: pl.DataFrame, rules: SegmentationRules) -> CleanSignal:
    """Take out the trend with G and C, and single values that stand out.

    Args:
        frame: The probes, in order.
        rules: See `SegmentationRules`.
    """
    offsets, weights = _offsets(frame), _weights(frame)
    values, corrected = without_gc_trend(frame, weights, offsets)
    noise = difference_spread(values, weights, offsets)
    reach = int(rules.outlier_reach.value)
    far, near = rules.outlier_far.value * noise, rules.outlier_near.value * noise
    clean, drawn = without_outliers(values, offsets, reach, far, near)
    return CleanSignal(clean, weights, offsets, noise, int(drawn), corrected)


def find_segments(signal: CleanSignal, rules: SegmentationRules, wish: Wish) -> Counts:
    """The ends of the segments of every chromosome, by the penalty wished for."""
    values, weights, offsets = signal.values, signal.weights, signal.offsets
    penalties, least_step, least_probes = _prices(signal, rules, wish)

    def segmented(first: int, last: int) -> Counts:
        start = int(offsets[first])
        found = segment_runs(
            values[start : offsets[last]],
            weights[start : offsets[last]],
            offsets[first : last + 1] - start,
            penalties[first:last],
            least_step,
            least_probes,
        )
        found += start
        return found

    runs = offsets.size - 1
    workers = min(runs, wish.workers or os.cpu_count() or 1)
    if values.size < PARALLEL_ROWS or workers == 1:
        return segmented(0, runs)
    with ThreadPoolExecutor(workers) as pool:
        return np.concatenate(list(pool.map(segmented, range(runs), range(1, runs + 1))))


def _prices(
    signal: CleanSignal, rules: SegmentationRules, wish: Wish
) -> tuple[Numbers, float, int]:
    """The price of a breakpoint on each chromosome, and which neighbours are joined afterwards."""
    if wish.penalty is not Penalty.PERMISSIVE:
        detailed = wish.penalty is Penalty.LEARNED_DETAILED
        taught = rules.learned_penalty_detailed if detailed else rules.learned_penalty
        runs = (signal.values[first:last] for first, last in pairwise(signal.offsets))
        learned = np.array([learned_penalty(run, taught.value) for run in runs])
        return np.maximum(learned, _LEAST_PENALTY), 0.0, 0
    sizes = np.maximum(np.diff(signal.offsets), _FEWEST_FOR_A_LOGARITHM)
    penalties = rules.permissive_penalty.value * signal.noise**2 * np.log(sizes)
    step = max(rules.least_step.value, rules.least_step_noise.value * signal.noise)
    return np.maximum(penalties, _LEAST_PENALTY), step, int(rules.least_probes.value)


def learned_penalty(values: Numbers, coefficients: dict[str, float]) -> float:
    """The price of a breakpoint by what experts' labels taught.

    It grows with the noise (mean absolute difference of neighbours), with the number of probes, and
    with the weight of the tails, of which amplicons and outliers are made.
    """
    if values.size < _FEWEST_FOR_A_LOGARITHM:
        return np.inf
    features = penalty_features(values)
    return exp(
        coefficients["intercept"]
        + sum(coefficients[name] * value for name, value in features.items())
    )


def penalty_features(values: Numbers) -> dict[str, float]:
    """What the learned penalty depends on, by the names of its coefficients."""
    noise = float(np.abs(np.diff(values)).sum()) / values.size
    centred = values - values.mean()
    square = float((centred**2).mean())
    tails = float((centred**4).mean()) / square**2 if square > 0.0 else _TAILS_OF_NORMAL
    return {
        "log_noise": log(max(noise, _LEAST_PENALTY)),
        "log_log_probes": log(log(values.size)),
        "log_tails": log(tails),
    }


def _offsets(frame: pl.DataFrame) -> Counts:
    """Where each chromosome begins, and where the last one ends."""
    contig = frame["contig"]
    changes = np.flatnonzero((contig[1:] != contig[:-1]).to_numpy()) + 1
    return np.concatenate([[0], changes, [frame.height]]).astype(np.int64)


def _weights(frame: pl.DataFrame) -> Numbers:
    """Weights around 1; 1 for every probe where a weight is missing."""
    given = frame["weight"]
    if given.null_count():
        return np.ones(frame.height)
    weights = given.to_numpy().astype(np.float64)
    return weights / weights.mean()  # type: ignore[no-any-return]


def _segments(frame: pl.DataFrame, ends: Counts, statistics: Numbers, noise: float) -> pl.DataFrame:
    starts = np.concatenate([[0], ends[:-1]])
    size = ends - starts
    own = NORMAL_MAD * statistics[:, 2] / np.sqrt(size)
    return pl.DataFrame(
        {
            "contig": frame["contig"].gather(starts),
            "start": frame["start"].gather(starts),
            "end": frame["end"].gather(ends - 1),
            "probes": size,
            "log2": statistics[:, 0],
            "median": statistics[:, 1],
            "mad": statistics[:, 2],
            # Few probes scatter less than they should, by chance.
            "standard_error": np.maximum(own, noise / np.sqrt(statistics[:, 3])),
        }
    )
