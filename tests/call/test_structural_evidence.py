"""Structural variants in and beside a gene."""

from __future__ import annotations

import pytest
from call.tumour import adjacency, with_structural

from crestome.call.structural_evidence import adjacencies_at, breakpoints_looked_for
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Interval
from crestome.model.small_variant import SequencingScope

PLACE = Interval(contig="5", start=1000, end=2000)


def wheres(evidence: CaseEvidence, gene: str = "") -> list[str]:
    return [item.where[-1] for item in adjacencies_at(evidence, PLACE, gene)]


def test_without_a_file_there_is_nothing(nothing: CaseEvidence) -> None:
    assert adjacencies_at(nothing, PLACE) == ()
    assert not breakpoints_looked_for(nothing, "TERT")


def test_an_end_inside_or_both_around_counts(nothing: CaseEvidence) -> None:
    evidence = with_structural(
        nothing,
        adjacency("deletion", "5:500:+", "5:1000:-"),
        adjacency("deletion", "5:500:+", "5:2000:-"),
        adjacency("translocation", "1:1500:+", "5:1999:-"),
        adjacency("deletion", "5:500:+", "5:999:-"),
        adjacency("translocation", "4:1500:+", "6:1500:-"),
        adjacency("single", "5:1500:-"),
        adjacency("breakend", "", gene1="TERT"),
    )
    assert wheres(evidence) == ["2", "3", "4", "7"]
    assert wheres(evidence, "TERT") == ["2", "3", "4", "7", "8"]


def test_ends_size_and_words_of_an_adjacency(nothing: CaseEvidence) -> None:
    evidence = with_structural(
        nothing,
        adjacency("deletion", "5:900:+", "5:2100:-"),
        adjacency("translocation", "1:7:+", "5:1500:-"),
        adjacency("single", "5:1500:-"),
    )
    deletion, moved, single = adjacencies_at(evidence, PLACE)
    assert (deletion.size_bp, moved.size_bp, single.size_bp) == (1200, None, None)
    assert deletion.covers(PLACE)
    assert not moved.covers(PLACE)
    assert not single.covers(PLACE)
    assert deletion.is_shorter_than(1.3)
    assert not deletion.is_shorter_than(1.2)
    assert not moved.is_shorter_than(1.3)
    assert deletion.ends_in(PLACE) == ()
    assert [end.contig for end in moved.ends_in(PLACE)] == ["5"]
    assert deletion.words == "deletion of 1.2 kb chr5:901 to chr5:2,101"
    assert moved.words == "translocation chr1:8 to chr5:1,501"
    assert single.words == "single breakend chr5:1,501"
    assert single.seen("here").what == "here: single breakend chr5:1,501"


@pytest.mark.parametrize(
    ("scope", "genes", "looked"),
    [
        (SequencingScope.GENOME, frozenset(), True),
        (SequencingScope.UNSTATED, frozenset(), True),
        (SequencingScope.EXOME, frozenset(), False),
        (SequencingScope.PANEL, frozenset({"ALK"}), False),
        (SequencingScope.PANEL, frozenset({"TERT"}), True),
        (SequencingScope.PANEL, frozenset({"TERT promoter"}), True),
    ],
)
def test_silence_says_something_only_where_breakpoints_are_seen(
    nothing: CaseEvidence, scope: SequencingScope, genes: frozenset[str], looked: bool
) -> None:
    evidence = with_structural(nothing, scope=scope, genes=genes)
    assert breakpoints_looked_for(evidence, "TERT") is looked
