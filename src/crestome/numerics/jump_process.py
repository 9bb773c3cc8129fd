"""Trajectories of a logical network in continuous time: each row follows its rule at its own rate.

A row whose value is not what its rule says changes after a waiting time drawn from an exponential
distribution; of all that wait the next one is drawn in proportion to their rates (Gillespie). Rules
are truth tables: the states of a row's regulators are the bits of the place in its table.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled

Places: TypeAlias = NDArray[np.int64]
Bits: TypeAlias = NDArray[np.uint8]
Numbers: TypeAlias = NDArray[np.float64]


@compiled
def count_ends(
    tables: tuple[Bits, Places],
    regulators: tuple[Places, Places],
    dependents: tuple[Places, Places],
    rates: Numbers,
    start: Numbers,
    runs: tuple[int, float, int],
) -> Places:
    """How many trajectories end with each row on.

    Args:
        tables: Truth tables of all rows, one after another, and where each begins; a row with an
            empty table is an input.
        regulators: Rows that each table reads, lowest bit first, and where each list begins.
        dependents: Rows whose table reads each row, and where each list begins.
        rates: One row for each row: how fast it goes on, and how fast off.
        start: Probability that each row begins on.
        runs: Trajectories, time of each, seed.
    """
    table, table_at = tables
    regulator, regulator_at = regulators
    dependent, dependent_at = dependents
    trajectories, end, seed = runs
    rows = start.size
    ends = np.zeros(rows, np.int64)
    state = np.zeros(rows, np.uint8)
    waiting = np.zeros(rows)
    np.random.seed(seed)  # noqa: NPY002 (the generator that compiled code has)
    for _ in range(trajectories):
        for row in range(rows):
            # Every row draws, so that a change of one start leaves the others' draws as they were.
            state[row] = 1 if np.random.random() < start[row] else 0  # noqa: NPY002
        total = 0.0
        for row in range(rows):
            waiting[row] = 0.0
            if table_at[row + 1] > table_at[row]:
                place = 0
                for k in range(regulator_at[row + 1] - regulator_at[row]):
                    place |= state[regulator[regulator_at[row] + k]] << k
                wanted = table[table_at[row] + place]
                if wanted != state[row]:
                    waiting[row] = rates[row, 0] if wanted else rates[row, 1]
            total += waiting[row]
        time = 0.0
        while total > 0.0:
            time -= np.log(1.0 - np.random.random()) / total  # noqa: NPY002
            if time > end:
                break
            drawn = np.random.random() * total  # noqa: NPY002
            chosen = -1
            for row in range(rows):
                if waiting[row] > 0.0:
                    chosen = row
                    drawn -= waiting[row]
                    if drawn < 0.0:
                        break
            state[chosen] ^= np.uint8(1)
            waiting[chosen] = 0.0
            for j in range(dependent_at[chosen], dependent_at[chosen + 1]):
                row = dependent[j]
                place = 0
                for k in range(regulator_at[row + 1] - regulator_at[row]):
                    place |= state[regulator[regulator_at[row] + k]] << k
                wanted = table[table_at[row] + place]
                waiting[row] = 0.0
                if wanted != state[row]:
                    waiting[row] = rates[row, 0] if wanted else rates[row, 1]
            total = waiting.sum()
        for row in range(rows):
            ends[row] += state[row]
    return ends
