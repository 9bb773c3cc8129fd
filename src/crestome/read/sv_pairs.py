"""Two records of one adjacency → one row, whichever way the caller tied them together.

Most callers write a breakend twice, once from either side, and name the mate. Without a name the
two records say the same places; but where a few bases are alike on both sides of the break
(microhomology), each record may put the break at its own end of these bases, so the two differ by
no more than their length. Read as two events they would count a rearrangement twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from crestome.model.structural_variant import StructuralKind
from crestome.read.set_aside import REASON, kept, marked

ROW: Final = "_row"
"""The number of a row, where one line of the file gives several."""

_REASONS: Final = 8
_SAME: Final = ["contig1", "position1", "strand1", "contig2", "position2", "strand2"]
_AROUND: Final = ["contig1", "strand1", "contig2", "strand2"]


def without_mates(frame: pl.DataFrame, lines: str) -> pl.DataFrame:
    """One row for each adjacency: mates by name, rows that say the same, rows nearly the same.

    Args:
        frame: Columns of `SCHEMA` in order of the places, ``turned`` where the second place was
            written first.
        lines: The column of line numbers, for the reason.
    """
    frame = frame.with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int64))
    for partners, words, many in (
        (_named(frame), "mate of line ", "mates of earlier lines"),
        (None, "the same adjacency as line ", "the same adjacencies as earlier lines"),
    ):
        found = _repeated(frame) if partners is None else partners
        frame = _marked(frame, found, lines, (words, many))
    near = ("the same adjacency, but for microhomology, as line ", "mates but for microhomology")
    return _marked(frame, _shifted(frame), lines, near).drop(ROW)


def _named(frame: pl.DataFrame) -> dict[int, int]:
    """Second records by the name of their mate; of several partners of one record, the right one.

    A name that several rows bear names nobody, unless each of them names another mate.
    """
    rows = kept(frame)
    named = rows.filter(pl.col("id").is_not_null()).with_columns(pl.col("mate").fill_null(""))
    alone = dict(named.filter(pl.col("id").is_unique()).select("id", ROW).rows())
    both = named.filter(pl.struct("id", "mate").is_unique())
    to_mate = {(own, mate): row for own, mate, row in both.select("id", "mate", ROW).rows()}
    gone: dict[int, int] = {}
    for row, own, mates in rows.select(ROW, "id", "mate").drop_nulls("mate").rows():
        mate = mates.split(",")[0]
        partner = alone.get(mate, to_mate.get((mate, own)))
        if partner is not None and partner < row and partner not in gone:
            gone[row] = partner
    return gone


def _open_pairs(frame: pl.DataFrame) -> pl.DataFrame:
    return kept(frame).filter(
        pl.col("position1").is_not_null()
        & pl.col("position2").is_not_null()
        & (pl.col("kind") != StructuralKind.INSERTION.value)
    )


def _repeated(frame: pl.DataFrame) -> dict[int, int]:
    first = _open_pairs(frame).with_columns(pl.col(ROW).first().over(_SAME).alias("_first"))
    return dict(first.filter(pl.col("_first") != pl.col(ROW)).select(ROW, "_first").rows())


def _shifted(frame: pl.DataFrame) -> dict[int, int]:
    """Records from opposite sides whose places differ by no more than the bases alike at both.

    Only those that name no mate: what a caller names as two events are two.
    """
    loose = _open_pairs(frame).filter(pl.col("mate").is_null() & pl.col("slack").is_not_null())
    gone: dict[int, int] = {}
    for _, rows in loose.sort("position1", ROW).group_by(_AROUND, maintain_order=True):
        open_rows: list[tuple[int, int, int, int, bool]] = []
        cells = rows.select("position1", "position2", "slack", ROW, "turned").rows()
        for one, two, slack, row, turned in cells:
            # In order of the first place: what lies further back fits nothing that follows.
            open_rows = [item for item in open_rows if one - item[0] <= max(slack, item[2])]
            partner = next(
                (
                    item
                    for item in open_rows
                    if item[4] != turned and abs(two - item[1]) <= max(slack, item[2])
                ),
                None,
            )
            if partner is None:
                open_rows.append((one, two, slack, row, turned))
            else:
                open_rows.remove(partner)
                gone[max(row, partner[3])] = min(row, partner[3])
    return gone


def _marked(
    frame: pl.DataFrame, partners: Mapping[int, int], lines: str, words: tuple[str, str]
) -> pl.DataFrame:
    partner = pl.col(ROW).replace_strict(partners, default=None, return_dtype=pl.Int64)
    line = partner.replace_strict(
        dict(frame.select(ROW, lines).rows()), default=None, return_dtype=pl.String
    )
    few = len(partners) <= _REASONS
    reason = pl.lit(words[0]) + line if few else pl.lit(words[1])
    return marked(frame, partner.is_not_null(), reason)


def one_fate_each(frame: pl.DataFrame, lines: str) -> pl.DataFrame:
    """Of the rows that one line gives, those that are kept; of a line without one, the first."""
    any_kept = pl.col(REASON).is_null().any().over(lines)
    first = pl.int_range(pl.len()).over(lines) == 0
    return frame.filter(pl.col(REASON).is_null() | (~any_kept & first))
