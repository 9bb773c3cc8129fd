from __future__ import annotations

import csv

import polars as pl
import pytest

from crestome.knowledge.load import shipped_root
from crestome.read.gene_symbols import current_symbol, current_symbols


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("MLLT4", "AFDN"),
        ("H2AFX", "H2AX"),
        ("MRE11A", "MRE11"),
        ("MDMX", "MDM4"),
        ("MYCL1", "MYCL"),
        ("SHP2", "PTPN11"),
        ("p53", "TP53"),
        ("hTERT", "TERT"),
        (" ALK ", "ALK"),
        ("C10orf2", "C10orf2"),
        ("<script>", "<script>"),
        ("Unknown", ""),
        (".", ""),
    ],
)
def test_old_names_become_the_current_symbol(old: str, new: str) -> None:
    assert current_symbol(old) == new


def test_a_column_is_translated_like_its_cells() -> None:
    assert current_symbols(pl.Series(["CHK1", "ALK", "", "CHK1"])).to_list() == [
        "CHEK1",
        "ALK",
        "",
        "CHEK1",
    ]
    assert current_symbols(pl.Series([], dtype=pl.String)).to_list() == []


def test_the_table_is_unambiguous() -> None:
    with (shipped_root() / "symbols.tsv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader((r for r in handle if not r.startswith("#")), delimiter="\t"))
    previous = [row["previous"] for row in rows]
    assert len(previous) == len(set(previous))
    assert previous == [name.upper() for name in previous]
    assert not set(previous) & {row["current"] for row in rows}
    with (shipped_root() / "genome" / "GRCh38" / "genes.tsv").open(encoding="utf-8") as handle:
        today = {line.split("\t")[0] for line in handle}
    assert not set(previous) & today
