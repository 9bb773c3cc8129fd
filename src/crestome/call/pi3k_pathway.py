"""PI3K: is the pathway activated by loss of PTEN or by a hotspot of PIK3CA or AKT1?

PI3K and AKT carry the growth signal of ALK and RAS beside MAP kinases and keep MYCN protein stable.
Genomic hits are rare in neuroblastoma. PTEN is a brake: most ways of losing it are plain, but a
missense variant outside its known residues may or may not break it and stays uncertain. PIK3CA and
AKT1 are accelerators, activated at few residues; anything else is listed and not counted.
"""

from __future__ import annotations

from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.oncogenicity import (
    GeneVerdict,
    OncogenicityRules,
    copies_note,
    genes_without_copies,
    judge_gene,
)
from crestome.call.variant_effect import finding
from crestome.knowledge.schema import Words
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import SmallVariant


class Pi3kPathwayRules(OncogenicityRules):
    """Rules of the pathway, beside those of each gene.

    Attributes:
        required_genes: Genes that must be read to call the pathway negative.
        further_genes: Genes looked at where they were read.
    """

    required_genes: Words
    further_genes: Words


def call_pi3k_pathway(evidence: CaseEvidence, _calls: Calls, rules: Pi3kPathwayRules) -> Call:
    """Call the pathway positive where one of its genes carries a driver event.

    Args:
        evidence: Uses small variants, events and copies of the genes.
        _calls: Calls made so far; none is needed.
        rules: The genes, and what counts in each.

    Returns:
        ``positive`` with the genes; ``negative`` where the required genes were read and nothing of
        weight was found; ``indeterminate`` for a variant of unknown significance in a gene whose
        loss counts, for one whose effect is not stated, or while a required gene was not read;
        ``not_assessed`` where none was.

    References: chang-2016, crestome-conventions.
    """
    genes = (*rules.required_genes.value, *rules.further_genes.value)
    verdicts = [judge_gene(gene, evidence, rules) for gene in genes]
    hits = [hit for verdict in verdicts for hit in verdict.hits]
    unclear = [variant for verdict in verdicts for variant in verdict.unclear]
    suspects = [item for item in unclear if item.gene in rules.loss_of_function_genes.value]
    unread = [
        item.gene
        for item in verdicts
        if item.gene in rules.required_genes.value and not item.looked_at
    ]
    unstated = [variant for verdict in verdicts for variant in verdict.unstated]
    state = _state(verdicts, open_question=bool(suspects or unread or unstated))
    missing = ("pi3k_sequencing",) if (unread or unstated) and not hits else ()
    without_copies = genes_without_copies(hits)
    return Call(
        mechanism="pi3k_pathway",
        state=state,
        label=_LABELS[state],
        reason=_reason([hit.name for hit in hits], unclear, unstated, unread),
        detail={
            "genes": tuple(dict.fromkeys(hit.gene for hit in hits)),
            "variants": tuple(hit.name for hit in hits),
            "vus": tuple(item.name for item in unclear),
            "effect_unknown": tuple(item.name for item in unstated),
            "copies_not_stated": without_copies,
            "missing_genes": tuple(unread),
        },
        evidence=(
            *(hit.seen for hit in hits),
            *(finding(variant, "unknown significance") for variant in unclear),
            *(finding(variant, "effect not stated") for variant in unstated),
        ),
        missing=missing,
        needs_review=bool(suspects or unstated or without_copies),
        notes=_notes(suspects, unstated, without_copies),
        rules=("pi3k_pathway.activating_residues", "pi3k_pathway.loss_of_function_genes"),
        sources=cited(rules.activating_residues, rules.loss_of_function_genes),
    )


_LABELS = {
    CallState.PRESENT: "positive",
    CallState.ABSENT: "negative",
    CallState.INDETERMINATE: "indeterminate",
    CallState.NOT_ASSESSED: "not_assessed",
}


def _state(verdicts: list[GeneVerdict], *, open_question: bool) -> CallState:
    if any(verdict.hits for verdict in verdicts):
        return CallState.PRESENT
    if not any(verdict.looked_at for verdict in verdicts):
        return CallState.NOT_ASSESSED
    return CallState.INDETERMINATE if open_question else CallState.ABSENT


def _notes(
    suspects: list[SmallVariant], unstated: list[SmallVariant], without_copies: tuple[str, ...]
) -> tuple[str, ...]:
    """Why a person should look."""
    conditional = (
        (bool(unstated), "What a variant of the pathway does is not stated."),
        (bool(suspects), "Whether a variant breaks a brake of the pathway is not known."),
        (bool(without_copies), copies_note(without_copies)),
    )
    return tuple(text for holds, text in conditional if holds)


def _reason(
    hits: list[str], unclear: list[SmallVariant], unstated: list[SmallVariant], unread: list[str]
) -> str:
    parts = [f"Activated by {', '.join(hits)}." if hits else "No driver event in what was read."]
    listed = (("Of unknown significance", unclear), ("Effect not stated", unstated))
    parts += [
        f"{word}: {', '.join(item.name for item in found)}." for word, found in listed if found
    ]
    parts += [f"Not read: {', '.join(unread)}."] if unread else []
    return " ".join(parts)


MECHANISM = Mechanism(
    name="pi3k_pathway",
    title="PI3K pathway",
    question="Is PI3K signalling activated by loss of PTEN or a hotspot of PIK3CA or AKT1?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        DetailKey("genes", "genes that are hit"),
        DetailKey("variants", "their driver events"),
        DetailKey("vus", "variants of unknown significance"),
        DetailKey("effect_unknown", "variants whose effect is not stated"),
        DetailKey("copies_not_stated", "genes hit only by a deletion without its copies"),
        DetailKey("missing_genes", "required genes that were not read"),
    ),
    assays=("pi3k_sequencing",),
    rules=Pi3kPathwayRules,
    call=call_pi3k_pathway,
    genes=lambda rules: frozenset((*rules.required_genes.value, *rules.further_genes.value)),
)
