"""Copy number: segments along the genome, and the copies of single genes as a laboratory gave them.

log2 ratios and absolute copies are different quantities and stay in different columns; nothing
here turns one into the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import polars as pl

from crestome.model.record import Record
from crestome.model.table import Column, Table


class Platform(StrEnum):
    """How copy number was measured; the cut-off for amplification belongs to it."""

    SNP_ARRAY = "snp_array"
    ACGH = "acgh"
    WGS = "wgs"
    WES = "wes"
    PANEL = "panel"
    FISH = "fish"
    UNKNOWN = "unknown"


class CopyNumberCall(StrEnum):
    """A copy-number state as the file states it, relative to the tumour's own baseline."""

    AMPLIFIED = "amplified"
    GAIN = "gain"
    NORMAL = "normal"
    LOSS = "loss"
    HOMDEL = "homdel"
    """Homozygous deletion."""
    LOH = "loh"
    """Copy-neutral loss of heterozygosity."""


class GeneCopyNumber(Record):
    """The copies of one gene as a laboratory stated them.

    Attributes:
        gene: Current HGNC symbol.
        call: The laboratory's own call; None where only a number was given.
        chr2_ratio: Copies relative to a reference on the same chromosome (for FISH: signal ratio).
        total_copies: Absolute copies per tumour cell.
        log2: log2 ratio.
        platform: See `Platform`.
        where: File and line, or the key of the case.
    """

    gene: str
    call: CopyNumberCall | None = None
    chr2_ratio: float | None = None
    total_copies: float | None = None
    log2: float | None = None
    platform: Platform = Platform.UNKNOWN
    where: str = ""


class PurityPloidy(Record):
    """What a caller of copy number estimated for the whole tumour.

    Attributes:
        purity: Tumour cell fraction, 0 to 1; None where not given.
        ploidy: Mean copies; None where not given.
        where: File and line, or "".
    """

    purity: float | None = None
    ploidy: float | None = None
    where: str = ""


@dataclass(frozen=True, eq=False)
class CopyNumberSegments(Table):
    """Segments of one sample, sorted by contig and start, without overlaps."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("contig", pl.String, "", "bare contig name"),
        Column("start", pl.Int64, "bp", "0-based start"),
        Column("end", pl.Int64, "bp", "end, not included"),
        Column("log2", pl.Float64, "log2 ratio", "null where the file gives copies or calls only"),
        Column("total_copies", pl.Float64, "copies", "per tumour cell (mixed_copies); or null"),
        Column("minor_copies", pl.Float64, "copies", "of the minor allele; null if not given"),
        Column("probes", pl.Int64, "probes", "probes, bins or sites; null if not given"),
        Column("call", pl.String, "", "a value of CopyNumberCall as the file states it; or empty"),
        Column("where", pl.String, "", "file and line of the row"),
        Column("cell_fraction", pl.Float64, "share", "of cells in this state; null if not given"),
    )


class CellsCounted(StrEnum):
    """Of which cells a share is one."""

    TUMOUR = "tumour cells"
    ALL = "all cells"


@dataclass(frozen=True, kw_only=True)
class CopyNumberProfile:
    """The copy number of one sample along the genome.

    Attributes:
        segments: See `CopyNumberSegments`. No segment on a contig means: not looked at there,
            unless ``altered_only``.
        platform: See `Platform`.
        altered_only: The list holds altered segments only; what is not listed is unaltered
            (worked cases, reports of a laboratory).
        mixed_copies: ``total_copies`` may count the mixture of tumour and normal cells; else they
            are copies per tumour cell.
        purity: Tumour cell fraction that the caller estimated; None where not given.
        ploidy: Mean copies that the caller estimated; None where not given.
        cells_counted: Of which cells ``cell_fraction`` of a segment is a share. It is shown and
            decides nothing: callers measure it from a few sites, and many write 1 for want of it.
        file: The file, for the report; "" if the case holds the segments itself.
        from_probes: The segments were made here of probes or bins; the rows of the file are those.
    """

    segments: CopyNumberSegments
    platform: Platform = Platform.UNKNOWN
    altered_only: bool = False
    mixed_copies: bool = False
    purity: float | None = None
    ploidy: float | None = None
    cells_counted: CellsCounted = CellsCounted.TUMOUR
    file: str = ""
    from_probes: bool = False
