from __future__ import annotations

import pytest

from crestome.model.copy_number import CopyNumberCall
from crestome.model.issue import Issues, Severity
from crestome.read.copy_words import copy_number_call, copy_number_calls, fold_word
from crestome.read.delimited import read_delimited
from crestome.read.text import TextFile


@pytest.mark.parametrize(
    ("word", "call"),
    [
        ("Amplification", CopyNumberCall.AMPLIFIED),
        ("ampl", CopyNumberCall.AMPLIFIED),
        ("2", CopyNumberCall.AMPLIFIED),
        ("2.0", CopyNumberCall.AMPLIFIED),
        ("+1", CopyNumberCall.GAIN),
        ("Gain", CopyNumberCall.GAIN),
        ("diploid", CopyNumberCall.NORMAL),
        ("Copy-neutral", CopyNumberCall.NORMAL),
        ("0", CopyNumberCall.NORMAL),
        ("Hemizygous_Deletion", CopyNumberCall.LOSS),
        ("-1", CopyNumberCall.LOSS),
        ("Hom_Deletion", CopyNumberCall.HOMDEL),
        ("deep deletion", CopyNumberCall.HOMDEL),
        ("-2", CopyNumberCall.HOMDEL),
        ("-1.5", CopyNumberCall.HOMDEL),
        ("copy-neutral LOH", CopyNumberCall.LOH),
        ("0.1", None),
        ("15", None),
        ("<script>", None),
    ],
)
def test_words_and_codes_name_a_state(word: str, call: CopyNumberCall | None) -> None:
    assert copy_number_call(word, deletion=CopyNumberCall.LOSS) is call


@pytest.mark.parametrize("meaning", [CopyNumberCall.LOSS, CopyNumberCall.HOMDEL])
def test_plain_deletion_means_what_the_vocabulary_says(meaning: CopyNumberCall) -> None:
    assert copy_number_call("Deletion", deletion=meaning) is meaning


def test_folding_keeps_the_sign_of_a_number() -> None:
    assert (fold_word("-2"), fold_word("Hom-Del")) == ("-2", "homdel")


def test_an_unknown_word_and_an_ambiguous_one_are_reported() -> None:
    lines = ["gene\tcall", "A\tDeletion", "B\tweird {0}", "C\t", "D\tNA"]
    file = read_delimited(TextFile("x.tsv", "", lines), Issues())
    assert file is not None
    issues = Issues()
    calls = copy_number_calls(file, "call", issues, deletion=CopyNumberCall.LOSS)
    assert calls.to_list() == ["loss", "", "", ""]
    warning, note = issues.items
    assert warning.severity is Severity.WARNING
    assert warning.where == "x.tsv line 3, column call"
    assert "weird {0}" in warning.what
    assert note.severity is Severity.NOTE
    assert "read as loss of one copy" in note.what
