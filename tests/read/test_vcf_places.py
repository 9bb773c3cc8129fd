from __future__ import annotations

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.small_variant import Consequence
from crestome.read.vcf_annotation import Effect
from crestome.read.vcf_places import intervals_of_interest, places_of

GRCH37 = load_genome(Assembly.GRCH37)
GRCH38 = load_genome(Assembly.GRCH38)


@pytest.mark.parametrize(
    ("genome", "change", "gene", "protein"),
    [
        (GRCH37, ("2", 29_443_695, "G", "T"), "ALK", "F1174L"),
        (GRCH37, ("2", 29_443_697, "A", "G"), "ALK", "F1174L"),
        (GRCH37, ("2", 29_432_664, "C", "T"), "ALK", "R1275Q"),
        (GRCH38, ("2", 29_209_798, "C", "T"), "ALK", "R1275Q"),
        (GRCH38, ("2", 29_213_993, "A", "C"), "ALK", "F1245C"),
        (GRCH37, ("1", 115_256_530, "G", "T"), "NRAS", "Q61K"),
        (GRCH38, ("12", 25_245_350, "C", "T"), "KRAS", "G12D"),
        (GRCH38, ("7", 140_753_336, "A", "T"), "BRAF", "V600E"),
        (GRCH38, ("12", 112_450_406, "G", "A"), "PTPN11", "E76K"),
        (GRCH38, ("8", 38_417_331, "G", "T"), "FGFR1", "N546K"),
        (GRCH37, ("7", 140_453_136, "AC", "TT"), "BRAF", "V600K"),
        (GRCH37, ("2", 29_443_695, "G", "A"), "ALK", "F1174="),
    ],
)
def test_a_substitution_in_a_known_codon_is_named(genome, change, gene: str, protein: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    contig, position, reference, alternative = change
    found = places_of(genome).effect(contig, position - 1, reference, alternative)
    assert found is not None
    assert (found.gene, found.protein_change) == (gene, protein)


@pytest.mark.parametrize(
    ("reference", "alternative"), [("A", "T"), ("G", "-"), ("-", "T"), ("GAAA", "TTTT")]
)
def test_what_the_codon_does_not_tell_stays_of_unknown_effect(
    reference: str, alternative: str
) -> None:
    found = places_of(GRCH37).effect("2", 29_443_694, reference, alternative)
    assert found == Effect("ALK", Consequence.UNKNOWN, "", 0)


def test_the_promoter_of_tert_and_genes_are_told_by_position() -> None:
    places = places_of(GRCH37)
    assert places.effect("5", 1_295_227, "G", "A") == Effect("TERT", Consequence.PROMOTER, "", 0)
    assert places.effect("2", 29_500_000, "G", "A") == Effect("ALK", Consequence.UNKNOWN, "", 0)
    assert places.effect("2", 1, "G", "A") is None
    assert places.effect("99", 1, "G", "A") is None


@pytest.mark.parametrize("genome", [GRCH37, GRCH38])
def test_every_codon_lies_in_its_gene_and_codes_for_its_residue(genome) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    for codon in genome.codons:
        assert genome.gene(codon.gene).interval.overlap_bp(codon.interval) == 3
        assert genome.gene(codon.gene).strand is codon.strand
        plus = codon.bases
        if codon.strand.value == "-":
            plus = plus.translate(str.maketrans("ACGT", "TGCA"))[::-1]
        found = places_of(genome).effect(
            codon.interval.contig, codon.interval.start, plus, plus[:2] + plus[2]
        )
        assert found is not None
        assert found.protein_change == f"{codon.residue}="


def test_no_gene_of_interest_lies_where_positions_are_too_short_to_sieve() -> None:
    for genome in (GRCH37, GRCH38):
        assert all(item.start >= 10_000 for item in intervals_of_interest(genome, 5_000))
