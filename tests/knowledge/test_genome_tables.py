from __future__ import annotations

from crestome.knowledge.genome_tables import read_genome
from crestome.knowledge.load import shipped_root
from crestome.model.genome import Assembly


def test_the_tables_of_an_assembly_are_read_from_its_folder() -> None:
    genome = read_genome(shipped_root() / "genome" / "GRCh38", Assembly.GRCH38)
    assert genome.gene("MYCN").interval.contig == "2"
    assert genome.exons["ATRX"]
    assert genome.codons
