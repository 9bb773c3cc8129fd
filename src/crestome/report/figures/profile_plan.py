"""Plans the genome profile: where chromosomes, segments, genes and regions go on the page.

The values of the segments are placed, never changed: one without a value stands at a step that its
state alone gives, and one beyond the axis is cut there and marked as cut.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crestome.model.assessment import GenomeSegment, SampleAssessment
from crestome.model.genome import Interval
from crestome.model.page import GenomeMap

DRAWN_CHROMOSOMES: Final = (*(str(number) for number in range(1, 23)), "X")
LEFT: Final = 46.0
"""Left edge of the first chromosome, in pixels."""
RIGHT: Final = 1076.0
"""Right edge of the last one."""
SHORT_STATES: Final = {
    "amplified": "amp",
    "gain": "gain",
    "loss": "loss",
    "homdel": "homdel",
    "loh": "LOH",
}
"""States of segments in the words of the figure."""

NO_VALUE: Final = "no value"
"""What the figure says of a segment that carries neither a value nor a state."""

_GENE_ROOM: Final = 84.0
_BAND_ROOM: Final = 90.0
_LIMITS: Final = {"log2": (-2.0, 3.0), "copies": (-2.0, 8.0)}
_FLOOR: Final = (-1.0, 1.0)
_STATES_ONLY: Final = (-2.0, 2.0)
_LEVELS: Final = {"amplified": 2.0, "gain": 1.0, "loss": -1.0, "homdel": -2.0}
STATE_TICKS: Final = (
    (2.0, "amp"),
    (1.0, "gain"),
    (0.0, "neutral"),
    (-1.0, "loss"),
    (-2.0, "homdel"),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """The room of one chromosome: its left edge, width and centromere, in pixels."""

    name: str
    left: float
    width: float
    centromere: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One segment: where it lies in pixels, the level drawn, its state, and whether it was cut."""

    left: float
    width: float
    level: float
    state: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A gene or region: its place, where its words stand, and what they say."""

    name: str
    left: float
    width: float
    words_at: float
    says: str = ""


@dataclass(frozen=True, slots=True)
class ProfilePlan:
    """Everything that the figure shows, before a single line is drawn."""

    slots: tuple[Slot, ...]
    bars: tuple[Bar, ...]
    genes: tuple[Label, ...]
    regions: tuple[Label, ...]
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def plan_profile(sample: SampleAssessment, genome: GenomeMap) -> ProfilePlan:
    """Decide where everything goes; the values of the segments are shown, never changed.

    A segment without a value stands at a step that its state alone gives, and a value beyond the
    axis is cut there and marked.
    """
    slots = _slots(genome)
    by_name = {slot.name: slot for slot in slots}
    scale = sample.segment_scale
    segments = tuple(segment for segment in sample.segments if segment.contig in by_name)
    values = [segment.value for segment in segments if segment.value is not None]
    low, high = axis_of(values, scale)
    place = _Places(slots, genome)
    bars = tuple(
        Bar(*place.of(segment), min(max(level, low), high), segment.call, not low <= level <= high)
        for segment in segments
        if state_word(segment) != NO_VALUE
        for level in [drawn_level(segment)]
    )
    genes = [
        Label(gene.symbol, *place.of(gene.interval), 0.0, _state_at(gene.interval, segments))
        for gene in genome.genes
        if gene.interval.contig in by_name
    ]
    regions = [
        Label(region.name, *place.of(region.interval), 0.0)
        for region in genome.regions
        if region.interval.contig in by_name
    ]
    return ProfilePlan(
        slots,
        bars,
        spread_labels(genes, _GENE_ROOM),
        spread_labels(regions, _BAND_ROOM),
        low,
        high,
        ticks_of(low, high) if values else STATE_TICKS,
    )


def state_word(segment: GenomeSegment) -> str:
    """The state of a segment in a word; nobody knows what one without state and value is."""
    if segment.call == "" and segment.value is None:
        return NO_VALUE
    return SHORT_STATES.get(segment.call, segment.call) or "neutral"


class _Places:
    """Base pairs to pixels."""

    def __init__(self, slots: tuple[Slot, ...], genome: GenomeMap) -> None:
        self._slots = {slot.name: slot for slot in slots}
        self._lengths = {item.name: item.length_bp for item in genome.chromosomes}

    def of(self, where: Interval | GenomeSegment) -> tuple[float, float]:
        slot = self._slots[where.contig]
        scale = slot.width / self._lengths[where.contig]
        return slot.left + where.start * scale, (where.end - where.start) * scale


def _slots(genome: GenomeMap) -> tuple[Slot, ...]:
    drawn = [item for item in genome.chromosomes if item.name in DRAWN_CHROMOSOMES]
    scale = (RIGHT - LEFT) / sum(item.length_bp for item in drawn)
    slots = []
    left = LEFT
    for item in drawn:
        width = item.length_bp * scale
        middle = (item.centromere_start_bp + item.centromere_end_bp) / 2
        slots.append(Slot(item.name, left, width, left + middle * scale))
        left += width
    return tuple(slots)


def axis_of(values: list[float], scale: str) -> tuple[float, float]:
    """The least and the greatest level drawn: whole steps around the values, within limits."""
    if not values:
        return _STATES_ONLY
    least, most = _LIMITS.get(scale, _LIMITS["log2"])
    low = max(least, min(_FLOOR[0], math.floor(min(values))))
    high = min(most, max(_FLOOR[1], math.ceil(max(values))))
    return float(low), float(high)


def ticks_of(low: float, high: float) -> tuple[tuple[float, str], ...]:
    """A tick at every whole step, with its words."""
    whole = range(int(low), int(high) + 1)
    return tuple((float(tick), f"{tick:+d}" if tick else "0") for tick in whole)


def drawn_level(segment: GenomeSegment) -> float:
    """The level of a segment: its value, or the step that its state alone gives."""
    return _LEVELS.get(segment.call, 0.0) if segment.value is None else segment.value


def _state_at(place: Interval, segments: Iterable[GenomeSegment]) -> str:
    """State and value of the segment that covers most of a gene."""
    best, most = "no segment", 0
    for segment in segments:
        shared = place.overlap_bp(
            Interval(contig=segment.contig, start=segment.start, end=segment.end)
        )
        if shared > most:
            best, most = _says(segment), shared
    return best


def _says(segment: GenomeSegment) -> str:
    """The state of a segment; off the baseline, its value and the part of the tumour cells."""
    word = state_word(segment)
    if segment.call in _LEVELS and segment.value is not None:
        word = f"{word} {segment.value:+.1f}"
    share = segment.clonal_fraction
    part = share is not None and segment.call in _LEVELS and round(share, 2) < 1
    return f"{word} ({share:.0%})" if part else word


def spread_labels(
    labels: list[Label], room: float, within: tuple[float, float] = (LEFT, RIGHT)
) -> tuple[Label, ...]:
    """Give every label its own room, as near to its place as its neighbours allow."""
    ordered = sorted(labels, key=lambda label: label.left)
    wanted: list[float] = []
    least = within[0] + room / 2
    for label in ordered:
        least = max(least, label.left + label.width / 2)
        wanted.append(least)
        least += room
    most = within[1] - room / 2
    for index in range(len(wanted) - 1, -1, -1):
        wanted[index] = min(wanted[index], most)
        most = wanted[index] - room
    return tuple(
        Label(label.name, label.left, label.width, at, label.says)
        for label, at in zip(ordered, wanted, strict=True)
    )
