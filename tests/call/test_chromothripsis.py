from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from call.genome import genome
from call.profile import profile_of
from call.tumour import adjacency, stated, with_structural

from crestome.call.chromothripsis import MECHANISM, ChromothripsisRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES, BP_PER_MB
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
    """So many joints on chromosome 5 from 8 Mb on, each crossing the next, each way round."""
    return with_structural(evidence, *joints_of(joints), scope=scope)


def joints_of(
    joints: int, strands: Sequence[str] = ("+-", "-+", "++", "--"), step: float = 5.0
) -> list[dict[str, object]]:
    sides = [strands[k % len(strands)] or "  " for k in range(joints)]
    return [
        adjacency(
            "breakend",
            f"5:{(8 + k) * BP_PER_MB}:{side[0].strip()}",
            f"5:{round((30 + step * k) * BP_PER_MB)}:{side[1].strip()}",
        )
        for k, side in enumerate(sides)
    ]


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
    assert "without enough interleaved rearrangements" in call.reason


def test_silence_of_copy_number_alone_excludes_nothing(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    call = answer(genome(nothing), rules)
    assert (call.state, call.label) == (CallState.NOT_ASSESSED, "not_assessed")
    assert call.missing == ("structural_variants",)
    assert call.reason.startswith("Not assessable from copy number alone")
    assert not call.needs_review
    assert call.sources


def test_a_staircase_over_many_states_is_no_oscillation(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    steps = [(5.0 * i, 5.0 * i + 5, (LOST, 0.0, GAINED, 2.5)[i % 4]) for i in range(9)]
    assert answer(genome(nothing, {"5": steps}), rules).label == "not_assessed"


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
    assert none.detail["regions"][0]["interleaved"] == 0  # type: ignore[index, call-overload]


def test_a_cluster_without_a_profile_is_suspected(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    call = answer(shattered(nothing), rules)
    assert call.label == "suspected"
    assert call.detail["copies_looked_at"] is False
    assert "without a profile of copies" in call.reason


@pytest.mark.parametrize(
    ("strands", "label", "words"),
    [
        (("+-",), "suspected", "random joining p 0.00044"),
        (("+-", "-+", "++", "--"), "high_confidence", "random joining p 0.88"),
        (("", ""), "low_confidence", "strands not stated"),
    ],
)
def test_joints_of_one_kind_only_are_not_joined_at_random(
    nothing: CaseEvidence,
    rules: ChromothripsisRules,
    strands: tuple[str, ...],
    label: str,
    words: str,
) -> None:
    profile = genome(nothing, {"5": LONG_TEETH[:4]})
    call = answer(with_structural(profile, *joints_of(6, strands)), rules)
    assert call.label == label
    assert words in call.reason
    assert ("without random joining" in call.reason) is (strands == ("+-",))


def test_a_cluster_among_breaks_everywhere_is_suspected(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    """Forty joints on every other chromosome, and breaks of the cluster strewn as by chance."""
    others = [
        adjacency("deletion", f"{contig}:{n * BP_PER_MB}:+", f"{contig}:{n * BP_PER_MB + 99}:-")
        for contig in AUTOSOMES
        if contig != "5"
        for n in range(1, 41)
    ]
    profile = genome(nothing, {"5": LONG_TEETH[:4]})
    call = answer(with_structural(profile, *joints_of(6), *others), rules)
    row = call.detail["regions"][0]  # type: ignore[index]
    assert row["enrichment_p"] > 0.05  # type: ignore[index, call-overload, operator]
    assert row["crowding_p"] > 0.05  # type: ignore[index, call-overload, operator]
    assert row["lacking"] == ("crowded breaks",)  # type: ignore[index, call-overload]
    assert call.label == "suspected"


@pytest.mark.parametrize(
    ("elsewhere", "teeth", "label"),
    [(4, 6, "high_confidence"), (4, 2, "suspected"), (3, 4, "none")],
)
def test_a_smaller_cluster_counts_where_it_is_joined_to_other_chromosomes(
    nothing: CaseEvidence, rules: ChromothripsisRules, elsewhere: int, teeth: int, label: str
) -> None:
    away = [
        adjacency("translocation", f"5:{(9 + k) * BP_PER_MB}:+", f"7:{(1 + k) * BP_PER_MB}:-")
        for k in range(elsewhere)
    ]
    profile = genome(nothing, {"5": LONG_TEETH[:teeth]})
    call = answer(with_structural(profile, *joints_of(4, step=10.0), *away), rules)
    assert call.label == label


def test_whole_copies_tell_states_that_gain_and_loss_do_not(
    nothing: CaseEvidence, rules: ChromothripsisRules
) -> None:
    teeth = [(start, start + 4, 5.0) for start in range(10, 34, 8)]
    steps = [(0, 10, 4.0), *((a, b, c) for a, b, c in teeth)]
    filled = [piece for a, b, c in teeth for piece in ((a, b, c), (b, b + 4, 4.0))]
    profile = genome(nothing, {"5": [steps[0], *filled]}, column="total_copies", level=2.0)
    call = answer(with_structural(profile, *joints_of(6)), rules)
    assert call.detail["regions"][0]["oscillating"] == 7  # type: ignore[index, call-overload]


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
    assert (call.state, call.label) == (CallState.ABSENT, "none")
    assert "copies were not looked at" in call.reason
    alone = answer(genome(nothing, {"5": LONG_TEETH}), rules, calls)
    assert (alone.state, alone.detail["chromosomes"]) == (CallState.NOT_ASSESSED, ())
