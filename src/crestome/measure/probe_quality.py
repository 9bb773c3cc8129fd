"""How noisy and wavy a signal is, and which changes it could not show.

Waves along the genome follow its content of G and C and the quality of the DNA. They, the noise and
the normal cells in the sample decide how small a change may be and still be seen: a profile
without changes means a tumour without changes only where one lost copy would have shown.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from crestome.measure.segmentation_rules import SegmentationRules
from crestome.model.signal import SignalQuality
from crestome.numerics.noise import NORMAL_MAD, difference_spread
from crestome.numerics.segmentation import Counts, Numbers

_BLOCK: Final = 25
"""Probes in a block whose mean shows waves and hides noise."""
_GC_GROUPS: Final = 20
_LEAST_IN_GROUP: Final = 50


def without_gc_trend(
    frame: pl.DataFrame, weights: Numbers, offsets: Counts
) -> tuple[Numbers, bool]:
    """The log2 ratios without their trend with G and C, and whether there was one to take out.

    The trend is the median within groups of equal content. It is taken out only where that makes
    neighbours more alike: else it is the tumour's own, or already gone.
    """
    values = frame["log2"].to_numpy().astype(np.float64)
    given = frame["gc"]
    groups = min(_GC_GROUPS, frame.height // _LEAST_IN_GROUP)
    if given.null_count() or groups < 2 or given.n_unique() < groups:  # noqa: PLR2004 (a trend)
        return values, False
    rank = (given.rank("ordinal") - 1) * groups // frame.height
    by_group = pl.DataFrame({"group": rank, "gc": given, "log2": values})
    trend = by_group.group_by("group").agg(pl.col("gc", "log2").median()).sort("gc")
    level = np.interp(given.to_numpy(), trend["gc"].to_numpy(), trend["log2"].to_numpy())
    corrected = values - level + float(np.median(values))
    before = difference_spread(values, weights, offsets)
    if difference_spread(corrected, weights, offsets) >= before:
        return values, False
    return corrected, True


def describe_quality(
    residuals: Numbers,
    weights: Numbers,
    noise: float,
    rules: SegmentationRules,
    purity: float | None,
) -> SignalQuality:
    """Noise, waves and what they hide.

    Args:
        residuals: Distance of every probe from the mean of its segment.
        weights: Weight of every probe.
        noise: Standard deviation of the noise of a probe of weight 1.
        rules: See ``rules/segmentation.yaml``.
        purity: Tumour cell fraction; None where not known.
    """
    waviness = _waviness(residuals, weights, noise)
    step = max(rules.least_step.value, rules.least_step_noise.value * noise)
    # One of two copies lost in a share p of the cells leaves log2(1 - p / 2).
    least = 2.0 * (1.0 - 2.0**-step)
    limit = rules.noise_limit.value
    why = ""
    if noise > limit:
        why = f"the noise of {noise:.2f} exceeds {limit:g}"
    elif purity is not None and purity < least:
        why = f"a lost copy shows in {least:.0%} tumour cells and more, and there are {purity:.0%}"
    return SignalQuality(
        probes=residuals.size,
        noise=round(noise, 6),
        waviness=round(waviness, 6),
        outliers=0,
        gc_corrected=False,
        baseline=0.0,
        least_step=round(step, 6),
        least_purity=round(min(least, 1.0), 4),
        informative=not why,
        why=why,
    )


def _waviness(residuals: Numbers, weights: Numbers, noise: float) -> float:
    """What the means of blocks of probes scatter beyond the share of the noise."""
    blocks = residuals.size // _BLOCK
    if blocks < 2:  # noqa: PLR2004 (two, to scatter)
        return 0.0
    size = blocks * _BLOCK
    means = residuals[:size].reshape(blocks, _BLOCK).mean(axis=1)
    spread = NORMAL_MAD * float(np.median(np.abs(means - np.median(means))))
    expected = noise**2 * float((1.0 / weights[:size]).mean()) / _BLOCK
    return float(np.sqrt(max(0.0, spread**2 - expected)))
