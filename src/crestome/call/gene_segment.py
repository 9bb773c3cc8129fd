"""The segments that carry a gene: how high, how wide, and how far above the rest of the chromosome.

An amplicon is short and steep, the gain of an arm is long and shallow, and on compressed arrays
both may have the same ratio. What tells them apart is the width of the segment and its step over
the rest of the chromosome. Arrays place a breakpoint between two probes, so an amplicon may seem
to begin some kilobases beyond the gene that drives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.call.segment_state import (
    Baseline,
    SegmentStateRules,
    measure_baseline,
    segment_states,
)
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
        run_probes: Probes of it and its neighbours of the same state; None if not given.
        run_bp: Their length.
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
    run_probes: int | None
    run_bp: int
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


Row = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Survey:
    """All segments of a profile, read once for many genes.

    Attributes:
        baseline: The tumour's baseline.
        rows: The segments with their state, by contig.
        listed_only: The list holds altered segments only.
    """

    baseline: Baseline
    rows: dict[str, list[Row]]
    listed_only: bool


def survey_segments(evidence: CaseEvidence, rules: SegmentStateRules) -> Survey:
    """Read the profile of a case against the tumour's baseline; no rows without a profile."""
    baseline = measure_baseline(evidence, rules)
    rows: dict[str, list[Row]] = {}
    for row in segment_states(evidence, rules, baseline).to_dicts():
        rows.setdefault(row["contig"], []).append(row)
    profile = evidence.copy_number
    return Survey(
        baseline=baseline, rows=rows, listed_only=profile is not None and profile.altered_only
    )


def find_gene_segments(place: Interval, survey: Survey, tolerance_bp: float) -> GeneSegments | None:
    """Find the segments at a gene.

    Args:
        place: The gene's extent on the assembly of the case.
        survey: The profile.
        tolerance_bp: A segment that ends so near to the gene still counts as touching it.

    Returns:
        None where no segment lies at the gene.
    """
    rows = survey.rows.get(place.contig, [])
    number = "log2" if survey.baseline.scale == "log2" else "total_copies"
    found = [
        _segment(row, place, number, None if survey.listed_only else _rest(rows, row, number))
        for row in rows
        if _gap_bp(row, place) <= tolerance_bp
    ]
    touching = [segment for segment in found if segment.overlap_bp] or found
    if not touching:
        return None
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
        scale=survey.baseline.scale,
        baseline=survey.baseline.of_contig(place.contig),
        basis=survey.baseline.basis,
    )


_ORDER: Final = {"homdel": -2.0, "loss": -1.0, "gain": 1.0, "amplified": 2.0}


def _height(segment: Segment) -> tuple[float, int]:
    """Sort key: height over the baseline, or the stated state where there is no number."""
    height = segment.relative
    return (_ORDER.get(segment.state, 0.0) if height is None else height, segment.overlap_bp)


def _span(row: Row) -> Interval:
    return Interval.model_validate({key: row[key] for key in ("contig", "start", "end")})


def _gap_bp(row: Row, place: Interval) -> int:
    span = _span(row)
    return max(place.start - span.end, span.start - place.end, 0)


def _segment(row: Row, place: Interval, number: str, rest: float | None) -> Segment:
    span = _span(row)
    return Segment(
        place=span,
        value=_number(row[number]),
        relative=_number(row["relative"]),
        rest=rest,
        state=str(row["state"]),
        call=str(row["call"]),
        gap_bp=_gap_bp(row, place),
        overlap_bp=place.overlap_bp(span),
        run_probes=probes if isinstance(probes := row["run_probes"], int) else None,
        run_bp=run_bp if isinstance(run_bp := row["run_bp"], int) else span.length_bp,
        where=str(row["where"]),
    )


def _number(value: object) -> float | None:
    return value if isinstance(value, float) else None


def _rest(rows: list[Row], row: Row, number: str) -> float | None:
    """Length-weighted median of the chromosome's other segments."""
    others = sorted(
        (value, _span(other).length_bp)
        for other in rows
        if other is not row and (value := _number(other[number])) is not None
    )
    half = sum(length for _, length in others) * _HALF
    covered = 0
    for value, length in others:
        covered += length
        if covered >= half:
            return value
    return None
