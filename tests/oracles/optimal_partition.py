"""The best segmentation by trying every last change for every prefix: slow, and plain to see."""

from __future__ import annotations

from collections.abc import Sequence


def cost(values: Sequence[float], weights: Sequence[float]) -> float:
    """Weighted squared distances from the weighted mean."""
    whole = sum(weights)
    mean = sum(w * y for w, y in zip(weights, values, strict=True)) / whole
    return sum(w * (y - mean) ** 2 for w, y in zip(weights, values, strict=True))


def optimal_ends(values: Sequence[float], weights: Sequence[float], penalty: float) -> list[int]:
    """Ends of the segments, not included, of the segmentation with the least cost and penalty."""
    best: list[tuple[float, list[int]]] = [(-penalty, [])]
    for end in range(1, len(values) + 1):
        best.append(
            min(
                (
                    best[start][0] + cost(values[start:end], weights[start:end]) + penalty,
                    [*best[start][1], end],
                )
                for start in range(end)
            )
        )
    return best[-1][1]


def price(
    values: Sequence[float], weights: Sequence[float], ends: Sequence[int], penalty: float
) -> float:
    """What a segmentation costs, changes included."""
    starts = [0, *ends[:-1]]
    parts = zip(starts, ends, strict=True)
    return sum(cost(values[a:b], weights[a:b]) for a, b in parts) + penalty * (len(ends) - 1)
