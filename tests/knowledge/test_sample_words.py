"""Lists of words in the names of samples: plain, each word once, on one side."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.sample_words import ANY_TUMOUR, NORMAL, TUMOUR, WordList, find_word_faults
from crestome.knowledge.schema import Mark


def words(*listed: str, **more: tuple[str, ...]) -> WordList:
    plain = WordList(
        title="x", words=listed, sources=("crestome-conventions",), mark=Mark.CONVENTION
    )
    return plain.model_copy(update=more)


def test_the_shipped_lists_have_no_fault() -> None:
    lists = load_knowledge().sample_words
    assert set(lists) == {TUMOUR, NORMAL, ANY_TUMOUR}
    assert list(find_word_faults(lists)) == []


def test_a_word_on_both_sides_or_twice_is_a_fault() -> None:
    faults = find_word_faults(
        {
            TUMOUR: words("met", "blood", ends=("T",), letters=("t",)),
            NORMAL: words("blood", "blood", ends=("T",), letters=("n",)),
            "lymph": words("node"),
        }
    )
    assert list(faults) == [
        "any_tumour: missing",
        "lymph: no list is read by this name",
        "normal: words: 'blood' stands there twice",
        "normal: words: 'blood' stands under tumour too and would tell nothing",
        "normal: ends: 'T' stands under tumour too and would tell nothing",
    ]


def test_without_both_sides_they_cannot_contradict() -> None:
    assert list(find_word_faults({NORMAL: words("blood")})) == [
        "tumour: missing",
        "any_tumour: missing",
    ]


@pytest.mark.parametrize("word", ["Blood", " blood"])
def test_a_word_that_could_never_be_found_is_refused(word: str) -> None:
    with pytest.raises(ValidationError, match="expected lower case without blanks at the ends"):
        words(word)


def test_a_part_says_it_wherever_it_stands_but_within_a_word_that_does_not() -> None:
    normal = words(within=("normal",), never=("abnormal",))
    assert normal.found_within("P1.NORMAL.bam")
    assert not normal.found_within("Abnormal_1")
    assert normal.found_within("abnormal_vs_normal")


def test_an_end_says_it_where_no_letter_follows() -> None:
    normal = words(ends=("N", "BL"))
    assert normal.end.match("-N1") is None
    assert normal.end.match("_BL")
    assert normal.end.match("Nb") is None
