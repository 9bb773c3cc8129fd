from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.optimal_partition import optimal_ends, price

from crestome.numerics import segmentation
from crestome.numerics.segmentation import (
    Counts,
    Numbers,
    ends_of,
    last_changes,
    merged,
    segment_runs,
)

FORMS = ("compiled", "plain")
SIGNALS = st.lists(
    st.floats(-3, 3, allow_nan=False).map(lambda value: round(value, 3)), min_size=1, max_size=40
)


def plain(kernel: Callable[..., Counts]) -> Callable[..., Counts]:
    """The kernel uncompiled."""
    return getattr(kernel, "py_func", kernel)


@pytest.fixture
def uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """All kernels of the module as plain Python, for those who measure which lines run."""
    for name in ("_advance", "_cheapest", "_outermost", "_parted", "_in_the_middle"):
        monkeypatch.setattr(segmentation, name, plain(getattr(segmentation, name)))


def ends(values: Numbers, weights: Numbers, penalty: float) -> list[int]:
    return [int(end) for end in ends_of(last_changes(values, weights, penalty))]


def noisy_steps(seed: int, size: int) -> tuple[Numbers, Numbers]:
    rng = np.random.default_rng(seed)
    steps = np.repeat(rng.normal(size=size // 10 + 1), 10)[:size]
    return steps + 0.3 * rng.normal(size=size), rng.uniform(0.2, 3.0, size)


@pytest.mark.parametrize("seed", range(40))
def test_the_breakpoints_are_those_of_the_exact_oracle(seed: int) -> None:
    values, weights = noisy_steps(seed, 20 + seed)
    for penalty in (0.05, 0.4, 2.0):
        assert ends(values, weights, penalty) == optimal_ends(
            list(values), list(weights), penalty
        ), f"seed {seed}"


@settings(max_examples=150, deadline=None)
@given(SIGNALS, st.floats(0.01, 4.0))
def test_no_segmentation_of_any_signal_is_cheaper(signal: list[float], penalty: float) -> None:
    values, weights = np.array(signal), np.ones(len(signal))
    found = ends(values - values.mean(), weights, penalty)
    least = price(
        signal, [1.0] * len(signal), optimal_ends(signal, list(weights), penalty), penalty
    )
    assert price(signal, [1.0] * len(signal), found, penalty) == pytest.approx(least, abs=1e-9)
    assert found[-1] == len(signal)


@pytest.mark.usefixtures("uncompiled")
@pytest.mark.parametrize("seed", range(12))
def test_uncompiled_the_kernel_finds_the_same(seed: int) -> None:
    values, weights = noisy_steps(seed, 90)
    values[seed * 5 :] += 3.0 * (seed % 3)
    compiled_changes = last_changes(values, weights, 0.3)
    assert plain(last_changes)(values, weights, 0.3).tolist() == compiled_changes.tolist()
    assert plain(ends_of)(compiled_changes).tolist() == ends_of(compiled_changes).tolist()


def test_a_weight_of_two_counts_as_the_value_twice() -> None:
    values, _ = noisy_steps(3, 60)
    twice = ends(np.repeat(values, 2), np.ones(120), 1.0)
    assert [end * 2 for end in ends(values, np.full(60, 2.0), 1.0)] == twice


def test_a_constant_signal_is_one_segment() -> None:
    assert ends(np.zeros(50), np.ones(50), 0.1) == [50]
    assert plain(last_changes)(np.zeros(5), np.ones(5), 0.1).tolist() == [0] * 5


@pytest.mark.usefixtures("uncompiled")
def test_more_candidates_than_the_first_room_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    ramp = np.linspace(-40.0, 40.0, 300)
    expected = optimal_ends(list(ramp), [1.0] * 300, 0.5)
    assert ends(ramp, np.ones(300), 0.5) == expected
    monkeypatch.setattr(segmentation, "_ROOM", 12)
    assert plain(ends_of)(plain(last_changes)(ramp, np.ones(300), 0.5)).tolist() == expected


@pytest.mark.parametrize("kernel", [merged, plain(merged)], ids=FORMS)
def test_neighbours_that_are_alike_are_joined(kernel: Callable[..., Counts]) -> None:
    values = np.array([0.0] * 5 + [0.05] * 5 + [1.0] * 5)
    found = kernel(np.array([5, 10, 15]), values, np.ones(15), 0.1, 2)
    assert found.tolist() == [10, 15]


@pytest.mark.parametrize("kernel", [merged, plain(merged)], ids=FORMS)
def test_a_segment_of_too_few_values_joins_the_neighbour_more_alike(
    kernel: Callable[..., Counts],
) -> None:
    values = np.array([0.0] * 5 + [0.7] + [1.0] * 5)
    found = kernel(np.array([5, 6, 11]), values, np.ones(11), 0.1, 2)
    assert found.tolist() == [5, 11]


@pytest.mark.parametrize("kernel", [segment_runs, plain(segment_runs)], ids=FORMS)
def test_runs_are_segmented_each_by_itself(kernel: Callable[..., Counts]) -> None:
    values = np.array([0.0] * 5 + [1.0] * 5 + [1.0] * 5)
    offsets = np.array([0, 10, 10, 15])
    found = kernel(values, np.ones(15), offsets, np.full(3, 0.2), 0.0, 2)
    assert found.tolist() == [5, 10, 15]
    joined = kernel(values, np.ones(15), offsets, np.full(3, 0.2), 2.0, 2)
    assert joined.tolist() == [10, 15]
