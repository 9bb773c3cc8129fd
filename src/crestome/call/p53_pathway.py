"""p53: is TP53 normal, lost, or silenced by its surroundings?

Most neuroblastomas keep a normal TP53 at diagnosis. It is lost by a truncating variant, by a
missense variant of the DNA-binding domain, by a few that break the tetramer, or by deletion of
both copies; loss of one 17p alone is not enough. A normal TP53 can be silenced by amplification
of MDM2, by loss or methylation of CDKN2A (p14ARF), or by loss of CDKN1A: drugs that free p53 from
MDM2 fit exactly those tumours, and no tumour whose TP53 is mutant. TP53 that nobody read is
unknown, not normal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_gene
from crestome.call.expression_level import (
    AMOUNTS,
    Amount,
    ExpressionLevelRules,
    read_level,
)
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.oncogenicity import (
    Hit,
    copies_note,
    copy_hit,
    event_hit,
    genes_without_copies,
    is_subclonal,
    variant_hit,
)
from crestome.call.variant_effect import (
    alters_protein,
    finding,
    first_residue,
    is_loss_of_function,
    is_missense,
    is_open,
    lacks_residue,
    sequence_of,
)
from crestome.knowledge.schema import Curated, Rules, Threshold, Words
from crestome.model.assay import AssayOutcome
from crestome.model.call import Call, Calls, CallState, DetailValue, Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import SmallVariant

TP53, MDM2, CDKN2A, CDKN1A = "TP53", "MDM2", "CDKN2A", "CDKN1A"


class P53PathwayRules(Rules):
    """Rules of the pathway.

    Attributes:
        copy_level: Cut-offs of amplification and homozygous deletion.
        dna_binding_start: First residue of the DNA-binding domain of TP53.
        dna_binding_end: Last residue of it.
        pathogenic_variants: Missense variants outside it that count.
        benign_variants: Polymorphisms.
        subclonal_vaf: Below it a TP53 variant is marked subclonal.
        disrupting_events: Kinds of reported events that break TP53.
        arf_deletion_events: Kinds of reported events that count as loss of CDKN2A.
        copies_open_events: Those of them that may concern one copy only.
        chemoresistance_note: Stands beside a hit.
        mdm2_high_percentile: MDM2 is overexpressed from this percentile of the reference.
        mdm2_note: What overexpression without amplification is.
    """

    copy_level: CopyLevelRules
    expression_level: ExpressionLevelRules
    dna_binding_start: Curated[int]
    dna_binding_end: Curated[int]
    pathogenic_variants: Words
    benign_variants: Words
    subclonal_vaf: Threshold
    disrupting_events: Words
    arf_deletion_events: Words
    copies_open_events: Words
    chemoresistance_note: Words
    mdm2_high_percentile: Threshold
    mdm2_note: Curated[str]


@dataclass(frozen=True, slots=True)
class _Tp53:
    """What is known of TP53 itself."""

    hits: tuple[Hit, ...]
    unclear: tuple[SmallVariant, ...]
    unstated: tuple[SmallVariant, ...]
    looked_at: bool

    @property
    def status(self) -> Literal["mutant", "unstated", "vus", "wildtype", "unknown"]:
        if self.hits:
            return "mutant"
        if self.unstated:
            return "unstated"
        if self.unclear:
            return "vus"
        return "wildtype" if self.looked_at else "unknown"


def call_p53_pathway(evidence: CaseEvidence, _calls: Calls, rules: P53PathwayRules) -> Call:
    """Call TP53 mutant, or its pathway inactivated around a normal TP53, or wild type.

    Args:
        evidence: Uses small variants, events and copies of TP53, MDM2, CDKN2A and CDKN1A, the
            methylation assay of CDKN2A, and the expression of MDM2, which is shown and no hit.
        _calls: Calls made so far; p53 needs none.
        rules: Domain, variants, kinds of events.

    Returns:
        ``mutant`` for any loss of function of TP53 above the caller's limit, marked subclonal below
        a fifth of the reads; ``pathway_inactivated_with_TP53_WT`` for another hit without one of
        TP53 (``detail.tp53`` says whether TP53 was read, and the call is to be reviewed where it
        was not); ``wildtype`` where TP53 was read, and indeterminate until MDM2 and CDKN2A copy
        number are known and every variant of TP53 states what it does; ``unknown`` where it was
        not.

    References: chen-2025, carr-wilkinson-2010, uniprot-p04637.
    """
    levels = {
        gene: classify_gene(gene, evidence, rules.copy_level)
        for gene in (TP53, MDM2, CDKN2A, CDKN1A)
    }
    tp53 = _tp53(evidence, levels[TP53], rules)
    others = _others(evidence, levels, rules)
    missing = _missing(tp53, levels, methylated=_methylated(evidence))
    state, label = _verdict(tp53, others, missing)
    hits = (*tp53.hits, *others)
    mdm2 = _expression(evidence, rules)
    high = mdm2 is Amount.HIGH and levels[MDM2].level is not CopyLevel.AMPLIFIED
    return Call(
        mechanism="p53_pathway",
        state=state,
        label=label,
        reason=_reason(tp53, others),
        detail=_detail(tp53, others, levels, rules)
        | {"missing": missing, "mdm2_expression": mdm2.value},
        evidence=(
            *(hit.seen for hit in hits),
            *(finding(variant, "unknown significance") for variant in tp53.unclear),
            *(finding(variant, "effect not stated") for variant in tp53.unstated),
        ),
        missing=missing,
        needs_review=_needs_review(tp53, others, levels),
        notes=_notes(tp53, others, missing, rules) + ((rules.mdm2_note.value,) if high else ()),
        rules=("p53_pathway.dna_binding_start", "p53_pathway.dna_binding_end"),
        sources=cited(rules.dna_binding_start, rules.chemoresistance_note),
    )


def _expression(evidence: CaseEvidence, rules: P53PathwayRules) -> Amount:
    """MDM2 against the reference that fits; high only at its very end."""
    bound = {"high_percentile": rules.mdm2_high_percentile}
    return read_level(MDM2, evidence, rules.expression_level.model_copy(update=bound)).amount


def _tp53(evidence: CaseEvidence, level: GeneLevel, rules: P53PathwayRules) -> _Tp53:
    sequence = sequence_of(TP53, evidence)
    hits = [variant_hit(item, reported=False) for item in sequence.measured if _lost(item, rules)]
    hits += [
        variant_hit(item, reported=True)
        for item in sequence.reported
        if _lost(item, rules) or lacks_residue(item)
    ]
    if level.level is CopyLevel.HOMDEL:
        hits.append(copy_hit(level, "homozygous deletion"))
    hits += [
        event_hit(TP53, event, rules.copies_open_events)
        for event in evidence.events_of(TP53)
        if event.kind.value in rules.disrupting_events.value
    ]
    others = [
        item
        for item in sequence.variants
        if not _lost(item, rules)
        and not (item in sequence.reported and lacks_residue(item))
        and item.protein_change not in rules.benign_variants.value
    ]
    unstated = tuple(item for item in others if is_open(item))
    unclear = tuple(item for item in others if alters_protein(item) and not is_open(item))
    return _Tp53(tuple(hits), unclear, unstated, sequence.looked_at)


def _lost(variant: SmallVariant, rules: P53PathwayRules) -> bool:
    """Whether the variant is taken to inactivate TP53."""
    if is_loss_of_function(variant) or variant.protein_change in rules.pathogenic_variants.value:
        return True
    residue = first_residue(variant.protein_change)
    inside = (
        residue is not None
        and rules.dna_binding_start.value <= residue <= rules.dna_binding_end.value
    )
    return is_missense(variant) and inside


def _others(
    evidence: CaseEvidence, levels: dict[str, GeneLevel], rules: P53PathwayRules
) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    if levels[MDM2].level is CopyLevel.AMPLIFIED:
        hits.append(copy_hit(levels[MDM2], "amplification"))
    deleted = [
        event
        for event in evidence.events_of(CDKN2A)
        if event.kind.value in rules.arf_deletion_events.value
    ]
    if levels[CDKN2A].level is CopyLevel.HOMDEL:
        hits.append(copy_hit(levels[CDKN2A], "homozygous deletion"))
    elif deleted:
        hits.append(event_hit(CDKN2A, deleted[0], rules.copies_open_events))
    if _methylated(evidence):
        seen = Finding(what="CDKN2A (p14ARF) promoter methylated", where="assays")
        hits.append(Hit(CDKN2A, "CDKN2A promoter methylation", seen))
    if levels[CDKN1A].level is CopyLevel.HOMDEL:
        hits.append(copy_hit(levels[CDKN1A], "homozygous deletion"))
    sequence = sequence_of(CDKN1A, evidence)
    hits += [
        variant_hit(item, reported=item in sequence.reported)
        for item in sequence.variants
        if is_loss_of_function(item)
    ]
    return tuple(hits)


def _methylated(evidence: CaseEvidence) -> bool:
    return evidence.assays.cdkn2a_promoter_methylation is AssayOutcome.POSITIVE


def _missing(tp53: _Tp53, levels: dict[str, GeneLevel], *, methylated: bool) -> tuple[str, ...]:
    unknown = {CopyLevel.NOT_ASSESSED, CopyLevel.INDETERMINATE}
    wanted = (
        ("tp53_sequencing", tp53.status in _TP53_OPEN),
        ("mdm2_copy_number", levels[MDM2].level in unknown),
        ("cdkn2a_copy_number", levels[CDKN2A].level in unknown and not methylated),
    )
    return tuple(assay for assay, lacking in wanted if lacking)


_TP53_OPEN = ("unknown", "unstated")
"""What leaves TP53 itself open."""


def _needs_review(tp53: _Tp53, others: tuple[Hit, ...], levels: dict[str, GeneLevel]) -> bool:
    return (
        bool(tp53.unclear or tp53.unstated)
        or (bool(others) and tp53.status in _TP53_OPEN)
        or bool(genes_without_copies((*tp53.hits, *others)))
        or any(levels[gene].needs_review for gene in (MDM2, CDKN2A))
    )


def _verdict(
    tp53: _Tp53, others: tuple[Hit, ...], missing: tuple[str, ...]
) -> tuple[CallState, str]:
    if tp53.hits:
        return CallState.PRESENT, "mutant"
    if others:
        return CallState.PRESENT, "pathway_inactivated_with_TP53_WT"
    if not tp53.looked_at:
        return CallState.NOT_ASSESSED, "unknown"
    open_question = bool(missing) or bool(tp53.unclear)
    return (CallState.INDETERMINATE if open_question else CallState.ABSENT), "wildtype"


def _detail(
    tp53: _Tp53, others: tuple[Hit, ...], levels: dict[str, GeneLevel], rules: P53PathwayRules
) -> dict[str, DetailValue]:
    hits = (*tp53.hits, *others)
    return {
        "tp53": None if tp53.status in _TP53_OPEN else tp53.status,
        "genes": tuple(dict.fromkeys(hit.gene for hit in hits)),
        "variants": tuple(hit.name for hit in hits),
        "vus": tuple(variant.name for variant in tp53.unclear),
        "effect_unknown": tuple(variant.name for variant in tp53.unstated),
        "copies_not_stated": genes_without_copies(hits),
        "mdm2": levels[MDM2].level.value,
        "cdkn2a": levels[CDKN2A].level.value,
        "subclonal": is_subclonal(tp53.hits, rules.subclonal_vaf),
        "basis": _basis(hits),
    }


def _basis(hits: tuple[Hit, ...]) -> str | None:
    if not hits:
        return None
    return "reported" if all(hit.reported for hit in hits) else "measured"


def _reason(tp53: _Tp53, others: tuple[Hit, ...]) -> str:
    words = {
        "mutant": f"{', '.join(hit.name for hit in tp53.hits)}.",
        "unstated": f"{', '.join(item.name for item in tp53.unstated)}: effect not stated, so that "
        "TP53 is not shown to be wild type.",
        "vus": f"{', '.join(item.name for item in tp53.unclear)} of unknown significance.",
        "wildtype": "TP53 was read and shows no loss of function.",
        "unknown": "TP53 was not read.",
    }
    around = f" {', '.join(hit.name for hit in others)}." if others else ""
    return words[tp53.status] + around


def _notes(
    tp53: _Tp53, others: tuple[Hit, ...], missing: tuple[str, ...], rules: P53PathwayRules
) -> tuple[str, ...]:
    lacking = [
        gene
        for gene, assay in ((MDM2, "mdm2_copy_number"), (CDKN2A, "cdkn2a_copy_number"))
        if assay in missing
    ]
    small = [
        hit for hit in tp53.hits if hit.vaf is not None and hit.vaf < rules.subclonal_vaf.value
    ]
    without_copies = genes_without_copies((*tp53.hits, *others))
    unread = "TP53 was not read: the label speaks of the genes around it, not of TP53 itself."
    conditional = (
        (bool(others) and tp53.status == "unknown", unread),
        (bool(tp53.unstated), "What a TP53 variant does is not stated: wild type is not proven."),
        (bool(tp53.unclear), "A TP53 variant of unknown significance: wild type is not proven."),
        (bool(without_copies), copies_note(without_copies)),
        (bool(small), "A subclonal TP53 variant: a drug that needs normal p53 would select it."),
        (bool(lacking) and not tp53.hits, f"{'/'.join(lacking)} not assessed."),
    )
    notes = [text for holds, text in conditional if holds]
    return (*notes, *(rules.chemoresistance_note.value if tp53.hits or others else ()))


MECHANISM = Mechanism(
    name="p53_pathway",
    title="p53 pathway",
    question="Is p53 functional: TP53 normal, lost, or silenced by its surroundings?",
    labels={
        CallState.PRESENT: ("mutant", "pathway_inactivated_with_TP53_WT"),
        CallState.ABSENT: ("wildtype",),
        CallState.INDETERMINATE: ("wildtype",),
        CallState.NOT_ASSESSED: ("unknown",),
    },
    details=(
        DetailKey("tp53", "TP53 itself; None where that is open", ("mutant", "vus", "wildtype")),
        DetailKey("genes", "genes that are hit"),
        DetailKey("variants", "their events"),
        DetailKey("vus", "TP53 variants of unknown significance"),
        DetailKey("effect_unknown", "TP53 variants whose effect is not stated"),
        DetailKey("copies_not_stated", "genes hit only by a deletion without its copies"),
        DetailKey("mdm2", "copy level of MDM2", tuple(level.value for level in CopyLevel)),
        DetailKey("mdm2_expression", "transcripts of MDM2; no hit by themselves", AMOUNTS),
        DetailKey("cdkn2a", "copy level of CDKN2A", tuple(level.value for level in CopyLevel)),
        DetailKey("subclonal", "TP53 is lost in a part of the cells; None where not known"),
        DetailKey("basis", "what the hits rest on", ("measured", "reported")),
        DetailKey("missing", "assays that would complete the call"),
    ),
    assays=("tp53_sequencing", "mdm2_copy_number", "cdkn2a_copy_number"),
    rules=P53PathwayRules,
    call=call_p53_pathway,
    genes=lambda _rules: frozenset({TP53, MDM2, CDKN2A, CDKN1A}),
)
