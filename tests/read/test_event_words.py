from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.model.event import EventKind
from crestome.model.small_variant import Consequence
from crestome.read.event_words import event_kind, fusion_name


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Amplification", EventKind.AMPLIFICATION),
        ("Gain", EventKind.GAIN),
        ("Deletion", EventKind.DELETION),
        ("homozygous deletion", EventKind.HOMOZYGOUS_DELETION),
        ("Hemizygous_Deletion", EventKind.LOSS),
        ("intragenic deletion", EventKind.INTRAGENIC_DELETION),
        ("Duplication", EventKind.DUPLICATION),
        ("Partial Duplication (Lof)", EventKind.PARTIAL_DUPLICATION),
        ("Translocation", EventKind.TRANSLOCATION),
        ("Inversion/Deletion", EventKind.REARRANGEMENT),
        ("Deletion/Translocation", EventKind.REARRANGEMENT),
        ("Gain/Amplification", EventKind.OTHER),
        ("SV", EventKind.REARRANGEMENT),
        ("Fusion", EventKind.FUSION),
        ("mutation", EventKind.SMALL_VARIANT),
        ("promoter mutation", EventKind.PROMOTER_VARIANT),
        ("upstream_gene_variant", EventKind.PROMOTER_VARIANT),
        ("Hypermethylation", EventKind.METHYLATION),
        ("", EventKind.OTHER),
        ("unknown", EventKind.OTHER),
        ("<script>", EventKind.OTHER),
    ],
)
def test_words_name_a_kind_of_event(word: str, kind: EventKind) -> None:
    assert event_kind(word)[0] is kind


@pytest.mark.parametrize(
    ("word", "consequence"),
    [
        ("missense_variant", Consequence.MISSENSE),
        ("missense_variant,splice_region_variant", Consequence.MISSENSE),
        ("stop_gained", Consequence.NONSENSE),
        ("frameshift_variant", Consequence.FRAMESHIFT),
        ("splice_donor_variant", Consequence.SPLICE),
        ("start_lost", Consequence.START_LOST),
        ("Missense_Mutation", Consequence.MISSENSE),
    ],
)
def test_terms_of_the_sequence_ontology_are_small_variants(
    word: str, consequence: Consequence
) -> None:
    assert event_kind(word) == (EventKind.SMALL_VARIANT, consequence)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EML4-ALK", "EML4::ALK"),
        ("EML4--ALK", "EML4::ALK"),
        ("EML4::ALK", "EML4::ALK"),
        ("EML4 - ALK", "EML4::ALK"),
        ("EML4/ALK", "EML4::ALK"),
        ("HLA-A-ALK", "HLA-A::ALK"),
        ("ALK-HLA-DRB1", "ALK::HLA-DRB1"),
        ("NKX2-1-ALK", "NKX2-1::ALK"),
        ("ALK-NKX2-1", "ALK::NKX2-1"),
        ("AGAP2-AS1-ALK", "AGAP2-AS1::ALK"),
        ("ALK-AGAP2-AS1", "ALK::AGAP2-AS1"),
        ("C2orf48-ALK", "C2orf48::ALK"),
        ("MLLT4--ALK", "AFDN::ALK"),
        ("NKX2-1", "NKX2-1"),
        ("HLA-A", "HLA-A"),
        ("HLA-DRB1", "HLA-DRB1"),
        ("AGAP2-AS1", "AGAP2-AS1"),
        ("ALK", "ALK"),
        ("AAA-B1-CCC", "AAA-B1-CCC"),
    ],
)
def test_the_partners_of_a_fusion_are_told_apart(text: str, name: str) -> None:
    assert fusion_name(text) == name


@given(
    st.sampled_from(["ALK", "EML4", "HLA-A", "NKX2-1", "AGAP2-AS1", "MYB"]),
    st.sampled_from(["NFIB", "HLA-B", "ALK", "H1-2", "ZNF429"]),
)
def test_every_way_of_joining_two_partners_is_read_alike(first: str, second: str) -> None:
    names = {fusion_name(f"{first}{joint}{second}") for joint in ("::", "--", "-", " - ")}
    assert names == {f"{first}::{second}"}
