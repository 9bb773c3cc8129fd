"""The mutational burden."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.call.mutational_burden import MECHANISM, MutationalBurdenRules
from crestome.knowledge.load import Knowledge
from crestome.model.assay import Assays
from crestome.model.call import Call, Calls
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import (
    Consequence,
    Origin,
    SequencedGenes,
    SequencingScope,
    SmallVariant,
    SmallVariants,
)

MISSENSE = SmallVariant(gene="X", consequence=Consequence.MISSENSE)


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> MutationalBurdenRules:
    return knowledge.rules("mutational_burden", MutationalBurdenRules)


def exome(
    nothing: CaseEvidence,
    *variants: SmallVariant,
    scope: SequencingScope = SequencingScope.EXOME,
) -> CaseEvidence:
    return replace(
        nothing,
        small_variants=SmallVariants.from_records(variants),
        sequenced=SequencedGenes(scope=scope),
    )


def answer(evidence: CaseEvidence, rules: MutationalBurdenRules) -> Call:
    return MECHANISM.answer(evidence, Calls(), rules)


def test_coding_variants_of_an_exome_are_counted(
    nothing: CaseEvidence, rules: MutationalBurdenRules
) -> None:
    silent = MISSENSE.model_copy(update={"consequence": Consequence.SYNONYMOUS})
    inherited = MISSENSE.model_copy(update={"origin": Origin.GERMLINE})
    call = answer(exome(nothing, MISSENSE, MISSENSE, silent, inherited), rules)
    assert call.label == "not_high"
    assert call.detail["coding_variants"] == 2
    assert call.quantities[0].value == pytest.approx(2 / 33)
    assert call.detail["basis"] == "measured"
    assert not call.needs_review


def test_ten_per_megabase_are_high_and_may_be_a_mismatch(
    nothing: CaseEvidence, rules: MutationalBurdenRules
) -> None:
    call = answer(exome(nothing, *[MISSENSE] * 330, scope=SequencingScope.GENOME), rules)
    assert (call.state.value, call.label) == ("present", "high")
    assert call.needs_review
    assert any("mismatch of tumour and normal" in note for note in call.notes)
    assert answer(exome(nothing, *[MISSENSE] * 329), rules).label == "not_high"


@pytest.mark.parametrize("scope", [SequencingScope.PANEL, SequencingScope.UNSTATED])
def test_a_panel_sees_too_little_to_count(
    nothing: CaseEvidence, rules: MutationalBurdenRules, scope: SequencingScope
) -> None:
    call = answer(exome(nothing, MISSENSE, scope=scope), rules)
    assert (call.state.value, call.label) == ("not_assessed", "not_assessed")
    assert call.missing == ("tmb_sequencing",)


def test_without_a_file_the_figure_of_the_laboratory_is_used(
    nothing: CaseEvidence, rules: MutationalBurdenRules
) -> None:
    stated = replace(nothing, assays=Assays(assessed_mutations_per_mb=12.0))
    call = answer(stated, rules)
    assert call.label == "high"
    assert call.detail["basis"] == "reported"
    assert call.detail["coding_variants"] is None
    assert answer(nothing, rules).label == "not_assessed"


def test_variants_without_any_consequence_cannot_be_counted(
    nothing: CaseEvidence, rules: MutationalBurdenRules
) -> None:
    call = answer(exome(nothing, SmallVariant(gene="X")), rules)
    assert (call.state.value, call.label) == ("indeterminate", "indeterminate")
    assert call.sources


def test_known_places_in_a_file_without_annotation_make_no_burden(
    nothing: CaseEvidence, rules: MutationalBurdenRules
) -> None:
    known = SmallVariant(gene="ALK", consequence=Consequence.MISSENSE)
    bare = [SmallVariant(gene="")] * 2
    assert answer(exome(nothing, known, *bare), rules).label == "indeterminate"
    assert answer(exome(nothing, known, known, *bare), rules).detail["coding_variants"] == 2


def test_an_exome_without_a_variant_has_a_burden_of_none(
    nothing: CaseEvidence, rules: MutationalBurdenRules
) -> None:
    assert answer(exome(nothing), rules).detail["per_mb"] == 0.0


@given(fewer=st.integers(0, 400), more=st.integers(0, 400))
@settings(deadline=None)
def test_more_variants_never_lower_the_burden(
    nothing: CaseEvidence, rules: MutationalBurdenRules, fewer: int, more: int
) -> None:
    small = answer(exome(nothing, *[MISSENSE] * fewer), rules)
    large = answer(exome(nothing, *[MISSENSE] * (fewer + more)), rules)
    assert small.label != "high" or large.label == "high"
