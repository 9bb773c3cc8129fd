from __future__ import annotations

import numpy as np
import pytest

from crestome.numerics.noise import difference_spread, without_outliers

FORMS = ("compiled", "plain")
RUNS = [difference_spread, getattr(difference_spread, "py_func", difference_spread)]
DRAWN = [without_outliers, getattr(without_outliers, "py_func", without_outliers)]


@pytest.mark.parametrize("kernel", RUNS, ids=FORMS)
def test_the_spread_is_that_of_the_noise_whatever_the_steps(kernel) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    rng = np.random.default_rng(1)
    values = np.repeat([0.0, 3.0, -2.0], 2000) + 0.2 * rng.normal(size=6000)
    assert kernel(values, np.ones(6000), np.array([0, 6000])) == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize("kernel", RUNS, ids=FORMS)
def test_weights_scale_the_spread(kernel) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    rng = np.random.default_rng(2)
    weights = rng.uniform(0.3, 3.0, 6000)
    values = 0.2 * rng.normal(size=6000) / np.sqrt(weights)
    assert kernel(values, weights, np.array([0, 6000])) == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize("kernel", RUNS, ids=FORMS)
def test_single_values_have_no_spread_and_a_few_differences_give_their_mean(kernel) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert kernel(np.array([1.0, 2.0]), np.ones(2), np.array([0, 1, 2])) == 0.0
    steps = np.array([0.0] * 9 + [1.0])
    assert kernel(steps, np.ones(10), np.array([0, 10])) == pytest.approx(1 / 9 / np.sqrt(2))


@pytest.mark.parametrize("kernel", DRAWN, ids=FORMS)
def test_a_lone_value_is_drawn_in_and_a_pair_is_kept(kernel) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    values = np.zeros(40)
    values[10], values[20], values[30:32] = 5.0, -5.0, 4.0
    clean, drawn = kernel(values, np.array([0, 40]), 3, 1.0, 0.5)
    assert drawn == 2
    assert clean[10] == 0.5
    assert clean[20] == -0.5
    assert clean[30:32].tolist() == [4.0, 4.0]


@pytest.mark.parametrize("kernel", DRAWN, ids=FORMS)
def test_a_run_too_short_to_judge_is_left_alone(kernel) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    values = np.array([0.0, 9.0, 0.0])
    clean, drawn = kernel(values, np.array([0, 3]), 3, 1.0, 0.5)
    assert drawn == 0
    assert clean.tolist() == values.tolist()
