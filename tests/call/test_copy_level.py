from __future__ import annotations

from dataclasses import replace

import pytest
from call.profile import around, with_profile

from crestome.call.copy_level import CopyLevel, CopyLevelRules, classify_gene
from crestome.knowledge.load import Knowledge
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber, Platform
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence

FISH_HIGH = GeneCopyNumber(gene="MYCN", chr2_ratio=8.0, platform=Platform.FISH)
FISH_NORMAL = GeneCopyNumber(gene="MYCN", chr2_ratio=1.0, platform=Platform.FISH)
SAID_AMPLIFIED = GeneCopyNumber(gene="MYCN", call=CopyNumberCall.AMPLIFIED)


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> CopyLevelRules:
    return knowledge.rules("copy_level", CopyLevelRules)


def test_nothing_measured_is_not_assessed(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    assert classify_gene("MYCN", nothing, rules).level is CopyLevel.NOT_ASSESSED


def test_fish_goes_before_words(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    normal = GeneCopyNumber(gene="MYCN", call=CopyNumberCall.GAIN)
    level = classify_gene("MYCN", replace(nothing, gene_copies=(normal, FISH_NORMAL)), rules)
    assert level.basis == "fish"
    assert level.level is CopyLevel.NORMAL
    assert not level.conflicting


def test_amplification_by_fish_stands_against_bulk_dna(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    flat = with_profile(nothing, *around(15.0, 17.0, 0.0))
    level = classify_gene("MYCN", replace(flat, gene_copies=(FISH_HIGH,)), rules)
    assert level.level is CopyLevel.AMPLIFIED
    assert level.conflicting
    assert level.needs_review
    assert "Against it, segments" in level.reason


def test_amplification_in_bulk_dna_stands_against_fish(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    amplified = with_profile(nothing, *around(15.0, 17.0, 2.5))
    level = classify_gene("MYCN", replace(amplified, gene_copies=(FISH_NORMAL,)), rules)
    assert level.level is CopyLevel.AMPLIFIED
    assert level.basis == "segments"
    assert level.conflicting


def test_a_word_against_numbers_is_indeterminate(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    flat = with_profile(nothing, *around(15.0, 17.0, 0.0))
    level = classify_gene("MYCN", replace(flat, gene_copies=(SAID_AMPLIFIED,)), rules)
    assert level.level is CopyLevel.INDETERMINATE
    assert level.conflicting


def test_two_words_that_disagree_are_indeterminate(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    loss = GeneEvent(gene="MYCN", kind=EventKind.LOSS)
    evidence = replace(nothing, gene_copies=(SAID_AMPLIFIED,), events=(loss,))
    assert classify_gene("MYCN", evidence, rules).level is CopyLevel.INDETERMINATE


def test_silence_contradicts_nothing(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    listed = with_profile(nothing, ("17", 40.0, 83.0, {"call": "gain"}), altered_only=True)
    assert classify_gene("MYCN", listed, rules).level is CopyLevel.NORMAL
    level = classify_gene("MYCN", replace(listed, gene_copies=(SAID_AMPLIFIED,)), rules)
    assert level.level is CopyLevel.AMPLIFIED
    assert not level.conflicting


def test_an_open_number_contradicts_nothing(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    open_copies = GeneCopyNumber(gene="MYCN", total_copies=7.0)
    level = classify_gene("MYCN", replace(nothing, gene_copies=(FISH_HIGH, open_copies)), rules)
    assert level.level is CopyLevel.AMPLIFIED
    assert not level.conflicting


@pytest.mark.parametrize(
    "copies",
    [
        GeneCopyNumber(gene="MYCN", log2=0.0, platform=Platform.WES),
        GeneCopyNumber(gene="MYCN", log2=-0.4, platform=Platform.WES),
        GeneCopyNumber(gene="MYCN", total_copies=3.0),
        GeneCopyNumber(gene="MYCN", chr2_ratio=1.0, platform=Platform.SNP_ARRAY),
        GeneCopyNumber(gene="MYCN", call=CopyNumberCall.NORMAL, platform=Platform.PANEL),
    ],
)
def test_bulk_dna_of_few_tumour_cells_excludes_nothing(
    nothing: CaseEvidence, rules: CopyLevelRules, copies: GeneCopyNumber
) -> None:
    impure = replace(nothing, sample=nothing.sample.model_copy(update={"purity": 0.2}))
    level = classify_gene("MYCN", replace(impure, gene_copies=(copies,)), rules)
    assert level.level is CopyLevel.INDETERMINATE
    assert level.needs_review
    assert "purity" in level.reason


def test_silence_of_few_tumour_cells_excludes_nothing(
    nothing: CaseEvidence, rules: CopyLevelRules
) -> None:
    impure = replace(nothing, sample=nothing.sample.model_copy(update={"purity": 0.2}))
    listed = with_profile(impure, ("17", 40.0, 83.0, {"call": "gain"}), altered_only=True)
    assert classify_gene("MYCN", listed, rules).level is CopyLevel.INDETERMINATE


def test_fish_counts_tumour_cells_one_by_one(nothing: CaseEvidence, rules: CopyLevelRules) -> None:
    impure = replace(nothing, sample=nothing.sample.model_copy(update={"purity": 0.2}))
    normal = classify_gene("MYCN", replace(impure, gene_copies=(FISH_NORMAL,)), rules)
    assert normal.level is CopyLevel.NORMAL
    flat = with_profile(impure, *around(15.0, 17.0, 0.0))
    level = classify_gene("MYCN", replace(flat, gene_copies=(FISH_HIGH,)), rules)
    assert level.level is CopyLevel.AMPLIFIED
    assert not level.conflicting
