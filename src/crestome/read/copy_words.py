"""Words and codes for a copy-number state → the states of the model.

Laboratories and pipelines write the same five states in many ways. The one that cannot be read
without its context is "deletion": in vocabularies that also say "loss" it is the homozygous one,
elsewhere mostly the loss of one copy.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from crestome.model.copy_number import CopyNumberCall
from crestome.model.issue import Issues
from crestome.read.delimited import MISSING, DelimitedFile, locate

AMBIGUOUS_DELETION: Final = frozenset({"deletion", "deleted", "del"})
"""Folded words that mean a homozygous deletion in some vocabularies and a loss in others."""

_WORDS: Final = {
    CopyNumberCall.AMPLIFIED: (
        "2 amp ampl amplified amplification highlevelamplification highamplification"
    ),
    CopyNumberCall.GAIN: "1 gain gained lowlevelgain",
    CopyNumberCall.NORMAL: "0 normal neutral diploid copyneutral nochange unchanged",
    CopyNumberCall.LOSS: (
        "-1 loss lost hetloss hetdel hetdeletion hemizygousdeletion hemizygousloss "
        "heterozygousdeletion heterozygousloss shallowdeletion singlecopyloss"
    ),
    CopyNumberCall.HOMDEL: (
        "-2 -1.5 homdel homdeletion homloss homozygousdeletion homozygousloss deepdeletion deepdel "
        "deeploss"
    ),
    CopyNumberCall.LOH: "loh cnloh copyneutralloh",
}
CODES: Final = (-2.0, -1.5, -1.0, 0.0, 1.0, 2.0)
"""The numbers of thresholded matrices."""
_CALLS: Final = {word: call for call, words in _WORDS.items() for word in words.split()}
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")


def fold_word(word: str) -> str:
    """A word without case and punctuation; a number without zeros at its end (``2.0`` → ``2``)."""
    if _NUMBER.fullmatch(word.strip()):
        return f"{float(word):g}"
    return re.sub(r"[^a-z0-9]", "", word.casefold())


def copy_number_call(word: str, *, deletion: CopyNumberCall) -> CopyNumberCall | None:
    """The state that a word stands for; None for a word that is not known.

    Args:
        word: As the file writes it; the codes -2 … 2 of thresholded matrices are words too.
        deletion: What the plain word "deletion" means in the vocabulary of the file.

    Example:
        >>> copy_number_call("Hom_Deletion", deletion=CopyNumberCall.LOSS)
        <CopyNumberCall.HOMDEL: 'homdel'>
    """
    folded = fold_word(word)
    return deletion if folded in AMBIGUOUS_DELETION else _CALLS.get(folded)


def copy_number_calls(
    file: DelimitedFile, column: str, issues: Issues, *, deletion: CopyNumberCall
) -> pl.Series:
    """The states of a whole column, as values of `CopyNumberCall`; "" where none is given.

    Args:
        file: The table.
        column: A name of its header.
        issues: Takes one warning for the words that are not known, and one note where the plain
            word "deletion" was read.
        deletion: See `copy_number_call`.
    """
    text = file.frame[column]
    words = [word for word in text.unique(maintain_order=True) if word not in MISSING]
    calls = {word: copy_number_call(word, deletion=deletion) for word in words}
    unknown = [word for word, call in calls.items() if call is None]
    if unknown:
        where, cells = locate(file, column, text.is_in(unknown))
        issues.warn(
            where,
            f"unknown copy-number state(s): {cells}",
            expected="amplification, gain, neutral, loss, homozygous deletion, or -2 … 2",
            remedy="these rows state no call; correct the words if they should",
        )
    if any(fold_word(word) in AMBIGUOUS_DELETION for word in words):
        what = "a homozygous deletion" if deletion is CopyNumberCall.HOMDEL else "loss of one copy"
        issues.note(
            f"{file.name}, column {column}",
            f'"deletion" does not say how many copies are left; read as {what}',
            remedy="write loss or homozygous deletion",
        )
    known = {word: call.value for word, call in calls.items() if call is not None}
    return text.replace_strict(known, default="", return_dtype=pl.String)
