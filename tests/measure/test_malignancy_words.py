"""Words of malignancy, and columns that hold something else."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from measure.test_cell_scores import source_of
from read.cell_files import counts

from crestome.knowledge.load import load_knowledge
from crestome.measure.malignancy_words import check_words, malignancies
from crestome.measure.signature_rules import SignatureRules
from crestome.model.issue import Issues, Severity

RULES = load_knowledge().rules("signature_scores", SignatureRules)


def said_of(words: list[str | None], malignancy: str = "column kind") -> Issues:
    source = source_of(counts(len(words), 3), ["ALK", "ATRX", "MYCN"], words)
    issues = Issues()
    check_words(replace(source, malignancy=malignancy), RULES, issues)
    return issues


@pytest.mark.parametrize(
    "words",
    [["1", "0"], ["True", "False", None], ["yes", " no ", ""], ["1", "1"], ["Malignant", None],
     ["aneuploid", "diploid"]],
)  # fmt: skip
def test_answers_alone_and_clear_words_are_taken(words: list[str | None]) -> None:
    assert said_of(words).items == []


@pytest.mark.parametrize("words", [["0", "1", "2"], ["1", "tumor"], ["yes", "no", "unknown"]])
def test_a_bare_answer_beside_another_word_is_refused(words: list[str | None]) -> None:
    (error,) = said_of(words).errors
    assert "bare answers beside other words" in error.what
    assert all(f"{word!r} 1" in error.what for word in words)


@pytest.mark.parametrize("words", [["blue"], ["not malignant", "Neuroblastoma"], [None, ""], []])
def test_without_any_known_word_nothing_is_scored(words: list[str | None]) -> None:
    (error,) = said_of(words).errors
    assert "no word that tells malignant from normal cells" in error.what
    assert "aneuploid" in error.expected


def test_unknown_words_beside_known_ones_are_listed_the_most_frequent_first() -> None:
    words = ["tumor", *(f"kind {at}" for at in range(14)), "not.defined", "not.defined"]
    (issue,) = said_of([*words]).items
    assert issue.severity is Severity.WARNING
    assert "'not.defined' 2, 'kind 0' 1" in issue.what
    assert issue.what.endswith("and 3 more")


def test_where_nothing_was_asked_no_word_is_looked_at() -> None:
    assert said_of(["0", "1", "2"], "").items == []


def test_each_word_says_what_it_says() -> None:
    words = pl.Series(["Tumor", "0", "T cell", None])
    found = malignancies(words, RULES).to_list()
    assert found == ["malignant", "normal", "unverified", "unverified"]
