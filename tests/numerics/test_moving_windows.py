"""Means over windows, beside a slow and obvious version."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from crestome.numerics.moving_windows import window_means

Numbers = NDArray[np.float64]


def obvious(
    dense: Numbers, bounds: Numbers, cap: float, windows: list[tuple[int, Numbers]]
) -> Numbers:
    low, high = bounds
    beyond = np.where(dense > high, dense - high, np.where(dense < low, dense - low, 0.0))
    capped = np.clip(beyond, -cap, cap)
    means = [capped[:, first : first + len(own)] @ own for first, own in windows]
    return np.stack(means, axis=1)


@pytest.mark.parametrize("compiled", [True, False])
def test_means_are_those_of_the_obvious_version(compiled: bool) -> None:
    rng = np.random.default_rng(4)
    dense = rng.poisson(0.7, (9, 12)).astype(np.float64)
    dense[3] = 0
    bounds = np.sort(rng.uniform(0, 2, (2, 12)), axis=0)
    shapes = [
        (0, np.array([0.25, 0.5, 0.25])),
        (4, np.array([0.25, 0.5, 0.25])),
        (7, np.full(5, 0.2)),
    ]
    weights = np.concatenate([shapes[0][1], shapes[2][1]])
    windows = np.array([(0, 0, 3), (4, 0, 3), (7, 3, 5)], np.int64)
    rows, columns = np.nonzero(dense)
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=9))])
    # The columns come turned around, and one of no place among them.
    places = np.append((11 - columns).astype(np.int32), np.int32(-1))
    values = np.append(dense[rows, columns], 99.0)
    starts[-1] += 1
    means = np.empty((9, 3))
    kernel = window_means if compiled else window_means.py_func  # type: ignore[attr-defined]
    kernel(starts, places, values, bounds, 1.5, windows, weights, means)
    assert np.allclose(means, obvious(dense[:, ::-1], bounds, 1.5, shapes))
