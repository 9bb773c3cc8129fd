"""Which exons a deletion or duplication takes in, and whether the reading frame survives it.

A protein is read in threes. Where whole exons are taken out or doubled and their coding bases are a
multiple of three, what follows is still read as before, and a shorter or longer protein results;
otherwise the reading shifts and soon stops. A change that ends inside an exon also takes a splice
site, and one that takes in the start or the stop leaves no frame to speak of: both stay open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crestome.call.structural_evidence import Adjacency
from crestome.model.genome import Exon, Interval
from crestome.model.structural_variant import StructuralKind

_CODON_BP: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class ExonSpan:
    """Neighbouring exons that one change takes in.

    Attributes:
        first: Number of the first, in reading direction, from 1.
        last: Number of the last.
        whole: Whether each is taken in from end to end.
        within: Whether the first and the last coding exon of the gene are left out.
        coding_bp: Their coding bases.
    """

    first: int
    last: int
    whole: bool
    within: bool
    coding_bp: int

    @property
    def in_frame(self) -> bool | None:
        """Whether the reading frame survives; None where exons alone do not tell."""
        if not (self.whole and self.within):
            return None
        return self.coding_bp % _CODON_BP == 0

    @property
    def numbers(self) -> str:
        """``4-11``, or ``5`` of a single exon."""
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def named(self) -> str:
        """``exon 5`` or ``exons 4 to 11``."""
        one = self.first == self.last
        return f"exon {self.first}" if one else f"exons {self.first} to {self.last}"

    @property
    def words(self) -> str:
        """The exons and the frame, in words."""
        if not self.whole:
            them = "it" if self.first == self.last else "them"
            return f"{self.named}, not all of {them}, frame not known"
        frame = {True: "in frame", False: "out of frame", None: "frame not known"}
        return f"{self.named}, {frame[self.in_frame]}"


def exon_span(item: Adjacency, exons: Sequence[Exon]) -> ExonSpan | None:
    """The exons between the two ends of a deletion or duplication.

    Args:
        item: Its ends are the bases beside the breaks: those kept of a deletion, those doubled of
            a duplication.
        exons: Of one gene, in reading direction.

    Returns:
        None where no exon lies between the ends, or an end is not known.

    Example:
        >>> ExonSpan(first=2, last=3, whole=True, within=True, coding_bp=285).words
        'exons 2 to 3, in frame'

    References:
        gencode
    """
    if item.size_bp is None or item.first.position is None:
        return None
    kept = int(item.kind is StructuralKind.DELETION)
    start = item.first.position + kept
    end = max(start, item.first.position + item.size_bp + 1 - kept)
    return exons_in(Interval(contig=item.first.contig, start=start, end=end), exons)


def exons_in(place: Interval, exons: Sequence[Exon]) -> ExonSpan | None:
    """The exons that lie in a place, in whole or in part; None where none does."""
    taken = [(number, exon) for number, exon in enumerate(exons, 1) if place.overlap_bp(exon) > 0]
    if not taken:
        return None
    coding = [number for number, exon in enumerate(exons, 1) if exon.coding_bp]
    return ExonSpan(
        first=taken[0][0],
        last=taken[-1][0],
        whole=all(place.overlap_bp(exon) == exon.length_bp for _, exon in taken),
        within=coding[0] < taken[0][0] and taken[-1][0] < coding[-1],
        coding_bp=sum(exon.coding_bp for _, exon in taken),
    )


def place_among(position: int, exons: Sequence[Exon]) -> str:
    """``exon 20`` or ``intron 19``, by number in reading direction; "" outside the transcript.

    Args:
        position: 0-based, on the contig of the exons.
        exons: Of one gene, in reading direction.
    """
    for number, exon in enumerate(exons, 1):
        if exon.start <= position < exon.end:
            return f"exon {number}"
    before = [number for number, exon in enumerate(exons, 1) if _lies_before(exon, position, exons)]
    return f"intron {before[-1]}" if 0 < len(before) < len(exons) else ""


def _lies_before(exon: Exon, position: int, exons: Sequence[Exon]) -> bool:
    """Whether an exon is read before a place."""
    backwards = exons[0].start > exons[-1].start
    return exon.start > position if backwards else exon.end <= position
