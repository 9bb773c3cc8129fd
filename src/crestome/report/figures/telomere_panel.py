"""Draws how the verdict on telomere maintenance came about: one box for each arm of the evidence.

A tumour keeps its telomeres by telomerase (MYCN or a rearranged TERT drive it) or by the
alternative lengthening, which ATRX or DAXX loss goes with. An arm that nobody looked at is drawn
as plainly as one that was found, because the verdict is only as good as the arms behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.model.call import Calls, CallState
from crestome.report.svg import element, pixels, text_of
from crestome.report.words import humanise

_TELOMERASE: Final = "Telomerase"
_ALT: Final = "Alternative lengthening (ALT)"
_SIDES: Final = (_TELOMERASE, _ALT)
_ALT_ARMS: Final = ("atrx", "daxx", "c_circle", "apb", "telomere", "alt")
_FALLBACK_ARMS: Final = ("mycn", "tert", "atrx")
_ARM_WORDS: Final = {
    "mycn": "MYCN",
    "tert": "TERT",
    "tert_sv": "TERT rearrangement",
    "tert_rearrangement": "TERT rearrangement",
    "tert_amplification": "TERT amplification",
    "tert_promoter": "TERT promoter",
    "tert_expression": "TERT expression",
    "telomerase_activity": "Telomerase activity",
    "atrx": "ATRX",
    "daxx": "DAXX",
    "c_circle": "C-circles",
    "apb": "APB",
    "telomere_content": "Telomere content",
}
_MARKS: Final = {
    "present": CallState.PRESENT,
    "positive": CallState.PRESENT,
    "high": CallState.PRESENT,
    "yes": CallState.PRESENT,
    "absent": CallState.ABSENT,
    "negative": CallState.ABSENT,
    "low": CallState.ABSENT,
    "no": CallState.ABSENT,
    "not_assessed": CallState.NOT_ASSESSED,
    "unknown": CallState.NOT_ASSESSED,
}
_ARM_WIDTH: Final = 206.0
_ARM_HEIGHT: Final = 40.0
_GAP: Final = 8.0
_PER_ROW: Final = 5
_TITLE_ROOM: Final = 20.0


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of the evidence.

    Attributes:
        name: In words.
        side: The mechanism that it speaks for.
        word: What was found, in the words of the call.
        state: The word as one of the four answers, for the mark.
    """

    name: str
    side: str
    word: str
    state: CallState


def telomere_arms(calls: Calls) -> tuple[Arm, ...]:
    """The arms behind the verdict, as the call on telomere maintenance lists them.

    Returns:
        The arms of ``detail.arms``; where the call lists none, the calls on MYCN, TERT and ATRX;
        empty where there is no call on telomere maintenance.
    """
    if "telomere_maintenance" not in calls:
        return ()
    listed = calls["telomere_maintenance"].detail.get("arms")
    words = (
        {key: str(value) for key, value in listed.items()}
        if isinstance(listed, dict)
        else {name: calls[name].state.value for name in _FALLBACK_ARMS if name in calls}
    )
    return tuple(
        Arm(
            name=_ARM_WORDS.get(key, humanise(key)),
            side=_ALT if key.startswith(_ALT_ARMS) else _TELOMERASE,
            word="not assessed" if word in {"None", "not_assessed"} else humanise(word),
            state=_MARKS.get(word.casefold(), _state_of_other(word)),
        )
        for key, word in words.items()
    )


def draw_telomere_panel(calls: Calls) -> str:
    """Draw the arms in two rows, telomerase above, alternative lengthening below.

    Returns:
        An SVG element; "" where no arm is known.
    """
    arms = telomere_arms(calls)
    if not arms:
        return ""
    drawn: list[str] = []
    top = 0.0
    for side in _SIDES:
        own = [arm for arm in arms if arm.side == side]
        if not own:
            continue
        title = text_of(side)
        drawn.append(element("text", title, x=0, y=top + 13, font_weight="bold"))
        for index, arm in enumerate(own):
            row, column = divmod(index, _PER_ROW)
            drawn += _box(
                arm,
                column * (_ARM_WIDTH + _GAP),
                top + _TITLE_ROOM + row * (_ARM_HEIGHT + _GAP),
            )
        rows = -(-len(own) // _PER_ROW)
        top += _TITLE_ROOM + rows * (_ARM_HEIGHT + _GAP) + _GAP
    wide = _PER_ROW * (_ARM_WIDTH + _GAP)
    return element(
        "svg",
        element("title", "Evidence on telomere maintenance, arm by arm"),
        *drawn,
        viewBox=f"0 0 {pixels(wide)} {pixels(top)}",
        class_="figure telomere-panel",
        role="img",
        font_size=12,
        fill="#1c2128",
    )


def _state_of_other(word: str) -> CallState:
    """An arm's word that is none of the usual ones: shown as it is, with the mark of doubt."""
    return CallState.NOT_ASSESSED if word == "None" else CallState.INDETERMINATE


def _box(arm: Arm, x: float, y: float) -> list[str]:
    unknown = arm.state is CallState.NOT_ASSESSED
    return [
        element(
            "rect",
            x=x + 1,
            y=y + 1,
            width=_ARM_WIDTH - 2,
            height=_ARM_HEIGHT - 2,
            rx=4,
            fill="#e4ebf2" if arm.state is CallState.PRESENT else "#ffffff",
            stroke="#8a929c" if unknown else "#24466b",
            stroke_width=2 if arm.state is CallState.PRESENT else 1,
            stroke_dasharray="4 3" if unknown else "none",
        ),
        element("use", href=f"#mark-{arm.state.value}", x=x + 10, y=y + 13, width=14, height=14),
        element("text", text_of(arm.name), x=x + 32, y=y + 17, font_weight="bold"),
        element("text", text_of(arm.word), x=x + 32, y=y + 32),
    ]
