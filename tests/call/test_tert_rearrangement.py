"""Judging breakpoints of TERT in structural variants and fusions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.tumour import adjacency, with_structural
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.call.tert import MECHANISM, TertRules
from crestome.call.tert_rearrangement import Arm, Outcome, Window, read_rearrangement
from crestome.knowledge.load import Knowledge
from crestome.model.assay import Assays, Level
from crestome.model.call import Calls
from crestome.model.evidence import CaseEvidence
from crestome.model.fusion import Fusion
from crestome.model.issue import Issues
from crestome.model.small_variant import SequencingScope
from crestome.read.structural_variants import read_structural_variants
from crestome.read.text import TextFile

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


def at(evidence: CaseEvidence, upstream_kb: float, strand: str) -> str:
    """The same place as `near`, with the side of the break on which the DNA is kept."""
    return near(evidence, upstream_kb)[:-1] + strand


@pytest.mark.parametrize(
    ("end", "window", "said"),
    [
        ((20, "+"), Window.STRICT, ""),
        ((20, ""), Window.STRICT, ""),
        ((20, "-"), Window.STRICT, "side of the break that TERT is not on"),
        ((-5, "+"), Window.BODY, "inside TERT and cuts the gene"),
        ((-5, "-"), Window.BODY, "inside TERT and cuts the gene"),
        ((70, "-"), Window.PERMISSIVE, ""),
        ((-45, "-"), Window.DOWNSTREAM, ""),
        ((-45, "+"), Window.DOWNSTREAM, ""),
    ],
)
def test_the_side_that_is_joined_and_the_window_are_told(
    nothing: CaseEvidence,
    read: Reader,
    end: tuple[float, str],
    window: Window,
    said: str,
) -> None:
    row = adjacency("translocation", at(nothing, *end), "11:69700000:-")
    arm = read(with_structural(nothing, row))
    assert arm.window is window
    assert bool(said) is bool(arm.caution)
    assert said in arm.caution
    assert arm.partner.startswith("chr11:69,700,001")
    active = replace(with_structural(nothing, row), assays=Assays(tert_expression=Level.HIGH))
    assert (read(active).outcome, read(active).caution) == (Outcome.POSITIVE, "")


def test_a_junction_that_holds_tert_goes_before_a_nearer_one_that_does_not(
    nothing: CaseEvidence, read: Reader
) -> None:
    away = adjacency("translocation", at(nothing, 5, "-"), "9:1000:+")
    held = adjacency("translocation", at(nothing, 30, "+"), "9:1000:+")
    arm = read(with_structural(nothing, away, held))
    assert (arm.distance_bp, arm.caution) == (30_000, "")


def test_the_gene_at_the_other_end_is_named(
    nothing: CaseEvidence, read: Reader, knowledge: Knowledge
) -> None:
    ccnd1 = nothing.genome.gene("CCND1").interval
    shipped = adjacency("translocation", at(nothing, 20, "+"), f"11:{ccnd1.start + 10}:-")
    named = adjacency("translocation", at(nothing, 20, "+"), "9:1000:-", gene2="SOX11")
    itself = adjacency("inversion", at(nothing, 20, "+"), at(nothing, -40, "+"))
    assert read(with_structural(nothing, shipped)).partner.endswith(", beside CCND1")
    assert read(with_structural(nothing, named)).partner == "chr9:1,001, beside SOX11"
    assert "beside" not in read(with_structural(nothing, itself)).partner
    call = MECHANISM.answer(
        with_structural(nothing, named), Calls(), knowledge.rules("tert", TertRules)
    )
    assert (call.detail["window"], call.detail["partner"]) == ("strict", "chr9:1,001, beside SOX11")


def test_a_deletion_that_takes_out_the_start_stays_open(
    nothing: CaseEvidence, read: Reader
) -> None:
    row = adjacency("deletion", at(nothing, -60, "+"), at(nothing, 30, "-"))
    arm = read(with_structural(nothing, row))
    assert arm.outcome is Outcome.INDETERMINATE
    assert "takes out the start of TERT" in arm.reason


BRACKETS = {
    "N[chr9:1001[": ("+", "-"),
    "N]chr9:1001]": ("+", "+"),
    "]chr9:1001]N": ("-", "+"),
    "[chr9:1001[N": ("-", "-"),
}


@pytest.mark.parametrize("alternative", BRACKETS)
def test_the_four_forms_of_brackets_tell_the_side(
    nothing: CaseEvidence, read: Reader, alternative: str
) -> None:
    position = nothing.genome.regions["TERT_start_site"].start + 20_001
    lines = [
        "##fileformat=VCFv4.2",
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO",
        f"chr5\t{position}\tb1\tN\t{alternative}\t.\tPASS\tSVTYPE=BND",
    ]
    found = read_structural_variants(
        TextFile("T.vcf", "", lines), genome=nothing.genome, sample=None, issues=Issues()
    )
    assert found is not None
    arm = read(replace(nothing, structural_variants=found.value))
    assert (arm.outcome, arm.distance_bp) == (Outcome.POSITIVE, 20_000)
    assert bool(arm.caution) is (BRACKETS[alternative][0] == "-")


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
