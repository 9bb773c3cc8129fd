"""Change-points of a piecewise-constant signal: the exact optimum of squared error and penalty.

The cost of a segmentation is the weighted sum of squared distances from the mean of each segment,
and a penalty for every change. Dynamic programming over the last change finds the least cost; the
number of candidates for it is kept small by functional pruning: a candidate is held only for the
levels at which it is still the best one, as a list of intervals.

References:
    maidstone-2017
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

_ROOM = 64


@compiled
def _enlarged(table: Numbers) -> Numbers:
    """The same columns with twice the room."""
    larger = np.empty((2 * table.shape[0], table.shape[1]))
    larger[: table.shape[0]] = table
    return larger


@compiled
def last_changes(values: Numbers, weights: Numbers, penalty: float) -> Counts:
    """For every prefix, where the last segment of its best segmentation begins.

    The cost of a candidate, less what is the same for all, does not change while values are added:
    so an interval needs no update but its ends. Rows of the table: low end, high end, the three
    coefficients of the candidate (square, linear, constant, with their signs), its position.

    Args:
        values: The signal; finite, centred around 0 for the sake of precision.
        weights: Positive weight of each value.
        penalty: Price of a change; above 0.
    """
    n = values.size
    changes = np.zeros(n, np.int64)
    low, high = values.min(), values.max()
    if low == high:
        return changes
    old, new = np.empty((_ROOM, 6)), np.empty((_ROOM, 6))
    count = 1
    old[0, 0], old[0, 1], old[0, 2], old[0, 3], old[0, 4], old[0, 5] = low, high, 0.0, 0.0, 0.0, 0.0
    weight = total = square = 0.0
    for t in range(n):
        weighted = weights[t] * values[t]
        weight += weights[t]
        total += weighted
        square += weighted * values[t]
        best, where = np.inf, 0
        for k in range(count):
            a, b = weight - old[k, 2], total - old[k, 3]
            level = min(max(b / a, old[k, 0]), old[k, 1])
            cost = old[k, 4] + level * (level * a - 2.0 * b)
            if cost < best:
                best, where = cost, k
        changes[t] = np.int64(old[where, 5])
        # A new candidate would begin behind t; ``best`` lacks ``square``, as all costs here do.
        limit = best + penalty
        if new.shape[0] < 2 * count + 1:
            new = _enlarged(new)
            old = _enlarged(old)
        kept = 0
        edge = low
        for k in range(count):
            a, b = weight - old[k, 2], total - old[k, 3]
            inside = b * b - a * (old[k, 4] - limit)
            if inside <= 0.0:
                continue
            root = sqrt(inside)
            left, right = max((b - root) / a, old[k, 0]), min((b + root) / a, old[k, 1])
            if left >= right:
                continue
            if left > edge:
                new[kept, 0], new[kept, 1], new[kept, 2] = edge, left, weight
                new[kept, 3], new[kept, 4], new[kept, 5] = total, limit, t + 1
                kept += 1
            new[kept, 0], new[kept, 1], new[kept, 2] = left, right, old[k, 2]
            new[kept, 3], new[kept, 4], new[kept, 5] = old[k, 3], old[k, 4], old[k, 5]
            kept += 1
            edge = right
        if edge < high or kept == 0:
            new[kept, 0], new[kept, 1], new[kept, 2] = edge, high, weight
            new[kept, 3], new[kept, 4], new[kept, 5] = total, limit, t + 1
            kept += 1
        old, new = new, old
        count = kept
    return changes


@compiled
def ends_of(changes: Counts) -> Counts:
    """The ends of the segments, not included, in order, from where last segments begin."""
    count, at = 0, changes.size
    while at > 0:
        at = changes[at - 1]
        count += 1
    ends = np.empty(count, np.int64)
    at = changes.size
    for k in range(count - 1, -1, -1):
        ends[k] = at
        at = changes[at - 1]
    return ends


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
    size, weight, mean = np.empty(count), np.zeros(count), np.zeros(count)
    start = 0
    for k in range(count):
        size[k] = ends[k] - start
        for t in range(start, ends[k]):
            weight[k] += weights[t]
            mean[k] += weights[t] * values[t]
        mean[k] /= weight[k]
        start = ends[k]
    kept = ends.copy()
    for least in (least_size, 0):
        while count > 1:
            where, closest = -1, np.inf if least else least_step
            for k in range(count - 1):
                step = abs(mean[k + 1] - mean[k])
                if step < closest and (least == 0 or min(size[k], size[k + 1]) < least):
                    where, closest = k, step
            if where < 0:
                break
            both = weight[where] + weight[where + 1]
            mean[where] += (mean[where + 1] - mean[where]) * weight[where + 1] / both
            weight[where] = both
            size[where] += size[where + 1]
            kept[where] = kept[where + 1]
            count -= 1
            for k in range(where + 1, count):
                size[k], weight[k], mean[k] = size[k + 1], weight[k + 1], mean[k + 1]
                kept[k] = kept[k + 1]
    return kept[:count]


@compiled
def segment_runs(
    values: Numbers,
    weights: Numbers,
    offsets: Counts,
    penalties: Numbers,
    least_step: float,
    least_size: int,
) -> Counts:
    """Segment runs of values that have nothing to do with each other.

    Args:
        values: The runs, one after another; finite.
        weights: Positive weight of each value.
        offsets: Where each run begins, and where the last one ends.
        penalties: Price of a change in each run; above 0.
        least_step: See `merged`; 0 to join nothing.
        least_size: See `merged`.

    Returns:
        The ends of all segments, not included; the end of a run is the end of a segment.
    """
    ends = np.empty(values.size, np.int64)
    count = 0
    for run in range(offsets.size - 1):
        first, last = offsets[run], offsets[run + 1]
        if first == last:
            continue
        own, own_weights = values[first:last], weights[first:last]
        # Around 0, the sums of squares lose the least precision.
        centred = own - own.mean()
        found = ends_of(last_changes(centred, own_weights, penalties[run]))
        if least_step > 0.0:
            found = merged(found, centred, own_weights, least_step, least_size)
        for end in found:
            ends[count] = first + end
            count += 1
    return ends[:count]
