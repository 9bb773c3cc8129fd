"""The words by which a case says when a sample was taken → the time point and its number."""

from __future__ import annotations

import difflib
import re
from typing import Final

from crestome.model.patient import TimePoint

_WORD_AND_NUMBER: Final = re.compile(r"^(.*?)[\s_#-]*(\d+)?$")
_TIME_WORDS: Final = {
    "diagnosis": TimePoint.DIAGNOSIS,
    "primary": TimePoint.DIAGNOSIS,
    "refractory": TimePoint.REFRACTORY,
    "relapse": TimePoint.RELAPSE,
    "progression": TimePoint.PROGRESSION,
    "post_tki": TimePoint.POST_TKI,
    "post tki": TimePoint.POST_TKI,
    "not_applicable": TimePoint.NOT_APPLICABLE,
}


def time_point(words: str) -> tuple[TimePoint, int] | None:
    """The time point and its number, 1 where none is given; None for any other word.

    Example:
        >>> time_point("Relapse 2")
        (<TimePoint.RELAPSE: 'relapse'>, 2)
    """
    word, number = _parts(words)
    return (_TIME_WORDS[word], number) if word in _TIME_WORDS else None


def near_time_word(words: str) -> str | None:
    """The known word that looks most like an unknown one."""
    near = difflib.get_close_matches(_parts(words)[0], _TIME_WORDS, n=1)
    return near[0] if near else None


def _parts(words: str) -> tuple[str, int]:
    found = _WORD_AND_NUMBER.match(words.strip())
    word = (found[1] if found else words).strip().casefold()
    return word, int(found[2]) if found and found[2] else 1
