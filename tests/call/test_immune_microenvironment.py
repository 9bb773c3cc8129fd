"""Immune context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.expressed import placed

from crestome.call.immune_microenvironment import MECHANISM, ImmuneMicroenvironmentRules
from crestome.knowledge.load import Knowledge
from crestome.knowledge.signature import load_signatures
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import GeneExpression, Placement, SignatureScore
from crestome.model.patient import Material

MHC = load_signatures()["mhc_class_i"].genes
SCORES = (
    SignatureScore(name="mhc_class_i", found=8, ranked=8, defined=8, score=0.91234567, p=0.01),
    SignatureScore(name="cytolytic", found=1, defined=2),
)
Caller = Callable[..., Call]


@pytest.fixture(scope="module")
def call(knowledge: Knowledge, nothing: CaseEvidence) -> Caller:
    rules = knowledge.rules("immune_microenvironment", ImmuneMicroenvironmentRules)

    def calling(
        *genes: GeneExpression,
        mycn: str | None = None,
        scores: tuple[SignatureScore, ...] = SCORES,
        **sample: object,
    ) -> Call:
        evidence = replace(
            nothing,
            sample=nothing.sample.model_copy(update=sample),
            gene_expression=genes,
            set_scores=scores,
        )
        made = Calls()
        if mycn is not None:
            state = CallState.PRESENT if mycn == "amplified" else CallState.ABSENT
            made = made.having(Call(mechanism="mycn", state=state, label=mycn, reason="r"))
        return MECHANISM.answer(evidence, made, rules)

    return calling


def mhc_at(percentile: float, genes: tuple[str, ...] = MHC) -> tuple[GeneExpression, ...]:
    return tuple(placed(gene, percentile) for gene in genes)


def test_a_low_level_holds_in_bulk_tissue_of_any_purity(call: Caller) -> None:
    found = call(*mhc_at(20.0))
    assert (found.state, found.label) == (CallState.PRESENT, "mhc_class_i_low")
    assert found.reason == (
        "8 genes of MHC class I lie at a mean percentile of 20 among 40 tumours (invented tumours)"
    )
    assert found.missing == ()
    assert "zhang-2015" in found.sources


def test_a_level_that_is_not_low_says_nothing_unless_the_sample_is_nearly_pure(
    call: Caller,
) -> None:
    assert call(*mhc_at(60.0)).state is CallState.INDETERMINATE
    assert call(*mhc_at(60.0)).missing == ("purity", "mhc_class_i_protein")
    assert call(*mhc_at(60.0), purity=0.5).missing == ("mhc_class_i_protein",)
    found = call(*mhc_at(60.0), purity=0.9)
    assert (found.state, found.label) == (CallState.ABSENT, "mhc_class_i_not_low")
    assert call(*mhc_at(60.0), material=Material.CELL_LINE).state is CallState.ABSENT


def test_too_few_genes_in_the_reference_place_nothing(call: Caller) -> None:
    found = call(*mhc_at(20.0, MHC[:6]), purity=0.9)
    assert found.state is CallState.INDETERMINATE
    assert found.reason.endswith("no reference of other tumours fits")
    assert (
        "MHC class I genes have a rank score of 0.91 among the sample's own genes" in found.reason
    )
    assert found.missing == ("expression_reference", "mhc_class_i_protein")
    unscored = call(scores=SCORES[1:])
    assert unscored.reason == "no reference of other tumours fits"


def test_sets_are_read_against_tumours_of_like_mycn(call: Caller) -> None:
    def place(group: str, percentile: float) -> Placement:
        return Placement(reference="r", group=group, tumours=9, percentile=percentile)

    genes = tuple(
        placed(gene, None).model_copy(
            update={"places": (place("all", 20.0), place("mycn_amplified", 55.0))}
        )
        for gene in MHC
    )
    found = call(*genes, mycn="amplified")
    rows = found.detail["sets"]
    assert isinstance(rows, tuple)
    assert isinstance(rows[0], dict)
    assert (rows[0]["percentile"], rows[0]["percentile_same_mycn"]) == (20.0, 55.0)
    assert rows[0]["score"] == 0.9123
    assert "mean percentile 20.0 of 9 tumours, 55.0 among those of like MYCN" in (
        found.evidence[0].what
    )
    assert any("Sources disagree" in note for note in found.notes)
    assert not any("MYCN is amplified" in note for note in call(*genes, mycn="normal").notes)


def test_plasma_is_not_read_and_without_expression_nothing_is_assessed(call: Caller) -> None:
    assert call(*mhc_at(20.0), material=Material.CTDNA).state is CallState.INDETERMINATE
    found = call(scores=())
    assert (found.state, found.missing) == (CallState.NOT_ASSESSED, ("expression_reference",))
