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


@pytest.mark.parametrize(
    ("kind", "ends", "seen"),
    [
        ("deletion", (30, 90), (AlkClass.INTRAGENIC, "outer exons")),
        ("deletion", (0, 10), (AlkClass.INTRAGENIC, "outer exons")),
        ("deletion", (30, 39), (AlkClass.BREAKPOINT_VUS, "within an intron")),
        ("deletion", (-5, 90), (AlkClass.TRUNCATING, "reaches the kinase")),
        ("inversion", (30, 90), (AlkClass.BREAKPOINT_VUS, "break inside the gene")),
        ("duplication", (-20, 90), (AlkClass.BREAKPOINT_VUS, "break inside the gene")),
    ],
)
def test_events_within_the_gene(
    nothing: CaseEvidence,
    read: Reader,
    kind: str,
    ends: tuple[float, float],
    seen: tuple[AlkClass, str],
) -> None:
    row = adjacency(kind, outer(nothing, ends[0]), outer(nothing, ends[1], "-"))
    (found,) = read(with_structural(nothing, row))
    assert found.alk_class is seen[0]
    assert seen[1] in found.seen.what


@pytest.mark.parametrize(
    ("kb", "strand", "words"),
    [(5, "+", "which are kept"), (5, "-", "inside the gene"), (-5, "+", "inside the gene")],
)
def test_a_break_to_elsewhere_stays_open(
    nothing: CaseEvidence, read: Reader, kb: float, strand: str, words: str
) -> None:
    row = adjacency("translocation", "1:1000:+", outer(nothing, kb, strand))
    (found,) = read(with_structural(nothing, row))
    assert found.alk_class is AlkClass.BREAKPOINT_VUS
    assert words in found.seen.what


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
    row = adjacency("deletion", outer(nothing, 30), outer(nothing, 90, "-"))
    verdict = call(with_structural(nothing, row))
    assert (verdict.label, verdict.needs_review) == ("rearranged", True)
    assert "alk.certain_deletion_kb" in verdict.rules


def test_an_open_break_leaves_the_call_open(nothing: CaseEvidence, call: Caller) -> None:
    row = adjacency("translocation", "1:1000:+", outer(nothing, 5))
    verdict = call(with_structural(nothing, row))
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "not_actionable")
    assert verdict.needs_review


def test_silence_of_structural_variants_is_said(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(with_structural(nothing))
    assert verdict.state is CallState.NOT_ASSESSED
    assert "No break inside ALK" in verdict.reason
