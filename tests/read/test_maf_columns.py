from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.delimited import DelimitedFile, read_delimited
from crestome.read.maf_columns import PROTEIN, MafColumns, all_columns, find_maf_columns, one_column
from crestome.read.text import TextFile


def table(*lines: str) -> DelimitedFile:
    file = read_delimited(TextFile("t.maf", "", list(lines)), Issues())
    assert file is not None
    return file


def find(*lines: str) -> tuple[MafColumns | None, str]:
    issues = Issues()
    return find_maf_columns(table(*lines), issues), "\n".join(map(str, issues.items))


def test_spellings_of_oncotator_are_found() -> None:
    columns, said = find("Hugo_Symbol\tChromosome\tStart_position\tEnd_position\tProtein_Change")
    assert columns is not None
    assert (columns.start, columns.end) == ("Start_position", "End_position")
    assert columns.proteins == ("Protein_Change",)
    assert columns.sample is None
    assert not said


def test_all_protein_columns_are_found_in_the_order_of_their_worth() -> None:
    file = table("HGVSp\tamino_acid_change\tHGVSp_Short")
    assert all_columns(file, PROTEIN) == ("HGVSp_Short", "amino_acid_change", "HGVSp")
    assert one_column(file, ["nothing"]) is None


def test_a_gene_without_an_effect_is_refused() -> None:
    columns, said = find("Hugo_Symbol\tChromosome\tStart_Position", "ALK\t2\t5")
    assert columns is None
    assert "no column Variant_Classification" in said


def test_a_contig_without_a_position_is_refused() -> None:
    columns, said = find("Hugo_Symbol\tHGVSp_Short\tChromosome\tStart_Positon")
    assert columns is None
    assert "no column Start_Position" in said
    assert "Start_Positon: did you mean Start_Position?" in said


def test_a_position_without_a_contig_is_refused() -> None:
    columns, said = find("Hugo_Symbol\tHGVSp_Short\tStart_Position")
    assert columns is None
    assert "no column Chromosome" in said


def test_no_gene_and_no_position_is_refused() -> None:
    columns, said = find("a\tb")
    assert columns is None
    assert "no column Hugo_Symbol" in said


def test_ensembl_identifiers_need_annotation() -> None:
    columns, said = find("Gene\tHGVSp_Short", "ENSG00000171094\tp.F1174L")
    assert columns is None
    assert "t.maf: column Gene: holds Ensembl identifiers; expected HGNC gene symbols" in said


def test_a_misspelt_column_is_not_passed_over_in_silence() -> None:
    columns, said = find(
        "Hugo_Symbol\tHGVSp_Short\tConsequence\tVariant_Clasification\tTumor_Sample_Barcod"
    )
    assert columns is not None
    assert "column Variant_Clasification is not read; expected Variant_Classification" in said
    assert "column Tumor_Sample_Barcod is not read; expected Tumor_Sample_Barcode" in said


@pytest.mark.parametrize(
    "name",
    [
        "Variant_Clasification",
        "Classification",
        "Consequences",
        "VEP_consequence_terms",
        "Variant_Effect",
    ],
)
def test_effects_under_nearly_their_name_are_refused_with_the_name(name: str) -> None:
    columns, said = find(f"Hugo_Symbol\tHGVSp_Short\t{name}")
    assert columns is None
    assert f"t.maf: header: no column Variant_Classification, but {name}; expected" in said
    assert f"ename {name} if it holds effects" in said


def test_protein_changes_without_any_effect_will_do() -> None:
    columns, said = find("Hugo_Symbol\tHGVSp_Short\tVariant_Type\tVARIANT_CLASS")
    assert columns is not None
    assert not said


def test_the_one_consequence_of_a_data_commons_is_read() -> None:
    columns, _ = find("Hugo_Symbol\tOne_Consequence")
    assert columns is not None
    assert columns.consequence == "One_Consequence"
