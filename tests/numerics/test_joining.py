from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.joined_neighbours import joined_ends

from crestome.numerics import joining
from crestome.numerics.joining import Counts, merged

FORMS = ("compiled", "plain")


def plain(kernel: Callable[..., Counts]) -> Callable[..., Counts]:
    """The kernel uncompiled."""
    return getattr(kernel, "py_func", kernel)


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


@st.composite
def cut_signals(draw: st.DrawFn) -> tuple[list[float], list[float], list[int]]:
    """Values, weights and the ends of segments; many steps are equal."""
    values = draw(st.lists(st.integers(-20, 20).map(lambda x: x / 8), min_size=2, max_size=40))
    weights = draw(st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=40, max_size=40))
    inner = draw(st.sets(st.integers(1, len(values) - 1)))
    return values, weights[: len(values)], [*sorted(inner), len(values)]


@settings(max_examples=200, deadline=None)
@given(signal=cut_signals(), step=st.sampled_from([0.1, 0.3, 1.0]), size=st.integers(0, 5))
def test_the_same_neighbours_are_joined_as_by_looking_at_every_pair(
    signal: tuple[list[float], list[float], list[int]], step: float, size: int
) -> None:
    values, weights, ends = signal
    found = merged(np.array(ends), np.array(values), np.array(weights), step, size)
    assert found.tolist() == joined_ends(ends, values, weights, step, size)


def test_kernels_say_the_same_uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_join", "_offer"):
        monkeypatch.setattr(joining, name, plain(getattr(joining, name)))
    rng = np.random.default_rng(4)
    values, ends = rng.normal(size=60), np.arange(1, 61)
    expected = merged(ends, values, np.ones(60), 0.6, 3).tolist()
    assert plain(merged)(ends, values, np.ones(60), 0.6, 3).tolist() == expected


def test_a_hundred_thousand_steps_to_join_are_no_burden() -> None:
    """Joined pair by pair with a look at all others each time, this took half a minute."""
    count = 100_000
    values = np.repeat(0.05 * (np.arange(count) % 2), 3)
    found = merged(np.arange(1, count + 1) * 3, values, np.ones(3 * count), 0.1, 2)
    assert found.tolist() == [3 * count]
