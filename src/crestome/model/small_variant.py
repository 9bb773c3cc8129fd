"""Small variants: the table of all rows, and the record of one that matters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

import polars as pl

from crestome.model.record import Record
from crestome.model.table import Column, Table


class Consequence(StrEnum):
    """Effect on the protein, in the fewest classes that rules distinguish.

    Each stands for the Sequence Ontology terms that the readers map to it.
    """

    MISSENSE = "missense"
    NONSENSE = "nonsense"
    FRAMESHIFT = "frameshift"
    SPLICE = "splice"
    """Essential splice site (donor or acceptor)."""
    START_LOST = "start_lost"
    STOP_LOST = "stop_lost"
    INFRAME = "inframe"
    SYNONYMOUS = "synonymous"
    PROMOTER = "promoter"
    """Upstream of the gene, within reach of its promoter."""
    OTHER = "other"
    """Intron, untranslated region, splice region, intergenic, RNA gene …"""
    UNKNOWN = "unknown"
    """The file does not say."""


class Origin(StrEnum):
    """Somatic or germline, as the file or the case states."""

    SOMATIC = "somatic"
    GERMLINE = "germline"
    UNKNOWN = "unknown"


class SequencingScope(StrEnum):
    """What the assay sequenced."""

    GENOME = "genome"
    EXOME = "exome"
    PANEL = "panel"
    UNSTATED = "unstated"


class SmallVariant(Record):
    """One small variant in a gene that some question concerns.

    Attributes:
        gene: Current HGNC symbol.
        protein_change: One-letter HGVS without ``p.`` (``F1174L``, ``G663fs``); "" if none.
        consequence: See `Consequence`.
        contig: Bare contig name; "" where the file gives no position.
        position: 0-based position of the first affected base; None where not given.
        reference: Reference allele; "" where not given.
        alternative: Alternative allele; "" where not given.
        vaf: Variant allele fraction, 0 to 1; None where it cannot be computed.
        depth: Reads at the site; None where not given.
        origin: See `Origin`.
        phase_group: Variants with the same group are on one haplotype; "" if unknown.
        where: File and line, for the reader of the report.
    """

    gene: str
    protein_change: str = ""
    consequence: Consequence = Consequence.UNKNOWN
    contig: str = ""
    position: int | None = None
    reference: str = ""
    alternative: str = ""
    vaf: float | None = None
    depth: int | None = None
    origin: Origin = Origin.SOMATIC
    phase_group: str = ""
    where: str = ""

    @property
    def name(self) -> str:
        """Gene and change, for people."""
        if self.protein_change:
            return f"{self.gene} p.{self.protein_change}"
        if self.position is not None:
            alleles = f"{self.reference or '-'}>{self.alternative or '-'}"
            return f"{self.gene} chr{self.contig}:{self.position + 1:,} {alleles}"
        return f"{self.gene} {self.consequence.value}"


@dataclass(frozen=True, eq=False)
class SmallVariants(Table):
    """All small variants of one sample that passed the caller's filter."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("gene", pl.String, "", "current HGNC symbol; empty between genes"),
        Column("protein_change", pl.String, "", "one-letter HGVS without p.; empty if none"),
        Column("consequence", pl.String, "", "a value of Consequence"),
        Column("contig", pl.String, "", "bare contig name; empty if no position is given"),
        Column("position", pl.Int64, "bp", "0-based first affected base; null if not given"),
        Column("reference", pl.String, "", "reference allele; empty if not given"),
        Column("alternative", pl.String, "", "alternative allele; empty if not given"),
        Column("vaf", pl.Float64, "fraction", "variant allele fraction; null if not computable"),
        Column("depth", pl.Int64, "reads", "reads at the site; null if not given"),
        Column("origin", pl.String, "", "a value of Origin"),
        Column("phase_group", pl.String, "", "haplotype group; empty if unknown"),
        Column("where", pl.String, "", "file and line of the row"),
    )

    @classmethod
    def from_records(cls, variants: Iterable[SmallVariant]) -> Self:
        """The table of a few variants that are at hand as records."""
        rows = [variant.model_dump(mode="json") for variant in variants]
        return cls(pl.DataFrame(rows, schema=cls.schema()))

    def of_genes(self, genes: Collection[str]) -> tuple[SmallVariant, ...]:
        """The variants in any of ``genes``, as records, in file order."""
        rows = self.frame.filter(pl.col("gene").is_in(list(genes)))
        return tuple(
            SmallVariant.model_validate(
                row
                | {"consequence": Consequence(row["consequence"]), "origin": Origin(row["origin"])}
            )
            for row in rows.iter_rows(named=True)
        )


class SequencedGenes(Record):
    """Which genes the sequencing assay covered.

    Attributes:
        scope: See `SequencingScope`.
        genes: The genes that the laboratory lists; needed for a panel, empty otherwise.
    """

    scope: SequencingScope = SequencingScope.UNSTATED
    genes: frozenset[str] = frozenset()

    def covers(self, gene: str) -> bool:
        """Whether the coding sequence of ``gene`` was looked at."""
        whole = self.scope in {SequencingScope.GENOME, SequencingScope.EXOME}
        return gene in self.genes or (whole and not self.genes)

    def covers_promoter(self, gene: str) -> bool:
        """Whether the promoter of ``gene`` was looked at; an exome does not see promoters."""
        return self.scope is SequencingScope.GENOME or f"{gene} promoter" in self.genes
