"""What structural variants do to a gene whose loss matters: broken, perhaps broken, or left alone.

A deletion that takes in an exon breaks the gene, whether or not the frame survives: in ATRX the
deletions in frame take out the domains by which it holds on to chromatin. Repeated exons shift the
frame or, if they keep it, make a longer protein that may still work. An event inside one intron
leaves the transcript as it is. A break to another place parts the gene. A boy has one copy of a
gene on the X chromosome, so that its deletion leaves none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crestome.call.exon_span import ExonSpan, exon_span, place_among
from crestome.call.structural_evidence import Adjacency, adjacencies_at
from crestome.knowledge.schema import Rules, Threshold, Words
from crestome.model.call import Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Exon, Interval
from crestome.model.patient import Sex
from crestome.model.structural_variant import StructuralKind

_TAKES_IN: Final = (StructuralKind.DELETION, StructuralKind.DUPLICATION)
_X: Final = "X"


class GeneDisruptionRules(Rules):
    """What breaks a gene.

    Attributes:
        disruption_kinds: Kinds whose breakpoint inside the gene parts it.
        certain_deletion_kb: In a gene without shipped exons, a shorter deletion or duplication may
            lie within an intron.
    """

    disruption_kinds: Words
    certain_deletion_kb: Threshold


class Disruption(StrEnum):
    """How far a gene is broken."""

    LOST = "lost"
    POSSIBLE = "possible"
    UNCERTAIN = "uncertain"
    """Of no known meaning."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Locus:
    """Where a gene lies, its exons where they are shipped, and whether it is the only copy."""

    symbol: str
    place: Interval
    exons: tuple[Exon, ...]
    only_copy: bool


def read_disruptions(
    symbol: str, evidence: CaseEvidence, rules: GeneDisruptionRules
) -> Iterator[tuple[Disruption, Finding]]:
    """Structural variants that break a gene, or may.

    Args:
        symbol: Current HGNC symbol of a gene in the shipped table.
        evidence: Uses ``structural_variants`` and the patient's sex.
        rules: See `GeneDisruptionRules`.

    Returns:
        One for each variant with an end inside the gene, or that deletes the whole of it, or that
        names it without a place; in the order of the file.

    References:
        van-gerven-2022, hartlieb-2021, crestome-conventions
    """
    place = evidence.genome.gene(symbol).interval
    locus = _Locus(
        symbol=symbol,
        place=place,
        exons=evidence.genome.exons.get(symbol, ()),
        only_copy=place.contig == _X and evidence.patient.sex is Sex.MALE,
    )
    for item in adjacencies_at(evidence, place, symbol):
        span = exon_span(item, locus.exons) if item.kind in _TAKES_IN else None
        if item.ends_in(place):
            seen = item.seen(f"a break inside {symbol}{_exon_words(item, locus, span)}")
            yield _inside(item, locus, span, rules), seen
        elif item.first.position is None:
            yield Disruption.POSSIBLE, item.seen(symbol)
        elif item.kind is StructuralKind.DELETION:
            copy = "the only" if locus.only_copy else "one"
            word = Disruption.LOST if locus.only_copy else Disruption.POSSIBLE
            yield word, item.seen(f"{copy} copy of {symbol} deleted")


def _exon_words(item: Adjacency, locus: _Locus, span: ExonSpan | None) -> str:
    """The exons that a deletion or duplication takes in, or where the break lies."""
    if not locus.exons:
        return ""
    if span is not None:
        return f", {item.kind.value} of {span.words}"
    places = [place_among(position, locus.exons) for position in item.positions_in(locus.place)]
    named = " and ".join(dict.fromkeys(filter(None, places)))
    if item.kind in _TAKES_IN and item.size_bp is not None:
        return f", within {named}"
    return f", in {named}" if named else ""


def _inside(
    item: Adjacency, locus: _Locus, span: ExonSpan | None, rules: GeneDisruptionRules
) -> Disruption:
    """What a structural variant with an end inside the gene does to it."""
    within = len(item.ends_in(locus.place)) == len(item.ends)
    if item.kind is StructuralKind.DELETION and not within:
        return Disruption.LOST
    if item.kind in _TAKES_IN and within:
        return _within(item, locus, span, rules)
    if item.kind in {StructuralKind.DUPLICATION, StructuralKind.INSERTION}:
        return Disruption.UNCERTAIN
    parted = item.kind.value in rules.disruption_kinds.value and not within
    return Disruption.LOST if parted else Disruption.POSSIBLE


def _within(
    item: Adjacency, locus: _Locus, span: ExonSpan | None, rules: GeneDisruptionRules
) -> Disruption:
    """What a deletion or duplication does whose two ends lie in the gene."""
    if not locus.exons:
        unsure = item.is_shorter_than(rules.certain_deletion_kb.value)
        return Disruption.POSSIBLE if unsure else Disruption.LOST
    if span is None:
        return Disruption.UNCERTAIN
    doubled_in_frame = item.kind is StructuralKind.DUPLICATION and span.in_frame
    return Disruption.POSSIBLE if doubled_in_frame else Disruption.LOST
