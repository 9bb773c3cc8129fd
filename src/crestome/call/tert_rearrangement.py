"""Whether a breakpoint activates TERT: by structural variants, reports of a laboratory, or assays.

Published breakpoints cluster within 50 kb of the transcription start, most of them upstream, where
they bring the enhancer of another place beside the gene. Farther away the distance alone does not
tell. TERT is read from the minus strand: upstream of its start the DNA that still holds the gene is
the one below the break, and a junction that keeps the DNA above it joins something else. A short
event whose two ends lie together moves nothing, unless it doubles the start itself. A fusion
transcript of TERT shows that something happened, but not where.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from crestome.call.structural_evidence import (
    BP_PER_KB,
    Adjacency,
    End,
    adjacencies_at,
    breakpoints_looked_for,
    gene_beside,
)
from crestome.knowledge.schema import Curated, Rules, Threshold, Words
from crestome.model.assay import AssayOutcome, Level
from crestome.model.call import Finding
from crestome.model.event import GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Interval
from crestome.model.structural_variant import StructuralKind

GENE: Final = "TERT"


class TertRearrangementRules(Rules):
    """What counts as a rearrangement of TERT.

    Attributes:
        near_kb: A breakpoint up to so far upstream of the start counts by itself.
        downstream_kb: A breakpoint up to so far downstream of the start counts by itself.
        far_upstream_kb: Up to so far upstream it counts if TERT is expressed or telomerase active.
        far_downstream_kb: The same, downstream.
        local_kb: Events whose ends lie closer together move nothing.
        located_kinds: Kinds of event whose stated position is a breakpoint.
        rearranged_kinds: Kinds that are a rearrangement even without a position.
        open_kinds: Kinds that may be one, if their position were known.
        body_caution: What to say of a breakpoint inside the gene.
        side_caution: What to say where the DNA that is joined is not the one that holds TERT.
    """

    near_kb: Threshold
    downstream_kb: Threshold
    far_upstream_kb: Threshold
    far_downstream_kb: Threshold
    local_kb: Threshold
    located_kinds: Words
    rearranged_kinds: Words
    open_kinds: Words
    body_caution: Curated[str]
    side_caution: Curated[str]


class Outcome(StrEnum):
    """What one way of altering TERT came out as, the most telling first."""

    POSITIVE = "positive"
    INDETERMINATE = "indeterminate"
    NEGATIVE = "negative"
    NOT_ASSESSED = "not_assessed"


class Window(StrEnum):
    """Where a breakpoint lies, seen from the transcription start."""

    STRICT = "strict"
    """Upstream, as near as the published ones."""
    PERMISSIVE = "permissive"
    """Farther upstream, where it counts beside expression only."""
    BODY = "body"
    """Inside the gene, which it cuts."""
    DOWNSTREAM = "downstream"
    """Behind the gene."""
    OUTSIDE = "outside"


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One way of altering TERT, and what was seen of it.

    Attributes:
        outcome: See `Outcome`.
        reason: Why, in words; "" where nothing was looked at.
        basis: What showed it.
        distance_bp: Of the breakpoint from the transcription start; upstream is positive.
        window: Where the breakpoint lies; "" without one.
        partner: What is joined to it, as place and gene; "" if not known.
        caution: Why a person should look; "" if none need.
        review: Sources contradict each other.
        findings: The observations.
        rules: Rules that decided, as ``file.key``.
        sources: Keys into the references.
    """

    outcome: Outcome = Outcome.NOT_ASSESSED
    reason: str = ""
    basis: str | None = None
    distance_bp: int | None = None
    window: Window | None = None
    partner: str = ""
    caution: str = ""
    review: bool = False
    findings: tuple[Finding, ...] = ()
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def read_rearrangement(evidence: CaseEvidence, rules: TertRearrangementRules) -> Arm:
    """The most telling of the assay, reported events, structural variants and fusions.

    Args:
        evidence: Uses ``assays``, ``events``, ``structural_variants`` and ``fusions``.
        rules: See `TertRearrangementRules`.

    Returns:
        Negative where structural variants, or a list of events that covers TERT, are silent; a list
        of fusions alone assesses nothing.

    References:
        peifer-2015, valentijn-2015, crestome-conventions
    """
    readings = [
        *_assay_reading(evidence),
        *_event_readings(evidence, rules),
        *_variant_readings(evidence, rules),
        *_fusion_readings(evidence),
    ]
    readings = readings or [*_silent_lists(evidence, rules)]
    if not readings:
        return Arm()
    order = list(Outcome)
    best = min(
        readings,
        key=lambda arm: (order.index(arm.outcome), bool(arm.caution), abs(arm.distance_bp or 0)),
    )
    outcomes = {arm.outcome for arm in readings}
    return replace(
        best,
        review={Outcome.POSITIVE, Outcome.NEGATIVE} <= outcomes,
        findings=tuple(dict.fromkeys(item for arm in readings for item in arm.findings)),
    )


def _assay_reading(evidence: CaseEvidence) -> Iterator[Arm]:
    reported = evidence.assays.tert_rearrangement
    if reported is None:
        return
    words = f"TERT rearrangement {reported.value} by the laboratory's assay"
    yield Arm(
        outcome=Outcome(reported.value),
        reason=words,
        basis="assay",
        findings=(Finding(what=words, where="assays.tert_rearrangement"),),
        sources=("peifer-2015",),
    )


def _event_readings(evidence: CaseEvidence, rules: TertRearrangementRules) -> Iterator[Arm]:
    contig = evidence.genome.regions["TERT_start_site"].contig
    for event in evidence.events_of(GENE):
        if (
            event.position is not None
            and event.contig == contig
            and event.kind.value in rules.located_kinds.value
        ):
            yield _located(event.position, event.where, evidence, rules)
        elif event.kind.value in rules.rearranged_kinds.value:
            yield _reported(event, Outcome.POSITIVE, "tert.rearranged_kinds")
        elif event.kind.value in rules.open_kinds.value:
            yield _reported(event, Outcome.INDETERMINATE, "tert.open_kinds")


def _reported(event: GeneEvent, outcome: Outcome, rule: str) -> Arm:
    words = f"TERT {event.reported_as or event.kind.value.replace('_', ' ')} reported"
    return Arm(
        outcome=outcome,
        reason=f"{words}, its breakpoint not stated",
        basis="reported",
        findings=(Finding(what=words, where=event.where),),
        rules=(rule,),
        sources=("crestome-conventions",),
    )


def _variant_readings(evidence: CaseEvidence, rules: TertRearrangementRules) -> Iterator[Arm]:
    """Each end within the wider window; what names TERT without a place stays open."""
    window, start = _window(evidence, rules), _start(evidence)
    for item in adjacencies_at(evidence, window, GENE):
        if item.first.position is None:
            yield _unplaced(item.seen("an end at TERT, its distance not stated"))
        elif not _is_local(item, start, rules):
            for end in item.ends_in(window):
                yield _joined(item, end, evidence, rules)


def _joined(
    item: Adjacency, end: End, evidence: CaseEvidence, rules: TertRearrangementRules
) -> Arm:
    """The reading of one end: its partner must be known, and the start of TERT left in place."""
    reading = _located(end.position or 0, item.where, evidence, rules)
    other = item.other(end)
    gene = gene_beside(other, evidence.genome)
    beside = f", beside {gene}" if gene not in {"", GENE} else ""
    lost = item.kind is StructuralKind.DELETION and item.covers(_start(evidence))
    alone = item.kind is StructuralKind.SINGLE
    away = reading.window is not None and end.strand == _AWAY.get(reading.window)
    opened = (lost or alone) and reading.outcome is Outcome.POSITIVE
    remark = ", joined on the side that TERT is not on" if away else ""
    remark = ", the other end not known" if alone else remark
    remark = ", which takes out the start of TERT" if lost else remark
    words = f"{reading.reason}: {item.words}{remark}{beside}"
    unsure = away and reading.outcome is Outcome.POSITIVE and not _is_active(evidence)
    return replace(
        reading,
        outcome=Outcome.INDETERMINATE if opened else reading.outcome,
        reason=words,
        partner=f"{other.place}{beside}",
        caution=rules.side_caution.value if unsure else reading.caution,
        findings=(Finding(what=words, where=item.where),),
    )


_AWAY: Final = {Window.STRICT: "-", Window.PERMISSIVE: "-", Window.DOWNSTREAM: "+"}
"""The strand of an end whose kept DNA does not hold TERT."""


def _start(evidence: CaseEvidence) -> Interval:
    return evidence.genome.regions["TERT_start_site"]


def _is_local(item: Adjacency, start: Interval, rules: TertRearrangementRules) -> bool:
    """Short, and no gain of the start itself."""
    doubled = item.kind is StructuralKind.DUPLICATION and item.covers(start)
    return item.is_shorter_than(rules.local_kb.value) and not doubled


def _window(evidence: CaseEvidence, rules: TertRearrangementRules) -> Interval:
    # TERT lies on the minus strand, so upstream is the higher coordinate.
    start = _start(evidence)
    down = round(rules.far_downstream_kb.value * BP_PER_KB)
    up = round(rules.far_upstream_kb.value * BP_PER_KB)
    return Interval(contig=start.contig, start=start.start - down, end=start.start + up + 1)


def _fusion_readings(evidence: CaseEvidence) -> Iterator[Arm]:
    for fusion in evidence.fusions or ():
        if GENE in fusion.genes:
            words = f"fusion {fusion.name}, the breakpoint in the DNA not known"
            yield _unplaced(Finding(what=words, where=fusion.where))


def _unplaced(seen: Finding) -> Arm:
    return Arm(
        outcome=Outcome.INDETERMINATE,
        reason=seen.what,
        basis="breakpoint",
        findings=(seen,),
        rules=("tert.near_kb",),
        sources=("crestome-conventions",),
    )


def _silent_lists(evidence: CaseEvidence, rules: TertRearrangementRules) -> Iterator[Arm]:
    if evidence.events is not None and GENE in evidence.events_cover:
        reason = "the list of events reports no rearrangement"
        yield Arm(outcome=Outcome.NEGATIVE, reason=reason)
    if breakpoints_looked_for(evidence, GENE):
        yield Arm(
            outcome=Outcome.NEGATIVE,
            reason="no structural variant ends from "
            f"{rules.far_downstream_kb.value:g} kb downstream to "
            f"{rules.far_upstream_kb.value:g} kb upstream of the start of TERT",
            basis="breakpoint",
            rules=("tert.far_upstream_kb", "tert.far_downstream_kb"),
            sources=rules.near_kb.sources,
        )


def _located(
    position: int, where: str, evidence: CaseEvidence, rules: TertRearrangementRules
) -> Arm:
    """A breakpoint, judged by its distance from the transcription start."""
    # TERT lies on the minus strand, so upstream is the higher coordinate.
    upstream_bp = position - _start(evidence).start
    upstream_kb = upstream_bp / BP_PER_KB
    near = -rules.downstream_kb.value <= upstream_kb <= rules.near_kb.value
    far = -rules.far_downstream_kb.value <= upstream_kb <= rules.far_upstream_kb.value
    active = _is_active(evidence)
    side = "upstream" if upstream_bp >= 0 else "downstream"
    words = f"TERT breakpoint at {abs(upstream_kb):,.1f} kb {side} of the transcription start"
    if near:
        outcome, remark = Outcome.POSITIVE, ""
    elif far and active:
        outcome, remark = Outcome.POSITIVE, ", with TERT expressed or telomerase active"
    elif far:
        outcome, remark = Outcome.INDETERMINATE, ", which counts only beside TERT expression"
    else:
        outcome, remark = Outcome.INDETERMINATE, ", outside the window"
    rule = rules.near_kb if near else rules.far_upstream_kb
    window = _window_of(position, evidence, near=near, far=far)
    cuts = window is Window.BODY and outcome is Outcome.POSITIVE and not active
    return Arm(
        outcome=outcome,
        reason=words + remark,
        basis="breakpoint",
        distance_bp=upstream_bp,
        window=window,
        caution=rules.body_caution.value if cuts else "",
        findings=(Finding(what=words, where=where),),
        rules=("tert.near_kb",) if near else ("tert.far_upstream_kb",),
        sources=rule.sources,
    )


def _is_active(evidence: CaseEvidence) -> bool:
    """Whether TERT is known to be expressed or telomerase to be active."""
    assays = evidence.assays
    return assays.tert_expression is Level.HIGH or (
        assays.telomerase_activity is AssayOutcome.POSITIVE
    )


def _window_of(position: int, evidence: CaseEvidence, *, near: bool, far: bool) -> Window:
    gene = evidence.genome.gene(GENE).interval
    if gene.start <= position < _start(evidence).start:
        return Window.BODY
    if not far:
        return Window.OUTSIDE
    if position < gene.start:
        return Window.DOWNSTREAM
    return Window.STRICT if near else Window.PERMISSIVE
