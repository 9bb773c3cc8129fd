"""The verdict on the CDK4/6 axis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.call.cell_cycle import MECHANISM, CellCycleRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import Consequence, SequencedGenes, SmallVariant, SmallVariants

AXIS = ("CDK4", "CDK6", "CCND1", "CDKN2A")


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> CellCycleRules:
    return knowledge.rules("cell_cycle", CellCycleRules)


def answer(
    nothing: CaseEvidence,
    rules: CellCycleRules,
    copies: dict[str, str],
    *variants: SmallVariant,
    genes: tuple[str, ...] = (),
) -> Call:
    evidence = replace(
        nothing,
        small_variants=SmallVariants.from_records(variants),
        sequenced=SequencedGenes(genes=frozenset(genes)),
        gene_copies=tuple(
            GeneCopyNumber(gene=gene, call=CopyNumberCall(call)) for gene, call in copies.items()
        ),
    )
    return MECHANISM.answer(evidence, Calls(), rules)


def flat(**changed: str) -> dict[str, str]:
    return dict.fromkeys(AXIS, "normal") | changed


@pytest.mark.parametrize("gene", ["CDK4", "CDK6", "CCND1"])
def test_an_amplified_gene_activates_the_axis(
    nothing: CaseEvidence, rules: CellCycleRules, gene: str
) -> None:
    call = answer(nothing, rules, {gene: "amplified"})
    assert (call.state.value, call.label) == ("present", "activated")
    assert call.detail["genes"] == call.detail["amplified"] == (gene,)


def test_loss_of_both_copies_of_cdkn2a_activates_it_without_amplification(
    nothing: CaseEvidence, rules: CellCycleRules
) -> None:
    call = answer(nothing, rules, {"CDKN2A": "homdel"})
    assert call.detail["genes"] == ("CDKN2A",)
    assert call.detail["amplified"] == ()


def test_one_lost_copy_does_not(nothing: CaseEvidence, rules: CellCycleRules) -> None:
    call = answer(nothing, rules, flat(CDKN2A="loss", CDK4="gain"))
    assert (call.state.value, call.label) == ("absent", "not_activated")
    assert call.missing == ()


def test_it_is_denied_only_where_all_copies_are_known(
    nothing: CaseEvidence, rules: CellCycleRules
) -> None:
    copies = flat()
    del copies["CDK4"]
    call = answer(nothing, rules, copies)
    assert call.state.value == "indeterminate"
    assert call.missing == ("copy_number_profile",)
    assert call.detail["missing_genes"] == ("CDK4",)
    del copies["CDKN2A"]
    assert answer(nothing, rules, copies).missing == ("copy_number_profile", "cdkn2a_copy_number")


def test_nothing_known_is_not_assessed(nothing: CaseEvidence, rules: CellCycleRules) -> None:
    call = answer(nothing, rules, {})
    assert call.state.value == "not_assessed"
    assert call.detail["rb1"] == "not_assessed"


@pytest.mark.parametrize(
    ("copies", "variants", "genes", "rb1"),
    [
        ({"RB1": "homdel"}, (), (), "lost"),
        ({"RB1": "loss"}, (), (), "no_loss_seen"),
        ({}, (), ("RB1",), "no_loss_seen"),
        ({}, (("R320*", Consequence.NONSENSE),), (), "lost"),
        ({}, (), (), "not_assessed"),
    ],
)
def test_rb1_is_said_apart(  # noqa: PLR0913, PLR0917 (one row of the table has four columns)
    nothing: CaseEvidence,
    rules: CellCycleRules,
    copies: dict[str, str],
    variants: tuple[tuple[str, Consequence], ...],
    genes: tuple[str, ...],
    rb1: str,
) -> None:
    small = [SmallVariant(gene="RB1", protein_change=p, consequence=c) for p, c in variants]
    call = answer(nothing, rules, {"CDK4": "amplified"} | copies, *small, genes=genes)
    assert call.detail["rb1"] == rb1
    assert call.missing == (("rb1_sequencing",) if rb1 == "not_assessed" else ())
    assert ("RB1 was not looked at." in call.notes) is (rb1 == "not_assessed")
    assert ("Lost: RB1" in call.reason) is (rb1 == "lost")
