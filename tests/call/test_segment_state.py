from __future__ import annotations

from dataclasses import replace

import pytest
from call.profile import flat, with_profile

from crestome.call.dilution import stated_ploidy
from crestome.call.segment_state import (
    SegmentStateRules,
    homdel_log2,
    measure_baseline,
    segment_states,
)
from crestome.knowledge.load import Knowledge
from crestome.model.copy_number import CopyNumberProfile, CopyNumberSegments, Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES, BP_PER_MB
from crestome.model.patient import Patient, Sample, Sex


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> SegmentStateRules:
    return knowledge.rules("segment_state", SegmentStateRules)


def states(evidence: CaseEvidence, rules: SegmentStateRules, contig: str) -> list[str]:
    frame = segment_states(evidence, rules)
    return frame.filter(frame["contig"] == contig)["state"].to_list()


def test_without_a_profile_there_are_no_states(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    assert segment_states(nothing, rules).is_empty()
    assert measure_baseline(nothing, rules).scale == "calls"
    assert stated_ploidy(nothing) is None


def test_two_copies_are_a_loss_in_a_near_triploid_tumour(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    triploid = replace(nothing, sample=Sample(id="T", ploidy=2.59, purity=0.83))
    evidence = with_profile(
        triploid,
        *flat("total_copies", 3.02),
        ("11", 70.0, 135.0, {"total_copies": 2.04}),
        ("17", 0.0, 81.0, {"total_copies": 4.1}),
        platform=Platform.WGS,
    )
    assert measure_baseline(evidence, rules).value == 3.0
    assert states(evidence, rules, "1") == ["neutral"]
    assert states(evidence, rules, "11") == ["loss"]
    assert states(evidence, rules, "17") == ["gain"]


def test_the_dna_index_gives_the_baseline_where_no_ploidy_is_stated(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(
        replace(nothing, sample=Sample(id="T", dna_index=1.4)),
        ("17", 0.0, 83.0, {"total_copies": 4.0, "call": "gain"}),
        altered_only=True,
    )
    assert measure_baseline(evidence, rules).basis == "DNA index 1.40"
    assert states(evidence, rules, "17") == ["gain"]


def test_the_ploidy_of_the_profile_counts_where_the_sample_states_none(
    nothing: CaseEvidence,
) -> None:
    evidence = with_profile(nothing, *flat("total_copies", 4.0))
    assert evidence.copy_number is not None
    stated = replace(evidence, copy_number=replace(evidence.copy_number, ploidy=3.9))
    assert stated_ploidy(stated) == (4.0, "ploidy 3.90")


def test_without_ploidy_most_of_the_autosomes_give_the_baseline(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(
        nothing, *flat("total_copies", 3.0), ("17", 0.0, 81.0, {"total_copies": 2.0})
    )
    assert measure_baseline(evidence, rules).value == 3.0


def test_a_list_of_altered_segments_shows_no_level(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    copies = with_profile(nothing, ("1", 0.0, 30.0, {"total_copies": 1.0}), altered_only=True)
    assert measure_baseline(copies, rules).value == 2.0
    ratios = with_profile(nothing, ("1", 0.0, 30.0, {"log2": -0.6}), altered_only=True)
    assert measure_baseline(ratios, rules).value == 0.0


def test_a_profile_of_sex_chromosomes_only_has_no_autosomal_level(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(nothing, ("X", 0.0, 150.0, {"log2": -0.9}))
    assert measure_baseline(evidence, rules).value == 0.0
    assert states(evidence, rules, "X") == ["neutral"]


def test_a_shifted_profile_is_recentred(nothing: CaseEvidence, rules: SegmentStateRules) -> None:
    evidence = with_profile(nothing, *flat("log2", 0.3), ("11", 70.0, 135.0, {"log2": -0.05}))
    assert measure_baseline(evidence, rules).value == pytest.approx(0.3)
    assert states(evidence, rules, "1") == ["neutral"]
    assert states(evidence, rules, "11") == ["loss"]


def test_the_widest_level_wins_and_a_zero_length_segment_does_no_harm(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(
        nothing, ("1", 10.0, 10.0, {"log2": -5.0}), ("3", 0.0, 50.0, {"log2": 0.05})
    )
    assert measure_baseline(evidence, rules).value == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("platform", "ratio", "state"),
    [
        (Platform.SNP_ARRAY, -0.26, "loss"),
        (Platform.ACGH, -0.26, "neutral"),
        (Platform.SNP_ARRAY, 0.16, "gain"),
        (Platform.ACGH, 0.16, "neutral"),
        (Platform.SNP_ARRAY, -2.2, "homdel"),
        (Platform.SNP_ARRAY, 0.75, "amplified"),
        (Platform.WGS, 0.75, "gain"),
    ],
)
def test_cut_offs_belong_to_the_platform(
    nothing: CaseEvidence,
    rules: SegmentStateRules,
    platform: Platform,
    ratio: float,
    state: str,
) -> None:
    evidence = with_profile(nothing, *flat(), ("7", 10.0, 15.0, {"log2": ratio}), platform=platform)
    assert states(evidence, rules, "7") == [state]


def test_a_broad_segment_is_a_gain_however_high(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    ratios = with_profile(nothing, *flat(), ("17", 30.0, 80.0, {"log2": 1.9}))
    assert states(ratios, rules, "17") == ["gain"]
    copies = with_profile(
        nothing, *flat("total_copies", 2.0), ("17", 30.0, 80.0, {"total_copies": 9.0})
    )
    assert states(copies, rules, "17") == ["gain"]


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"total_copies": 0.2}, "homdel"),
        ({"total_copies": 8.0}, "amplified"),
        ({"total_copies": 2.0, "minor_copies": 0.0}, "loh"),
        ({"total_copies": 2.0, "minor_copies": 1.0}, "neutral"),
        ({"total_copies": 2.0, "call": "gain"}, "neutral"),
        ({"call": "gain"}, "gain"),
        ({}, ""),
    ],
)
def test_copies_decide_over_a_stated_call(
    nothing: CaseEvidence,
    rules: SegmentStateRules,
    columns: dict[str, float | str],
    state: str,
) -> None:
    evidence = with_profile(nothing, *flat("total_copies", 2.0), ("7", 10.0, 15.0, columns))
    assert states(evidence, rules, "7") == [state]


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"log2": -0.2, "call": "loss"}, "loss"),
        ({"log2": -0.3, "call": "normal"}, "neutral"),
        ({"log2": 1.2, "call": "gain"}, "amplified"),
        ({"call": "loh"}, "loh"),
        ({}, ""),
    ],
)
def test_a_stated_call_decides_over_a_ratio_below_amplification(
    nothing: CaseEvidence,
    rules: SegmentStateRules,
    columns: dict[str, float | str],
    state: str,
) -> None:
    evidence = with_profile(nothing, *flat(), ("7", 10.0, 15.0, columns))
    assert states(evidence, rules, "7") == [state]


def test_a_profile_of_calls_only_keeps_them(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(nothing, ("1", 0.0, 30.0, {"call": "loss"}), altered_only=True)
    assert states(evidence, rules, "1") == ["loss"]
    assert segment_states(evidence, rules)["relative"].to_list() == [None]


def test_below_the_minimum_purity_ratios_go_before_copies(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    both = {"log2": 0.0, "total_copies": 2.0}
    pieces = [(contig, 0.0, 190.0, both) for contig in ("1", "3")]
    impure = replace(nothing, sample=Sample(id="T", purity=0.2))
    assert measure_baseline(with_profile(impure, *pieces), rules).scale == "log2"
    assert measure_baseline(with_profile(nothing, *pieces), rules).scale == "copies"
    only_copies = with_profile(impure, *flat("total_copies", 2.0))
    assert measure_baseline(only_copies, rules).scale == "copies"
    estimated = with_profile(nothing, *pieces)
    assert estimated.copy_number is not None
    by_caller = replace(estimated, copy_number=replace(estimated.copy_number, purity=0.1))
    assert measure_baseline(by_caller, rules).scale == "log2"


def test_copies_of_the_mixture_count_only_where_there_is_no_ratio(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    both = [(c, a, b, {"log2": 0.0, "total_copies": 2.0}) for c, a, b, _ in flat()]
    evidence = with_profile(nothing, *both, ("2", 0.0, 90.0, {"log2": 0.5, "total_copies": 2.0}))
    assert evidence.copy_number is not None
    mixed = replace(evidence, copy_number=replace(evidence.copy_number, mixed_copies=True))
    assert states(evidence, rules, "2") == ["neutral"]
    assert states(mixed, rules, "2") == ["gain"]
    assert segment_states(mixed, rules)["total_copies"].null_count() == len(both) + 1
    alone = with_profile(
        nothing, *flat("total_copies", 2.0), ("2", 0.0, 90.0, {"total_copies": 4.0})
    )
    assert alone.copy_number is not None
    alone = replace(alone, copy_number=replace(alone.copy_number, mixed_copies=True))
    assert states(alone, rules, "2") == ["gain"]


def test_one_x_in_a_boy_is_no_loss(nothing: CaseEvidence, rules: SegmentStateRules) -> None:
    boy = replace(nothing, patient=Patient(id="P", sex=Sex.MALE))
    whole = with_profile(boy, *flat("total_copies", 2.0), ("X", 0.0, 150.0, {"total_copies": 1.0}))
    assert states(whole, rules, "X") == ["neutral"]
    listed = with_profile(boy, ("X", 70.0, 71.0, {"total_copies": 0.0}), altered_only=True)
    baseline = measure_baseline(listed, rules)
    assert baseline.of_contig("X") == 1.0
    assert baseline.of_contig("1") == 2.0
    girl = replace(nothing, patient=Patient(id="P", sex=Sex.FEMALE))
    of_girl = with_profile(girl, ("X", 70.0, 71.0, {"total_copies": 1.0}), altered_only=True)
    assert measure_baseline(of_girl, rules).of_contig("X") == 2.0
    assert states(of_girl, rules, "X") == ["loss"]


def test_an_empty_profile_has_no_states(nothing: CaseEvidence, rules: SegmentStateRules) -> None:
    empty = replace(nothing, copy_number=CopyNumberProfile(segments=CopyNumberSegments.empty()))
    assert segment_states(empty, rules).is_empty()


@pytest.mark.parametrize(
    ("platform", "purity", "cut"),
    [
        (Platform.WGS, None, -1.5),
        (Platform.WGS, 0.6, -0.862),
        (Platform.PANEL, 0.6, -0.862),
        (Platform.WGS, 0.95, -1.5),
        (Platform.WGS, 0.4, -1.5),
        (Platform.SNP_ARRAY, 0.6, -2.0),
    ],
)
def test_a_homozygous_deletion_lies_where_the_tumour_cells_put_half_a_copy(
    nothing: CaseEvidence,
    rules: SegmentStateRules,
    platform: Platform,
    purity: float | None,
    cut: float,
) -> None:
    sampled = replace(nothing, sample=Sample(id="T", purity=purity))
    assert homdel_log2(sampled, platform, rules) == pytest.approx(cut, abs=0.001)


def test_only_a_short_segment_is_read_by_its_tumour_cells(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(
        replace(nothing, sample=Sample(id="T", purity=0.6)),
        *flat(),
        ("9", 21.0, 23.0, {"log2": -1.3}),
        ("11", 70.0, 135.0, {"log2": -1.3}),
        ("X", 76.0, 77.0, {"log2": -1.3}),
        ("X", 77.0, 155.0, {"log2": 0.0}),
        platform=Platform.WES,
    )
    assert states(evidence, rules, "9") == ["homdel"]
    assert states(evidence, rules, "11") == ["loss"]
    assert states(evidence, rules, "X") == ["loss", "neutral"]


def test_without_a_stated_ploidy_the_mean_of_the_copies_is_the_baseline(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    sizes = [nothing.genome.chromosomes[name].length_bp / BP_PER_MB for name in AUTOSOMES]
    pieces = [
        (name, 0.0, size, {"total_copies": 2.0 if int(name) % 2 else 3.5})
        for name, size in zip(AUTOSOMES, sizes, strict=True)
    ]
    baseline = measure_baseline(with_profile(nothing, *pieces), rules)
    assert (baseline.value, baseline.basis) == (3.0, "mean copies 2.73")
    baseline = measure_baseline(with_profile(nothing, *pieces[:2]), rules)
    assert (baseline.value, baseline.basis) == (2.0, "the level that most of the autosomes have")


def test_of_two_ratios_that_are_as_common_the_other_is_named(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    pieces = (("1", 0.0, 100.0, {"log2": 0.0}), ("2", 0.0, 90.0, {"log2": 0.4}))
    assert measure_baseline(with_profile(nothing, *pieces), rules).rival == pytest.approx(0.4)
    assert measure_baseline(with_profile(nothing, pieces[0]), rules).rival is None


def test_one_parents_x_is_no_lost_heterozygosity(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    alleles = {"total_copies": 2.0, "minor_copies": 0.0}
    frame = segment_states(
        with_profile(nothing, ("1", 0.0, 100.0, alleles), ("X", 0.0, 100.0, alleles)), rules
    )
    assert frame["state"].to_list() == ["loh", "neutral"]
