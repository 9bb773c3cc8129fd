from __future__ import annotations

from dataclasses import replace

import pytest
from call.profile import around, with_profile
from call.tumour import adjacency, stated, with_structural

from crestome.call.extrachromosomal_dna import MECHANISM, ExtrachromosomalDnaRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence

NOISE = Calls().having(
    stated("segmental_chromosome", CallState.INDETERMINATE, "uninformative", noise=True)
)


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> ExtrachromosomalDnaRules:
    return knowledge.rules("extrachromosomal_dna", ExtrachromosomalDnaRules)


@pytest.fixture
def amplified(nothing: CaseEvidence) -> CaseEvidence:
    """MYCN lies in an amplicon from 15.5 to 16.5 Mb."""
    return with_profile(nothing, *around(15.5, 16.5, 3.0))


def answer(
    evidence: CaseEvidence, rules: ExtrachromosomalDnaRules, calls: Calls | None = None
) -> Call:
    return MECHANISM.answer(evidence, calls or Calls(), rules)


def test_without_a_profile_it_is_not_assessed(
    nothing: CaseEvidence, rules: ExtrachromosomalDnaRules
) -> None:
    assert answer(nothing, rules).state is CallState.NOT_ASSESSED


def test_an_amplicon_known_without_a_profile_is_named(
    nothing: CaseEvidence, rules: ExtrachromosomalDnaRules
) -> None:
    known = Calls().having(stated("mycn", CallState.PRESENT, "amplified"))
    known = known.having(stated("alk", CallState.ABSENT, "wildtype"))
    assert "MYCN amplified, but" in answer(nothing, rules, known).reason
    assert "No amplicon is known" in answer(nothing, rules).reason


def test_a_junction_in_the_middle_of_a_small_amplicon_does_not_close_it(
    nothing: CaseEvidence, rules: ExtrachromosomalDnaRules
) -> None:
    small = with_profile(nothing, *around(15.9, 16.0, 3.0))
    inner = adjacency("duplication", "2:15940000:-", "2:15960000:+")
    whole = adjacency("duplication", "2:15905000:-", "2:15990000:+")
    assert answer(with_structural(small, inner), rules).label == "possible"
    assert answer(with_structural(small, whole), rules).label == "likely"


def test_a_level_profile_has_no_amplicon_to_place(
    nothing: CaseEvidence, rules: ExtrachromosomalDnaRules
) -> None:
    level = with_profile(nothing, *around(15.5, 16.5, 0.0))
    call = answer(level, rules)
    assert (call.state, call.label, call.missing) == (CallState.ABSENT, "no_amplicon", ())
    noisy = answer(level, rules, NOISE)
    assert (noisy.state, noisy.label) == (CallState.INDETERMINATE, "uninformative")


def test_an_amplicon_alone_is_possible_and_asks_for_junctions(
    amplified: CaseEvidence, rules: ExtrachromosomalDnaRules
) -> None:
    call = answer(amplified, rules)
    assert (call.state, call.label) == (CallState.INDETERMINATE, "possible")
    assert call.missing == ("structural_variants",)
    assert "MYCN" in call.detail["amplicons"][0]["genes"]  # type: ignore[index, call-overload, operator]
    assert "not looked for" in call.reason


@pytest.mark.parametrize(
    "junction",
    [
        adjacency("duplication", "2:15520000:-", "2:16480000:+"),
        adjacency("breakend", "2:15470000:-", "2:16540000:+"),
    ],
)
def test_a_junction_from_end_to_beginning_makes_it_likely(
    amplified: CaseEvidence, rules: ExtrachromosomalDnaRules, junction: dict[str, object]
) -> None:
    call = answer(with_structural(amplified, junction), rules)
    assert (call.state, call.label) == (CallState.INDETERMINATE, "likely")
    assert call.evidence[0].where == "T.vcf line 2"
    assert "never" not in call.reason
    assert any("homogeneously staining" in note for note in call.notes)


@pytest.mark.parametrize(
    "junction",
    [
        adjacency("deletion", "2:15500000:+", "2:16500000:-"),
        adjacency("duplication", "2:15600000:-", "2:16500000:+"),
        adjacency("duplication", "2:15500000:-", "2:16600000:+"),
        adjacency("translocation", "2:15500000:-", "7:16500000:+"),
        adjacency("single", "2:15500000:-"),
    ],
)
def test_other_junctions_close_no_circle(
    amplified: CaseEvidence, rules: ExtrachromosomalDnaRules, junction: dict[str, object]
) -> None:
    call = answer(with_structural(amplified, junction), rules)
    assert (call.label, call.missing) == ("possible", ())
    assert "no junction closes it" in call.reason


def test_an_amplicon_of_few_probes_is_none_unless_the_file_calls_it_one(
    nothing: CaseEvidence, rules: ExtrachromosomalDnaRules
) -> None:
    thin = with_profile(nothing, *around(16.0, 16.01, 3.0))
    assert answer(thin, rules).label == "no_amplicon"
    assert thin.copy_number is not None
    frame = thin.copy_number.segments.frame
    called = frame.with_columns(
        call=frame["log2"].gt(1).replace_strict({True: "amplified", False: ""})
    )
    table = type(thin.copy_number.segments)(called)
    told = replace(thin, copy_number=replace(thin.copy_number, segments=table))
    assert answer(told, rules).label == "possible"
