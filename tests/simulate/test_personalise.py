from __future__ import annotations

import pytest
from simulate.tumours import ALK_F1174, ALK_OTHER, ALK_VUS, ALT, NO_RAS, NRAS, call, of

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.call import Call, Calls, CallState
from crestome.model.simulation import ModelInput, Switch
from crestome.simulate.personalise import MOST_SETTINGS, Tumour, personalise, scaling_of

PATHWAY = load_pathway(load_knowledge())


def inputs(tumour: Tumour) -> dict[str, ModelInput]:
    return {item.alteration: item for item in tumour.inputs}


def switch(name: str, *calls: Call) -> Switch:
    return inputs(personalise(PATHWAY, of(*calls)))[name].switch


def known() -> tuple[Call, ...]:
    """Calls that leave little open."""
    wild = CallState.ABSENT
    return (
        ALK_F1174,
        ALT,
        call("mycn", wild, "normal"),
        call("atrx", wild, "wildtype"),
        call("p53_pathway", wild, "wildtype", tp53="wildtype", mdm2="normal", cdkn2a="normal"),
        call("pi3k_pathway", wild, "negative", genes=(), missing_genes=()),
        call("focal_amplification", wild, "none", genes=()),
        call("cell_cycle", wild, "none", amplified=()),
        call("segmental_chromosome", wild, "none", sca_typical=(), genes_hemizygous=()),
    )


def test_a_hotspot_switches_its_own_input_alone() -> None:
    assert switch("ALK:F1174L", ALK_F1174) is Switch.ON
    assert switch("ALK:R1275Q", ALK_F1174) is Switch.OFF
    assert switch("ALK:amp", ALK_F1174) is Switch.OFF


def test_another_activating_variant_is_run_as_either_hotspot() -> None:
    assert switch("ALK:F1174L", ALK_OTHER) is Switch.BOTH
    assert switch("ALK:R1275Q", ALK_OTHER) is Switch.BOTH


def test_a_variant_of_unknown_significance_switches_nothing() -> None:
    assert switch("ALK:F1174L", ALK_VUS) is Switch.OFF
    vus = call("p53_pathway", CallState.INDETERMINATE, "wildtype", tp53="vus", mdm2="normal")
    assert switch("TP53:lof", vus) is Switch.OFF


def test_a_gene_that_was_not_read_is_run_both_ways_although_another_is_hit() -> None:
    assert switch("NRAS:Q61K", NRAS) is Switch.ON
    assert switch("NF1:loss", NRAS) is Switch.BOTH
    assert switch("BRAF:V600E", NRAS) is Switch.OFF
    assert switch("NF1:loss", NO_RAS) is Switch.OFF


@pytest.mark.parametrize("name", list(PATHWAY.alterations))
def test_without_any_call_everything_is_run_both_ways(name: str) -> None:
    assert inputs(personalise(PATHWAY, Calls()))[name].switch is Switch.BOTH


def test_what_is_unknown_is_supposed_alone_and_together_as_far_as_the_limit_goes() -> None:
    nothing = personalise(PATHWAY, Calls())
    assert len(nothing.settings) <= MOST_SETTINGS
    assert nothing.together == 2
    assert frozenset() in nothing.settings
    assert frozenset({"TP53:lof", "NRAS:Q61K"}) in nothing.settings
    assert frozenset({"NF1:loss", "NRAS:Q61K"}) in nothing.settings
    assert not any({"ALT:positive", "TERT:rearr"} <= names for names in nothing.settings)


def test_few_unknown_alterations_are_supposed_in_every_combination() -> None:
    ras = call("ras_mapk", CallState.ABSENT, "negative", genes=(), missing_genes=("NF1", "BRAF"))
    tumour = personalise(PATHWAY, of(*known(), ras))
    open_ones = {name for name, item in inputs(tumour).items() if item.switch is Switch.BOTH}
    assert {"NF1:loss", "BRAF:V600E"} <= open_ones
    assert tumour.together == len(open_ones)
    assert len(tumour.settings) == 2 ** len(open_ones)


def test_a_measured_conflict_stands_and_a_supposed_one_does_not() -> None:
    tert = call("tert", CallState.PRESENT, "rearranged", rearrangement="positive")
    measured = personalise(PATHWAY, of(ALT, tert))
    assert all({"ALT:positive", "TERT:rearr"} <= names for names in measured.settings)
    supposed = personalise(PATHWAY, of(ALT))
    assert not any("TERT:rearr" in names for names in supposed.settings)
    tert_unknown = inputs(supposed)["TERT:rearr"]
    assert tert_unknown.switch is Switch.OFF
    assert "excluded by ALT, which was found" in tert_unknown.because


def test_an_open_input_names_the_assay_that_would_decide() -> None:
    unknown = call("p53_pathway", CallState.NOT_ASSESSED, "unknown", missing=("tp53_sequencing",))
    tumour = personalise(PATHWAY, of(unknown))
    assert inputs(tumour)["TP53:lof"].missing == ("tp53_sequencing",)


def test_what_the_model_has_no_place_for_is_listed() -> None:
    profile = call("segmental_chromosome", CallState.PRESENT, "altered", sca_typical=("17q_gain",))
    assert [item.title for item in personalise(PATHWAY, of(profile)).outside] == ["17q gained"]


def state(label: str, class_: str, answer: CallState = CallState.PRESENT) -> Call:
    made = call("cell_state", answer, label)
    return made.model_copy(update={"detail": {"class": class_}})


def test_a_tumour_that_is_mesenchymal_by_expression_begins_so() -> None:
    tumour = personalise(PATHWAY, of(state("MES", "MES")))
    assert set(tumour.begins) == {(("MES", True), ("ADRN", False))}
    assert tumour.surely_begins == {"ADRN": False, "MES": True}
    assert tumour.starts[0].switch is Switch.ON


def test_a_tumour_of_unknown_state_begins_adrenergic_and_that_is_an_assumption() -> None:
    tumour = personalise(PATHWAY, of())
    assert tumour.begins == ()
    assert tumour.surely_begins == {}
    assert tumour.starts[0].assumed
    measured = personalise(PATHWAY, of(state("ADRN", "ADRN")))
    assert measured.begins == ()
    assert not measured.starts[0].assumed


@pytest.mark.parametrize(
    "found",
    [
        state("mixed", "slight_MES"),
        state("indeterminate", "slight_MES", CallState.INDETERMINATE),
    ],
)
def test_a_mixed_or_refused_state_is_run_from_both_beginnings(found: Call) -> None:
    tumour = personalise(PATHWAY, of(found))
    assert tumour.starts[0].switch is Switch.BOTH
    assert set(tumour.begins) == {(), (("MES", True), ("ADRN", False))}
    assert len(tumour.begins) == len(tumour.settings)
    assert tumour.surely_begins == {}
    first = tumour.only([0])
    assert (first.settings, first.begins) == (tumour.settings[:1], tumour.begins[:1])


def test_expression_moves_rates() -> None:
    high = call("tert", CallState.PRESENT, "high", expression="high")
    rates = personalise(PATHWAY, of(high, state("mixed", "slight_MES"))).rates
    assert [(item.node, round(item.factor, 6)) for item in rates] == [("TERT", 10.0), ("MES", 10.0)]
    assert scaling_of((*rates, rates[0]))["TERT"] == pytest.approx((100.0, 0.01))


def test_a_state_that_is_refused_moves_no_rate() -> None:
    refused = state("indeterminate", "slight_MES", CallState.INDETERMINATE)
    assert personalise(PATHWAY, of(refused)).rates == ()
    assert personalise(PATHWAY, of()).rates == ()


def atrx_lost(alt: bool | None, label: str = "indeterminate") -> tuple[Call, ...]:
    answer = CallState.PRESENT if alt or label == "CONFLICT" else CallState.INDETERMINATE
    return (
        call("atrx", CallState.PRESENT, "loss_of_function"),
        call("telomere_maintenance", answer, label, alt=alt),
    )


def test_lost_atrx_is_alt_only_where_alt_was_measured() -> None:
    assert switch("ATRX:lof", *atrx_lost(True, "ALT")) is Switch.ON
    assert switch("ATRX:lof", *atrx_lost(None)) is Switch.BOTH
    assert switch("ATRX:lof", *atrx_lost(False)) is Switch.OFF


def test_telomeres_in_conflict_are_run_both_ways_whatever_else_was_found() -> None:
    tert = call("tert", CallState.PRESENT, "rearranged", rearrangement="positive")
    tumour = personalise(PATHWAY, of(*atrx_lost(None, "CONFLICT"), tert))
    alt = inputs(tumour)["ALT:positive"]
    assert (alt.switch, alt.conflict) == (Switch.BOTH, True)
    with_alt = {"ALT:positive" in names for names in tumour.settings}
    assert with_alt == {True, False}
    assert all("TERT:rearr" in names for names in tumour.settings)


def test_without_copies_a_deletion_is_run_both_ways() -> None:
    unseen = call("segmental_chromosome", CallState.NOT_ASSESSED, "not_assessed")
    cycle = call("cell_cycle", CallState.NOT_ASSESSED, "not_assessed", rb1="no_loss_seen")
    found = of(*known(), NO_RAS, cycle).having(unseen)
    switches = {name: item.switch for name, item in inputs(personalise(PATHWAY, found)).items()}
    for name in ("NF1:loss", "PTEN:loss", "TP53:lof", "RB1:loss"):
        assert switches[name] is Switch.BOTH, name
    assert switches["NRAS:Q61K"] is Switch.OFF


def test_lost_rb1_is_read() -> None:
    cycle = call("cell_cycle", CallState.PRESENT, "activated", rb1="lost", genes=("CDK4",))
    assert switch("RB1:loss", cycle) is Switch.ON
    assert switch("RB1:loss", cycle.model_copy(update={"detail": {"rb1": "no_loss_seen"}})) is (
        Switch.OFF
    )
