"""How likely counts and gaps are under the simplest assumption: equal shares, chance, no memory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import count

_TERM_FLOOR = 1e-12


def equal_shares_p(counts: Sequence[int]) -> float | None:
    """Pearson's test of four counts against equal shares.

    Args:
        counts: Four counts; the tail of the chi-squared distribution with three degrees of freedom
            is written out.

    Returns:
        The probability of shares at least as uneven; None without a count.

    Example:
        >>> round(equal_shares_p([5, 5, 5, 5]), 3), round(equal_shares_p([20, 0, 0, 0]), 10)
        (1.0, 0.0)
    """
    first, second, third, fourth = counts
    total = first + second + third + fourth
    if not total:
        return None
    expected = total / 4
    statistic = sum((one - expected) ** 2 / expected for one in counts)
    tail = math.erfc(math.sqrt(statistic / 2))
    return tail + math.sqrt(2 * statistic / math.pi) * math.exp(-statistic / 2)


def at_least_p(hits: int, trials: int, share: float) -> float:
    """Probability of ``hits`` or more in so many trials, each of which hits with ``share``.

    Example:
        >>> at_least_p(1, 2, 0.5)
        0.75
    """
    ways = (
        math.comb(trials, k) * share**k * (1 - share) ** (trials - k)
        for k in range(hits, trials + 1)
    )
    return min(1.0, math.fsum(ways))


def memoryless_p(gaps: Sequence[float]) -> float | None:
    """Kolmogorov's test of gaps against the exponential distribution of the same mean.

    Ends strewn at random leave exponential gaps; crowded or evenly spaced ones do not. The mean is
    taken from the gaps themselves, which makes the test timid: it finds too few, not too many.

    Args:
        gaps: Distances of neighbours.

    Returns:
        The probability of a fit at least as bad, by the limiting distribution with Stephens's
        correction for few gaps; None without two gaps, or if all are zero.
    """
    few = 2
    mean = sum(gaps) / len(gaps) if gaps else 0.0
    if len(gaps) < few or not mean:
        return None
    size = len(gaps)
    fitted = [1 - math.exp(-gap / mean) for gap in sorted(gaps)]
    apart = max(max((k + 1) / size - value, value - k / size) for k, value in enumerate(fitted))
    scaled = apart * (math.sqrt(size) + 0.12 + 0.11 / math.sqrt(size))
    return _kolmogorov_tail(scaled)


def _kolmogorov_tail(scaled: float) -> float:
    """The tail of Kolmogorov's distribution, by its alternating series."""
    near_zero = 0.2
    if scaled < near_zero:
        return 1.0
    total, sign = 0.0, 1.0
    for k in count(1):
        term = math.exp(-2 * (k * scaled) ** 2)
        total += sign * term
        sign = -sign
        if term < _TERM_FLOOR:
            break
    return max(0.0, min(1.0, 2 * total))
