from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from call.genome import Change as Stretch
from call.genome import genome
from call.profile import profile_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crestome.call.chromosome_survey import (
    Change,
    ChromosomeSurvey,
    SegmentalChromosomeRules,
    survey_chromosomes,
)
from crestome.knowledge.load import Knowledge
from crestome.model.copy_number import CopyNumberSegments
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES, Interval

LENIENT = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> SegmentalChromosomeRules:
    return knowledge.rules("segmental_chromosome", SegmentalChromosomeRules)


def names(survey: ChromosomeSurvey) -> list[str]:
    return [stretch.name for stretch in survey.stretches]


def whole(survey: ChromosomeSurvey) -> str | None:
    return survey.whole.name if survey.whole else None


def test_without_a_profile_nothing_is_covered(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    surveys = survey_chromosomes(nothing, rules)
    assert tuple(surveys) == AUTOSOMES
    assert not any(survey.covered_bp for survey in surveys.values())


def test_three_megabases_of_an_arm_are_segmental_and_less_is_focal(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"1": [(0, 3.0, -0.6)], "3": [(0, 2.9, -0.6)]})
    surveys = survey_chromosomes(tumour, rules)
    assert names(surveys["1"]) == ["1p_loss"]
    assert names(surveys["3"]) == []


def test_nine_tenths_of_a_chromosome_are_the_whole_of_it(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"7": [(0, 150, 0.5)], "18": [(0, 66, 0.5)]})
    surveys = survey_chromosomes(tumour, rules)
    assert (whole(surveys["7"]), names(surveys["7"])) == ("7_gain", [])
    assert (whole(surveys["18"]), names(surveys["18"])) == (None, ["18p_gain", "18q_gain"])


def test_a_chromosome_is_joined_across_its_centromere(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"11": [(0, 51, -0.6), (55.8, 135.086622, -0.6)]})
    assert whole(survey_chromosomes(tumour, rules)["11"]) == "11_loss"


def test_a_piece_that_ends_in_the_centromere_belongs_to_one_arm(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    surveys = survey_chromosomes(genome(nothing, {"3": [(0, 91, -0.6)]}), rules)
    assert names(surveys["3"]) == ["3p_loss"]


def test_17q_above_a_gained_chromosome_17_is_segmental(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"17": [(0, 26, 0.3), (26, 83.257441, 0.6)]})
    survey = survey_chromosomes(tumour, rules)["17"]
    assert (whole(survey), names(survey)) == ("17_gain", ["17q_gain"])


def test_a_whole_chromosome_17_at_one_level_is_not(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"17": [(0, 26, 0.3), (26, 83.257441, 0.35)]})
    assert names(survey_chromosomes(tumour, rules)["17"]) == []


def test_on_copies_one_more_copy_of_a_part_is_segmental(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    changes: dict[str, list[Stretch]] = {
        "17": [(0, 26, 3.0), (26, 83.257441, 4.0)],
        "1": [(0, 30, 1.0)],
    }
    tumour = genome(nothing, changes, column="total_copies", level=2.0)
    surveys = survey_chromosomes(tumour, rules)
    assert names(surveys["17"]) == ["17q_gain"]
    assert names(surveys["1"]) == ["1p_loss"]


def test_a_cut_off_between_two_nearly_equal_pieces_makes_no_segment(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"11": [(0, 53, -0.11), (53, 135.086622, -0.13)]})
    survey = survey_chromosomes(tumour, rules)["11"]
    assert (whole(survey), names(survey)) == (None, [])


def test_an_amplicon_is_no_gain_and_does_not_unmake_a_gained_chromosome(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(
        nothing, {"2": [(14, 19, 2.5)], "12": [(0, 57, 0.4), (57, 66, 2.5), (66, 133.3, 0.4)]}
    )
    surveys = survey_chromosomes(tumour, rules)
    assert names(surveys["2"]) == []
    assert surveys["2"].altered_bp == 5_000_000
    assert whole(surveys["12"]) == "12_gain"


def test_a_chromosome_of_amplicons_alone_has_no_state_of_its_own(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    pieces = [("21", float(start), start + 5.0, {"log2": 2.5}) for start in range(13, 43, 5)]
    base = genome(nothing, leave_out=["21"])
    assert base.copy_number is not None
    frames = [base.copy_number.segments.frame, profile_of(*pieces).segments.frame]
    profile = replace(base.copy_number, segments=CopyNumberSegments(pl.concat(frames)))
    survey = survey_chromosomes(replace(base, copy_number=profile), rules)["21"]
    assert {piece.change for piece in survey.pieces} == {Change.AMPLIFIED}
    assert survey.whole is None


def test_a_gain_that_the_file_calls_a_gain_stays_one(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"2": [(0, 8, 1.2)]})
    assert tumour.copy_number is not None
    frame = tumour.copy_number.segments.frame
    called = frame.with_columns(
        call=pl.when(pl.col("log2") > 1).then(pl.lit("gain")).otherwise(pl.lit("normal"))
    )
    profile = replace(tumour.copy_number, segments=CopyNumberSegments(called))
    assert names(survey_chromosomes(tumour, rules)["2"]) == []
    surveys = survey_chromosomes(replace(tumour, copy_number=profile), rules)
    assert names(surveys["2"]) == ["2p_gain"]


def test_what_a_list_of_altered_segments_leaves_out_is_unaltered(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    lost = {"call": "loss"}
    profile = profile_of(
        ("1", 0, 2, lost),
        ("1", 2.5, 4, lost),
        ("3", 0, 2, lost),
        ("3", 5, 7, lost),
        altered_only=True,
    )
    surveys = survey_chromosomes(replace(nothing, copy_number=profile), rules)
    assert names(surveys["1"]) == ["1p_loss"]
    assert names(surveys["3"]) == []
    assert surveys["9"].covered_bp > 0
    assert surveys["1"].breakpoints == 1


def test_on_calls_alone_there_is_no_level(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    profile = profile_of(
        ("7", 0, 159.345973, {"call": "gain"}), ("11", 70, 135, {"call": "loh"}), altered_only=True
    )
    surveys = survey_chromosomes(replace(nothing, copy_number=profile), rules)
    assert (whole(surveys["7"]), names(surveys["7"])) == ("7_gain", [])
    assert surveys["7"].whole is not None
    assert surveys["7"].whole.level is None
    assert names(surveys["11"]) == ["11q_loh"]


def test_a_segment_without_a_state_was_not_measured(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    profile = profile_of(("7", 0, 50, {"log2": 0.0}), ("8", 0, 50, {}))
    surveys = survey_chromosomes(replace(nothing, copy_number=profile), rules)
    assert surveys["8"].covered_bp == 0


def test_a_chromosome_measured_by_less_than_half_has_no_state_of_its_own(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    base = genome(nothing, leave_out=["11"])
    assert base.copy_number is not None
    lost = profile_of(("11", 80, 120, {"log2": -0.6}))
    frame = pl.concat([base.copy_number.segments.frame, lost.segments.frame])
    profile = replace(base.copy_number, segments=CopyNumberSegments(frame))
    survey = survey_chromosomes(replace(base, copy_number=profile), rules)["11"]
    assert (whole(survey), names(survey)) == (None, ["11q_loss"])


def test_one_copy_is_left_only_where_one_stretch_covers_the_place(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"1": [(0, 20, 1.0), (20, 30, 0.0)]}, column="total_copies", level=2.0)
    survey = survey_chromosomes(tumour, rules)["1"]
    assert survey.left_with_one_copy(Interval(contig="1", start=6_000_000, end=6_100_000))
    assert not survey.left_with_one_copy(Interval(contig="1", start=19_900_000, end=20_100_000))
    assert not survey.left_with_one_copy(Interval(contig="1", start=25_000_000, end=25_100_000))


def test_two_copies_in_a_near_triploid_tumour_are_lost_but_not_hemizygous(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    tumour = genome(nothing, {"1": [(0, 20, 2.0)]}, column="total_copies", level=3.0)
    survey = survey_chromosomes(tumour, rules)["1"]
    assert names(survey) == ["1p_loss"]
    assert not survey.left_with_one_copy(Interval(contig="1", start=6_000_000, end=6_100_000))


@LENIENT
@given(
    gained=st.sets(
        st.sampled_from([name for name in AUTOSOMES if name not in {"1", "17"}]), max_size=6
    ),
    height=st.floats(0.3, 0.5),
)
def test_whole_chromosome_gains_never_make_a_segmental_change(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules, gained: set[str], height: float
) -> None:
    changes = {"1": [(0.0, 40.0, -0.6)]} | {name: [(0.0, math.inf, height)] for name in gained}
    surveys = survey_chromosomes(genome(nothing, changes), rules)
    assert [name for survey in surveys.values() for name in names(survey)] == ["1p_loss"]
    assert {survey.whole.region for survey in surveys.values() if survey.whole} == gained


@LENIENT
@given(cuts=st.lists(st.integers(1, 120), max_size=6, unique=True))
def test_cutting_a_segment_in_two_changes_nothing(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules, cuts: list[int]
) -> None:
    edges = [0.0, *sorted(map(float, cuts)), 121.0]
    pieces = [(a, b, -0.6) for a, b in pairwise(edges)]
    whole_piece = survey_chromosomes(genome(nothing, {"1": [(0, 121, -0.6)]}), rules)["1"]
    cut = survey_chromosomes(genome(nothing, {"1": pieces}), rules)["1"]
    assert names(cut) == names(whole_piece)
    assert cut.breakpoints == whole_piece.breakpoints


@LENIENT
@given(seed=st.integers(0, 1000))
def test_the_order_of_rows_is_irrelevant(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules, seed: int
) -> None:
    tumour = genome(nothing, {"1": [(0, 40, -0.6)], "17": [(26, 83.257441, 0.5)]})
    assert tumour.copy_number is not None
    shuffled = tumour.copy_number.segments.frame.sample(fraction=1.0, shuffle=True, seed=seed)
    profile = replace(tumour.copy_number, segments=CopyNumberSegments(shuffled))
    assert survey_chromosomes(replace(tumour, copy_number=profile), rules) == survey_chromosomes(
        tumour, rules
    )


def test_short_interruptions_do_not_unmake_a_whole_chromosome(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    teeth = [(start, start + 7.5, 0.3) for start in range(0, 170, 10)]
    long = [(start, start + 4.5, 0.3) for start in range(0, 170, 10)]
    surveys = survey_chromosomes(genome(nothing, {"6": teeth, "7": long}), rules)
    assert (whole(surveys["6"]), names(surveys["6"])) == ("6_gain", [])
    assert whole(surveys["7"]) is None
    assert {"7p_gain", "7q_gain"} == set(names(surveys["7"]))


def test_a_long_kept_piece_makes_two_losses_of_a_lost_chromosome(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    kept = genome(nothing, {"11": [(0, 64, -0.6), (70, 135.086622, -0.6)]})
    survey = survey_chromosomes(kept, rules)["11"]
    assert whole(survey) is None
    assert names(survey) == ["11p_loss", "11q_loss", "11q_loss"]
    begun = genome(nothing, {"11": [(10, 135.086622, -0.6)]})
    assert whole(survey_chromosomes(begun, rules)["11"]) == "11_loss"


def test_an_unaltered_end_is_no_interruption(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    begun = genome(nothing, {"21": [(12.5, 43.9, 0.3)]})
    assert whole(survey_chromosomes(begun, rules)["21"]) == "21_gain"
    late = genome(nothing, {"21": [(15.0, 44.9, 0.3)]})
    assert whole(survey_chromosomes(late, rules)["21"]) is None
