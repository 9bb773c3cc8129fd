"""Figures of the pieces of a signal."""

from __future__ import annotations

import numpy as np

from crestome.numerics.compiled import compiled
from crestome.numerics.segmentation import Counts, Numbers


@compiled
def piece_statistics(values: Numbers, weights: Numbers, ends: Counts) -> Numbers:
    """Mean, median, median absolute deviation from it, and total weight of every piece.

    Args:
        values: The signal.
        weights: Positive weight of each value; the mean alone heeds it.
        ends: End of each piece, not included, in order.

    Returns:
        One row for each piece, in this order of columns.
    """
    table = np.empty((ends.size, 4))
    start = 0
    for k in range(ends.size):
        own = values[start : ends[k]]
        weight = total = 0.0
        for t in range(start, ends[k]):
            weight += weights[t]
            total += weights[t] * values[t]
        median = np.median(own)
        table[k, 0] = total / weight
        table[k, 1] = median
        table[k, 2] = np.median(np.abs(own - median))
        table[k, 3] = weight
        start = ends[k]
    return table
