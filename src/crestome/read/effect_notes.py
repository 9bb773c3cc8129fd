"""Warnings for variants whose effect a file leaves open.

A column of effects under another name, or a protein change in words that nobody reads, must not
look like a tumour without drivers: such rows are kept with an unknown effect, and the file is
named.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.model.small_variant import Consequence
from crestome.read.delimited import LINE
from crestome.read.protein_change import consequence_of

_LISTED: Final = 5
_RESIDUE_MATTERS: Final = (Consequence.MISSENSE.value, Consequence.UNKNOWN.value)


def note_open_effects(frame: pl.DataFrame, name: str, issues: Issues) -> None:
    """Warn of rows in genes whose effect is unknown, and of protein changes that are not read.

    Args:
        frame: Gene, protein change, consequence and line of each variant.
        name: The file, for messages.
        issues: Takes one warning of either kind.
    """
    genic = frame.filter(pl.col("gene") != "")
    unknown = genic.filter(pl.col("consequence") == Consequence.UNKNOWN.value)
    if not unknown.is_empty():
        issues.warn(
            f"{name} line {unknown[LINE][0]}",
            f"{unknown.height} row(s) in genes do not say what the variant does",
            expected="a Variant_Classification, a Consequence or a protein change",
            remedy="these variants stay open in every call; annotate the file to settle them",
        )
    telling = genic.filter(pl.col("consequence").is_in(_RESIDUE_MATTERS))
    distinct = telling["protein_change"].unique().to_list()
    opaque = [text for text in distinct if text and consequence_of(text) is Consequence.UNKNOWN]
    unread = telling.filter(pl.col("protein_change").is_in(opaque))
    if not unread.is_empty():
        rows = unread.select(LINE, "gene", "protein_change").head(_LISTED).rows()
        shown = ", ".join(f"line {line} {gene} {change!r}" for line, gene, change in rows)
        more = f" and {unread.height - _LISTED} more" if unread.height > _LISTED else ""
        issues.warn(
            f"{name} line {unread[LINE][0]}",
            f"protein change(s) that are not read: {shown}{more}",
            expected="HGVS such as p.Phe1174Leu or F1174L",
            remedy="no residue is known of these rows; correct them where one matters",
        )
