"""Clusters of rearrangements of one chromosome whose spans interleave.

When a chromosome shatters, its pieces are joined in random order, so that each joint spans the ends
of others without enclosing them. Deletions and duplications that arose one after another lie side
by side or inside each other instead. Joints that interleave, directly or through others, form a
cluster; the number of joints in the largest one is what the published criteria ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Interval

_CLOSES: Final = 0
_OPENS: Final = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """Joints of one chromosome that interleave.

    Attributes:
        place: From the first end to the last.
        joints: How many joints.
    """

    place: Interval
    joints: int


@dataclass(slots=True)
class _Growing:
    """A cluster while the sweep passes over it: when it began, and what it holds."""

    began: int
    members: list[int]
    still_open: int


def largest_clusters(evidence: CaseEvidence) -> dict[str, Cluster]:
    """The largest cluster of every autosome that has one, by the chromosome's bare name.

    Args:
        evidence: Uses ``structural_variants`` whose two ends lie on one autosome; the same pair of
            ends and strands counts once.

    Returns:
        Chromosomes without a joint are left out; a joint alone is a cluster of one.

    References:
        korbel-campbell-2013
    """
    if evidence.structural_variants is None:
        return {}
    ends = pl.min_horizontal("position1", "position2"), pl.max_horizontal("position1", "position2")
    joints = (
        evidence.structural_variants.frame.filter(
            pl.col("contig1") == pl.col("contig2"),
            pl.col("position1").is_not_null(),
            pl.col("position2").is_not_null(),
            pl.col("position1") != pl.col("position2"),
        )
        .unique(["contig1", "position1", "position2", "strand1", "strand2"], maintain_order=True)
        .select("contig1", first=ends[0], last=ends[1])
    )
    found = {}
    for chromosome in evidence.genome.autosomes:
        own = joints.filter(pl.col("contig1") == chromosome.name)
        spans = own.select("first", "last").rows()
        clusters = [*interleaved(spans)]
        if clusters:
            members = [spans[index] for index in max(clusters, key=len)]
            place = Interval(
                contig=chromosome.name,
                start=min(first for first, _ in members),
                end=max(last for _, last in members) + 1,
            )
            found[chromosome.name] = Cluster(place=place, joints=len(members))
    return found


def interleaved(spans: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The indices of spans that interleave, cluster by cluster.

    Two spans interleave if each holds exactly one end of the other; a cluster is whatever is
    connected so. One sweep over the ends keeps the clusters that are still open on a stack: where a
    span closes, every cluster above its own was opened inside it and closes outside.

    Example:
        >>> sorted(interleaved([(0, 10), (5, 15), (6, 7), (20, 30)]))
        [[0, 1], [2], [3]]
    """
    # Of ends at one place the inner spans open last and close first.
    ends = [(first, _OPENS, -last, index, index) for index, (first, last) in enumerate(spans)]
    ends += [(last, _CLOSES, -first, -index, index) for index, (first, last) in enumerate(spans)]
    stack: list[_Growing] = []
    opened: dict[int, int] = {}
    for _, kind, _, _, index in sorted(ends):
        if kind == _OPENS:
            opened[index] = len(opened)
            stack.append(_Growing(opened[index], [index], 1))
            continue
        # The span lies in the last cluster that began no later than the span itself.
        while stack[-1].began > opened[index]:
            above = stack.pop()
            stack[-1].members += above.members
            stack[-1].still_open += above.still_open
        stack[-1].still_open -= 1
        if not stack[-1].still_open:
            yield sorted(stack.pop().members)
