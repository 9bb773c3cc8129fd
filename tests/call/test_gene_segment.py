from __future__ import annotations

import pytest
from call.profile import around, flat, with_profile

from crestome.call.gene_segment import GeneSegments, find_gene_segments, survey_segments
from crestome.call.segment_state import SegmentStateRules
from crestome.knowledge.load import Knowledge
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Interval

PLACE = Interval(contig="2", start=15_940_000, end=15_948_000)
KB = 1000


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> SegmentStateRules:
    return knowledge.rules("segment_state", SegmentStateRules)


def found_in(evidence: CaseEvidence, rules: SegmentStateRules) -> GeneSegments:
    found = find_gene_segments(PLACE, survey_segments(evidence, rules), 20 * KB)
    assert found is not None
    return found


def test_a_chromosome_that_the_profile_lacks_has_no_segment(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    elsewhere = survey_segments(with_profile(nothing, *flat()), rules)
    assert find_gene_segments(PLACE, elsewhere, 0) is None
    assert find_gene_segments(PLACE, survey_segments(nothing, rules), 0) is None


def test_the_step_is_measured_against_the_rest_of_the_chromosome(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    gained = with_profile(
        nothing,
        *flat(),
        ("2", 0.0, 15.0, {"log2": 0.3}),
        ("2", 15.0, 17.0, {"log2": 1.0}),
        ("2", 17.0, 242.0, {"log2": 0.3}),
    )
    found = found_in(gained, rules)
    assert found.main.relative == pytest.approx(1.0)
    assert found.main.step == pytest.approx(0.7)
    assert found.main.width_mb == pytest.approx(2.0)
    assert not found.breakpoint_inside


def test_without_other_segments_the_step_is_the_height(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    lone = with_profile(nothing, *flat(), ("2", 0.0, 242.0, {"log2": 0.4}))
    assert found_in(lone, rules).main.step == pytest.approx(0.4)
    listed = with_profile(
        nothing,
        ("2", 15.0, 17.0, {"log2": 1.0}),
        ("2", 90.0, 95.0, {"log2": 0.5}),
        altered_only=True,
    )
    assert found_in(listed, rules).main.step == pytest.approx(1.0)


def test_a_breakpoint_inside_the_gene_is_seen(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    split = with_profile(
        nothing,
        *flat(),
        ("2", 0.0, 15.945, {"log2": 0.0}),
        ("2", 15.945, 242.0, {"log2": -3.0}),
    )
    found = found_in(split, rules)
    assert found.breakpoint_inside
    assert found.main.relative == pytest.approx(0.0)
    assert found.lowest.relative == pytest.approx(-3.0)
    assert found.highest is found.main


def test_an_amplicon_just_beyond_the_gene_stands_beside_it(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    found = found_in(with_profile(nothing, *around(15.96, 16.5, 0.8)), rules)
    assert found.beside is not None
    assert found.beside.gap_bp == 12 * KB
    assert found.beside.overlap_bp == 0
    assert found.highest.relative == pytest.approx(0.0)
    far = found_in(with_profile(nothing, *around(15.98, 16.5, 0.8)), rules)
    assert far.beside is None


def test_a_gene_in_the_gap_between_two_segments_takes_the_near_ones(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    gap = with_profile(
        nothing,
        *flat(),
        ("2", 0.0, 15.935, {"log2": 0.1}),
        ("2", 15.95, 242.0, {"log2": 0.2}),
    )
    found = found_in(gap, rules)
    assert found.beside is None
    assert found.main.gap_bp > 0


def test_stated_calls_order_segments_without_numbers(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    stated = with_profile(
        nothing,
        ("2", 10.0, 15.944, {"call": "gain"}),
        ("2", 15.944, 20.0, {"call": "homdel"}),
        altered_only=True,
    )
    found = found_in(stated, rules)
    assert found.scale == "calls"
    assert found.highest.call == "gain"
    assert found.lowest.call == "homdel"
    assert found.main.step is None


def test_neighbours_of_one_state_are_counted_together(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(
        nothing,
        *flat(),
        ("2", 15.0, 15.93, {"log2": 1.0, "probes": 20}),
        ("2", 15.93, 15.95, {"log2": 2.0, "probes": 4}),
        ("2", 15.95, 242.0, {"log2": 0.0, "probes": 900}),
    )
    found = found_in(evidence, rules)
    assert found.highest.run_probes == 24
    assert found.highest.run_bp == 950 * KB
    bare = found_in(with_profile(nothing, *around(15.0, 17.0, 1.0)), rules)
    assert bare.highest.run_probes is None
