"""Identifiers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.model.call import DetailValue
from crestome.model.therapy import Effect, Verdict
from crestome.report.words import (
    EFFECT_WORDS,
    VERDICT_WORDS,
    age_text,
    detail_text,
    humanise,
    in_words,
    number_text,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "unknown"),
        (False, "no"),
        (3, "3"),
        ((), "none"),
        ({"mycn": "positive", "c_circle": None}, "mycn positive, c circle unknown"),
        (({"region": "1p"},), "region 1p"),
        ("F1174L", "F1174L"),
    ],
)
def test_a_detail_is_one_line(value: DetailValue, words: str) -> None:
    assert detail_text(value) == words


def test_an_age_that_was_not_stated_says_so() -> None:
    assert age_text(None) == "not stated"


def test_every_verdict_and_effect_has_words() -> None:
    assert set(VERDICT_WORDS) == set(Verdict)
    assert set(EFFECT_WORDS) == set(Effect)


def test_no_word_of_the_page_recommends() -> None:
    said = " ".join(word for pair in VERDICT_WORDS.values() for word in pair)
    assert "recommend" not in said.casefold()


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6))
def test_a_number_keeps_four_digits(value: float) -> None:
    assert float(number_text(value).replace(",", "")) == pytest.approx(value, rel=1e-3)


@given(st.text())
def test_words_hold_no_underscore(identifier: str) -> None:
    assert "_" not in humanise(identifier)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("crizotinib resistant_by_analogy", "crizotinib resistant by analogy"),
        (
            "telomere maintenance is TELOMERASE_MYCN, alt no",
            "telomere maintenance is TELOMERASE MYCN, alt no",
        ),
        ("1p_loss and 17q_gain", "1p loss and 17q gain"),
        ("ATRX p.X331_splice", "ATRX p.X331_splice"),
        ("nothing to change", "nothing to change"),
    ],
)
def test_identifiers_in_a_sentence_become_words(text: str, words: str) -> None:
    assert in_words(text) == words
