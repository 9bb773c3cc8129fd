"""Invented copy-number profiles for the tests of calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from crestome.model.copy_number import CopyNumberProfile, CopyNumberSegments, Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB

Piece = tuple[str, float, float, Mapping[str, float | str]]
"""Contig, start and end in Mb, and the columns that are not empty."""


def profile_of(
    *pieces: Piece, platform: Platform = Platform.SNP_ARRAY, altered_only: bool = False
) -> CopyNumberProfile:
    schema = CopyNumberSegments.schema()
    empty = {name: "" if kind is pl.String else None for name, kind in schema.items()}
    rows = [
        {
            **empty,
            "contig": contig,
            "start": round(start * BP_PER_MB),
            "end": round(end * BP_PER_MB),
            **columns,
        }
        for contig, start, end, columns in pieces
    ]
    frame = pl.DataFrame(rows, schema=schema).sort("contig", "start")
    return CopyNumberProfile(
        segments=CopyNumberSegments(frame), platform=platform, altered_only=altered_only
    )


def with_profile(evidence: CaseEvidence, *pieces: Piece, **options: object) -> CaseEvidence:
    return replace(evidence, copy_number=profile_of(*pieces, **options))  # type: ignore[arg-type]


def flat(column: str = "log2", value: float = 0.0) -> tuple[Piece, ...]:
    """Autosomes 1, 3 and 4 at one level, so that the baseline is known."""
    return tuple((contig, 0.0, 190.0, {column: value}) for contig in ("1", "3", "4"))


def around(
    start: float, end: float, height: float, column: str = "log2", rest: float = 0.0
) -> tuple[Piece, ...]:
    """Chromosome 2 with one segment of another level, in Mb, and flat autosomes."""
    return (
        *flat(column, rest),
        ("2", 0.0, start, {column: rest}),
        ("2", start, end, {column: height}),
        ("2", end, 242.0, {column: rest}),
    )
