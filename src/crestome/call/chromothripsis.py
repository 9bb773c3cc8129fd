"""Chromothripsis: was a chromosome shattered and joined anew?

In chromothripsis one chromosome breaks into many pieces in a single event and is joined in random
order, with some pieces lost. Traces stay: rearrangements whose spans interleave, joined without
regard to direction and crowded on the chromosome, and copies that switch back and forth between
two states along it. Together they make the call. Copy number alone also switches often in tumours
that broke step by step, and in noise, so that alone it never makes chromothripsis more than
suspected, and its silence tells nothing; rearrangements without a profile do not make it either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeAlias

from crestome.call.chromosome_survey import (
    Change,
    ChromosomeSurvey,
    Piece,
    SegmentalChromosomeRules,
    survey_chromosomes,
)
from crestome.call.cluster_order import ClusterOrder, measure_order
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.rearrangement_cluster import Cluster, largest_clusters
from crestome.call.segment_state import measure_baseline
from crestome.call.structural_evidence import BP_PER_KB
from crestome.knowledge.schema import Curated, Rules, Threshold
from crestome.model.call import Call, Calls, CallState, DetailValue, Finding, Row
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Interval
from crestome.model.small_variant import SequencingScope

NAME: Final = "chromothripsis"

State: TypeAlias = int | Change
"""Copies above the baseline, or gain, loss and neither."""

_COPIES: Final = "copies"
_HIGH, _LOW, _SUSPECTED = "high_confidence", "low_confidence", "suspected"
_NONE, _NOT_ASSESSED = "none", "not_assessed"


class ChromothripsisRules(Rules):
    """Signs of a shattered chromosome.

    Attributes:
        oscillation_switches: From so many changes of state, copy number alone makes it suspected.
        oscillation_states: If they are between so many states at most.
        cluster_states: Segments in a cluster oscillate between so many states at most.
        interleaved_joints: So many interleaved rearrangements are a cluster.
        linked_joints: So many suffice with ``joints_to_elsewhere``.
        joints_to_elsewhere: So many rearrangements to other chromosomes.
        linked_kb: They end in the cluster, or no farther from it.
        high_segments: With so many oscillating segments in the cluster: high confidence.
        low_segments: With so many: low confidence.
        significance: Level of the tests of random joining and of crowded breaks.
        note_tests: Sentence on what the criteria leave open.
        note_frequency: Sentence on how common it is.
        segmental_chromosome: See `SegmentalChromosomeRules`.
    """

    oscillation_switches: Threshold
    oscillation_states: Threshold
    cluster_states: Threshold
    interleaved_joints: Threshold
    linked_joints: Threshold
    joints_to_elsewhere: Threshold
    linked_kb: Threshold
    high_segments: Threshold
    low_segments: Threshold
    significance: Threshold
    note_tests: Curated[str]
    note_frequency: Curated[str]
    segmental_chromosome: SegmentalChromosomeRules


@dataclass(frozen=True, kw_only=True)
class _Shattered:
    """One chromosome that shows a trace.

    Attributes:
        place: The cluster, or the whole chromosome where only copies show something.
        label: The word for it.
        segments: Adjacent segments that oscillate; None without a profile.
        cluster: The largest cluster; None where there is none, or none were looked for.
        order: What the tests say of it; None where it is too small to be one.
        lacking: Criteria that are not met, in words.
    """

    place: Interval
    label: str
    segments: int | None
    cluster: Cluster | None = None
    order: ClusterOrder | None = None
    lacking: tuple[str, ...] = ("enough interleaved rearrangements",)

    @property
    def words(self) -> str:
        """What was seen, in words."""
        seen = []
        if self.cluster is not None:
            seen.append(f"{self.cluster.joints} interleaved rearrangements")
            if self.order is not None:
                seen[0] += f" ({_order_words(self.cluster, self.order)})"
        if self.segments is not None:
            seen.append(f"{self.segments} adjacent segments that oscillate between few states")
        short = f", without {' or '.join(self.lacking)}" if self.lacking else ""
        return f"chromosome {self.place.contig}: {', '.join(seen)}{short}"


def _order_words(cluster: Cluster, order: ClusterOrder) -> str:
    joined = "strands not stated"
    if order.joining_p is not None:
        joined = f"random joining p {order.joining_p:.2g}"
    crowded = "" if order.crowding_p is None else f", crowded gaps p {order.crowding_p:.2g}"
    return (
        f"{joined}, enriched on the chromosome p {order.enrichment_p:.2g}{crowded}, "
        f"{cluster.joints_to_elsewhere} to other chromosomes"
    )


def call_chromothripsis(evidence: CaseEvidence, calls: Calls, rules: ChromothripsisRules) -> Call:
    """Call chromothripsis by interleaved rearrangements and oscillating copies.

    Args:
        evidence: Uses ``structural_variants``, how the sample was sequenced, and ``copy_number``.
        calls: Uses ``segmental_chromosome``, which tells noise.
        rules: See `ChromothripsisRules`.

    Returns:
        ``present``, label ``high_confidence``, where a chromosome has a cluster of interleaved
        rearrangements, joined at random and crowded (or linked to other chromosomes), and enough
        oscillating segments in it; ``indeterminate`` with ``low_confidence`` for fewer segments or
        strands not stated, and with ``suspected`` where a criterion fails or was not measured;
        ``absent``, label ``none``, where the rearrangements of a whole genome hold no cluster and
        copies do not oscillate; ``not_assessed`` where nothing was given, or copy number alone
        shows nothing.

    References:
        korbel-campbell-2013, cortes-ciriano-2020, molenaar-2012
    """
    looked_for_joints = _joints_looked_for(evidence)
    segmental = calls.by_name().get("segmental_chromosome")
    noise = segmental is not None and segmental.flag("noise")
    found = sorted(
        _chromosomes(evidence, rules, noise=noise), key=lambda item: _ORDER.index(item.label)
    )
    if not found and not looked_for_joints:
        return _unseen(evidence, rules)
    copies_seen = evidence.copy_number is not None and not noise
    state, label = _verdict(found)
    notes = (rules.note_tests, rules.note_frequency) if found else ()
    return Call(
        mechanism=NAME,
        state=state,
        label=label,
        reason=_reason(found, copies_seen=copies_seen),
        detail={
            "chromosomes": tuple(item.place.contig for item in found),
            "regions": tuple(_row(item, looked_for_joints=looked_for_joints) for item in found),
            "joints_looked_for": looked_for_joints,
            "copies_looked_at": copies_seen,
            "needs_review": bool(found),
        },
        evidence=tuple(Finding(what=item.words, where=str(item.place)) for item in found),
        missing=() if looked_for_joints else ("structural_variants",),
        needs_review=bool(found),
        notes=tuple(note.value for note in notes),
        rules=_RULES,
        sources=cited(rules.interleaved_joints, rules.oscillation_switches, *notes),
    )


def _unseen(evidence: CaseEvidence, rules: ChromothripsisRules) -> Call:
    """Nothing seen, and rearrangements were not looked for."""
    details: dict[str, DetailValue] = dict.fromkeys(key.name for key in DETAILS)
    missing: tuple[str, ...] = ("structural_variants", "copy_number_profile")
    reason = "Neither a copy-number profile nor structural variants of a genome were given."
    if evidence.copy_number is not None:
        details["chromosomes"] = ()
        missing = ("structural_variants",)
        reason = (
            "Not assessable from copy number alone (arrays, exomes, panels): the rearrangements of "
            "the whole genome were not looked for."
        )
    return Call(
        mechanism=NAME,
        state=CallState.NOT_ASSESSED,
        label=_NOT_ASSESSED,
        reason=reason,
        detail=details,
        missing=missing,
        rules=_RULES,
        sources=cited(rules.interleaved_joints, rules.oscillation_switches),
    )


_ORDER: Final = (_HIGH, _LOW, _SUSPECTED)
_RULES: Final = tuple(
    f"{NAME}.{key}"
    for key in (
        "interleaved_joints",
        "linked_joints",
        "joints_to_elsewhere",
        "high_segments",
        "low_segments",
        "significance",
        "oscillation_switches",
    )
)


def _joints_looked_for(evidence: CaseEvidence) -> bool:
    """Whether rearrangements of the whole genome were looked for; panels and exomes see few."""
    narrow = {SequencingScope.PANEL, SequencingScope.EXOME}
    return evidence.structural_variants is not None and evidence.sequenced.scope not in narrow


def _chromosomes(
    evidence: CaseEvidence, rules: ChromothripsisRules, *, noise: bool
) -> Iterator[_Shattered]:
    """Chromosomes with a trace; a panel's rearrangements still count where they form a cluster."""
    clusters = largest_clusters(evidence, round(rules.linked_kb.value * BP_PER_KB))
    surveys: dict[str, ChromosomeSurvey] = {}
    scale = ""
    if evidence.copy_number is not None and not noise:
        surveys = survey_chromosomes(evidence, rules.segmental_chromosome)
        scale = measure_baseline(evidence, rules.segmental_chromosome.segment_state).scale
    for chromosome in evidence.genome.autosomes:
        cluster = clusters.get(chromosome.name)
        survey = surveys.get(chromosome.name)
        pieces = None if survey is None else _levels(survey, scale)
        if cluster is not None and _is_cluster(cluster, rules):
            order = measure_order(cluster, evidence.genome)
            yield _clustered(cluster, order, pieces, rules)
        elif pieces is not None:
            segments = _oscillating(pieces, chromosome.whole, rules.oscillation_states.value)
            if segments > rules.oscillation_switches.value:
                yield _Shattered(
                    place=chromosome.whole, label=_SUSPECTED, segments=segments, cluster=cluster
                )


def _is_cluster(cluster: Cluster, rules: ChromothripsisRules) -> bool:
    """Whether the joints are enough for one of the two ways."""
    return cluster.joints >= rules.interleaved_joints.value or _is_linked(cluster, rules)


def _is_linked(cluster: Cluster, rules: ChromothripsisRules) -> bool:
    """Whether a smaller cluster is joined to other chromosomes often enough."""
    return (
        cluster.joints >= rules.linked_joints.value
        and cluster.joints_to_elsewhere >= rules.joints_to_elsewhere.value
    )


def _clustered(
    cluster: Cluster,
    order: ClusterOrder,
    pieces: list[tuple[Piece, State]] | None,
    rules: ChromothripsisRules,
) -> _Shattered:
    segments = None
    if pieces is not None:
        segments = _oscillating(pieces, cluster.place, rules.cluster_states.value)
    lacking = tuple(_lacking(cluster, order, segments, rules))
    label = _SUSPECTED
    if not lacking:
        # Without strands random joining is not known, which a high confidence asks for.
        known = order.joining_p is not None
        label = _HIGH if known and (segments or 0) >= rules.high_segments.value else _LOW
    return _Shattered(
        place=cluster.place,
        label=label,
        segments=segments,
        cluster=cluster,
        order=order,
        lacking=lacking,
    )


def _lacking(
    cluster: Cluster, order: ClusterOrder, segments: int | None, rules: ChromothripsisRules
) -> Iterator[str]:
    """The criteria of even a low confidence that are not met."""
    level = rules.significance.value
    crowded = cluster.joints >= rules.interleaved_joints.value and order.is_crowded(level)
    if order.is_joined_at_random(level) is False:
        yield "random joining"
    if not (crowded or _is_linked(cluster, rules)):
        yield "crowded breaks"
    few = crowded and order.joining_p is not None
    needed = rules.low_segments if few else rules.high_segments
    if segments is None:
        yield "a profile of copies"
    elif segments < needed.value:
        yield "enough oscillating copies"


def _levels(survey: ChromosomeSurvey, scale: str) -> list[tuple[Piece, State]]:
    """Every piece with its state: whole copies where the profile has them, else gain or loss."""
    return [
        (piece, round(piece.level))
        if scale == _COPIES and piece.level is not None
        # Loss of heterozygosity alone changes no number of copies.
        else (piece, Change.NONE if piece.change is Change.LOH else piece.change)
        for piece in survey.pieces
    ]


def _oscillating(pieces: Sequence[tuple[Piece, State]], place: Interval, states: float) -> int:
    """The most adjacent segments of changing state in ``place`` that hold few different states."""
    inside = [
        state for piece, state in pieces if piece.start < place.end and piece.end > place.start
    ]
    return max(map(len, _runs(inside, states)), default=0)


def _runs(changes: Sequence[State], states: float) -> Iterator[list[State]]:
    run: list[State] = []
    for change, _ in groupby(changes):
        run.append(change)
        while len(set(run)) > states:
            run.pop(0)
        yield run


def _verdict(found: list[_Shattered]) -> tuple[CallState, str]:
    if not found:
        return CallState.ABSENT, _NONE
    label = found[0].label
    return CallState.PRESENT if label == _HIGH else CallState.INDETERMINATE, label


def _reason(found: list[_Shattered], *, copies_seen: bool) -> str:
    if found:
        words = "; ".join(item.words for item in found)
        return f"{words[0].upper()}{words[1:]}."
    copies = "no oscillating copies" if copies_seen else "copies were not looked at"
    return f"No chromosome has a cluster of interleaved rearrangements; {copies}."


def _row(item: _Shattered, *, looked_for_joints: bool) -> Row:
    none = 0 if looked_for_joints else None
    return {
        "contig": item.place.contig,
        "start": item.place.start,
        "end": item.place.end,
        "confidence": item.label,
        "interleaved": none if item.cluster is None else item.cluster.joints,
        "to_elsewhere": None if item.cluster is None else item.cluster.joints_to_elsewhere,
        "oscillating": item.segments,
        "joining_p": None if item.order is None else _rounded(item.order.joining_p),
        "enrichment_p": None if item.order is None else _rounded(item.order.enrichment_p),
        "crowding_p": None if item.order is None else _rounded(item.order.crowding_p),
        "lacking": item.lacking,
    }


def _rounded(probability: float | None) -> float | None:
    return None if probability is None else float(f"{probability:.3g}")


DETAILS: Final = (
    DetailKey("chromosomes", "Chromosomes that show a trace, the surest first."),
    DetailKey("regions", "Each with its confidence, rearrangements, segments and tests."),
    DetailKey("joints_looked_for", "Whether rearrangements of the whole genome were looked for."),
    DetailKey("copies_looked_at", "Whether a profile of copies could be read."),
    DetailKey("needs_review", "A person should look."),
)

MECHANISM: Final = Mechanism(
    name=NAME,
    title="Chromothripsis",
    question="Was a chromosome shattered and joined anew?",
    labels={
        CallState.PRESENT: (_HIGH,),
        CallState.ABSENT: (_NONE,),
        CallState.INDETERMINATE: (_LOW, _SUSPECTED),
        CallState.NOT_ASSESSED: (_NOT_ASSESSED,),
    },
    details=DETAILS,
    assays=("structural_variants", "copy_number_profile"),
    rules=ChromothripsisRules,
    call=call_chromothripsis,
)
