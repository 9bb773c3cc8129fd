"""SVG elements escape everything."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from crestome.report.svg import element, pixels, text_of

printable = st.text(st.characters(min_codepoint=32, exclude_categories=["C"]))


@given(printable, printable)
def test_any_words_come_back_as_they_went_in(words: str, value: str) -> None:
    drawn = ET.fromstring(element("text", text_of(words), data_x=value))  # noqa: S314 (our own)
    assert (drawn.text or "") == words
    assert drawn.attrib == {"data-x": value}


def test_no_minus_zero_is_written() -> None:
    assert pixels(-0.04) == "0"
