"""Change-points of a piecewise-constant signal: the exact optimum of squared error and penalty.

The cost of a segmentation is the weighted sum of squared distances from the mean of each segment,
and a penalty for every change. Dynamic programming over the last change finds the least cost; the
number of candidates for it is kept small by functional pruning: a candidate is held only for the
levels at which it may still be the best one, as a list of intervals.

Two facts spare most of the work. In the best segmentation, no value at a change is nearer to the
level on the other side: so a change before a value can only lead to levels on that value's side,
less than twice as far away as the value, and where the cheapest candidate is not too dear at such
levels, the change need not be looked at. And what a candidate cost at least before, it costs at
least now.

References:
    maidstone-2017
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled, inlined

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

_ROOM = 64
"""Pieces that a table holds at first; it grows."""
_ROWS = 6
_LEVEL, _CANDIDATE, _LEAST, _WEIGHT, _TOTAL, _PRICE = range(_ROWS)
"""Rows of the table of pieces: low end, candidate, its least cost or less, and, when the candidate
came up, the sums of weights and of weighted values, and its price less the sum of squares."""
_SQUARE, _RIVAL, _LIMIT, _MEAN = 2, 3, 4, 5
"""Sums so far, after weights and weighted values: weighted squares, the least that a candidate but
the cheapest costs, what a new candidate costs less the squares, and the level of the cheapest."""


@compiled
def last_changes(values: Numbers, weights: Numbers, penalty: float) -> Counts:
    """For every prefix, where the last segment of its best segmentation begins.

    Levels are parted into pieces, each with the candidate that is the cheapest there. The cost of a
    candidate, less what is the same for all, does not change while values are added, so that pieces
    need no update.

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
    pieces = np.zeros((_ROWS, _ROOM))
    middle = _ROOM // 2
    pieces[_LEVEL, middle], pieces[_LEVEL, middle + 1] = low, high
    # Position, first piece, last piece, and the piece of the cheapest candidate.
    at = np.array([0, middle, middle, middle])
    sums = np.zeros(6)
    sums[_RIVAL] = np.inf
    while True:
        between = _advance(values, weights, penalty, pieces, changes, at, sums)
        if at[0] == n:
            return changes
        pieces = _parted(pieces, at, sums) if between else _in_the_middle(pieces, at)


@compiled
def _in_the_middle(pieces: Numbers, at: Counts) -> Numbers:
    """The pieces in the middle of a table that has room for more."""
    first, count = at[1], at[2] - at[1] + 1
    room = max(pieces.shape[1], 4 * count)
    start = (room - count) // 2
    table = np.empty((_ROWS, room))
    table[:, start : start + count + 1] = pieces[:, first : first + count + 1]
    at[1:] += start - first
    return table


@compiled
def _parted(pieces: Numbers, at: Counts, sums: Numbers) -> Numbers:
    """Rare: the new candidate wins levels between others. Rebuild all pieces."""
    t, first, last, where = at[0], at[1], at[2], at[3]
    weight, total, limit, mean = sums[0], sums[1], sums[_LIMIT], sums[_MEAN]
    table = np.empty((_ROWS, max(pieces.shape[1], 4 * (2 * (last - first) + 3))))
    start = table.shape[1] // 4
    count = start
    edge, high = pieces[_LEVEL, first], pieces[_LEVEL, last + 1]
    cheapest, rival = -1, limit + sums[_SQUARE]
    for k in range(first, last + 2):
        left = right = high
        if k <= last:
            a, b = weight - pieces[_WEIGHT, k], total - pieces[_TOTAL, k]
            inside = b * b - a * (pieces[_PRICE, k] - limit)
            if inside <= 0.0:
                continue
            root = sqrt(inside)
            left = max((b - root) / a, pieces[_LEVEL, k])
            right = min((b + root) / a, pieces[_LEVEL, k + 1])
            if left >= right:
                continue
        if left > edge:
            table[_LEVEL, count], table[_CANDIDATE, count] = edge, t
            table[_WEIGHT, count], table[_TOTAL, count] = weight, total
            table[_PRICE, count], table[_LEAST, count] = limit, limit + sums[_SQUARE]
            count += 1
        if k <= last:
            if pieces[_CANDIDATE, k] != pieces[_CANDIDATE, where]:
                rival = min(rival, pieces[_LEAST, k])
            elif cheapest < 0 or left <= mean <= right:
                cheapest = count
            table[:, count] = pieces[:, k]
            table[_LEVEL, count] = left
            count += 1
            edge = right
    table[_LEVEL, count] = high
    # Where rounding took the last level from the cheapest candidate, another one will be sought.
    at[1], at[2], at[3] = start, count - 1, max(cheapest, start)
    sums[_RIVAL] = rival if cheapest >= 0 else -np.inf
    return table


@compiled
def _cheapest(pieces: Numbers, at: Counts, sums: Numbers, best: float) -> tuple[int, float]:
    """Rare: another candidate may be cheaper than ``best``, the cost of the one that was.

    Returns:
        A piece of the cheapest candidate, and the least that any other costs.
    """
    first, last, where = at[1], at[2], at[3]
    least, candidate = pieces[_LEAST], pieces[_CANDIDATE]
    least[where] = best
    for k in range(first, last + 1):
        if least[k] < best:
            a, b = sums[0] - pieces[_WEIGHT, k], sums[1] - pieces[_TOTAL, k]
            least[k] = pieces[_PRICE, k] - b * b / a + sums[_SQUARE]
            if least[k] < best:
                best, where = least[k], k
    rival = np.inf
    for k in range(first, last + 1):
        if least[k] < rival and candidate[k] != candidate[where]:
            rival = least[k]
    return where, rival


@inlined
def _outermost(
    pieces: Numbers, where: int, rim: int, side: int, weight: float, total: float, limit: float
) -> tuple[int, bool]:
    """The outermost piece that is not too dear, and whether there are dear levels further in.

    Args:
        pieces: See `_LEVEL` and those beside it.
        where: The piece of the cheapest candidate.
        rim: The last piece on the side that is looked at.
        side: 1 for the high side, -1 for the low one.
        weight: Sum of weights so far.
        total: Sum of weighted values so far.
        limit: What is too dear.
    """
    level, weight_to, total_to = pieces[_LEVEL], pieces[_WEIGHT], pieces[_TOTAL]
    price, inner = pieces[_PRICE], 1 if side < 0 else 0
    k = rim
    while k != where:
        e, a, b = level[k + inner], weight - weight_to[k], total - total_to[k]
        if price[k] + e * (e * a - 2.0 * b) <= limit:
            break
        if side * (b - e * a) > 0.0 and price[k] - b * b / a <= limit:
            return k, True
        k -= side
    dear = False
    for q in range(where + 1, k) if side > 0 else range(k + 1, where):
        e = level[q + inner]
        found = price[q] + e * (e * (weight - weight_to[q]) - 2.0 * (total - total_to[q]))
        dear |= found > limit
    return k, dear


@compiled
def _advance(
    values: Numbers,
    weights: Numbers,
    penalty: float,
    pieces: Numbers,
    changes: Counts,
    at: Counts,
    sums: Numbers,
) -> bool:
    """Go on until the end, or until the pieces reach the rim of their table or must be parted.

    Returns:
        Whether they must be parted.
    """
    level, candidate, least = pieces[_LEVEL], pieces[_CANDIDATE], pieces[_LEAST]
    weight_to, total_to, price = pieces[_WEIGHT], pieces[_TOTAL], pieces[_PRICE]
    n, first, last, where = values.size, at[1], at[2], at[3]
    low, high = level[first], level[last + 1]
    weight, total, square, rival = sums[0], sums[1], sums[_SQUARE], sums[_RIVAL]
    own_weight, own_total, own_price = weight_to[where], total_to[where], price[where]
    for t in range(at[0], n):
        weighted = weights[t] * values[t]
        weight, total, square = weight + weights[t], total + weighted, square + weighted * values[t]
        a, b = weight - own_weight, total - own_total
        mean = b / a
        best = own_price - b * mean + square
        if rival < best:
            at[1], at[2], at[3] = first, last, where
            sums[0], sums[1], sums[_SQUARE] = weight, total, square
            where, rival = _cheapest(pieces, at, sums, best)
            own_weight, own_total, own_price = weight_to[where], total_to[where], price[where]
            a, b = weight - own_weight, total - own_total
            mean = b / a
            best = own_price - b * mean + square
        changes[t] = int(candidate[where])
        ahead = values[min(t + 1, n - 1)] - mean
        if 4.0 * a * ahead * ahead <= penalty:
            continue
        top = best + penalty
        limit = top - square
        side = 1 if ahead > 0.0 else -1
        # Written out for each side, the compiler can do without the side.
        if side > 0:
            end = high
            k, between = _outermost(pieces, where, last, 1, weight, total, limit)
        else:
            end = low
            k, between = _outermost(pieces, where, first, -1, weight, total, limit)
        between |= mean < level[where] or mean > level[where + 1]
        if not between:
            a, b = weight - weight_to[k], total - total_to[k]
            edge = (b + side * sqrt(max(b * b - a * (price[k] - limit), 0.0))) / a
            if side * (end - edge) > 0.0:
                k += side
                level[k if side > 0 else k + 1] = edge
                candidate[k], least[k] = t + 1, top
                weight_to[k], total_to[k], price[k] = weight, total, limit
                rival = min(rival, top)
            level[k + 1 if side > 0 else k] = end
            first, last = (first, k) if side > 0 else (k, last)
        if between or first <= 1 or last >= level.size - 3:
            least[where] = best
            at[0], at[1], at[2], at[3] = t + 1, first, last, where
            sums[0], sums[1], sums[_SQUARE], sums[_RIVAL] = weight, total, square, rival
            sums[_LIMIT], sums[_MEAN] = limit, mean
            return bool(between)
    at[0] = n
    return False


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
