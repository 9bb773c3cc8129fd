"""Calling TERT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.expressed import placed
from call.tumour import with_copies, with_event, with_segments, with_variants
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.tert import MECHANISM, TertRules
from crestome.knowledge.load import Knowledge
from crestome.model.assay import AssayOutcome, Assays, Level
from crestome.model.call import Call, Calls, CallState
from crestome.model.copy_number import CopyNumberCall
from crestome.model.event import EventKind
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import SignatureScore
from crestome.model.genome import Assembly
from crestome.model.patient import Patient, Sample
from crestome.model.small_variant import SequencedGenes, SequencingScope, SmallVariants

Caller = Callable[[CaseEvidence], Call]


@pytest.fixture(scope="module")
def call(knowledge: Knowledge) -> Caller:
    rules = knowledge.rules("tert", TertRules)
    return lambda evidence: MECHANISM.answer(evidence, Calls(), rules)


def breakpoint_at(evidence: CaseEvidence, upstream_kb: float, **more: object) -> CaseEvidence:
    start = evidence.genome.regions["TERT_start_site"].start
    place = {"contig": "5", "position": start + round(upstream_kb * 1000)}
    return with_event(evidence, "TERT", EventKind.TRANSLOCATION, **(place | more))


def test_nothing_measured_is_not_assessed_and_says_what_exomes_do_not_see(
    nothing: CaseEvidence, call: Caller
) -> None:
    verdict = call(nothing)
    assert (verdict.state, verdict.label) == (CallState.NOT_ASSESSED, "not_assessed")
    assert verdict.missing == ("tert_sv", "copy_number_profile", "tert_promoter")
    assert any("exomes" in note for note in verdict.notes)
    assert verdict.reason == "TERT was not looked at"


@pytest.mark.parametrize("assembly", list(Assembly))
@pytest.mark.parametrize("upstream_kb", [-10.0, 0.0, 15.0, 50.0])
def test_a_breakpoint_near_the_start_is_a_rearrangement_in_either_assembly(
    nothing: CaseEvidence,
    call: Caller,
    knowledge: Knowledge,
    assembly: Assembly,
    upstream_kb: float,
) -> None:
    evidence = replace(nothing, genome=knowledge.genome(assembly))
    verdict = call(breakpoint_at(evidence, upstream_kb))
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "rearranged")
    assert verdict.detail["breakpoint_distance_bp"] == round(upstream_kb * 1000)
    assert verdict.detail["basis"] == "breakpoint"
    assert verdict.rules == ("tert.near_kb",)
    assert "peifer-2015" in verdict.sources
    assert verdict.missing == ()


def test_upstream_is_the_higher_coordinate_because_tert_lies_on_the_minus_strand(
    nothing: CaseEvidence, call: Caller
) -> None:
    assert "15.0 kb upstream" in call(breakpoint_at(nothing, 15.0)).reason
    assert "5.0 kb downstream" in call(breakpoint_at(nothing, -5.0)).reason
    assert "0.0 kb upstream" in call(breakpoint_at(nothing, 0.0)).reason


@pytest.mark.parametrize("upstream_kb", [-50.0, -10.5, 50.5, 70.0, 100.0])
@pytest.mark.parametrize(
    ("assays", "label"),
    [
        (Assays(), "indeterminate"),
        (Assays(tert_expression=Level.LOW), "indeterminate"),
        (Assays(tert_expression=Level.HIGH), "rearranged"),
        (Assays(telomerase_activity=AssayOutcome.POSITIVE), "rearranged"),
    ],
)
def test_a_farther_breakpoint_counts_only_beside_active_telomerase(
    nothing: CaseEvidence, call: Caller, upstream_kb: float, assays: Assays, label: str
) -> None:
    verdict = call(replace(breakpoint_at(nothing, upstream_kb), assays=assays))
    assert verdict.label == label
    assert verdict.rules == ("tert.far_upstream_kb",)
    assert verdict.detail["breakpoint_distance_bp"] == round(upstream_kb * 1000)
    lacking = label == "indeterminate" and assays.tert_expression is None
    assert ("tert_expression" in verdict.missing) == lacking


@pytest.mark.parametrize("upstream_kb", [-60.0, 250.0])
def test_a_breakpoint_outside_the_window_stays_open_whatever_the_expression(
    nothing: CaseEvidence, call: Caller, upstream_kb: float
) -> None:
    evidence = replace(
        breakpoint_at(nothing, upstream_kb), assays=Assays(tert_expression=Level.HIGH)
    )
    verdict = call(evidence)
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "indeterminate")
    assert "outside the window" in verdict.reason


def test_a_reported_rearrangement_without_a_position_counts_as_reported(
    nothing: CaseEvidence, call: Caller
) -> None:
    unworded = with_event(nothing, "TERT", EventKind.REARRANGEMENT)
    assert call(unworded).reason == "TERT rearrangement reported, its breakpoint not stated"
    verdict = call(with_event(nothing, "TERT", EventKind.INVERSION, reported_as="INV"))
    assert verdict.reason == "TERT INV reported, its breakpoint not stated"
    assert (verdict.label, verdict.detail["basis"]) == ("rearranged", "reported")
    partner = breakpoint_at(nothing, 0.0, contig="17")
    assert call(partner).detail["basis"] == "reported"


def test_an_event_whose_place_would_decide_stays_open(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(with_event(nothing, "TERT", EventKind.OTHER))
    assert verdict.label == "indeterminate"
    assert "not stated" in verdict.reason


def test_a_deletion_of_tert_is_no_activation(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(with_event(nothing, "TERT", EventKind.DELETION))
    assert verdict.detail["rearrangement"] == "not_assessed"
    assert verdict.detail["amplification"] == "negative"


@pytest.mark.parametrize(
    ("outcome", "state", "label"),
    [
        (AssayOutcome.POSITIVE, CallState.PRESENT, "rearranged"),
        (AssayOutcome.NEGATIVE, CallState.INDETERMINATE, "negative"),
    ],
)
def test_the_assay_decides_the_rearrangement_and_leaves_the_rest_open(
    nothing: CaseEvidence, call: Caller, outcome: AssayOutcome, state: CallState, label: str
) -> None:
    verdict = call(replace(nothing, assays=Assays(tert_rearrangement=outcome)))
    assert (verdict.state, verdict.label) == (state, label)


def test_contradicting_sources_keep_the_finding_and_ask_for_a_review(
    nothing: CaseEvidence, call: Caller
) -> None:
    assays = Assays(tert_rearrangement=AssayOutcome.NEGATIVE)
    verdict = call(replace(breakpoint_at(nothing, 15.0), assays=assays))
    assert verdict.label == "rearranged"
    assert verdict.needs_review
    assert any("contradict" in note for note in verdict.notes)


def test_a_silent_list_that_covers_tert_is_negative(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(replace(nothing, events=(), events_cover=frozenset({"TERT"})))
    assert verdict.detail["rearrangement"] == "negative"
    assert verdict.detail["amplification"] == "negative"
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "negative")
    assert verdict.missing == ("tert_promoter",)


def test_a_list_that_says_not_what_it_covers_is_no_assessment(
    nothing: CaseEvidence, call: Caller
) -> None:
    assert call(replace(nothing, events=())).state is CallState.NOT_ASSESSED


def test_amplification_counts_and_is_named_after_a_rearrangement(
    nothing: CaseEvidence, call: Caller
) -> None:
    amplified = with_copies(nothing, TERT=CopyNumberCall.AMPLIFIED)
    assert call(amplified).label == "amplified"
    assert call(amplified).detail["basis"] == "copy_number"
    assert call(breakpoint_at(amplified, 15.0)).label == "rearranged"
    event = with_event(nothing, "TERT", EventKind.AMPLIFICATION)
    assert (call(event).label, call(event).detail["basis"]) == ("amplified", "reported")


def test_a_gain_is_no_amplification_and_rules_out_no_rearrangement(
    nothing: CaseEvidence, call: Caller
) -> None:
    verdict = call(with_copies(nothing, TERT=CopyNumberCall.GAIN))
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "indeterminate")
    assert verdict.missing == ("tert_sv", "tert_promoter")


def test_contradicting_copies_leave_amplification_open(nothing: CaseEvidence, call: Caller) -> None:
    numbers = with_segments(nothing, ("5", 0, 100_000_000, 0.0), ("1", 0, 100_000_000, 0.0))
    verdict = call(with_event(numbers, "TERT", EventKind.AMPLIFICATION))
    assert verdict.detail["amplification"] == "indeterminate"
    assert verdict.label == "indeterminate"
    assert verdict.needs_review


@pytest.mark.parametrize("assembly", list(Assembly))
@pytest.mark.parametrize(
    ("name", "gene"), [("C228T", "TERT"), ("C250T", "TERT"), ("C228T", ""), ("C250T", "SLC6A18")]
)
def test_a_promoter_hotspot_is_found_by_position_whatever_gene_the_file_names(
    call: Caller, knowledge: Knowledge, assembly: Assembly, name: str, gene: str
) -> None:
    genome = knowledge.genome(assembly)
    spot = genome.regions[f"TERT_promoter_{name}"]
    row = {
        "gene": gene,
        "consequence": "promoter",
        "contig": spot.contig,
        "position": spot.start,
        "reference": "G",
        "alternative": "A",
    }
    tumour = CaseEvidence(patient=Patient(id="P"), sample=Sample(id="T"), genome=genome)
    verdict = call(with_variants(tumour, row))
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "promoter_mutated")
    assert any("atypical in neuroblastoma" in note for note in verdict.notes)
    assert "another base" not in verdict.reason


def test_another_base_at_the_hotspot_stays_open(nothing: CaseEvidence, call: Caller) -> None:
    spot = nothing.genome.regions["TERT_promoter_C228T"]
    row = {"contig": "5", "position": spot.start, "reference": "G", "alternative": "C"}
    assert call(with_variants(nothing, row)).detail["promoter"] == "indeterminate"


@pytest.mark.parametrize(
    ("change", "consequence", "promoter"),
    [
        ("C228T", "promoter", "positive"),
        ("c.-146C>T", "unknown", "positive"),
        ("", "promoter", "indeterminate"),
        ("A615T", "missense", "not_assessed"),
        ("", "other", "not_assessed"),
    ],
)
def test_a_promoter_hotspot_without_position_needs_its_name(
    nothing: CaseEvidence, call: Caller, change: str, consequence: str, promoter: str
) -> None:
    row = {"gene": "TERT", "protein_change": change, "consequence": consequence}
    assert call(with_variants(nothing, row)).detail["promoter"] == promoter


def test_a_positioned_variant_off_the_hotspots_is_no_hotspot(
    nothing: CaseEvidence, call: Caller
) -> None:
    start = nothing.genome.regions["TERT_start_site"].start
    row = {
        "gene": "TERT",
        "consequence": "promoter",
        "contig": "5",
        "position": start + 900,
        "alternative": "A",
    }
    verdict = call(with_variants(nothing, row, scope=SequencingScope.GENOME))
    assert verdict.detail["promoter"] == "negative"


@pytest.mark.parametrize(
    ("words", "promoter"), [("C228T", "positive"), ("promoter mutation", "indeterminate")]
)
def test_a_reported_promoter_variant_needs_its_name(
    nothing: CaseEvidence, call: Caller, words: str, promoter: str
) -> None:
    evidence = with_event(nothing, "TERT", EventKind.PROMOTER_VARIANT, reported_as=words)
    assert call(evidence).detail["promoter"] == promoter


@pytest.mark.parametrize(
    ("scope", "promoter"),
    [
        (SequencingScope.GENOME, "negative"),
        (SequencingScope.EXOME, "not_assessed"),
        (SequencingScope.PANEL, "not_assessed"),
    ],
)
def test_only_an_assay_that_covers_the_promoter_rules_the_hotspots_out(
    nothing: CaseEvidence, call: Caller, scope: SequencingScope, promoter: str
) -> None:
    verdict = call(with_variants(nothing, scope=scope))
    assert verdict.detail["promoter"] == promoter
    assert verdict.detail["rearrangement"] == "not_assessed"
    listed = with_variants(nothing, genes=frozenset({"TERT promoter"}))
    assert call(listed).detail["promoter"] == "negative"


def test_absent_needs_all_three_looked_at(nothing: CaseEvidence, call: Caller) -> None:
    evidence = replace(
        with_variants(nothing, scope=SequencingScope.GENOME),
        events=(),
        events_cover=frozenset({"TERT"}),
    )
    verdict = call(evidence)
    assert (verdict.state, verdict.label, verdict.missing) == (CallState.ABSENT, "negative", ())


@given(distance_kb=st.floats(-300, 300), expression=st.sampled_from([None, *Level]))
def test_a_breakpoint_is_never_called_negative(
    nothing: CaseEvidence, call: Caller, distance_kb: float, expression: Level | None
) -> None:
    evidence = replace(nothing, assays=Assays(tert_expression=expression))
    verdict = call(breakpoint_at(evidence, distance_kb))
    assert verdict.detail["rearrangement"] in {"positive", "indeterminate"}


def test_the_ledger_counts_its_gene(knowledge: Knowledge) -> None:
    assert MECHANISM.genes(knowledge.rules("tert", TertRules)) == {"TERT"}


def test_what_is_said_has_a_source_whatever_was_measured(
    nothing: CaseEvidence, call: Caller
) -> None:
    promoter_read = replace(
        nothing,
        small_variants=SmallVariants.empty(),
        sequenced=SequencedGenes(scope=SequencingScope.GENOME),
    )
    for evidence in (nothing, promoter_read):
        found = call(evidence)
        assert found.notes
        assert found.sources


def test_transcripts_and_the_raw_telomerase_score_are_shown_and_decide_nothing(
    nothing: CaseEvidence, call: Caller
) -> None:
    score = SignatureScore(name="telomerase", found=13, defined=13, score=0.4)
    evidence = replace(nothing, gene_expression=(placed("TERT", 90.0),), set_scores=(score,))
    verdict = call(evidence)
    assert verdict.state is CallState.NOT_ASSESSED
    rows = verdict.detail["transcripts"]
    assert isinstance(rows, tuple)
    assert [row.get("percentile") for row in rows if isinstance(row, dict)] == [90.0, None]
    assert verdict.detail["telomerase_score"] == {
        "found": 13,
        "defined": 13,
        "score": 0.4,
        "lower": None,
        "upper": None,
        "p": None,
    }
    assert any("says anything of ALT" in note for note in verdict.notes)
    few = replace(evidence, set_scores=(score.model_copy(update={"score": None}),))
    assert not any("says anything of ALT" in note for note in call(few).notes)
