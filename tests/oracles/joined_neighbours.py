"""Joining of neighbours by looking at every pair again after each step: slow, and plain to see."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def joined_ends(
    ends: Sequence[int],
    values: Sequence[float],
    weights: Sequence[float],
    least_step: float,
    least_size: int,
) -> list[int]:
    """Ends left over: short segments first, then all whose means differ too little."""
    starts = [0, *ends[:-1]]
    parts = [
        [end - start, sum(weights[start:end]), 0.0, end]
        for start, end in zip(starts, ends, strict=True)
    ]
    for part, start, end in zip(parts, starts, ends, strict=True):
        part[2] = sum(w * y for w, y in zip(weights[start:end], values[start:end], strict=True))
        part[2] /= part[1]
    for limit, few in ((float("inf") if least_size else least_step, least_size), (least_step, 0)):
        while True:
            pairs = [
                (abs(right[2] - left[2]), number)
                for number, (left, right) in enumerate(pairwise(parts))
                if few == 0 or min(left[0], right[0]) < few
            ]
            step, number = min(pairs, default=(limit, -1))
            if number < 0 or step >= limit:
                break
            left, right = parts[number], parts.pop(number + 1)
            both = left[1] + right[1]
            left[2] += (right[2] - left[2]) * right[1] / both
            left[0], left[1], left[3] = left[0] + right[0], both, right[3]
    return [int(part[3]) for part in parts]
