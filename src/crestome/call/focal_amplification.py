"""High-level focal amplification outside MYCN: which amplicons, and which driver genes they carry.

About a sixth of high-risk neuroblastomas carry a high-level amplicon outside MYCN: CDK4 and MDM2
on 12q, CCND1 on 11q, LIN28B on 6q, ALK beside MYCN on 2p, and others that recur less. Survival of
these patients is very poor whatever MYCN is. What belongs to the amplicon of MYCN is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from crestome.call.amplicon import Amplicon, distance_bp, find_amplicons
from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_genes
from crestome.call.dilution import stated_purity
from crestome.call.mechanism import DetailKey, Mechanism
from crestome.call.segment_support import amplicon_is_thin, support_in_words
from crestome.knowledge.schema import Curated, Rules, Threshold, Words
from crestome.model.call import Call, Calls, CallState, Row
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Interval

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
        coamplified_arm: With MYCN amplified, amplicons of this arm belong to it, unless they carry
            one of ``genes``.
        prognosis: Sentences that stand beside an amplification.
    """

    copy_level: CopyLevelRules
    genes: Words
    immune_receptors: Loci
    joined_mb: Threshold
    coamplified_arm: Curated[str]
    prognosis: Words


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What the profile and the laboratory show.

    Attributes:
        amplicons: Amplified regions that count.
        with_mycn: Amplified regions that belong to the amplicon of MYCN.
        thin: Amplified regions of too few probes or bases to be told from noise.
        genes: Listed genes that are amplified.
        open_genes: Listed genes that may be.
        noise: Whether the profile changes its state so often that it is noise.
        impure: Whether too few tumour cells were sampled for "none" to mean anything.
    """

    amplicons: tuple[Amplicon, ...]
    with_mycn: tuple[Amplicon, ...]
    thin: tuple[Amplicon, ...]
    genes: tuple[GeneLevel, ...]
    open_genes: tuple[GeneLevel, ...]
    noise: bool
    impure: bool

    @property
    def certain(self) -> bool:
        """Whether something counts that noise of the profile cannot have made."""
        told = any(level.basis != "segments" for level in self.genes)
        return told or any(item.stated for item in self.amplicons) or not self.noise


def call_focal_amplification(
    evidence: CaseEvidence, calls: Calls, rules: FocalAmplificationRules
) -> Call:
    """Call high-level focal amplification outside MYCN.

    Args:
        evidence: Uses ``copy_number``, ``gene_copies`` and ``events``.
        calls: Uses ``mycn``, to which neighbouring amplicons belong, and ``segmental_chromosome``,
            which tells noise.
        rules: See `FocalAmplificationRules`.

    Returns:
        ``present`` with the amplicons and the listed genes in them; ``absent`` only where a whole
        profile was looked at; without one, genes that were looked at alone leave the rest of the
        genome ``not_assessed``; ``indeterminate`` where a listed gene lies between the cut-offs or
        is amplified in part, where only segments too short to be told from noise are amplified,
        where the whole profile is noise, or where too few tumour cells were sampled for "none" to
        mean anything.

    References:
        depuydt-2018, deshpande-2019, crestome-conventions
    """
    seen = _look(evidence, calls, rules)
    state = _state(evidence, seen)
    shown = (*seen.genes, *seen.open_genes)
    review = any(level.needs_review for level in shown) or bool(
        seen.open_genes or (seen.thin and state is CallState.INDETERMINATE) or seen.noise
    )
    cited = [rules.genes, *([rules.prognosis] if state is CallState.PRESENT else [])]
    whole = tuple(level.gene for level in seen.genes)
    return Call(
        mechanism="focal_amplification",
        state=state,
        label=_LABELS[state],
        reason=_reason(evidence, state, seen),
        detail={
            "genes": whole,
            "genes_in_question": tuple(level.gene for level in seen.open_genes),
            "high_level_amplification_non_mycn": _ANSWERS[state],
            "regions": tuple(
                _row(item, whole, evidence) for item in (*seen.amplicons, *seen.with_mycn)
            ),
            "regions_in_question": tuple(_row(item, (), evidence) for item in seen.thin),
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
    "segment_support.amplicon_probes",
    "segment_support.amplicon_kb",
    "focal_amplification.joined_mb",
    "focal_amplification.coamplified_arm",
)


def _sources(cited: list[Words], shown: tuple[GeneLevel, ...]) -> tuple[str, ...]:
    keys = {key for item in cited for key in item.sources}
    return tuple(sorted(keys | {key for level in shown for key in level.sources}))


def _look(evidence: CaseEvidence, calls: Calls, rules: FocalAmplificationRules) -> _Seen:
    named = calls.by_name()
    levels = classify_genes(rules.genes.value, evidence, rules.copy_level).values()
    amplified = [level for level in levels if level.level is CopyLevel.AMPLIFIED]
    genes = tuple(level for level in amplified if not level.breakpoint_inside)
    mycn, segmental = named.get("mycn"), named.get("segmental_chromosome")
    outside = _outside(evidence, rules)
    if mycn is not None and mycn.state is CallState.PRESENT:
        outside = [_with_mycn(item, genes, evidence, rules) for item in outside]
    thin = tuple(item for item in outside if _is_thin(item, evidence, rules))
    firm = [item for item in outside if item not in thin]
    purity = stated_purity(evidence)
    least = rules.copy_level.segment_state.minimum_purity.value
    return _Seen(
        amplicons=tuple(item for item in firm if not item.with_mycn),
        with_mycn=tuple(item for item in firm if item.with_mycn),
        thin=tuple(item for item in thin if not item.with_mycn),
        genes=genes,
        open_genes=tuple(level for level in levels if _is_open(level)),
        noise=segmental is not None and segmental.flag("noise"),
        impure=purity is not None and purity < least,
    )


def _is_open(level: GeneLevel) -> bool:
    """Between the cut-offs, of few probes, or amplified in part; a broad segment is not focal."""
    if level.level is CopyLevel.AMPLIFIED:
        return level.breakpoint_inside is True
    may_be = level.suspected in {None, CopyLevel.AMPLIFIED} and level.focal is not False
    return level.level is CopyLevel.INDETERMINATE and may_be


def _is_thin(item: Amplicon, evidence: CaseEvidence, rules: FocalAmplificationRules) -> bool:
    profile = evidence.copy_number
    if profile is None or item.stated:
        return False
    support = rules.copy_level.segment_state.segment_support
    return amplicon_is_thin(item.probes, item.length_bp, profile.platform, support)


def _with_mycn(
    item: Amplicon,
    genes: tuple[GeneLevel, ...],
    evidence: CaseEvidence,
    rules: FocalAmplificationRules,
) -> Amplicon:
    """Whether an amplicon was amplified together with MYCN and is no amplicon of its own."""
    arm = rules.coamplified_arm.value
    chromosome = evidence.genome.chromosomes[arm[:-1]]
    place = chromosome.p_arm if arm.endswith("p") else chromosome.q_arm
    carries = _genes_in(item.place, evidence, [level.gene for level in genes])
    return replace(item, with_mycn=item.place.overlap_bp(place) > 0 and not carries)


def _state(evidence: CaseEvidence, seen: _Seen) -> CallState:
    if seen.amplicons or seen.genes:
        return CallState.PRESENT if seen.certain else CallState.INDETERMINATE
    if seen.open_genes or seen.thin:
        return CallState.INDETERMINATE
    profile = evidence.copy_number
    if profile is None or not (profile.altered_only or len(profile.segments)):
        return CallState.NOT_ASSESSED
    return CallState.INDETERMINATE if seen.impure or seen.noise else CallState.ABSENT


def _outside(evidence: CaseEvidence, rules: FocalAmplificationRules) -> list[Amplicon]:
    """Without the amplicon that reaches MYCN, and without the loci that lymphocytes rearrange."""
    gap = rules.joined_mb.value * BP_PER_MB
    mycn = evidence.genome.gene(MYCN).interval
    receptors = _receptors(evidence, rules)
    return [
        item
        for item in find_amplicons(evidence, rules.copy_level.segment_state, gap)
        if distance_bp(item.place, mycn) > gap and not _mostly_in(item.place, receptors)
    ]


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


def _row(item: Amplicon, genes: Iterable[str], evidence: CaseEvidence) -> Row:
    return {
        "contig": item.place.contig,
        "start": item.place.start,
        "end": item.place.end,
        "height": item.height,
        "genes": _genes_in(item.place, evidence, genes),
        "with_mycn": item.with_mycn,
    }


def _genes_in(place: Interval, evidence: CaseEvidence, genes: Iterable[str]) -> tuple[str, ...]:
    known = evidence.genome.genes
    return tuple(
        gene for gene in genes if gene in known and place.overlap_bp(known[gene].interval) > 0
    )


def _reason(evidence: CaseEvidence, state: CallState, seen: _Seen) -> str:
    if state is CallState.NOT_ASSESSED:
        return "No profile of the genome was given; single genes say nothing of the others."
    said = [*_found(seen)]
    if state is CallState.ABSENT:
        profile = evidence.copy_number
        listed = profile is not None and profile.altered_only
        said.append(
            "The list of altered segments holds no focal amplification outside MYCN."
            if listed
            else "No focal segment outside MYCN reaches the amplification cut-off."
        )
    elif not (seen.amplicons or seen.genes or seen.open_genes or seen.thin):
        cause = "the profile is noise" if seen.noise else "the tumour cell fraction is too low"
        said.append(f"None was seen, but {cause}, so that none is excluded.")
    elif seen.noise:
        said.append("The profile as a whole is noise, which makes such segments too.")
    return " ".join(said)


def _found(seen: _Seen) -> Iterator[str]:
    if seen.amplicons:
        yield f"Amplified outside MYCN: {_places(seen.amplicons)}."
    if seen.with_mycn:
        yield f"Amplified together with MYCN, and not counted: {_places(seen.with_mycn)}."
    if seen.thin:
        most = max(seen.thin, key=lambda item: (item.probes or 0, item.length_bp))
        carried = support_in_words(most.probes, most.length_bp)
        yield (
            f"Too short to be told from noise: {len(seen.thin)} amplified "
            f"region{'s' * (len(seen.thin) != 1)}, the best of {carried} ({most.place})."
        )
    for level in (*seen.genes, *seen.open_genes):
        part = level.level is CopyLevel.AMPLIFIED and level.breakpoint_inside
        yield f"{level.reason} A breakpoint lies inside {level.gene}." if part else level.reason


def _places(amplicons: Iterable[Amplicon]) -> str:
    return ", ".join(str(item.place) for item in amplicons)


MECHANISM = Mechanism(
    name="focal_amplification",
    title="Focal amplification outside MYCN",
    question="Is any region other than MYCN amplified to a high level, and which genes lie there?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        DetailKey("genes", "listed genes that are amplified as a whole"),
        DetailKey("genes_in_question", "listed genes that may be amplified"),
        DetailKey(
            "high_level_amplification_non_mycn",
            "whether there is a high-level focal amplification outside MYCN",
        ),
        DetailKey(
            "regions",
            "the amplicons: contig, start (0-based), end, height, listed genes, and whether it "
            "belongs to the amplicon of MYCN",
        ),
        DetailKey("regions_in_question", "amplified, and too short to be told from noise"),
        DetailKey("needs_review", "whether a person should look"),
    ),
    assays=("copy_number_profile",),
    rules=FocalAmplificationRules,
    call=call_focal_amplification,
    genes=lambda rules: frozenset(rules.genes.value),
)
