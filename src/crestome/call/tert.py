"""TERT: is the gene rearranged, amplified or mutated in its promoter?

Nearly all neuroblastomas with telomerase but without MYCN amplification switch TERT on by moving
it: a breakpoint close to the transcription start, most often just upstream of it, puts a strong
enhancer beside the gene (Peifer 2015, Valentijn 2015). Focal amplification does the same. The
promoter mutations C228T and C250T of adult tumours are rare to absent in neuroblastoma. Neither
breakpoints nor the promoter are seen by an exome, and few panels tile 5p15.33; what was not looked
at stays open here, and a list of small variants, even of a whole genome, says nothing about
breakpoints.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_gene
from crestome.call.mechanism import DetailKey, Mechanism
from crestome.call.tert_rearrangement import (
    GENE,
    Arm,
    Outcome,
    TertRearrangementRules,
    Window,
    read_rearrangement,
)
from crestome.call.variant_effect import finding
from crestome.knowledge.schema import Curated, Words
from crestome.model.call import Call, Calls, CallState, Finding
from crestome.model.event import EventKind
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import Consequence, SmallVariant, SmallVariants

_HOTSPOT_REGIONS: Final = ("TERT_promoter_C228T", "TERT_promoter_C250T")
_ALTERED: Final = ("rearranged", "amplified", "promoter_mutated")
_ASSAYS: Final = ("tert_sv", "copy_number_profile", "tert_promoter")
_NOT_CODING: Final = frozenset({Consequence.PROMOTER, Consequence.OTHER, Consequence.UNKNOWN})


class TertRules(TertRearrangementRules):
    """What counts as an alteration of TERT, beside its rearrangement.

    Attributes:
        copy_level: Cut-offs of gene copy levels.
        promoter_names: Names of the promoter hotspots where no position is given.
        promoter_base: Base on the plus strand that a hotspot changes to.
        promoter_atypical: What to say of a promoter hotspot in neuroblastoma.
        unseen: What to say where breakpoints were not looked for.
    """

    copy_level: CopyLevelRules
    promoter_names: Words
    promoter_base: Curated[str]
    promoter_atypical: Curated[str]
    unseen: Curated[str]


_UNSETTLED: Final = frozenset({Outcome.INDETERMINATE, Outcome.NOT_ASSESSED})


def call_tert(evidence: CaseEvidence, _calls: Calls, rules: TertRules) -> Call:
    """Call TERT altered when a breakpoint, an amplification or a promoter hotspot activates it.

    A breakpoint counts from ``downstream_kb`` behind to ``near_kb`` upstream of the transcription
    start (TERT lies on the minus strand: upstream is the higher coordinate). Farther away, up to
    ``far_upstream_kb``, it counts only beside high TERT expression or active telomerase. A
    junction on the side that TERT is not on, or inside the gene, asks for a review.

    Args:
        evidence: Uses structural variants, fusions, events, assays, the copies of TERT and small
            variants at the hotspots.
        _calls: Calls made so far; TERT needs none.
        rules: See `TertRules`.

    Returns:
        ``present`` with the first of rearranged, amplified, promoter_mutated; ``absent`` only if
        all three were looked for; ``indeterminate``, label ``negative``, where the rearrangement
        alone was ruled out; ``indeterminate`` where a finding is open or no one looked for
        rearrangements. Expression alone is no alteration; it stands in the detail.

    References:
        peifer-2015, valentijn-2015, huang-2013, crestome-conventions
    """
    rearrangement = read_rearrangement(evidence, rules)
    amplification = _amplification(evidence, rules)
    promoter = _promoter(evidence, rules)
    arms = (rearrangement, amplification, promoter)
    state, label = _verdict(arms)
    deciding = _deciding(arms)
    expression = evidence.assays.tert_expression
    return Call(
        mechanism="tert",
        state=state,
        label=label,
        reason="; ".join(arm.reason for arm in deciding) or "TERT was not looked at",
        detail={
            "rearrangement": rearrangement.outcome.value,
            "amplification": amplification.outcome.value,
            "promoter": promoter.outcome.value,
            "expression": "not_assessed" if expression is None else expression.value,
            "reasons": {
                "rearrangement": rearrangement.reason,
                "amplification": amplification.reason,
                "promoter": promoter.reason,
            },
            "breakpoint_distance_bp": rearrangement.distance_bp,
            "window": rearrangement.window.value if rearrangement.window else None,
            "partner": rearrangement.partner or None,
            "basis": deciding[0].basis if state is CallState.PRESENT else None,
            "missing": _missing(evidence, arms),
        },
        evidence=tuple(item for arm in arms for item in arm.findings),
        missing=_missing(evidence, arms),
        needs_review=any(arm.review or arm.caution for arm in arms),
        notes=_notes(arms, rules),
        rules=tuple(dict.fromkeys(rule for arm in deciding for rule in arm.rules)),
        sources=_sources(deciding, rearrangement, rules),
    )


def _sources(deciding: tuple[Arm, ...], rearrangement: Arm, rules: TertRules) -> tuple[str, ...]:
    """Of the arms that decide, and of the note on what was not looked for."""
    keys = [key for arm in deciding for key in arm.sources]
    unseen = rules.unseen.sources if rearrangement.outcome is Outcome.NOT_ASSESSED else ()
    return tuple(dict.fromkeys((*keys, *unseen)))


def _verdict(arms: tuple[Arm, ...]) -> tuple[CallState, str]:
    outcomes = [arm.outcome for arm in arms]
    if Outcome.POSITIVE in outcomes:
        return CallState.PRESENT, _ALTERED[outcomes.index(Outcome.POSITIVE)]
    if all(outcome is Outcome.NOT_ASSESSED for outcome in outcomes):
        return CallState.NOT_ASSESSED, "not_assessed"
    if all(outcome is Outcome.NEGATIVE for outcome in outcomes):
        return CallState.ABSENT, "negative"
    if Outcome.INDETERMINATE in outcomes or outcomes[0] is Outcome.NOT_ASSESSED:
        return CallState.INDETERMINATE, "indeterminate"
    return CallState.INDETERMINATE, "negative"


def _deciding(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    """The arms that the reason speaks of: the positive ones, else the open, else all looked at."""
    for outcome in (Outcome.POSITIVE, Outcome.INDETERMINATE):
        found = tuple(arm for arm in arms if arm.outcome is outcome)
        if found:
            return found
    return tuple(arm for arm in arms if arm.reason)


def _missing(evidence: CaseEvidence, arms: tuple[Arm, ...]) -> tuple[str, ...]:
    outcomes = tuple(arm.outcome for arm in arms)
    if Outcome.POSITIVE in outcomes:
        return ()
    found = [
        assay for outcome, assay in zip(outcomes, _ASSAYS, strict=True) if outcome in _UNSETTLED
    ]
    if outcomes[0] is Outcome.INDETERMINATE and evidence.assays.tert_expression is None:
        found.append("tert_expression")
    return tuple(found)


def _notes(arms: tuple[Arm, ...], rules: TertRules) -> tuple[str, ...]:
    rearrangement, amplification, promoter = arms
    notes = []
    if rearrangement.outcome is Outcome.NOT_ASSESSED:
        notes.append(rules.unseen.value)
    if rearrangement.review:
        notes.append("The sources on the rearrangement contradict each other.")
    if rearrangement.caution:
        notes.append(rearrangement.caution)
    if amplification.review:
        notes.append(f"Copies of TERT need review: {amplification.reason}.")
    if promoter.outcome is Outcome.POSITIVE:
        notes.append(rules.promoter_atypical.value)
    return tuple(notes)


def _amplification(evidence: CaseEvidence, rules: TertRules) -> Arm:
    level = classify_gene(GENE, evidence, rules.copy_level)
    if level.level is CopyLevel.NOT_ASSESSED:
        return Arm()
    return Arm(
        outcome=_amplification_outcome(level),
        reason=f"TERT copies {level.level.value}: {level.reason.rstrip('.')}",
        basis="reported" if level.basis == "reported event" else "copy_number",
        review=level.needs_review,
        findings=level.findings,
        rules=level.rules,
        sources=level.sources,
    )


def _amplification_outcome(level: GeneLevel) -> Outcome:
    if level.level is CopyLevel.INDETERMINATE:
        return Outcome.INDETERMINATE
    if level.level is not CopyLevel.AMPLIFIED:
        return Outcome.NEGATIVE
    return Outcome.INDETERMINATE if level.focal is False else Outcome.POSITIVE


def _promoter(evidence: CaseEvidence, rules: TertRules) -> Arm:
    readings = [*_promoter_variants(evidence, rules), *_promoter_events(evidence, rules)]
    for outcome in (Outcome.POSITIVE, Outcome.INDETERMINATE):
        found = [item for verdict, item in readings if verdict is outcome]
        if found:
            return Arm(
                outcome=outcome,
                reason="; ".join(item.what for item in found),
                basis="sequencing",
                findings=tuple(found),
                rules=("tert.promoter_names",),
                sources=rules.promoter_names.sources,
            )
    if evidence.small_variants is not None and evidence.sequenced.covers_promoter(GENE):
        reason = "the promoter of TERT was sequenced and neither hotspot is changed"
        return Arm(
            outcome=Outcome.NEGATIVE,
            reason=reason,
            basis="sequencing",
            rules=("tert.promoter_names",),
            sources=rules.promoter_names.sources,
        )
    return Arm()


def _promoter_variants(
    evidence: CaseEvidence, rules: TertRules
) -> Iterator[tuple[Outcome, Finding]]:
    """Changes of a hotspot by position, whatever gene the file names; else by name."""
    if evidence.small_variants is None:
        return
    for variant in _at_hotspots(evidence, evidence.small_variants):
        hit = variant.alternative.startswith(rules.promoter_base.value)
        comment = "TERT promoter hotspot" if hit else "TERT promoter hotspot, another base"
        yield Outcome.POSITIVE if hit else Outcome.INDETERMINATE, finding(variant, comment)
    for variant in evidence.variants_of(GENE):
        if variant.position is not None or variant.consequence not in _NOT_CODING:
            continue
        if variant.protein_change in rules.promoter_names.value:
            yield Outcome.POSITIVE, finding(variant, "TERT promoter hotspot")
        elif variant.consequence is Consequence.PROMOTER:
            yield Outcome.INDETERMINATE, finding(variant, "promoter, the base is not stated")


def _at_hotspots(evidence: CaseEvidence, variants: SmallVariants) -> tuple[SmallVariant, ...]:
    spots = [evidence.genome.regions[name] for name in _HOTSPOT_REGIONS]
    frame = variants.frame.filter(
        pl.col("contig") == spots[0].contig,
        pl.col("position").is_in([spot.start for spot in spots]),
    )
    return SmallVariants(frame).of_genes(frame["gene"].unique().to_list())


def _promoter_events(evidence: CaseEvidence, rules: TertRules) -> Iterator[tuple[Outcome, Finding]]:
    for event in evidence.events_of(GENE):
        if event.kind is not EventKind.PROMOTER_VARIANT:
            continue
        words = f"{event.protein_change} {event.reported_as}".split()
        hit = not set(words).isdisjoint(rules.promoter_names.value)
        told = Finding(what=f"TERT promoter {' '.join(words)} reported", where=event.where)
        yield Outcome.POSITIVE if hit else Outcome.INDETERMINATE, told


_BASES: Final = ("breakpoint", "reported", "assay", "copy_number", "sequencing")
_OUTCOMES: Final = tuple(outcome.value for outcome in Outcome)

MECHANISM = Mechanism(
    name="tert",
    title="TERT",
    question="Is TERT rearranged, amplified or mutated in its promoter?",
    labels={
        CallState.PRESENT: _ALTERED,
        CallState.ABSENT: ("negative",),
        CallState.INDETERMINATE: ("negative", "indeterminate"),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=(
        DetailKey("rearrangement", "A breakpoint that activates TERT.", _OUTCOMES),
        DetailKey("amplification", "Focal amplification of TERT.", _OUTCOMES),
        DetailKey("promoter", "C228T or C250T.", _OUTCOMES),
        DetailKey("expression", "TERT mRNA.", ("high", "low", "not_assessed")),
        DetailKey("reasons", "Why each of the three; empty where nothing was looked at."),
        DetailKey("breakpoint_distance_bp", "Of the deciding breakpoint; upstream is positive."),
        DetailKey("window", "Where it lies.", tuple(window.value for window in Window)),
        DetailKey("partner", "What is joined to TERT there: place, and gene if known."),
        DetailKey("basis", "What showed the alteration.", _BASES),
        DetailKey("missing", "Assays that could change or settle the verdict."),
    ),
    assays=(*_ASSAYS, "tert_expression"),
    rules=TertRules,
    call=call_tert,
    genes=lambda _rules: frozenset({GENE}),
)
