from __future__ import annotations

from crestome.model.event import EventKind, GeneEvent


def test_a_fusion_concerns_both_partners() -> None:
    assert GeneEvent(gene="EML4::ALK", kind=EventKind.FUSION).genes == ("EML4", "ALK")


def test_only_rearrangements_move_dna_next_to_other_dna() -> None:
    assert EventKind.TRANSLOCATION.is_rearrangement
    assert not EventKind.AMPLIFICATION.is_rearrangement
