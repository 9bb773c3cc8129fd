"""Time points in words."""

from __future__ import annotations

import pytest

from crestome.model.patient import TimePoint
from crestome.read.time_words import near_time_word, time_point


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("diagnosis", (TimePoint.DIAGNOSIS, 1)),
        (" Relapse-3 ", (TimePoint.RELAPSE, 3)),
        ("post TKI", (TimePoint.POST_TKI, 1)),
        ("autopsy", None),
        ("", None),
    ],
)
def test_a_word_and_a_number_are_read(words: str, found: tuple[TimePoint, int] | None) -> None:
    assert time_point(words) == found


def test_the_nearest_word_is_suggested() -> None:
    assert near_time_word("relaps 2") == "relapse"
    assert near_time_word("autopsy") is None
