from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.report.printable import printable


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("NB\x1b[2J-1", "NB [2J-1"),
        ("P1\n  2. forged", "P1   2. forged"),
        ("\u202eevil\u2066", " evil "),
        ("\ud800", " "),
        ("Zoë 中 …", "Zoë 中 …"),
    ],
)
def test_what_steers_a_terminal_or_turns_the_text_becomes_a_blank(hostile: str, shown: str) -> None:
    assert printable(hostile) == shown


@given(st.text())
def test_whatever_comes_out_is_printable_and_as_long_as_what_went_in(text: str) -> None:
    assert printable(text).isprintable()
    assert len(printable(text)) == len(text)
