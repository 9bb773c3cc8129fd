from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from call.genome import with_purity
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.dilution import expected_log2
from crestome.call.segment_cut import (
    SegmentCutRules,
    broad_cuts,
    cuts_of_length,
    lost_or_gained,
    short_cuts,
)
from crestome.knowledge.load import Knowledge
from crestome.model.copy_number import Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> SegmentCutRules:
    return knowledge.rules("segment_cut", SegmentCutRules)


@pytest.mark.parametrize("platform", list(Platform))
def test_a_long_segment_needs_no_more_than_a_short_one(
    nothing: CaseEvidence, rules: SegmentCutRules, platform: Platform
) -> None:
    short, broad = short_cuts(platform, rules), broad_cuts(nothing, platform, rules)
    assert short.loss <= broad.loss <= -rules.least_log2.value
    assert rules.least_log2.value <= broad.gain <= short.gain


def test_arrays_that_compress_ratios_have_lower_cut_offs_for_long_segments(
    nothing: CaseEvidence, rules: SegmentCutRules
) -> None:
    cut = cuts_of_length(60 * BP_PER_MB, nothing, Platform.SNP_ARRAY, rules)
    assert (cut.loss, cut.gain) == (-0.12, 0.1)
    assert cut.rules == ("segment_cut.broad_loss_log2", "segment_cut.broad_gain_log2")
    cut = cuts_of_length(BP_PER_MB, nothing, Platform.SNP_ARRAY, rules)
    assert (cut.loss, cut.gain) == (-0.25, 0.15)


def test_few_tumour_cells_lower_the_cut_off_to_half_a_copy(
    nothing: CaseEvidence, rules: SegmentCutRules
) -> None:
    cut = broad_cuts(with_purity(nothing, 0.35), Platform.WGS, rules)
    assert cut.by_cells
    assert cut.loss == pytest.approx(expected_log2(1.5, 0.35, 2.0))
    assert cut.gain == pytest.approx(expected_log2(2.5, 0.35, 2.0))


def test_many_tumour_cells_do_not_raise_the_cut_off(
    nothing: CaseEvidence, rules: SegmentCutRules
) -> None:
    cut = broad_cuts(with_purity(nothing, 0.95), Platform.WGS, rules)
    assert (cut.loss, cut.gain, cut.by_cells) == (-0.25, 0.2, False)


def test_one_copy_in_a_near_triploid_tumour_is_a_smaller_step(
    nothing: CaseEvidence, rules: SegmentCutRules
) -> None:
    diploid = with_purity(nothing, 0.5)
    triploid = replace(diploid, sample=diploid.sample.model_copy(update={"ploidy": 2.9}))
    two, three = (broad_cuts(it, Platform.WGS, rules) for it in (diploid, triploid))
    assert two.loss < three.loss < 0.0 < three.gain < two.gain


@given(purity=st.floats(0.01, 1.0), platform=st.sampled_from(list(Platform)))
def test_no_cut_off_comes_closer_than_the_width_of_a_level(
    knowledge: Knowledge, nothing: CaseEvidence, purity: float, platform: Platform
) -> None:
    rules = knowledge.rules("segment_cut", SegmentCutRules)
    cut = broad_cuts(with_purity(nothing, purity), platform, rules)
    assert cut.loss <= -rules.least_log2.value
    assert cut.gain >= rules.least_log2.value


def test_segments_of_a_profile_are_judged_by_their_length(
    nothing: CaseEvidence, rules: SegmentCutRules
) -> None:
    frame = pl.DataFrame(
        {
            "start": [0, 0, 0],
            "end": [BP_PER_MB, 9 * BP_PER_MB, 9 * BP_PER_MB],
            "log2": [-0.2, -0.2, 0.12],
        }
    )
    lost, gained = lost_or_gained(pl.col("log2"), nothing, Platform.SNP_ARRAY, rules)
    seen = frame.select(lost=lost, gained=gained)
    assert seen["lost"].to_list() == [False, True, False]
    assert seen["gained"].to_list() == [False, False, True]
