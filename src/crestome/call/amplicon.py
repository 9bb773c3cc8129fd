"""Amplicons: amplified focal segments that lie so near to each other that they are one event.

An amplicon is cut into several segments where its copies differ, or where a probe failed. What lies
within a megabase is read as one; its probes and its length are those of the pieces, not the gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from crestome.call.segment_state import SegmentState, SegmentStateRules, segment_states
from crestome.model.copy_number import CopyNumberCall
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, CONTIGS, Interval


@dataclass(frozen=True, kw_only=True)
class Amplicon:
    """Neighbouring amplified segments.

    Attributes:
        place: From the first to the last.
        height: The greatest copies, else log2 ratio; None where the file only calls it.
        probes: Probes of all; None if not given.
        length_bp: Their length, without the gaps.
        stated: Whether the file itself calls one of them amplified.
        with_mycn: Whether it is part of what was amplified together with MYCN.
    """

    place: Interval
    height: float | None
    probes: int | None
    length_bp: int
    stated: bool
    with_mycn: bool = False


def find_amplicons(
    evidence: CaseEvidence, limits: SegmentStateRules, gap_bp: float
) -> list[Amplicon]:
    """Amplified focal segments, joined to amplicons, in the order of the genome.

    Args:
        evidence: Uses ``copy_number``; none without it.
        limits: See `SegmentStateRules`.
        gap_bp: Segments this near to each other are one amplicon.

    References:
        depuydt-2018, crestome-conventions
    """
    rows = segment_states(evidence, limits).filter(
        pl.col("state") == SegmentState.AMPLIFIED.value,
        (pl.col("end") - pl.col("start")) < limits.focal_mb.value * BP_PER_MB,
    )
    joined: list[Amplicon] = []
    for row in rows.sort("contig", "start").iter_rows(named=True):
        place = Interval(contig=row["contig"], start=row["start"], end=row["end"])
        number = "total_copies" if row["total_copies"] is not None else "log2"
        new = Amplicon(
            place=place,
            height=row[number],
            probes=row["probes"],
            length_bp=place.length_bp,
            stated=row["call"] == CopyNumberCall.AMPLIFIED.value,
        )
        if joined and distance_bp(joined[-1].place, place) <= gap_bp:
            joined[-1] = _join(joined[-1], new)
        else:
            joined.append(new)
    return sorted(joined, key=lambda item: (CONTIGS.index(item.place.contig), item.place.start))


def distance_bp(one: Interval, other: Interval) -> float:
    """Bases between two intervals; infinite on different contigs."""
    if one.contig != other.contig:
        return float("inf")
    return max(0, one.start - other.end, other.start - one.end)


def _join(one: Amplicon, other: Amplicon) -> Amplicon:
    heights = [height for height in (one.height, other.height) if height is not None]
    end = max(one.place.end, other.place.end)
    known = one.probes is not None and other.probes is not None
    return Amplicon(
        place=one.place.model_copy(update={"end": end}),
        height=max(heights, default=None),
        probes=(one.probes or 0) + (other.probes or 0) if known else None,
        length_bp=one.length_bp + other.length_bp,
        stated=one.stated or other.stated,
    )
