"""Whether what was found in one gene drives a tumour: by residue, by loss, by dose, or as reported.

An oncogene is activated at few places, so a missense variant counts where it is described, residue
and amino acid both. A tumour suppressor is lost in many ways: a stop, a shifted frame, a broken
splice site, a deletion of both copies, a break inside the gene; one lost copy is no loss of
function. Everything else that changes the protein is of unknown significance: listed, never
counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_gene
from crestome.call.variant_effect import (
    GeneSequence,
    alters_protein,
    finding,
    first_residue,
    is_loss_of_function,
    is_missense,
    residue_is_one_of,
    sequence_of,
)
from crestome.knowledge.schema import Curated, Rules, Words
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
        activating_events: Kinds of reported events that activate a gene.
    """

    copy_level: CopyLevelRules
    activating_residues: WordsByGene
    activating_variants: WordsByGene
    loss_of_function_genes: Words
    amplified_genes: Words
    disrupting_events: Words
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
        residue: Amino acid and place of a small variant (``Q61``), ``not stated`` where a
            laboratory left it out; "" for an event of another kind.
    """

    gene: str
    name: str
    seen: Finding
    reported: bool = False
    vaf: float | None = None
    residue: str = ""


@dataclass(frozen=True, slots=True)
class GeneVerdict:
    """What one gene contributes.

    Attributes:
        gene: Current HGNC symbol.
        looked_at: Whether its coding sequence was read.
        level: Its copies; None where dose or loss is no question of this gene.
        hits: Driver events.
        unclear: Variants of unknown significance.
    """

    gene: str
    looked_at: bool
    level: GeneLevel | None
    hits: tuple[Hit, ...]
    unclear: tuple[SmallVariant, ...]


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
    )


def is_oncogenic(variant: SmallVariant, rules: OncogenicityRules) -> bool:
    """Whether a small variant with a known effect is a driver event of its gene."""
    if is_loss_of_function(variant):
        return variant.gene in rules.loss_of_function_genes.value
    listed = rules.activating_variants.value.get(variant.gene, ())
    residues = rules.activating_residues.value.get(variant.gene, ())
    return variant.protein_change in listed or residue_is_one_of(variant, residues)


def lacks_residue(variant: SmallVariant) -> bool:
    """Whether a reported variant is a missense variant, or of unstated effect, without residue."""
    unstated = is_missense(variant) or variant.consequence is Consequence.UNKNOWN
    return unstated and not variant.protein_change


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


def event_hit(gene: str, event: GeneEvent) -> Hit:
    """An event of a laboratory's list as a driver event of ``gene``."""
    name = f"{event.gene} {event.reported_as or event.kind.value.replace('_', ' ')}"
    return Hit(gene, name, Finding(what=f"{name} (as reported)", where=event.where), reported=True)


def _taken_as_reported(variant: SmallVariant, rules: OncogenicityRules) -> bool:
    """A reported change of an oncogene whose residue is not given."""
    return lacks_residue(variant) and variant.gene not in rules.loss_of_function_genes.value


def _small_hit(variant: SmallVariant, rules: OncogenicityRules, *, reported: bool) -> Hit | None:
    counts = is_oncogenic(variant, rules) or (reported and _taken_as_reported(variant, rules))
    return variant_hit(variant, reported=reported) if counts else None


def _unclear(sequence: GeneSequence, rules: OncogenicityRules) -> tuple[SmallVariant, ...]:
    measured = [item for item in sequence.measured if not is_oncogenic(item, rules)]
    reported = [
        item
        for item in sequence.reported
        if not is_oncogenic(item, rules) and not _taken_as_reported(item, rules)
    ]
    return tuple(item for item in (*measured, *reported) if alters_protein(item))


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
    return event_hit(gene, event)
