"""The verdict on ALK."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.call.alk import MECHANISM
from crestome.call.alk_clones import AlkRules
from crestome.call.copy_level import CopyLevel, GeneLevel
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material, Sample, TimePoint
from crestome.model.small_variant import (
    Consequence,
    Origin,
    SequencedGenes,
    SmallVariant,
    SmallVariants,
)

Copies: TypeAlias = CopyNumberCall | float | None
NORMAL, AMPLIFIED, GAIN = CopyNumberCall.NORMAL, CopyNumberCall.AMPLIFIED, CopyNumberCall.GAIN
READ = SequencedGenes(genes=frozenset({"ALK"}))


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> AlkRules:
    return knowledge.rules("alk", AlkRules)


def small(
    change: str,
    vaf: float | None = 0.3,
    consequence: Consequence = Consequence.MISSENSE,
    origin: Origin = Origin.SOMATIC,
) -> SmallVariant:
    return SmallVariant(
        gene="ALK", protein_change=change, consequence=consequence, vaf=vaf, origin=origin
    )


def read(
    nothing: CaseEvidence,
    *variants: SmallVariant,
    copies: Copies = NORMAL,
    when: TimePoint = TimePoint.DIAGNOSIS,
) -> CaseEvidence:
    """ALK was read, and its copies are known unless ``copies`` is None."""
    levels: tuple[GeneCopyNumber, ...] = ()
    if isinstance(copies, CopyNumberCall):
        levels = (GeneCopyNumber(gene="ALK", call=copies),)
    elif copies is not None:
        levels = (GeneCopyNumber(gene="ALK", chr2_ratio=copies),)
    return replace(
        nothing,
        sample=Sample(id="T", time_point=when),
        small_variants=SmallVariants.from_records(variants),
        sequenced=READ,
        gene_copies=levels,
    )


def answer(evidence: CaseEvidence, rules: AlkRules, calls: Calls | None = None) -> Call:
    return MECHANISM.answer(evidence, calls or Calls(), rules)


def said(call: Call) -> tuple[str, str]:
    return call.state.value, call.label


def test_without_sequence_and_copy_number_is_not_assessed(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    call = answer(nothing, rules)
    assert said(call) == ("not_assessed", "not_assessed")
    assert call.missing == ("alk_sequencing", "alk_copy_number")
    assert call.detail["activating"] is None


def test_read_and_counted_without_a_hit_is_wild_type(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    call = answer(read(nothing), rules)
    assert said(call) == ("absent", "wildtype")
    assert call.detail["activating"] is False
    assert call.detail["alk_adverse"] is False
    assert call.detail["trial_vaf_5_percent"] is False
    assert any("more frequent at relapse" in note for note in call.notes)


def test_read_but_not_counted_leaves_amplification_open(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    call = answer(read(nothing, copies=None), rules)
    assert said(call) == ("indeterminate", "wildtype")
    assert call.missing == ("alk_copy_number",)
    assert "ALK amplification not assessed." in call.notes
    assert call.detail["alk_adverse"] is None
    assert call.detail["activating"] is None


def test_counted_but_not_read_leaves_the_sequence_open(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    counted = replace(nothing, gene_copies=(GeneCopyNumber(gene="ALK", call=NORMAL),))
    call = answer(counted, rules)
    assert said(call) == ("indeterminate", "wildtype")
    assert call.missing == ("alk_sequencing",)
    assert call.reason.startswith("ALK was not sequenced.")
    assert call.detail["compound"] is None


def test_amplification_outranks_a_variant(nothing: CaseEvidence, rules: AlkRules) -> None:
    call = answer(read(nothing, small("F1174L", 0.05), copies=9.0), rules)
    assert said(call) == ("present", "amplified")
    assert call.detail["alk_adverse"] is True
    assert call.detail["partial_target"] is False
    assert call.detail["trial_vaf_5_percent"] is True
    assert call.detail["variants"] == ("F1174L",)


def test_a_gain_is_no_target(nothing: CaseEvidence, rules: AlkRules) -> None:
    call = answer(read(nothing, copies=GAIN), rules)
    assert said(call) == ("absent", "wildtype")
    assert any("gain of ALK" in note for note in call.notes)


@pytest.mark.parametrize(
    ("change", "verdict", "details"),
    [
        ("F1174L", ("present", "mutated"), ("hotspot", "exact")),
        ("F1245V", ("present", "mutated"), ("hotspot", "residue")),
        ("R1275Q", ("present", "mutated"), ("hotspot", "exact")),
        ("T1151M", ("present", "mutated"), ("TKD_known_activating", "exact")),
        ("T1151R", ("present", "mutated"), ("TKD_known_activating", "residue")),
        ("G1202R", ("indeterminate", "not_actionable"), ("TKD_VUS", "exact")),
        ("A1200V", ("indeterminate", "not_actionable"), ("TKD_VUS", "class")),
        ("I1250T", ("absent", "not_actionable"), ("kinase_dead", "exact")),
        ("D1091N", ("absent", "not_actionable"), ("non_TKD_VUS", "class")),
    ],
)
def test_a_variant_is_called_by_its_class(
    nothing: CaseEvidence,
    rules: AlkRules,
    change: str,
    verdict: tuple[str, str],
    details: tuple[str, str],
) -> None:
    call = answer(read(nothing, small(change)), rules)
    assert said(call) == verdict
    assert (call.detail["variant_class"], call.detail["match_level"]) == details
    assert call.needs_review is (details[0] == "TKD_VUS")


def test_a_truncated_kinase_is_not_actionable(nothing: CaseEvidence, rules: AlkRules) -> None:
    call = answer(read(nothing, small("R1279*", 0.4, Consequence.NONSENSE)), rules)
    assert said(call) == ("absent", "not_actionable")
    assert call.detail["alk_adverse"] is False
    assert "None of this is known to activate the kinase." in call.reason


def test_a_kinase_variant_of_unknown_significance_is_not_adverse(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    call = answer(read(nothing, small("A1200V", 0.45)), rules)
    assert call.detail["clonality"] == "clonal"
    assert call.detail["alk_adverse"] is False
    assert call.detail["activating"] is False
    assert call.detail["partial_target"] is None


@pytest.mark.parametrize(
    ("vaf", "copies", "adverse_partial_trial"),
    [
        (0.3, None, (True, False, True)),
        (0.08, NORMAL, (False, True, True)),
        (0.08, None, (None, True, True)),
        (0.04, NORMAL, (False, True, False)),
        (0.04, None, (None, True, None)),
        (0.0005, NORMAL, (False, None, False)),
        (None, NORMAL, (None, None, None)),
    ],
)
def test_clonality_decides_what_is_adverse_and_what_is_a_part(
    nothing: CaseEvidence,
    rules: AlkRules,
    vaf: float | None,
    copies: Copies,
    adverse_partial_trial: tuple[bool | None, ...],
) -> None:
    call = answer(read(nothing, small("R1275Q", vaf), copies=copies), rules)
    keys = ("alk_adverse", "partial_target", "trial_vaf_5_percent")
    assert tuple(call.detail[key] for key in keys) == adverse_partial_trial
    assert call.needs_review is (vaf == 0.0005)


def test_where_reads_and_cells_disagree_the_target_is_not_called_partial(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    dilute = replace(read(nothing, small("R1275Q", 0.15)), sample=Sample(id="T", purity=0.5))
    call = answer(dilute, rules)
    assert call.detail["clonality"] == "subclonal"
    assert call.detail["partial_target"] is False
    assert call.needs_review
    assert any("disagree on clonality" in note for note in call.notes)
    assert call.quantities[-1].name == "fraction of tumour cells with R1275Q"


def test_plasma_dna_carries_no_clonality_and_no_trial_fraction(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    plasma = replace(
        read(nothing, small("F1174L", 0.12), copies=None),
        sample=Sample(id="T", material=Material.CTDNA, time_point=TimePoint.POST_TKI),
    )
    call = answer(plasma, rules)
    assert call.detail["clonality"] == "not_applicable_ctdna"
    assert call.detail["trial_vaf_5_percent"] is None
    assert call.detail["alk_adverse"] is None
    assert call.detail["compound"] is False


def test_variants_in_different_cells_are_a_partial_target(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    call = answer(read(nothing, small("R1275Q", 0.4), small("F1174L", 0.1)), rules)
    assert call.detail["polyclonal"] is True
    assert call.detail["partial_target"] is True
    assert any("different cells" in note for note in call.notes)
    assert "Also F1174L." in call.reason


def test_several_variants_without_a_treatment_history_ask_for_review(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    pair = (small("R1275Q", 0.4), small("G1202R", 0.35))
    call = answer(read(nothing, *pair, when=TimePoint.RELAPSE), rules)
    assert call.detail["post_tki"] is None
    assert call.needs_review
    after = answer(read(nothing, *pair, when=TimePoint.POST_TKI), rules)
    assert after.detail["compound"] is True


@pytest.mark.parametrize(
    ("event", "variant_class", "review"),
    [
        (
            GeneEvent(gene="ALK", kind=EventKind.INTRAGENIC_DELETION, exons="2-3"),
            "intragenic_rearrangement",
            False,
        ),
        (GeneEvent(gene="STRN::ALK", kind=EventKind.FUSION), "fusion", False),
        (GeneEvent(gene="ALK", kind=EventKind.INVERSION), "rearrangement", True),
    ],
)
def test_a_rearrangement_that_keeps_the_kinase_is_present(
    nothing: CaseEvidence, rules: AlkRules, event: GeneEvent, variant_class: str, review: bool
) -> None:
    call = answer(replace(read(nothing), events=(event,)), rules)
    assert said(call) == ("present", "rearranged")
    assert call.detail["variant_class"] == variant_class
    assert call.detail["clonality"] is None
    assert call.detail["match_level"] is None
    assert call.detail["alk_adverse"] is None
    assert call.detail["basis"] == "reported"
    assert call.needs_review is review


def test_a_reported_missense_gives_no_statement_on_a_drug(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    event = GeneEvent(gene="ALK", kind=EventKind.SMALL_VARIANT, consequence=Consequence.MISSENSE)
    call = answer(replace(nothing, events=(event,)), rules)
    assert said(call) == ("present", "mutated")
    assert call.detail["basis"] == "reported"
    assert {call.detail[drug.drug] for drug in rules.allele_responses} == {"unknown"}
    assert call.missing == ("alk_copy_number",)


def test_a_reported_amplification_is_marked_as_reported(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    event = GeneEvent(gene="ALK", kind=EventKind.AMPLIFICATION)
    call = answer(replace(nothing, events=(event,)), rules)
    assert said(call) == ("present", "amplified")
    assert call.detail["basis"] == "reported"
    assert call.detail["variant_class"] is None


def test_a_germline_allele_is_marked(nothing: CaseEvidence, rules: AlkRules) -> None:
    call = answer(read(nothing, small("R1275Q", 0.5, origin=Origin.GERMLINE)), rules)
    assert call.detail["germline"] is True
    assert call.detail["familial_allele"] is True


def test_mycn_amplification_beside_alk_is_noted(nothing: CaseEvidence, rules: AlkRules) -> None:
    mycn = Call(mechanism="mycn", state=CallState.PRESENT, label="amplified", reason="-")
    call = answer(read(nothing, small("F1174L")), rules, Calls().having(mycn))
    assert any("MYCN" in note for note in call.notes)


def test_a_breakpoint_inside_the_amplified_gene_leaves_it_open(
    nothing: CaseEvidence, rules: AlkRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    level = GeneLevel(gene="ALK", level=CopyLevel.AMPLIFIED, breakpoint_inside=True)
    monkeypatch.setattr("crestome.call.alk.classify_gene", lambda *_: level)
    call = answer(read(nothing), rules)
    assert said(call) == ("indeterminate", "wildtype")
    assert call.detail["amplification"] == "indeterminate"
    assert call.needs_review
    assert any("breakpoint lies inside ALK" in note for note in call.notes)


@given(ratio=st.floats(0.5, 60.0), more=st.floats(0.0, 60.0))
@settings(deadline=None)
def test_more_copies_never_unmake_an_amplification(
    nothing: CaseEvidence, rules: AlkRules, ratio: float, more: float
) -> None:
    fewer = answer(read(nothing, copies=ratio), rules)
    larger = answer(read(nothing, copies=ratio + more), rules)
    assert fewer.label != "amplified" or larger.label == "amplified"


@given(order=st.permutations(["F1174L", "R1275Q", "G1202R", "D1091N"]))
@settings(deadline=None)
def test_the_order_of_rows_does_not_matter(
    nothing: CaseEvidence, rules: AlkRules, order: list[str]
) -> None:
    sorted_rows = answer(read(nothing, *(small(change) for change in sorted(order))), rules)
    shuffled = answer(read(nothing, *(small(change) for change in order)), rules)
    assert shuffled.model_dump() == sorted_rows.model_dump()


@pytest.mark.parametrize("consequence", [Consequence.UNKNOWN, Consequence.MISSENSE])
def test_a_variant_without_its_effect_or_residue_leaves_alk_open(
    nothing: CaseEvidence, rules: AlkRules, consequence: Consequence
) -> None:
    call = answer(read(nothing, small("", consequence=consequence)), rules)
    assert said(call) == ("indeterminate", "not_actionable")
    assert call.detail["variant_class"] == "effect_unknown"
    assert call.detail["activating"] is None
    assert call.detail["alk_adverse"] is None
    assert call.detail["trial_vaf_5_percent"] is None
    assert call.detail["crizotinib"] is None
    assert call.missing == ("alk_sequencing",)
    assert call.needs_review
    assert any("wild type is not proven" in note for note in call.notes)


def test_whether_the_sequence_was_read_stands_in_the_detail(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    assert answer(read(nothing), rules).detail["sequenced"] is True
    amplified = replace(
        nothing, gene_copies=(GeneCopyNumber(gene="ALK", call=CopyNumberCall.AMPLIFIED),)
    )
    call = answer(amplified, rules)
    assert said(call) == ("present", "amplified")
    assert call.detail["sequenced"] is None


@pytest.mark.parametrize("change", ["V1180L", "L1198F", "G1202R", "G1269A"])
def test_an_acquired_resistance_site_alone_is_named_as_one(
    nothing: CaseEvidence, rules: AlkRules, change: str
) -> None:
    call = answer(read(nothing, small(change)), rules)
    assert call.detail["variant_class"] == "TKD_VUS"
    assert "an acquired resistance site" in call.reason
