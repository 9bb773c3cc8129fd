from __future__ import annotations

from crestome.model.fusion import Fusion


def test_a_fusion_is_named_by_both_partners() -> None:
    assert Fusion(five_prime="EML4", three_prime="ALK").name == "EML4::ALK"
    assert Fusion(five_prime="", three_prime="ALK").name == "?::ALK"


def test_genes_are_named_once_and_an_event_in_one_gene_says_so() -> None:
    assert Fusion(five_prime="EML4", three_prime="ALK").genes == ("EML4", "ALK")
    within = Fusion(five_prime="ALK", three_prime="ALK")
    assert (within.genes, within.is_intragenic) == (("ALK",), True)
    alone = Fusion(five_prime="", three_prime="ALK")
    assert (alone.genes, alone.is_intragenic) == (("ALK",), False)
