from __future__ import annotations

import pytest
from simulate.tumours import ALK_F1174, ALK_OTHER, ALK_VUS, ALT, NO_RAS, NRAS, call, of

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.call import Call, Calls, CallState
from crestome.model.simulation import ModelInput, Switch
from crestome.simulate.personalise import Tumour, personalise

PATHWAY = load_pathway(load_knowledge())


def inputs(tumour: Tumour) -> dict[str, ModelInput]:
    return {item.alteration: item for item in tumour.inputs}


def switch(name: str, *calls: Call) -> Switch:
    return inputs(personalise(PATHWAY, of(*calls)))[name].switch


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


def test_what_excludes_each_other_is_never_supposed_together() -> None:
    tumour = personalise(PATHWAY, Calls())
    for names in tumour.settings:
        groups = [PATHWAY.alterations[name].group for name in names]
        assert len(groups) == len(set(groups))
    assert frozenset() in tumour.settings


def test_a_measured_conflict_stands_and_a_supposed_one_does_not() -> None:
    tert = call("tert", CallState.PRESENT, "rearranged", rearrangement="positive")
    measured = personalise(PATHWAY, of(ALT, tert))
    assert all({"ALT:positive", "TERT:rearr"} <= names for names in measured.settings)
    supposed = personalise(PATHWAY, of(ALT))
    assert not any("TERT:rearr" in names for names in supposed.settings)


def test_an_open_input_names_the_assay_that_would_decide() -> None:
    unknown = call("p53_pathway", CallState.NOT_ASSESSED, "unknown", missing=("tp53_sequencing",))
    tumour = personalise(PATHWAY, of(unknown))
    assert inputs(tumour)["TP53:lof"].missing == ("tp53_sequencing",)


def test_what_the_model_has_no_place_for_is_listed() -> None:
    profile = call("segmental_chromosome", CallState.PRESENT, "altered", sca_typical=("17q_gain",))
    assert [item.title for item in personalise(PATHWAY, of(profile)).outside] == ["17q gained"]


def test_a_tumour_that_is_mesenchymal_by_expression_begins_so() -> None:
    state = call("cell_state", CallState.PRESENT, "MES")
    assert personalise(PATHWAY, of(state)).begins == (("MES", True), ("ADRN", False))
    assert personalise(PATHWAY, of()).begins == ()
