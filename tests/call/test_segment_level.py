from __future__ import annotations

from dataclasses import replace

import pytest
from call.profile import around, flat, with_profile
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.copy_level import classify_gene
from crestome.call.gene_level import CopyLevel, CopyLevelRules, GeneLevel
from crestome.call.mycn import MycnRules, copy_rules
from crestome.call.segment_level import level_of_total
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.copy_number import Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.patient import Patient, Sample


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> CopyLevelRules:
    return copy_rules(knowledge.rules("mycn", MycnRules))


def mycn(evidence: CaseEvidence, rules: CopyLevelRules) -> GeneLevel:
    return classify_gene("MYCN", evidence, rules)


def array(
    nothing: CaseEvidence,
    height: float,
    width: float = 2.0,
    platform: Platform = Platform.SNP_ARRAY,
) -> CaseEvidence:
    return with_profile(nothing, *around(15.0, 15.0 + width, height), platform=platform)


@pytest.mark.parametrize(
    ("platform", "height", "level"),
    [
        (Platform.SNP_ARRAY, 0.9, CopyLevel.AMPLIFIED),
        (Platform.SNP_ARRAY, 0.3, CopyLevel.GAIN),
        (Platform.ACGH, 0.9, CopyLevel.AMPLIFIED),
        (Platform.WGS, 0.9, CopyLevel.GAIN),
        (Platform.WGS, 3.0, CopyLevel.AMPLIFIED),
        (Platform.UNKNOWN, 0.9, CopyLevel.INDETERMINATE),
        (Platform.UNKNOWN, 2.1, CopyLevel.AMPLIFIED),
        (Platform.UNKNOWN, 0.4, CopyLevel.GAIN),
        (Platform.SNP_ARRAY, 0.0, CopyLevel.NORMAL),
        (Platform.SNP_ARRAY, -0.5, CopyLevel.LOSS),
        (Platform.SNP_ARRAY, -3.0, CopyLevel.HOMDEL),
    ],
)
def test_the_ratio_of_a_focal_segment_is_read_by_platform(
    nothing: CaseEvidence,
    rules: CopyLevelRules,
    platform: Platform,
    height: float,
    level: CopyLevel,
) -> None:
    assert mycn(array(nothing, height, platform=platform), rules).level is level


def test_the_gain_of_an_arm_is_no_amplification(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    level = mycn(array(nothing, 0.5, width=40.0), rules)
    assert level.level is CopyLevel.GAIN
    assert level.needs_review
    assert any("FISH would settle it" in note for note in level.notes)
    assert mycn(array(nothing, 0.6, width=40.0), rules).level is CopyLevel.AMPLIFIED
    assert mycn(array(nothing, 0.6, width=40.0), rules).focal is False


def test_a_short_piece_of_a_gained_arm_is_not_focal(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    evidence = with_profile(
        nothing,
        *flat(),
        ("2", 0.0, 15.0, {"log2": 0.4}),
        ("2", 15.0, 17.0, {"log2": 0.5}),
        ("2", 17.0, 242.0, {"log2": 0.4}),
    )
    assert mycn(evidence, rules).level is CopyLevel.GAIN


def test_an_amplicon_beside_the_gene_counts_and_says_so(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    level = mycn(with_profile(nothing, *around(15.955, 16.5, 0.8)), rules)
    assert level.level is CopyLevel.AMPLIFIED
    assert level.needs_review
    assert any("breakpoint tolerance" in note for note in level.notes)
    far = mycn(with_profile(nothing, *around(16.0, 16.5, 0.8)), rules)
    assert far.level is CopyLevel.NORMAL


def test_a_low_amplicon_asks_for_fish(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    low = mycn(array(nothing, 0.5), rules)
    assert low.level is CopyLevel.AMPLIFIED
    assert any("confirmed by FISH" in note for note in low.notes)
    assert not mycn(array(nothing, 0.9), rules).needs_review


def test_a_focal_gain_by_sequencing_is_to_be_reviewed(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    level = mycn(array(nothing, 1.0, platform=Platform.WES), rules)
    assert level.level is CopyLevel.GAIN
    assert level.needs_review


@pytest.mark.parametrize(
    ("copies", "level"),
    [
        (9.0, CopyLevel.AMPLIFIED),
        (8.0, CopyLevel.GAIN),
        (3.0, CopyLevel.GAIN),
        (1.0, CopyLevel.LOSS),
        (0.0, CopyLevel.HOMDEL),
        (2.0, CopyLevel.NORMAL),
    ],
)
def test_copies_are_compared_with_the_rest_of_the_chromosome(
    nothing: CaseEvidence, rules: CopyLevelRules, copies: float, level: CopyLevel
) -> None:
    evidence = with_profile(nothing, *around(15.0, 17.0, copies, "total_copies", 2.0))
    assert mycn(evidence, rules).level is level


def test_the_gain_of_the_whole_chromosome_is_a_gain(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    whole = with_profile(
        nothing, *flat("total_copies", 2.0), ("2", 0.0, 242.0, {"total_copies": 4.0})
    )
    assert mycn(whole, rules).level is CopyLevel.GAIN
    lost = with_profile(
        nothing,
        *flat("total_copies", 2.0),
        ("2", 0.0, 17.0, {"total_copies": 12.0}),
        ("2", 17.0, 242.0, {"total_copies": 0.0}),
    )
    assert mycn(lost, rules).level is CopyLevel.AMPLIFIED


@pytest.mark.parametrize(
    ("copies", "level"),
    [(12.0, CopyLevel.AMPLIFIED), (6.0, CopyLevel.INDETERMINATE), (4.0, CopyLevel.GAIN)],
)
def test_a_listed_segment_has_no_reference_on_its_chromosome(
    nothing: CaseEvidence, rules: CopyLevelRules, copies: float, level: CopyLevel
) -> None:
    evidence = with_profile(nothing, ("2", 15.0, 17.0, {"total_copies": copies}), altered_only=True)
    found = mycn(evidence, rules)
    assert found.level is level
    assert found.needs_review is (level is CopyLevel.INDETERMINATE)


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


def test_stated_calls_are_taken_where_there_is_no_number(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    stated = with_profile(nothing, ("2", 15.0, 17.0, {"call": "amplified"}), altered_only=True)
    level = mycn(stated, rules)
    assert level.level is CopyLevel.AMPLIFIED
    assert level.reason.endswith("that the file calls amplified.")
    assert level.quantities == ()
    loss = with_profile(nothing, ("2", 0.0, 90.0, {"call": "loss"}), altered_only=True)
    assert mycn(loss, rules).level is CopyLevel.LOSS


def test_a_number_below_the_cut_off_overrules_a_stated_amplification(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    evidence = with_profile(nothing, *flat(), ("2", 0.0, 60.0, {"log2": 0.3, "call": "amplified"}))
    level = mycn(evidence, rules)
    assert level.level is CopyLevel.GAIN
    assert level.needs_review


def test_a_segment_without_number_or_call_says_nothing(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    evidence = with_profile(nothing, *flat(), ("2", 0.0, 242.0, {}))
    assert mycn(evidence, rules).level is CopyLevel.NOT_ASSESSED


def test_few_tumour_cells_are_noted(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    impure = replace(nothing, sample=Sample(id="T", purity=0.2))
    level = mycn(array(impure, 0.0), rules)
    assert level.needs_review
    assert any("20%" in note for note in level.notes)
    caller = array(nothing, 0.0)
    assert caller.copy_number is not None
    estimated = replace(caller, copy_number=replace(caller.copy_number, purity=0.1))
    assert mycn(estimated, rules).needs_review


_RULES = copy_rules(load_knowledge().rules("mycn", MycnRules))
_NOTHING = CaseEvidence(
    patient=Patient(id="P"),
    sample=Sample(id="T"),
    genome=load_knowledge().genome(Assembly.GRCH38),
)


@given(
    height=st.floats(-2.0, 6.0),
    more=st.floats(0.0, 4.0),
    width=st.floats(0.2, 60.0),
    platform=st.sampled_from(list(Platform)),
)
def test_a_higher_ratio_never_unmakes_an_amplification(
    height: float, more: float, width: float, platform: Platform
) -> None:
    if mycn(array(_NOTHING, height, width, platform), _RULES).level is CopyLevel.AMPLIFIED:
        higher = mycn(array(_NOTHING, height + more, width, platform), _RULES)
        assert higher.level is CopyLevel.AMPLIFIED


@given(
    copies=st.floats(0.0, 30.0),
    more=st.floats(0.0, 30.0),
    rest=st.floats(1.0, 5.0),
    listed=st.booleans(),
)
def test_more_copies_never_unmake_an_amplification(
    copies: float, more: float, rest: float, listed: bool
) -> None:
    def level(number: float) -> CopyLevel:
        pieces = around(15.0, 17.0, number, "total_copies", rest)
        evidence = with_profile(
            _NOTHING, *(pieces[-2:-1] if listed else pieces), altered_only=listed
        )
        return mycn(evidence, _RULES).level

    if level(copies) is CopyLevel.AMPLIFIED:
        assert level(copies + more) is CopyLevel.AMPLIFIED
