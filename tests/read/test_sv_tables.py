"""Reading the tables of LINX."""

from __future__ import annotations

import pytest
from read.sv_files import table

from crestome.model.issue import Issues
from crestome.read.set_aside import REASON
from crestome.read.sv_rows import SvRows
from crestome.read.sv_tables import holds_sv_table, read_sv_table
from crestome.read.text import TextFile


def taken(text: TextFile) -> SvRows:
    assert holds_sv_table(text)
    rows = read_sv_table(text, None, Issues())
    assert rows is not None
    return rows


PLACE = ("contig1", "position1", "strand1", "contig2", "position2", "strand2", "kind")


def test_coordinates_carry_their_orientation() -> None:
    rows = taken(
        table(
            "vcfIdStart svId coordsStart coordsEnd type geneStart geneEnd",
            "a 4 1:1000:1 1:2000:-1 DEL ALK ALK;MYCN",
            "b 5 2:1000:-1 _ SGL TERT _",
        )
    )
    assert rows.frame.select(PLACE).rows() == [
        ("1", 999, "+", "1", 1999, "-", "deletion"),
        ("2", 999, "-", None, None, None, "single"),
    ]
    assert rows.frame.select("gene1", "gene2", "event").rows() == [
        ("ALK", "ALK", "4"),
        ("TERT", None, "5"),
    ]
    assert not rows.pairs


def test_a_table_to_draw_is_read_too() -> None:
    rows = taken(
        table(
            "SampleId SvId Type ChrStart ChrEnd PosStart PosEnd OrientStart OrientEnd",
            "T 4 BND 1 7 1000 2000 1 -1",
            "T 5 SGL 1 -1 1000 -1 1 0",
        )
    )
    assert rows.frame.select(PLACE).rows() == [
        ("1", 999, "+", "7", 1999, "-", None),
        ("1", 999, "+", None, None, None, "single"),
    ]


def test_breakends_by_gene_have_no_places_and_one_row_for_each_gene_and_end() -> None:
    rows = taken(
        table(
            "id svId isStart gene transcriptId canonical",
            "0 4 true ALK E1 true",
            "1 4 true ALK E2 false",
            "2 4 false ALK E1 true",
            "3 5 true TERT E3 true",
        )
    )
    assert rows.frame["gene1"].to_list() == ["ALK", "ALK", "ALK", "TERT"]
    assert rows.frame["kind"].unique().to_list() == ["breakend"]
    reason = "another transcript of the same gene and end"
    assert rows.frame[REASON].to_list() == [None, reason, None, None]


def test_an_older_table_names_genes_only() -> None:
    rows = taken(table("svId clusterId geneStart geneEnd", "4 7 ALK -"))
    assert rows.frame.select("position1", "gene1").row(0) == (None, "ALK")


def test_broken_tables_are_refused() -> None:
    issues = Issues()
    text = table("svId coordsStart coordsEnd type", "4 1:1:1")
    assert read_sv_table(text, None, issues) is None
    assert "another width" in str(issues.errors[0])


@pytest.mark.parametrize("text", [table("gene vaf"), TextFile("x", "", [])])
def test_other_tables_are_not_of_linx(text: TextFile) -> None:
    assert not holds_sv_table(text)


def test_comments_may_stand_above_the_header() -> None:
    header = "#svId\tcoordsStart\tcoordsEnd\ttype"
    text = TextFile("x", "", ["# exported", "", header, "1\t5:1:1\t5:9:-1\tDEL"])
    assert holds_sv_table(text)
    assert taken(text).frame["_line"].to_list() == [4]
    assert not holds_sv_table(TextFile("x", "", ["# exported", "Dear colleague", header]))
    assert not holds_sv_table(TextFile("x", "", ["# exported"]))
