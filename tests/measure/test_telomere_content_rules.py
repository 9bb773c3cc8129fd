"""The numbers of the measurement load in their shape."""

from __future__ import annotations

from crestome.knowledge.load import load_knowledge
from crestome.measure.telomere_content_rules import TelomereContentRules


def test_a_read_of_151_letters_needs_nine_repeats() -> None:
    rules = load_knowledge().rules("telomere_content", TelomereContentRules)
    assert round(151 * rules.repeats_per_hundred.value / 100) == 9
    assert rules.gc_lowest.value < 50 < rules.gc_highest.value
