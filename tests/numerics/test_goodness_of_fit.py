"""Against quantiles of the distributions, numbers by hand, and R 4.2 (ks.test, chisq.test)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.numerics.goodness_of_fit import (
    _kolmogorov_tail,
    at_least_p,
    equal_shares_p,
    memoryless_p,
)


@pytest.mark.parametrize(
    ("statistic", "tail"), [(7.814727903251179, 0.05), (11.34486673014437, 0.01)]
)
def test_the_tail_is_that_of_three_degrees_of_freedom(statistic: float, tail: float) -> None:
    # Four counts of which two lie above and two below: (d, -d, d, -d) gives 4 d^2 / expected.
    expected = 100_000_000
    away = math.sqrt(statistic * expected / 4)
    counts = [round(expected + sign * away) for sign in (1, -1, 1, -1)]
    found = equal_shares_p(counts)
    assert found == pytest.approx(tail, rel=1e-3)


def test_without_counts_there_is_no_answer() -> None:
    assert equal_shares_p([0, 0, 0, 0]) is None


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(any))
def test_the_order_of_the_shares_does_not_matter(counts: list[int]) -> None:
    assert equal_shares_p(counts) == pytest.approx(equal_shares_p(sorted(counts)))


@pytest.mark.parametrize(
    ("hits", "trials", "share", "expected"),
    [(0, 10, 0.1, 1.0), (10, 10, 0.5, 2**-10), (3, 20, 0.06, 0.11497), (5, 4, 0.5, 0.0)],
)
def test_chance_of_hits(hits: int, trials: int, share: float, expected: float) -> None:
    assert at_least_p(hits, trials, share) == pytest.approx(expected, rel=1e-4)


def test_gaps_of_a_chance_process_fit_and_others_do_not() -> None:
    even = [-math.log(1 - (k + 0.5) / 40) for k in range(40)]
    crowded = [1.0] * 30 + [5000.0] * 3
    assert (memoryless_p(even) or 0) > 0.99
    assert (memoryless_p(crowded) or 1) < 1e-4


def test_too_few_gaps_tell_nothing() -> None:
    assert memoryless_p([]) is None
    assert memoryless_p([5.0]) is None
    assert memoryless_p([0.0, 0.0]) is None


def test_the_tail_of_kolmogorov_at_its_known_quantile() -> None:
    # 1.3581 is the 5 % quantile of the limiting distribution.
    assert _kolmogorov_tail(1.3581) == pytest.approx(0.05, abs=1e-4)


@given(st.lists(st.floats(0.1, 1e6), min_size=2, max_size=60), st.floats(0.1, 1000))
def test_the_unit_of_the_gaps_does_not_matter(gaps: list[float], unit: float) -> None:
    scaled = [gap * unit for gap in gaps]
    assert memoryless_p(scaled) == pytest.approx(memoryless_p(gaps), abs=1e-6)


@pytest.mark.parametrize(
    ("gaps", "exact"),
    [
        ([3792, 39, 134, 123, 29, 2], 0.004694098),
        ([642, 152, 85, 1168, 281, 287, 86, 162, 447, 697, 335], 0.7358116),
    ],
)
def test_few_gaps_come_close_to_the_exact_distribution(gaps: list[float], exact: float) -> None:
    """R 4.2.2: ``ks.test(gaps, "pexp", 1 / mean(gaps))``, which is exact below 100 values."""
    assert memoryless_p(gaps) == pytest.approx(exact, rel=0.25)


def test_shares_and_hits_are_those_of_r() -> None:
    """R 4.2.2: ``chisq.test(c(7, 2, 1, 2))`` and ``pbinom(7, 40, 0.06, lower.tail = FALSE)``."""
    assert equal_shares_p([7, 2, 1, 2]) == pytest.approx(0.06199908)
    assert at_least_p(8, 40, 0.06) == pytest.approx(0.002284688)
