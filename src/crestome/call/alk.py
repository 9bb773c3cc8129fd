"""ALK: is the kinase activated, by what, in how many cells, and which inhibitors does it fit?

ALK is the receptor tyrosine kinase that neuroblastoma activates most often. Three residues of its
kinase domain carry most variants; a few others are known to activate it; a variant elsewhere in the
domain may or may not. Amplification at 2p23 activates it by dose, and a deletion of the outer exons
or a fusion by losing the brake. A stop codon, a dead kinase or a change outside the domain does not
make a target. Cells with a variant in a fifth of the reads or less are a part of the tumour, and a
drug against them treats that part. Two kinase variants after an ALK inhibitor are a compound allele
until shown to be in different cells.
"""

from __future__ import annotations

from typing import Final

from crestome.call.alk_alteration import MUTATED, AlkClass, alterations_of
from crestome.call.alk_clones import (
    GENE,
    NOT_APPLICABLE,
    AlkFindings,
    AlkRules,
    cell_fraction,
    clonality,
    drug_state,
    fractions_disagree,
    responses_of,
    trial_vaf,
)
from crestome.call.alk_rearrangement import rearrangements_of
from crestome.call.allele_response import WORST_FIRST, MatchLevel
from crestome.call.copy_level import CopyLevel, classify_gene
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.structural_evidence import breakpoints_looked_for
from crestome.call.variant_effect import sequence_of
from crestome.model.call import Call, Calls, CallState, DetailValue, Quantity, Row
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import TimePoint
from crestome.model.small_variant import Origin, SmallVariant

_OPEN: Final = frozenset({AlkClass.TKD_VUS, AlkClass.BREAKPOINT_VUS, AlkClass.EFFECT_UNKNOWN})
"""Alterations that may activate the kinase or not."""


def call_alk(evidence: CaseEvidence, calls: Calls, rules: AlkRules) -> Call:
    """Call ALK amplified, mutated, rearranged, not actionable or wild type.

    Amplification outranks an activating variant, which outranks a rearrangement. Silence of a
    sequence that was read is wild type; the question stays open until copy number is known too.

    Args:
        evidence: Uses small variants, structural variants, fusions, events, gene and segment copy
            number, purity, treatments.
        calls: Uses ``mycn`` for the note on co-operation.
        rules: Classes, cut-offs of clonality, responses by allele.

    Returns:
        ``present`` with ``amplified``, ``mutated`` or ``rearranged``; ``absent`` with ``wildtype``
        or ``not_actionable``; ``indeterminate`` with ``not_actionable`` for a kinase variant of
        unknown significance, one whose effect is not stated, or a break whose effect on the kinase
        is open, and with either label while sequence or copy number is missing; ``not_assessed``
        where neither was looked at.

    References: chen-2025, bellini-2021, rosswog-2023, berko-2023, schonherr-2011.
    """
    sequence = sequence_of(GENE, evidence)
    level = classify_gene(GENE, evidence, rules.copy_level)
    events = evidence.events_of(GENE)
    found = alterations_of(sequence, events, rules, rearrangements_of(evidence, rules))
    view = AlkFindings(evidence, rules, level, sequence.looked_at, found)
    state, label = _verdict(view)
    return Call(
        mechanism="alk",
        state=state,
        label=label,
        reason=_reason(view, label),
        detail=_detail(view, state),
        quantities=_quantities(view),
        evidence=(*level.findings, *(item.seen for item in view.alterations)),
        missing=(*view.missing, *view.missing_record),
        needs_review=_needs_review(view),
        notes=_notes(view, state, calls),
        rules=(*(f"alk.{key}" for key in _rules_used(view)), *level.rules),
        sources=_sources(view),
    )


def _verdict(view: AlkFindings) -> tuple[CallState, str]:
    if view.amplified:
        return CallState.PRESENT, "amplified"
    if view.activating:
        mutated = view.activating[0].alk_class in MUTATED
        return CallState.PRESENT, "mutated" if mutated else "rearranged"
    if not view.sequenced and view.level.level is CopyLevel.NOT_ASSESSED and not view.alterations:
        return CallState.NOT_ASSESSED, "not_assessed"
    label = "not_actionable" if view.alterations else "wildtype"
    open_question = (
        not view.sequenced
        or not view.copies_known
        or any(item.alk_class in _OPEN for item in view.alterations)
    )
    return (CallState.INDETERMINATE if open_question else CallState.ABSENT), label


def _detail(view: AlkFindings, state: CallState) -> dict[str, DetailValue]:
    present = state is CallState.PRESENT
    open_question = state in {CallState.INDETERMINATE, CallState.NOT_ASSESSED}
    changes = [item.name for item in view.alterations]
    telling = [variant.protein_change for variant in view.kinase if variant.protein_change]
    detail: dict[str, DetailValue] = {
        "activating": True if present else (None if open_question and view.missing else False),
        "sequenced": True if view.sequenced else None,
        "variant_class": view.alterations[0].alk_class.value if view.alterations else None,
        "variants": tuple(telling or changes),
        "variants_all": tuple(changes),
        "match_level": _match_level(view),
        "clonality": clonality(view),
        "partial_target": _partial_target(view),
        "alk_adverse": _adverse(view),
        "compound": view.compound,
        "polyclonal": view.polyclonal,
        "phase": view.phase,
        "basis": _basis(view),
        "amplification": view.amplification,
        "germline": any(_is_germline(item.variant) for item in view.alterations),
        "familial_allele": any(
            variant.protein_change in view.rules.germline_variants.value for variant in view.kinase
        ),
        "trial_vaf_5_percent": trial_vaf(view),
        "post_tki": view.post_tki,
        "responses": _response_rows(view),
    }
    return detail | {drug.drug: drug_state(view, drug) for drug in view.rules.allele_responses}


def _is_germline(variant: SmallVariant | None) -> bool:
    return variant is not None and variant.origin is Origin.GERMLINE


def _match_level(view: AlkFindings) -> str | None:
    """How closely the principal variant is described; None without one."""
    if view.variant is None:
        return None
    if view.variant.protein_change in view.rules.described_variants.value:
        return MatchLevel.EXACT.value
    described = view.alterations[0].alk_class in {AlkClass.HOTSPOT, AlkClass.KNOWN_ACTIVATING}
    return (MatchLevel.RESIDUE if described else MatchLevel.CLASS).value


def _partial_target(view: AlkFindings) -> bool | None:
    """Whether a drug against ALK would reach a part of the tumour only."""
    if not view.activating or view.amplified:
        return False if view.present else None
    if view.apart:
        return True
    called = clonality(view)
    if called not in {"clonal", "subclonal"}:
        return None
    return called == "subclonal" and not fractions_disagree(view)


def _adverse(view: AlkFindings) -> bool | None:
    """Amplified, or an activating variant in most cells; unknown while either is."""
    if view.amplified:
        return True
    mutated = bool(view.activating) and view.activating[0].alk_class in MUTATED
    called = clonality(view) if mutated else None
    if called == "clonal":
        return True
    settled = view.read and view.copies_known
    if view.activating:
        settled = view.copies_known and called in {"subclonal", "below_limit"}
    return False if settled else None


def _basis(view: AlkFindings) -> str | None:
    """Whether the verdict rests on data, or on what a laboratory reported."""
    if view.amplified:
        return "reported" if view.level.basis == "reported event" else "measured"
    if view.alterations:
        return "reported" if view.alterations[0].reported else "measured"
    return None


def _response_rows(view: AlkFindings) -> tuple[Row, ...]:
    if not view.present:
        return ()
    return tuple(
        {
            "drug": drug.drug,
            "allele": item.allele.name,
            "response": item.response,
            "level": None if item.level is None else item.level.value,
            "context": item.context,
            "sources": item.sources,
        }
        for drug in view.rules.allele_responses
        for item in responses_of(view, drug)
    )


def _quantities(view: AlkFindings) -> tuple[Quantity, ...]:
    found = [
        Quantity(name=f"allele fraction of {item.name}", value=item.variant.vaf, unit="fraction")
        for item in view.alterations
        if item.variant is not None and item.variant.vaf is not None
    ]
    cells = cell_fraction(view)
    if cells is not None:
        name = f"fraction of tumour cells with {view.alterations[0].name}"
        found.append(Quantity(name=name, value=round(cells, 3), unit="fraction"))
    return (*view.level.quantities, *found)


def _reason(view: AlkFindings, label: str) -> str:
    parts: list[str] = []
    if view.alterations:
        first = view.alterations[0]
        called = (clonality(view) or "").replace("_", " ")
        parts.append(f"{first.seen.what}{f', {called}' if called else ''}.")
        more = [item.name for item in view.alterations[1:]]
        parts += [f"Also {', '.join(more)}."] if more else []
    elif view.sequenced:
        parts.append("No protein-changing variant of ALK where the gene was read.")
    else:
        parts.append("ALK was not sequenced.")
    if view.level.reason:
        parts.append(view.level.reason)
    if breakpoints_looked_for(view.evidence, GENE) and not view.alterations:
        parts.append("No break that alters ALK among the structural variants.")
    if label == "not_actionable" and not view.present:
        parts.append("None of this is known to activate the kinase.")
    return " ".join(parts)


def _needs_review(view: AlkFindings) -> bool:
    first = view.alterations[0].alk_class if view.alterations else None
    return (
        view.level.needs_review
        or view.amplification == CopyLevel.INDETERMINATE.value
        or first in {*_OPEN, AlkClass.REARRANGEMENT}
        or (first is AlkClass.INTRAGENIC and not view.alterations[0].reported)
        or clonality(view) == "below_limit"
        or fractions_disagree(view)
        or (view.post_tki is None and len(view.kinase) > 1)
    )


def _notes(view: AlkFindings, state: CallState, calls: Calls) -> tuple[str, ...]:
    rules, present = view.rules, state is CallState.PRESENT
    first_sample = view.evidence.sample.time_point is TimePoint.DIAGNOSIS
    with_mycn = "mycn" in calls and calls["mycn"].label == "amplified"
    conditional = (
        *_review_notes(view),
        (not present and "alk_copy_number" in view.missing, ("ALK amplification not assessed.",)),
        (not present and not view.sequenced, ("ALK sequence not assessed.",)),
        (
            view.level.level is CopyLevel.AMPLIFIED and bool(view.level.breakpoint_inside),
            ("A breakpoint lies inside ALK: the amplified gene may lack its kinase exons.",),
        ),
        (
            view.level.level is CopyLevel.GAIN,
            ("A gain of ALK is not amplification and no target by itself.",),
        ),
        (
            view.apart,
            ("ALK variants in different cells: each answers for its own part of the tumour.",),
        ),
        (bool(_partial_target(view)), ("A drug against ALK reaches a part of the tumour.",)),
        (present, rules.outcome_notes.value),
        (present and with_mycn, rules.mycn_note.value),
        (not present and first_sample, rules.relapse_note.value),
    )
    notes = [text for holds, texts in conditional if holds for text in texts]
    return (*view.level.notes, *notes)


def _review_notes(view: AlkFindings) -> tuple[tuple[bool, tuple[str, ...]], ...]:
    """Why a person should look; these sentences come before all others."""
    first = view.alterations[0].alk_class if view.alterations else None
    return (
        (
            not view.present and view.sequenced and not view.read,
            ("What an ALK variant does is not stated: wild type is not proven.",),
        ),
        (
            first is AlkClass.TKD_VUS,
            ("The variant lies in the kinase domain; whether it activates it is not known.",),
        ),
        (
            first is AlkClass.REARRANGEMENT,
            ("A rearrangement is reported without a word on what is left of the kinase.",),
        ),
        (
            clonality(view) == "below_limit",
            ("The allele fraction lies below the limit at which clonality was studied.",),
        ),
        (
            fractions_disagree(view),
            ("Reads and estimated tumour cells disagree on clonality; the call uses the reads.",),
        ),
        (
            view.post_tki is None and len(view.kinase) > 1,
            ("Several kinase variants, and nobody says whether an ALK inhibitor went before.",),
        ),
    )


def _rules_used(view: AlkFindings) -> tuple[str, ...]:
    keys = {
        AlkClass.HOTSPOT: ("hotspots",),
        AlkClass.KNOWN_ACTIVATING: ("known_activating_residues",),
        AlkClass.KINASE_DEAD: ("kinase_dead_variants",),
        AlkClass.INTRAGENIC: ("first_kinase_exon", "described_deletions"),
        AlkClass.BREAKPOINT_VUS: ("first_kinase_exon", "unsure_confidence"),
        AlkClass.TKD_VUS: ("kinase_domain_start", "kinase_domain_end", "secondary_variants"),
        AlkClass.NON_TKD_VUS: ("kinase_domain_start", "kinase_domain_end"),
    }
    classes = [item.alk_class for item in view.alterations]
    used = [key for alk_class in classes for key in keys.get(alk_class, ())]
    if clonality(view) is not None:
        used += ["clonal_vaf", "limit_vaf"]
    return tuple(dict.fromkeys(used))


def _sources(view: AlkFindings) -> tuple[str, ...]:
    rules = view.rules
    used = [rules.hotspots, rules.known_activating_residues]
    cited_keys = [*cited(*used), *cited(rules.clonal_vaf)]
    if view.present:
        cited_keys += cited(rules.outcome_notes)
        for drug in rules.allele_responses:
            cited_keys += [key for item in responses_of(view, drug) for key in item.sources]
    return tuple(dict.fromkeys((*cited_keys, *view.level.sources)))


_FLAG = "true, false, or None where it is unknown"

_DETAILS = (
    DetailKey("activating", f"ALK is activated by anything; {_FLAG}"),
    DetailKey("sequenced", "the coding sequence was read; None where it was not"),
    DetailKey(
        "variant_class",
        "class of the most telling alteration",
        tuple(item.value for item in AlkClass),
    ),
    DetailKey("variants", "protein changes in the kinase domain, else of what was found"),
    DetailKey("variants_all", "everything found that changes the protein"),
    DetailKey(
        "match_level",
        "how closely the variant was described in the literature",
        tuple(level.value for level in MatchLevel),
    ),
    DetailKey(
        "clonality",
        "by raw allele fraction; never on ctDNA",
        ("clonal", "subclonal", "below_limit", "not_applicable_ctdna"),
    ),
    DetailKey("partial_target", f"a drug against ALK reaches a part of the cells; {_FLAG}"),
    DetailKey("alk_adverse", f"amplified, or activated in most cells; {_FLAG}"),
    DetailKey("compound", f"two kinase variants in one clone after an inhibitor; {_FLAG}"),
    DetailKey("polyclonal", f"activating variants in different clones; {_FLAG}"),
    DetailKey("phase", "whether kinase variants share an allele", ("cis", "trans", "unknown")),
    DetailKey("basis", "what the verdict rests on", ("measured", "reported")),
    DetailKey("amplification", "copy level of the gene", tuple(level.value for level in CopyLevel)),
    DetailKey("germline", "a variant is stated to be germline"),
    DetailKey("familial_allele", "a variant is one of those seen in families"),
    DetailKey("trial_vaf_5_percent", f"at the allele fraction that ANBL1531 asked for; {_FLAG}"),
    DetailKey("post_tki", f"the sample followed an ALK inhibitor; {_FLAG}"),
    DetailKey("responses", "each alteration and drug, with how it was matched"),
)


def _drug_details(rules: AlkRules) -> tuple[DetailKey, ...]:
    return tuple(
        DetailKey(drug.drug, "response that decides for this drug", (*WORST_FIRST, NOT_APPLICABLE))
        for drug in rules.allele_responses
    )


MECHANISM = Mechanism(
    name="alk",
    title="ALK",
    question="Is ALK activated, by what, in how many cells, and which inhibitors does it fit?",
    labels={
        CallState.PRESENT: ("amplified", "mutated", "rearranged"),
        CallState.ABSENT: ("wildtype", "not_actionable"),
        CallState.INDETERMINATE: ("not_actionable", "wildtype"),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=_DETAILS,
    assays=("alk_sequencing", "alk_copy_number", "treatment_record"),
    rules=AlkRules,
    call=call_alk,
    genes=lambda _rules: frozenset({GENE}),
    curated_details=_drug_details,
)
