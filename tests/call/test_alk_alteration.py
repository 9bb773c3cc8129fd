"""The classes of ALK alterations."""

from __future__ import annotations

import pytest

from crestome.call.alk_alteration import AlkClass, alterations_of, classify_variant
from crestome.call.alk_clones import AlkRules
from crestome.call.variant_effect import GeneSequence
from crestome.knowledge.load import Knowledge
from crestome.model.event import EventKind, GeneEvent
from crestome.model.small_variant import Consequence, SmallVariant


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> AlkRules:
    return knowledge.rules("alk", AlkRules)


def small(change: str, consequence: Consequence = Consequence.MISSENSE) -> SmallVariant:
    return SmallVariant(gene="ALK", protein_change=change, consequence=consequence)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("F1174L", AlkClass.HOTSPOT),
        ("F1245Y", AlkClass.HOTSPOT),
        ("R1275Q", AlkClass.HOTSPOT),
        ("T1151M", AlkClass.KNOWN_ACTIVATING),
        ("L1196M", AlkClass.KNOWN_ACTIVATING),
        ("G1202R", AlkClass.TKD_VUS),
        ("V1180L", AlkClass.TKD_VUS),
        ("K1116N", AlkClass.TKD_VUS),
        ("D1392E", AlkClass.TKD_VUS),
        ("L1115P", AlkClass.NON_TKD_VUS),
        ("S1393R", AlkClass.NON_TKD_VUS),
        ("D1091N", AlkClass.NON_TKD_VUS),
        ("I1250T", AlkClass.KINASE_DEAD),
        ("A1174L", AlkClass.TKD_VUS),
    ],
)
def test_a_variant_falls_into_the_class_of_its_place(
    rules: AlkRules, change: str, expected: AlkClass
) -> None:
    assert classify_variant(small(change), rules) is expected


def test_other_changes_go_by_effect_and_place(rules: AlkRules) -> None:
    cut = small("R1279*", Consequence.NONSENSE)
    assert classify_variant(cut, rules) is AlkClass.TRUNCATING
    lost = small("F1174_L1176del", Consequence.INFRAME)
    assert classify_variant(lost, rules) is AlkClass.TKD_VUS


def test_a_change_without_a_residue_in_the_file_may_be_in_the_kinase(rules: AlkRules) -> None:
    assert classify_variant(small("", Consequence.INFRAME), rules) is AlkClass.TKD_VUS


def test_silent_variants_and_polymorphisms_are_no_alterations(rules: AlkRules) -> None:
    sequence = GeneSequence(
        "ALK",
        True,
        (
            small("L1060=", Consequence.SYNONYMOUS),
            small("K1491R"),
            small("", Consequence.PROMOTER),
        ),
    )
    assert alterations_of(sequence, (), rules) == ()


@pytest.mark.parametrize("consequence", [Consequence.MISSENSE, Consequence.UNKNOWN])
def test_a_reported_missense_without_residue_counts_as_reported(
    rules: AlkRules, consequence: Consequence
) -> None:
    sequence = GeneSequence("ALK", True, (), (small("", consequence),))
    (found,) = alterations_of(sequence, (), rules)
    assert found.alk_class is AlkClass.REPORTED_MISSENSE
    assert found.reported
    assert found.vaf == 0.0


def test_a_reported_residue_is_judged_like_a_measured_one(rules: AlkRules) -> None:
    sequence = GeneSequence("ALK", True, (), (small("I1250T"),))
    (found,) = alterations_of(sequence, (), rules)
    assert found.alk_class is AlkClass.KINASE_DEAD


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"kind": EventKind.INTRAGENIC_DELETION, "exons": "2-3"}, AlkClass.INTRAGENIC),
        ({"kind": EventKind.INTRAGENIC_DELETION, "exons": "4 to 11"}, AlkClass.INTRAGENIC),
        ({"kind": EventKind.INTRAGENIC_DELETION, "exons": "4"}, AlkClass.BREAKPOINT_VUS),
        ({"kind": EventKind.INTRAGENIC_DELETION, "exons": "outer"}, AlkClass.BREAKPOINT_VUS),
        ({"kind": EventKind.INTRAGENIC_DELETION}, AlkClass.BREAKPOINT_VUS),
        ({"kind": EventKind.INTRAGENIC_DELETION, "in_frame": True}, AlkClass.INTRAGENIC),
        (
            {"kind": EventKind.INTRAGENIC_DELETION, "exons": "5-9", "in_frame": True},
            AlkClass.BREAKPOINT_VUS,
        ),
        ({"kind": EventKind.INTRAGENIC_DELETION, "exons": "18-22"}, AlkClass.TRUNCATING),
        (
            {"kind": EventKind.INTRAGENIC_DELETION, "exons": "2-3", "in_frame": False},
            AlkClass.TRUNCATING,
        ),
        ({"kind": EventKind.FUSION, "gene": "STRN::ALK"}, AlkClass.FUSION),
        ({"kind": EventKind.FUSION, "gene": "ALK::X", "kinase_kept": False}, None),
        ({"kind": EventKind.TRANSLOCATION}, AlkClass.REARRANGEMENT),
        ({"kind": EventKind.DELETION, "exons": "2-3"}, AlkClass.INTRAGENIC),
        ({"kind": EventKind.DELETION}, None),
        ({"kind": EventKind.DUPLICATION}, None),
        ({"kind": EventKind.AMPLIFICATION}, None),
    ],
)
def test_a_rearrangement_counts_by_what_it_leaves_of_the_kinase(
    rules: AlkRules, event: dict[str, object], expected: AlkClass | None
) -> None:
    reported = GeneEvent.model_validate({"gene": "ALK"} | event)
    found = alterations_of(GeneSequence("ALK", False), (reported,), rules)
    assert [item.alk_class for item in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"exons": "2-3"}, "exons 2-3, described as activating"),
        ({"exons": "4"}, "exons 4, not described as activating"),
        ({"exons": "outer"}, "exons outer, frame not stated"),
        ({"in_frame": True}, "deletion, in frame"),
        ({}, "deletion, exons and frame not stated"),
    ],
)
def test_a_reported_deletion_says_why_it_counts_or_stays_open(
    rules: AlkRules, more: dict[str, object], words: str
) -> None:
    event = GeneEvent.model_validate(
        {"gene": "ALK", "kind": EventKind.INTRAGENIC_DELETION, "where": "E.tsv line 2"} | more
    )
    (found,) = alterations_of(GeneSequence("ALK", False), (event,), rules)
    assert found.seen.what.endswith(words)


def test_the_most_telling_alteration_comes_first_and_the_larger_fraction_before(
    rules: AlkRules,
) -> None:
    variants = tuple(
        small(change).model_copy(update={"vaf": vaf})
        for change, vaf in (("D1091N", 0.9), ("F1174L", 0.1), ("R1275Q", 0.3), ("G1202R", 0.5))
    )
    names = [item.name for item in alterations_of(GeneSequence("ALK", True, variants), (), rules)]
    assert names == ["R1275Q", "F1174L", "G1202R", "D1091N"]
