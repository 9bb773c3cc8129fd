"""What every reader of structural variants hands on: the rows of the file, one for each partner.

Here stand the words that callers use for what a variant does, and the conventions of orientation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from crestome.model.ledger import LedgerEntry
from crestome.model.structural_variant import StructuralKind
from crestome.read.delimited import LINE
from crestome.read.set_aside import REASON

KIND: Final = "structural variants"
"""What the rows are, for the ledger."""

SCHEMA: Final = {
    LINE: pl.Int64,
    "contig1": pl.String,
    "position1": pl.Int64,
    "strand1": pl.String,
    "contig2": pl.String,
    "position2": pl.Int64,
    "strand2": pl.String,
    "kind": pl.String,
    "support": pl.Int64,
    "vaf": pl.Float64,
    "gene1": pl.String,
    "gene2": pl.String,
    "event": pl.String,
    "id": pl.String,
    "mate": pl.String,
    "slack": pl.Int64,
    REASON: pl.String,
}
"""Columns of the rows; null where the file says nothing. Contigs and genes are as written.

``slack`` counts the bases that are alike on both sides of a break, by which its place may differ
from one record of it to the other.
"""

PASSED: Final = ("", ".", "PASS", "NA", "pass", "Pass")
"""What a filter column holds for a row that passed."""

_KINDS: Final = {
    StructuralKind.DELETION: ("del", "deletion"),
    StructuralKind.DUPLICATION: ("dup", "duplication", "tandemduplication", "tds", "dupint"),
    StructuralKind.INVERSION: ("inv", "inversion", "h2hinv", "t2tinv", "foldback"),
    StructuralKind.INSERTION: ("ins", "insertion"),
    StructuralKind.SINGLE: ("sgl", "inf", "single"),
}
_OPEN: Final = (
    "bnd",
    "tra",
    "ctx",
    "translocation",
    "itx",
    "breakend",
    "invdup",
    "cpx",
    "unk",
    "rpl",
)
"""Words that leave open what the variant does; the ends decide."""


@dataclass(frozen=True, kw_only=True)
class SvRows:
    """A file of structural variants, taken apart.

    Attributes:
        frame: Columns of `SCHEMA`.
        dialect: What the file was taken for, and why.
        rows: Data rows of the file.
        others: Entries for rows that are not in ``frame`` (of other samples).
        pairs: Whether the file may hold both sides of one adjacency as rows.
    """

    frame: pl.DataFrame
    dialect: str
    rows: int
    others: tuple[LedgerEntry, ...] = ()
    pairs: bool = True


def kinds(words: pl.Series) -> pl.Series:
    """What each word of a caller says the variant does; null where it leaves it open.

    Example:
        >>> kinds(pl.Series(["DUP:TANDEM", "h2hINV", "tandem-duplication", "BND", None])).to_list()
        ['duplication', 'inversion', 'duplication', None, None]
    """
    table = {word: kind.value for kind, spellings in _KINDS.items() for word in spellings}
    folded = words.cast(pl.String).str.to_lowercase().str.replace(r"[:/(].*$", "")
    return folded.str.replace_all(r"[^a-z0-9]", "").replace_strict(
        table, default=None, return_dtype=pl.String
    )


def is_kind(words: pl.Series) -> pl.Series:
    """Whether each word names a structural variant at all."""
    folded = words.cast(pl.String).str.to_lowercase().str.replace(r"[:/(].*$", "")
    return (kinds(words).is_not_null() | folded.is_in(list(_OPEN))).fill_null(value=False)


def strands_of(kind: pl.Expr) -> pl.Expr:
    """The two strands (``+-``) that a kind implies; null where it implies none."""
    return kind.replace_strict(
        {
            StructuralKind.DELETION.value: "+-",
            StructuralKind.INSERTION.value: "+-",
            StructuralKind.DUPLICATION.value: "-+",
        },
        default=None,
        return_dtype=pl.String,
    )


def filter_reason(column: str) -> pl.Expr:
    """The caller's filters of a row in words; null where it passed."""
    words = (
        pl.col(column)
        .str.split(";")
        .list.eval(pl.element().filter(~pl.element().is_in(list(PASSED))))
    )
    text = pl.lit("caller's filter ") + words.list.sort().list.join(", ")
    return pl.when(words.list.len() > 0).then(text)
