"""Rearrangements of ALK in structural variants and fusions, and what is left of the kinase.

The kinase is encoded by the last exons of the gene. A fusion with ALK as the downstream partner
keeps it where the break lies before them, most often in intron 19; a deletion of outer exons in
frame leaves it without the part that holds it back. Such receptors without exons 2 to 3 or 4 to 11
activate themselves in neuroblastoma (Okubo 2012, Cazes 2013). A break to another place shows which
side of the gene is kept, but not which exons are joined and in which frame: RNA does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crestome.call.alk_alteration import AlkAlterationRules, AlkClass, Alteration
from crestome.call.exon_span import ExonSpan, exon_span, place_among
from crestome.call.structural_evidence import Adjacency, End, adjacencies_at, gene_beside
from crestome.model.call import Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.fusion import Frame, Fusion
from crestome.model.genome import Genome
from crestome.model.structural_variant import StructuralKind

_GENE: Final = "ALK"
_TAKES_IN: Final = (StructuralKind.DELETION, StructuralKind.DUPLICATION)


def rearrangements_of(evidence: CaseEvidence, rules: AlkAlterationRules) -> tuple[Alteration, ...]:
    """Alterations of ALK by fusions as called, then by structural variants; each name once.

    References:
        okubo-2012, cazes-2013, crestome-conventions
    """
    found = [*_fused(evidence, rules), *_broken(evidence, rules)]
    return tuple({(item.alk_class, item.name): item for item in reversed(found)}.values())[::-1]


def _fused(evidence: CaseEvidence, rules: AlkAlterationRules) -> Iterator[Alteration]:
    for fusion in evidence.fusions or ():
        if _GENE in fusion.genes:
            alk_class, remark = classify_fusion(fusion, rules)
            words = f"{fusion.name} fusion{remark}"
            if fusion.is_intragenic:
                words = f"ALK {fusion.kind or 'rearrangement'} within the gene{remark}"
            place = _fused_place(fusion, evidence.genome)
            seen = Finding(what=f"{words}{place}", where=fusion.where)
            yield Alteration(alk_class, words, seen, reported=not fusion.ordered)


def _fused_place(fusion: Fusion, genome: Genome) -> str:
    """Where in ALK the transcript is joined, if the caller says."""
    ends = ((fusion.five_prime, fusion.position1), (fusion.three_prime, fusion.position2))
    positions = (position for gene, position in ends if gene == _GENE and position is not None)
    places = dict.fromkeys(place_among(position, genome.exons[_GENE]) for position in positions)
    named = " and ".join(filter(None, places))
    return f", joined at {named} of ALK" if named else ""


def classify_fusion(fusion: Fusion, rules: AlkAlterationRules) -> tuple[AlkClass, str]:
    """The class of a fusion of ALK, and what to say beside its name.

    A fusion whose kinase is neither stated kept nor stated lost counts as one, as in a report of a
    laboratory, if ALK is the downstream partner.
    """
    if fusion.confidence in rules.unsure_confidence.value:
        return AlkClass.BREAKPOINT_VUS, ", doubted by the caller"
    if fusion.kinase_kept is False:
        return AlkClass.TRUNCATING, ", kinase lost"
    if fusion.frame is Frame.OUT_OF_FRAME:
        return AlkClass.BREAKPOINT_VUS, ", out of frame"
    if fusion.is_intragenic:
        outer = fusion.kind is StructuralKind.DELETION
        return (AlkClass.INTRAGENIC if outer else AlkClass.BREAKPOINT_VUS), ""
    if fusion.kinase_kept or not fusion.ordered or fusion.three_prime == _GENE:
        return AlkClass.FUSION, ", kinase kept" if fusion.kinase_kept else ""
    return AlkClass.BREAKPOINT_VUS, ", ALK upstream"


def _broken(evidence: CaseEvidence, rules: AlkAlterationRules) -> Iterator[Alteration]:
    genome = evidence.genome
    for item in adjacencies_at(evidence, genome.gene(_GENE).interval, _GENE):
        judged = _classify_break(item, genome, rules)
        if judged is not None:
            alk_class, remark = judged
            yield Alteration(alk_class, f"ALK {item.words}", item.seen(f"ALK {remark}"))


def _classify_break(
    item: Adjacency, genome: Genome, rules: AlkAlterationRules
) -> tuple[AlkClass, str] | None:
    """What a structural variant does to ALK; None where it leaves the transcript as it is."""
    if item.kind is StructuralKind.INSERTION:
        return None
    if item.first.position is None:
        return AlkClass.BREAKPOINT_VUS, "break inside the gene"
    ends = item.ends_in(genome.gene(_GENE).interval)
    if item.kind in _TAKES_IN and len(ends) == len(item.ends):
        return _within(item, exon_span(item, genome.exons[_GENE]), rules)
    taken = exon_span(item, genome.exons[_GENE]) if item.kind is StructuralKind.DELETION else None
    if taken is not None and ends:
        return _reaching_in(taken, ends[0], item, genome, rules)
    places = [_break_words(end, item, genome, rules) for end in ends]
    return (AlkClass.BREAKPOINT_VUS, "; ".join(places)) if places else None


def _within(
    item: Adjacency, span: ExonSpan | None, rules: AlkAlterationRules
) -> tuple[AlkClass, str] | None:
    """A deletion or duplication whose two ends lie inside the gene."""
    if span is None:
        return None
    words = f"{item.kind.value} of {span.words}"
    if item.kind is StructuralKind.DUPLICATION:
        return AlkClass.BREAKPOINT_VUS, words
    if span.last >= rules.first_kinase_exon.value:
        return AlkClass.TRUNCATING, f"{words}, which reaches the kinase exons"
    if span.whole and span.numbers in rules.described_deletions.value:
        return AlkClass.INTRAGENIC, f"{words}, described as activating"
    if span.in_frame is None:
        return AlkClass.BREAKPOINT_VUS, words
    return (AlkClass.INTRAGENIC if span.in_frame else AlkClass.TRUNCATING), words


def _reaching_in(
    span: ExonSpan, end: End, item: Adjacency, genome: Genome, rules: AlkAlterationRules
) -> tuple[AlkClass, str]:
    """A deletion with one end inside the gene: the start or the kinase is gone with it."""
    if span.last >= rules.first_kinase_exon.value:
        return AlkClass.TRUNCATING, f"deletion of {span.words}, which reaches the kinase exons"
    if span.whole and span.numbers in rules.described_deletions.value:
        return AlkClass.INTRAGENIC, f"deletion of {span.words}, described as activating"
    return AlkClass.BREAKPOINT_VUS, _break_words(end, item, genome, rules)


def _break_words(end: End, item: Adjacency, genome: Genome, rules: AlkAlterationRules) -> str:
    """Where a break lies, which side of the gene is kept, and what is joined to it."""
    position = -1 if end.position is None else end.position
    exons = genome.exons[_GENE]
    place = place_among(position, exons) or "the gene"
    kinase = exons[rules.first_kinase_exon.value - 1]
    # ALK is read from the minus strand: the outer exons have the higher coordinates, and the kinase
    # is kept where the DNA below the break is.
    if position < kinase.end - 1:
        return f"break in {place}, among the kinase exons"
    kept = {"+": "which are kept", "-": "which are cut off"}.get(end.strand, "kept or not")
    partner = gene_beside(item.other(end), genome)
    beside = f", beside {partner}" if partner not in {"", _GENE} else ""
    return f"break in {place}, before the kinase exons, {kept}{beside}"
