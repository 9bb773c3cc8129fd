"""High-level focal amplification outside MYCN: which amplicons, and which driver genes they carry.

About a sixth of high-risk neuroblastomas carry a high-level amplicon outside MYCN: CDK4 and MDM2
on 12q, CCND1 on 11q, LIN28B on 6q, ALK beside MYCN on 2p, and others that recur less. Survival of
these patients is very poor whatever MYCN is. What belongs to the amplicon of MYCN is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_genes
from crestome.call.mechanism import DetailKey, Mechanism
from crestome.call.segment_state import SegmentState, segment_states
from crestome.knowledge.schema import Curated, Rules, Threshold, Words
from crestome.model.call import Call, Calls, CallState, Row
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, CONTIGS, Interval

MYCN: Final = "MYCN"
_PRESENT, _NONE = "high_level_amplification", "none"
_OPEN, _NOT_ASSESSED = "indeterminate", "not_assessed"


Loci = Curated[dict[str, tuple[str, ...]]]
"""By assembly, loci as ``contig:start-end``, 0-based and half-open."""


class FocalAmplificationRules(Rules):
    """Which genes are looked at, and what is one amplicon.

    Attributes:
        copy_level: Cut-offs of gene copy levels; they hold those of segments.
        genes: Genes that recurrent amplicons carry.
        immune_receptors: Loci that lymphocytes rearrange, by assembly.
        joined_mb: Amplified segments nearer than this are one amplicon.
        prognosis: Sentences that stand beside an amplification.
    """

    copy_level: CopyLevelRules
    genes: Words
    immune_receptors: Loci
    joined_mb: Threshold
    prognosis: Words


@dataclass(frozen=True, kw_only=True)
class _Amplicon:
    """Neighbouring amplified segments."""

    place: Interval
    height: float | None


def call_focal_amplification(
    evidence: CaseEvidence, _calls: Calls, rules: FocalAmplificationRules
) -> Call:
    """Call high-level focal amplification outside MYCN.

    Args:
        evidence: Uses ``copy_number``, ``gene_copies`` and ``events``.
        _calls: Calls made so far; none is needed.
        rules: See `FocalAmplificationRules`.

    Returns:
        ``present`` with the amplicons and the listed genes in them; ``absent`` only where a whole
        profile was looked at; without one, genes that were looked at alone leave the rest of the
        genome ``not_assessed``; ``indeterminate`` where a listed gene lies between the cut-offs,
        or where too few tumour cells were sampled for "none" to mean anything.

    References:
        depuydt-2018, crestome-conventions
    """
    levels = classify_genes(rules.genes.value, evidence, rules.copy_level)
    amplicons = _amplicons(evidence, rules)
    state = _state(evidence, levels, amplicons, rules)
    shown = [level for level in levels.values() if _is_high(level)]
    review = any(level.needs_review for level in shown)
    cited = [rules.genes, *([rules.prognosis] if state is CallState.PRESENT else [])]
    return Call(
        mechanism="focal_amplification",
        state=state,
        label=_LABELS[state],
        reason=_reason(evidence, state, shown, amplicons),
        detail={
            "genes": _having(levels, CopyLevel.AMPLIFIED),
            "genes_in_question": _having(levels, CopyLevel.INDETERMINATE),
            "high_level_amplification_non_mycn": _ANSWERS[state],
            "regions": tuple(_row(item, evidence, rules) for item in amplicons),
            "needs_review": review,
        },
        quantities=tuple(number for level in shown for number in level.quantities),
        evidence=tuple(found for level in shown for found in level.findings),
        missing=() if _ANSWERS[state] is not None else ("copy_number_profile",),
        needs_review=review,
        notes=(
            *(note for level in shown for note in level.notes),
            *(text for item in cited[1:] for text in item.value),
        ),
        rules=_RULES,
        sources=_sources(cited, shown),
    )


_LABELS: Final = {
    CallState.PRESENT: _PRESENT,
    CallState.ABSENT: _NONE,
    CallState.INDETERMINATE: _OPEN,
    CallState.NOT_ASSESSED: _NOT_ASSESSED,
}
_ANSWERS: Final = {
    CallState.PRESENT: True,
    CallState.ABSENT: False,
    CallState.INDETERMINATE: None,
    CallState.NOT_ASSESSED: None,
}
_RULES: Final = (
    "segment_state.amplified_log2",
    "segment_state.amplified_copies",
    "segment_state.amplified_fold",
    "segment_state.focal_mb",
    "focal_amplification.joined_mb",
)


def _sources(cited: list[Words], shown: list[GeneLevel]) -> tuple[str, ...]:
    keys = {key for item in cited for key in item.sources}
    return tuple(sorted(keys | {key for level in shown for key in level.sources}))


def _is_high(level: GeneLevel) -> bool:
    return level.level in {CopyLevel.AMPLIFIED, CopyLevel.INDETERMINATE}


def _having(levels: dict[str, GeneLevel], wanted: CopyLevel) -> tuple[str, ...]:
    return tuple(gene for gene, level in levels.items() if level.level is wanted)


def _state(
    evidence: CaseEvidence,
    levels: dict[str, GeneLevel],
    amplicons: list[_Amplicon],
    rules: FocalAmplificationRules,
) -> CallState:
    if amplicons or _having(levels, CopyLevel.AMPLIFIED):
        return CallState.PRESENT
    if _having(levels, CopyLevel.INDETERMINATE):
        return CallState.INDETERMINATE
    profile = evidence.copy_number
    if profile is None or not (profile.altered_only or len(profile.segments)):
        return CallState.NOT_ASSESSED
    purity = profile.purity if profile.purity is not None else evidence.sample.purity
    impure = purity is not None and purity < rules.copy_level.segment_state.minimum_purity.value
    return CallState.INDETERMINATE if impure else CallState.ABSENT


def _amplicons(evidence: CaseEvidence, rules: FocalAmplificationRules) -> list[_Amplicon]:
    """Amplified focal segments, joined to amplicons, without the amplicon of MYCN."""
    limits = rules.copy_level.segment_state
    rows = segment_states(evidence, limits).filter(
        pl.col("state") == SegmentState.AMPLIFIED.value,
        (pl.col("end") - pl.col("start")) < limits.focal_mb.value * BP_PER_MB,
    )
    gap = rules.joined_mb.value * BP_PER_MB
    joined: list[_Amplicon] = []
    for row in rows.sort("contig", "start").iter_rows(named=True):
        place = Interval(contig=row["contig"], start=row["start"], end=row["end"])
        number = "total_copies" if row["total_copies"] is not None else "log2"
        new = _Amplicon(place=place, height=row[number])
        if joined and _distance_bp(joined[-1].place, place) <= gap:
            joined[-1] = _join(joined[-1], new)
        else:
            joined.append(new)
    mycn = evidence.genome.gene(MYCN).interval
    receptors = _receptors(evidence, rules)
    outside = [
        item
        for item in joined
        if _distance_bp(item.place, mycn) > gap and not _mostly_in(item.place, receptors)
    ]
    return sorted(outside, key=lambda item: (CONTIGS.index(item.place.contig), item.place.start))


def _receptors(evidence: CaseEvidence, rules: FocalAmplificationRules) -> list[Interval]:
    found = []
    for locus in rules.immune_receptors.value[evidence.genome.assembly.value]:
        contig, span = locus.split(":")
        start, end = span.split("-")
        found.append(Interval(contig=contig, start=int(start), end=int(end)))
    return found


def _mostly_in(place: Interval, loci: list[Interval]) -> bool:
    """Whether more than half of a segment lies in one of the loci."""
    return any(place.overlap_bp(locus) > place.length_bp / 2 for locus in loci)


def _distance_bp(one: Interval, other: Interval) -> float:
    """Bases between two intervals; infinite on different contigs."""
    if one.contig != other.contig:
        return float("inf")
    return max(0, one.start - other.end, other.start - one.end)


def _join(one: _Amplicon, other: _Amplicon) -> _Amplicon:
    heights = [height for height in (one.height, other.height) if height is not None]
    end = max(one.place.end, other.place.end)
    return _Amplicon(
        place=one.place.model_copy(update={"end": end}), height=max(heights, default=None)
    )


def _row(item: _Amplicon, evidence: CaseEvidence, rules: FocalAmplificationRules) -> Row:
    return {
        "contig": item.place.contig,
        "start": item.place.start,
        "end": item.place.end,
        "height": item.height,
        "genes": _genes_in(item.place, evidence, rules.genes.value),
    }


def _genes_in(place: Interval, evidence: CaseEvidence, genes: Iterable[str]) -> tuple[str, ...]:
    known = evidence.genome.genes
    return tuple(
        gene for gene in genes if gene in known and place.overlap_bp(known[gene].interval) > 0
    )


def _reason(
    evidence: CaseEvidence,
    state: CallState,
    shown: list[GeneLevel],
    amplicons: list[_Amplicon],
) -> str:
    if state is CallState.NOT_ASSESSED:
        return "No profile of the genome was given; single genes say nothing of the others."
    if state is CallState.ABSENT:
        profile = evidence.copy_number
        listed = profile is not None and profile.altered_only
        return (
            "The list of altered segments holds no focal amplification outside MYCN."
            if listed
            else "No focal segment outside MYCN reaches the amplification cut-off."
        )
    said = [level.reason for level in shown]
    if not said and not amplicons:
        return "None was seen, but the tumour cell fraction is too low to exclude one."
    if amplicons:
        places = ", ".join(str(item.place) for item in amplicons)
        said.insert(0, f"Amplified outside MYCN: {places}.")
    return " ".join(said)


MECHANISM = Mechanism(
    name="focal_amplification",
    title="Focal amplification outside MYCN",
    question="Is any region other than MYCN amplified to a high level, and which genes lie there?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        DetailKey("genes", "listed genes that are amplified"),
        DetailKey("genes_in_question", "listed genes between the cut-offs"),
        DetailKey(
            "high_level_amplification_non_mycn",
            "whether there is a high-level focal amplification outside MYCN",
        ),
        DetailKey("regions", "the amplicons: contig, start (0-based), end, height, listed genes"),
        DetailKey("needs_review", "whether a person should look"),
    ),
    assays=("copy_number_profile",),
    rules=FocalAmplificationRules,
    call=call_focal_amplification,
    genes=lambda rules: frozenset(rules.genes.value),
)
