from __future__ import annotations

import pytest
from call.genome import genome, with_purity
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crestome.call import segmental_chromosome
from crestome.call.chromosome_survey import SegmentalChromosomeRules
from crestome.call.genomic_profile import MECHANISM, GenomicProfileRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence

LOST, GAINED = -0.6, 0.45


class Bench:
    """Calls tumours with the shipped rules, the segmental profile first."""

    def __init__(self, knowledge: Knowledge, nothing: CaseEvidence) -> None:
        self.rules = knowledge.rules("genomic_profile", GenomicProfileRules)
        self.segmental = knowledge.rules("segmental_chromosome", SegmentalChromosomeRules)
        self.nothing = nothing

    def call(self, evidence: CaseEvidence, calls: Calls | None = None) -> Call:
        before = calls if calls is not None else MYCN_NORMAL
        segmental = segmental_chromosome.MECHANISM.answer(evidence, before, self.segmental)
        return MECHANISM.answer(evidence, before.having(segmental), self.rules)


@pytest.fixture(scope="module")
def bench(knowledge: Knowledge, nothing: CaseEvidence) -> Bench:
    return Bench(knowledge, nothing)


def mycn(label: str, state: CallState) -> Calls:
    call = Call(
        mechanism="mycn",
        state=state,
        label=label,
        reason="-",
        missing=("mycn_fish",) if state is CallState.INDETERMINATE else (),
    )
    return Calls().having(call)


MYCN_NORMAL = mycn("normal", CallState.ABSENT)
MYCN_AMPLIFIED = mycn("amplified", CallState.PRESENT)
MYCN_OPEN = mycn("indeterminate", CallState.INDETERMINATE)


def test_mycn_alone_makes_the_profile_mna(bench: Bench) -> None:
    call = bench.call(bench.nothing, MYCN_AMPLIFIED)
    assert (call.state, call.label) == (CallState.PRESENT, "MNA")
    assert call.detail["mna_excluded"] is False
    assert call.detail["chromothripsis_suspected"] is None


def test_mycn_amplification_outranks_segmental_changes(bench: Bench) -> None:
    call = bench.call(genome(bench.nothing, {"1": [(0, 40, LOST)]}), MYCN_AMPLIFIED)
    assert call.label == "MNA"
    assert call.detail["sca_typical"] == ("1p_loss",)
    assert call.reason == "MYCN is amplified; segmental: 1p loss."


def test_one_segmental_change_outranks_whole_chromosomes(bench: Bench) -> None:
    gained = {"7": [(0, 159.345973, GAINED)]}
    numerical = bench.call(genome(bench.nothing, gained))
    segmental = bench.call(genome(bench.nothing, gained | {"9": [(0, 30, LOST)]}))
    assert (numerical.state, numerical.label) == (CallState.PRESENT, "NCA")
    assert (segmental.state, segmental.label) == (CallState.PRESENT, "SCA")


def test_nothing_altered_with_enough_tumour_is_flat_and_warned_about(bench: Bench) -> None:
    call = bench.call(genome(bench.nothing))
    assert (call.state, call.label) == (CallState.ABSENT, "flat")
    assert any("one neuroblastoma in ten" in note for note in call.notes)


def test_nothing_altered_without_purity_is_uninformative(bench: Bench) -> None:
    call = bench.call(with_purity(genome(bench.nothing), None))
    assert (call.state, call.label) == (CallState.INDETERMINATE, "uninformative")
    assert call.missing == ("purity",)


def test_without_segments_it_is_not_assessed(bench: Bench) -> None:
    assert bench.call(bench.nothing).label == "not_assessed"
    alone = MECHANISM.answer(bench.nothing, Calls(), bench.rules)
    assert (alone.state, alone.missing) == (CallState.NOT_ASSESSED, ())
    assert "No copy-number profile" in alone.reason


def test_an_open_mycn_leaves_the_type_standing_and_is_said(bench: Bench) -> None:
    call = bench.call(genome(bench.nothing, {"1": [(0, 40, LOST)]}), MYCN_OPEN)
    assert call.label == "SCA"
    assert call.detail["mna_excluded"] is None
    assert call.missing == ("mycn_fish",)
    assert any("not excluded" in note for note in call.notes)


def test_chromosomes_with_a_trace_of_chromothripsis_are_copied(bench: Bench) -> None:
    trace = Call(
        mechanism="chromothripsis",
        state=CallState.INDETERMINATE,
        label="suspected",
        reason="-",
        detail={"chromosomes": ("5",)},
    )
    unasked = trace.model_copy(update={"state": CallState.NOT_ASSESSED, "detail": {}})
    for chromothripsis, listed in ((trace, ("5",)), (unasked, None)):
        call = bench.call(genome(bench.nothing), MYCN_NORMAL.having(chromothripsis))
        assert call.detail["chromothripsis_suspected"] == listed


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lost=st.floats(3.0, 100.0), gained=st.sampled_from(["7", "8", "18"]))
def test_a_whole_chromosome_more_never_changes_a_segmental_profile(
    bench: Bench, lost: float, gained: str
) -> None:
    changes = {"1": [(0.0, lost, LOST)]}
    more = changes | {gained: [(0.0, 200.0, GAINED)]}
    assert bench.call(genome(bench.nothing, changes)).label == "SCA"
    assert bench.call(genome(bench.nothing, more)).label == "SCA"
