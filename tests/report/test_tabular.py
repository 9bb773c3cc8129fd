"""The ledger as a table."""

from __future__ import annotations

import csv
import io

import pytest

from crestome.model.assessment import Assessment
from crestome.report.tabular import COLUMNS, cell, render_ledger


def test_every_entry_is_one_row_and_the_rows_sum_to_the_ledger(assessment: Assessment) -> None:
    rows = list(csv.DictReader(io.StringIO(render_ledger(assessment)), delimiter="\t"))
    assert len(rows) == len(assessment.ledger.entries)
    assert sum(int(row["rows"]) for row in rows if row["file"] == "T2.maf") == 1212


def test_an_empty_ledger_is_a_header(empty: Assessment) -> None:
    assert render_ledger(empty) == "\t".join(COLUMNS) + "\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_finds_no_formula(start: str) -> None:
    assert cell(f"{start}cmd") == f"'{start}cmd"


def test_tabs_and_line_breaks_cannot_break_a_row() -> None:
    assert cell("a\tb\r\nc") == "a b  c"
