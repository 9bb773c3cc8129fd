"""Surface targets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.expressed import placed

from crestome.call.surface_target import MECHANISM, SurfaceTargetRules
from crestome.knowledge.load import Knowledge
from crestome.knowledge.predicate import outcome_of
from crestome.model.call import Call, Calls, CallState
from crestome.model.clinical import Clinical
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import GeneExpression
from crestome.model.patient import Material
from crestome.model.therapy import ClaimOutcome

GENES = ("ST8SIA1", "B4GALNT1", "CD276", "GPC2", "SLC6A2", "ALK", "L1CAM")
Caller = Callable[..., Call]


@pytest.fixture(scope="module")
def call(knowledge: Knowledge, nothing: CaseEvidence) -> Caller:
    rules = knowledge.rules("surface_target", SurfaceTargetRules)

    def calling(*genes: GeneExpression, **sample: object) -> Call:
        tissue = nothing.sample.model_copy(update={"purity": 0.9, **sample})
        evidence = replace(nothing, sample=tissue, gene_expression=genes)
        return MECHANISM.answer(evidence, Calls(), rules)

    return calling


def all_at(percentile: float, **others: float | None) -> tuple[GeneExpression, ...]:
    return tuple(placed(gene, others.get(gene, percentile)) for gene in GENES)


def test_the_lower_of_two_enzymes_limits_gd2(call: Caller) -> None:
    found = call(*all_at(60.0, ST8SIA1=10.0))
    assert (found.state, found.label) == (CallState.PRESENT, "low")
    assert found.detail["gd2_synthesis"] == "low"
    assert found.detail["b7_h3"] == "middle"
    assert found.reason == (
        "GD2 synthesis low (ST8SIA1 above 10 % of 40 tumours); compared with invented tumours"
    )
    assert any("limits the synthesis of GD2" in note for note in found.notes)
    assert found.missing == ("surface_protein",)
    assert "zhang-2015" in found.sources


def test_all_placed_and_none_low_is_absent(call: Caller) -> None:
    found = call(*all_at(60.0))
    assert (found.state, found.label, found.missing) == (CallState.ABSENT, "not_low", ())
    assert found.reason.startswith("no transcript of a surface target is shown to be low")


def test_a_gene_without_reference_leaves_it_open_and_names_what_would_settle_it(
    call: Caller,
) -> None:
    found = call(*all_at(60.0, CD276=None))
    assert found.state is CallState.INDETERMINATE
    assert found.detail["b7_h3"] == "not_assessed"
    assert "without a reference or not measured: B7-H3" in found.reason
    assert found.missing == ("expression_reference", "surface_protein")
    assert any("has no reference that fits" in note for note in found.notes)


def test_one_enzyme_low_decides_though_the_other_has_no_reference(call: Caller) -> None:
    found = call(*all_at(60.0, ST8SIA1=None, B4GALNT1=5.0))
    assert found.detail["gd2_synthesis"] == "low"
    found = call(*all_at(60.0, ST8SIA1=None))
    assert found.detail["gd2_synthesis"] == "not_assessed"


def test_no_transcript_is_low_without_any_reference(call: Caller) -> None:
    found = call(placed("ST8SIA1", None, detected=False), placed("ALK", None))
    assert found.detail["gd2_synthesis"] == "not_detected"
    assert found.state is CallState.PRESENT
    assert found.reason.startswith("GD2 synthesis hardly or not expressed (ST8SIA1 hardly")


def test_a_place_in_a_reference_goes_before_few_transcripts(call: Caller) -> None:
    highest = [placed(gene, 100.0, detected=False) for gene in GENES]
    found = call(*highest)
    assert (found.state, found.detail["gd2_synthesis"]) == (CallState.ABSENT, "high")


def test_no_transcript_in_a_shallow_table_is_not_assessed_and_says_why(call: Caller) -> None:
    unsure = placed("ALK", None).model_copy(
        update={"value": 0.0, "doubt": "only 90 coding genes were measured"}
    )
    found = call(*all_at(60.0, ALK=None)[:5], unsure, placed("L1CAM", 60.0))
    assert (found.state, found.detail["alk"]) == (CallState.INDETERMINATE, "not_assessed")
    assert "mean nothing where only 90 coding genes were measured" in found.reason


@pytest.mark.parametrize("purity", [None, 0.5])
def test_impure_tissue_is_shown_and_not_called(call: Caller, purity: float | None) -> None:
    found = call(*all_at(60.0, ALK=5.0), purity=purity)
    assert found.state is CallState.INDETERMINATE
    assert found.detail["alk"] == "low"
    assert found.detail["confounded"] is True
    assert found.reason.startswith("not called: other cells may explain it (tumour cell fraction")
    lost = call(*all_at(5.0), purity=purity)
    assert not any("limits the synthesis" in note for note in lost.notes)
    assert ("purity" in found.missing) is (purity is None)
    line = call(*all_at(60.0, ALK=5.0), purity=None, material=Material.CELL_LINE)
    assert line.state is CallState.PRESENT


def test_plasma_is_not_read_and_nothing_is_not_assessed(call: Caller) -> None:
    plasma = call(*all_at(5.0), material=Material.CTDNA)
    assert plasma.state is CallState.INDETERMINATE
    assert plasma.reason.startswith("not called: transcripts of tumour cells cannot be read from")
    assert not any("Bulk tissue" in note or "limits" in note for note in plasma.notes)
    found = call()
    assert (found.state, found.notes) == (CallState.NOT_ASSESSED, ())
    assert found.missing == ("expression_reference", "surface_protein")
    assert found.detail["gd2_synthesis"] == "not_assessed"


@pytest.mark.parametrize(
    ("avid", "word", "holds"),
    [(True, "avid", False), (False, "not_avid", False), (None, "not_stated", True)],
)
def test_a_stated_scan_goes_before_transcripts_of_the_transporter(
    knowledge: Knowledge, nothing: CaseEvidence, avid: bool | None, word: str, holds: bool
) -> None:
    rules = knowledge.rules("surface_target", SurfaceTargetRules)
    evidence = replace(
        nothing,
        sample=nothing.sample.model_copy(update={"purity": 0.9}),
        gene_expression=all_at(60.0, SLC6A2=5.0),
        clinical=Clinical(mibg_avid=avid),
    )
    found = MECHANISM.answer(evidence, Calls(), rules)
    assert (found.detail["net"], found.detail["mibg_scan"]) == ("low", word)
    assert any("the scan goes before" in note for note in found.notes) is not holds
    claims = knowledge.drugs["131i-mibg"].claims
    (claim,) = [claim for claim in claims if claim.id == "transcripts"]
    outcome = outcome_of(claim.when, Calls().having(found))
    assert outcome is (ClaimOutcome.HOLDS if holds else ClaimOutcome.FAILS)
