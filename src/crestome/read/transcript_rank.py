"""How far a transcript is the one that a gene's residues are counted on.

The agreed transcript (MANE Select) goes first where the file marks it, then the one that crestome
knows the gene by, then the annotator's own choice, then any that makes a protein.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from crestome.knowledge.load import shipped_root

MANE, KNOWN, PICKED, CANONICAL, CODING, ANY = range(6)
"""Ranks, the best first."""
_CODING_WORDS: Final = frozenset({"protein_coding", "Coding", "mRNA"})


class Marks(NamedTuple):
    """What an annotator says of a transcript, as it spells it; "" where it does not."""

    gene: str
    transcript: str
    mane: str
    pick: str
    canonical: str
    biotype: str


def rank_of(marks: Marks) -> int:
    """The rank of a transcript.

    Example:
        >>> rank_of(Marks("ALK", "NM_004304.5", "", "", "", "protein_coding")) == KNOWN
        True
    """
    if marks.mane not in {"", "MANE_Plus_Clinical"}:
        return MANE
    if is_known(marks.gene, marks.transcript):
        return KNOWN
    if marks.pick == "1":
        return PICKED
    if marks.canonical.upper() == "YES":
        return CANONICAL
    return CODING if marks.biotype in _CODING_WORDS else ANY


def is_known(gene: str, transcript: str) -> bool:
    """Whether crestome knows the gene by this transcript, of any version."""
    known = _known_transcripts().get(gene.strip())
    if known is None:
        return False
    return transcript.split(".", 1)[0].removeprefix("transcript:") in known


@cache
def _known_transcripts() -> dict[str, tuple[str, ...]]:
    path = shipped_root() / "transcripts.tsv"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    cells = [line.split("\t") for line in lines[1:]]
    return {symbol: (refseq, ensembl) for symbol, refseq, ensembl, *_ in cells}
