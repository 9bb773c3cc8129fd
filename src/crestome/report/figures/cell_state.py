"""Draws the state of a tumour: its two scores among published tumours, and what purity explains.

On the left the plane of the adrenergic and the mesenchymal score, with the bounds of the classes,
the tumour with the interval of each score, and behind it where half and nine tenths of published
tumours lie, pure ones and others apart. On the right the ratio over the tumour cell fraction: the
line that impurity alone draws, the corner in which a mesenchymal side is not called, the tumour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from crestome.model.call import Call, Calls, Row
from crestome.report.svg import element, pixels, text_of, words_at

_INK: Final = "#1c2128"
_BLUE: Final = "#24466b"
_GREY: Final = "#5c6570"
_PALE: Final = "#d8dee6"
_WIDTH: Final = 900.0
_HEIGHT: Final = 372.0
_SMALL: Final = 11.0
_ROOM: Final = 0.04
"""Around everything that is drawn on the plane."""
_PLANE: Final = (52.0, 24.0, 370.0, 300.0)
_PURITY: Final = (512.0, 24.0, 376.0, 300.0)
_TICK: Final = 0.1
_BOUNDS: Final = (0.9, 1.0, 1.1)
_RATIO_TICKS: Final = (0.5, 0.6, 0.8, 0.9, 1.0, 1.1, 1.3, 1.6, 2.0)
_RATIO_ENDS: Final = (0.5, 2.1)
_PURE: Final = 0.8
_ARC: Final = 72
_DASHES: Final = ("none", "5 3")
_SPREADS: Final = 2.0


@dataclass(frozen=True)
class Scale:
    """A box of the figure and the values at its edges.

    Attributes:
        box: Left, top, width and height.
        across: Values at the left and right edge.
        up: Values at the bottom and top edge.
    """

    box: tuple[float, float, float, float]
    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, value: float) -> float:
        """Where a value lies from the left."""
        low, high = self.across
        return self.box[0] + (value - low) / (high - low) * self.box[2]

    def y(self, value: float) -> float:
        """Where a value lies from the top."""
        low, high = self.up
        return self.box[1] + self.box[3] - (value - low) / (high - low) * self.box[3]

    def point(self, x: float, y: float) -> str:
        """Both, as a path takes them, kept within the box."""
        left, top, width, height = self.box
        at = min(max(self.x(x), left), left + width)
        return f"{pixels(at)} {pixels(min(max(self.y(y), top), top + height))}"


def draw_cell_state(calls: Calls) -> str:
    """Draw the two panels of one sample.

    Args:
        calls: Of the sample; uses ``cell_state``.

    Returns:
        An SVG element; "" where there are not both scores, or their ratio was not read.
    """
    call = calls.by_name().get("cell_state")
    if call is None or _number(call, "ratio") is None:
        return ""
    return element(
        "svg",
        element("title", text_of(f"Cell state: {call.label}")),
        element("desc", text_of(describe_cell_state(call))),
        *_plane(call),
        *_over_purity(call),
        viewBox=f"0 0 {pixels(_WIDTH)} {pixels(_HEIGHT)}",
        class_="figure cell-state",
        role="img",
        font_size=12,
        fill=_INK,
    )


def describe_cell_state(call: Call) -> str:
    """The figure in words, for those who do not see it."""
    scores = (
        f"Adrenergic score {_number(call, 'adrenergic_score'):.2f}, mesenchymal score "
        f"{_number(call, 'mesenchymal_score'):.2f}, ratio {_number(call, 'ratio'):.2f}"
    )
    interval = call.text("ratio_interval")
    purity = _number(call, "purity")
    residual = _number(call, "purity_residual")
    parts = [
        scores + (f" ({interval})" if interval else ""),
        f"class {call.text('class')}, called {call.label}",
        "purity unknown" if purity is None else f"purity {purity:.0%}",
    ]
    if residual is not None:
        parts.append(
            f"{residual:+.1f} standard deviations from what tumours of this purity have on average"
        )
    groups = [f"{row['tumours']:.0f} tumours of {row['group']}" for row in _clouds(call)]
    if groups:
        parts.append(f"drawn over {' and '.join(groups)}")
    return "; ".join(parts) + "."


def _plane(call: Call) -> list[str]:
    adrenergic, mesenchymal = (_interval(call, name) for name in ("adrenergic", "mesenchymal"))
    scale = _fitted(call, (adrenergic, mesenchymal))
    drawn = _frame(scale, "Adrenergic score", "Mesenchymal score")
    drawn += [_tick(scale, value, across=True) for value in _steps(scale.across)] + [
        _tick(scale, value, across=False) for value in _steps(scale.up)
    ]
    for index, row in enumerate(_clouds(call)):
        drawn += _cloud(scale, row, index)
    drawn += [_bound(scale, ratio) for ratio in _BOUNDS]
    left, top, width, height = scale.box
    drawn += [
        words_at("MES", left + 8, top + 18, "start", colour=_GREY, weight="bold"),
        words_at("ADRN", left + width - 8, top + height - 10, "end", colour=_GREY, weight="bold"),
    ]
    drawn += _cross(scale, adrenergic, mesenchymal)
    words = f"This tumour: {describe_cell_state(call)}"
    drawn.append(_dot(scale.x(adrenergic[1]), scale.y(mesenchymal[1]), words))
    return drawn + _legend(call)


def _fitted(call: Call, intervals: tuple[tuple[float, float, float], ...]) -> Scale:
    """A square scale that takes in the tumour and the clouds."""
    lows = [interval[0] for interval in intervals]
    highs = [interval[2] for interval in intervals]
    for row in _clouds(call):
        for name in ("adrenergic", "mesenchymal"):
            reach = _of(row, "nine_tenths") * _of(row, f"{name}_sd")
            lows.append(_of(row, name) - reach)
            highs.append(_of(row, name) + reach)
    ends = (max(0.0, min(lows) - _ROOM), min(1.0, max(highs) + _ROOM))
    return Scale(_PLANE, ends, ends)


def _cloud(scale: Scale, row: Row, index: int) -> list[str]:
    """Two ellipses: half and nine tenths of the tumours of a group."""
    told = f"of {row['tumours']:.0f} tumours of {row['group']}"
    return [
        element(
            "path",
            element("title", text_of(f"{share} {told}")),
            d=_ellipse(scale, row, _of(row, key)),
            fill=_PALE if index == 0 else "none",
            fill_opacity="0.45",
            stroke=_GREY,
            stroke_width=width,
            stroke_dasharray=_DASHES[min(index, 1)],
        )
        for key, share, width in (("nine_tenths", "90 %", 0.8), ("half", "50 %", 1.2))
    ]


def _ellipse(scale: Scale, row: Row, radius: float) -> str:
    """Points at one distance from the means, in standard deviations that go together."""
    correlation = _of(row, "correlation")
    points = []
    for step in range(_ARC):
        angle = 2 * math.pi * step / _ARC
        across = radius * math.cos(angle)
        up = radius * math.sin(angle)
        along = correlation * across + math.sqrt(1 - correlation**2) * up
        points.append(
            scale.point(
                _of(row, "adrenergic") + across * _of(row, "adrenergic_sd"),
                _of(row, "mesenchymal") + along * _of(row, "mesenchymal_sd"),
            )
        )
    return f"M{'L'.join(points)}Z"


def _bound(scale: Scale, ratio: float) -> str:
    """The line of one ratio, with its number where it leaves the box."""
    low, high = scale.across
    start, end = max(low, scale.up[0] * ratio), min(high, scale.up[1] * ratio)
    path = f"M{scale.point(start, start / ratio)}L{scale.point(end, end / ratio)}"
    title = element("title", text_of(f"adrenergic over mesenchymal score {ratio:g}"))
    line = element("path", title, d=path, stroke=_GREY, stroke_width=0.8, stroke_dasharray="1 3")
    x, y = scale.x(end), scale.y(end / ratio)
    at_right = end >= high
    return line + element(
        "text",
        text_of(f"{ratio:g}"),
        x=x + (3 if at_right else -2),
        y=y + (4 if at_right else -4),
        font_size=_SMALL,
        fill=_GREY,
    )


def _cross(
    scale: Scale, across: tuple[float, float, float], up: tuple[float, float, float]
) -> list[str]:
    """The interval of either score over resampled genes."""
    paths = (
        f"M{scale.point(across[0], up[1])}L{scale.point(across[2], up[1])}",
        f"M{scale.point(across[1], up[0])}L{scale.point(across[1], up[2])}",
    )
    return [element("path", d=path, stroke=_BLUE, stroke_width=2) for path in paths]


def _over_purity(call: Call) -> list[str]:
    low, high = (math.log(end) for end in _RATIO_ENDS)
    scale = Scale(_PURITY, (0.0, 1.0), (low, high))
    drawn = _refused(scale)
    drawn += _line_of_purity(scale, call)
    drawn += _frame(scale, "Tumour cell fraction (purity)", "Adrenergic over mesenchymal score")
    drawn += [_tick(scale, step / 5, across=True) for step in range(6)]
    drawn += [_ratio_tick(scale, ratio) for ratio in _RATIO_TICKS]
    _, top, _, height = scale.box
    corner = (scale.x(_PURE) - 8, top + height - 10)
    drawn.append(words_at("not called in bulk tissue", *corner, "end", colour=_GREY))
    return drawn + _tumour_over_purity(scale, call)


def _refused(scale: Scale) -> list[str]:
    """The corner in which a mesenchymal side of bulk tissue is not called."""
    left, top, _, height = scale.box
    y = scale.y(0.0)
    corner = element(
        "rect",
        element("title", "Stroma may explain it: bulk tissue is not called mesenchymal here"),
        x=left,
        y=y,
        width=scale.x(_PURE) - left,
        height=top + height - y,
        fill="#f1f3f5",
        stroke=_GREY,
        stroke_width=0.8,
        stroke_dasharray="2 3",
    )
    return [corner]


def _line_of_purity(scale: Scale, call: Call) -> list[str]:
    """What purity alone explains, with two spreads to either side; none where it is not known."""
    line = call.detail.get("purity_line")
    if not isinstance(line, dict) or not line:
        return []
    reach, begins = _SPREADS * _of(line, "spread"), _of(line, "from")
    start, end = (_of(line, "intercept") + _of(line, "slope") * at for at in (begins, 1.0))
    band = (
        f"M{scale.point(begins, start - reach)}L{scale.point(begins, start + reach)}"
        f"L{scale.point(1, end + reach)}L{scale.point(1, end - reach)}Z"
    )
    title = element("title", "Ratio of published tumours over purity; two standard deviations")
    middle = f"M{scale.point(begins, start)}L{scale.point(1, end)}"
    return [
        element("path", title, d=band, fill=_PALE, fill_opacity="0.6"),
        element("path", d=middle, stroke=_GREY, stroke_width=1.2),
    ]


def _tumour_over_purity(scale: Scale, call: Call) -> list[str]:
    ratio, purity = _number(call, "ratio") or 1.0, _number(call, "purity")
    y = min(max(scale.y(math.log(ratio)), scale.box[1]), scale.box[1] + scale.box[3])
    if purity is None:
        left, _, width, _ = scale.box
        path = f"M{pixels(left)} {pixels(y)}h{pixels(width)}"
        title = element("title", text_of(f"ratio {ratio:.2f}; purity unknown"))
        line = element("path", title, d=path, stroke=_BLUE, stroke_width=2, stroke_dasharray="6 4")
        return [line, words_at("purity unknown", left + 8, y - 6, "start", colour=_BLUE)]
    ends = [part for part in call.text("ratio_interval").split(" to ") if part]
    x, bar = scale.x(purity), ""
    if ends:
        low, high = (math.log(float(end)) for end in ends)
        path = f"M{scale.point(purity, low)}L{scale.point(purity, high)}"
        bar = element("path", d=path, stroke=_BLUE, stroke_width=2)
    return [bar, _dot(x, y, f"This tumour: ratio {ratio:.2f} at a purity of {purity:.0%}")]


def _legend(call: Call) -> list[str]:
    """One line below the plane: what is drawn behind the tumour."""
    left, top, _, height = _PLANE
    y = top + height + 42
    drawn, x = [], left
    for index, row in enumerate(_clouds(call)):
        path = f"M{pixels(x)} {pixels(y - 4)}h18"
        dashes = _DASHES[min(index, 1)]
        drawn.append(
            element("path", d=path, stroke=_GREY, stroke_width=1.2, stroke_dasharray=dashes)
        )
        words = f"{row['tumours']:.0f} tumours, {row['group']}"
        drawn.append(element("text", text_of(words), x=x + 23, y=y, font_size=_SMALL, fill=_GREY))
        x += 236
    return drawn


def _frame(scale: Scale, across: str, up: str) -> list[str]:
    left, top, width, height = scale.box
    middle = top + height / 2
    turned = f"rotate(-90 {pixels(left - 38)} {pixels(middle)})"
    return [
        element("rect", x=left, y=top, width=width, height=height, fill="none", stroke=_GREY),
        words_at(across, left + width / 2, top + height + 27),
        element(
            "text",
            text_of(up),
            x=left - 38,
            y=middle,
            text_anchor="middle",
            transform=turned,
        ),
    ]


def _tick(scale: Scale, value: float, *, across: bool) -> str:
    left, top, _, height = scale.box
    if across:
        x, y, anchor = scale.x(value), top + height + 13, "middle"
    else:
        x, y, anchor = left - 4, scale.y(value) + 4, "end"
    words = text_of(f"{value:.1f}")
    return element("text", words, x=x, y=y, text_anchor=anchor, font_size=_SMALL, fill=_GREY)


def _ratio_tick(scale: Scale, ratio: float) -> str:
    words = text_of(f"{ratio:g}")
    place = {"x": scale.box[0] - 4, "y": scale.y(math.log(ratio)) + 4}
    return element("text", words, text_anchor="end", font_size=_SMALL, fill=_GREY, **place)


def _dot(x: float, y: float, words: str) -> str:
    title = element("title", text_of(words))
    return element(
        "circle", title, cx=x, cy=y, r=5.5, fill=_BLUE, stroke="#ffffff", stroke_width=1.5
    )


def _steps(ends: tuple[float, float]) -> list[float]:
    """Round values between two ends."""
    first = math.ceil(ends[0] / _TICK)
    last = math.floor(ends[1] / _TICK)
    return [step * _TICK for step in range(first, last + 1)]


def _interval(call: Call, name: str) -> tuple[float, float, float]:
    """Lower end, score and upper end; all the score where no interval was made."""
    score = _number(call, f"{name}_score") or 0.0
    rows = call.detail.get("signatures")
    for row in rows if isinstance(rows, tuple) else ():
        if isinstance(row, dict) and row.get("signature") == name:
            return _of(row, "lower", score), score, _of(row, "upper", score)
    return score, score, score


def _clouds(call: Call) -> tuple[Row, ...]:
    rows = call.detail.get("reference_clouds")
    return tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, tuple) else ()


def _number(call: Call, key: str) -> float | None:
    value = call.detail.get(key)
    return float(value) if isinstance(value, int | float) else None


def _of(row: Row, key: str, otherwise: float = 0.0) -> float:
    value = row.get(key)
    return float(value) if isinstance(value, int | float) else otherwise
