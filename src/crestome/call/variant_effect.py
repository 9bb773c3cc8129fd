"""What the sequence of a gene says: the variants listed, their effect, and whether it was read.

Three kinds of statement meet here. A file of small variants gives residues and allele fractions. A
laboratory's list of events may give a residue, or only "missense". And a list of the genes that
were sequenced says which silence means wild type. A gene that nobody read has no wild type.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, NamedTuple

from crestome.model.call import Finding
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import Consequence, SmallVariant

LOSS_OF_FUNCTION: Final = frozenset(
    {Consequence.NONSENSE, Consequence.FRAMESHIFT, Consequence.SPLICE, Consequence.START_LOST}
)
"""Consequences that are taken to abolish the protein."""

PROTEIN_ALTERING: Final = LOSS_OF_FUNCTION | {
    Consequence.MISSENSE,
    Consequence.INFRAME,
    Consequence.STOP_LOST,
}
"""Consequences that change the protein at all."""

_SUBSTITUTION = re.compile(r"^([A-Z*])(\d+)([A-Z*=])$")
_FIRST_RESIDUE = re.compile(r"^[A-Z*]?(\d+)")


class Substitution(NamedTuple):
    """One residue exchanged for another."""

    reference: str
    residue: int
    alternative: str


@dataclass(frozen=True, slots=True)
class GeneSequence:
    """What is known of the sequence of one gene.

    Attributes:
        gene: Current HGNC symbol.
        looked_at: Whether its coding sequence was read; only then does silence mean wild type.
        measured: Variants out of a file of small variants.
        reported: Variants out of a laboratory's list of events that no file repeats; the residue
            may be unknown.
    """

    gene: str
    looked_at: bool
    measured: tuple[SmallVariant, ...] = ()
    reported: tuple[SmallVariant, ...] = ()

    @property
    def variants(self) -> tuple[SmallVariant, ...]:
        """All of them, measured ones first."""
        return (*self.measured, *self.reported)


def sequence_of(gene: str, evidence: CaseEvidence) -> GeneSequence:
    """What was read of the coding sequence of ``gene``, and what was found.

    A variant that a list of events repeats (the same protein change, or none stated and the same
    consequence) is taken once, from the file that measured it.
    """
    measured = evidence.variants_of(gene)
    events = [item for item in evidence.events_of(gene) if item.kind is EventKind.SMALL_VARIANT]
    reported = tuple(_as_variant(gene, event) for event in events if not _repeats(event, measured))
    looked_at = evidence.sequenced_gene(gene) or gene in evidence.events_cover or bool(events)
    return GeneSequence(gene, looked_at, measured, reported)


def substitution(protein_change: str) -> Substitution | None:
    """The substitution that a one-letter protein change states; None for any other change.

    Example:
        >>> substitution("F1174L")
        Substitution(reference='F', residue=1174, alternative='L')
        >>> substitution("G663fs") is None
        True
    """
    found = _SUBSTITUTION.match(protein_change)
    return Substitution(found[1], int(found[2]), found[3]) if found else None


def first_residue(protein_change: str) -> int | None:
    """The first residue that a protein change concerns; None where it states none."""
    found = _FIRST_RESIDUE.match(protein_change)
    return int(found[1]) if found else None


def is_loss_of_function(variant: SmallVariant) -> bool:
    """Whether the variant is taken to abolish the protein."""
    return variant.consequence in LOSS_OF_FUNCTION


def is_missense(variant: SmallVariant) -> bool:
    """Whether the variant exchanges residues and nothing else."""
    return variant.consequence is Consequence.MISSENSE


def alters_protein(variant: SmallVariant) -> bool:
    """Whether the variant changes the protein."""
    return variant.consequence in PROTEIN_ALTERING


def lacks_residue(variant: SmallVariant) -> bool:
    """Whether a missense variant, or one of unstated effect, comes without its residue."""
    unstated = is_missense(variant) or variant.consequence is Consequence.UNKNOWN
    return unstated and first_residue(variant.protein_change) is None


def is_open(variant: SmallVariant) -> bool:
    """Whether nobody says what the variant does: no effect, or a missense without its residue.

    Such a variant is never "no hit": it leaves the question open until it is annotated.

    Example:
        >>> is_open(SmallVariant(gene="NF1"))
        True
        >>> is_open(SmallVariant(gene="NF1", consequence=Consequence.SYNONYMOUS))
        False
    """
    return variant.consequence is Consequence.UNKNOWN or lacks_residue(variant)


def residue_is_one_of(variant: SmallVariant, residues: Collection[str]) -> bool:
    """Whether the variant exchanges one of ``residues``, written with their amino acid (``G12``).

    The amino acid must agree, so that a change numbered on another transcript is not mistaken for
    the one that was described.

    Example:
        >>> exchanged = Consequence.MISSENSE
        >>> kras = SmallVariant(gene="KRAS", protein_change="G12D", consequence=exchanged)
        >>> residue_is_one_of(kras, ["G12", "G13"])
        True
    """
    change = substitution(variant.protein_change)
    named = change is not None and f"{change.reference}{change.residue}" in residues
    return named and is_missense(variant)


def finding(variant: SmallVariant, comment: str = "") -> Finding:
    """The variant as an observation, with its allele fraction where known."""
    fraction = "" if variant.vaf is None else f", VAF {variant.vaf:.1%}"
    remark = f" ({comment})" if comment else ""
    return Finding(what=f"{variant.name}{fraction}{remark}", where=variant.where)


def _as_variant(gene: str, event: GeneEvent) -> SmallVariant:
    return SmallVariant(
        gene=gene,
        protein_change=event.protein_change,
        consequence=event.consequence,
        where=event.where,
    )


def _repeats(event: GeneEvent, measured: tuple[SmallVariant, ...]) -> bool:
    if event.protein_change:
        return any(variant.protein_change == event.protein_change for variant in measured)
    return any(variant.consequence is event.consequence for variant in measured)
