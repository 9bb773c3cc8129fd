"""Calling ATRX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.tumour import (
    adjacency,
    calls_of,
    stated,
    with_copies,
    with_event,
    with_segments,
    with_structural,
    with_variants,
)

from crestome.call.atrx import MECHANISM, AtrxRules
from crestome.knowledge.load import Knowledge
from crestome.model.assay import AssayOutcome, Assays
from crestome.model.call import Call, CallState
from crestome.model.copy_number import CopyNumberCall
from crestome.model.event import EventKind
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import Consequence, SequencingScope

Caller = Callable[..., Call]
NORMAL_MYCN = stated("mycn", CallState.ABSENT, "normal")
AMPLIFIED_MYCN = stated("mycn", CallState.PRESENT, "amplified")


@pytest.fixture(scope="module")
def call(knowledge: Knowledge) -> Caller:
    rules = knowledge.rules("atrx", AtrxRules)
    return lambda evidence, mycn=NORMAL_MYCN: MECHANISM.answer(evidence, calls_of(mycn), rules)


def over_x(evidence: CaseEvidence, log2: float = 0.0) -> CaseEvidence:
    """Even segments over every autosome and the X."""
    chromosomes = evidence.genome.chromosomes
    pieces = [
        (name, 0, chromosome.length_bp, log2 if name == "X" else 0.0)
        for name, chromosome in chromosomes.items()
        if name not in {"Y", "MT"}
    ]
    return with_segments(evidence, *pieces)


def test_nothing_measured_is_not_assessed(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(nothing)
    assert (verdict.state, verdict.label) == (CallState.NOT_ASSESSED, "not_assessed")
    assert verdict.missing == ("atrx_sequencing", "atrx_deletion")
    assert verdict.detail["daxx"] == "not_assessed"
    assert verdict.reason == "ATRX was neither sequenced nor looked at for deletions"


@pytest.mark.parametrize(
    ("consequence", "change"),
    [("nonsense", "R426*"), ("frameshift", "E991fs"), ("splice", ""), ("start_lost", "M1?")],
)
def test_one_truncating_variant_is_loss_of_function(
    nothing: CaseEvidence, call: Caller, consequence: str, change: str
) -> None:
    row = {"gene": "ATRX", "consequence": consequence, "protein_change": change}
    verdict = call(with_variants(nothing, row))
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "loss_of_function")
    assert verdict.detail["basis"] == "measured"
    assert verdict.missing == ()
    assert any("one hit suffices" in note for note in verdict.notes)
    assert not verdict.needs_review


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ("C160R", "possible"),
        ("C290R", "possible"),
        ("C291R", "wildtype"),
        ("K1600R", "possible"),
        ("R2131Q", "possible"),
        ("R159W", "wildtype"),
        ("Q929E", "wildtype"),
        ("", "possible"),
    ],
)
def test_a_missense_variant_is_open_only_in_a_domain_that_matters(
    nothing: CaseEvidence, call: Caller, change: str, label: str
) -> None:
    verdict = call(with_variants(nothing, {"gene": "ATRX", "protein_change": change}))
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, label)
    assert verdict.needs_review == (label == "possible")
    assert len(verdict.texts("vus")) == (label == "wildtype")


@pytest.mark.parametrize("gene", ["ATRX", "DAXX"])
def test_a_variant_without_its_effect_stays_open(
    nothing: CaseEvidence, call: Caller, gene: str
) -> None:
    verdict = call(with_variants(nothing, {"gene": gene, "consequence": "unknown"}))
    assert verdict.detail[gene.lower()] == "possible"
    assert any("effect not stated" in item.what for item in verdict.evidence)
    assert (verdict.label == "possible") is (gene == "ATRX")


def test_a_silent_variant_is_nothing(nothing: CaseEvidence, call: Caller) -> None:
    row = {"gene": "ATRX", "consequence": "synonymous", "protein_change": "C220="}
    verdict = call(with_variants(nothing, row))
    assert verdict.texts("vus") == verdict.texts("variants") == ()


@pytest.mark.parametrize(
    "kind",
    [
        EventKind.DELETION,
        EventKind.INTRAGENIC_DELETION,
        EventKind.HOMOZYGOUS_DELETION,
        EventKind.PARTIAL_DUPLICATION,
        EventKind.TRANSLOCATION,
    ],
)
def test_a_reported_deletion_or_disruption_is_loss_of_function(
    nothing: CaseEvidence, call: Caller, kind: EventKind
) -> None:
    verdict = call(with_event(nothing, "ATRX", kind))
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "loss_of_function")
    assert verdict.detail["basis"] == "reported"


def test_a_deletion_in_frame_counts_and_is_told_with_its_exons(
    nothing: CaseEvidence, call: Caller
) -> None:
    evidence = with_event(
        nothing, "ATRX", EventKind.INTRAGENIC_DELETION, exons="2-10", in_frame=True
    )
    told = "ATRX intragenic deletion, exons 2-10, in frame reported"
    assert call(evidence).reason == told
    worded = with_event(nothing, "ATRX", EventKind.DELETION, reported_as="Del")
    assert call(worded).reason == "ATRX Del reported"


def test_a_whole_duplication_is_no_loss(nothing: CaseEvidence, call: Caller) -> None:
    assert call(with_event(nothing, "ATRX", EventKind.DUPLICATION)).label == "not_assessed"


def test_a_reported_nonsense_variant_counts_once_and_as_reported(
    nothing: CaseEvidence, call: Caller
) -> None:
    evidence = with_event(
        nothing, "ATRX", EventKind.SMALL_VARIANT, consequence=Consequence.NONSENSE
    )
    verdict = call(evidence)
    assert (verdict.label, verdict.detail["basis"]) == ("loss_of_function", "reported")
    assert len(verdict.texts("variants")) == 1


def test_a_homozygous_deletion_is_loss_of_function(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(with_copies(nothing, ATRX=CopyNumberCall.HOMDEL))
    assert (verdict.label, verdict.detail["basis"]) == ("loss_of_function", "measured")


def test_the_loss_of_one_copy_is_no_loss_of_function(nothing: CaseEvidence, call: Caller) -> None:
    assert call(with_copies(nothing, ATRX=CopyNumberCall.LOSS)).label == "not_assessed"


def test_a_lost_segment_that_ends_inside_the_gene_is_possible(
    nothing: CaseEvidence, call: Caller
) -> None:
    gene = nothing.genome.gene("ATRX").interval
    inside = (gene.start + gene.end) // 2
    whole = nothing.genome.chromosomes["X"].length_bp
    verdict = call(
        with_segments(
            nothing,
            ("1", 0, 200_000_000, 0.0),
            ("X", 0, gene.start - 1000, 0.0),
            ("X", gene.start - 1000, inside, -0.9),
            ("X", inside, whole, 0.0),
        )
    )
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "possible")
    assert verdict.needs_review


def test_a_deep_focal_deletion_in_the_segments_is_loss_of_function(
    nothing: CaseEvidence, call: Caller
) -> None:
    gene = nothing.genome.gene("ATRX").interval
    whole = nothing.genome.chromosomes["X"].length_bp
    verdict = call(
        with_segments(
            nothing,
            ("1", 0, 200_000_000, 0.0),
            ("X", 0, gene.start, 0.0),
            ("X", gene.start, gene.end, -4.0),
            ("X", gene.end, whole, 0.0),
        )
    )
    assert verdict.label == "loss_of_function"


def test_the_exons_under_a_lost_segment_are_named(nothing: CaseEvidence, call: Caller) -> None:
    """Exons 2 to 10, on an X chromosome of which one copy is lost from there on."""
    exons = nothing.genome.exons["ATRX"]
    whole = nothing.genome.chromosomes["X"].length_bp
    start, end = exons[9].start - 500, exons[1].end + 500
    verdict = call(
        with_segments(
            nothing,
            ("1", 0, 200_000_000, 0.0),
            ("X", 0, start, -0.9),
            ("X", start, end, -4.0),
            ("X", end, whole, 0.0),
        )
    )
    assert verdict.label == "loss_of_function"
    assert "ATRX deleted over exons 2 to 10:" in verdict.reason


def test_a_lost_segment_within_an_intron_names_no_exon(nothing: CaseEvidence, call: Caller) -> None:
    exons = nothing.genome.exons["ATRX"]
    whole = nothing.genome.chromosomes["X"].length_bp
    start, end = exons[1].end + 500, exons[0].start - 500
    verdict = call(
        with_segments(
            nothing,
            ("1", 0, 200_000_000, 0.0),
            ("X", 0, start, 0.0),
            ("X", start, end, -4.0),
            ("X", end, whole, 0.0),
        )
    )
    assert "exon" not in verdict.reason.split(":")[0]


def test_a_gene_that_a_list_states_deleted_names_no_exon(
    nothing: CaseEvidence, call: Caller
) -> None:
    verdict = call(with_copies(nothing, ATRX=CopyNumberCall.HOMDEL))
    assert verdict.label == "loss_of_function"
    assert "exon" not in verdict.reason


def test_a_deletion_of_a_few_probes_is_possible(nothing: CaseEvidence, call: Caller) -> None:
    gene = nothing.genome.gene("ATRX").interval
    whole = nothing.genome.chromosomes["X"].length_bp
    start, end = gene.start + 20_000, gene.start + 23_000
    verdict = call(
        with_segments(
            nothing,
            ("1", 0, 200_000_000, 0.0),
            ("X", 0, start, 0.0),
            ("X", start, end, -4.0),
            ("X", end, whole, 0.0),
        )
    )
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "possible")
    assert "may be deleted" in verdict.reason
    assert verdict.needs_review


def test_segments_of_few_tumour_cells_do_not_show_deletions(
    nothing: CaseEvidence, call: Caller
) -> None:
    impure = replace(nothing, sample=nothing.sample.model_copy(update={"purity": 0.2}))
    assert call(over_x(nothing)).detail["deletions_seen"] is True
    assert call(over_x(impure)).detail["deletions_seen"] is False


def test_wildtype_needs_sequence_and_segments(nothing: CaseEvidence, call: Caller) -> None:
    sequenced = with_variants(nothing, scope=SequencingScope.EXOME)
    assert call(sequenced).state is CallState.INDETERMINATE
    assert call(sequenced).label == "wildtype"
    assert call(sequenced).missing == ("atrx_deletion",)
    assert "were not looked for" in call(sequenced).reason
    assert any("most panels do not see them" in note for note in call(sequenced).notes)
    assert call(over_x(nothing)).missing == ("atrx_sequencing",)
    both = call(over_x(sequenced))
    assert (both.state, both.label, both.missing) == (CallState.ABSENT, "wildtype", ())
    assert both.notes == ()


def test_a_list_of_large_altered_segments_does_not_show_deletions_inside_the_gene(
    nothing: CaseEvidence, call: Caller
) -> None:
    evidence = with_segments(
        with_variants(nothing, scope=SequencingScope.EXOME),
        ("1", 0, 50_000_000, -0.8),
        altered_only=True,
    )
    assert call(evidence).state is CallState.INDETERMINATE


def test_a_silent_list_that_covers_atrx_is_wildtype(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(replace(nothing, events=(), events_cover=frozenset({"ATRX"})))
    assert (verdict.state, verdict.label) == (CallState.ABSENT, "wildtype")


def test_lost_protein_is_loss_of_function(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(replace(nothing, assays=Assays(atrx_protein=AssayOutcome.NEGATIVE)))
    assert verdict.label == "loss_of_function"
    assert verdict.detail["basis"] == "measured"


def test_protein_that_is_there_rules_nothing_out(nothing: CaseEvidence, call: Caller) -> None:
    verdict = call(replace(nothing, assays=Assays(atrx_protein=AssayOutcome.POSITIVE)))
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "wildtype")
    assert verdict.missing == ("atrx_sequencing", "atrx_deletion")


def test_protein_in_spite_of_a_hit_asks_for_a_review(nothing: CaseEvidence, call: Caller) -> None:
    evidence = replace(
        with_event(nothing, "ATRX", EventKind.DELETION),
        assays=Assays(atrx_protein=AssayOutcome.POSITIVE),
    )
    verdict = call(evidence)
    assert verdict.label == "loss_of_function"
    assert verdict.needs_review


def test_lost_atrx_beside_amplified_mycn_asks_for_a_review(
    nothing: CaseEvidence, call: Caller
) -> None:
    verdict = call(with_event(nothing, "ATRX", EventKind.DELETION), AMPLIFIED_MYCN)
    assert verdict.needs_review
    assert any("not compatible" in note for note in verdict.notes)


def test_daxx_stands_in_the_detail_and_leaves_the_label(
    nothing: CaseEvidence, call: Caller
) -> None:
    row = {"gene": "DAXX", "consequence": "nonsense", "protein_change": "R200*"}
    verdict = call(with_variants(nothing, row))
    assert (verdict.label, verdict.detail["daxx"]) == ("not_assessed", "loss_of_function")
    assert verdict.evidence[0].what.startswith("DAXX p.R200*")
    missense = {"gene": "DAXX", "protein_change": "R200Q"}
    assert call(with_variants(nothing, missense)).detail["daxx"] == "partly_seen"


def test_the_ledger_counts_its_genes(knowledge: Knowledge) -> None:
    assert MECHANISM.genes(knowledge.rules("atrx", AtrxRules)) == {"ATRX", "DAXX"}


def within_atrx(evidence: CaseEvidence, kb: float, strand: str = "+") -> str:
    """A place so far from the start of the gene's interval; negative before it."""
    start = evidence.genome.gene("ATRX").interval.start
    return f"X:{start + round(kb * 1000)}:{strand}"


@pytest.mark.parametrize(
    ("kind", "ends", "value"),
    [
        ("deletion", (20, 90), "loss_of_function"),
        ("deletion", (20, 29), "partly_seen"),
        ("deletion", (20, 52), "partly_seen"),
        ("deletion", (50, 54), "loss_of_function"),
        ("deletion", (-50, 20), "loss_of_function"),
        ("deletion", (-50, 900), "possible"),
        ("duplication", (20, 90), "loss_of_function"),
        ("duplication", (20, 25), "partly_seen"),
        ("duplication", (50, 54), "loss_of_function"),
        ("duplication", (-50, 20), "partly_seen"),
        ("duplication", (-50, 900), "partly_seen"),
        ("insertion", (20, 20), "partly_seen"),
        ("inversion", (-50, 20), "loss_of_function"),
        ("inversion", (20, 90), "possible"),
        ("inversion", (-50, 900), "partly_seen"),
        ("breakend", (20, 90), "possible"),
        ("deletion", (-90, -50), "partly_seen"),
    ],
)
def test_structural_variants_in_the_gene_are_judged_by_kind_and_ends(
    nothing: CaseEvidence, call: Caller, kind: str, ends: tuple[float, float], value: str
) -> None:
    row = adjacency(kind, within_atrx(nothing, ends[0]), within_atrx(nothing, ends[1], "-"))
    verdict = call(with_structural(nothing, row))
    assert verdict.detail["atrx"] == value
    assert verdict.detail["deletions_seen"] is True
    if value == "loss_of_function":
        assert verdict.detail["basis"] == "measured"
        assert verdict.evidence[0].where == "T.vcf line 2"


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((20, 29), "within intron "),
        ((52, 53), "deletion of exon 30, in frame:"),
        ((50, 90), "deletion of exons 26 to 30, out of frame:"),
    ],
)
def test_a_deletion_in_the_gene_names_its_exons(
    nothing: CaseEvidence, call: Caller, ends: tuple[float, float], words: str
) -> None:
    row = adjacency("deletion", within_atrx(nothing, ends[0]), within_atrx(nothing, ends[1], "-"))
    assert words in call(with_structural(nothing, row)).evidence[0].what


def test_a_deletion_whose_other_end_is_not_known_names_no_exon(
    nothing: CaseEvidence, call: Caller
) -> None:
    row = adjacency("deletion", within_atrx(nothing, 52))
    assert "exon" not in call(with_structural(nothing, row)).evidence[0].what


def test_a_short_deletion_of_daxx_may_lie_within_an_intron(
    nothing: CaseEvidence, call: Caller
) -> None:
    start = nothing.genome.gene("DAXX").interval.start
    row = adjacency("deletion", f"6:{start + 500}:+", f"6:{start + 1500}:-")
    assert call(with_structural(nothing, row)).detail["daxx"] == "possible"


def test_a_translocation_in_the_gene_parts_it(nothing: CaseEvidence, call: Caller) -> None:
    moved = adjacency("translocation", "1:1000:+", within_atrx(nothing, 20))
    assert call(with_structural(nothing, moved)).label == "loss_of_function"
    alone = adjacency("single", within_atrx(nothing, 20))
    assert call(with_structural(nothing, alone)).label == "possible"


def test_a_row_that_names_the_gene_without_a_place_is_possible(
    nothing: CaseEvidence, call: Caller
) -> None:
    named = adjacency("breakend", "", gene1="ATRX")
    assert call(with_structural(nothing, named)).label == "possible"


def test_silent_structural_variants_show_that_no_deletion_is_there(
    nothing: CaseEvidence, call: Caller
) -> None:
    silent = with_structural(nothing)
    assert call(silent).missing == ("atrx_sequencing",)
    exome = with_structural(nothing, scope=SequencingScope.EXOME)
    assert call(exome).detail["deletions_seen"] is False


def test_a_list_of_fusions_alone_assesses_nothing(nothing: CaseEvidence, call: Caller) -> None:
    assert call(replace(nothing, fusions=())).label == "not_assessed"
