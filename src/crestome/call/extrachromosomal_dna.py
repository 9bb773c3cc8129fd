"""Extrachromosomal DNA: may an amplicon lie on circles outside the chromosomes?

Amplified MYCN often lies on circular DNA without a centromere, which daughter cells inherit
unevenly, so that its copies can rise and fall under treatment. A circle leaves a junction that
joins the end of the amplicon to its own beginning. Tandem copies inside a chromosome leave the same
junction, and most amplicons are more complicated than one circle: this is a hint, never a proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.call.amplicon import Amplicon, find_amplicons
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.segment_state import SegmentStateRules
from crestome.call.segment_support import amplicon_is_thin
from crestome.call.structural_evidence import BP_PER_KB, Adjacency, adjacencies_at
from crestome.knowledge.schema import Curated, Rules, Threshold
from crestome.model.call import Call, Calls, CallState, Row
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Interval
from crestome.model.structural_variant import StructuralKind

NAME: Final = "extrachromosomal_dna"

_LIKELY, _POSSIBLE = "likely", "possible"
_AMPLIFIED_BY: Final = ("mycn", "alk")
"""Calls of amplification that need no profile."""


class ExtrachromosomalDnaRules(Rules):
    """What closes a circle.

    Attributes:
        tolerance_kb: A junction closes an amplicon if each end lies so near to an end of it.
        tolerance_share: And no farther than this share of its length.
        joined_mb: Amplified segments nearer than this are one amplicon.
        note_hint: Sentence on what a hint is worth.
        segment_state: See `SegmentStateRules`.
    """

    tolerance_kb: Threshold
    tolerance_share: Threshold
    joined_mb: Threshold
    note_hint: Curated[str]
    segment_state: SegmentStateRules


@dataclass(frozen=True, kw_only=True)
class _Hint:
    """An amplicon and the junctions that join its end to its beginning."""

    amplicon: Amplicon
    junctions: tuple[Adjacency, ...]

    @property
    def label(self) -> str:
        """How strong the hint is."""
        return _LIKELY if self.junctions else _POSSIBLE


def call_extrachromosomal_dna(
    evidence: CaseEvidence, calls: Calls, rules: ExtrachromosomalDnaRules
) -> Call:
    """Look for hints that an amplicon lies outside the chromosomes.

    Args:
        evidence: Uses ``copy_number`` and ``structural_variants``.
        calls: Uses ``segmental_chromosome``, which tells noise, and ``mycn`` and ``alk``, which
            may know an amplicon without a profile.
        rules: See `ExtrachromosomalDnaRules`.

    Returns:
        Never ``present``. ``indeterminate`` with ``likely`` where a junction closes an amplicon,
        with ``possible`` where there is an amplicon without one, and with ``uninformative`` where
        none is seen in a profile that is noise; ``absent``, label ``no_amplicon``, where a profile
        holds none; ``not_assessed`` without a profile.

    References:
        deshpande-2019, koche-2020, crestome-conventions
    """
    if evidence.copy_number is None:
        return Call(
            mechanism=NAME,
            state=CallState.NOT_ASSESSED,
            label="not_assessed",
            reason=_without_profile(calls),
            detail={key.name: None for key in DETAILS},
            missing=("copy_number_profile",),
        )
    hints = _hints(evidence, rules)
    segmental = calls.by_name().get("segmental_chromosome")
    noise = segmental is not None and segmental.flag("noise")
    state, label = CallState.ABSENT, "no_amplicon"
    if hints:
        state = CallState.INDETERMINATE
        label = _LIKELY if any(hint.junctions for hint in hints) else _POSSIBLE
    elif noise:
        state, label = CallState.INDETERMINATE, "uninformative"
    unseen = evidence.structural_variants is None
    return Call(
        mechanism=NAME,
        state=state,
        label=label,
        reason=_reason(hints, noise=noise, unseen=unseen),
        detail={
            "amplicons": tuple(_row(hint, evidence) for hint in hints),
            "junctions_looked_for": not unseen,
        },
        evidence=tuple(
            junction.seen(f"joins the end of {hint.amplicon.place} to its beginning")
            for hint in hints
            for junction in hint.junctions
        ),
        missing=("structural_variants",) if hints and unseen else (),
        notes=(rules.note_hint.value,) if hints else (),
        rules=(f"{NAME}.tolerance_kb", f"{NAME}.joined_mb"),
        sources=cited(rules.tolerance_kb, rules.note_hint),
    )


def _without_profile(calls: Calls) -> str:
    """Why nothing can be said without segments: is there an amplicon to place?"""
    amplified = [name.upper() for name in _AMPLIFIED_BY if _is_amplified(name, calls)]
    if amplified:
        return (
            f"{' and '.join(amplified)} amplified, but without a profile the amplicon has no ends "
            "that a junction could close."
        )
    return "No amplicon is known, and without a profile none was looked for."


def _is_amplified(name: str, calls: Calls) -> bool:
    call = calls.by_name().get(name)
    return call is not None and call.label == "amplified"


def _hints(evidence: CaseEvidence, rules: ExtrachromosomalDnaRules) -> list[_Hint]:
    limits, profile = rules.segment_state, evidence.copy_number
    gap_bp = rules.joined_mb.value * BP_PER_MB
    return [
        _Hint(amplicon=item, junctions=_closing(item.place, evidence, rules))
        for item in find_amplicons(evidence, limits, gap_bp)
        if profile is not None
        and (
            item.stated
            or not amplicon_is_thin(
                item.probes, item.length_bp, profile.platform, limits.segment_support
            )
        )
    ]


def _closing(
    place: Interval, evidence: CaseEvidence, rules: ExtrachromosomalDnaRules
) -> tuple[Adjacency, ...]:
    """Junctions that join the end of a place to its beginning, as a tandem duplication does."""
    share_bp = rules.tolerance_share.value * place.length_bp
    near_bp = round(min(rules.tolerance_kb.value * BP_PER_KB, share_bp))
    around = place.model_copy(
        update={"start": max(0, place.start - near_bp), "end": place.end + near_bp}
    )
    return tuple(
        item
        for item in adjacencies_at(evidence, around)
        if _joins_tail_to_head(item)
        and _is_near(item.first.position, place.start, near_bp)
        and _is_near(item.second.position, place.end, near_bp)
    )


def _joins_tail_to_head(item: Adjacency) -> bool:
    strands = (item.first.strand, item.second.strand)
    return item.size_bp is not None and (
        item.kind is StructuralKind.DUPLICATION or strands == ("-", "+")
    )


def _is_near(position: int | None, end: int, near_bp: int) -> bool:
    return position is not None and abs(position - end) <= near_bp


def _reason(hints: list[_Hint], *, noise: bool, unseen: bool) -> str:
    if not hints:
        return (
            "No amplicon was seen, but the profile is noise."
            if noise
            else "No focal segment reaches the amplification cut-off, so there is none to place."
        )
    said = []
    for hint in hints:
        closed = f"{len(hint.junctions)} junction(s) join its end to its beginning"
        open_ = "junctions were not looked for" if unseen else "no junction closes it to a circle"
        said.append(f"{hint.amplicon.place}: {closed if hint.junctions else open_}")
    return f"Amplified {'; '.join(said)}."


def _row(hint: _Hint, evidence: CaseEvidence) -> Row:
    place = hint.amplicon.place
    return {
        "contig": place.contig,
        "start": place.start,
        "end": place.end,
        "height": hint.amplicon.height,
        "hint": hint.label,
        "genes": tuple(
            symbol
            for symbol, gene in evidence.genome.genes.items()
            if gene.interval.overlap_bp(place)
        ),
    }


DETAILS: Final = (
    DetailKey("amplicons", "Amplicons with their height, the strength of the hint and genes."),
    DetailKey("junctions_looked_for", "Whether structural variants were given."),
)

MECHANISM: Final = Mechanism(
    name=NAME,
    title="Extrachromosomal DNA",
    question="May an amplicon lie on circles outside the chromosomes?",
    labels={
        CallState.ABSENT: ("no_amplicon",),
        CallState.INDETERMINATE: (_LIKELY, _POSSIBLE, "uninformative"),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=DETAILS,
    assays=("structural_variants", "copy_number_profile"),
    rules=ExtrachromosomalDnaRules,
    call=call_extrachromosomal_dna,
)
