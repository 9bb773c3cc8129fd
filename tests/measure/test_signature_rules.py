"""The numbers behind the scores."""

from __future__ import annotations

from crestome.knowledge.load import load_knowledge
from crestome.measure.signature_rules import SignatureRules


def test_the_rules_fit_their_shape_and_words_do_not_contradict_each_other() -> None:
    rules = load_knowledge().rules("signature_scores", SignatureRules)
    assert set(rules.log_ratio_by_purity.value) == {"from", "intercept", "slope", "spread"}
    words = [
        word
        for held in (rules.malignant_words, rules.normal_words, rules.bare_malignant_words,
                     rules.bare_normal_words)
        for word in held.value
    ]  # fmt: skip
    assert len(words) == len(set(words))
