from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.numerics.noise import difference_spread, median_of_sizes, without_outliers

FORMS = ("compiled", "plain")
RUNS = [difference_spread, getattr(difference_spread, "py_func", difference_spread)]
MEDIANS = [median_of_sizes, getattr(median_of_sizes, "py_func", median_of_sizes)]
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
def test_weights_that_are_all_alike_are_heeded_as_well(kernel) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    values = np.random.default_rng(3).normal(size=500)
    offsets = np.array([0, 200, 500])
    alike, nearly = np.full(500, 4.0), np.full(500, 4.0)
    nearly[0] *= 1.0 + 1e-9
    one = kernel(values, np.ones(500), offsets)
    assert kernel(values, alike, offsets) == pytest.approx(2.0 * one)
    assert kernel(values, nearly, offsets) == pytest.approx(2.0 * one)


@pytest.mark.parametrize("kernel", MEDIANS, ids=FORMS)
@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(
        st.floats(0.0, 1e6) | st.sampled_from([0.0, 1.0, 1e-300]), min_size=1, max_size=60
    )
)
def test_the_median_by_counting_is_the_median(kernel, sizes: list[float]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert kernel(np.array(sizes)) == pytest.approx(float(np.median(sizes)), rel=1e-12, abs=0.0)


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
