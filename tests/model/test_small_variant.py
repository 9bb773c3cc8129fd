from __future__ import annotations

import polars as pl

from crestome.model.small_variant import (
    Consequence,
    SequencedGenes,
    SequencingScope,
    SmallVariant,
    SmallVariants,
)


def table(*genes: str) -> SmallVariants:
    rows = [
        {
            "gene": gene,
            "protein_change": "F1174L",
            "consequence": "missense",
            "contig": "2",
            "position": 10,
            "reference": "G",
            "alternative": "T",
            "vaf": 0.2,
            "depth": 50,
            "origin": "somatic",
            "phase_group": "",
            "where": f"a.maf line {number}",
        }
        for number, gene in enumerate(genes, start=2)
    ]
    return SmallVariants(pl.DataFrame(rows, schema=SmallVariants.schema()))


def test_variants_of_genes_become_records_in_file_order() -> None:
    found = table("ALK", "TTN", "ALK").of_genes(["ALK"])
    assert [variant.where for variant in found] == ["a.maf line 2", "a.maf line 4"]
    assert found[0].consequence is Consequence.MISSENSE


def test_a_variant_is_named_by_what_is_known_of_it() -> None:
    assert SmallVariant(gene="ALK", protein_change="F1174L").name == "ALK p.F1174L"
    placed = SmallVariant(gene="TERT", contig="5", position=1294, reference="G", alternative="A")
    assert placed.name == "TERT chr5:1,295 G>A"
    assert SmallVariant(gene="NF1", consequence=Consequence.SPLICE).name == "NF1 splice"


def test_a_panel_covers_its_genes_only() -> None:
    panel = SequencedGenes(scope=SequencingScope.PANEL, genes=frozenset({"ALK", "TERT promoter"}))
    assert panel.covers("ALK")
    assert not panel.covers("TP53")
    assert panel.covers_promoter("TERT")


def test_an_exome_sees_genes_but_no_promoters() -> None:
    exome = SequencedGenes(scope=SequencingScope.EXOME)
    assert exome.covers("TP53")
    assert not exome.covers_promoter("TERT")
    assert SequencedGenes(scope=SequencingScope.GENOME).covers_promoter("TERT")


def test_an_unstated_assay_covers_nothing() -> None:
    assert not SequencedGenes().covers("TP53")
