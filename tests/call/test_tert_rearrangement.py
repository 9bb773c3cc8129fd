"""Judging breakpoints of TERT in structural variants and fusions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.tumour import adjacency, with_structural
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.call.tert import TertRules
from crestome.call.tert_rearrangement import Arm, Outcome, read_rearrangement
from crestome.knowledge.load import Knowledge
from crestome.model.assay import Assays, Level
from crestome.model.evidence import CaseEvidence
from crestome.model.fusion import Fusion
from crestome.model.small_variant import SequencingScope

Reader = Callable[[CaseEvidence], Arm]


@pytest.fixture(scope="module")
def read(knowledge: Knowledge) -> Reader:
    rules = knowledge.rules("tert", TertRules)
    return lambda evidence: read_rearrangement(evidence, rules)


def near(evidence: CaseEvidence, upstream_kb: float) -> str:
    """A place so far upstream of the start, as contig and position."""
    start = evidence.genome.regions["TERT_start_site"].start
    return f"5:{start + round(upstream_kb * 1000)}:-"


@pytest.mark.parametrize(
    ("upstream_kb", "outcome"),
    [
        (0, Outcome.POSITIVE),
        (20, Outcome.POSITIVE),
        (50, Outcome.POSITIVE),
        (-10, Outcome.POSITIVE),
        (51, Outcome.INDETERMINATE),
        (100, Outcome.INDETERMINATE),
        (-50, Outcome.INDETERMINATE),
        (101, Outcome.NEGATIVE),
        (-51, Outcome.NEGATIVE),
    ],
)
def test_the_distance_of_either_end_decides(
    nothing: CaseEvidence, read: Reader, upstream_kb: float, outcome: Outcome
) -> None:
    place = near(nothing, upstream_kb)
    for row in (
        adjacency("translocation", "1:1000:+", place),
        adjacency("translocation", place, "9:1000:+"),
    ):
        arm = read(with_structural(nothing, row))
        assert arm.outcome is outcome
        if outcome is not Outcome.NEGATIVE:
            assert arm.distance_bp == upstream_kb * 1000
            assert "translocation chr" in arm.reason
            assert arm.findings[0].where == "T.vcf line 2"


def test_far_breakpoints_count_beside_expression(nothing: CaseEvidence, read: Reader) -> None:
    row = adjacency("translocation", near(nothing, 70), "9:1000:+")
    evidence = replace(with_structural(nothing, row), assays=Assays(tert_expression=Level.HIGH))
    assert read(evidence).outcome is Outcome.POSITIVE


def test_short_events_move_nothing_unless_they_double_the_start(
    nothing: CaseEvidence, read: Reader
) -> None:
    for kind, ends, outcome in (
        ("deletion", (20, 25), Outcome.NEGATIVE),
        ("insertion", (1, 1), Outcome.NEGATIVE),
        ("deletion", (20, 30), Outcome.POSITIVE),
        ("duplication", (-2, 3), Outcome.POSITIVE),
        ("duplication", (2, 3), Outcome.NEGATIVE),
        ("inversion", (-2, 3), Outcome.NEGATIVE),
    ):
        row = adjacency(kind, near(nothing, ends[0]), near(nothing, ends[1]))
        assert read(with_structural(nothing, row)).outcome is outcome, kind


def test_the_nearer_of_two_ends_is_reported(nothing: CaseEvidence, read: Reader) -> None:
    row = adjacency("deletion", near(nothing, 5), near(nothing, 40))
    arm = read(with_structural(nothing, row))
    assert arm.distance_bp == 5000
    assert len(arm.findings) == 2


def test_a_variant_around_the_gene_or_elsewhere_is_none(
    nothing: CaseEvidence, read: Reader
) -> None:
    around = adjacency("inversion", "5:100:+", near(nothing, 5000))
    other = adjacency("deletion", "7:100:+", "7:900000:-")
    arm = read(with_structural(nothing, around, other))
    assert arm.outcome is Outcome.NEGATIVE
    assert arm.sources
    assert "no structural variant" in arm.reason


@pytest.mark.parametrize(
    ("upstream_kb", "words"), [(5, "the other end not known"), (70, "only beside")]
)
def test_a_single_breakend_stays_open(
    nothing: CaseEvidence, read: Reader, upstream_kb: float, words: str
) -> None:
    arm = read(with_structural(nothing, adjacency("single", near(nothing, upstream_kb))))
    assert arm.outcome is Outcome.INDETERMINATE
    assert words in arm.reason


def test_a_row_that_names_tert_without_a_place_stays_open(
    nothing: CaseEvidence, read: Reader
) -> None:
    arm = read(with_structural(nothing, adjacency("breakend", "", gene2="TERT")))
    assert arm.outcome is Outcome.INDETERMINATE
    assert "distance not stated" in arm.reason


def test_an_exome_that_is_silent_assesses_nothing(nothing: CaseEvidence, read: Reader) -> None:
    evidence = with_structural(nothing, scope=SequencingScope.EXOME)
    assert read(evidence).outcome is Outcome.NOT_ASSESSED


def test_a_list_of_fusions_alone_assesses_nothing_but_shows_what_it_names(
    nothing: CaseEvidence, read: Reader
) -> None:
    other = Fusion(five_prime="EML4", three_prime="ALK")
    assert read(replace(nothing, fusions=(other,))).outcome is Outcome.NOT_ASSESSED
    named = Fusion(five_prime="SLC12A7", three_prime="TERT", where="F.tsv line 2")
    arm = read(replace(nothing, fusions=(other, named)))
    assert arm.outcome is Outcome.INDETERMINATE
    assert "SLC12A7::TERT" in arm.reason


def test_a_list_of_events_and_a_genome_may_both_be_silent(
    nothing: CaseEvidence, read: Reader
) -> None:
    evidence = replace(with_structural(nothing), events=(), events_cover=frozenset({"TERT"}))
    assert read(evidence).outcome is Outcome.NEGATIVE


@settings(deadline=None)
@given(kb=st.floats(-200, 200), more=st.integers(0, 5))
def test_more_variants_never_unmake_a_rearrangement(
    nothing: CaseEvidence, read: Reader, kb: float, more: int
) -> None:
    rows = [adjacency("translocation", near(nothing, kb), "9:1000:+")]
    order = list(Outcome)
    alone = order.index(read(with_structural(nothing, *rows)).outcome)
    rows += [adjacency("deletion", f"3:{n}:+", "3:99999:-") for n in range(more)]
    assert order.index(read(with_structural(nothing, *rows)).outcome) == alone
