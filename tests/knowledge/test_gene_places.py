"""Places of the protein-coding genes."""

from __future__ import annotations

from crestome.knowledge.gene_places import load_gene_places
from crestome.knowledge.load import load_genome
from crestome.knowledge.signature import load_gene_names
from crestome.model.genome import Assembly


def test_genes_lie_where_the_table_of_rules_puts_them() -> None:
    places, genome = load_gene_places(), load_genome(Assembly.GRCH38)
    both = [gene for gene in genome.genes if gene in places]
    assert len(both) > 80
    for gene in both:
        interval = genome.gene(gene).interval
        assert places[gene][0] == interval.contig
        assert abs(places[gene][1] - interval.start) < 200_000, gene


def test_nearly_all_ranked_genes_have_a_place() -> None:
    coding = load_gene_names().coding
    assert len(coding & load_gene_places().keys()) > 0.95 * len(coding)
