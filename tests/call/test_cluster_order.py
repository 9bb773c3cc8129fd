"""The tests of a cluster of rearrangements."""

from __future__ import annotations

import pytest

from crestome.call.cluster_order import ClusterOrder, measure_order
from crestome.call.rearrangement_cluster import Cluster
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Interval

EACH_WAY = ("+-", "-+", "++", "--")


def cluster(*strands: str, on_chromosome: int = 0, in_genome: int = 0) -> Cluster:
    spans = tuple((k * BP_PER_MB, (30 + k) * BP_PER_MB) for k in range(len(strands)))
    return Cluster(
        place=Interval(contig="5", start=0, end=60 * BP_PER_MB),
        spans=spans,
        strands=strands,
        joints_on_chromosome=on_chromosome or len(strands),
        joints_in_genome=in_genome or len(strands),
        joints_to_elsewhere=0,
    )


def order(nothing: CaseEvidence, item: Cluster) -> ClusterOrder:
    return measure_order(item, nothing.genome)


def test_equal_shares_are_random_and_one_kind_is_not(nothing: CaseEvidence) -> None:
    mixed, alike = (order(nothing, cluster(*kinds)) for kinds in (EACH_WAY * 2, ("+-",) * 8))
    assert mixed.orientations == (2, 2, 2, 2)
    assert mixed.joining_p == pytest.approx(1.0)
    assert mixed.is_joined_at_random(0.05) is True
    assert alike.is_joined_at_random(0.05) is False


def test_one_joint_without_strands_leaves_random_joining_open(nothing: CaseEvidence) -> None:
    open_ = order(nothing, cluster(*EACH_WAY, ""))
    assert open_.joining_p is None
    assert open_.is_joined_at_random(0.05) is None


def test_all_joints_on_one_chromosome_are_enriched(nothing: CaseEvidence) -> None:
    alone = order(nothing, cluster(*EACH_WAY))
    assert alone.enrichment_p < 1e-4
    assert alone.is_crowded(0.05)


def test_gaps_of_an_even_ladder_in_a_busy_genome_are_neither(nothing: CaseEvidence) -> None:
    busy = order(nothing, cluster("+-", "-+", on_chromosome=2, in_genome=200))
    assert busy.enrichment_p > 0.99
    assert busy.crowding_p is not None
    assert not busy.is_crowded(0.001)


def test_a_single_joint_has_no_gaps_to_test(nothing: CaseEvidence) -> None:
    single = order(nothing, cluster("+-", on_chromosome=1, in_genome=200))
    assert single.crowding_p is None
    assert not single.is_crowded(0.05)
