"""What became of each region that neuroblastoma is classified by, and how much of it was measured.

"11q loss" says too little: whether 11q23 went with it decides the risk group, and whether ARID1A or
CCND1 lies inside decides what it means. A loss can take a region whole or end inside it, alone or
with its whole chromosome. A region of which the assay saw little is not assessed, whatever the rest
of its arm shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crestome.call.chromosome_survey import (
    Change,
    ChromosomeSurvey,
    SegmentalChromosomeRules,
    Stretch,
)
from crestome.model.call import Row
from crestome.model.genome import Interval

_PARTLY: Final = "partly "
_WORDS: Final = {
    Change.LOSS: "lost",
    Change.GAIN: "gained",
    Change.AMPLIFIED: "amplified",
    Change.LOH: "loh",
}
UNALTERED: Final = "unaltered"
NOT_ASSESSED: Final = "not_assessed"


class Extent(StrEnum):
    """Which part of its arm a stretch takes."""

    WHOLE_ARM = "whole arm"
    DISTAL = "distal"
    """To the last probe before the telomere."""
    PROXIMAL = "proximal"
    """To the first probe beside the centromere."""
    INTERSTITIAL = "interstitial"
    WHOLE_CHROMOSOME = "whole chromosome"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionReading:
    """What became of one region.

    Attributes:
        region: Its name.
        state: ``lost``, ``gained``, ``amplified``, ``loh``, each also with ``partly``;
            ``unaltered`` or ``not_assessed``.
        altered_fraction: Share of what was measured of it that the state is about; None without.
        measured_fraction: Share of it that was measured.
        whole_chromosome: Whether the whole chromosome's change brought it about.
    """

    region: str
    state: str
    altered_fraction: float | None
    measured_fraction: float
    whole_chromosome: bool = False

    def row(self) -> Row:
        """The reading as a row of a detail."""
        return {
            "region": self.region,
            "state": self.state,
            "altered_fraction": self.altered_fraction,
            "measured_fraction": self.measured_fraction,
            "whole_chromosome": self.whole_chromosome,
        }


def read_regions(
    surveys: Mapping[str, ChromosomeSurvey],
    places: Mapping[str, Interval],
    rules: SegmentalChromosomeRules,
) -> Iterator[RegionReading]:
    """Read every region of the rules.

    Args:
        surveys: The chromosomes of one sample.
        places: Where the regions lie on its assembly.
        rules: Uses ``named_regions``, ``minimum_coverage`` and ``covered_fraction``.

    References:
        ambros-2009, depuydt-2018, chen-2025, crestome-conventions
    """
    for name in rules.named_regions.value:
        yield _read(name, places[name], surveys[places[name].contig], rules)


def _read(
    name: str, place: Interval, survey: ChromosomeSurvey, rules: SegmentalChromosomeRules
) -> RegionReading:
    measured = survey.measured_fraction(place)
    seen = round(measured, 3)
    if measured < rules.minimum_coverage.value:
        return RegionReading(
            region=name, state=NOT_ASSESSED, altered_fraction=None, measured_fraction=seen
        )
    bases = {change: _changed_bp(survey, place, change) for change in _WORDS}
    change = max(bases, key=lambda it: bases[it])
    share = bases[change] / (measured * place.length_bp)
    if not share:
        return RegionReading(
            region=name, state=UNALTERED, altered_fraction=0.0, measured_fraction=seen
        )
    part = "" if share >= rules.covered_fraction.value else _PARTLY
    return RegionReading(
        region=name,
        state=f"{part}{_WORDS[change]}",
        altered_fraction=round(share, 3),
        measured_fraction=seen,
        whole_chromosome=survey.part_bp(place, change) < bases[change] / 2,
    )


def _changed_bp(survey: ChromosomeSurvey, place: Interval, change: Change) -> int:
    """Bases of a region that are changed, by a part or by the whole chromosome."""
    return sum(
        place.overlap_bp(Interval(contig=place.contig, start=piece.start, end=piece.end))
        for piece in survey.pieces
        if piece.change is change
    )


def extent_of(
    stretch: Stretch, survey: ChromosomeSurvey, rules: SegmentalChromosomeRules
) -> Extent:
    """Which part of its arm a stretch takes, among what was measured of that arm.

    Args:
        stretch: A segmental change, or the change of a whole chromosome.
        survey: Its chromosome.
        rules: From ``whole_fraction`` of the measured arm it takes the whole arm.
    """
    pieces = [piece for piece in survey.pieces if stretch.region.endswith(piece.arm)]
    if not pieces:
        return Extent.WHOLE_CHROMOSOME
    measured_bp = sum(piece.length_bp for piece in pieces)
    if stretch.length_bp >= rules.whole_fraction.value * measured_bp:
        return Extent.WHOLE_ARM
    first = stretch.interval.start <= pieces[0].start
    last = stretch.interval.end >= pieces[-1].end
    if not (first or last):
        return Extent.INTERSTITIAL
    return Extent.DISTAL if first is (pieces[0].arm == "p") else Extent.PROXIMAL


def stretch_row(stretch: Stretch, survey: ChromosomeSurvey, rules: SegmentalChromosomeRules) -> Row:
    """A stretch as a row of a detail, with the part and the share of the arm that it takes."""
    extent = extent_of(stretch, survey, rules)
    arm = survey.arms.get(stretch.region[-1])
    return {
        "region": stretch.region,
        "state": stretch.change.value,
        "start": stretch.interval.start,
        "end": stretch.interval.end,
        "value": None if stretch.level is None else round(stretch.level, 3),
        "extent": extent.value,
        "arm_fraction": None if arm is None else round(stretch.length_bp / arm.length_bp, 3),
    }
