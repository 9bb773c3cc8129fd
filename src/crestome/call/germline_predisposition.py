"""Germline predisposition: is an inherited allele stated, or likely enough to ask for a test?

A small part of neuroblastoma is inherited, mostly through ALK or PHOX2B, and neuroblastoma belongs
to several syndromes. Only a germline sample can show it. A file of somatic variants says nothing
about the germline, but a familial allele in two fifths of the reads of a tumour or more is reason
to ask, since copy number can raise its share to one; so is one whose share nobody states.
"""

from __future__ import annotations

from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.oncogenicity import OncogenicityRules, is_oncogenic
from crestome.call.variant_effect import alters_protein, finding, sequence_of
from crestome.knowledge.schema import Threshold, Words
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material
from crestome.model.small_variant import Consequence, Origin, SmallVariant


class GermlinePredispositionRules(OncogenicityRules):
    """Rules of predisposition, beside those of each gene.

    Attributes:
        genes: Genes of predisposition.
        referral_genes: Genes whose allele in a tumour asks for a germline test.
        inframe_genes: Genes in which a variant that keeps the frame counts.
        heterozygous_vaf_min: From this fraction of the reads a variant may be germline.
        referral_note: Stands beside any suspicion.
    """

    genes: Words
    referral_genes: Words
    inframe_genes: Words
    heterozygous_vaf_min: Threshold
    referral_note: Words


def call_germline_predisposition(
    evidence: CaseEvidence, _calls: Calls, rules: GermlinePredispositionRules
) -> Call:
    """Call predisposition where a variant stated to be germline is a known pathogenic allele.

    Args:
        evidence: Uses small variants, also reported ones, and their stated origin.
        _calls: Calls made so far; none is needed.
        rules: Genes, alleles, least allele fraction.

    Returns:
        ``reported``; ``none_reported`` only where the file states germline variants at all, so that
        the germline was looked at; ``not_assessed`` otherwise. ``detail.confirmation_suggested``
        is true for a stated or suspected allele, never for a cell line, which has no family, and
        None where a gene that could show such an allele was not read.

    References: mosse-2008, pdq-2025.
    """
    variants = evidence.variants_of(*rules.genes.value)
    stated = [item for item in variants if item.origin is Origin.GERMLINE]
    pathogenic = [item for item in stated if _counts(item, rules)]
    unclear = [item for item in stated if alters_protein(item) and item not in pathogenic]
    suspected = [item for item in _everywhere(evidence, rules) if _suspected(item, rules)]
    state = _state(evidence, found=bool(pathogenic))
    refer = bool(pathogenic or suspected) and _has_family(evidence)
    return Call(
        mechanism="germline_predisposition",
        state=state,
        label=_LABELS[state],
        reason=_reason(state, pathogenic, suspected),
        detail={
            "genes": tuple(dict.fromkeys(item.gene for item in pathogenic)),
            "variants": tuple(item.name for item in pathogenic),
            "vus": tuple(item.name for item in unclear),
            "suspected": tuple(item.name for item in suspected),
            "confirmation_suggested": refer or (None if _unread(evidence, rules) else False),
        },
        evidence=(
            *(finding(item, "stated germline") for item in pathogenic),
            *(finding(item, "stated germline, unknown significance") for item in unclear),
            *(finding(item, "allele seen in families") for item in suspected),
        ),
        missing=("germline_testing",) if state is CallState.NOT_ASSESSED or suspected else (),
        needs_review=bool(pathogenic or suspected or unclear),
        notes=(*(rules.referral_note.value if refer else ()), *(_UNCLEAR if unclear else ())),
        rules=("germline_predisposition.genes", "germline_predisposition.activating_variants"),
        sources=cited(rules.genes, rules.activating_variants),
    )


def _counts(variant: SmallVariant, rules: GermlinePredispositionRules) -> bool:
    expansion = (
        variant.gene in rules.inframe_genes.value and variant.consequence is Consequence.INFRAME
    )
    return expansion or is_oncogenic(variant, rules)


_UNCLEAR = ("A stated germline variant is of unknown significance.",)


def _has_family(evidence: CaseEvidence) -> bool:
    return evidence.sample.material is not Material.CELL_LINE


def _everywhere(
    evidence: CaseEvidence, rules: GermlinePredispositionRules
) -> tuple[SmallVariant, ...]:
    """Measured and reported variants of the genes of referral; none for a cell line."""
    if not _has_family(evidence):
        return ()
    genes = rules.referral_genes.value
    return tuple(item for gene in genes for item in sequence_of(gene, evidence).variants)


def _unread(evidence: CaseEvidence, rules: GermlinePredispositionRules) -> bool:
    """Whether a gene that could show a familial allele was not read; a cell line has no family."""
    read = (sequence_of(gene, evidence).looked_at for gene in rules.referral_genes.value)
    return _has_family(evidence) and not all(read)


def _suspected(variant: SmallVariant, rules: GermlinePredispositionRules) -> bool:
    """Whether a variant not stated to be germline looks like a familial allele."""
    common = variant.vaf is None or variant.vaf >= rules.heterozygous_vaf_min.value
    return common and variant.origin is not Origin.GERMLINE and _counts(variant, rules)


_LABELS = {
    CallState.PRESENT: "reported",
    CallState.ABSENT: "none_reported",
    CallState.NOT_ASSESSED: "not_assessed",
}


def _state(evidence: CaseEvidence, *, found: bool) -> CallState:
    if found:
        return CallState.PRESENT
    table = evidence.small_variants
    looked_at = table is not None and bool((table.frame["origin"] == Origin.GERMLINE.value).any())
    return CallState.ABSENT if looked_at else CallState.NOT_ASSESSED


def _reason(state: CallState, pathogenic: list[SmallVariant], suspected: list[SmallVariant]) -> str:
    words = {
        CallState.PRESENT: f"Stated germline: {', '.join(item.name for item in pathogenic)}.",
        CallState.ABSENT: "Germline variants are stated, none in a pathogenic allele.",
    }.get(state, "No germline variant is stated; the file does not say that any was looked for.")
    names = ", ".join(item.name for item in suspected)
    return f"{words} Could be inherited: {names}." if names else words


MECHANISM = Mechanism(
    name="germline_predisposition",
    title="Germline predisposition",
    question="Is an inherited allele stated, or likely enough to ask for a germline test?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        DetailKey("genes", "genes with a stated pathogenic germline variant"),
        DetailKey("variants", "these variants"),
        DetailKey("vus", "stated germline variants of unknown significance"),
        DetailKey(
            "suspected", "familial alleles in enough of the reads, or in nobody knows how many"
        ),
        DetailKey(
            "confirmation_suggested",
            "a germline test and genetics referral are suggested; None where genes were not read",
        ),
    ),
    assays=("germline_testing",),
    rules=GermlinePredispositionRules,
    call=call_germline_predisposition,
    genes=lambda rules: frozenset(rules.genes.value),
)
