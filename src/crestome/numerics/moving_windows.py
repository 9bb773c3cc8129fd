"""Weighted means over runs of places, in sparse rows that are compared with bounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled


@compiled
def window_means(
    rows: NDArray[np.int64],
    places: NDArray[np.int32],
    values: NDArray[np.float64],
    bounds: NDArray[np.float64],
    cap: float,
    windows: NDArray[np.int64],
    weights: NDArray[np.float64],
    means: NDArray[np.float64],
) -> None:
    """By how much each row lies outside the bounds, as means over windows of neighbouring places.

    Args:
        rows: Where each row begins in ``places`` and ``values``, and where the last one ends.
        places: Place of each value; below 0 it has none. A place without a value is 0.
        values: Values.
        bounds: Lower and upper bound of each place; between them a value differs by 0.
        cap: A difference counts at most this much, up or down.
        windows: First place, first weight and length of each window.
        weights: Weights of windows; those of a window add up to 1.
        means: Takes a row for each row and a column for each window.
    """
    own = np.empty(bounds.shape[1], np.float64)
    for row in range(rows.size - 1):
        own[:] = 0.0
        for at in range(rows[row], rows[row + 1]):
            if places[at] >= 0:
                own[places[at]] = values[at]
        for place in range(own.size):
            value = own[place]
            beyond = max(value - bounds[1, place], 0.0) + min(value - bounds[0, place], 0.0)
            own[place] = min(cap, max(-cap, beyond))
        for window in range(windows.shape[0]):
            first, weight = windows[window, 0], windows[window, 1]
            total = 0.0
            for at in range(windows[window, 2]):
                total += own[first + at] * weights[weight + at]
            means[row, window] = total
