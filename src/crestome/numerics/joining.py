"""Joining of neighbouring segments whose means differ too little, the most alike first.

Every joining changes the mean of a segment and with it the two steps beside it. The pairs wait in a
heap by their steps; one whose segments have been joined since it was measured is passed over.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

_GONE = -2
"""In the place of the segment before one that was joined to it."""


@compiled
def merged(
    ends: Counts, values: Numbers, weights: Numbers, least_step: float, least_size: int
) -> Counts:
    """Join neighbours that differ too little, the most alike first.

    Args:
        ends: Ends of the segments, in order.
        values: The signal.
        weights: Positive weight of each value.
        least_step: Neighbours whose means differ by less are joined.
        least_size: Segments of fewer values are joined first, with the neighbour more alike.
    """
    count = ends.size
    # Size, weight and mean of each segment; a joined one stands where its first part stood.
    table = np.zeros((3, count))
    start = 0
    for k in range(count):
        table[0, k] = ends[k] - start
        for t in range(start, ends[k]):
            table[1, k] += weights[t]
            table[2, k] += weights[t] * values[t]
        table[2, k] /= table[1, k]
        start = ends[k]
    after, before = np.arange(1, count + 1), np.arange(-1, count - 1)
    kept = ends.copy()
    if least_size > 1:
        _join(table, after, before, kept, np.inf, least_size)
    _join(table, after, before, kept, least_step, 0)
    joined: Counts = kept[before != _GONE]
    return joined


@compiled
def _join(
    table: Numbers,
    after: Counts,
    before: Counts,
    kept: Counts,
    least_step: float,
    least_size: int,
) -> None:
    """Join pairs of neighbours in the order of their steps; the first of equal ones first.

    Args:
        table: Size, weight and mean of each segment.
        after: The segment that follows each; beyond the last one, their number.
        before: The segment that comes before each; -1 before the first, -2 for one that is gone.
        kept: The end of each segment.
        least_step: Pairs whose means differ by less are joined.
        least_size: If above 0, only those where one has fewer values.
    """
    size, weight, mean = table
    count = size.size
    stamps = np.zeros(count, np.int64)
    # Step, the segment on its left, and how often either had been joined when it was measured.
    waiting = [(0.0, 0, 0, 0)][:0]
    for k in range(count):
        if before[k] != _GONE:
            _offer(waiting, table, after, stamps, k, least_step, least_size)
    while waiting:
        _, k, own, other = heappop(waiting)
        right = after[k]
        if before[k] == _GONE or right >= count or own != stamps[k] or other != stamps[right]:
            continue
        both = weight[k] + weight[right]
        mean[k] += (mean[right] - mean[k]) * weight[right] / both
        weight[k], kept[k] = both, kept[right]
        size[k] += size[right]
        after[k], before[right] = after[right], _GONE
        stamps[k] += 1
        if after[k] < count:
            before[after[k]] = k
            _offer(waiting, table, after, stamps, k, least_step, least_size)
        if before[k] >= 0:
            _offer(waiting, table, after, stamps, before[k], least_step, least_size)


@compiled
def _offer(
    waiting: list[tuple[float, int, int, int]],
    table: Numbers,
    after: Counts,
    stamps: Counts,
    left: int,
    least_step: float,
    least_size: int,
) -> None:
    """Put a segment and the one that follows it among the pairs to join, if they are to be."""
    size, _, mean = table
    right = after[left]
    if right >= size.size:
        return
    step = abs(mean[right] - mean[left])
    if step < least_step and (least_size == 0 or min(size[left], size[right]) < least_size):
        heappush(waiting, (step, left, stamps[left], stamps[right]))
