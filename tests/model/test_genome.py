from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.knowledge.load import load_knowledge
from crestome.model.genome import Assembly, Genome, Interval, Strand

POSITIONS = st.integers(min_value=0, max_value=300)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, length = draw(POSITIONS), draw(st.integers(min_value=1, max_value=50))
    return Interval(contig=draw(st.sampled_from(["1", "2"])), start=start, end=start + length)


@given(intervals(), intervals())
def test_overlap_is_the_number_of_shared_bases(first: Interval, second: Interval) -> None:
    shared = set(range(first.start, first.end)) & set(range(second.start, second.end))
    expected = len(shared) if first.contig == second.contig else 0
    assert first.overlap_bp(second) == second.overlap_bp(first) == expected


@pytest.fixture(params=list(Assembly), ids=lambda assembly: assembly.value)
def genome(request: pytest.FixtureRequest) -> Genome:
    return load_knowledge().genome(request.param)


def test_genes_lie_on_their_chromosomes(genome: Genome) -> None:
    for gene in genome.genes.values():
        chromosome = genome.chromosomes[gene.interval.contig]
        assert gene.interval.overlap_bp(chromosome.whole) == gene.interval.length_bp


def test_the_start_site_of_tert_is_its_highest_base(genome: Genome) -> None:
    tert = genome.gene("TERT")
    assert tert.strand is Strand.MINUS
    assert genome.regions["TERT_start_site"].start == tert.start_site


def test_arms_leave_out_the_centromere(genome: Genome) -> None:
    for chromosome in genome.chromosomes.values():
        assert chromosome.p_arm.end < chromosome.q_arm.start
        assert chromosome.q_arm.end == chromosome.whole.end == chromosome.length_bp


def test_known_genes_lie_on_their_arms(genome: Genome) -> None:
    for symbol, arm in {"MYCN": "p", "ALK": "p", "ATM": "q", "CHD5": "p", "AFDN": "q"}.items():
        gene = genome.gene(symbol).interval
        chromosome = genome.chromosomes[gene.contig]
        whole = chromosome.p_arm if arm == "p" else chromosome.q_arm
        assert gene.overlap_bp(whole) == gene.length_bp, symbol


def test_a_gene_on_the_plus_strand_starts_at_its_first_base(genome: Genome) -> None:
    assert genome.gene("MYCN").start_site == genome.gene("MYCN").interval.start


def test_there_are_22_autosomes(genome: Genome) -> None:
    assert [chromosome.name for chromosome in genome.autosomes][-1] == "22"
    assert len(genome.autosomes) == 22
