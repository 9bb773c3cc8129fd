from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from call.profile import flat, with_profile

from crestome.call.copy_source import Source, Weight, read_events, read_profile, read_statements
from crestome.call.gene_level import CopyLevel, CopyLevelRules
from crestome.call.gene_segment import survey_segments
from crestome.knowledge.load import Knowledge
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber, Platform
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Sample


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> CopyLevelRules:
    return knowledge.rules("copy_level", CopyLevelRules)


def profile_says(gene: str, evidence: CaseEvidence, rules: CopyLevelRules) -> Iterator[Source]:
    survey = survey_segments(evidence, rules.segment_state)
    return read_profile(gene, evidence, survey, rules)


def statement(
    evidence: CaseEvidence, rules: CopyLevelRules, copies: GeneCopyNumber
) -> list[Source]:
    return list(read_statements("ALK", replace(evidence, gene_copies=(copies,)), rules))


@pytest.mark.parametrize(
    ("ratio", "level"),
    [
        (4.1, CopyLevel.AMPLIFIED),
        (4.0, CopyLevel.GAIN),
        (1.4, CopyLevel.NORMAL),
        (0.6, CopyLevel.LOSS),
        (0.1, CopyLevel.HOMDEL),
    ],
)
def test_amplified_is_more_than_fourfold(
    nothing: CaseEvidence, rules: CopyLevelRules, ratio: float, level: CopyLevel
) -> None:
    copies = GeneCopyNumber(gene="ALK", chr2_ratio=ratio, platform=Platform.FISH)
    (source,) = statement(nothing, rules, copies)
    assert source.weight is Weight.FISH
    assert source.level.level is level
    (other,) = statement(nothing, rules, copies.model_copy(update={"platform": Platform.WES}))
    assert other.weight is Weight.RATIO
    assert other.level.basis == "gene list"


def test_the_number_decides_over_the_call_beside_it(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    copies = GeneCopyNumber(gene="ALK", call=CopyNumberCall.AMPLIFIED, chr2_ratio=2.0)
    (source,) = statement(nothing, rules, copies)
    assert source.level.level is CopyLevel.GAIN


def test_total_copies_use_the_stated_ploidy(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    three = GeneCopyNumber(gene="ALK", total_copies=3.0)
    (diploid,) = statement(nothing, rules, three)
    assert diploid.level.level is CopyLevel.GAIN
    assert "assumed diploid" in diploid.level.reason
    triploid = replace(nothing, sample=Sample(id="T", ploidy=3.0))
    (source,) = statement(triploid, rules, three)
    assert source.level.level is CopyLevel.NORMAL
    profiled = with_profile(nothing, *flat("total_copies", 3.0))
    (measured,) = statement(profiled, rules, three)
    assert measured.level.level is CopyLevel.NORMAL


def test_between_gain_and_amplification_copies_are_indeterminate(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    (source,) = statement(nothing, rules, GeneCopyNumber(gene="ALK", total_copies=7.0))
    assert source.level.level is CopyLevel.INDETERMINATE
    assert source.level.needs_review


def test_copies_of_an_impure_sample_are_to_be_reviewed(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    impure = replace(nothing, sample=Sample(id="T", purity=0.2))
    (source,) = statement(impure, rules, GeneCopyNumber(gene="ALK", total_copies=2.0))
    assert source.level.needs_review
    assert "too low" in source.level.reason


@pytest.mark.parametrize(
    ("ratio", "level"),
    [
        (2.5, CopyLevel.AMPLIFIED),
        (1.0, CopyLevel.INDETERMINATE),
        (0.3, CopyLevel.GAIN),
        (0.0, CopyLevel.NORMAL),
        (-0.5, CopyLevel.LOSS),
        (-3.0, CopyLevel.HOMDEL),
    ],
)
def test_a_ratio_without_its_segment_must_be_high(
    nothing: CaseEvidence, rules: CopyLevelRules, ratio: float, level: CopyLevel
) -> None:
    copies = GeneCopyNumber(gene="ALK", log2=ratio, platform=Platform.SNP_ARRAY)
    (source,) = statement(nothing, rules, copies)
    assert source.weight is Weight.LOG2
    assert source.level.level is level


def test_a_word_is_taken_as_it_is(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    (source,) = statement(nothing, rules, GeneCopyNumber(gene="ALK", call=CopyNumberCall.LOH))
    assert source.weight is Weight.CALL
    assert source.level.level is CopyLevel.NORMAL
    assert statement(nothing, rules, GeneCopyNumber(gene="ALK")) == []


def test_a_profile_says_nothing_of_what_it_does_not_reach(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    assert list(profile_says("ALK", nothing, rules)) == []
    assert list(profile_says("NO_SUCH_GENE", with_profile(nothing, *flat()), rules)) == []
    assert list(profile_says("ALK", with_profile(nothing, *flat()), rules)) == []
    bare = with_profile(nothing, *flat(), ("2", 0.0, 242.0, {}))
    assert list(profile_says("ALK", bare, rules)) == []


def test_a_gene_that_a_list_of_altered_segments_omits_is_normal(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    listed = with_profile(nothing, ("17", 40.0, 83.0, {"call": "gain"}), altered_only=True)
    (source,) = profile_says("ALK", listed, rules)
    assert source.weight is Weight.SILENCE
    assert source.level.level is CopyLevel.NORMAL


def test_stated_segments_weigh_as_words_and_measured_ones_as_numbers(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    stated = with_profile(nothing, ("2", 0.0, 90.0, {"call": "gain"}), altered_only=True)
    assert [source.weight for source in profile_says("ALK", stated, rules)] == [Weight.CALL]
    measured = with_profile(nothing, *flat(), ("2", 0.0, 242.0, {"log2": 0.0}))
    assert [source.weight for source in profile_says("ALK", measured, rules)] == [Weight.SEGMENTS]


def test_reported_events_are_words(nothing: CaseEvidence) -> None:
    events = (
        GeneEvent(gene="ALK", kind=EventKind.GAIN),
        GeneEvent(gene="ALK", kind=EventKind.AMPLIFICATION, reported_as="high-level amp"),
        GeneEvent(gene="ALK", kind=EventKind.SMALL_VARIANT),
    )
    first, second = read_events("ALK", replace(nothing, events=events))
    assert first.level.level is CopyLevel.AMPLIFIED
    assert "high-level amp" in first.level.reason
    assert second.level.level is CopyLevel.GAIN


def test_a_list_of_events_speaks_by_silence_only_of_genes_that_it_covers(
    nothing: CaseEvidence,
) -> None:
    silent = replace(nothing, events=())
    assert list(read_events("ALK", silent)) == []
    assert list(read_events("ALK", replace(nothing, events_cover=frozenset({"ALK"})))) == []
    (source,) = read_events("ALK", replace(silent, events_cover=frozenset({"ALK"})))
    assert source.weight is Weight.SILENCE
    assert source.level.level is CopyLevel.NORMAL


def test_a_ratio_of_one_is_said_in_words(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    one = GeneCopyNumber(gene="ALK", chr2_ratio=1.0, platform=Platform.FISH)
    (source,) = statement(nothing, rules, one)
    assert source.level.reason.startswith("ALK has as many copies as its chromosome's reference")
    assert not source.bulk


def test_the_stated_tumour_cells_tell_a_gain_from_an_amplification(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    pure = replace(nothing, sample=Sample(id="T", purity=0.95))
    high = GeneCopyNumber(gene="ALK", log2=1.9, platform=Platform.WGS)
    (source,) = statement(pure, rules, high)
    assert source.level.level is CopyLevel.INDETERMINATE
    assert source.level.needs_review
    deleted = GeneCopyNumber(gene="ALK", log2=-1.3, platform=Platform.WES)
    (by_cells,) = statement(replace(nothing, sample=Sample(id="T", purity=0.6)), rules, deleted)
    assert by_cells.level.level is CopyLevel.HOMDEL


def test_a_platform_that_nobody_states_is_called_so(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    (source,) = statement(nothing, rules, GeneCopyNumber(gene="ALK", log2=0.0))
    assert "a platform that is not stated" in source.level.reason
