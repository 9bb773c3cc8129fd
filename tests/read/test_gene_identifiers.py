"""What names the genes of a table."""

from __future__ import annotations

import pytest

from crestome.knowledge.signature import load_gene_names
from crestome.model.issue import Issues
from crestome.read.gene_identifiers import (
    recognise_genes,
    refuse_foreign_names,
    symbol_of,
)

NAMES = load_gene_names()


@pytest.mark.parametrize(
    ("name", "gene"),
    [
        ("MYCN", "MYCN"),
        ("ENSG00000134323", "MYCN"),
        ("ENSG00000134323.12", "MYCN"),
        ("ENSG00000134323.12_PAR_Y", "MYCN"),
        ("ENSG00000134323.12|MYCN", "MYCN"),
        ("CYR61", "CCN1"),
        ("nothing", None),
        ("", None),
    ],
)
def test_every_way_to_name_a_gene_leads_to_it(name: str, gene: str | None) -> None:
    assert symbol_of(name, NAMES) == gene


def test_the_share_of_known_names_is_told() -> None:
    assert recognise_genes(["MYCN", None, "ALK", "x"], NAMES).share == 0.5
    assert recognise_genes([], NAMES).share == 0.0


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["ENST00000513300.5", "ENST00000282507.7"], "transcripts"),
        (["ENSMUSG00000083355.2", "ENSMUSG00000029863"], "mouse genes"),
        (["ENSDARG00000000001", "ENSDARG00000000002"], "another species"),
        (["Mycn", "Phox2b", "Actb"], "symbols written as those of a mouse"),
        (["cell_1", "cell_2"], "no names of human genes: 0% of 2 are known"),
        ([], "no row"),
    ],
)
def test_other_names_are_refused_for_what_they_are(names: list[str], said: str) -> None:
    issues = Issues()
    assert refuse_foreign_names(names, "x.tsv", NAMES, issues)
    assert said in str(issues.errors[0])


def test_human_genes_are_not_refused() -> None:
    issues = Issues()
    assert not refuse_foreign_names(["MYCN", "ALK", "C1orf112", "AC000"], "x", NAMES, issues)
    assert not issues.items
