from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.date_symbols import refuse_date_symbols, refuse_dates_among
from crestome.read.delimited import DelimitedFile, read_delimited
from crestome.read.text import TextFile


def table(*lines: str) -> DelimitedFile:
    file = read_delimited(TextFile("t.tsv", "", list(lines)), Issues())
    assert file is not None
    return file


@pytest.mark.parametrize(
    ("cell", "gene"),
    [
        ("1-Mar", "MARCHF1"),
        ("Sep-2", "SEPTIN2"),
        ("2001-03-01", "MTARC1"),
        ("2003-12-01 00:00:00", "DELEC1"),
        ("4-oct", "POU5F1 (OCT4)"),
        ("2-Sep-01", "SEPTIN2"),
        ("1. Mrz", "MARCHF1"),
    ],
)
def test_dates_in_place_of_genes_are_reported(cell: str, gene: str) -> None:
    issues = Issues()
    refuse_date_symbols(table("gene", "ALK", cell), "gene", issues)
    said = str(issues.errors[0])
    assert said.startswith("t.tsv line 3, column gene: 1 gene symbol(s) turned into a date")
    assert gene in said
    assert "without opening it in a spreadsheet" in said


def test_a_date_of_no_known_gene_is_reported_too() -> None:
    issues = Issues()
    refuse_date_symbols(table("gene", "03/01/2001"), "gene", issues)
    assert "expected gene symbols." in str(issues.errors[0])


def test_genes_are_no_dates() -> None:
    issues = Issues()
    refuse_date_symbols(table("gene", "MARCHF1", "SEPTIN2", "NKX2-1", "HLA-A"), "gene", issues)
    assert not issues.items


def test_a_list_in_a_case_file_is_refused_with_the_key() -> None:
    issues = Issues()
    dates = [f"{day}-Mar" for day in range(1, 8)]
    assert refuse_dates_among(["ALK", *dates], "case.toml: sample T1, events_cover", issues)
    said = str(issues.errors[0])
    assert said.startswith(
        "case.toml: sample T1, events_cover: 7 gene symbol(s) turned into a date"
    )
    assert "'5-Mar' and 2 more" in said
    assert not refuse_dates_among(["ALK"], "x", Issues())
