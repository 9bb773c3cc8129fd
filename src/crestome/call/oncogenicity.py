"""Whether what was found in one gene drives a tumour: by residue, by loss, by dose, or as reported.

An oncogene is activated at few places, so a missense variant counts where it is described, residue
and amino acid both. A tumour suppressor is lost in many ways: a stop, a shifted frame, a broken
splice site, a deletion of both copies, a break inside the gene; one lost copy is no loss of
function. Everything else that changes the protein is of unknown significance: listed, never
counted. A variant whose effect nobody states is neither: it leaves the gene open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_gene
from crestome.call.variant_effect import (
    GeneSequence,
    alters_protein,
    finding,
    first_residue,
    is_loss_of_function,
    is_open,
    lacks_residue,
    residue_is_one_of,
    sequence_of,
)
from crestome.knowledge.schema import Curated, Rules, Threshold, Words
from crestome.model.call import Finding
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import Consequence, SmallVariant

WordsByGene = Curated[dict[str, tuple[str, ...]]]


class OncogenicityRules(Rules):
    """What counts as a driver event, gene by gene.

    Attributes:
        copy_level: Cut-offs of amplification and deletion.
        activating_residues: Residues with their amino acid; any substitution there counts.
        activating_variants: Single variants that count.
        loss_of_function_genes: Genes whose loss counts.
        amplified_genes: Genes whose amplification counts.
        disrupting_events: Kinds of reported events that break a gene.
        copies_open_events: Those of them that may concern one copy only.
        activating_events: Kinds of reported events that activate a gene.
    """

    copy_level: CopyLevelRules
    activating_residues: WordsByGene
    activating_variants: WordsByGene
    loss_of_function_genes: Words
    amplified_genes: Words
    disrupting_events: Words
    copies_open_events: Words
    activating_events: WordsByGene


@dataclass(frozen=True, slots=True)
class Hit:
    """A driver event.

    Attributes:
        gene: Current HGNC symbol.
        name: The event in words.
        seen: The observation.
        reported: Whether it rests on a laboratory's word, without residue or copy number.
        vaf: Allele fraction; None where there is none.
        copies_stated: False for a reported deletion that may be of one copy only.
        residue: Amino acid and place of a small variant (``Q61``), ``not stated`` where a
            laboratory left it out; "" for an event of another kind.
    """

    gene: str
    name: str
    seen: Finding
    reported: bool = False
    vaf: float | None = None
    residue: str = ""
    copies_stated: bool = True


@dataclass(frozen=True, slots=True)
class GeneVerdict:
    """What one gene contributes.

    Attributes:
        gene: Current HGNC symbol.
        looked_at: Whether its coding sequence was read.
        level: Its copies; None where dose or loss is no question of this gene.
        hits: Driver events.
        unclear: Variants of unknown significance.
        unstated: Variants whose effect nobody states; they leave the gene open.
    """

    gene: str
    looked_at: bool
    level: GeneLevel | None
    hits: tuple[Hit, ...]
    unclear: tuple[SmallVariant, ...]
    unstated: tuple[SmallVariant, ...] = ()


def judge_gene(gene: str, evidence: CaseEvidence, rules: OncogenicityRules) -> GeneVerdict:
    """Sort everything found in ``gene`` into driver events and variants of unknown significance.

    A missense variant that a laboratory lists as a driver without its residue counts for an
    oncogene, as reported; for a tumour suppressor it stays of unknown significance.

    References: chang-2016, yao-2017, eleveld-2015, crestome-conventions.
    """
    sequence = sequence_of(gene, evidence)
    level = _level(gene, evidence, rules)
    small = [_small_hit(variant, rules, reported=False) for variant in sequence.measured]
    small += [_small_hit(variant, rules, reported=True) for variant in sequence.reported]
    events = [_event_hit(gene, event, rules) for event in evidence.events_of(gene)]
    found = [*small, *_copy_hits(level, rules), *events]
    return GeneVerdict(
        gene,
        sequence.looked_at,
        level,
        tuple(hit for hit in found if hit is not None),
        _unclear(sequence, rules),
        tuple(item for item in _uncounted(sequence, rules) if _is_unstated(item, rules)),
    )


def is_oncogenic(variant: SmallVariant, rules: OncogenicityRules) -> bool:
    """Whether a small variant with a known effect is a driver event of its gene."""
    if is_loss_of_function(variant):
        return variant.gene in rules.loss_of_function_genes.value
    listed = rules.activating_variants.value.get(variant.gene, ())
    residues = rules.activating_residues.value.get(variant.gene, ())
    return variant.protein_change in listed or residue_is_one_of(variant, residues)


def variant_hit(variant: SmallVariant, *, reported: bool) -> Hit:
    """A small variant as a driver event."""
    comment = "as reported" if reported else ""
    place = first_residue(variant.protein_change)
    residue = "not stated" if place is None else f"{variant.protein_change[0]}{place}"
    seen = finding(variant, comment)
    return Hit(variant.gene, variant.name, seen, reported, variant.vaf, residue)


def copy_hit(level: GeneLevel, words: str) -> Hit:
    """An amplification or deletion as a driver event."""
    name = f"{level.gene} {words}"
    where = level.findings[0].where if level.findings else ""
    seen = Finding(what=f"{name}: {level.reason}", where=where)
    return Hit(level.gene, name, seen, level.basis == "reported event")


def event_hit(gene: str, event: GeneEvent, copies_open: Words) -> Hit:
    """An event of a laboratory's list as a driver event of ``gene``.

    A plain deletion says nothing of copies; one of single exons breaks the gene by itself.
    """
    name = f"{event.gene} {event.reported_as or event.kind.value.replace('_', ' ')}"
    copies_stated = event.kind.value not in copies_open.value or bool(event.exons)
    comment = "as reported" if copies_stated else "as reported, copies not stated"
    seen = Finding(what=f"{name} ({comment})", where=event.where)
    return Hit(gene, name, seen, reported=True, copies_stated=copies_stated)


def genes_without_copies(hits: Iterable[Hit]) -> tuple[str, ...]:
    """Genes that are hit by deletions alone of which nobody says how many copies they took."""
    stated: dict[str, bool] = {}
    for hit in hits:
        stated[hit.gene] = stated.get(hit.gene, False) or hit.copies_stated
    return tuple(gene for gene, known in stated.items() if not known)


def copies_note(genes: tuple[str, ...]) -> str:
    """What must stand beside a call that rests on such a deletion."""
    return (
        f"Copies not stated: a deletion of {', '.join(genes)} is reported and read as loss of both "
        "copies; if one copy is left it is no loss of function."
    )


def is_subclonal(hits: Iterable[Hit], below: Threshold) -> bool | None:
    """Whether every hit is a variant in a small part of the reads; None where one has no number."""
    fractions = [hit.vaf for hit in hits]
    known = [vaf for vaf in fractions if vaf is not None]
    if not known or len(known) < len(fractions):
        return None
    return max(known) < below.value


def _taken_as_reported(variant: SmallVariant, rules: OncogenicityRules) -> bool:
    """A reported change of an oncogene whose residue is not given."""
    return lacks_residue(variant) and variant.gene not in rules.loss_of_function_genes.value


def _small_hit(variant: SmallVariant, rules: OncogenicityRules, *, reported: bool) -> Hit | None:
    counts = is_oncogenic(variant, rules) or (reported and _taken_as_reported(variant, rules))
    return variant_hit(variant, reported=reported) if counts else None


def _uncounted(sequence: GeneSequence, rules: OncogenicityRules) -> list[SmallVariant]:
    """Variants that are no driver events."""
    reported = [item for item in sequence.reported if not _taken_as_reported(item, rules)]
    return [item for item in (*sequence.measured, *reported) if not is_oncogenic(item, rules)]


def _unclear(sequence: GeneSequence, rules: OncogenicityRules) -> tuple[SmallVariant, ...]:
    return tuple(
        item
        for item in _uncounted(sequence, rules)
        if alters_protein(item) and not _is_unstated(item, rules)
    )


def _is_unstated(variant: SmallVariant, rules: OncogenicityRules) -> bool:
    """A missense variant of a brake counts at no residue, so that a missing one changes nothing."""
    if variant.gene in rules.loss_of_function_genes.value:
        return variant.consequence is Consequence.UNKNOWN
    return is_open(variant)


def _level(gene: str, evidence: CaseEvidence, rules: OncogenicityRules) -> GeneLevel | None:
    asked = {*rules.amplified_genes.value, *rules.loss_of_function_genes.value}
    if gene not in asked or gene not in evidence.genome.genes:
        return None
    return classify_gene(gene, evidence, rules.copy_level)


def _copy_hits(level: GeneLevel | None, rules: OncogenicityRules) -> list[Hit]:
    if level is None:
        return []
    counting = {
        CopyLevel.AMPLIFIED: (rules.amplified_genes.value, "amplification"),
        CopyLevel.HOMDEL: (rules.loss_of_function_genes.value, "homozygous deletion"),
    }
    genes, words = counting.get(level.level, ((), ""))
    if level.gene not in genes:
        return []
    return [copy_hit(level, words)]


def _event_hit(gene: str, event: GeneEvent, rules: OncogenicityRules) -> Hit | None:
    broken = (
        gene in rules.loss_of_function_genes.value
        and event.kind.value in rules.disrupting_events.value
    )
    activated = event.kind.value in rules.activating_events.value.get(gene, ())
    lost_kinase = event.kind is EventKind.FUSION and event.kinase_kept is False
    if not broken and (not activated or lost_kinase):
        return None
    return event_hit(gene, event, rules.copies_open_events)
