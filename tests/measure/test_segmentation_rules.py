from __future__ import annotations

from crestome.knowledge.load import load_knowledge
from crestome.measure.segmentation_rules import SegmentationRules


def test_the_shipped_rules_fit_their_shape() -> None:
    rules = load_knowledge().rules("segmentation", SegmentationRules)
    assert rules.least_step.value > 0
    assert 0.5 < rules.baf_homozygous.value < 1
