from __future__ import annotations

import math

import pytest
from call.profile import flat, with_profile

from crestome.call.amplicon import distance_bp, find_amplicons
from crestome.call.segment_state import SegmentStateRules
from crestome.knowledge.load import Knowledge
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Interval


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> SegmentStateRules:
    return knowledge.rules("segment_state", SegmentStateRules)


def test_pieces_within_a_megabase_are_one_amplicon_and_add_their_probes(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(
        nothing,
        *flat(),
        ("12", 57.0, 57.02, {"log2": 2.0, "probes": 5}),
        ("12", 57.02, 57.5, {"log2": 0.0, "probes": 90}),
        ("12", 57.5, 57.54, {"log2": 3.0, "probes": 6}),
        ("12", 80.0, 80.5, {"log2": 2.0}),
        ("8", 128.0, 129.0, {"log2": 2.0, "call": "amplified"}),
    )
    myc, both, alone = find_amplicons(evidence, rules, BP_PER_MB)
    assert both.probes == 11
    assert both.length_bp == 60_000
    assert both.height == 3.0
    assert not both.stated
    assert alone.probes is None
    assert myc.stated


def test_there_are_no_amplicons_without_a_profile(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    assert find_amplicons(nothing, rules, BP_PER_MB) == []


def test_a_piece_without_probes_leaves_the_sum_unknown(
    nothing: CaseEvidence, rules: SegmentStateRules
) -> None:
    evidence = with_profile(
        nothing,
        *flat(),
        ("12", 57.0, 57.2, {"log2": 2.0, "probes": 5}),
        ("12", 57.2, 57.4, {"log2": 3.0}),
    )
    (one,) = find_amplicons(evidence, rules, BP_PER_MB)
    assert one.probes is None
    assert one.length_bp == 400_000


def test_different_chromosomes_are_never_near() -> None:
    one = Interval(contig="1", start=0, end=10)
    assert distance_bp(one, Interval(contig="2", start=0, end=10)) == math.inf
    assert distance_bp(one, Interval(contig="1", start=15, end=20)) == 5
    assert distance_bp(one, Interval(contig="1", start=5, end=20)) == 0
