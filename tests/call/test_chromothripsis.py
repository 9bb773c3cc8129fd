from __future__ import annotations

from dataclasses import replace

import pytest
from call.genome import genome
from call.profile import profile_of
from call.tumour import adjacency, stated, with_structural

from crestome.call.chromothripsis import MECHANISM, ChromothripsisRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB
from crestome.model.small_variant import SequencingScope

LOST, GAINED = -0.6, 0.45
LONG_TEETH = [(start, start + 4, LOST) for start in range(10, 60, 8)]


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> ChromothripsisRules:
    return knowledge.rules("chromothripsis", ChromothripsisRules)


def answer(evidence: CaseEvidence, rules: ChromothripsisRules, calls: Calls | None = None) -> Call:
    return MECHANISM.answer(evidence, calls or Calls(), rules)


def shattered(
    evidence: CaseEvidence,
    joints: int = 6,
    scope: SequencingScope = SequencingScope.GENOME,
) -> CaseEvidence:
    """So many joints on chromosome 5 from 8 Mb on, each crossing the next."""
    rows = [
        adjacency("inversion", f"5:{(8 + k) * BP_PER_MB}:+", f"5:{(30 + 5 * k) * BP_PER_MB}:+")
        for k in range(joints)
    ]
    return with_structural(evidence, *rows, scope=scope)


def test_without_profile_and_rearrangements_it_is_not_assessed(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    call = answer(nothing, rules)
    assert (call.state, call.label) == (CallState.NOT_ASSESSED, "not_assessed")
    assert call.missing == ("structural_variants", "copy_number_profile")


def test_copy_number_alone_is_never_more_than_suspected(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    call = answer(genome(nothing, {"5": LONG_TEETH, "9": LONG_TEETH[:4]}), rules)
    assert (call.state, call.label) == (CallState.INDETERMINATE, "suspected")
    assert call.detail["chromosomes"] == ("5",)
    assert call.needs_review
    assert "One trace alone" in call.reason


def test_silence_of_copy_number_alone_excludes_nothing(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    call = answer(genome(nothing), rules)
    assert (call.state, call.label) == (CallState.INDETERMINATE, "not_excluded")
    assert call.missing == ("structural_variants",)
    assert not call.needs_review


def test_a_staircase_over_many_states_is_no_oscillation(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    steps = [(5.0 * i, 5.0 * i + 5, (LOST, 0.0, GAINED, 2.5)[i % 4]) for i in range(9)]
    assert answer(genome(nothing, {"5": steps}), rules).label == "not_excluded"


def test_loss_of_heterozygosity_alone_is_no_oscillation(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    pieces = [("5", 3.0 * i, 3.0 * i + 3, {"call": ("loh", "normal")[i % 2]}) for i in range(14)]
    listed = replace(nothing, copy_number=profile_of(*pieces, altered_only=True))
    assert answer(listed, rules).detail["chromosomes"] == ()


@pytest.mark.parametrize(
    ("teeth", "state", "label"),
    [
        (4, CallState.PRESENT, "high_confidence"),
        (2, CallState.INDETERMINATE, "low_confidence"),
        (0, CallState.INDETERMINATE, "suspected"),
    ],
)
def test_a_cluster_is_as_sure_as_the_segments_in_it(
    nothing: CaseEvidence, rules: ChromothripsisRules, teeth: int, state: CallState, label: str
) -> None:
    call = answer(shattered(genome(nothing, {"5": LONG_TEETH[:teeth]})), rules)
    assert (call.state, call.label) == (state, label)
    assert call.evidence[0].where == "chr5:8,000,001-55,000,001"


def test_fewer_joints_than_a_cluster_leave_copies_alone(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    few = answer(shattered(genome(nothing, {"5": LONG_TEETH}), joints=5), rules)
    none = answer(shattered(genome(nothing, {"5": LONG_TEETH}), joints=0), rules)
    assert (few.label, none.label) == ("suspected", "suspected")
    assert "5 interleaved" in few.reason
    assert "0 interleaved" in none.reason


def test_a_cluster_without_a_profile_is_suspected(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    call = answer(shattered(nothing), rules)
    assert call.label == "suspected"
    assert call.detail["copies_looked_at"] is False


def test_a_genome_without_a_cluster_excludes_it(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    call = answer(shattered(genome(nothing), joints=1), rules)
    assert (call.state, call.label, call.missing) == (CallState.ABSENT, "none", ())


def test_rearrangements_of_a_panel_exclude_nothing_and_may_still_show_a_cluster(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    silent = shattered(nothing, joints=0, scope=SequencingScope.PANEL)
    loud = shattered(genome(nothing), scope=SequencingScope.EXOME)
    assert answer(silent, rules).state is CallState.NOT_ASSESSED
    assert answer(loud, rules).label == "suspected"


def test_a_profile_that_is_noise_says_nothing(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    noise = stated("segmental_chromosome", CallState.INDETERMINATE, "uninformative", noise=True)
    calls = Calls().having(noise)
    call = answer(shattered(genome(nothing, {"5": LONG_TEETH}), joints=0), rules, calls)
    assert (call.state, call.label) == (CallState.INDETERMINATE, "not_excluded")
    assert "noise" in call.reason
