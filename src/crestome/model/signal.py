"""Raw copy-number signal: probes or bins as a laboratory measured them, and segments made of them.

A probe is one number with noise; only many of them together say how many copies a stretch has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.copy_number import Platform
from crestome.model.genome import Assembly
from crestome.model.issue import Issue
from crestome.model.record import Record
from crestome.model.table import Column, Table


class Penalty(StrEnum):
    """How the price of a breakpoint is set."""

    PERMISSIVE = "permissive"
    """Low; neighbours that differ too little are joined afterwards."""
    LEARNED = "learned"
    """From noise and probes, as experts' labels of whole arms taught it; nothing is joined."""
    LEARNED_DETAILED = "learned-detailed"
    """The same from labels that were drawn around single breakpoints, too: a lower price."""


@dataclass(frozen=True, eq=False)
class ProbeTable(Table):
    """Probes or bins of one sample, sorted by contig and start, each place once."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("contig", pl.String, "", "bare contig name"),
        Column("start", pl.Int64, "bp", "0-based start"),
        Column("end", pl.Int64, "bp", "end, not included"),
        Column("log2", pl.Float64, "log2 ratio", "finite"),
        Column("weight", pl.Float64, "", "how much it counts, above 0; null if not given"),
        Column("baf", pl.Float64, "fraction", "B-allele fraction, 0 to 1; null if not given"),
        Column("gc", pl.Float64, "fraction", "G and C around it, 0 to 1; null if not given"),
    )


@dataclass(frozen=True, kw_only=True)
class RawCopyNumber:
    """Probes or bins of one sample that are still to be segmented.

    Attributes:
        probes: See `ProbeTable`.
        platform: See `Platform`.
        file: The file as the case names it.
    """

    probes: ProbeTable = field(repr=False)
    platform: Platform = Platform.UNKNOWN
    file: str = ""


@dataclass(frozen=True, eq=False)
class MeasuredSegments(Table):
    """Segments found in probes, with how well each is measured."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("contig", pl.String, "", "bare contig name"),
        Column("start", pl.Int64, "bp", "0-based start of the first probe"),
        Column("end", pl.Int64, "bp", "end of the last probe, not included"),
        Column("probes", pl.Int64, "probes", "probes or bins"),
        Column("log2", pl.Float64, "log2 ratio", "weighted mean over the baseline"),
        Column("median", pl.Float64, "log2 ratio", "median over the baseline"),
        Column("mad", pl.Float64, "log2 ratio", "median absolute deviation from the median"),
        Column("standard_error", pl.Float64, "log2 ratio", "of the mean"),
        Column("baf", pl.Float64, "fraction", "median of the larger allele's share; or null"),
        Column("baf_sites", pl.Int64, "sites", "informative sites; 0 without allele fractions"),
        Column("copies", pl.Float64, "copies", "on the ladder of whole copies; null without it"),
        Column("minor_copies", pl.Float64, "copies", "of the rarer allele; null without sites"),
    )


class CopyLadder(Record):
    """Whole numbers of copies fitted to the levels of the segments.

    Attributes:
        purity: Tumour cell fraction of the fit.
        purity_stated: Whether it was given rather than fitted.
        baseline_copies: Copies at the baseline: 2 in a diploid tumour, 3 near triploidy.
        ploidy: Mean copies of the autosomes.
        misfit: Mean distance of the segments from whole copies, weighted by probes.
        firm: Whether the fit is close, and no other baseline fits nearly as well.
    """

    purity: float
    purity_stated: bool
    baseline_copies: int
    ploidy: float
    misfit: float
    firm: bool


class SignalQuality(Record):
    """How good a signal is, and what it can show.

    Attributes:
        probes: Probes or bins used.
        noise: Standard deviation of one probe, from differences of neighbours; log2 ratio.
        waviness: Standard deviation of the slow waves that are left in the segments; log2 ratio.
        outliers: Single probes that were drawn towards their neighbours.
        gc_corrected: Whether a trend with G and C content was taken out.
        baseline: What was subtracted: the commonest level of the autosomes; log2 ratio.
        least_step: The least difference between neighbours that is believed; log2 ratio.
        least_purity: Tumour cell fraction below which the loss of one of two copies stays hidden.
        informative: Whether a profile without changes would mean a tumour without changes.
        why: The reason, where it would not; "" otherwise.
    """

    probes: int
    noise: float
    waviness: float
    outliers: int
    gc_corrected: bool
    baseline: float
    least_step: float
    least_purity: float
    informative: bool
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class SegmentedSignal:
    """Probes, segmented.

    Attributes:
        segments: See `MeasuredSegments`.
        quality: See `SignalQuality`.
        ladder: See `CopyLadder`; None where neither purity nor allele fractions were given.
        penalty: See `Penalty`.
    """

    segments: MeasuredSegments = field(repr=False)
    quality: SignalQuality
    ladder: CopyLadder | None = None
    penalty: Penalty = Penalty.PERMISSIVE


@dataclass(frozen=True, kw_only=True)
class SegmentedFile:
    """A file, segmented.

    Attributes:
        name: The sample in the tables.
        signal: See `SegmentedSignal`.
        source: The file.
        assemblies: Assemblies whose chromosomes hold all positions.
        issues: Warnings and notes.
        crestome_version: Version of the package.
        knowledge_version: Version of the rules.
    """

    name: str
    signal: SegmentedSignal
    source: InputFile
    assemblies: tuple[Assembly, ...]
    issues: tuple[Issue, ...] = ()
    crestome_version: str = ""
    knowledge_version: str = ""
