"""The shipped tables of both assemblies."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.genome_tables import load_tables
from crestome.model.genome import Assembly

FOLDER = Path(__file__).parents[2] / "src/crestome/knowledge/data/genome"


@pytest.mark.parametrize("assembly", Assembly)
def test_every_table_is_read_and_exons_stand_in_reading_direction(assembly: Assembly) -> None:
    genome = load_tables(FOLDER / assembly.value, assembly)
    assert genome.genes
    assert genome.regions
    assert genome.codons
    assert len(genome.autosomes) == 22
    for symbol, exons in genome.exons.items():
        gene = genome.gene(symbol)
        starts = [exon.start for exon in exons]
        assert starts == sorted(starts, reverse=gene.strand.value == "-")
        assert {exon.contig for exon in exons} == {gene.interval.contig}
        assert sum(exon.coding_bp for exon in exons) % 3 == 0


def test_the_tables_of_an_assembly_are_read_from_its_folder() -> None:
    genome = load_tables(FOLDER / "GRCh38", Assembly.GRCH38)
    assert genome.gene("MYCN").interval.contig == "2"
    assert genome.exons["ATRX"]
    assert genome.codons
