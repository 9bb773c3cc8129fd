"""The pathway drawn from its stored layout: nodes by zone, edges by sign, what is on and how much.

The signs are those of the SBGN activity flow: an arrow raises, a bar lowers. Zones differ by shape
as well as colour, and the share of cells is a bar and a number, so that a print without colour says
the same. Under a treatment a node shows both shares, before and after. Every node and edge carries
its rule, mark and sources as a tooltip.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from math import hypot, inf
from textwrap import wrap
from typing import Final

from crestome.knowledge.pathway import Edge, Node, Pathway, Zone
from crestome.report.svg import element, pixels, text_of, words_at

_CELL_WIDTH: Final = 128.0
_CELL_HEIGHT: Final = 100.0
_WIDTH: Final = 112.0
_HEIGHT: Final = 52.0
_MARGIN: Final = 16.0
_TOP: Final = 34.0
"""Room for badges above the first row."""
_LEGEND_LINE: Final = 20.0
_LEGEND_STEP: Final = 1.6
_BADGE: Final = 12.5
_FONT: Final = 12.0
_LINE: Final = "#1c2128"
_CHANGED: Final = "#9c4208"
_PALE: Final = "#a0a7b4"
_ON: Final = 0.5
_BEND: Final = 0.12
_LETTERS: Final = 16
_BADGE_LETTERS: Final = 18
_MAP_LEGEND: Final = (
    "arrow: raises; bar: lowers",
    "\u25c6 alteration of this tumour, ? not known",
)
_RUN_LEGEND: Final = (
    "arrow: raises; bar: lowers; dashed: off in all cells",
    "bar in a node: share of cells; \u25c6 alteration, \u25ac drug",
)
_CHANGE_LEGEND: Final = "thick outline: changed by the treatment, before \u2192 after"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn.

    Attributes:
        title: Of the figure.
        shares: Share of cells in which each node and input is on; empty where nothing was run.
        before: The same without treatment, to mark what changed; empty to mark nothing.
        alterations: Alterations of the tumour by the input they switch.
        drugs: Treatments given by the input they switch.
        places: Nodes to draw, by column and row; all where the pathway places them if empty.
    """

    title: str
    shares: Mapping[str, float]
    before: Mapping[str, float]
    alterations: Mapping[str, str]
    drugs: Mapping[str, str]
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def draw_pathway(pathway: Pathway, drawing: Drawing) -> str:
    """One state of a pathway as SVG that is safe to embed."""
    nodes = (
        {
            name: pathway.nodes[name].model_copy(update={"place": place})
            for name, place in drawing.places.items()
        }
        if drawing.places
        else pathway.nodes
    )
    left, top, width, height = _extent(nodes)
    legend = list(_legend(pathway, drawing, {node.zone for node in nodes.values()}, left, width))
    rows = len(legend)
    return element(
        "svg",
        element("title", text_of(drawing.title)),
        *_edges(nodes, drawing),
        *(_node(pathway, name, node, drawing) for name, node in nodes.items()),
        *_badges(nodes, drawing),
        *(
            element("g", *row, transform=f"translate(0 {pixels(top + height + _LEGEND_LINE * k)})")
            for k, row in enumerate(legend)
        ),
        viewBox=(
            f"{pixels(left)} {pixels(top)} {pixels(width)} "
            f"{pixels(height + _LEGEND_LINE * (rows + 1))}"
        ),
        style=f"max-width: {pixels(width)}px",
        role="img",
        aria_label=drawing.title,
        class_="pathway",
        font_family="sans-serif",
        font_size=_FONT,
    )


def _extent(nodes: Mapping[str, Node]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the figure of some nodes, without its legend."""
    columns = [node.place[0] for node in nodes.values()]
    rows = [node.place[1] for node in nodes.values()]
    return (
        min(columns) * _CELL_WIDTH,
        min(rows) * _CELL_HEIGHT - _TOP,
        (max(columns) - min(columns) + 1) * _CELL_WIDTH + 2 * _MARGIN,
        (max(rows) - min(rows) + 1) * _CELL_HEIGHT + 2 * _MARGIN + _TOP,
    )


def _centre(node: Node) -> tuple[float, float]:
    column, row = node.place
    return _MARGIN + (column + 0.5) * _CELL_WIDTH, _MARGIN + (row + 0.5) * _CELL_HEIGHT


def _node(pathway: Pathway, name: str, node: Node, drawing: Drawing) -> str:
    x, y = _centre(node)
    zone = pathway.zones[node.zone]
    if not drawing.shares:
        return _plain(node, zone, x, y)
    share = drawing.shares.get(name, 0.0)
    changed = bool(drawing.before) and drawing.before.get(name, share) != share
    outline: dict[str, str | float] = {
        "stroke": _CHANGED if changed else zone.colour,
        "stroke_width": 3.0 if changed else 1.6,
        "stroke_dasharray": "none" if share else "4 3",
        "fill": "#ffffff",
    }
    tip = f"{node.title}: on in {share:.0%} of cells"
    words = f"{share:.0%}"
    bars = [_bar(x, y + 19.0, share, zone.colour, 4.5)]
    if changed:
        before = drawing.before[name]
        tip += f", untreated {before:.0%}"
        words = f"{before:.0%} \u2192 {share:.0%}"
        bars = [_bar(x, y + 17.0, before, _PALE, 3.0), _bar(x, y + 20.5, share, zone.colour, 3.0)]
    return element(
        "g",
        element("title", text_of(f"{tip}. Rule: {node.rule}. {node.note}")),
        _shape(zone.shape, x - _WIDTH / 2, y - _HEIGHT / 2, outline),
        *bars,
        *_title(node.title, x, y - 6, "bold" if share >= _ON else "normal"),
        words_at(words, x, y + 14),
    )


def _bar(x: float, y: float, share: float, colour: str, height: float) -> str:
    """A share of cells as a bar inside a node."""
    long = _WIDTH - 40
    return element("rect", x=x - long / 2, y=y, width=long * share, height=height, fill=colour)


def _title(title: str, x: float, y: float, weight: str) -> Iterator[str]:
    """A title in one line at ``y``, or in two around it."""
    lines = wrap(title, _LETTERS)
    top = y - (len(lines) - 1) * _FONT / 2
    for place, line in enumerate(lines):
        yield words_at(line, x, top + place * _FONT, weight=weight)


def _plain(node: Node, zone: Zone, x: float, y: float) -> str:
    """A node of a figure in which nothing was run."""
    outline: dict[str, str | float] = {
        "stroke": zone.colour,
        "stroke_width": 1.6,
        "fill": "#ffffff",
    }
    return element(
        "g",
        element("title", text_of(f"{node.title}. Rule: {node.rule}. {node.note}")),
        _shape(zone.shape, x - _WIDTH / 2, y - _HEIGHT / 2, outline),
        *_title(node.title, x, y + 4, "normal"),
    )


def _shape(shape: str, left: float, top: float, style: Mapping[str, str | float]) -> str:
    """The outline of a zone's nodes."""
    if shape in {"rectangle", "rounded", "pill"}:
        radius = {"rectangle": 0.0, "rounded": 7.0, "pill": _HEIGHT / 2}[shape]
        return element("rect", x=left, y=top, width=_WIDTH, height=_HEIGHT, rx=radius, **style)
    if shape == "ellipse":
        return element(
            "ellipse",
            cx=left + _WIDTH / 2,
            cy=top + _HEIGHT / 2,
            rx=_WIDTH / 2,
            ry=_HEIGHT / 2,
            **style,
        )
    cut = 12.0 if shape == "hexagon" else 8.0
    deep = _HEIGHT / 2 if shape == "hexagon" else 8.0
    right, bottom = left + _WIDTH, top + _HEIGHT
    corners = [
        (left + cut, top),
        (right - cut, top),
        (right, top + deep),
        (right, bottom - deep),
        (right - cut, bottom),
        (left + cut, bottom),
        (left, bottom - deep),
        (left, top + deep),
    ]
    points = " ".join(f"{pixels(x)},{pixels(y)}" for x, y in corners)
    return element("polygon", points=points, **style)


def _edges(nodes: Mapping[str, Node], drawing: Drawing) -> Iterator[str]:
    for name, node in nodes.items():
        for source, edge in node.edges.items():
            if source in nodes and source != name:
                share = drawing.shares.get(source, 0.0) if drawing.shares else 1.0
                yield _edge(nodes[source], node, edge, share)


def _edge(source: Node, target: Node, edge: Edge, share: float) -> str:
    (x1, y1), (x2, y2) = _centre(source), _centre(target)
    far = hypot(x2 - x1, y2 - y1)
    along_x, along_y = (x2 - x1) / far, (y2 - y1) / far
    x1, y1 = _rim(x1, y1, along_x, along_y)
    x2, y2 = _rim(x2, y2, -along_x, -along_y)
    bend = far * _BEND
    middle_x, middle_y = (x1 + x2) / 2 - along_y * bend, (y1 + y2) / 2 + along_x * bend
    style: dict[str, str | float] = {
        "fill": "none",
        "stroke": _LINE,
        "stroke_width": 1.4 if share else 0.8,
        "stroke_opacity": "0.75" if share else "0.25",
    }
    path = (
        f"M{pixels(x1)} {pixels(y1)}Q{pixels(middle_x)} {pixels(middle_y)} "
        f"{pixels(x2)} {pixels(y2)}"
    )
    tip = f"{source.title} {'raises' if edge.sign == '+' else 'lowers'} {target.title}"
    tip += f" [{edge.mark.value}; {', '.join(edge.sources)}] {edge.note}"
    away = hypot(x2 - middle_x, y2 - middle_y) or 1.0
    end = _end(edge.sign, x2, y2, (x2 - middle_x) / away, (y2 - middle_y) / away)
    return element(
        "g",
        element("title", text_of(tip)),
        element("path", d=path, **style),
        element("path", d=end, **(style | {"fill": _LINE if edge.sign == "+" else "none"})),
    )


def _rim(x: float, y: float, along_x: float, along_y: float) -> tuple[float, float]:
    """Where a line from the centre of a node in this direction leaves its box."""
    reach = min(
        (_WIDTH / 2 + 3) / abs(along_x) if along_x else inf,
        (_HEIGHT / 2 + 3) / abs(along_y) if along_y else inf,
    )
    return x + along_x * reach, y + along_y * reach


def _end(sign: str, x: float, y: float, along_x: float, along_y: float) -> str:
    """An arrow head, or a bar across the line."""
    if sign == "-":
        dx, dy = -along_y * 5, along_x * 5
        return f"M{pixels(x + dx)} {pixels(y + dy)}L{pixels(x - dx)} {pixels(y - dy)}"
    back_x, back_y = x - along_x * 7, y - along_y * 7
    dx, dy = -along_y * 3, along_x * 3
    return (
        f"M{pixels(x)} {pixels(y)}L{pixels(back_x + dx)} {pixels(back_y + dy)}"
        f"L{pixels(back_x - dx)} {pixels(back_y - dy)}Z"
    )


def _badges(nodes: Mapping[str, Node], drawing: Drawing) -> Iterator[str]:
    """What is switched on, above the nodes that it reaches: a diamond, or a capsule for drugs."""
    for node in nodes.values():
        x, y = _centre(node)
        active = [
            f"\u25c6 {drawing.alterations[x]}" for x in node.edges if x in drawing.alterations
        ]
        active += [f"\u25ac {drawing.drugs[x]}" for x in node.edges if x in drawing.drugs]
        lines = [line for words in active for line in reversed(wrap(words, _BADGE_LETTERS))]
        for place, line in enumerate(lines):
            top = y - _HEIGHT / 2 - 4 - place * _BADGE
            yield _badge(line, x, top)


def _badge(words: str, x: float, y: float) -> str:
    """Words with a white rim, so that an edge below them does not cut through."""
    return element(
        "text",
        text_of(words),
        x=x,
        y=y,
        text_anchor="middle",
        font_weight="bold",
        fill=_CHANGED,
        stroke="#ffffff",
        stroke_width=3.0,
        paint_order="stroke",
    )


def _legend(
    pathway: Pathway, drawing: Drawing, zones: Collection[str], left: float, width: float
) -> Iterator[list[str]]:
    """Rows of the legend: zones by shape and colour, then what lines and signs mean."""
    step = _CELL_WIDTH * _LEGEND_STEP
    shown = [(zone, name) for name, zone in pathway.zones.items() if name in zones]
    fit = max(1, int((width - _MARGIN) // step))
    for begin in range(0, len(shown), fit):
        yield [
            _sample(zone, left + _MARGIN + place * step)
            for place, (zone, _) in enumerate(shown[begin : begin + fit])
        ]
    lines = _RUN_LEGEND if drawing.shares else _MAP_LEGEND
    for words in (*lines, *((_CHANGE_LEGEND,) if drawing.before else ())):
        yield [words_at(words, left + _MARGIN, _LEGEND_LINE / 2, "start")]


def _sample(zone: Zone, x: float) -> str:
    """The shape and colour of a zone, and its name."""
    outline: dict[str, str | float] = {
        "stroke": zone.colour,
        "fill": "#ffffff",
        "stroke_width": 5.0,
    }
    return element(
        "g",
        element(
            "g",
            _shape(zone.shape, 0.0, 0.0, outline),
            transform=f"translate({pixels(x)} 0) scale(.25)",
        ),
        words_at(zone.title, x + _WIDTH * 0.25 + 6, _LEGEND_LINE / 2, "start"),
    )
