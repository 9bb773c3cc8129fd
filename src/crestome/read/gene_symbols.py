"""Old gene symbols → the current ones that every rule is written in.

Files and papers carry names that HGNC has replaced (MLLT4 for AFDN) or that name the protein (SHP2
for PTPN11). Only names that stand for one gene today are translated: a wrong gene is worse than an
unknown one.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import polars as pl

from crestome.knowledge.load import shipped_root

_NO_GENE: Final = frozenset({"", ".", "-", "NA", "N/A", "None", "Unknown", "UNKNOWN", "unknown"})


@cache
def _previous() -> dict[str, str]:
    path = shipped_root() / "symbols.tsv"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines[1:]}


@lru_cache(maxsize=1 << 16)
def current_symbol(text: str) -> str:
    """The current symbol of a gene; "" for a cell that names none.

    Example:
        >>> current_symbol("MLLT4"), current_symbol("p53"), current_symbol("ALK")
        ('AFDN', 'TP53', 'ALK')
        >>> current_symbol("Unknown")
        ''
    """
    symbol = text.strip()
    if symbol in _NO_GENE:
        return ""
    return _previous().get(symbol.upper(), symbol)


def current_symbols(column: pl.Series) -> pl.Series:
    """The current symbols of a whole column."""
    distinct = column.unique()
    return column.replace_strict(
        distinct, [current_symbol(text) for text in distinct], return_dtype=pl.String
    )
