from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest
from pydantic import ValidationError

from crestome.model.record import Record


class Colour(StrEnum):
    RED = "red"


class Thing(Record):
    colour: Colour
    day: date | None = None
    parts: tuple[str, ...] = ()


def test_a_document_may_hold_words_dates_and_lists() -> None:
    thing = Thing.from_document({"colour": "red", "day": date(2020, 1, 2), "parts": ["a"]})
    assert thing == Thing(colour=Colour.RED, day=date(2020, 1, 2), parts=("a",))


def test_the_constructor_stays_strict() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Thing.model_validate({"colour": "red"})


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="hue"):
        Thing.from_document({"colour": "red", "hue": 1})


def test_a_record_is_frozen() -> None:
    thing = Thing(colour=Colour.RED)
    with pytest.raises(ValidationError, match="frozen"):
        thing.parts = ("b",)  # type: ignore[misc]


def test_what_no_document_can_hold_is_named() -> None:
    with pytest.raises(TypeError, match="a document cannot hold a set"):
        Thing.from_document({"colour": {"red"}})
