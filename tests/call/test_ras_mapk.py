"""The verdict on the RAS-MAPK pathway, with ALK and without."""

from __future__ import annotations

from dataclasses import replace

import pytest
from call.expressed import placed
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.call.ras_mapk import MECHANISM, RasMapkRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState, DetailValue, Finding
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material, Sample
from crestome.model.small_variant import (
    Consequence,
    SequencedGenes,
    SmallVariant,
    SmallVariants,
)

CORE = ("ALK", "NF1", "PTPN11", "BRAF", "FGFR1", "NRAS", "KRAS", "HRAS")


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> RasMapkRules:
    return knowledge.rules("ras_mapk", RasMapkRules)


def small(gene: str, change: str) -> SmallVariant:
    return SmallVariant(gene=gene, protein_change=change, consequence=Consequence.MISSENSE, vaf=0.3)


def read(
    nothing: CaseEvidence, *variants: SmallVariant, genes: tuple[str, ...] = CORE
) -> CaseEvidence:
    return replace(
        nothing,
        small_variants=SmallVariants.from_records(variants),
        sequenced=SequencedGenes(genes=frozenset(genes)),
    )


def with_alk(state: CallState, label: str, *missing: str, amplification: str = "normal") -> Calls:
    detail: dict[str, DetailValue] = {"amplification": amplification}
    return Calls().having(
        Call(
            mechanism="alk",
            state=state,
            label=label,
            reason="-",
            detail=detail,
            evidence=(Finding(what=f"ALK {label}"),),
            missing=missing,
        )
    )


WILD = with_alk(CallState.ABSENT, "wildtype")
ALK_NOT_ASSESSED = with_alk(CallState.NOT_ASSESSED, "not_assessed", "alk_sequencing")


def test_all_core_genes_read_without_a_hit_is_negative(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    call = MECHANISM.answer(read(nothing), WILD, rules)
    assert (call.state.value, call.label) == ("absent", "negative")
    assert call.detail["incl_alk"] is False
    assert call.detail["excl_alk"] is False
    assert not call.missing
    assert any("18 of 23" in note for note in call.notes)


def test_alk_without_its_copy_number_still_allows_negative(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    uncounted = with_alk(CallState.INDETERMINATE, "wildtype", "alk_copy_number")
    assert MECHANISM.answer(read(nothing), uncounted, rules).label == "negative"


@pytest.mark.parametrize(
    "alk",
    [
        ALK_NOT_ASSESSED,
        Calls(),
        with_alk(CallState.INDETERMINATE, "wildtype", amplification="indeterminate"),
    ],
)
def test_an_open_alk_leaves_the_pathway_open(
    nothing: CaseEvidence, rules: RasMapkRules, alk: Calls
) -> None:
    call = MECHANISM.answer(read(nothing), alk, rules)
    assert (call.state.value, call.label) == ("indeterminate", "indeterminate")
    assert call.detail["missing_genes"] == ("ALK",)
    assert call.detail["incl_alk"] is None
    assert call.detail["excl_alk"] is False


def test_one_unread_gene_is_named(nothing: CaseEvidence, rules: RasMapkRules) -> None:
    genes = tuple(gene for gene in CORE if gene != "NF1")
    call = MECHANISM.answer(read(nothing, genes=genes), WILD, rules)
    assert call.label == "indeterminate"
    assert call.detail["missing_genes"] == ("NF1",)
    assert call.missing == ("ras_sequencing",)
    assert "Not read: NF1." in call.reason


def test_where_no_core_gene_was_looked_at_nothing_is_said(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    call = MECHANISM.answer(nothing, ALK_NOT_ASSESSED, rules)
    assert (call.state.value, call.label) == ("not_assessed", "not_assessed")


def test_alk_alone_is_positive_with_alk_only(nothing: CaseEvidence, rules: RasMapkRules) -> None:
    call = MECHANISM.answer(read(nothing), with_alk(CallState.PRESENT, "mutated"), rules)
    assert (call.state.value, call.label) == ("present", "positive")
    assert call.detail["incl_alk"] is True
    assert call.detail["excl_alk"] is False
    assert call.detail["genes"] == ()
    assert call.reason == "Activated by ALK mutated."
    assert [item.what for item in call.evidence] == ["ALK mutated"]


def test_a_hit_in_one_gene_is_positive_whatever_was_not_read(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    found = read(nothing, small("NRAS", "Q61K"), genes=("NRAS",))
    call = MECHANISM.answer(found, ALK_NOT_ASSESSED, rules)
    assert call.label == "positive"
    assert call.detail["genes"] == ("NRAS",)
    assert call.detail["basis"] == "measured"
    assert call.detail["excl_alk"] is True


@pytest.mark.parametrize(
    ("genes", "alk", "several"),
    [
        (("NRAS",), CallState.PRESENT, True),
        (("NRAS",), CallState.NOT_ASSESSED, None),
        ((), CallState.NOT_ASSESSED, None),
    ],
)
def test_genes_that_were_not_read_could_make_it_several(
    nothing: CaseEvidence,
    rules: RasMapkRules,
    genes: tuple[str, ...],
    alk: CallState,
    several: bool | None,
) -> None:
    found = read(nothing, *(small(gene, "Q61K") for gene in genes), genes=genes)
    calls = ALK_NOT_ASSESSED if alk is CallState.NOT_ASSESSED else with_alk(alk, "mutated")
    assert MECHANISM.answer(found, calls, rules).detail["check_subclones"] is several


def test_one_gene_that_was_not_read_is_not_several(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    call = MECHANISM.answer(read(nothing), ALK_NOT_ASSESSED, rules)
    assert call.detail["check_subclones"] is False


def test_two_hits_suggest_subclones(nothing: CaseEvidence, rules: RasMapkRules) -> None:
    found = read(nothing, small("NRAS", "Q61K"))
    call = MECHANISM.answer(found, with_alk(CallState.PRESENT, "mutated"), rules)
    assert call.detail["check_subclones"] is True
    assert call.needs_review


def test_amplified_fgfr1_counts_without_its_sequence(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    copies = (GeneCopyNumber(gene="FGFR1", call=CopyNumberCall.AMPLIFIED),)
    call = MECHANISM.answer(replace(nothing, gene_copies=copies), ALK_NOT_ASSESSED, rules)
    assert call.detail["genes"] == ("FGFR1",)
    assert "FGFR1" not in call.texts("missing_genes")


def test_reported_hits_are_marked_as_reported(nothing: CaseEvidence, rules: RasMapkRules) -> None:
    events = (GeneEvent(gene="NF1", kind=EventKind.TRANSLOCATION),)
    call = MECHANISM.answer(replace(nothing, events=events), ALK_NOT_ASSESSED, rules)
    assert call.detail["basis"] == "reported"


def test_a_hit_outside_the_core_does_not_decide(nothing: CaseEvidence, rules: RasMapkRules) -> None:
    call = MECHANISM.answer(read(nothing, small("MAP2K1", "K57N")), WILD, rules)
    assert call.label == "negative"
    assert call.detail["extended"] == ("MAP2K1",)
    assert any("outside the core" in note for note in call.notes)


def test_variants_of_unknown_significance_are_listed_and_never_count(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    call = MECHANISM.answer(read(nothing, small("NF1", "R69G")), WILD, rules)
    assert call.label == "negative"
    assert call.detail["vus"] == ("NF1 p.R69G",)
    assert [item.what for item in call.evidence] == ["NF1 p.R69G, VAF 30.0% (unknown significance)"]


@pytest.mark.parametrize("consequence", [Consequence.UNKNOWN, Consequence.MISSENSE])
def test_a_variant_without_its_effect_or_residue_leaves_the_pathway_open(
    nothing: CaseEvidence, rules: RasMapkRules, consequence: Consequence
) -> None:
    open_one = SmallVariant(gene="NRAS", consequence=consequence, where="T.maf line 2")
    call = MECHANISM.answer(read(nothing, open_one), WILD, rules)
    assert (call.state.value, call.label) == ("indeterminate", "indeterminate")
    assert call.detail["effect_unknown"] == (open_one.name,)
    assert call.detail["excl_alk"] is None
    assert call.missing == ("ras_sequencing",)
    assert call.needs_review
    assert f"Effect not stated: {open_one.name}." in call.reason
    assert "effect not stated" in call.evidence[0].what
    assert "it may be a driver event or none" in call.notes[0]


def test_a_variant_without_its_effect_outside_the_core_is_listed_only(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    call = MECHANISM.answer(read(nothing, SmallVariant(gene="MAP2K1")), WILD, rules)
    assert call.label == "negative"
    assert call.detail["effect_unknown"] == ("MAP2K1 unknown",)


def test_a_reported_deletion_of_nf1_counts_and_asks_for_its_copies(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    events = (GeneEvent(gene="NF1", kind=EventKind.DELETION, reported_as="Deletion"),)
    call = MECHANISM.answer(replace(nothing, events=events), ALK_NOT_ASSESSED, rules)
    assert call.label == "positive"
    assert call.needs_review
    assert call.detail["copies_not_stated"] == ("NF1",)
    assert call.notes[0].startswith("Copies not stated: a deletion of NF1 is reported")


@pytest.mark.parametrize(("vaf", "subclonal"), [(0.04, True), (0.19, True), (0.2, False)])
def test_a_variant_in_few_reads_is_called_subclonal(
    nothing: CaseEvidence, rules: RasMapkRules, vaf: float, subclonal: bool
) -> None:
    few = small("NRAS", "Q61K").model_copy(update={"vaf": vaf})
    call = MECHANISM.answer(read(nothing, few), WILD, rules)
    assert call.label == "positive"
    assert call.detail["subclonal"] is subclonal
    assert any("Subclonal" in note and "NRAS p.Q61K" in note for note in call.notes) is subclonal


def test_clonality_is_not_read_from_plasma_or_without_reads(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    plasma = replace(nothing, sample=Sample(id="T", material=Material.CTDNA))
    few = small("NRAS", "Q61K").model_copy(update={"vaf": 0.01})
    unstated = few.model_copy(update={"vaf": None})
    for evidence in (read(plasma, few), read(nothing, unstated)):
        call = MECHANISM.answer(evidence, WILD, rules)
        assert call.detail["subclonal"] is None
        assert not any("Subclonal" in note for note in call.notes)


@given(unread=st.sets(st.sampled_from(CORE[1:])))
@settings(deadline=None)
def test_reading_less_never_makes_negative(
    nothing: CaseEvidence, rules: RasMapkRules, unread: set[str]
) -> None:
    genes = tuple(gene for gene in CORE if gene not in unread)
    call = MECHANISM.answer(read(nothing, genes=genes), WILD, rules)
    assert (call.label == "negative") is (not unread)
    assert set(call.texts("missing_genes")) == unread


def test_it_looks_at_core_and_extended_genes(rules: RasMapkRules) -> None:
    assert MECHANISM.genes(rules) >= {*CORE, "MAP2K1", "RASA2"}


def test_the_residues_of_hits_are_told_apart(nothing: CaseEvidence, rules: RasMapkRules) -> None:
    evidence = read(nothing, small("NRAS", "Q61K"), small("BRAF", "V600E"), small("KRAS", "V8M"))
    detail = MECHANISM.answer(evidence, Calls(), rules).detail
    assert detail["residues"] == ("BRAF V600", "NRAS Q61")
    assert detail["variants"] == ("BRAF p.V600E", "NRAS p.Q61K")


def test_a_residue_that_a_laboratory_left_out_is_said_to_be_missing(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    event = GeneEvent(
        gene="NRAS", kind=EventKind.SMALL_VARIANT, consequence=Consequence.MISSENSE, where="e"
    )
    amplified = GeneEvent(gene="FGFR1", kind=EventKind.AMPLIFICATION, where="e")
    evidence = replace(read(nothing), events=(event, amplified))
    detail = MECHANISM.answer(evidence, Calls(), rules).detail
    assert detail["residues"] == ("NRAS not stated",)


@pytest.mark.parametrize(
    ("gene", "kept", "fusion"),
    [
        ("ETV6::NTRK3", None, "NTRK3"),
        ("ETV6::NTRK3", True, "NTRK3"),
        ("ETV6::NTRK3", False, "none reported"),
        ("KIF5B::RET", None, "RET"),
        ("A::B", None, "none reported"),
    ],
)
def test_a_reported_fusion_is_named_unless_it_lost_its_kinase(
    nothing: CaseEvidence, rules: RasMapkRules, gene: str, kept: bool | None, fusion: str
) -> None:
    event = GeneEvent(gene=gene, kind=EventKind.FUSION, kinase_kept=kept, where="e")
    other = GeneEvent(gene="RET", kind=EventKind.GAIN, where="e")
    evidence = replace(read(nothing), events=(other, event))
    assert MECHANISM.answer(evidence, Calls(), rules).detail["fusion"] == fusion


def test_little_nf1_without_a_lesion_is_a_note_and_no_hit(
    nothing: CaseEvidence, rules: RasMapkRules
) -> None:
    for percentile, word in ((6.0, "middle"), (5.0, "low")):
        evidence = replace(nothing, gene_expression=(placed("NF1", percentile),))
        call = MECHANISM.answer(evidence, Calls(), rules)
        assert (call.state, call.detail["nf1_expression"]) == (CallState.NOT_ASSESSED, word)
        assert any("NF1 is expressed low" in note for note in call.notes) is (word == "low")
