"""Small builders: a tumour to which one measurement after another is added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.copy_number import (
    CopyNumberCall,
    CopyNumberProfile,
    CopyNumberSegments,
    GeneCopyNumber,
    Platform,
)
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import SequencedGenes, SequencingScope, SmallVariants
from crestome.model.structural_variant import StructuralVariants

_BLANK: dict[str, object] = {
    "gene": "",
    "protein_change": "",
    "consequence": "missense",
    "contig": "",
    "position": None,
    "reference": "",
    "alternative": "",
    "vaf": None,
    "depth": None,
    "origin": "somatic",
    "phase_group": "",
    "where": "T.maf line 2",
}


def with_variants(
    evidence: CaseEvidence,
    *rows: Mapping[str, object],
    scope: SequencingScope = SequencingScope.UNSTATED,
    genes: frozenset[str] = frozenset(),
) -> CaseEvidence:
    frame = pl.DataFrame([{**_BLANK, **row} for row in rows], schema=SmallVariants.schema())
    return replace(
        evidence,
        small_variants=SmallVariants(frame),
        sequenced=SequencedGenes(scope=scope, genes=genes),
    )


def with_event(evidence: CaseEvidence, gene: str, kind: EventKind, **more: object) -> CaseEvidence:
    event = GeneEvent(gene=gene, kind=kind).model_copy(update=more)
    return replace(evidence, events=(*(evidence.events or ()), event))


def with_copies(evidence: CaseEvidence, **calls: CopyNumberCall) -> CaseEvidence:
    stated = tuple(GeneCopyNumber(gene=gene, call=call) for gene, call in calls.items())
    return replace(evidence, gene_copies=(*evidence.gene_copies, *stated))


def with_segments(
    evidence: CaseEvidence, *segments: tuple[str, int, int, float], altered_only: bool = False
) -> CaseEvidence:
    """Segments as contig, start, end and log2 ratio of a whole genome."""
    rows = [
        {
            "contig": contig,
            "start": start,
            "end": end,
            "log2": log2,
            "total_copies": None,
            "minor_copies": None,
            "probes": None,
            "call": "",
            "where": f"T.seg line {number}",
        }
        for number, (contig, start, end, log2) in enumerate(segments, start=2)
    ]
    frame = pl.DataFrame(rows, schema=CopyNumberSegments.schema())
    profile = CopyNumberProfile(
        segments=CopyNumberSegments(frame), platform=Platform.WGS, altered_only=altered_only
    )
    return replace(evidence, copy_number=profile)


def with_structural(
    evidence: CaseEvidence,
    *rows: Mapping[str, object],
    scope: SequencingScope = SequencingScope.UNSTATED,
    genes: frozenset[str] = frozenset(),
) -> CaseEvidence:
    """Structural variants; without a row, looked for and none found."""
    blank: dict[str, object] = dict.fromkeys(StructuralVariants.schema(), "")
    blank |= {"position1": None, "position2": None, "support": None, "vaf": None}
    lines = [
        {**blank, "where": f"T.vcf line {number}", **row} for number, row in enumerate(rows, 2)
    ]
    frame = pl.DataFrame(lines, schema=StructuralVariants.schema())
    return replace(
        evidence,
        structural_variants=StructuralVariants(frame),
        sequenced=SequencedGenes(scope=scope, genes=genes),
    )


def adjacency(kind: str, first: str, second: str = "", **more: object) -> dict[str, object]:
    """A structural variant out of ``contig:position:strand``, positions 0-based."""
    row: dict[str, object] = {"kind": kind}
    for side, place in (("1", first), ("2", second)):
        if place:
            contig, position, *strand = place.split(":")
            row |= {
                f"contig{side}": contig,
                f"position{side}": int(position),
                f"strand{side}": "".join(strand),
            }
    return row | more


def calls_of(*calls: Call) -> Calls:
    found = Calls()
    for call in calls:
        found = found.having(call)
    return found


def stated(
    mechanism: str,
    state: CallState,
    label: str,
    *,
    needs_review: bool = False,
    **detail: DetailValue,
) -> Call:
    return Call(
        mechanism=mechanism,
        state=state,
        label=label,
        reason="stated",
        needs_review=needs_review,
        detail=detail,
    )
