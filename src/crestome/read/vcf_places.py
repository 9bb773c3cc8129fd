"""Genes and known codons by position, for variants that nobody annotated.

Without annotation the effect of a variant is not known. What a position does tell is the gene, and
at the codons where the drivers of neuroblastoma recur also the exchange of the residue, because
the bases of those codons are on record. All else stays of unknown effect, and calls say so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from crestome.model.genome import Codon, Genome, Interval, Strand
from crestome.model.small_variant import Consequence
from crestome.read.protein_change import consequence_of
from crestome.read.vcf_annotation import Effect

_CODE: Final = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
"""The standard genetic code, codons in the order of their bases T, C, A, G."""
_ORDER: Final = "TCAG"
_PAIRED: Final = str.maketrans("ACGT", "TGCA")
_CODON_BASES: Final = 3
_PROMOTER: Final = "_promoter_"


@dataclass(frozen=True)
class PlacesOfGenes:
    """The genes of interest by position.

    Attributes:
        genes: Their symbols.
        extents: Start, end and gene on each contig, sorted.
        codons: The codons whose bases are known, by contig and position of each base.
        promoters: Gene by contig and position of a known promoter mutation.
    """

    genes: Collection[str]
    extents: dict[str, list[tuple[int, int, str]]]
    codons: dict[tuple[str, int], Codon]
    promoters: dict[tuple[str, int], str]

    def effect(self, contig: str, position: int, reference: str, alternative: str) -> Effect | None:
        """What the position tells of a change; None outside the genes of interest."""
        promoter = self.promoters.get((contig, position))
        if promoter is not None:
            return Effect(promoter, Consequence.PROMOTER, "", 0)
        codon = self.codons.get((contig, position))
        if codon is not None:
            change = exchanged(codon, position, reference, alternative)
            return Effect(codon.gene, consequence_of(change), change, 0)
        gene = self.gene_at(contig, position)
        return Effect(gene, Consequence.UNKNOWN, "", 0) if gene else None

    def gene_at(self, contig: str, position: int) -> str:
        """The gene of interest at a position; "" where there is none."""
        extents = self.extents.get(contig, [])
        last = bisect_right(extents, (position, 1 << 60, ""))
        return next((gene for start, end, gene in extents[:last] if start <= position < end), "")


def places_of(genome: Genome) -> PlacesOfGenes:
    """The genes, codons and promoters of the shipped tables."""
    extents: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for gene in genome.genes.values():
        extents[gene.interval.contig].append((gene.interval.start, gene.interval.end, gene.symbol))
    return PlacesOfGenes(
        genes=frozenset(genome.genes),
        extents={contig: sorted(found) for contig, found in extents.items()},
        codons={
            (codon.interval.contig, position): codon
            for codon in genome.codons
            for position in range(codon.interval.start, codon.interval.end)
        },
        promoters={
            (region.contig, region.start): name.split(_PROMOTER)[0]
            for name, region in genome.regions.items()
            if _PROMOTER in name
        },
    )


def intervals_of_interest(genome: Genome, flank_bp: int) -> list[Interval]:
    """The genes of interest with a flank on both sides, where promoters and splice sites lie."""
    return [
        Interval(
            contig=gene.interval.contig,
            start=max(0, gene.interval.start - flank_bp),
            end=gene.interval.end + flank_bp,
        )
        for gene in genome.genes.values()
    ]


def exchanged(codon: Codon, position: int, reference: str, alternative: str) -> str:
    """The change of the residue by a substitution inside a codon; "" where it cannot be told.

    Example:
        >>> place = Interval(contig="2", start=100, end=103)
        >>> phe = Codon(
        ...     gene="ALK", residue="F1174", interval=place, strand=Strand.MINUS, bases="TTC"
        ... )
        >>> exchanged(phe, 100, "G", "T")
        'F1174L'
    """
    plus = codon.bases if codon.strand is Strand.PLUS else _reversed(codon.bases)
    offset = position - codon.interval.start
    within = offset + len(reference) <= _CODON_BASES
    if len(reference) != len(alternative) or not within or "-" in reference + alternative:
        return ""
    if plus[offset : offset + len(reference)] != reference:
        return ""
    changed = plus[:offset] + alternative + plus[offset + len(reference) :]
    residue = _residue(changed if codon.strand is Strand.PLUS else _reversed(changed))
    return f"{codon.residue}{'=' if residue == codon.residue[0] else residue}"


def _reversed(bases: str) -> str:
    return bases.translate(_PAIRED)[::-1]


def _residue(bases: str) -> str:
    first, second, third = (_ORDER.index(base) for base in bases)
    return _CODE[16 * first + 4 * second + third]
