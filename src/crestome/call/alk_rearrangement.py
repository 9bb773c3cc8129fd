"""Rearrangements of ALK in structural variants and fusions, and what is left of the kinase.

The kinase is encoded by the last exons of the gene, so a fusion with ALK as the downstream partner
keeps it where the break lies before them, and a deletion of outer exons leaves it without its
brake. A break elsewhere in the gene is shown and left open: which exons are joined, and in which
frame, does not follow from two places.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crestome.call.alk_alteration import AlkAlterationRules, AlkClass, Alteration
from crestome.call.structural_evidence import Adjacency, adjacencies_at
from crestome.model.call import Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.fusion import Frame, Fusion
from crestome.model.genome import Interval
from crestome.model.structural_variant import StructuralKind

_GENE: Final = "ALK"


def rearrangements_of(evidence: CaseEvidence, rules: AlkAlterationRules) -> tuple[Alteration, ...]:
    """Alterations of ALK by fusions as called, then by structural variants; each name once.

    References:
        crestome-conventions
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
            seen = Finding(what=words, where=fusion.where)
            yield Alteration(alk_class, words, seen, reported=not fusion.ordered)


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
    gene = evidence.genome.gene(_GENE).interval
    kinase = evidence.genome.regions["ALK_kinase_exons"]
    for item in adjacencies_at(evidence, gene, _GENE):
        unplaced = item.first.position is None
        if item.kind is StructuralKind.INSERTION or not (item.ends_in(gene) or unplaced):
            continue
        alk_class, remark = _classify_break(item, gene, kinase, rules)
        seen = item.seen(f"ALK {remark}")
        yield Alteration(alk_class, f"ALK {item.words}", seen)


def _classify_break(
    item: Adjacency, gene: Interval, kinase: Interval, rules: AlkAlterationRules
) -> tuple[AlkClass, str]:
    ends = item.ends_in(gene)
    # ALK is read from the minus strand: the outer exons have the higher coordinates, and the kinase
    # is kept where the DNA below the break is.
    outer = [end.position is not None and end.position >= kinase.end - 1 for end in ends]
    if item.kind is StructuralKind.DELETION and len(ends) == len(item.ends):
        if not all(outer):
            return AlkClass.TRUNCATING, "deletion that reaches the kinase exons"
        if not item.is_shorter_than(rules.certain_deletion_kb.value):
            return AlkClass.INTRAGENIC, "deletion of outer exons, frame not known"
        return AlkClass.BREAKPOINT_VUS, "short deletion, perhaps within an intron"
    if len(ends) == 1 and all(outer) and ends[0].strand == "+":
        return AlkClass.BREAKPOINT_VUS, "break before the kinase exons, which are kept"
    return AlkClass.BREAKPOINT_VUS, "break inside the gene"
