"""Rearrangements of ALK in structural variants and fusions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.tumour import adjacency, calls_of, stated, with_structural

from crestome.call.alk import MECHANISM
from crestome.call.alk_alteration import AlkClass, Alteration
from crestome.call.alk_clones import AlkRules
from crestome.call.alk_rearrangement import rearrangements_of
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.fusion import Frame, Fusion
from crestome.model.structural_variant import StructuralKind

Row = dict[str, object]
Reader = Callable[[CaseEvidence], tuple[Alteration, ...]]
Caller = Callable[[CaseEvidence], Call]


@pytest.fixture(scope="module")
def read(knowledge: Knowledge) -> Reader:
    rules = knowledge.rules("alk", AlkRules)
    return lambda evidence: rearrangements_of(evidence, rules)


@pytest.fixture(scope="module")
def call(knowledge: Knowledge) -> Caller:
    rules = knowledge.rules("alk", AlkRules)
    mycn = calls_of(stated("mycn", CallState.ABSENT, "not_amplified"))
    return lambda evidence: MECHANISM.answer(evidence, mycn, rules)


def fusion(five: str = "EML4", three: str = "ALK", **more: object) -> Fusion:
    return Fusion(five_prime=five, three_prime=three, where="F.tsv line 2").model_copy(update=more)


@pytest.mark.parametrize(
    ("item", "alk_class"),
    [
        (fusion(kinase_kept=True, frame=Frame.IN_FRAME), AlkClass.FUSION),
        (fusion(), AlkClass.FUSION),
        (fusion(kinase_kept=False), AlkClass.TRUNCATING),
        (fusion(kinase_kept=True, frame=Frame.OUT_OF_FRAME), AlkClass.BREAKPOINT_VUS),
        (fusion(kinase_kept=True, confidence="low"), AlkClass.BREAKPOINT_VUS),
        (fusion("ALK", "EML4"), AlkClass.BREAKPOINT_VUS),
        (fusion("ALK", "EML4", kinase_kept=True), AlkClass.FUSION),
        (fusion("ALK", "EML4", ordered=False), AlkClass.FUSION),
        (fusion("ALK", "ALK", kind=StructuralKind.DELETION), AlkClass.INTRAGENIC),
        (fusion("ALK", "ALK", kind=StructuralKind.INVERSION), AlkClass.BREAKPOINT_VUS),
        (fusion("ALK", "ALK"), AlkClass.BREAKPOINT_VUS),
    ],
)
def test_a_fusion_counts_where_the_kinase_may_be_kept_and_read(
    nothing: CaseEvidence, read: Reader, item: Fusion, alk_class: AlkClass
) -> None:
    (found,) = read(replace(nothing, fusions=(item, fusion("BCR", "ABL1"))))
    assert found.alk_class is alk_class
    assert found.seen.where == "F.tsv line 2"
    assert found.reported is not item.ordered


def test_one_fusion_with_several_breakpoints_is_named_once(
    nothing: CaseEvidence, read: Reader
) -> None:
    twice = (fusion(kinase_kept=True), fusion(kinase_kept=True), fusion("STRN", kinase_kept=True))
    names = [item.name for item in read(replace(nothing, fusions=twice))]
    assert names == ["EML4::ALK fusion, kinase kept", "STRN::ALK fusion, kinase kept"]


def outer(evidence: CaseEvidence, kb: float, strand: str = "+") -> str:
    """A place so far before the kinase exons; negative inside or behind them."""
    end = evidence.genome.regions["ALK_kinase_exons"].end
    return f"2:{end - 1 + round(kb * 1000)}:{strand}"


def without(evidence: CaseEvidence, first: int, last: int, kind: str = "deletion") -> Row:
    """An event from the intron before one exon to the intron after another."""
    exons = evidence.genome.exons["ALK"]
    low, high = exons[last - 1].start - 100, exons[first - 1].end + 100
    sides = ("+", "-") if kind == "deletion" else ("-", "+")
    return adjacency(kind, f"2:{low}:{sides[0]}", f"2:{high}:{sides[1]}")


@pytest.mark.parametrize(
    ("exons", "alk_class", "words"),
    [
        ((2, 3), AlkClass.INTRAGENIC, "exons 2 to 3, in frame, described as activating"),
        ((4, 11), AlkClass.INTRAGENIC, "exons 4 to 11, in frame, described as activating"),
        ((5, 9), AlkClass.INTRAGENIC, "exons 5 to 9, in frame"),
        ((2, 2), AlkClass.INTRAGENIC, "exon 2, in frame"),
        ((4, 4), AlkClass.TRUNCATING, "exon 4, out of frame"),
        ((18, 21), AlkClass.TRUNCATING, "which reaches the kinase exons"),
    ],
)
def test_a_deletion_of_exons_is_judged_by_the_frame_and_the_kinase(
    nothing: CaseEvidence,
    read: Reader,
    exons: tuple[int, int],
    alk_class: AlkClass,
    words: str,
) -> None:
    (found,) = read(with_structural(nothing, without(nothing, *exons)))
    assert found.alk_class is alk_class
    assert words in found.seen.what


@pytest.mark.parametrize(
    ("exons", "alk_class", "words"),
    [
        ((1, 5), AlkClass.INTRAGENIC, "exons 1 to 5, frame not known, described as activating"),
        ((1, 8), AlkClass.BREAKPOINT_VUS, "break in intron 8, before the kinase exons, which are"),
        ((18, 29), AlkClass.TRUNCATING, "which reaches the kinase exons"),
    ],
)
def test_a_deletion_that_leaves_the_gene_takes_its_start_or_its_kinase(
    nothing: CaseEvidence,
    read: Reader,
    exons: tuple[int, int],
    alk_class: AlkClass,
    words: str,
) -> None:
    places = nothing.genome.exons["ALK"]
    low, high = places[exons[1] - 1].start - 100, places[exons[0] - 1].end + 5000
    row = adjacency("deletion", f"2:{low}:+", f"2:{high}:-")
    (found,) = read(with_structural(nothing, row))
    assert found.alk_class is alk_class
    assert words in found.seen.what


def test_a_deletion_that_ends_in_an_exon_leaves_the_frame_open(
    nothing: CaseEvidence, read: Reader
) -> None:
    exons = nothing.genome.exons["ALK"]
    row = adjacency("deletion", f"2:{exons[4].start + 50}:+", f"2:{exons[3].end + 500}:-")
    (found,) = read(with_structural(nothing, row))
    assert found.alk_class is AlkClass.BREAKPOINT_VUS
    assert "exons 4 to 5, not all of them, frame not known" in found.seen.what


def test_an_event_within_one_intron_leaves_alk_as_it_is(
    nothing: CaseEvidence, read: Reader
) -> None:
    end = nothing.genome.exons["ALK"][1].end
    rows = (
        adjacency("deletion", f"2:{end + 100}:+", f"2:{end + 50_000}:-"),
        adjacency("duplication", f"2:{end + 100}:-", f"2:{end + 50_000}:+"),
    )
    assert read(with_structural(nothing, *rows)) == ()


@pytest.mark.parametrize(
    ("kind", "ends", "words"),
    [
        ("inversion", (30, 90), "before the kinase exons"),
        ("inversion", (-5, 90), "among the kinase exons"),
        ("duplication", (-20, 90), "duplication of exons"),
    ],
)
def test_other_events_within_the_gene_stay_open(
    nothing: CaseEvidence, read: Reader, kind: str, ends: tuple[float, float], words: str
) -> None:
    row = adjacency(kind, outer(nothing, ends[0]), outer(nothing, ends[1], "-"))
    (found,) = read(with_structural(nothing, row))
    assert found.alk_class is AlkClass.BREAKPOINT_VUS
    assert words in found.seen.what


@pytest.mark.parametrize(
    ("kb", "strand", "words"),
    [
        (0.5, "+", "break in intron 19, before the kinase exons, which are kept, beside EML4"),
        (0.5, "-", "which are cut off"),
        (0.5, "", "kept or not"),
        (-5, "+", "break in intron 23, among the kinase exons"),
    ],
)
def test_a_break_to_elsewhere_stays_open_and_says_which_side_is_kept(
    nothing: CaseEvidence, read: Reader, kb: float, strand: str, words: str
) -> None:
    row = adjacency("translocation", "1:1000:+", outer(nothing, kb, strand), gene1="EML4")
    (found,) = read(with_structural(nothing, row))
    assert found.alk_class is AlkClass.BREAKPOINT_VUS
    assert words in found.seen.what


def test_a_break_behind_the_last_exon_of_the_transcript_is_still_named(
    nothing: CaseEvidence, read: Reader
) -> None:
    start = nothing.genome.gene("ALK").interval.start
    row = adjacency("translocation", "1:1000:+", f"2:{start}:-")
    (found,) = read(with_structural(nothing, row))
    assert "break in exon 29, among the kinase exons" in found.seen.what


def test_a_fusion_says_where_alk_is_joined(nothing: CaseEvidence, read: Reader) -> None:
    start = nothing.genome.exons["ALK"][19].end - 1
    known = fusion(kinase_kept=True, contig2="2", position2=start, position1=500)
    (found,) = read(replace(nothing, fusions=(known,)))
    assert found.name == "EML4::ALK fusion, kinase kept"
    assert found.seen.what == "EML4::ALK fusion, kinase kept, joined at exon 20 of ALK"


def test_insertions_and_variants_around_the_gene_are_no_breaks(
    nothing: CaseEvidence, read: Reader
) -> None:
    evidence = with_structural(
        nothing,
        adjacency("insertion", outer(nothing, 50), outer(nothing, 50)),
        adjacency("deletion", "2:100:+", "2:200000000:-"),
    )
    assert read(evidence) == ()


def test_a_row_that_names_alk_without_a_place_stays_open(
    nothing: CaseEvidence, read: Reader
) -> None:
    (found,) = read(with_structural(nothing, adjacency("breakend", "", gene1="ALK")))
    assert found.alk_class is AlkClass.BREAKPOINT_VUS


def test_a_fusion_that_keeps_the_kinase_makes_alk_rearranged(
    nothing: CaseEvidence, call: Caller
) -> None:
    verdict = call(replace(nothing, fusions=(fusion(kinase_kept=True),)))
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "rearranged")
    assert verdict.detail["basis"] == "measured"


def test_a_deletion_of_outer_exons_asks_for_a_review(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(with_structural(nothing, without(nothing, 2, 3)))
    assert (verdict.label, verdict.needs_review) == ("rearranged", True)
    assert "alk.described_deletions" in verdict.rules


def test_an_open_break_leaves_the_call_open(nothing: CaseEvidence, call: Caller) -> None:
    row = adjacency("translocation", "1:1000:+", outer(nothing, 5))
    verdict = call(with_structural(nothing, row))
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "not_actionable")
    assert verdict.needs_review


def test_silence_of_structural_variants_is_said(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(with_structural(nothing))
    assert verdict.state is CallState.NOT_ASSESSED
    assert "No break that alters ALK" in verdict.reason
