"""Which transcript a gene's residues are counted on."""

from __future__ import annotations

import pytest

from crestome.read.transcript_rank import (
    ANY,
    CANONICAL,
    CODING,
    KNOWN,
    MANE,
    PICKED,
    Marks,
    rank_of,
)


@pytest.mark.parametrize(
    ("marks", "rank"),
    [
        (Marks("ALK", "ENST00000389048", "NM_004304.5", "", "", ""), MANE),
        (Marks("ALK", "NM_004304.5", "MANE_Plus_Clinical", "1", "YES", "protein_coding"), KNOWN),
        (Marks("ALK", "transcript:ENST00000389048.8", "", "", "", ""), KNOWN),
        (Marks("ALK", "ENST1", "", "1", "YES", "protein_coding"), PICKED),
        (Marks("ALK", "ENST1", "", "", "yes", "protein_coding"), CANONICAL),
        (Marks("NOGENE", "ENST1", "", "", "", "Coding"), CODING),
        (Marks("", "", "", "", "", "retained_intron"), ANY),
    ],
)
def test_the_agreed_transcript_goes_first(marks: Marks, rank: int) -> None:
    assert rank_of(marks) == rank
    assert MANE < KNOWN < PICKED < CANONICAL < CODING < ANY
