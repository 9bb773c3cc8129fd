"""Places on the genome: assemblies, intervals, genes, arms and named regions.

Coordinates are 0-based and half-open everywhere inside crestome; readers convert on the way in,
printing converts back. Contig names are bare (``1`` … ``22``, ``X``, ``Y``, ``MT``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from crestome.model.record import Record


class Assembly(StrEnum):
    """A human reference assembly."""

    GRCH37 = "GRCh37"
    GRCH38 = "GRCh38"


class Strand(StrEnum):
    """The strand that a gene is read from."""

    PLUS = "+"
    MINUS = "-"


BP_PER_MB: Final = 1_000_000
AUTOSOMES: Final = tuple(str(number) for number in range(1, 23))
CONTIGS: Final = (*AUTOSOMES, "X", "Y", "MT")


class Interval(Record):
    """A stretch of one contig, 0-based and half-open.

    Example:
        >>> mycn = Interval(contig="2", start=15_940_549, end=15_947_007)
        >>> str(mycn)
        'chr2:15,940,550-15,947,007'
        >>> mycn.length_bp
        6458
    """

    contig: str
    start: int
    end: int

    @property
    def length_bp(self) -> int:
        """Number of bases."""
        return self.end - self.start

    def overlap_bp(self, other: Interval) -> int:
        """Bases that both intervals cover; 0 on different contigs."""
        if self.contig != other.contig:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def __str__(self) -> str:
        return f"chr{self.contig}:{self.start + 1:,}-{self.end:,}"


class Gene(Record):
    """A gene of the shipped table.

    Attributes:
        symbol: Current HGNC symbol.
        interval: Its extent on the assembly of the genome that it belongs to.
        strand: The strand that it is read from.
        band: Cytogenetic band.
    """

    symbol: str
    interval: Interval
    strand: Strand
    band: str

    @property
    def start_site(self) -> int:
        """0-based position of the first transcribed base."""
        return self.interval.start if self.strand is Strand.PLUS else self.interval.end - 1


class Exon(Interval):
    """An exon of the transcript that a gene is read by.

    Attributes:
        coding_bp: How many of its bases are coding, the stop codon included.
    """

    coding_bp: int


class Codon(Record):
    """A codon where mutations of a driver recur.

    Attributes:
        gene: Current HGNC symbol.
        residue: Amino acid and number (``F1174``).
        interval: The three bases on the assembly.
        strand: The strand that the gene is read from.
        bases: The bases in reading direction.
    """

    gene: str
    residue: str
    interval: Interval
    strand: Strand
    bases: str


class Chromosome(Record):
    """A chromosome with the centromere that divides its arms.

    The arms leave out the centromeric bands: arrays and reads see nothing there, and the published
    models of the centromere differ by megabases, so no call may depend on them.

    Attributes:
        name: Bare name.
        length_bp: Length.
        centromere_start_bp: Start of the centromeric bands; end of the p arm.
        centromere_end_bp: End of the centromeric bands; start of the q arm.
    """

    name: str
    length_bp: int
    centromere_start_bp: int
    centromere_end_bp: int

    @property
    def whole(self) -> Interval:
        """The whole chromosome."""
        return Interval(contig=self.name, start=0, end=self.length_bp)

    @property
    def p_arm(self) -> Interval:
        """The short arm."""
        return Interval(contig=self.name, start=0, end=self.centromere_start_bp)

    @property
    def q_arm(self) -> Interval:
        """The long arm."""
        return Interval(contig=self.name, start=self.centromere_end_bp, end=self.length_bp)


@dataclass(frozen=True, kw_only=True)
class Genome:
    """The shipped tables of one assembly.

    Attributes:
        assembly: Which assembly.
        genes: The genes that a rule or a figure names, by symbol.
        chromosomes: By bare name.
        regions: Named regions that rules speak of (``1p36``, ``6q21`` …).
        codons: Codons where mutations of drivers recur.
        exons: By gene, the exons of its transcript in reading direction, where they are shipped.
    """

    assembly: Assembly
    genes: dict[str, Gene] = field(repr=False)
    chromosomes: dict[str, Chromosome] = field(repr=False)
    regions: dict[str, Interval] = field(repr=False)
    codons: tuple[Codon, ...] = field(default=(), repr=False)
    exons: dict[str, tuple[Exon, ...]] = field(default_factory=dict, repr=False)

    def gene(self, symbol: str) -> Gene:
        """The gene of that current symbol; `KeyError` where the table lacks it."""
        return self.genes[symbol]

    @cached_property
    def autosomes(self) -> tuple[Chromosome, ...]:
        """Chromosomes 1 to 22."""
        return tuple(self.chromosomes[name] for name in AUTOSOMES)
