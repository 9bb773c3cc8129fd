"""The noise of a signal that is constant in pieces, and single values that stand out of it."""

from __future__ import annotations

from math import sqrt

import numpy as np

from crestome.numerics.compiled import compiled
from crestome.numerics.segmentation import Counts, Numbers

NORMAL_MAD = 1.4826
"""A standard deviation of normal noise, in median absolute deviations."""


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
    total = 0.0
    before = after = scale = 0.0
    for run in range(offsets.size - 1):
        for t in range(offsets[run] + 1, offsets[run + 1]):
            # Most often weights are the same all along.
            if weights[t] != after or weights[t - 1] != before:
                before, after = weights[t - 1], weights[t]
                scale = sqrt(1.0 / before + 1.0 / after)
            found[count] = abs(values[t] - values[t - 1]) / scale
            total += found[count]
            count += 1
    if count == 0:
        return 0.0
    median = np.median(found[:count])
    return NORMAL_MAD * median if median > 0.0 else total / count


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
