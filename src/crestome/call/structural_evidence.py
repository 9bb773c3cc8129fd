"""Structural variants in and beside one gene, as the mechanisms ask for them.

A break inside a gene parts what it encodes; a break beside it may bring an enhancer; a deletion
takes out what lies between its ends. Callers give the ends of a variant and on which side of each
the DNA is kept; what that means for a transcript, its exons tell (`exon_span`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from crestome.model.call import Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Genome, Interval
from crestome.model.small_variant import SequencingScope
from crestome.model.structural_variant import StructuralKind

BP_PER_KB: Final = 1_000
BREAKS_READ: Final = ("ALK", "ATRX", "DAXX", "TERT")
"""Genes whose breaks a mechanism looks at."""
FUSIONS_READ: Final = ("ALK", "TERT")
"""Genes whose fusions a mechanism looks at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """One end of a structural variant.

    Attributes:
        contig: Bare contig; "" if not known.
        position: 0-based base beside the break; None if not known.
        strand: ``+`` where the kept DNA lies before the break; "" if not stated.
        gene: The gene there as the file says; "" if it does not.
    """

    contig: str
    position: int | None
    strand: str
    gene: str

    @property
    def place(self) -> str:
        """Contig and position, counted from 1; "" if not known."""
        if self.position is None or not self.contig:
            return ""
        return f"chr{self.contig}:{self.position + 1:,}"

    def lies_in(self, place: Interval) -> bool:
        """Whether the end lies inside a place."""
        if self.position is None or self.contig != place.contig:
            return False
        return place.start <= self.position < place.end


@dataclass(frozen=True, kw_only=True, slots=True)
class Adjacency:
    """Two places that a structural variant joins, the lower one first.

    Attributes:
        first: The lower end.
        second: The other end; without a contig where it is not known.
        kind: What the variant does.
        where: File and line.
    """

    first: End
    second: End
    kind: StructuralKind
    where: str

    @property
    def ends(self) -> tuple[End, End]:
        """Both ends."""
        return self.first, self.second

    @property
    def size_bp(self) -> int | None:
        """Distance of the ends; None across chromosomes and where one is not known."""
        one, two = self.first.position, self.second.position
        if one is None or two is None or self.first.contig != self.second.contig:
            return None
        return two - one

    def ends_in(self, place: Interval) -> tuple[End, ...]:
        """The ends that lie inside a place."""
        return tuple(end for end in self.ends if end.lies_in(place))

    def positions_in(self, place: Interval) -> tuple[int, ...]:
        """The positions of these ends."""
        ends = self.ends_in(place)
        return tuple(end.position for end in ends if end.position is not None)

    def is_shorter_than(self, length_kb: float) -> bool:
        """Whether both ends lie within a distance of each other."""
        return self.size_bp is not None and self.size_bp < length_kb * BP_PER_KB

    def covers(self, place: Interval) -> bool:
        """Whether a place lies between the two ends."""
        one, two = self.first.position, self.second.position
        if one is None or two is None or self.size_bp is None:
            return False
        return self.first.contig == place.contig and one < place.start and place.end <= two

    def other(self, end: End) -> End:
        """The end that is not this one."""
        return self.second if end is self.first else self.first

    @property
    def words(self) -> str:
        """The variant in words: kind and places, counted from 1."""
        places = [end.place for end in self.ends if end.place]
        size = f" of {self.size_bp / BP_PER_KB:,.1f} kb" if self.size_bp else ""
        kind = "single breakend" if self.kind is StructuralKind.SINGLE else self.kind.value
        return " ".join([kind + size, " to ".join(places)]).strip()

    def seen(self, words: str) -> Finding:
        """The observation, with its place in the input."""
        return Finding(what=f"{words}: {self.words}", where=self.where)


def adjacencies_at(
    evidence: CaseEvidence, place: Interval, gene: str = ""
) -> tuple[Adjacency, ...]:
    """Structural variants with an end inside a place, or that cover it.

    Args:
        evidence: Uses ``structural_variants``.
        place: Where an end must lie.
        gene: Rows that give no place count if they name this gene.

    Returns:
        In the order of the file; none where no such file was given.
    """
    if evidence.structural_variants is None:
        return ()
    inside = [
        (pl.col(f"contig{end}") == place.contig)
        & (pl.col(f"position{end}") >= place.start)
        & (pl.col(f"position{end}") < place.end)
        for end in (1, 2)
    ]
    around = (
        (pl.col("contig1") == place.contig)
        & (pl.col("contig2") == place.contig)
        & (pl.col("position1") < place.start)
        & (pl.col("position2") >= place.end)
    )
    named = (
        pl.col("position1").is_null()
        & pl.lit(bool(gene))
        & ((pl.col("gene1") == gene) | (pl.col("gene2") == gene))
    )
    chosen = pl.any_horizontal(*inside, around, named).fill_null(value=False)
    return tuple(_adjacencies(evidence.structural_variants.frame.filter(chosen)))


def _adjacencies(frame: pl.DataFrame) -> Iterator[Adjacency]:
    sides = [
        [
            End(contig=contig, position=position, strand=strand, gene=gene)
            for contig, position, strand, gene in frame.select(
                f"contig{side}", f"position{side}", f"strand{side}", f"gene{side}"
            ).rows()
        ]
        for side in (1, 2)
    ]
    for first, second, kind, where in zip(*sides, frame["kind"], frame["where"], strict=True):
        yield Adjacency(first=first, second=second, kind=StructuralKind(kind), where=where)


def gene_beside(end: End, genome: Genome) -> str:
    """The gene at an end: as the file says, else of the shipped table; "" if neither knows one."""
    if end.gene:
        return end.gene
    hit = (name for name, gene in genome.genes.items() if end.lies_in(gene.interval))
    return next(hit, "")


def breakpoints_looked_for(evidence: CaseEvidence, gene: str) -> bool:
    """Whether a silent list of structural variants says something about a gene.

    A genome sees breakpoints everywhere, an exome almost nowhere, a panel where its list says so:
    by the gene or by its promoter. Where nothing is said of the sequencing, a list of structural
    variants is taken to be of a genome.
    """
    if evidence.structural_variants is None:
        return False
    scope = evidence.sequenced.scope
    if scope is SequencingScope.PANEL:
        return evidence.sequenced.covers(gene) or evidence.sequenced.covers_promoter(gene)
    return scope is not SequencingScope.EXOME
