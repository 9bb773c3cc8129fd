"""Draws the copy number of one sample along all chromosomes.

Gains stand above the line of the tumour's own baseline, losses below it, so that the picture reads
in grey; three lanes under it repeat the states that the rules gave, because a true loss in an
impure sample can be a shallow step and a lost allele no step at all. An amplification is narrow: it
gets a triangle, and its gene a label.
"""

from __future__ import annotations

from typing import Final

from crestome.model.assessment import SampleAssessment
from crestome.model.page import GenomeMap
from crestome.report.figures.profile_plan import (
    LEFT,
    RIGHT,
    SHORT_STATES,
    Bar,
    ProfilePlan,
    plan_profile,
    state_word,
)
from crestome.report.svg import element, pixels, text_of, words_at

NO_PROFILE: Final = "No copy-number profile was supplied for this sample."

_WIDTH: Final = 1080.0
_PLOT_TOP: Final = 58.0
_PLOT_BOTTOM: Final = 238.0
_GAIN_LANE: Final = 246.0
_LOSS_LANE: Final = 258.0
_LOH_LANE: Final = 270.0
_LANE_HEIGHT: Final = 10.0
_NUMBERS: Final = 296.0
_BAND_LABELS: Final = 314.0
_HEIGHT: Final = 322.0
_LEAST_WIDTH: Final = 1.4
_COLOURS: Final = {
    "amplified": "#7a1f0e",
    "gain": "#c4532f",
    "loss": "#2f6fb3",
    "homdel": "#0f3560",
    "loh": "#6a4788",
    "": "#454c55",
}
_TRIANGLES: Final = ("amplified", "homdel")


def draw_genome_profile(sample: SampleAssessment, genome: GenomeMap) -> str:
    """Draw the profile of a sample, or say that there is none.

    Args:
        sample: Its ``segments`` carry log2 ratios, or copies over the baseline.
        genome: Chromosomes, genes and regions of the case's assembly.

    Returns:
        An SVG element; a paragraph that says so where no profile was supplied or no chromosome
        is known.
    """
    if not sample.segments or not genome.chromosomes:
        return element("p", text_of(NO_PROFILE), class_="empty")
    plan = plan_profile(sample, genome)
    return element(
        "svg",
        element("title", text_of(f"Genome profile of {sample.sample.id}")),
        element("desc", text_of(describe_profile(sample))),
        *_ground(plan),
        *_bars(plan),
        *_lanes(plan),
        *_labels(plan),
        viewBox=f"0 0 {pixels(_WIDTH)} {pixels(_HEIGHT)}",
        class_="figure genome-profile",
        role="img",
        font_size=12,
        fill="#1c2128",
    )


def describe_profile(sample: SampleAssessment) -> str:
    """The profile in one sentence, for those who do not see the picture."""
    words = [state_word(segment) for segment in sample.segments]
    order = dict.fromkeys([*SHORT_STATES.values(), *sorted(set(words))])
    counted = ", ".join(f"{words.count(word):,} {word}" for word in order if word in words)
    told = sum(segment.clonal_fraction is not None for segment in sample.segments)
    shares = (
        f"; for {told:,} the caller gives the share of tumour cells, in brackets where it is a part"
        if told
        else ""
    )
    return f"{len(words):,} segment{'' if len(words) == 1 else 's'}: {counted}{shares}"


def _height(plan: ProfilePlan, level: float) -> float:
    return _PLOT_BOTTOM - (level - plan.low) / (plan.high - plan.low) * (_PLOT_BOTTOM - _PLOT_TOP)


def _ground(plan: ProfilePlan) -> list[str]:
    """Chromosomes, shaded regions and the scale."""
    drawn = []
    for index, slot in enumerate(plan.slots):
        tall = _LOH_LANE + _LANE_HEIGHT - _PLOT_TOP
        fill = "#f3f5f7" if index % 2 else "#ffffff"
        drawn.append(
            element("rect", x=slot.left, y=_PLOT_TOP, width=slot.width, height=tall, fill=fill)
        )
        drawn.append(_line(slot.centromere, (_PLOT_TOP, _PLOT_BOTTOM), "#c3c9d0", "1 3"))
        drawn.append(words_at(slot.name, slot.left + slot.width / 2, _NUMBERS))
    drawn += [
        element(
            "rect",
            x=region.left,
            y=_PLOT_TOP,
            width=region.width,
            height=_PLOT_BOTTOM - _PLOT_TOP,
            fill="#e8dfb8",
            opacity="0.55",
        )
        for region in plan.regions
    ]
    for level, words in plan.ticks:
        y = _height(plan, level)
        path = f"M{pixels(LEFT)} {pixels(y)}H{pixels(RIGHT)}"
        drawn.append(element("path", d=path, stroke="#c3c9d0" if level else "#454c55"))
        drawn.append(words_at(words, LEFT - 6, y + 4, "end"))
    return drawn


def _bars(plan: ProfilePlan) -> list[str]:
    """All segments of one state as one path: light body, dark edge at the level."""
    zero = _height(plan, 0.0)
    drawn = []
    for state, colour in _COLOURS.items():
        bars = [bar for bar in plan.bars if _drawn_as(bar) == state]
        if not bars:
            continue
        body = edge = ""
        for bar in bars:
            y = _height(plan, bar.level)
            wide = pixels(max(bar.width, _LEAST_WIDTH if state else 0.1))
            body += f"M{pixels(bar.left)} {pixels(zero)}V{pixels(y)}h{wide}V{pixels(zero)}z"
            edge += f"M{pixels(bar.left)} {pixels(y)}h{wide}"
        if state:
            opaque = "0.9" if state in _TRIANGLES else "0.35"
            drawn.append(element("path", d=body, fill=colour, opacity=opaque))
        drawn.append(element("path", d=edge, stroke=colour, stroke_width=2.6, fill="none"))
    drawn += [_arrow(plan, bar) for bar in plan.bars if bar.cut or bar.state in _TRIANGLES]
    return drawn


def _drawn_as(bar: Bar) -> str:
    """The state that gives a bar its colour; one that the figure does not know has none."""
    return bar.state if bar.state in _COLOURS else ""


def _arrow(plan: ProfilePlan, bar: Bar) -> str:
    """A triangle at the end of a bar, pointing away from the baseline; hollow where it was cut."""
    up = bar.level >= 0
    tip = _height(plan, bar.level) + (-5 if up else 5)
    foot = tip + (9 if up else -9)
    middle = bar.left + bar.width / 2
    colour = _COLOURS[_drawn_as(bar)]
    path = f"M{pixels(middle)} {pixels(tip)}L{pixels(middle + 5)} {pixels(foot)}h-10z"
    fill = "#ffffff" if bar.cut else colour
    return element("path", d=path, fill=fill, stroke=colour, stroke_width=1.4)


def _lanes(plan: ProfilePlan) -> list[str]:
    """The states alone: one lane for more copies, for fewer, and for lost alleles."""
    drawn = []
    for words, top, states in (
        ("gain", _GAIN_LANE, ("gain", "amplified")),
        ("loss", _LOSS_LANE, ("loss", "homdel")),
        ("LOH", _LOH_LANE, ("loh",)),
    ):
        drawn.append(words_at(words, LEFT - 6, top + _LANE_HEIGHT - 1, "end"))
        for state in states:
            path = "".join(
                f"M{pixels(bar.left)} {pixels(top)}h{pixels(max(bar.width, _LEAST_WIDTH))}"
                f"v{pixels(_LANE_HEIGHT)}H{pixels(bar.left)}z"
                for bar in plan.bars
                if bar.state == state
            )
            if path:
                drawn.append(element("path", d=path, fill=_COLOURS[state]))
    return drawn


def _labels(plan: ProfilePlan) -> list[str]:
    """Genes above the plot, each with a line to its place; regions below it."""
    drawn = []
    for gene in plan.genes:
        at = gene.left + gene.width / 2
        knee, foot = pixels(_PLOT_TOP - 8), pixels(_PLOT_BOTTOM)
        lead = f"M{pixels(gene.words_at)} 34L{pixels(at)} {knee}V{foot}"
        drawn.append(element("path", d=lead, stroke="#6b7480", stroke_dasharray="2 2", fill="none"))
        drawn.append(words_at(gene.name, gene.words_at, 16, weight="bold"))
        drawn.append(words_at(gene.says, gene.words_at, 30))
    drawn += [
        words_at(region.name, region.words_at, _BAND_LABELS, colour="#5d5218")
        for region in plan.regions
    ]
    return drawn


def _line(x: float, across: tuple[float, float], colour: str, dashes: str) -> str:
    path = f"M{pixels(x)} {pixels(across[0])}V{pixels(across[1])}"
    return element("path", d=path, stroke=colour, stroke_dasharray=dashes)
