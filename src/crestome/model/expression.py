"""Expression of the genes of one sample, and scores of gene sets made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

import polars as pl
from pydantic import Field

from crestome.model.record import Record
from crestome.model.table import Column, Table


class ExpressionUnit(StrEnum):
    """What the numbers of an expression table are; all keep the order of the genes of a sample."""

    COUNTS = "counts"
    TPM = "tpm"
    FPKM = "fpkm"
    LOG2 = "log2"
    """Logarithm of an absolute quantity; a log ratio or a z-score is none."""


class ReferenceCohort(StrEnum):
    """What the samples of a matrix are, where the case declares them its reference."""

    NEUROBLASTOMA = "neuroblastoma"
    HIGH_RISK = "high-risk neuroblastoma"


class ScoreWarning(StrEnum):
    """What must be known beside a score."""

    LOW_COVERAGE = "LOW_COVERAGE"
    """Too few genes of the signature were measured."""
    FEW_GENES = "FEW_GENES"
    """Too few genes were measured at all: a panel, not a transcriptome."""
    STROMA_LIKE = "STROMA_LIKE"
    """Markers of another kind of cell score higher than the mesenchymal signature."""
    LOW_PURITY = "LOW_PURITY"
    """The tumour cell fraction is below the bound of a mesenchymal call."""
    NO_PURITY_BULK = "NO_PURITY_BULK"
    """The tumour cell fraction is unknown."""
    COHORT_RELATIVE = "COHORT_RELATIVE"
    """The null depends on the other samples of the matrix; the score does not."""
    DEPTH_CLIFF = "DEPTH_CLIFF"
    """Genes seen once lie beyond the last rank in some cells and before it in others."""
    NOT_MALIGNANT = "NOT_MALIGNANT"
    """The cell is normal."""
    NO_CNV_EVIDENCE = "NO_CNV_EVIDENCE"
    """Nothing shows that the cell is malignant."""


@dataclass(frozen=True, eq=False)
class ExpressionTable(Table):
    """Genes of one sample, each once, by the symbol of today."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("gene", pl.String, "", "symbol"),
        Column("value", pl.Float64, "", "expression in the unit of the profile"),
        Column("coding", pl.Boolean, "", "whether it codes for a protein"),
        Column("cohort_mean", pl.Float64, "", "mean over the samples of the file; null for one"),
        Column("cohort_percentile", pl.Float64, "%", "other samples below; null if not declared"),
    )


@dataclass(frozen=True, kw_only=True)
class ExpressionProfile:
    """Expression of one sample.

    Attributes:
        table: See `ExpressionTable`.
        unit: See `ExpressionUnit`.
        samples: Samples in the file.
        file: The file as the case names it.
        cohort: What the samples of the file are, where the case declares them its reference.
        pipeline: How reads were counted, as the case states it; a frozen reference must match.
    """

    table: ExpressionTable = field(repr=False)
    unit: ExpressionUnit
    samples: int = 1
    file: str = ""
    cohort: ReferenceCohort | None = None
    pipeline: str = ""

    def value_of(self, gene: str) -> float | None:
        """The expression of a gene; None where it was not measured."""
        found = self.table.frame.filter(pl.col("gene") == gene)["value"]
        return None if found.is_empty() else float(found[0])


class Placement(Record):
    """Where the expression of a gene lies among the tumours of a reference.

    Attributes:
        reference: Which tumours, in words.
        group: The group of them; ``all`` for every one.
        tumours: How many.
        percentile: The part of them below, in percent.
        relative: Whether it depends on the other samples of the user's file.
        source: Key into the references; "" for the user's file.
    """

    reference: str
    group: str
    tumours: int
    percentile: float
    relative: bool = False
    source: str = ""


class GeneExpression(Record):
    """The expression of one gene in one sample, and what it may be compared with.

    Attributes:
        gene: Symbol.
        value: Expression in the unit of the file.
        unit: That unit.
        own_percentile: The part of the coding genes of the same sample below it, in percent; None
            where too few genes were measured.
        detected: Whether there is any transcript to speak of; None where the table does not say.
        doubt: Why few or no transcripts mean nothing in this table; "" where they do, and where
            there are more.
        places: Where it lies in each reference; the user's own first, then ``all``; empty where
            none fits.
    """

    gene: str
    value: float
    unit: ExpressionUnit
    own_percentile: float | None = None
    detected: bool | None = None
    doubt: str = ""
    places: tuple[Placement, ...] = ()


class SignatureScore(Record):
    """The score of one gene set in one sample.

    Attributes:
        name: The signature.
        found: Genes of it that were measured.
        ranked: Those of them that code for a protein, and have a rank.
        defined: Genes that it has.
        score: Mean percentile rank of its genes, 0 to 1; None where too few were measured.
        lower: Lower end of the interval over resampled genes.
        upper: Upper end.
        z: Distance from the mean of control sets, in their standard deviations.
        p: Part of control sets that score as high, one-sided.
        contrast: Mean log2 expression of its genes less that of the control genes.
        ssgsea: Enrichment score by ssGSEA, not normalised.
    """

    name: str
    found: int
    ranked: int = 0
    defined: int
    score: float | None = None
    lower: float | None = None
    upper: float | None = None
    z: float | None = None
    p: float | None = None
    contrast: float | None = None
    ssgsea: float | None = None


class StateScores(Record):
    """Scores of cell state in one sample, and what may stand behind them.

    Attributes:
        ranked_genes: Coding genes that were ranked.
        adrenergic: Score of the adrenergic signature.
        mesenchymal: Score of the mesenchymal one.
        panel: Scores of other cells and of transcription factors; members of the two signatures
            are left out of the markers of other cells.
        ratio: Adrenergic over mesenchymal score.
        ratio_lower: Lower end of its interval over resampled genes.
        ratio_upper: Upper end.
        purity_residual: Log ratio less what tumours of this purity have on average, in standard
            deviations of those; below 0 more mesenchymal than purity explains.
        purity_line: The line that the residual is measured from: intercept, slope and spread of
            the natural logarithm of the ratio over purity.
        null: What control sets were drawn from.
        warnings: See `ScoreWarning`.
    """

    ranked_genes: int
    adrenergic: SignatureScore
    mesenchymal: SignatureScore
    panel: tuple[SignatureScore, ...] = ()
    ratio: float | None = None
    ratio_lower: float | None = None
    ratio_upper: float | None = None
    purity_residual: float | None = None
    purity_line: dict[str, float] = Field(default_factory=dict)
    null: str = ""
    warnings: tuple[ScoreWarning, ...] = ()
