"""Structural variants: breakends of every caller in one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import polars as pl

from crestome.model.table import Column, Table


class StructuralKind(StrEnum):
    """What a structural variant does, where the caller says or the ends show it."""

    DELETION = "deletion"
    DUPLICATION = "duplication"
    INVERSION = "inversion"
    INSERTION = "insertion"
    TRANSLOCATION = "translocation"
    """Ends on two chromosomes."""
    BREAKEND = "breakend"
    """Two ends on one chromosome whose effect is not stated, or the partner of a pair."""
    SINGLE = "single"
    """One end is known only."""


@dataclass(frozen=True, eq=False)
class StructuralVariants(Table):
    """Structural variants of one sample that passed the caller's filter; one row for each.

    The strand of an end says on which side of the break the DNA that is kept lies: ``+`` where it
    lies before the position (lower coordinates), ``-`` where it lies after it. A deletion is
    ``+``/``-``, a tandem duplication ``-``/``+``, an inversion ``+``/``+`` or ``-``/``-``.
    """

    columns: ClassVar[tuple[Column, ...]] = (
        Column("contig1", pl.String, "", "bare contig of the first end"),
        Column("position1", pl.Int64, "bp", "0-based base beside the first break"),
        Column("strand1", pl.String, "", "+ or -; empty if not stated"),
        Column("contig2", pl.String, "", "bare contig of the second end; empty for a single end"),
        Column("position2", pl.Int64, "bp", "0-based base beside the second break; null if single"),
        Column("strand2", pl.String, "", "+ or -; empty if not stated"),
        Column("kind", pl.String, "", "a value of StructuralKind"),
        Column("support", pl.Int64, "reads", "reads or pairs that support it; null if not given"),
        Column("vaf", pl.Float64, "fraction", "allele fraction; null if not given"),
        Column("gene1", pl.String, "", "gene at the first end as the file says; empty if not"),
        Column("gene2", pl.String, "", "gene at the second end as the file says; empty if not"),
        Column("event", pl.String, "", "identifier that joins the rows of one event; or empty"),
        Column("where", pl.String, "", "file and line of the row (of the first of a pair)"),
    )
