from __future__ import annotations

from dataclasses import replace

import pytest
from call.genome import genome
from call.profile import profile_of
from call.tumour import stated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crestome.call.genome_instability import MECHANISM, UNITS, GenomeInstabilityRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.copy_number import Platform
from crestome.model.evidence import CaseEvidence

LOST = -0.6


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> GenomeInstabilityRules:
    return knowledge.rules("genome_instability", GenomeInstabilityRules)


def answer(
    evidence: CaseEvidence, rules: GenomeInstabilityRules, calls: Calls | None = None
) -> Call:
    return MECHANISM.answer(evidence, calls or Calls(), rules)


def ranks(call: Call) -> dict[str, float]:
    rows = call.detail["percentiles"]
    return {row["figure"]: row["percentile"] for row in rows}  # type: ignore[index, misc, union-attr]


def test_without_a_profile_it_is_not_assessed(
    nothing: CaseEvidence, rules: GenomeInstabilityRules
) -> None:
    call = answer(nothing, rules)
    assert (call.state, call.label) == (CallState.NOT_ASSESSED, "not_assessed")
    assert call.missing == ("copy_number_profile",)


def test_an_uninformative_profile_has_no_figures(
    nothing: CaseEvidence, rules: GenomeInstabilityRules
) -> None:
    silent = stated("segmental_chromosome", CallState.INDETERMINATE, "uninformative")
    call = answer(genome(nothing), rules, Calls().having(silent))
    assert (call.state, call.label) == (CallState.INDETERMINATE, "uninformative")
    assert call.detail["wgii"] is None


def test_a_profile_of_sex_chromosomes_alone_has_no_figures(
    nothing: CaseEvidence, rules: GenomeInstabilityRules
) -> None:
    alone = replace(nothing, copy_number=profile_of(("X", 0, 150, {"log2": 0.0})))
    assert answer(alone, rules).label == "uninformative"


def test_the_figures_are_shares_and_counts(
    nothing: CaseEvidence, rules: GenomeInstabilityRules
) -> None:
    call = answer(genome(nothing, {"1": [(0, 40, LOST)], "21": [(0, 60, LOST)]}), rules)
    assert (call.state, call.label) == (CallState.PRESENT, "measured")
    assert call.detail["segmental_changes"] == 1.0
    assert call.detail["breakpoints"] == 1.0
    # Chromosome 21 counts as much as chromosome 1 in the mean of chromosomes.
    assert call.detail["wgii"] == pytest.approx((1 + 40 / 241.85) / 22, abs=0.002)
    assert call.detail["reference_tumours"] == 190.0
    assert {quantity.name for quantity in call.quantities} == {
        name.replace("_", " ") for name in UNITS
    }
    assert "Percentile reached" in call.reason


def test_a_quiet_genome_ranks_low_and_a_broken_one_high(
    nothing: CaseEvidence, rules: GenomeInstabilityRules
) -> None:
    teeth = [(start, start + 4, LOST) for start in range(60, 120, 8)]
    quiet = ranks(answer(genome(nothing), rules))
    broken = ranks(answer(genome(nothing, dict.fromkeys(("5", "6", "7", "8"), teeth)), rules))
    assert set(quiet) == set(UNITS)
    assert quiet["fraction_genome_altered"] == 0.0
    assert broken["breakpoints"] == 100.0


def test_a_figure_below_every_reference_tumour_ranks_at_zero(
    nothing: CaseEvidence, rules: GenomeInstabilityRules
) -> None:
    flat = genome(nothing)
    assert flat.copy_number is not None
    acgh = replace(flat, copy_number=replace(flat.copy_number, platform=Platform.ACGH))
    assert ranks(answer(acgh, rules))["fraction_genome_altered"] == 0.0


def test_other_platforms_and_lists_of_altered_segments_have_no_percentiles(
    nothing: CaseEvidence, rules: GenomeInstabilityRules
) -> None:
    flat = genome(nothing)
    assert flat.copy_number is not None
    for change in ({"platform": Platform.PANEL}, {"altered_only": True}):
        call = answer(replace(flat, copy_number=replace(flat.copy_number, **change)), rules)
        assert call.detail["percentiles"] == ()
        assert call.detail["reference_tumours"] is None
        assert "no reference tumours" in call.reason
        assert call.notes == ()


def test_loss_of_heterozygosity_is_a_share_of_what_has_minor_copies(
    nothing: CaseEvidence, rules: GenomeInstabilityRules
) -> None:
    pieces = [
        ("1", 0, 100, {"total_copies": 2.0, "minor_copies": 0.0}),
        ("1", 130, 200, {"total_copies": 2.0, "minor_copies": 1.0}),
        ("2", 0, 30, {"total_copies": 0.0, "minor_copies": 0.0}),
        ("3", 0, 80, {"total_copies": 2.0}),
        ("X", 0, 80, {"total_copies": 1.0, "minor_copies": 0.0}),
    ]
    call = answer(replace(nothing, copy_number=profile_of(*pieces)), rules)
    assert call.detail["loh_fraction"] == 0.5
    assert answer(genome(nothing), rules).detail["loh_fraction"] is None


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(less=st.floats(5.0, 50.0), more=st.floats(1.0, 40.0))
def test_losing_more_never_lowers_a_share(
    nothing: CaseEvidence, rules: GenomeInstabilityRules, less: float, more: float
) -> None:
    small = answer(genome(nothing, {"1": [(0.0, less, LOST)]}), rules).detail
    large = answer(genome(nothing, {"1": [(0.0, less + more, LOST)]}), rules).detail
    for figure in ("fraction_genome_altered", "wgii"):
        assert large[figure] >= small[figure]  # type: ignore[operator]
