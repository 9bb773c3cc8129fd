from __future__ import annotations

from call.tumour import adjacency, with_structural
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.rearrangement_cluster import interleaved, largest_clusters
from crestome.model.evidence import CaseEvidence

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda ends: ends[0] < ends[1]),
    max_size=12,
)


def cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    (a, b), (c, d) = sorted((one, other))
    return a < c < b < d


def slow(spans: list[tuple[int, int]]) -> set[frozenset[int]]:
    """The obvious way: join clusters until no pair of spans crosses between two of them."""
    clusters = [{index} for index in range(len(spans))]
    for i, one in enumerate(spans):
        for j, other in enumerate(spans):
            if cross(one, other):
                mine = next(found for found in clusters if i in found)
                theirs = next(found for found in clusters if j in found)
                if mine is not theirs:
                    mine |= theirs
                    clusters.remove(theirs)
    return {frozenset(found) for found in clusters}


@given(SPANS)
def test_the_sweep_finds_what_the_obvious_way_finds(spans: list[tuple[int, int]]) -> None:
    assert {frozenset(found) for found in interleaved(spans)} == slow(spans)


def test_without_structural_variants_there_is_no_cluster(nothing: CaseEvidence) -> None:
    assert largest_clusters(nothing, 10) == {}


def test_only_pairs_on_one_autosome_are_joined(nothing: CaseEvidence) -> None:
    found = largest_clusters(
        with_structural(
            nothing,
            adjacency("translocation", "1:100:+", "2:200:-"),
            adjacency("single", "3:100:+"),
            adjacency("deletion", "X:100:+", "X:200:-"),
            adjacency("insertion", "4:100:+", "4:100:-"),
        ),
        10,
    )
    assert found == {}


def test_the_largest_cluster_of_a_chromosome_is_taken_and_doubles_count_once(
    nothing: CaseEvidence,
) -> None:
    found = largest_clusters(
        with_structural(
            nothing,
            adjacency("deletion", "5:100:+", "5:300:-"),
            adjacency("deletion", "5:100:+", "5:300:-"),
            adjacency("inversion", "5:400:+", "5:200:+"),
            adjacency("deletion", "5:900:+", "5:950:-"),
            adjacency("deletion", "6:900:+", "6:950:-"),
        ),
        10,
    )["5"]
    assert (found.joints, found.place.start, found.place.end) == (2, 100, 401)
    assert found.spans == ((100, 300), (200, 400))
    assert found.strands == ("+-", "++")
    assert (found.joints_on_chromosome, found.joints_in_genome) == (3, 4)


def test_strands_follow_the_lower_end(nothing: CaseEvidence) -> None:
    turned = adjacency("deletion", "5:300:-", "5:100:+")
    assert largest_clusters(with_structural(nothing, turned), 10)["5"].strands == ("+-",)


def test_joints_to_other_chromosomes_count_in_and_beside_the_cluster(
    nothing: CaseEvidence,
) -> None:
    found = largest_clusters(
        with_structural(
            nothing,
            adjacency("deletion", "5:100:+", "5:300:-"),
            adjacency("translocation", "5:200:+", "9:300:-"),
            adjacency("translocation", "5:200:+", "9:300:-"),
            adjacency("translocation", "1:700:+", "5:310:-"),
            adjacency("translocation", "1:700:+", "5:312:-"),
            adjacency("single", "5:200:+"),
        ),
        10,
    )["5"]
    assert found.joints_to_elsewhere == 2
