from __future__ import annotations

import polars as pl
import pytest

from crestome.knowledge.load import Knowledge, shipped_root
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.read.contigs import (
    assembly_named,
    bare_contigs,
    check_builds,
    check_ends,
    check_genes,
)

GENOME = Knowledge(
    root=shipped_root(), version="", references={}, assays={}, drugs={}, rule_documents={}
).genome(Assembly.GRCH37)


def places(*rows: tuple[str, str, int]) -> pl.DataFrame:
    schema = {"gene": pl.String, "contig": pl.String, "position": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("_line", offset=2)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("chr2", "2"),
        ("CHRX", "X"),
        ("x", "X"),
        ("23", "X"),
        ("24", "Y"),
        ("chrM", "MT"),
        ("MT", "MT"),
        ("01", "1"),
        ("chr17_KI270729v1_random", "chr17_KI270729v1_random"),
        ("", ""),
    ],
)
def test_contigs_get_their_bare_name(name: str, bare: str) -> None:
    assert bare_contigs(pl.Series([name])).to_list() == [bare]


@pytest.mark.parametrize(
    ("text", "assembly"),
    [
        ("37", Assembly.GRCH37),
        ("hg19", Assembly.GRCH37),
        ("GRCh37.p13", Assembly.GRCH37),
        ("grch37p13", Assembly.GRCH37),
        ("b37", Assembly.GRCH37),
        ("hs37d5", Assembly.GRCH37),
        ("38", Assembly.GRCH38),
        ("hg38", Assembly.GRCH38),
        ("GRCh38", Assembly.GRCH38),
        ("36", None),
        ("hg18", None),
        ("mm10", None),
    ],
)
def test_assemblies_go_by_many_names(text: str, assembly: Assembly | None) -> None:
    assert assembly_named(text) is assembly


def test_builds_of_the_case_and_unstated_ones_pass() -> None:
    issues = Issues()
    check_builds(pl.Series(["37", "hg19", ""]), "t.maf", GENOME, issues)
    assert not issues.items


def test_an_old_build_has_to_be_lifted_over() -> None:
    issues = Issues()
    check_builds(pl.Series(["36.1", "36.1"]), "t.maf", GENOME, issues)
    assert str(issues.errors[0]) == (
        "t.maf: made on 36.1 (2 row(s)); expected GRCh37, the assembly of the case. Lift the file "
        "over, if all other files of the case fit it."
    )


def test_ends_are_checked_where_the_length_is_known() -> None:
    issues = Issues()
    check_ends(places(("", "MT", 99_999), ("", "1", 1)), "t.maf", GENOME, issues)
    assert not issues.items
    check_ends(places(("", "1", 249_250_621)), "t.maf", GENOME, issues)
    assert "t.maf line 2: chr1:249,250,622 lies beyond the end" in str(issues.errors[0])


def test_one_gene_out_of_place_among_many_passes() -> None:
    issues = Issues()
    inside = ("ALK", "2", 29_443_694)
    check_genes(places(inside, inside, ("TP53", "2", 5)), "t.maf", GENOME, issues)
    check_genes(places(("GENE1", "2", 5)), "t.maf", GENOME, issues)
    assert not issues.items


def test_most_genes_out_of_place_are_refused() -> None:
    issues = Issues()
    wrong = [("ALK", "2", 29_220_829), ("TP53", "17", 7_674_220), ("NRAS", "1", 114_713_907)]
    check_genes(places(*wrong, ("ALK", "3", 5), ("ALK", "2", 29_443_694)), "t.maf", GENOME, issues)
    said = str(issues.errors[0])
    assert "t.maf: 4 of 5 coding variants lie outside their genes: line 2: ALK at chr2" in said
    assert "not in chr2:29,415,640-30,144,432" in said
