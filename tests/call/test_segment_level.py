from __future__ import annotations

from dataclasses import replace

import pytest
from call.profile import around, flat, with_profile
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.copy_level import classify_gene
from crestome.call.gene_level import CopyLevel, CopyLevelRules, GeneLevel
from crestome.call.mycn import MycnRules, copy_rules
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


def test_the_gain_of_an_arm_is_open_where_the_tumour_cells_are_not_known(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    level = mycn(array(nothing, 0.5, width=40.0), rules)
    assert level.level is CopyLevel.INDETERMINATE
    assert level.needs_review
    assert any("FISH would settle it" in note for note in level.notes)
    high = mycn(array(nothing, 0.6, width=40.0), rules)
    assert high.level is CopyLevel.AMPLIFIED
    assert high.focal is False
    assert high.needs_review


def test_three_copies_of_2p_in_a_pure_tumour_are_a_gain(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    pure = replace(nothing, sample=Sample(id="T", purity=0.98))
    level = mycn(array(pure, 0.58, width=75.0), rules)
    assert level.level is CopyLevel.GAIN
    assert level.needs_review
    assert any("one extra copy lies at 0.58" in note for note in level.notes)
    assert mycn(array(pure, 0.58), rules).level is CopyLevel.AMPLIFIED


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
    level = mycn(evidence, rules)
    assert level.level is CopyLevel.INDETERMINATE
    assert level.focal is False


def test_an_amplicon_of_a_few_probes_is_open(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    def level(start: float, end: float, probes: int, call: str = "") -> GeneLevel:
        columns: dict[str, float | str] = {"log2": 1.5, "probes": probes, "call": call}
        pieces = around(start, end, 1.5)
        return mycn(with_profile(nothing, *pieces[:-2], ("2", start, end, columns)), rules)

    thin = level(15.94, 15.947, 3)
    assert thin.level is CopyLevel.INDETERMINATE
    assert thin.suspected is CopyLevel.AMPLIFIED
    assert "Only 3 probes over 7.0 kb" in thin.reason
    assert level(15.8, 16.1, 40).level is CopyLevel.AMPLIFIED
    assert level(15.94, 15.947, 3, call="amplified").level is CopyLevel.AMPLIFIED


def test_neighbouring_pieces_of_an_amplicon_carry_each_other(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    evidence = with_profile(
        nothing,
        *flat(),
        ("2", 0.0, 15.8, {"log2": 0.0, "probes": 900}),
        ("2", 15.8, 15.935, {"log2": 1.4, "probes": 30}),
        ("2", 15.935, 15.95, {"log2": 1.9, "probes": 3}),
        ("2", 15.95, 242.0, {"log2": 0.0, "probes": 900}),
    )
    assert mycn(evidence, rules).level is CopyLevel.AMPLIFIED


@pytest.mark.parametrize(
    ("purity", "height", "verdict"),
    [
        (0.6, -1.3, (CopyLevel.HOMDEL, False)),
        (0.6, -0.51, (CopyLevel.LOSS, False)),
        (0.9, -1.55, (CopyLevel.HOMDEL, False)),
        (0.4, -0.7, (CopyLevel.LOSS, True)),
        (0.4, -0.32, (CopyLevel.LOSS, False)),
        (None, -1.3, (CopyLevel.LOSS, True)),
        (None, -0.9, (CopyLevel.LOSS, False)),
        (None, -1.6, (CopyLevel.HOMDEL, False)),
    ],
)
def test_two_lost_copies_are_read_by_the_tumour_cells(
    nothing: CaseEvidence,
    rules: CopyLevelRules,
    purity: float | None,
    height: float,
    verdict: tuple[CopyLevel, bool],
) -> None:
    sampled = replace(nothing, sample=Sample(id="T", purity=purity))
    found = mycn(array(sampled, height, platform=Platform.WGS), rules)
    assert (found.level, found.needs_review) == verdict


def test_arrays_and_long_losses_are_not_read_by_the_tumour_cells(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    sampled = replace(nothing, sample=Sample(id="T", purity=0.6))
    assert mycn(array(sampled, -1.3), rules).level is CopyLevel.LOSS
    assert not mycn(array(sampled, -1.3), rules).needs_review
    long = mycn(array(sampled, -1.3, width=40.0, platform=Platform.WGS), rules)
    assert long.level is CopyLevel.LOSS
    assert long.needs_review


@pytest.mark.parametrize(
    ("height", "said"),
    [
        (-3.0, "A homozygous deletion lies at -2 or below on SNP arrays."),
        (-0.5, "A loss lies at -0.25 or below on SNP arrays."),
        (0.0, "A loss lies at -0.25, a gain at 0.15 on SNP arrays."),
        (0.3, "A gain lies at 0.15 or above on SNP arrays."),
        (0.9, "A focal segment is amplified from 0.4 on SNP arrays."),
    ],
)
def test_the_reason_names_the_cut_off_that_decided(
    nothing: CaseEvidence, rules: CopyLevelRules, height: float, said: str
) -> None:
    assert mycn(array(nothing, height), rules).reason.endswith(said)


def test_a_stated_call_is_named_where_it_decided(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    stated = with_profile(nothing, *flat(), ("2", 0.0, 90.0, {"log2": -0.2, "call": "loss"}))
    assert mycn(stated, rules).reason.endswith("The file calls it loss.")


@pytest.mark.parametrize(
    ("copies", "said"),
    [
        (0.0, "Fewer than 0.5 copies are a homozygous deletion."),
        (2.0, "A loss or a gain is 0.5 copies or more off the baseline."),
        (
            3.0,
            "It has 1.5 times the copies of the rest of the chromosome (amplified above 4-fold).",
        ),
        (9.0, "That is 4.5 times the rest of the chromosome (amplified above 4)."),
    ],
)
def test_copies_are_explained_by_what_decided(
    nothing: CaseEvidence, rules: CopyLevelRules, copies: float, said: str
) -> None:
    evidence = with_profile(nothing, *around(15.0, 17.0, copies, "total_copies", 2.0))
    assert mycn(evidence, rules).reason.endswith(said)


def test_a_gain_with_its_whole_chromosome_is_as_many_as_the_rest(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    evidence = with_profile(
        nothing,
        *flat("total_copies", 2.0),
        ("2", 0.0, 90.0, {"total_copies": 3.0}),
        ("2", 95.0, 242.0, {"total_copies": 3.0}),
    )
    assert "as many as the rest of the chromosome" in mycn(evidence, rules).reason


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


def test_few_tumour_cells_leave_it_open(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    impure = replace(nothing, sample=Sample(id="T", purity=0.2))
    level = mycn(array(impure, 0.0), rules)
    assert level.level is CopyLevel.INDETERMINATE
    assert level.suspected is CopyLevel.NORMAL
    assert level.needs_review
    assert "20%" in level.reason
    caller = array(nothing, 0.0)
    assert caller.copy_number is not None
    estimated = replace(caller, copy_number=replace(caller.copy_number, purity=0.1))
    assert mycn(estimated, rules).level is CopyLevel.INDETERMINATE
    assert mycn(array(impure, 0.9), rules).level is CopyLevel.AMPLIFIED


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
