"""Gene-level events as a laboratory reported them, rearrangements with or without a position."""

from __future__ import annotations

from enum import StrEnum

from crestome.model.record import Record
from crestome.model.small_variant import Consequence


class EventKind(StrEnum):
    """What kind of event a laboratory reported."""

    AMPLIFICATION = "amplification"
    GAIN = "gain"
    LOSS = "loss"
    DELETION = "deletion"
    """Deletion of the gene or of a part of it."""
    HOMOZYGOUS_DELETION = "homozygous_deletion"
    INTRAGENIC_DELETION = "intragenic_deletion"
    DUPLICATION = "duplication"
    PARTIAL_DUPLICATION = "partial_duplication"
    INVERSION = "inversion"
    INSERTION = "insertion"
    TRANSLOCATION = "translocation"
    REARRANGEMENT = "rearrangement"
    FUSION = "fusion"
    SMALL_VARIANT = "small_variant"
    PROMOTER_VARIANT = "promoter_variant"
    METHYLATION = "methylation"
    OTHER = "other"

    @property
    def is_rearrangement(self) -> bool:
        """Whether it moves DNA next to other DNA."""
        return self in _REARRANGEMENTS


_REARRANGEMENTS = frozenset(
    {
        EventKind.INVERSION,
        EventKind.INSERTION,
        EventKind.TRANSLOCATION,
        EventKind.REARRANGEMENT,
        EventKind.FUSION,
    }
)


class GeneEvent(Record):
    """One event of one gene (for a fusion: of both partners).

    Attributes:
        gene: Current HGNC symbol; ``GENE1::GENE2`` for a fusion.
        kind: See `EventKind`.
        reported_as: The words of the file.
        contig: Bare contig of the breakpoint; "" if not given.
        position: 0-based breakpoint; None if not given.
        exons: Exons concerned (``2-10``); "" if not given.
        in_frame: Whether the reading frame is kept; None if not stated.
        kinase_kept: Whether a fusion keeps the kinase domain; None if not stated.
        protein_change: Of a small variant, one-letter HGVS without ``p.``; "" if not given.
        consequence: Of a small variant; unknown for every other kind.
        where: File and line, or the key of the case.
    """

    gene: str
    kind: EventKind
    reported_as: str = ""
    contig: str = ""
    position: int | None = None
    exons: str = ""
    in_frame: bool | None = None
    kinase_kept: bool | None = None
    protein_change: str = ""
    consequence: Consequence = Consequence.UNKNOWN
    where: str = ""

    @property
    def genes(self) -> tuple[str, ...]:
        """The gene, or both partners of a fusion."""
        return tuple(self.gene.split("::"))
