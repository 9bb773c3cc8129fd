from __future__ import annotations

from math import exp

import numpy as np
import pytest

from crestome.numerics.jump_process import count_ends


def places(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, np.int64)


# Row 0 is an input; row 1 copies it; row 2 is on where row 0 is on and row 1 off.
TABLES = (np.array([0, 1, 0, 1, 0, 0], np.uint8), places(0, 0, 2, 6))
REGULATORS = (places(0, 0, 1), places(0, 0, 1, 3))
DEPENDENTS = (places(1, 2, 2), places(0, 2, 3, 3))
RATES = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0]])


@pytest.fixture(params=["compiled", "plain"])
def kernel(request: pytest.FixtureRequest) -> object:
    return count_ends if request.param == "compiled" else count_ends.py_func  # type: ignore[attr-defined]


def ends(kernel: object, start: list[float], runs: tuple[int, float, int]) -> list[int]:
    found = kernel(  # type: ignore[operator]
        TABLES, REGULATORS, DEPENDENTS, RATES, np.array(start), runs
    )
    return [int(value) for value in found]


def test_an_input_stays_and_the_rest_settles(kernel: object) -> None:
    assert ends(kernel, [1.0, 0.0, 0.0], (200, 500.0, 1)) == [200, 200, 0]
    assert ends(kernel, [0.0, 1.0, 1.0], (200, 500.0, 1)) == [0, 0, 0]


def test_the_time_until_a_change_is_exponential(kernel: object) -> None:
    count = 4000
    on = ends(kernel, [1.0, 0.0, 0.0], (count, 1.0, 3))[1]
    assert on / count == pytest.approx(1 - exp(-1.0), abs=0.03)


def test_a_start_is_drawn_with_its_probability(kernel: object) -> None:
    count = 4000
    found = ends(kernel, [0.25, 0.0, 0.0], (count, 500.0, 5))
    assert found[0] / count == pytest.approx(0.25, abs=0.03)
    assert found[1] == found[0]


def test_the_same_seed_gives_the_same_cells(kernel: object) -> None:
    first = ends(kernel, [0.5, 0.0, 0.0], (50, 1.0, 7))
    assert first == ends(kernel, [0.5, 0.0, 0.0], (50, 1.0, 7))
