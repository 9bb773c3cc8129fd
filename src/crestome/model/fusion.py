"""Fusions of two genes as a fusion caller reported them."""

from __future__ import annotations

from enum import StrEnum

from crestome.model.record import Record
from crestome.model.structural_variant import StructuralKind


class Frame(StrEnum):
    """Whether the reading frame runs through."""

    IN_FRAME = "in_frame"
    OUT_OF_FRAME = "out_of_frame"
    UNKNOWN = "unknown"


class Fusion(Record):
    """One fusion transcript or one fused pair of genes.

    Attributes:
        five_prime: Current HGNC symbol of the upstream gene; "" if none.
        three_prime: Current HGNC symbol of the downstream gene; "" if none.
        contig1: Bare contig of the upstream breakpoint; "" if not given.
        position1: 0-based upstream breakpoint; None if not given.
        contig2: Bare contig of the downstream breakpoint; "" if not given.
        position2: 0-based downstream breakpoint; None if not given.
        frame: See `Frame`.
        ordered: Whether the file says which gene lies upstream.
        kind: What happened to the DNA, where the file says so.
        kinase_kept: Whether the kinase domain of either partner is kept; None if not stated.
        support: Reads that support it; None if not given.
        confidence: The caller's word; "" if none.
        reported_as: The caller's name of the fusion.
        where: File and line.
    """

    five_prime: str
    three_prime: str
    contig1: str = ""
    position1: int | None = None
    contig2: str = ""
    position2: int | None = None
    frame: Frame = Frame.UNKNOWN
    ordered: bool = True
    kind: StructuralKind | None = None
    kinase_kept: bool | None = None
    support: int | None = None
    confidence: str = ""
    reported_as: str = ""
    where: str = ""

    @property
    def name(self) -> str:
        """``GENE1::GENE2``, after the HGNC recommendation."""
        return f"{self.five_prime or '?'}::{self.three_prime or '?'}"

    @property
    def genes(self) -> tuple[str, ...]:
        """The genes that are named, each once."""
        return tuple(dict.fromkeys(gene for gene in (self.five_prime, self.three_prime) if gene))

    @property
    def is_intragenic(self) -> bool:
        """Whether both ends lie in one gene."""
        return bool(self.five_prime) and self.five_prime == self.three_prime
