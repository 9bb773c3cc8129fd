"""Chromothripsis: was a chromosome shattered and joined anew?

In chromothripsis one chromosome breaks into many pieces in a single event and is joined in random
order, with some pieces lost. Two traces stay: rearrangements whose spans interleave, and copies
that switch back and forth between two or three states along the chromosome. Both together make the
call. Copy number alone also switches often in tumours that broke step by step, and in noise, so
that alone it never makes chromothripsis more than suspected; rearrangements without a profile of
copies do not either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from crestome.call.chromosome_survey import (
    Change,
    ChromosomeSurvey,
    SegmentalChromosomeRules,
    survey_chromosomes,
)
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.rearrangement_cluster import Cluster, largest_clusters
from crestome.knowledge.schema import Curated, Rules, Threshold
from crestome.model.call import Call, Calls, CallState, Finding, Row
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Interval
from crestome.model.small_variant import SequencingScope

NAME: Final = "chromothripsis"

_HIGH, _LOW, _SUSPECTED = "high_confidence", "low_confidence", "suspected"
_NONE, _OPEN, _NOT_ASSESSED = "none", "not_excluded", "not_assessed"


class ChromothripsisRules(Rules):
    """Signs of a shattered chromosome.

    Attributes:
        oscillation_switches: From so many changes of state, copy number alone makes it suspected.
        oscillation_states: If they are between so many states at most.
        interleaved_joints: So many interleaved rearrangements are a cluster.
        high_segments: With so many oscillating segments in the cluster: high confidence.
        low_segments: With so many: low confidence.
        note_tests: Sentence on what was not tested.
        note_frequency: Sentence on how common it is.
        segmental_chromosome: See `SegmentalChromosomeRules`.
    """

    oscillation_switches: Threshold
    oscillation_states: Threshold
    interleaved_joints: Threshold
    high_segments: Threshold
    low_segments: Threshold
    note_tests: Curated[str]
    note_frequency: Curated[str]
    segmental_chromosome: SegmentalChromosomeRules


@dataclass(frozen=True, kw_only=True)
class _Shattered:
    """One chromosome that shows a trace.

    Attributes:
        place: The cluster, or the whole chromosome where only copies show something.
        label: The word for it.
        joints: Interleaved rearrangements; None where none were looked for.
        segments: Adjacent segments that oscillate; None without a profile.
    """

    place: Interval
    label: str
    joints: int | None
    segments: int | None

    @property
    def words(self) -> str:
        """What was seen, in words."""
        seen = []
        if self.joints is not None:
            seen.append(f"{self.joints} interleaved rearrangements")
        if self.segments is not None:
            seen.append(f"{self.segments} adjacent segments that oscillate between few states")
        return f"chromosome {self.place.contig}: {', '.join(seen)}"


def call_chromothripsis(evidence: CaseEvidence, calls: Calls, rules: ChromothripsisRules) -> Call:
    """Call chromothripsis by interleaved rearrangements and oscillating copies.

    Args:
        evidence: Uses ``structural_variants``, how the sample was sequenced, and ``copy_number``.
        calls: Uses ``segmental_chromosome``, which tells noise.
        rules: See `ChromothripsisRules`.

    Returns:
        ``present``, label ``high_confidence``, where a chromosome has a cluster of interleaved
        rearrangements and enough oscillating segments in it; ``indeterminate`` with
        ``low_confidence`` for fewer segments, with ``suspected`` where only one of the two was
        measured or seen, and with ``not_excluded`` where nothing is seen in copy number alone, or
        the profile is noise; ``absent``, label ``none``, where the rearrangements of a whole
        genome hold no cluster and copies do not oscillate; ``not_assessed`` without both.

    References:
        korbel-campbell-2013, cortes-ciriano-2020, molenaar-2012
    """
    looked_for_joints = _joints_looked_for(evidence)
    if evidence.copy_number is None and not looked_for_joints:
        return Call(
            mechanism=NAME,
            state=CallState.NOT_ASSESSED,
            label=_NOT_ASSESSED,
            reason="Neither a copy-number profile nor structural variants of a genome were given.",
            detail={key.name: None for key in DETAILS},
            missing=("structural_variants", "copy_number_profile"),
        )
    segmental = calls.by_name().get("segmental_chromosome")
    noise = segmental is not None and segmental.flag("noise")
    found = sorted(
        _chromosomes(evidence, rules, noise=noise), key=lambda item: _ORDER.index(item.label)
    )
    state, label = _verdict(found, looked_for_joints=looked_for_joints, noise=noise)
    notes = (rules.note_tests, rules.note_frequency) if found else ()
    return Call(
        mechanism=NAME,
        state=state,
        label=label,
        reason=_reason(found, looked_for_joints=looked_for_joints, noise=noise),
        detail={
            "chromosomes": tuple(item.place.contig for item in found),
            "regions": tuple(_row(item) for item in found),
            "joints_looked_for": looked_for_joints,
            "copies_looked_at": evidence.copy_number is not None and not noise,
            "needs_review": bool(found),
        },
        evidence=tuple(Finding(what=item.words, where=str(item.place)) for item in found),
        missing=() if looked_for_joints else ("structural_variants",),
        needs_review=bool(found),
        notes=tuple(note.value for note in notes),
        rules=_RULES,
        sources=cited(rules.interleaved_joints, rules.oscillation_switches, *notes),
    )


_ORDER: Final = (_HIGH, _LOW, _SUSPECTED)
_RULES: Final = tuple(
    f"{NAME}.{key}"
    for key in ("interleaved_joints", "high_segments", "low_segments", "oscillation_switches")
)


def _joints_looked_for(evidence: CaseEvidence) -> bool:
    """Whether rearrangements of the whole genome were looked for; panels and exomes see few."""
    narrow = {SequencingScope.PANEL, SequencingScope.EXOME}
    return evidence.structural_variants is not None and evidence.sequenced.scope not in narrow


def _chromosomes(
    evidence: CaseEvidence, rules: ChromothripsisRules, *, noise: bool
) -> Iterator[_Shattered]:
    """Chromosomes with a trace; a panel's rearrangements still count where they form a cluster."""
    clusters = largest_clusters(evidence)
    surveys = {}
    if evidence.copy_number is not None and not noise:
        surveys = survey_chromosomes(evidence, rules.segmental_chromosome)
    for chromosome in evidence.genome.autosomes:
        cluster, survey = clusters.get(chromosome.name), surveys.get(chromosome.name)
        if cluster is not None and cluster.joints >= rules.interleaved_joints.value:
            yield _clustered(cluster, survey, rules)
        elif survey is not None:
            segments = _most_oscillating(survey, chromosome.whole, rules)
            if segments > rules.oscillation_switches.value:
                joints = cluster.joints if cluster is not None else None
                if joints is None and _joints_looked_for(evidence):
                    joints = 0
                yield _Shattered(
                    place=chromosome.whole, label=_SUSPECTED, joints=joints, segments=segments
                )


def _clustered(
    cluster: Cluster, survey: ChromosomeSurvey | None, rules: ChromothripsisRules
) -> _Shattered:
    segments = None if survey is None else _most_oscillating(survey, cluster.place, rules)
    label = _SUSPECTED
    if segments is not None and segments >= rules.high_segments.value:
        label = _HIGH
    elif segments is not None and segments >= rules.low_segments.value:
        label = _LOW
    return _Shattered(place=cluster.place, label=label, joints=cluster.joints, segments=segments)


def _most_oscillating(survey: ChromosomeSurvey, place: Interval, rules: ChromothripsisRules) -> int:
    """The most adjacent segments of changing state in ``place`` that hold few different states."""
    changes = [
        # Loss of heterozygosity alone changes no number of copies.
        Change.NONE if piece.change is Change.LOH else piece.change
        for piece in survey.pieces
        if piece.start < place.end and piece.end > place.start
    ]
    return max(map(len, _runs(changes, rules.oscillation_states.value)), default=0)


def _runs(changes: Sequence[Change], states: float) -> Iterator[list[Change]]:
    run: list[Change] = []
    for change, _ in groupby(changes):
        run.append(change)
        while len(set(run)) > states:
            run.pop(0)
        yield run


def _verdict(
    found: list[_Shattered], *, looked_for_joints: bool, noise: bool
) -> tuple[CallState, str]:
    if found:
        label = found[0].label
        return CallState.PRESENT if label == _HIGH else CallState.INDETERMINATE, label
    if looked_for_joints and not noise:
        return CallState.ABSENT, _NONE
    return CallState.INDETERMINATE, _OPEN


def _reason(found: list[_Shattered], *, looked_for_joints: bool, noise: bool) -> str:
    if found:
        words = "; ".join(item.words for item in found)
        alone = all(item.label == _SUSPECTED for item in found)
        more = " One trace alone leaves chromothripsis suspected." if alone else ""
        return f"{words[0].upper()}{words[1:]}.{more}"
    if noise:
        return "No cluster of rearrangements; the profile is noise and says nothing."
    if looked_for_joints:
        return "No chromosome has a cluster of interleaved rearrangements or oscillating copies."
    return (
        "No chromosome oscillates between few states; rearrangements, which would tell more, were "
        "not looked for."
    )


def _row(item: _Shattered) -> Row:
    return {
        "contig": item.place.contig,
        "start": item.place.start,
        "end": item.place.end,
        "confidence": item.label,
        "interleaved": item.joints,
        "oscillating": item.segments,
    }


DETAILS: Final = (
    DetailKey("chromosomes", "Chromosomes that show a trace, the surest first."),
    DetailKey("regions", "Each with its confidence, interleaved rearrangements and segments."),
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
        CallState.INDETERMINATE: (_LOW, _SUSPECTED, _OPEN),
        CallState.NOT_ASSESSED: (_NOT_ASSESSED,),
    },
    details=DETAILS,
    assays=("structural_variants", "copy_number_profile"),
    rules=ChromothripsisRules,
    call=call_chromothripsis,
)
