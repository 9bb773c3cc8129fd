"""Calling the mechanistic group."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from call.tumour import calls_of, stated, with_copies, with_variants

from crestome.call.mechanistic_group import MECHANISM, MechanisticGroupRules, regroup
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, CallState
from crestome.model.copy_number import CopyNumberCall
from crestome.model.evidence import CaseEvidence

Caller = Callable[..., Call]

GENES = frozenset({"ALK", "NRAS", "KRAS", "HRAS", "BRAF", "NF1", "PTPN11", "FGFR1", "TP53"})
TELOMERASE = stated("telomere_maintenance", CallState.PRESENT, "TELOMERASE_MYCN")
NONE = stated("telomere_maintenance", CallState.ABSENT, "TMM_NEGATIVE")
OPEN = Call(
    mechanism="telomere_maintenance",
    state=CallState.INDETERMINATE,
    label="indeterminate",
    reason="-",
    missing=("c_circle",),
)
HIT = stated("ras_mapk", CallState.PRESENT, "positive")
NO_HIT = stated("ras_mapk", CallState.ABSENT, "negative")
OPEN_RAS = stated("ras_mapk", CallState.INDETERMINATE, "indeterminate")
MUTANT = stated("p53_pathway", CallState.PRESENT, "mutant")
INACTIVATED = stated("p53_pathway", CallState.PRESENT, "pathway_inactivated_with_TP53_WT")
FLAT = stated("focal_amplification", CallState.ABSENT, "none", genes=())
INTACT = stated("p53_pathway", CallState.ABSENT, "wildtype")


@pytest.fixture(scope="module")
def looked_at(nothing: CaseEvidence) -> CaseEvidence:
    copies = with_copies(nothing, MDM2=CopyNumberCall.NORMAL, CDKN2A=CopyNumberCall.NORMAL)
    return with_variants(copies, genes=GENES)


@pytest.fixture(scope="module")
def call(knowledge: Knowledge) -> Caller:
    rules = knowledge.rules("mechanistic_group", MechanisticGroupRules)
    return lambda evidence, *made: MECHANISM.answer(evidence, calls_of(FLAT, *made), rules)


@pytest.mark.parametrize(
    ("made", "group"),
    [
        ((NONE, NO_HIT, INTACT), "mech_low"),
        ((NONE, HIT, INTACT), "mech_low_mutated"),
        ((NONE, NO_HIT, MUTANT), "mech_low_mutated"),
        ((TELOMERASE, NO_HIT, INTACT), "mech_high"),
        ((TELOMERASE, HIT, INTACT), "mech_very_high"),
        ((TELOMERASE, NO_HIT, MUTANT), "mech_very_high"),
        ((TELOMERASE, NO_HIT, INACTIVATED), "mech_very_high"),
    ],
)
def test_the_group_is_telomeres_by_pathways(
    looked_at: CaseEvidence, call: Caller, made: tuple[Call, ...], group: str
) -> None:
    verdict = call(looked_at, *made)
    assert (verdict.state, verdict.label) == (CallState.PRESENT, group)
    assert verdict.missing == ()
    assert not verdict.needs_review
    assert verdict.detail["at_least"] is None


def test_a_hit_decides_whatever_else_was_not_looked_at(nothing: CaseEvidence, call: Caller) -> None:
    assert call(nothing, TELOMERASE, HIT, INTACT).label == "mech_very_high"


@pytest.mark.parametrize(("telomeres", "at_least"), [(TELOMERASE, "mech_high"), (NONE, "mech_low")])
def test_no_hit_found_is_not_no_hit_while_genes_are_missing(
    nothing: CaseEvidence, call: Caller, telomeres: Call, at_least: str
) -> None:
    evidence = with_copies(
        with_variants(nothing, genes=GENES - {"NF1"}), CDKN2A=CopyNumberCall.NORMAL
    )
    verdict = call(evidence, telomeres, OPEN_RAS, INTACT)
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "mech_unclassified")
    assert verdict.detail["at_least"] == at_least
    assert verdict.texts("missing_genes") == ("NF1", "MDM2")
    assert verdict.missing == ("ras_sequencing", "mdm2_copy_number")


def test_an_open_pathway_is_not_a_negative_one(looked_at: CaseEvidence, call: Caller) -> None:
    verdict = call(looked_at, TELOMERASE, OPEN_RAS, INTACT)
    assert verdict.label == "mech_unclassified"
    assert verdict.detail["ras_p53"] == "open"


def test_open_telomeres_leave_the_group_open(looked_at: CaseEvidence, call: Caller) -> None:
    verdict = call(looked_at, OPEN, HIT, MUTANT)
    assert verdict.label == "mech_unclassified"
    assert verdict.detail["at_least"] is None
    assert verdict.missing == ("c_circle",)


@pytest.mark.parametrize("label", ["ALT_PROBABLE", "CONFLICT"])
@pytest.mark.parametrize("assays", [("c_circle",), ()])
def test_a_flagged_mechanism_keeps_the_group_and_asks_for_a_review(
    looked_at: CaseEvidence, call: Caller, label: str, assays: tuple[str, ...]
) -> None:
    flagged = stated("telomere_maintenance", CallState.PRESENT, label)
    flagged = flagged.model_copy(update={"missing": assays})
    verdict = call(looked_at, flagged, NO_HIT, INTACT)
    assert verdict.label == "mech_high"
    assert verdict.needs_review
    assert verdict.missing == assays
    assert ("c circle" in verdict.notes[-1]) == bool(assays)


def test_the_list_used_is_printed_and_the_group_stands_beside_risk(
    looked_at: CaseEvidence, call: Caller
) -> None:
    verdict = call(looked_at, NONE, NO_HIT, INTACT)
    assert "ras_core" in verdict.text("definition")
    assert any("never overrules" in note for note in verdict.notes)


def test_a_wider_list_is_shown_and_decides_nothing(looked_at: CaseEvidence, call: Caller) -> None:
    amplified = stated(
        "focal_amplification", CallState.PRESENT, "high_level_amplification", genes=("CCND1", "MYC")
    )
    verdict = call(looked_at, amplified, TELOMERASE, NO_HIT, INTACT)
    assert verdict.label == "mech_high"
    assert verdict.texts("wider_list") == ("CCND1",)
    assert any("CCND1" in note for note in verdict.notes)


@pytest.mark.parametrize(
    ("made", "group"),
    [
        ((TELOMERASE, HIT, INTACT), "mech_very_high"),
        ((TELOMERASE, NO_HIT, INTACT), "mech_high"),
        ((TELOMERASE, OPEN_RAS, INTACT), "mech_unclassified"),
        ((OPEN, HIT, INTACT), "mech_unclassified"),
    ],
)
def test_the_group_is_made_again_as_if_one_more_assay_had_been_done(
    call: Caller, knowledge: Knowledge, nothing: CaseEvidence, made: tuple[Call, ...], group: str
) -> None:
    rules = knowledge.rules("mechanistic_group", MechanisticGroupRules)
    copies = with_copies(nothing, MDM2=CopyNumberCall.NORMAL)
    before = call(with_variants(copies, genes=GENES), OPEN, NO_HIT, INTACT)
    assert before.detail["missing_genes"] == ("CDKN2A",)
    after = regroup(before, calls_of(FLAT, *made), "cdkn2a_copy_number", rules)
    assert after.label == group
    unread = regroup(before, calls_of(FLAT, TELOMERASE, NO_HIT, INTACT), "tert_sv", rules)
    assert (unread.label, unread.detail["at_least"]) == ("mech_unclassified", "mech_high")
