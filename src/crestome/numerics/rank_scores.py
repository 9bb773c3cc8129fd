"""Scores of gene sets in sparse rows: by ranks within the row, and by weighted sums.

A row is ranked from its largest value down; tied values share their mean rank; only values above
zero have one, and all else counts as the last rank. Small whole numbers are ranked by counting how
often each occurs, without sorting; other numbers are sorted. What a column belongs to is a list of
sets, so that all sets are scored while the row is read once.

References:
    andreatta-2021, tirosh-2016
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled

Numbers = NDArray[np.float64]
Values = NDArray[np.float32]
Offsets = NDArray[np.int64]
Indices = NDArray[np.int32]
Marks = NDArray[np.uint8]

LARGEST_COUNTED = 4096
"""Whole numbers below it are ranked by counting; a row that holds a larger one is sorted."""
SKIPPED = 2
MEMBER = 1


@compiled
def rank_sums(
    rows: Offsets,
    columns: Indices,
    values: Values,
    marks: Marks,
    starts: Offsets,
    sets: Indices,
    max_rank: int,
    sums: Numbers,
) -> None:
    """Add up, for every row and set, by how much the ranks of its members beat the last rank.

    Args:
        rows: Where each row begins in ``columns`` and ``values``, and where the last one ends.
        columns: Column of each value.
        values: Values; none below zero. Zeros are as good as absent.
        marks: For each column `MEMBER` of any set, `SKIPPED` (not ranked at all), or 0.
        starts: Where the sets of each column begin in ``sets``, and where the last ones end.
        sets: Sets that a column belongs to.
        max_rank: The last rank.
        sums: A row for each row; a column for each set, and two more: values ranked, and how many
            of the lowest value lie beyond the last rank because they are tied.
    """
    # Neighbours count in two halves: most counts are one, and each would wait for the one before.
    counts = np.zeros((2, LARGEST_COUNTED), np.int64)
    gains = np.zeros(LARGEST_COUNTED, np.float64)
    members = np.empty(0, np.int64)
    number = sums.shape[1] - 2
    beyond = 0.0
    for row in range(rows.size - 1):
        first, last = rows[row], rows[row + 1]
        if members.size <= last - first:
            members = np.empty(2 * (last - first) + 1, np.int64)
        for k in range(number + 2):
            sums[row, k] = 0.0
        found, largest, whole = 0, np.uint32(0), True
        # No branch depends on what a column is: which one comes next cannot be foreseen.
        for at in range(first, last):
            value = values[at]
            mark = marks[np.uint32(columns[at])]
            members[found] = at
            found += mark & MEMBER
            # What cannot be counted (too large, negative, not a number) sorts the row instead.
            count = np.uint32(value) if 0.0 <= value < LARGEST_COUNTED else np.uint32(0)
            whole &= np.float32(count) == value
            largest = max(largest, count)
            counts[np.uint32(at & 1), count] += 1 - mark // SKIPPED
        if whole:
            above, lowest = 0, 0
            for level in range(largest, 0, -1):
                tied = counts[0, level] + counts[1, level]
                if tied > 0:
                    beyond = above + 0.5 * (tied + 1) - max_rank
                    gains[level] = max(0.0, -beyond)
                    above += tied
                    lowest = level
            sums[row, number] = above
            if lowest > 0 and beyond > 0.0:
                sums[row, number + 1] = counts[0, lowest] + counts[1, lowest]
            for k in range(found):
                gain = gains[np.uint32(values[members[k]])]
                column = np.uint32(columns[members[k]])
                for j in range(starts[column], starts[column + 1]):
                    sums[row, np.uint32(sets[j])] += gain
        else:
            _rank_sorted(
                columns[first:last], values[first:last], marks, starts, sets, max_rank, sums[row]
            )
        counts[:, : largest + 1] = 0


@compiled
def _rank_sorted(
    columns: Indices,
    values: Values,
    marks: Marks,
    starts: Offsets,
    sets: Indices,
    max_rank: int,
    sums: Numbers,
) -> None:
    """The same for one row of numbers that are not small and whole."""
    ordered = np.empty(values.size, np.float32)
    seen = 0
    for at in range(values.size):
        if marks[columns[at]] != SKIPPED and values[at] > 0.0:
            ordered[seen] = values[at]
            seen += 1
    ordered = np.sort(ordered[:seen])
    sums[sums.size - 2] = seen
    if seen > 0:
        tied = np.searchsorted(ordered, ordered[0], side="right")
        if seen - 0.5 * (tied - 1) > max_rank:
            sums[sums.size - 1] = tied
    for at in range(values.size):
        column = columns[at]
        if marks[column] == MEMBER and values[at] > 0.0:
            low = np.searchsorted(ordered, values[at], side="left")
            high = np.searchsorted(ordered, values[at], side="right")
            rank = seen - high + 0.5 * (high - low + 1)
            if rank <= max_rank:
                for j in range(starts[column], starts[column + 1]):
                    sums[sets[j]] += max_rank - rank


@compiled
def weighted_sums(
    rows: Offsets,
    columns: Indices,
    values: Values,
    starts: Offsets,
    sets: Indices,
    weights: Numbers,
    sums: Numbers,
) -> None:
    """Add up, for every row and set, the values of its columns by their weights.

    Args:
        rows: See `rank_sums`.
        columns: Column of each value.
        values: Values of any sign.
        starts: Where the sets of each column begin in ``sets`` and ``weights``.
        sets: Sets that a column belongs to.
        weights: Weight of the column in each.
        sums: Takes a row for each row and a column for each set.
    """
    for row in range(rows.size - 1):
        for k in range(sums.shape[1]):
            sums[row, k] = 0.0
        for at in range(rows[row], rows[row + 1]):
            column = columns[at]
            for j in range(starts[column], starts[column + 1]):
                sums[row, sets[j]] += weights[j] * np.float64(values[at])


@compiled
def column_sums(rows: Offsets, columns: Indices, values: Values, sums: Numbers) -> None:
    """Add the values of every column to ``sums``.

    Args:
        rows: See `rank_sums`.
        columns: Column of each value.
        values: Values.
        sums: One number for each column; added to, not set.
    """
    for at in range(rows[0], rows[rows.size - 1]):
        sums[columns[at]] += np.float64(values[at])
