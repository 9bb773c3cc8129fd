"""Clusters of rearrangements of one chromosome whose spans interleave.

When a chromosome shatters, its pieces are joined in random order, so that each joint spans the ends
of others without enclosing them. Deletions and duplications that arose one after another lie side
by side or inside each other instead. Joints that interleave, directly or through others, form a
cluster; the number of joints in the largest one is what the published criteria ask for, with the
orientation of the joints and with those that lead to other chromosomes.
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
        spans: Both ends of every joint, the lower first.
        strands: The sides that are kept at these ends, such as ``+-``; "" where not stated.
        joints_on_chromosome: All joints within this chromosome, in the cluster or not.
        joints_in_genome: All joints within one autosome.
        joints_to_elsewhere: Joints to other chromosomes with an end in or beside the cluster.
    """

    place: Interval
    spans: tuple[tuple[int, int], ...]
    strands: tuple[str, ...]
    joints_on_chromosome: int
    joints_in_genome: int
    joints_to_elsewhere: int

    @property
    def joints(self) -> int:
        """How many joints."""
        return len(self.spans)


@dataclass(slots=True)
class _Growing:
    """A cluster while the sweep passes over it: when it began, and what it holds."""

    began: int
    members: list[int]
    still_open: int


def largest_clusters(evidence: CaseEvidence, linked_bp: int) -> dict[str, Cluster]:
    """The largest cluster of every autosome that has one, by the chromosome's bare name.

    Args:
        evidence: Uses ``structural_variants`` whose two ends lie on one autosome; the same pair of
            ends and strands counts once.
        linked_bp: A joint to another chromosome belongs to a cluster from which its end is no
            farther than this.

    Returns:
        Chromosomes without a joint are left out; a joint alone is a cluster of one.

    References:
        korbel-campbell-2013, cortes-ciriano-2020
    """
    if evidence.structural_variants is None:
        return {}
    frame = evidence.structural_variants.frame
    autosomes = [chromosome.name for chromosome in evidence.genome.autosomes]
    joints = _joints(frame, autosomes)
    found = {}
    for name in autosomes:
        own = joints.filter(pl.col("contig1") == name)
        rows = own.select("first", "last", "strands").rows()
        clusters = [*interleaved([(first, last) for first, last, _ in rows])]
        if clusters:
            members = [rows[index] for index in max(clusters, key=len)]
            place = Interval(
                contig=name,
                start=min(first for first, _, _ in members),
                end=max(last for _, last, _ in members) + 1,
            )
            found[name] = Cluster(
                place=place,
                spans=tuple((first, last) for first, last, _ in members),
                strands=tuple(strands for _, _, strands in members),
                joints_on_chromosome=len(rows),
                joints_in_genome=joints.height,
                joints_to_elsewhere=_to_elsewhere(frame, place, linked_bp),
            )
    return found


def _joints(frame: pl.DataFrame, autosomes: Sequence[str]) -> pl.DataFrame:
    """Both ends of every joint within one autosome, the lower first, with their strands."""
    ends = pl.min_horizontal("position1", "position2"), pl.max_horizontal("position1", "position2")
    turned = pl.col("position1") > pl.col("position2")
    strands = (
        pl.when(turned)
        .then(pl.concat_str("strand2", "strand1"))
        .otherwise(pl.concat_str("strand1", "strand2"))
    )
    return (
        frame.filter(
            pl.col("contig1") == pl.col("contig2"),
            pl.col("contig1").is_in(autosomes),
            pl.col("position1") != pl.col("position2"),
        )
        .select("contig1", first=ends[0], last=ends[1], strands=strands)
        .unique(maintain_order=True)
    )


def _to_elsewhere(frame: pl.DataFrame, place: Interval, linked_bp: int) -> int:
    """Joints to other chromosomes with an end in or beside a place; each pair of ends once."""
    low, high = place.start - linked_bp, place.end + linked_bp
    beside = [
        (pl.col(f"contig{end}") == place.contig) & pl.col(f"position{end}").is_between(low, high)
        for end in (1, 2)
    ]
    chosen = frame.filter(
        pl.col("contig1") != pl.col("contig2"),
        pl.col("position1").is_not_null(),
        pl.col("position2").is_not_null(),
        pl.any_horizontal(*beside),
    )
    return chosen.unique(["contig1", "position1", "contig2", "position2"]).height


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
