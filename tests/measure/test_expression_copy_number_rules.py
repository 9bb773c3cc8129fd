"""Rules by which copy number is inferred from expression."""

from __future__ import annotations

from crestome.knowledge.load import load_knowledge
from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules


def test_the_shipped_rules_fit_their_shape() -> None:
    rules = load_knowledge().rules("expression_copy_number", ExpressionCopyNumberRules)
    assert rules.window_genes.value > rules.window_step.value
    assert rules.least_arms.value <= rules.most_arms.value
