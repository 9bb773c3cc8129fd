"""What one alteration of ALK is: activating, of unknown significance, or no target.

The classes follow the kinase. A missense variant at a hotspot or at a residue known to activate it
makes a target; elsewhere in the kinase domain its meaning is open; outside the domain, or where the
kinase is dead or cut off, there is nothing to inhibit. An in-frame loss of outer exons and a fusion
that keeps the kinase activate it, though data on drugs are scarce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crestome.call.variant_effect import (
    GeneSequence,
    alters_protein,
    finding,
    first_residue,
    is_loss_of_function,
    is_open,
    lacks_residue,
    residue_is_one_of,
)
from crestome.knowledge.schema import Curated, Rules, Words
from crestome.model.call import Finding
from crestome.model.event import EventKind, GeneEvent
from crestome.model.small_variant import SmallVariant


class AlkClass(StrEnum):
    """Classes of ALK alterations other than amplification, the most telling first."""

    HOTSPOT = "hotspot"
    KNOWN_ACTIVATING = "TKD_known_activating"
    REPORTED_MISSENSE = "reported_missense"
    """A laboratory lists it as a driver without its residue."""
    INTRAGENIC = "intragenic_rearrangement"
    FUSION = "fusion"
    REARRANGEMENT = "rearrangement"
    """Reported without a word on what is left of the kinase."""
    EFFECT_UNKNOWN = "effect_unknown"
    """Nobody says what the variant does, or a missense variant comes without its residue."""
    TKD_VUS = "TKD_VUS"
    BREAKPOINT_VUS = "breakpoint_VUS"
    """A break inside the gene that leaves open what becomes of the kinase."""
    KINASE_DEAD = "kinase_dead"
    NON_TKD_VUS = "non_TKD_VUS"
    TRUNCATING = "truncating"


MUTATED: Final = frozenset(
    {AlkClass.HOTSPOT, AlkClass.KNOWN_ACTIVATING, AlkClass.REPORTED_MISSENSE}
)
REARRANGED: Final = frozenset({AlkClass.INTRAGENIC, AlkClass.FUSION, AlkClass.REARRANGEMENT})
ACTIVATING: Final = MUTATED | REARRANGED

_RANK: Final = tuple(AlkClass)
_EXONS = re.compile(r"^(\d+)(?:\D+(\d+))?$")


class AlkAlterationRules(Rules):
    """Residues, variants and exons that tell the classes apart.

    Attributes:
        kinase_domain_start: First residue of the kinase domain.
        kinase_domain_end: Last residue of the kinase domain.
        hotspots: Residues with their amino acid; any substitution there is a hotspot variant.
        known_activating_residues: The same for residues known to activate outside the hotspots.
        secondary_variants: Acquired resistance sites; alone no proof of a driver.
        kinase_dead_variants: Variants that abolish the kinase.
        benign_variants: Common polymorphisms; no alterations.
        first_kinase_exon: First exon that encodes the kinase domain.
        described_deletions: Deletions of outer exons, as ``first-last``, shown to activate ALK.
        unsure_confidence: Words by which a caller doubts a fusion.
    """

    kinase_domain_start: Curated[int]
    kinase_domain_end: Curated[int]
    hotspots: Words
    known_activating_residues: Words
    secondary_variants: Words
    kinase_dead_variants: Words
    benign_variants: Words
    first_kinase_exon: Curated[int]
    described_deletions: Words
    unsure_confidence: Words


@dataclass(frozen=True, slots=True)
class Alteration:
    """One alteration of ALK.

    Attributes:
        alk_class: See `AlkClass`.
        name: Protein change, or the words of the report.
        seen: The observation.
        variant: The small variant; None for a rearrangement.
        reported: Whether it stands in a list of events only.
    """

    alk_class: AlkClass
    name: str
    seen: Finding
    variant: SmallVariant | None = None
    reported: bool = False

    @property
    def vaf(self) -> float:
        """Allele fraction for ordering; 0 where unknown."""
        return 0.0 if self.variant is None else self.variant.vaf or 0.0


def alterations_of(
    sequence: GeneSequence,
    events: tuple[GeneEvent, ...],
    rules: AlkAlterationRules,
    breaks: tuple[Alteration, ...] = (),
) -> tuple[Alteration, ...]:
    """All alterations of ALK that change the protein, the most telling first.

    ``breaks`` are those seen in structural variants and fusions. Within a class the larger allele
    fraction comes first. Silent, intronic and upstream variants and common polymorphisms are no
    alterations here.
    """
    found = [_small(variant, rules, reported=False) for variant in sequence.measured]
    found += [_small(variant, rules, reported=True) for variant in sequence.reported]
    found += [*(_rearranged(event, rules) for event in events), *breaks]
    return tuple(
        sorted(
            (item for item in found if item is not None),
            key=lambda item: (_RANK.index(item.alk_class), -item.vaf, item.name),
        )
    )


def classify_variant(variant: SmallVariant, rules: AlkAlterationRules) -> AlkClass:
    """The class of a small variant that changes the protein.

    References: uniprot-q9um73, rosswog-2023, bresler-2014, schonherr-2011.
    """
    if is_loss_of_function(variant):
        return AlkClass.TRUNCATING
    named = {
        AlkClass.KINASE_DEAD: rules.kinase_dead_variants,
        AlkClass.TKD_VUS: rules.secondary_variants,
    }
    for alk_class, listed in named.items():
        if variant.protein_change in listed.value:
            return alk_class
    if residue_is_one_of(variant, rules.hotspots.value):
        return AlkClass.HOTSPOT
    if residue_is_one_of(variant, rules.known_activating_residues.value):
        return AlkClass.KNOWN_ACTIVATING
    residue = first_residue(variant.protein_change)
    outside = residue is not None and not (
        rules.kinase_domain_start.value <= residue <= rules.kinase_domain_end.value
    )
    return AlkClass.NON_TKD_VUS if outside else AlkClass.TKD_VUS


def _small(
    variant: SmallVariant, rules: AlkAlterationRules, *, reported: bool
) -> Alteration | None:
    if reported and lacks_residue(variant):
        alk_class = AlkClass.REPORTED_MISSENSE
    elif is_open(variant):
        alk_class = AlkClass.EFFECT_UNKNOWN
    elif alters_protein(variant) and variant.protein_change not in rules.benign_variants.value:
        alk_class = classify_variant(variant, rules)
    else:
        return None
    words = alk_class.value.replace("_", " ")
    if variant.protein_change in rules.secondary_variants.value:
        words += ", an acquired resistance site"
    return Alteration(
        alk_class,
        variant.protein_change or f"{variant.consequence.value} variant",
        finding(variant, words),
        variant,
        reported,
    )


def _rearranged(event: GeneEvent, rules: AlkAlterationRules) -> Alteration | None:
    partial = event.kind is EventKind.DELETION and bool(event.exons)
    if partial or event.kind is EventKind.INTRAGENIC_DELETION:
        alk_class = _deletion_class(event, rules.first_kinase_exon.value)
    elif event.kind is EventKind.FUSION and event.kinase_kept is not False:
        alk_class = AlkClass.FUSION
    elif event.kind.is_rearrangement and event.kind is not EventKind.FUSION:
        alk_class = AlkClass.REARRANGEMENT
    else:
        return None
    exons = f", exons {event.exons}" if event.exons else ""
    words = f"{event.gene} {event.reported_as or event.kind.value.replace('_', ' ')}{exons}"
    return Alteration(alk_class, words, Finding(what=words, where=event.where), reported=True)


def _deletion_class(event: GeneEvent, first_kinase_exon: int) -> AlkClass:
    """Outer exons leave the kinase; a deletion that reaches it or shifts the frame does not."""
    exons = _EXONS.match(event.exons)
    last = int(exons[2] or exons[1]) if exons else 0
    if event.in_frame is False or last >= first_kinase_exon:
        return AlkClass.TRUNCATING
    return AlkClass.INTRAGENIC
