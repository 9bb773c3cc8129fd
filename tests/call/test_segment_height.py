from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.call.gene_level import CopyLevel, CopyLevelRules
from crestome.call.mycn import MycnRules, copy_rules
from crestome.call.segment_height import height_without_focus, level_of_total
from crestome.knowledge.load import Knowledge
from crestome.model.copy_number import Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Sample


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> CopyLevelRules:
    return copy_rules(knowledge.rules("mycn", MycnRules))


@pytest.mark.parametrize(
    ("copies", "baseline", "level"),
    [
        (10.0, 2.0, CopyLevel.AMPLIFIED),
        (9.0, 2.0, CopyLevel.INDETERMINATE),
        (5.0, 2.0, CopyLevel.INDETERMINATE),
        (3.0, 2.0, CopyLevel.GAIN),
        (3.0, 3.0, CopyLevel.NORMAL),
        (2.0, 3.0, CopyLevel.LOSS),
        (10.0, 4.0, CopyLevel.INDETERMINATE),
        (0.0, 2.0, CopyLevel.HOMDEL),
    ],
)
def test_total_copies_are_read_against_the_ploidy(
    rules: CopyLevelRules, copies: float, baseline: float, level: CopyLevel
) -> None:
    assert level_of_total(copies, baseline, rules) is level


@pytest.mark.parametrize(
    ("purity", "ratio", "level"),
    [
        (None, 0.3, None),
        (None, 0.5, CopyLevel.INDETERMINATE),
        (None, 0.58, CopyLevel.AMPLIFIED),
        (0.98, 0.3, None),
        (0.98, 0.58, CopyLevel.GAIN),
        (0.98, 1.0, CopyLevel.INDETERMINATE),
        (0.98, 2.1, CopyLevel.AMPLIFIED),
        (0.4, 0.58, CopyLevel.INDETERMINATE),
        (0.4, 1.3, CopyLevel.AMPLIFIED),
    ],
)
def test_the_ratio_of_a_long_segment_means_what_the_tumour_cells_make_of_it(
    nothing: CaseEvidence,
    rules: CopyLevelRules,
    purity: float | None,
    ratio: float,
    level: CopyLevel | None,
) -> None:
    evidence = replace(nothing, sample=Sample(id="T", purity=purity))
    height = height_without_focus(ratio, evidence, Platform.SNP_ARRAY, rules)
    assert height.level is level
    open_question = level in {CopyLevel.GAIN, CopyLevel.INDETERMINATE}
    assert height.review is (open_question or ratio == 0.58)
    assert height.focal is False


def test_a_fourth_copy_of_a_near_triploid_tumour_is_a_gain(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    triploid = replace(nothing, sample=Sample(id="T", purity=0.98, ploidy=3.0))
    assert height_without_focus(0.5, triploid, Platform.SNP_ARRAY, rules).level is CopyLevel.GAIN


def test_a_fourfold_excess_needs_no_second_look(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    height = height_without_focus(2.5, nothing, Platform.WGS, rules)
    assert height.level is CopyLevel.AMPLIFIED
    assert not height.review
