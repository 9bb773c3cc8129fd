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
"""Pieces that a table holds at first; it grows."""
_LEVEL, _CANDIDATE, _LEAST, _COST = 0, 1, 2, 3
"""Rows of the table of pieces: low end, candidate, its least cost or less, cost at the low end."""
_WEIGHT, _TOTAL, _PRICE, _SQUARE = 0, 1, 2, 3
"""Rows of the sums up to a position: weights, weighted values, price of a change, squares."""


@compiled
def last_changes(values: Numbers, weights: Numbers, penalty: float) -> Counts:
    """For every prefix, where the last segment of its best segmentation begins.

    Levels are parted into pieces, each with the candidate that is the cheapest there. The cost of a
    candidate, less what is the same for all, does not change while values are added, so that a
    piece needs no update but at its ends; and what it cost at least before, it costs at least now,
    so that most pieces need not be looked at.

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
    sums = np.empty((4, n + 1))
    sums[:, 0] = 0.0
    pieces = np.empty((4, _ROOM))
    middle = _ROOM // 2
    # Position, first piece, last piece, and the piece that was the cheapest last.
    at = np.array([0, middle, middle, middle])
    pieces[_LEVEL, middle], pieces[_LEVEL, middle + 1] = low, high
    pieces[_CANDIDATE, middle] = pieces[_LEAST, middle] = 0.0
    while True:
        _advance(values, weights, penalty, sums, pieces, changes, at)
        if at[0] == n:
            return changes
        first, count = at[1], at[2] - at[1] + 2
        room = max(_ROOM, 4 * count)
        start = (room - count) // 2
        larger = np.empty((4, room))
        larger[:, start : start + count] = pieces[:, first : first + count]
        pieces = larger
        at[1:] += start - first


@compiled
def _least_cost(sums: Numbers, pieces: Numbers, k: int, weight: float, total: float) -> float:
    """The least cost of a piece's candidate within the piece, less the squares that all share."""
    c = int(pieces[_CANDIDATE, k])
    a, b = weight - sums[_WEIGHT, c], total - sums[_TOTAL, c]
    level = min(max(b / a, pieces[_LEVEL, k]), pieces[_LEVEL, k + 1])
    return float(sums[_PRICE, c] + level * (level * a - 2.0 * b))


@compiled
def _cost_at(sums: Numbers, c: int, level: float) -> float:
    """The cost of a candidate at a level, less what is the same for all."""
    return float(sums[_PRICE, c] + level * (2.0 * sums[_TOTAL, c] - level * sums[_WEIGHT, c]))


@compiled
def _crossing(sums: Numbers, c: int, t: int, end: float, side: float) -> float:
    """Where a candidate gets dearer than the new one at ``t``, up to the end of its piece.

    ``side``: 1 for the high end of the piece, -1 for the low one.
    """
    a, b = sums[_WEIGHT, t] - sums[_WEIGHT, c], sums[_TOTAL, t] - sums[_TOTAL, c]
    over = sums[_PRICE, c] - sums[_PRICE, t]
    if over + end * (end * a - 2.0 * b) <= 0.0:
        return end
    root = side * sqrt(max(b * b - a * over, 0.0))
    return float(side * min(side * end, side * (b + root) / a))


@compiled
def _parted(
    sums: Numbers,
    pieces: Numbers,
    first: int,
    last: int,
    where: int,
    t: int,
    low: float,
    high: float,
) -> tuple[int, int, int]:
    """Rare: the new candidate at ``t`` wins levels between others. Rebuild all pieces.

    Returns:
        The first and the last piece, and the cheapest one.
    """
    old = pieces[:, first : last + 2].copy()
    new, count, cheapest = np.empty_like(pieces), 0, 0
    edge = low
    for k in range(last - first + 1):
        c = int(old[_CANDIDATE, k])
        a, b = sums[_WEIGHT, t] - sums[_WEIGHT, c], sums[_TOTAL, t] - sums[_TOTAL, c]
        inside = b * b - a * (sums[_PRICE, c] - sums[_PRICE, t])
        if inside <= 0.0:
            continue
        root = sqrt(inside)
        left, right = max((b - root) / a, old[_LEVEL, k]), min((b + root) / a, old[_LEVEL, k + 1])
        if left >= right:
            continue
        if left > edge:
            new[_LEVEL, count], new[_CANDIDATE, count], new[_LEAST, count] = edge, t, -np.inf
            count += 1
        if k == where - first:
            cheapest = count
        new[:, count] = old[:, k]
        new[_LEVEL, count] = left
        count += 1
        edge = right
    if edge < high:
        new[_LEVEL, count], new[_CANDIDATE, count], new[_LEAST, count] = edge, t, -np.inf
        count += 1
    for k in range(count):
        new[_COST, k] = _cost_at(sums, int(new[_CANDIDATE, k]), new[_LEVEL, k])
    start = (pieces.shape[1] - count) // 2
    pieces[:, start : start + count] = new[:, :count]
    return start, start + count - 1, start + cheapest


@compiled
def _advance(
    values: Numbers,
    weights: Numbers,
    penalty: float,
    sums: Numbers,
    pieces: Numbers,
    changes: Counts,
    at: Counts,
) -> None:
    """Go on until the end, or until the pieces reach the rim of their table."""
    level, candidate, least, cost = pieces[0], pieces[1], pieces[2], pieces[3]
    weight_to, total_to, price = sums[0], sums[1], sums[2]
    t, first, last, where = at[0], at[1], at[2], at[3]
    low, high, rim = level[first], level[last + 1], level.size - 4
    weight, total, square = weight_to[t], total_to[t], sums[_SQUARE, t]
    while t < values.size and first > 1 and last < rim and 2 * (last - first) < rim - 4:
        weighted = weights[t] * values[t]
        weight, total, square = weight + weights[t], total + weighted, square + weighted * values[t]
        level[last + 1] = high
        best = _least_cost(sums, pieces, where, weight, total) + square
        least[where] = best
        # The cheapest of the step before mostly spares looking at the others.
        for k in range(first, last + 1):
            if least[k] < best:
                least[k] = _least_cost(sums, pieces, k, weight, total) + square
                if least[k] < best:
                    best, where = least[k], k
        changes[t] = int(candidate[where])
        t += 1
        top = best + penalty
        limit, twice = top - square, 2.0 * total
        weight_to[t], total_to[t], price[t] = weight, total, limit
        gap = False
        # Pieces are lost from the outside in, as levels far from the values get dearer.
        while first < where:
            e = level[first + 1]
            if cost[first + 1] + e * (e * weight - twice) <= limit:
                break
            c = int(candidate[first])
            if total - total_to[c] < (weight - weight_to[c]) * e and least[first] <= top:
                gap = True
                break
            first += 1
        level[first] = max(
            level[first], _crossing(sums, int(candidate[first]), t, level[first], -1)
        )
        end = high
        while last > where:
            e = level[last]
            if cost[last] + e * (e * weight - twice) <= limit:
                break
            c = int(candidate[last])
            if total - total_to[c] > (weight - weight_to[c]) * e and least[last] <= top:
                gap = True
                break
            end = e
            last -= 1
        end = min(end, _crossing(sums, int(candidate[last]), t, end, 1))
        for k in range(first + 1, last + 1):
            gap |= cost[k] + level[k] * (level[k] * weight - twice) > limit
        if gap:
            level[last + 1] = end
            first, last, where = _parted(sums, pieces, first, last, where, t, low, high)
            continue
        if level[first] > low:
            cost[first] = _cost_at(sums, int(candidate[first]), level[first])
            first -= 1
            level[first], candidate[first], least[first] = low, t, top
        if end < high:
            last += 1
            level[last], candidate[last], least[last] = end, t, top
            cost[last] = _cost_at(sums, t, end)
    level[last + 1] = high
    sums[_SQUARE, t] = square
    at[0], at[1], at[2], at[3] = t, first, last, where


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
