"""Draws the arms that matter most in neuroblastoma, each by itself.

On the line of the whole genome a deletion that spares 1p36 or a step beside MYCN is a few pixels
wide. Here each arm has its own scale of megabases, so that a reader sees where a change begins and
ends, and on which side of it a gene lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from crestome.model.assessment import GenomeSegment, SampleAssessment
from crestome.model.genome import BP_PER_MB, Interval
from crestome.model.page import GenomeMap, Zoom
from crestome.report.figures.profile_plan import (
    NO_VALUE,
    SHORT_STATES,
    STATE_TICKS,
    Label,
    axis_of,
    drawn_level,
    spread_labels,
    state_word,
    ticks_of,
)
from crestome.report.svg import element, pixels, text_of, words_at
from crestome.report.words import humanise

_WIDTH: Final = 1080.0
_COLUMNS: Final = 2
_PANEL_WIDTH: Final = 540.0
_PANEL_HEIGHT: Final = 178.0
_LEFT: Final = 46.0
_RIGHT: Final = 526.0
_TOP: Final = 44.0
_BOTTOM: Final = 140.0
_GENE_ROOM: Final = 62.0
_TICK_MB: Final = 20
_LEAST_WIDTH: Final = 1.4
_DARK: Final = ("amplified", "homdel")
_FILLS: Final = {
    "amplified": "#7a1f0e",
    "gain": "#e3a58f",
    "loss": "#9dbde0",
    "homdel": "#0f3560",
    "loh": "#c6b3d3",
}
_LOH_HEIGHT: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Panel:
    """One arm and the scales it is drawn on."""

    zoom: Zoom
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    states: Mapping[str, str]

    def x(self, position: float) -> float:
        """Pixels of a position, held inside the panel."""
        place = self.zoom.interval
        inside = min(max(position, place.start), place.end)
        return _LEFT + (inside - place.start) / place.length_bp * (_RIGHT - _LEFT)

    def y(self, level: float) -> float:
        """Pixels of a level, held inside the axis."""
        inside = min(max(level, self.low), self.high)
        return _BOTTOM - (inside - self.low) / (self.high - self.low) * (_BOTTOM - _TOP)


def draw_arm_zooms(sample: SampleAssessment, genome: GenomeMap) -> str:
    """Draw the arms that ``genome`` asks for, two in a row.

    Args:
        sample: Its ``segments`` carry log2 ratios, or copies over the baseline.
        genome: ``zooms`` are drawn in their order.

    Returns:
        An SVG element; "" without a profile or without an arm to draw.
    """
    if not sample.segments or not genome.zooms:
        return ""
    rows = -(-len(genome.zooms) // _COLUMNS)
    panels = []
    for index, zoom in enumerate(genome.zooms):
        across, down = index % _COLUMNS * _PANEL_WIDTH, index // _COLUMNS * _PANEL_HEIGHT
        place = f"translate({pixels(across)} {pixels(down)})"
        panels.append(element("g", *_panel(zoom, sample), transform=place))
    return element(
        "svg",
        element("title", text_of(f"Single arms of {sample.sample.id}")),
        element("desc", text_of(describe_arms(sample, genome))),
        *panels,
        viewBox=f"0 0 {pixels(_WIDTH)} {pixels(rows * _PANEL_HEIGHT)}",
        class_="figure arm-zooms",
        role="img",
        font_size=12,
        fill="#1c2128",
    )


def describe_arms(sample: SampleAssessment, genome: GenomeMap) -> str:
    """The states on each arm in words, for those who do not see the picture."""
    said = []
    for zoom in genome.zooms:
        words = [state_word(segment) for segment in _on(zoom.interval, sample.segments)]
        listed = [word for word in SHORT_STATES.values() if word in words]
        known = any(word != NO_VALUE for word in words)
        silent = "no change" if known else "not measured"
        said.append(f"{zoom.name}: {', '.join(listed) if listed else silent}")
    return "; ".join(said)


def _on(place: Interval, segments: tuple[GenomeSegment, ...]) -> Iterator[GenomeSegment]:
    for segment in segments:
        there = Interval(contig=segment.contig, start=segment.start, end=segment.end)
        if there.overlap_bp(place):
            yield segment


def _panel(zoom: Zoom, sample: SampleAssessment) -> Iterator[str]:
    segments = [
        item for item in _on(zoom.interval, sample.segments) if state_word(item) != NO_VALUE
    ]
    values = [item.value for item in segments if item.value is not None]
    low, high = axis_of(values, sample.segment_scale)
    ticks = ticks_of(low, high) if values else STATE_TICKS
    panel = _Panel(zoom, low, high, ticks, _region_states(sample))
    yield from _ground(panel)
    if not segments:
        yield words_at("not measured", (_LEFT + _RIGHT) / 2, (_TOP + _BOTTOM) / 2 - 6)
    for item in segments:
        yield from _bar(panel, item)
    yield from _genes(panel)


def _region_states(sample: SampleAssessment) -> dict[str, str]:
    """What the call of segmental chromosomes says of each named region."""
    call = sample.calls.by_name().get("segmental_chromosome")
    rows = None if call is None else call.detail.get("named_regions")
    return {
        str(row["region"]): humanise(str(row["state"]))
        for row in (rows if isinstance(rows, tuple) else ())
        if isinstance(row, dict)
    }


def _ground(panel: _Panel) -> Iterator[str]:
    """Shaded regions with their names, the scales and the name of the arm."""
    zoom, tall = panel.zoom, _BOTTOM - _TOP
    yield element("rect", x=_LEFT, y=_TOP, width=_RIGHT - _LEFT, height=tall, fill="#f7f8fa")
    for region in zoom.regions:
        left, right = panel.x(region.interval.start), panel.x(region.interval.end)
        yield element("rect", x=left, y=_TOP, width=right - left, height=tall, fill="#efe8c9")
        state = panel.states.get(region.name, "")
        name = f"{humanise(region.name)}{': ' if state else ''}{state}"
        middle = min(max((left + right) / 2, _LEFT + 60), _RIGHT - 66)
        yield words_at(name, middle, _BOTTOM + 30, colour="#5d5218")
    for level, words in panel.ticks:
        path = f"M{pixels(_LEFT)} {pixels(panel.y(level))}H{pixels(_RIGHT)}"
        yield element("path", d=path, stroke="#c3c9d0" if level else "#454c55")
        yield words_at(words, _LEFT - 5, panel.y(level) + 4, "end")
    first = -(-zoom.interval.start // (_TICK_MB * BP_PER_MB)) * _TICK_MB
    for mb in range(first, zoom.interval.end // BP_PER_MB + 1, _TICK_MB):
        x = panel.x(mb * BP_PER_MB)
        yield element("path", d=f"M{pixels(x)} {pixels(_BOTTOM)}v4", stroke="#454c55")
        yield words_at(f"{mb}", x, _BOTTOM + 16)
    yield words_at(zoom.name, 4, 16, "start", weight="bold")
    yield words_at("Mb", 4, _BOTTOM + 16, "start")


def _bar(panel: _Panel, segment: GenomeSegment) -> Iterator[str]:
    """A body from the baseline to the level, filled by state, and an edge at the level.

    A lost allele without a step is a band along the baseline; a value beyond the axis gets a hollow
    triangle.
    """
    left, right = panel.x(segment.start), panel.x(segment.end)
    wide = max(right - left, _LEAST_WIDTH)
    value = drawn_level(segment)
    level, zero = panel.y(value), panel.y(0.0)
    top, foot = min(level, zero), max(level, zero)
    if segment.call == "loh":
        top, foot = top - _LOH_HEIGHT, foot + _LOH_HEIGHT
    if segment.call in _FILLS:
        fill = _FILLS[segment.call]
        yield element("rect", x=left, y=top, width=wide, height=foot - top, fill=fill)
    path = f"M{pixels(left)} {pixels(level)}h{pixels(wide)}"
    heavy = 3.4 if segment.call in _DARK else 2.2
    yield element("path", d=path, stroke="#1c2128", stroke_width=heavy, fill="none")
    if not panel.low <= value <= panel.high:
        base = level + (9 if value > 0 else -9)
        middle = left + wide / 2
        path = f"M{pixels(middle)} {pixels(level)}L{pixels(middle + 5)} {pixels(base)}h-10z"
        yield element("path", d=path, fill="#ffffff", stroke="#1c2128", stroke_width=1.4)


def _genes(panel: _Panel) -> Iterator[str]:
    labels = [
        Label(gene.symbol, panel.x(gene.interval.start), 0.0, 0.0) for gene in panel.zoom.genes
    ]
    for label in spread_labels(labels, _GENE_ROOM, (_LEFT, _PANEL_WIDTH)):
        path = (
            f"M{pixels(label.words_at)} 21L{pixels(label.left)} {pixels(_TOP - 6)}"
            f"V{pixels(_BOTTOM)}"
        )
        yield element("path", d=path, stroke="#6b7480", stroke_dasharray="2 2", fill="none")
        yield words_at(label.name, label.words_at, 16)
