"""Draws where the cells of a sample lie on the plane of the adrenergic and the mesenchymal score.

A row for each sample, and a panel for each kind of cell: malignant ones, which alone have a state;
cells of which nothing says what they are; and normal ones, which show how mesenchymal a fibroblast
is. The darker a square, the more cells, on a logarithmic scale of its own in each panel.
"""

from __future__ import annotations

import math
from typing import Final

from crestome.model.cell_method import CellMethod
from crestome.model.single_cell import Malignancy, SampleCells, ScoredCells, StateDensity
from crestome.report.svg import element, pixels, text_of, words_at

_INK: Final = "#1c2128"
_BLUE: Final = "#24466b"
_GREY: Final = "#5c6570"
_SIDE: Final = 220.0
_GAP: Final = 74.0
_LEFT: Final = 56.0
_TOP: Final = 40.0
_ROW: Final = 330.0
_SMALL: Final = 11.0
_SAMPLES: Final = 12
_FAINT: Final = 0.12
_KINDS: Final = (Malignancy.MALIGNANT, Malignancy.UNVERIFIED, Malignancy.NORMAL)


def draw_cell_density(result: ScoredCells) -> str:
    """Draw the samples of a file, at most twelve of them; the document holds all.

    Returns:
        An SVG document that stands by itself; without a cell that has both scores it says so.
    """
    by_ranks = result.method is CellMethod.RANKS
    shown = result.samples[:_SAMPLES] if by_ranks else ()
    drawn: list[str] = []
    for index, sample in enumerate(shown):
        drawn += _row(sample, result.density, _TOP + index * _ROW)
    if not drawn:
        none = "No sample with scores." if by_ranks else "Scores by control means are not drawn."
        drawn.append(words_at(none, _LEFT, _TOP, "start"))
    tall = _TOP + max(1, len(shown)) * _ROW
    left_out = max(0, len(result.samples) - _SAMPLES) if by_ranks else 0
    if left_out:
        words = f"{left_out} more samples stand in the document beside the table."
        drawn.append(words_at(words, _LEFT, tall - 12, "start", colour=_GREY))
    width = _LEFT + len(_KINDS) * (_SIDE + _GAP)
    return element(
        "svg",
        element("title", "Cells on the plane of the adrenergic and the mesenchymal score"),
        element("desc", text_of(describe_cells(result))),
        element("rect", width=width, height=tall + 4, fill="#ffffff"),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {pixels(width)} {pixels(tall + 4)}",
        class_="figure cell-density",
        role="img",
        font_family="sans-serif",
        font_size=12,
        fill=_INK,
    )


def describe_cells(result: ScoredCells) -> str:
    """The figure in words, for those who do not see it."""
    return " ".join(f"{item.sample}: {_counts(item)}. {_states(item)}" for item in result.samples)


def _counts(sample: SampleCells) -> str:
    return (
        f"{sample.malignant:,} malignant, {sample.unverified:,} unverified, "
        f"{sample.normal:,} normal cells"
    )


def _states(sample: SampleCells) -> str:
    shares = [
        f"{state.state} {state.fraction:.1%} ({state.lower:.1%} to {state.upper:.1%})"
        for state in sample.states
        if state.fraction is not None and state.lower is not None and state.upper is not None
    ]
    return f"Of the malignant: {', '.join(shares)}." if shares else "No malignant cell has a state."


def _row(sample: SampleCells, densities: tuple[StateDensity, ...], top: float) -> list[str]:
    drawn = [
        words_at(sample.sample or "all cells", _LEFT, top - 22, "start", weight="bold"),
        words_at(_states(sample), _LEFT, top - 6, "start", colour=_GREY),
    ]
    numbers = (sample.malignant, sample.unverified, sample.normal)
    own = {item.malignancy: item for item in densities if item.sample == sample.sample}
    for index, (kind, cells) in enumerate(zip(_KINDS, numbers, strict=True)):
        left = _LEFT + index * (_SIDE + _GAP)
        drawn += _panel(own.get(kind), f"{cells:,} {kind.value}", (left, top + 4))
    return drawn


def _panel(density: StateDensity | None, words: str, place: tuple[float, float]) -> list[str]:
    left, top = place
    middle = top + _SIDE / 2
    frame = element("rect", x=left, y=top, width=_SIDE, height=_SIDE, fill="none", stroke=_GREY)
    drawn = [
        *(() if density is None else _squares(density, place)),
        frame,
        words_at(f"{words} cells", left + _SIDE / 2, top + _SIDE + 44),
        words_at("adrenergic score", left + _SIDE / 2, top + _SIDE + 27, colour=_GREY),
        element(
            "text",
            "mesenchymal score",
            x=left - 26,
            y=middle,
            text_anchor="middle",
            fill=_GREY,
            transform=f"rotate(-90 {pixels(left - 26)} {pixels(middle)})",
        ),
    ]
    if density is None:
        return [*drawn, words_at("none with both scores", left + _SIDE / 2, middle, colour=_GREY)]
    return drawn + _ticks(density.upper, place)


def _squares(density: StateDensity, place: tuple[float, float]) -> list[str]:
    """A square for each step of both scores that holds a cell."""
    left, top = place
    side = _SIDE / len(density.counts)
    width = density.upper / len(density.counts)
    most = max(1, *(cells for column in density.counts for cells in column))
    drawn = []
    for across, column in enumerate(density.counts):
        for up, cells in enumerate(column):
            if not cells:
                continue
            shade = _FAINT + (1 - _FAINT) * math.log1p(cells) / math.log1p(most)
            told = (
                f"{cells:,} cells: adrenergic from {across * width:.3f}, "
                f"mesenchymal from {up * width:.3f}"
            )
            drawn.append(
                element(
                    "rect",
                    element("title", text_of(told)),
                    x=left + across * side,
                    y=top + _SIDE - (up + 1) * side,
                    width=side,
                    height=side,
                    fill=_BLUE,
                    fill_opacity=f"{shade:.2f}",
                )
            )
    return drawn


def _ticks(upper: float, place: tuple[float, float]) -> list[str]:
    """Both ends and the middle of either scale; the last step holds what lies beyond."""
    left, top = place
    drawn = []
    for share in (0.0, 0.5, 1.0):
        words = f"{share * upper:g}" + ("+" if share == 1 else "")
        marks = (
            (left + share * _SIDE, top + _SIDE + 13, "middle"),
            (left - 4, top + _SIDE - share * _SIDE + 4, "end"),
        )
        drawn += [
            element("text", words, x=x, y=y, text_anchor=anchor, font_size=_SMALL, fill=_GREY)
            for x, y, anchor in marks
        ]
    return drawn
