"""High and low expression of a gene."""

from __future__ import annotations

from dataclasses import replace

import pytest
from call.expressed import placed
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.expression_level import (
    Amount,
    ExpressionLevel,
    ExpressionLevelRules,
    amount_at,
    others_may_explain,
    read_level,
)
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material, Sample

RULES = load_knowledge().rules("expression_level", ExpressionLevelRules)
ORDER = (Amount.LOW, Amount.MIDDLE, Amount.HIGH)


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> ExpressionLevelRules:
    return knowledge.rules("expression_level", ExpressionLevelRules)


@pytest.mark.parametrize(
    ("percentile", "amount"),
    [(10.0, Amount.LOW), (10.1, Amount.MIDDLE), (89.9, Amount.MIDDLE), (90.0, Amount.HIGH)],
)
def test_tenths_of_the_reference(
    nothing: CaseEvidence, rules: ExpressionLevelRules, percentile: float, amount: Amount
) -> None:
    evidence = replace(nothing, gene_expression=(placed("ALK", percentile),))
    level = read_level("ALK", evidence, rules)
    assert level.amount is amount
    assert "of 40 tumours (invented tumours)" in level.words
    assert level.row["percentile"] == percentile
    assert level.brief == f"ALK above {percentile:.0f} % of 40 tumours"
    other = placed("ALK", 1.0, "high_risk").places
    both = evidence.gene_expression[0].model_copy(
        update={"places": (*evidence.gene_expression[0].places, *other)}
    )
    told = replace(nothing, gene_expression=(both,))
    assert read_level("ALK", told, rules).row["group"] == "all"
    assert read_level("ALK", told, rules, "high_risk").row["percentile"] == 1.0


def test_no_transcript_needs_no_reference(
    nothing: CaseEvidence, rules: ExpressionLevelRules
) -> None:
    evidence = replace(nothing, gene_expression=(placed("ALK", None, detected=False),))
    level = read_level("ALK", evidence, rules)
    assert level.amount is Amount.NOT_DETECTED
    assert level.words == "ALK 3 tpm, hardly expressed, above 61 % of the sample's own coding genes"
    none = evidence.gene_expression[0].model_copy(update={"value": 0.0})
    assert ExpressionLevel("ALK", Amount.NOT_DETECTED, none).brief == "ALK not expressed"


def test_the_place_among_other_tumours_goes_before_the_number(
    nothing: CaseEvidence, rules: ExpressionLevelRules
) -> None:
    evidence = replace(nothing, gene_expression=(placed("ALK", 100.0, detected=False),))
    level = read_level("ALK", evidence, rules)
    assert level.amount is Amount.HIGH
    assert level.brief == "ALK above 100 % of 40 tumours"


def test_few_transcripts_of_a_panel_say_why_they_mean_nothing(
    nothing: CaseEvidence, rules: ExpressionLevelRules
) -> None:
    gene = placed("ALK", None).model_copy(update={"doubt": "only 90 coding genes were measured"})
    level = read_level("ALK", replace(nothing, gene_expression=(gene,)), rules)
    assert level.amount is Amount.NOT_ASSESSED
    assert level.words.endswith("mean nothing where only 90 coding genes were measured")


def test_without_a_reference_a_gene_is_shown_and_not_assessed(
    nothing: CaseEvidence, rules: ExpressionLevelRules
) -> None:
    evidence = replace(nothing, gene_expression=(placed("ALK", None),))
    assert read_level("ALK", evidence, rules).amount is Amount.NOT_ASSESSED
    assert read_level("GPC2", evidence, rules) == ExpressionLevel("GPC2", Amount.NOT_ASSESSED)
    assert read_level("GPC2", evidence, rules).row == {
        "gene": "GPC2",
        "amount": "not_assessed",
    }
    assert read_level("GPC2", evidence, rules).words == "GPC2 was not measured"
    bare = placed("ALK", None).model_copy(update={"own_percentile": None})
    assert ExpressionLevel("ALK", Amount.NOT_ASSESSED, bare).words == "ALK 3 tpm"


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_is_never_lower(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert ORDER.index(amount_at(low, RULES)) <= ORDER.index(amount_at(high, RULES))


@pytest.mark.parametrize(
    ("sample", "hidden"),
    [
        ({"material": Material.CELL_LINE}, False),
        ({"material": Material.PDX, "mouse_reads_removed": True}, False),
        ({"material": Material.PDX}, True),
        ({"purity": 0.8}, False),
        ({"purity": 0.79}, True),
        ({}, True),
    ],
)
def test_other_cells_may_explain_impure_tissue(sample: dict[str, object], hidden: bool) -> None:
    tissue = Sample(id="s").model_copy(update=sample)
    assert others_may_explain(tissue, RULES.minimum_purity.value) is hidden
