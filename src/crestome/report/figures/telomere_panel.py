"""Draws how a tumour keeps its telomeres: what switches telomerase or ALT on, and what shows it.

After the second figure of the review, for this tumour. On the left stand the lesions that switch
telomerase on, and those that go with the alternative lengthening (ALT); in the middle the two
machineries with the assays of each; on the right the verdict, and the drugs that follow from it.
What is on is filled and thick, what was not looked at is dashed and names what would show it, so
that the figure reads the same in grey.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Final

from crestome.model.call import Calls, CallState
from crestome.model.therapy import TherapyOption
from crestome.report.svg import element, pixels, text_of
from crestome.report.telomere_evidence import (
    Machine,
    Place,
    TelomereArm,
    TelomereView,
    view_telomeres,
)
from crestome.report.words import VERDICT_WORDS

_INK: Final = "#1c2128"
_BLUE: Final = "#24466b"
_GREY: Final = "#5c6570"
_TINT: Final = "#e4ebf2"
_WIDTH: Final = 900.0
_CAUSES: Final = (0.0, 272.0)
_MACHINES: Final = (326.0, 242.0)
_VERDICT: Final = (606.0, 293.0)
"""Left edge and width of the three columns."""
_BOX: Final = 70.0
_STEP: Final = 75.0
_LINES_IN_BOX: Final = 3
_NODE: Final = 38.0
_HEAD: Final = 24.0
_LANE_GAP: Final = 26.0
_LINE: Final = 14.0
_SMALL: Final = 11.0
_PIXELS_PER_LETTER: Final = 5.9
_MARK: Final = 14.0
_BEND: Final = 10.0
"""How far apart the lines of a lane bend, so that none covers another."""
_LANES: Final = (
    ("Telomerase", Place.TELOMERASE_CAUSE, Place.TELOMERASE_ASSAY),
    ("ALT (recombination)", Place.ALT_SIGN, Place.ALT_ASSAY),
)
_THEN: Final = {
    "Telomerase": "TERT and hTR add TTAGGG repeats to the ends",
    "ALT (recombination)": "telomeres are copied from each other; ATM is active, which resists "
    "chemotherapy (in models)",
}
"""What follows where the machinery works."""
_STROKES: Final = {
    CallState.PRESENT: (2.6, "none"),
    CallState.ABSENT: (0.9, "none"),
    CallState.INDETERMINATE: (1.8, "7 4"),
    CallState.NOT_ASSESSED: (1.0, "2 4"),
}
"""Width and dashes of a line, by the state of what it comes from."""


def draw_telomere_panel(
    calls: Calls, therapies: tuple[TherapyOption, ...] = (), names: Mapping[str, str] | None = None
) -> str:
    """Draw the panel of one sample.

    Args:
        calls: Of the sample.
        therapies: The drugs of the case; () for a sample that does not decide them.
        names: Assays in words.

    Returns:
        An SVG element; "" where no arm is known.
    """
    view = view_telomeres(calls, therapies, names)
    if view is None:
        return ""
    machines = (view.telomerase, view.alt)
    drawn = _headings()
    top, middles = _HEAD, []
    for (title, causes, assays), machine in zip(_LANES, machines, strict=True):
        lane, height, middle = _lane((title, machine), (view.at(causes), view.at(assays)), top)
        drawn += lane
        middles.append(middle)
        top += height + _LANE_GAP
    drawn += _toward_verdict(view, (middles[0], middles[1]))
    right, bottom = _verdict(view)
    drawn += right
    tall = max(top - _LANE_GAP, bottom)
    return element(
        "svg",
        element("title", text_of(f"Telomere maintenance: {view.verdict}")),
        element("desc", text_of(describe_panel(view))),
        *drawn,
        viewBox=f"0 0 {pixels(_WIDTH)} {pixels(tall + 2)}",
        class_="figure telomere-panel",
        role="img",
        font_size=12,
        fill=_INK,
    )


def describe_panel(view: TelomereView) -> str:
    """The panel in words, for those who do not see it."""
    arms = "; ".join(f"{arm.name} {arm.word}" for arm in view.arms)
    exclude = ", which exclude each other" if view.conflict else ""
    machines = f"Telomerase: {view.telomerase.word}; ALT: {view.alt.word}{exclude}"
    return f"{view.verdict}. {machines}. {arms}."


def _headings() -> list[str]:
    words = ("Lesions and signs", "Machinery, and assays of it", "Verdict")
    columns = (_CAUSES, _MACHINES, _VERDICT)
    return [
        element("text", text_of(word), x=left, y=13, fill=_GREY)
        for word, (left, _) in zip(words, columns, strict=True)
    ]


def _lane(
    node: tuple[str, Machine],
    arms: tuple[tuple[TelomereArm, ...], tuple[TelomereArm, ...]],
    top: float,
) -> tuple[list[str], float, float]:
    """One machinery with what switches it on and what shows it: drawn, its height, its middle."""
    causes, assays = arms
    left, width = _MACHINES
    below = _NODE + 8 + len(assays) * _STEP
    then = _then(*node, top + below)
    height = max(len(causes) * _STEP, below + (len(then) + 1) * _LINE)
    middle = top + _NODE / 2
    drawn = []
    for index, arm in enumerate(causes):
        y = top + index * _STEP
        bend = _CAUSES[1] + _BEND * (index + 1)
        goal = (left, top + _NODE * (index + 1) / (len(causes) + 1))
        drawn.append(_line((_CAUSES[1], y + _BOX / 2), goal, bend, arm.state))
        drawn += _arm_box(arm, (_CAUSES[0], y, _CAUSES[1]))
    if assays:
        foot = top + _NODE + 8 + (len(assays) - 1) * _STEP + _BOX / 2
        path = f"M{pixels(left + 8)} {pixels(top + _NODE)}V{pixels(foot)}"
        drawn.append(element("path", d=path, stroke=_GREY, fill="none"))
    for index, arm in enumerate(assays):
        y = top + _NODE + 8 + index * _STEP
        tick = f"M{pixels(left + 8)} {pixels(y + _BOX / 2)}h10"
        drawn.append(element("path", d=tick, stroke=_GREY, fill="none"))
        drawn += _arm_box(arm, (left + 18, y, width - 18))
    drawn += _node(*node, top)
    drawn += then
    return drawn, height, middle


def _arm_box(arm: TelomereArm, place: tuple[float, float, float]) -> list[str]:
    x, y, width = place
    unseen = arm.state is CallState.NOT_ASSESSED
    room = int((width - 38) / _PIXELS_PER_LETTER)
    said = f"{arm.word[:1].upper()}{arm.word[1:]}" + (f": {arm.why}" if arm.why else "")
    lines = textwrap.wrap(said, room, max_lines=_LINES_IN_BOX, placeholder=" …")
    return [
        element(
            "rect",
            element("title", text_of(f"{arm.name}: {arm.word}. {arm.why}")),
            x=x + 1,
            y=y + 1,
            width=width - 2,
            height=_BOX - 2,
            rx=4,
            fill=_TINT if arm.state is CallState.PRESENT else "#ffffff",
            stroke=_GREY if unseen else _BLUE,
            stroke_width=2 if arm.state is CallState.PRESENT else 1,
            stroke_dasharray="4 3" if unseen else "none",
        ),
        _mark(arm.state.value, x + 10, y + 8),
        element("text", text_of(arm.name), x=x + 30, y=y + 19, font_weight="bold"),
        *(
            element(
                "text",
                text_of(line),
                x=x + 30,
                y=y + 33 + index * _LINE,
                font_size=_SMALL,
                fill=_GREY if unseen else _INK,
            )
            for index, line in enumerate(lines)
        ),
    ]


def _node(title: str, machine: Machine, top: float) -> list[str]:
    left, width = _MACHINES
    on = machine.state is CallState.PRESENT
    colour = "#ffffff" if on else _INK
    return [
        element(
            "rect",
            x=left + 1,
            y=top + 1,
            width=width - 2,
            height=_NODE - 2,
            rx=18,
            fill=_BLUE if on else "#ffffff",
            stroke=_BLUE,
            stroke_width=2,
            stroke_dasharray=_STROKES[machine.state][1],
        ),
        element(
            "text",
            text_of(title),
            x=left + 18,
            y=top + 24,
            font_weight="bold",
            fill=colour,
        ),
        element(
            "text",
            text_of(machine.word),
            x=left + width - 18,
            y=top + 24,
            text_anchor="end",
            fill=colour,
        ),
    ]


def _then(title: str, machine: Machine, top: float) -> list[str]:
    """What follows, in the colour of what is known."""
    on = machine.state is CallState.PRESENT
    left, width = _MACHINES
    room = int((width - 26) / _PIXELS_PER_LETTER)
    return [
        element(
            "text",
            text_of(line),
            x=left + 22,
            y=top + 12 + index * _LINE,
            font_size=_SMALL,
            fill=_INK if on else _GREY,
        )
        for index, line in enumerate(
            textwrap.wrap(f"{'→' if on else 'if on →'} {_THEN[title]}", room)
        )
    ]


def _line(
    start: tuple[float, float], end: tuple[float, float], bend: float, state: CallState
) -> str:
    """A line from an arm to its machinery, or on to the verdict; each bends at its own place."""
    width, dashes = _STROKES[state]
    path = (
        f"M{pixels(start[0])} {pixels(start[1])}H{pixels(bend)}V{pixels(end[1])}H{pixels(end[0])}"
    )
    return element(
        "path",
        d=path,
        fill="none",
        stroke=_BLUE if state is CallState.PRESENT else _GREY,
        stroke_width=width,
        stroke_dasharray=dashes,
    )


def _mark(kind: str, x: float, y: float) -> str:
    return element("use", href=f"#mark-{kind}", x=x, y=y, width=_MARK, height=_MARK)


def _toward_verdict(view: TelomereView, middles: tuple[float, float]) -> list[str]:
    """From the machineries to the verdict; where both have evidence, that they exclude it."""
    left = _MACHINES[0] + _MACHINES[1]
    bend = (left + _VERDICT[0]) / 2
    drawn = [
        _line((left, middle), (_VERDICT[0], middles[0] + apart), bend, machine.state)
        for middle, apart, machine in zip(
            middles, (0.0, _BEND), (view.telomerase, view.alt), strict=True
        )
    ]
    if view.conflict:
        x, y = bend, (middles[0] + middles[1]) / 2
        bar = f"M{pixels(x - 12)} {pixels(y - 8)}l24 16m0 -16l-24 16"
        drawn.append(element("path", d=bar, stroke=_INK, stroke_width=3, fill="none"))
    return drawn


def _verdict(view: TelomereView) -> tuple[list[str], float]:
    """The verdict with what would settle it, drugs, and what stands beside; and their height."""
    left, width = _VERDICT
    said = [f"Needs review: {view.review}"] if view.review else []
    if view.settles:
        said.append(f"Would settle it: {', '.join(view.settles)}.")
    lines, y = _sentences(said, left + 14, _HEAD + 42)
    frame = element(
        "rect",
        x=left + 1,
        y=_HEAD + 1,
        width=width - 2,
        height=y - _HEAD - 2,
        rx=6,
        fill="#ffffff",
        stroke=_BLUE,
        stroke_width=2,
    )
    title = element(
        "text",
        text_of(view.verdict),
        x=left + 34,
        y=_HEAD + 23,
        font_weight="bold",
        font_size=14,
    )
    drawn = [frame, _mark(view.state.value, left + 12, _HEAD + 11), title, *lines]
    drugs, y = _drugs(view, y + 22)
    drawn += drugs
    if view.beside:
        drawn.append(element("text", "Beside the verdict", x=left, y=y + 10, fill=_GREY))
        notes, y = _sentences(view.beside, left, y + 28)
        drawn += notes
    return drawn, y


def _sentences(sentences: Sequence[str], x: float, y: float) -> tuple[list[str], float]:
    """Small print, and where it ends."""
    room = int((_WIDTH - x - 14) / _PIXELS_PER_LETTER)
    drawn = []
    for sentence in sentences:
        for line in textwrap.wrap(sentence, room):
            drawn.append(element("text", text_of(line), x=x, y=y, font_size=_SMALL))
            y += _LINE
        y += 4
    return drawn, y


def _drugs(view: TelomereView, top: float) -> tuple[list[str], float]:
    left, _ = _VERDICT
    if not view.drugs:
        return [], top - 12
    drawn = [element("text", "Drugs whose evidence rests on it", x=left, y=top, fill=_GREY)]
    y = top + 20
    for line in view.drugs:
        title = VERDICT_WORDS[line.verdict][0]
        drawn.append(_mark(line.verdict.value, left, y - 11))
        drawn.append(element("text", text_of(title), x=left + 20, y=y, font_weight="bold"))
        names, y = _sentences((", ".join(line.drugs),), left + 20, y + _LINE + 1)
        drawn += names
        y += 4
    return drawn, y
