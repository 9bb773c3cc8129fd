"""The segments that carry a gene: how high, how wide, and how far above the rest of the chromosome.

An amplicon is short and steep, the gain of an arm is long and shallow, and on compressed arrays
both may have the same ratio. What tells them apart is the width of the segment and its step over
the rest of the chromosome. Arrays place a breakpoint between two probes, so an amplicon may seem
to begin some kilobases beyond the gene that drives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from crestome.call.segment_state import SegmentStateRules, measure_baseline, segment_states
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Interval

_HALF: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One segment, read against the tumour's baseline.

    Attributes:
        place: Where it lies.
        value: log2 ratio or copies; None where only a call is stated.
        relative: The value less the baseline; None where there is no value.
        rest: Level of the rest of the chromosome; None where it was not measured.
        state: A value of `SegmentState`.
        call: The call that the file states; "" if none.
        gap_bp: Bases between the segment and the gene; 0 where they overlap.
        overlap_bp: Bases of the gene that it covers.
        where: File and line.
    """

    place: Interval
    value: float | None
    relative: float | None
    rest: float | None
    state: str
    call: str
    gap_bp: int
    overlap_bp: int
    where: str

    @property
    def width_mb(self) -> float:
        """Its width in megabases."""
        return self.place.length_bp / BP_PER_MB

    @property
    def step(self) -> float | None:
        """Its height over the rest of the chromosome, or over the baseline if that is unknown."""
        if self.value is None or self.rest is None:
            return self.relative
        return self.value - self.rest


@dataclass(frozen=True, kw_only=True)
class GeneSegments:
    """The segments at a gene.

    Attributes:
        main: The segment that covers most of the gene.
        highest: The highest of those that touch it.
        beside: The highest of those that end within the tolerance; None if there is none.
        lowest: The lowest of those that touch it.
        breakpoint_inside: Whether a segment ends inside the gene.
        scale: ``log2``, ``copies`` or ``calls``.
        baseline: The tumour's baseline on that scale.
        basis: Where the baseline is from.
    """

    main: Segment
    highest: Segment
    beside: Segment | None
    lowest: Segment
    breakpoint_inside: bool
    scale: str
    baseline: float
    basis: str


def find_gene_segments(
    place: Interval, evidence: CaseEvidence, tolerance_bp: float, rules: SegmentStateRules
) -> GeneSegments | None:
    """Find the segments at a gene.

    Args:
        place: The gene's extent on the assembly of the case.
        evidence: Uses ``copy_number`` and what the baseline needs.
        tolerance_bp: A segment that ends so near to the gene still counts as touching it.
        rules: How the baseline is found.

    Returns:
        None where no segment lies at the gene.
    """
    states = segment_states(evidence, rules).filter(pl.col("contig") == place.contig)
    near = states.with_columns(
        gap_bp=pl.max_horizontal(
            place.start - pl.col("end"), pl.col("start") - place.end, pl.lit(0)
        ),
        overlap_bp=(
            pl.min_horizontal(pl.col("end"), place.end)
            - pl.max_horizontal(pl.col("start"), place.start)
        ).clip(lower_bound=0),
    ).filter((pl.col("overlap_bp") > 0) | (pl.col("gap_bp") <= tolerance_bp))
    if near.is_empty():
        return None
    baseline = measure_baseline(evidence, rules)
    column = "log2" if baseline.scale == "log2" else "total_copies"
    profile = evidence.copy_number
    listed_only = profile is None or profile.altered_only
    found = [
        _segment(row, column, None if listed_only else _rest(states, row, column))
        for row in near.iter_rows(named=True)
    ]
    touching = [segment for segment in found if segment.overlap_bp] or found
    beside = [segment for segment in found if segment not in touching]
    return GeneSegments(
        main=max(touching, key=lambda segment: segment.overlap_bp),
        highest=max(touching, key=_height),
        beside=max(beside, key=_height, default=None),
        lowest=min(touching, key=_height),
        breakpoint_inside=any(
            place.start < edge < place.end
            for segment in touching
            for edge in (segment.place.start, segment.place.end)
        ),
        scale=baseline.scale,
        baseline=baseline.of_contig(place.contig),
        basis=baseline.basis,
    )


_ORDER: Final = {"homdel": -2.0, "loss": -1.0, "gain": 1.0, "amplified": 2.0}


def _height(segment: Segment) -> tuple[float, int]:
    """Sort key: height over the baseline, or the stated state where there is no number."""
    height = segment.relative
    return (_ORDER.get(segment.state, 0.0) if height is None else height, segment.overlap_bp)


def _segment(row: dict[str, object], column: str, rest: float | None) -> Segment:
    return Segment(
        place=Interval.from_document({key: row[key] for key in ("contig", "start", "end")}),
        value=_number(row[column]),
        relative=_number(row["relative"]),
        rest=rest,
        state=str(row["state"]),
        call=str(row["call"]),
        gap_bp=int(str(row["gap_bp"])),
        overlap_bp=int(str(row["overlap_bp"])),
        where=str(row["where"]),
    )


def _number(value: object) -> float | None:
    return value if isinstance(value, float) else None


def _rest(states: pl.DataFrame, row: dict[str, object], column: str) -> float | None:
    """Length-weighted median of the chromosome's other segments."""
    others = (
        states.filter(pl.col("start") != row["start"], pl.col(column).is_not_null())
        .sort(column)
        .with_columns(covered=(pl.col("end") - pl.col("start")).cum_sum())
    )
    if others.is_empty():
        return None
    half = others.filter(pl.col("covered") >= others["covered"][-1] * _HALF)
    return float(half[column][0])
