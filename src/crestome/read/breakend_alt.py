"""The ALT of a breakend in VCF → orientation of both ends, and the place of the partner.

The four bracket forms say two things at once: where the base ``t`` of this row stands (before the
bracket: the DNA that is kept lies before the break) and which way the partner runs from its place
(``[`` after it, ``]`` before it). A break whose partner was not found is ``t.`` or ``.t``.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_BASES: Final = "[A-Za-z*]"
_BRACKETED: Final = (
    rf"^(?P<before>{_BASES}*)(?P<open>[\[\]])<?(?P<contig2>[^\[\],<>]+)>?:(?P<at>[0-9]+)[\[\]]"
    rf"(?P<after>{_BASES}*)$"
)
_SINGLE: Final = rf"^(?:(?P<left>{_BASES}+)\.|\.(?P<right>{_BASES}+))$"


def breakends(alternatives: pl.Series) -> pl.DataFrame:
    """Orientation and partner of each ALT; nulls where it is no breakend.

    Returns:
        ``strand1`` and ``strand2`` (``+`` where the kept DNA lies before the break), ``contig2`` as
        written, ``position2`` 0-based; of a single breakend ``strand1`` only.

    Example:
        >>> breakends(pl.Series(["A]17:38112502]", "[9:100[T", "A.", "<DEL>"])).rows()
        [('+', '17', 38112501, '+'), ('-', '9', 99, '-'), ('+', None, None, None), \
(None, None, None, None)]
    """
    frame = pl.DataFrame({"alt": alternatives.cast(pl.String)})
    parts = frame.select(
        pl.col("alt").str.extract_groups(_BRACKETED).alias("pair"),
        pl.col("alt").str.extract_groups(_SINGLE).alias("single"),
    ).unnest("pair", "single")
    here = pl.when(pl.col("open").is_not_null()).then(
        pl.when(pl.col("before") != "").then(pl.lit("+")).otherwise(pl.lit("-"))
    )
    alone = (
        pl.when(pl.col("left").is_not_null())
        .then(pl.lit("+"))
        .when(pl.col("right").is_not_null())
        .then(pl.lit("-"))
    )
    return parts.select(
        strand1=pl.coalesce(here, alone),
        contig2=pl.col("contig2"),
        position2=pl.col("at").cast(pl.Int64, strict=False) - 1,
        strand2=pl.col("open").replace_strict(
            {"[": "-", "]": "+"}, default=None, return_dtype=pl.String
        ),
    )
