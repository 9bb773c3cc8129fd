from __future__ import annotations

from dataclasses import replace

import pytest
from call.genome import genome
from call.profile import profile_of
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.ploidy import MECHANISM, PloidyRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> PloidyRules:
    return knowledge.rules("ploidy", PloidyRules)


def call(evidence: CaseEvidence, rules: PloidyRules, **sample: float) -> Call:
    measured = replace(evidence, sample=evidence.sample.model_copy(update=sample))
    return MECHANISM.answer(measured, Calls(), rules)


@pytest.mark.parametrize(
    ("index", "answers"),
    [
        (1.0, ("diploid", "diploid", "unfavourable")),
        (1.02, ("hyperdiploid", "hyperdiploid", "favourable")),
        (1.4, ("hyperdiploid", "hyperdiploid", "favourable")),
        (0.9, ("hypodiploid", "diploid", "favourable")),
    ],
)
def test_a_measured_index_is_read_as_stated(
    nothing: CaseEvidence, rules: PloidyRules, index: float, answers: tuple[str, str, str]
) -> None:
    found = call(nothing, rules, dna_index=index)
    assert (found.label, found.detail["inrg"], found.detail["cog"]) == answers
    assert any("below 1" in note for note in found.notes) is (found.label == "hypodiploid")


@pytest.mark.parametrize(
    ("ploidy", "label"),
    [(1.88, "hypodiploid"), (1.92, "diploid"), (2.08, "diploid"), (2.12, "hyperdiploid")],
)
def test_an_estimate_has_a_tolerance(
    nothing: CaseEvidence, rules: PloidyRules, ploidy: float, label: str
) -> None:
    assert call(nothing, rules, ploidy=ploidy).label == label


@pytest.mark.parametrize(
    ("ploidy", "triploid", "tetraploid"),
    [(2.4, False, False), (2.8, True, False), (3.9, False, True), (4.6, False, False)],
)
def test_near_triploid_and_near_tetraploid_are_named(
    nothing: CaseEvidence, rules: PloidyRules, ploidy: float, triploid: bool, tetraploid: bool
) -> None:
    found = call(nothing, rules, ploidy=ploidy)
    assert found.detail["near_triploid"] is triploid
    assert found.detail["near_tetraploid"] is tetraploid


def test_the_ploidy_of_the_profile_serves_where_the_sample_states_none(
    nothing: CaseEvidence, rules: PloidyRules
) -> None:
    tumour = genome(nothing)
    assert tumour.copy_number is not None
    tumour = replace(tumour, copy_number=replace(tumour.copy_number, ploidy=3.0))
    assert call(tumour, rules).detail["dna_index"] == 1.5


def test_absolute_copies_of_the_whole_genome_give_an_index(
    nothing: CaseEvidence, rules: PloidyRules
) -> None:
    tumour = genome(nothing, {"1": [(0, 100, 2.0)]}, column="total_copies", level=3.0)
    found = call(tumour, rules)
    assert found.detail["source"] == "mean copies of the segments"
    assert 1.46 < found.quantities[0].value < 1.5


def test_log2_ratios_tell_nothing_of_ploidy(nothing: CaseEvidence, rules: PloidyRules) -> None:
    for evidence in (nothing, genome(nothing, {"7": [(0, 150, 0.5)]})):
        found = call(evidence, rules)
        assert (found.state, found.missing) == (CallState.NOT_ASSESSED, ("dna_index",))


def test_copies_of_altered_segments_or_of_sex_chromosomes_alone_are_no_mean(
    nothing: CaseEvidence, rules: PloidyRules
) -> None:
    altered = profile_of(("7", 0, 150, {"total_copies": 4.0}), altered_only=True)
    sex = profile_of(("X", 0, 150, {"total_copies": 1.0}))
    for profile in (altered, sex):
        assert call(replace(nothing, copy_number=profile), rules).label == "not_assessed"


def test_a_measured_index_far_from_the_estimate_needs_review(
    nothing: CaseEvidence, rules: PloidyRules
) -> None:
    found = call(nothing, rules, dna_index=1.0, ploidy=2.9)
    assert found.needs_review
    assert found.reason.endswith("The stated ploidy says 1.45.")
    assert not call(nothing, rules, dna_index=1.4, ploidy=2.9).needs_review


@given(low=st.floats(0.5, 3.0), more=st.floats(0.0, 2.0))
def test_more_dna_never_makes_a_tumour_less_than_hyperdiploid(
    nothing: CaseEvidence, rules: PloidyRules, low: float, more: float
) -> None:
    if call(nothing, rules, dna_index=low).label == "hyperdiploid":
        assert call(nothing, rules, dna_index=low + more).label == "hyperdiploid"


def test_a_ploidy_fitted_to_probes_is_said_to_be_fitted(
    nothing: CaseEvidence, rules: PloidyRules
) -> None:
    profile = replace(profile_of(("1", 0, 100, {"log2": 0.0})), ploidy=2.7, from_probes=True)
    call = MECHANISM.answer(replace(nothing, copy_number=profile), Calls(), rules)
    assert call.reason == "DNA index 1.35 from whole copies fitted to the probes."
    called = replace(profile, from_probes=False)
    call = MECHANISM.answer(replace(nothing, copy_number=called), Calls(), rules)
    assert call.detail["source"] == "stated ploidy"
