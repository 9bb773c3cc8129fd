"""The level that most of a genome has, and whether another is nearly as common.

A ratio says how a stretch compares with the rest of the genome and nothing of its copies. Most
tumours have one level that far more of the genome shares than any other, and it serves as the
baseline. In a tumour between two ploidies two levels are nearly as common: which of them is the
baseline cannot be seen from ratios, and a person has to be told.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from crestome.model.copy_number import CopyNumberProfile
from crestome.model.genome import AUTOSOMES

Scale = Literal["log2", "copies", "calls"]


@dataclass(frozen=True, slots=True)
class LevelStretch:
    """A segment's number on the profile's scale, and its length."""

    contig: str
    value: float
    length: float


def stretches_of(profile: CopyNumberProfile, scale: Scale) -> list[LevelStretch]:
    """The segments with a number, lowest first; none of a list of altered segments only."""
    if profile.altered_only:
        return []
    number = "total_copies" if scale == "copies" else "log2"
    rows = profile.segments.frame.select("contig", "start", "end", number).sort(number).rows()
    return [
        LevelStretch(contig, value, float(end - start))
        for contig, start, end, value in rows
        if value is not None and math.isfinite(value)
    ]


def commonest_level(
    stretches: list[LevelStretch], contigs: Sequence[str], scale: Scale, half_width: float
) -> float | None:
    """The number that most of the length of ``contigs`` has; None where there is no number.

    Args:
        stretches: Lowest first.
        contigs: Where to look.
        scale: ``copies`` are counted by whole numbers.
        half_width: Ratios within this distance are one level.
    """
    there = [item for item in stretches if item.contig in contigs]
    if not there:
        return None
    if scale == "log2":
        values, lengths = [item.value for item in there], [item.length for item in there]
        return _most_covered(values, lengths, half_width)
    covered: dict[float, float] = {}
    for item in there:
        whole = float(round(item.value))
        covered[whole] = covered.get(whole, 0.0) + item.length
    return max(covered, key=lambda whole: (covered[whole], -whole))


def mean_copies(stretches: list[LevelStretch], least_bp: float) -> float | None:
    """Mean copies of the autosomes; None where less than ``least_bp`` of them has a number.

    Callers of copies state it as the ploidy, so that a profile without that line reads as with it.
    """
    there = [item for item in stretches if item.contig in AUTOSOMES]
    length = sum(item.length for item in there)
    if not length or length < least_bp:
        return None
    return sum(item.value * item.length for item in there) / length


def rival_level(
    stretches: list[LevelStretch], level: float, half_width: float, fraction: float
) -> float | None:
    """A ratio apart from ``level`` that nearly as much of the autosomes has; None without one.

    Args:
        stretches: Lowest first.
        level: The commonest ratio.
        half_width: Ratios within this distance are one level.
        fraction: How much of the length at ``level`` the other must have.
    """
    there = [item for item in stretches if item.contig in AUTOSOMES]
    apart = [item for item in there if abs(item.value - level) > 2 * half_width]
    other = commonest_level(apart, AUTOSOMES, "log2", half_width)
    if other is None:
        return None
    own_length, other_length = (
        sum(item.length for item in there if abs(item.value - at) <= half_width)
        for at in (level, other)
    )
    return other if other_length >= fraction * own_length else None


def _most_covered(values: list[float], lengths: list[float], half_width: float) -> float:
    """Mean of the window around a segment's value that covers most length; values ascend."""
    covered = [0.0, *accumulate(lengths)]
    moments = [0.0, *accumulate(v * w for v, w in zip(values, lengths, strict=True))]
    first = last = 0
    best = (-1.0, 0.0, 0.0)
    for value in values:
        while values[first] < value - half_width:
            first += 1
        while last < len(values) and values[last] <= value + half_width:
            last += 1
        length = covered[last] - covered[first]
        mean = (moments[last] - moments[first]) / length if length else value
        best = max(best, (length, -abs(mean), mean))
    return best[2]
