"""The verdict on the PI3K pathway."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.call.pi3k_pathway import MECHANISM, Pi3kPathwayRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import (
    Consequence,
    SequencedGenes,
    SmallVariant,
    SmallVariants,
)


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> Pi3kPathwayRules:
    return knowledge.rules("pi3k_pathway", Pi3kPathwayRules)


def answer(
    nothing: CaseEvidence,
    rules: Pi3kPathwayRules,
    *variants: SmallVariant,
    genes: tuple[str, ...] = ("PTEN", "PIK3CA"),
) -> Call:
    evidence = replace(
        nothing,
        small_variants=SmallVariants.from_records(variants),
        sequenced=SequencedGenes(genes=frozenset(genes)),
    )
    return MECHANISM.answer(evidence, Calls(), rules)


def small(gene: str, change: str, consequence: Consequence = Consequence.MISSENSE) -> SmallVariant:
    return SmallVariant(gene=gene, protein_change=change, consequence=consequence)


@pytest.mark.parametrize(
    ("variant", "state"),
    [
        (small("PTEN", "R233*", Consequence.NONSENSE), "present"),
        (small("PTEN", "R130Q"), "present"),
        (small("PIK3CA", "H1047R"), "present"),
        (small("PIK3CA", "E545K"), "present"),
        (small("AKT1", "E17K"), "present"),
        (small("PTEN", "R15I"), "indeterminate"),
        (small("PTEN", "I32del", Consequence.INFRAME), "indeterminate"),
        (small("PIK3CA", "K271R"), "absent"),
        (small("PTEN", "L152=", Consequence.SYNONYMOUS), "absent"),
    ],
)
def test_a_variant_counts_by_gene_and_place(
    nothing: CaseEvidence, rules: Pi3kPathwayRules, variant: SmallVariant, state: str
) -> None:
    call = answer(nothing, rules, variant)
    assert call.state.value == state
    assert call.needs_review is (state == "indeterminate")
    assert call.detail["genes"] == ((variant.gene,) if state == "present" else ())


@pytest.mark.parametrize("gene", ["PTEN", "PIK3CA"])
def test_a_variant_without_its_effect_leaves_the_pathway_open(
    nothing: CaseEvidence, rules: Pi3kPathwayRules, gene: str
) -> None:
    call = answer(nothing, rules, small(gene, "", Consequence.UNKNOWN))
    assert call.label == "indeterminate"
    assert call.detail["effect_unknown"] == (f"{gene} unknown",)
    assert call.missing == ("pi3k_sequencing",)
    assert f"Effect not stated: {gene} unknown." in call.reason


def test_a_reported_deletion_of_pten_counts_and_asks_for_its_copies(
    nothing: CaseEvidence, rules: Pi3kPathwayRules
) -> None:
    reported = (GeneEvent(gene="PTEN", kind=EventKind.DELETION),)
    call = MECHANISM.answer(replace(nothing, events=reported), Calls(), rules)
    assert call.label == "positive"
    assert call.needs_review
    assert call.detail["copies_not_stated"] == ("PTEN",)
    assert "Copies not stated" in call.notes[0]


def test_an_uncertain_variant_is_named(nothing: CaseEvidence, rules: Pi3kPathwayRules) -> None:
    call = answer(nothing, rules, small("PTEN", "R15I"))
    assert call.label == "indeterminate"
    assert call.detail["vus"] == ("PTEN p.R15I",)
    assert "Of unknown significance: PTEN p.R15I." in call.reason


def test_read_without_a_hit_is_negative(nothing: CaseEvidence, rules: Pi3kPathwayRules) -> None:
    assert answer(nothing, rules).label == "negative"


def test_an_unread_gene_leaves_the_question_open(
    nothing: CaseEvidence, rules: Pi3kPathwayRules
) -> None:
    call = answer(nothing, rules, genes=("PTEN",))
    assert call.label == "indeterminate"
    assert call.missing == ("pi3k_sequencing",)
    assert call.detail["missing_genes"] == ("PIK3CA",)
    assert answer(nothing, rules, genes=()).label == "not_assessed"


def test_loss_of_pten_counts_without_its_sequence(
    nothing: CaseEvidence, rules: Pi3kPathwayRules
) -> None:
    deleted = (GeneCopyNumber(gene="PTEN", call=CopyNumberCall.HOMDEL),)
    call = MECHANISM.answer(replace(nothing, gene_copies=deleted), Calls(), rules)
    assert call.label == "positive"
    assert call.missing == ()
    reported = (GeneEvent(gene="PTEN", kind=EventKind.TRANSLOCATION),)
    call = MECHANISM.answer(replace(nothing, events=reported), Calls(), rules)
    assert call.label == "positive"
    assert MECHANISM.genes(rules) == {"PTEN", "PIK3CA", "AKT1"}
