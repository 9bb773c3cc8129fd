"""The noise of a signal that is constant in pieces, and single values that stand out of it."""

from __future__ import annotations

from math import sqrt

import numpy as np

from crestome.numerics.compiled import compiled
from crestome.numerics.segmentation import Counts, Numbers

NORMAL_MAD = 1.4826
"""A standard deviation of normal noise, in median absolute deviations."""
_BINS = 256
"""Bins up to twice the mean, within which the median of positive values must lie."""
_LEAST_MEAN = 1e-300


@compiled
def difference_spread(values: Numbers, weights: Numbers, offsets: Counts) -> float:
    """Standard deviation of the noise of a value of weight 1, from differences of neighbours.

    The median is blind to the few differences across a change. Where most neighbours are equal it
    is 0, and the mean takes its place.

    Args:
        values: Runs of values, one after another; finite.
        weights: Positive weight of each value: its variance is the noise's over it.
        offsets: Where each run begins, and where the last one ends.
    """
    found = np.empty(values.size)
    count = 0
    for run in range(offsets.size - 1):
        first, last = offsets[run], offsets[run + 1]
        for t in range(first + 1, last):
            found[count + t - first - 1] = abs(values[t] - values[t - 1])
        count += max(last - first - 1, 0)
    if count == 0:
        return 0.0
    scale = 1.0
    if weights.min() == weights.max():
        scale = sqrt(2.0 / weights[0])
    else:
        _standardise(found, weights, offsets)
    median = median_of_sizes(found[:count])
    return (NORMAL_MAD * median if median > 0.0 else found[:count].mean()) / scale


@compiled
def median_of_sizes(sizes: Numbers) -> float:
    """The median of values of 0 or above, by counting them in bins.

    Without sorting, and with hardly a branch that could be guessed wrong: a few times faster than
    by selection where values come in no order.

    Args:
        sizes: Finite, none below 0; at least one.
    """
    counts = np.zeros(_BINS + 1, np.int64)
    per_bin = _BINS / max(2.0 * sizes.mean(), _LEAST_MEAN)
    for size in sizes:
        counts[int(min(size * per_bin, _BINS))] += 1
    lower, upper = (sizes.size - 1) // 2, sizes.size // 2
    first, before = 0, 0
    while before + counts[first] <= lower:
        before += counts[first]
        first += 1
    last, seen = first, before + counts[first]
    while seen <= upper:
        last += 1
        seen += counts[last]
    near = np.empty(seen - before)
    count = 0
    for size in sizes:
        if first <= int(min(size * per_bin, _BINS)) <= last:
            near[count] = size
            count += 1
    near.sort()
    return float(0.5 * (near[lower - before] + near[upper - before]))


@compiled
def _standardise(found: Numbers, weights: Numbers, offsets: Counts) -> None:
    """Divide each difference by the standard deviation that the two weights give it."""
    count = 0
    for run in range(offsets.size - 1):
        for t in range(offsets[run] + 1, offsets[run + 1]):
            found[count] /= sqrt(1.0 / weights[t - 1] + 1.0 / weights[t])
            count += 1


@compiled
def without_outliers(
    values: Numbers, offsets: Counts, reach: int, far: float, near: float
) -> tuple[Numbers, int]:
    """Draw single values that no neighbour is close to towards the median of their neighbours.

    Two values side by side that agree are an event, however far from the others they lie.

    Args:
        values: Runs of values, one after another; finite.
        offsets: Where each run begins, and where the last one ends.
        reach: Neighbours looked at on either side.
        far: A value with no neighbour within this distance stands out.
        near: It is put at this distance from the median of its neighbours, on its own side.

    Returns:
        The values, and how many were drawn in.
    """
    clean = values.copy()
    drawn = 0
    around = np.empty(2 * reach)
    for run in range(offsets.size - 1):
        first, last = offsets[run], offsets[run + 1]
        for t in range(first, last):
            if t + 1 < last and abs(values[t + 1] - values[t]) <= far:
                continue
            alone = last - first > reach
            for step in range(1, reach + 1):
                if (t - step >= first and abs(values[t - step] - values[t]) <= far) or (
                    t + step < last and abs(values[t + step] - values[t]) <= far
                ):
                    alone = False
                    break
            if not alone:
                continue
            count = 0
            for u in range(max(first, t - reach), min(last, t + reach + 1)):
                if u != t:
                    around[count] = values[u]
                    count += 1
            middle = np.median(around[:count])
            clean[t] = middle + near if values[t] > middle else middle - near
            drawn += 1
    return clean, drawn
