from __future__ import annotations

from dataclasses import replace

import pytest
from call.profile import Piece, flat, with_profile

from crestome.call.focal_amplification import MECHANISM, FocalAmplificationRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.copy_number import (
    CopyNumberCall,
    CopyNumberProfile,
    CopyNumberSegments,
    GeneCopyNumber,
    Platform,
)
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Sample

KEY = "high_level_amplification_non_mycn"


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> FocalAmplificationRules:
    return knowledge.rules("focal_amplification", FocalAmplificationRules)


def call_of(evidence: CaseEvidence, rules: FocalAmplificationRules) -> Call:
    return MECHANISM.answer(evidence, Calls(), rules)


def listed(evidence: CaseEvidence, *pieces: Piece) -> CaseEvidence:
    return with_profile(evidence, *pieces, altered_only=True)


def test_single_genes_say_nothing_of_the_genome(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    assert call_of(nothing, rules).state is CallState.NOT_ASSESSED
    normal = GeneCopyNumber(gene="ALK", call=CopyNumberCall.NORMAL)
    call = call_of(replace(nothing, gene_copies=(normal,)), rules)
    assert call.state is CallState.NOT_ASSESSED
    assert call.missing == ("copy_number_profile",)
    empty = CopyNumberProfile(segments=CopyNumberSegments.empty())
    assert call_of(replace(nothing, copy_number=empty), rules).state is CallState.NOT_ASSESSED


def test_a_profile_without_amplicons_is_absent(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    call = call_of(with_profile(nothing, *flat()), rules)
    assert call.state is CallState.ABSENT
    assert call.detail[KEY] is False
    assert call.notes == ()
    unaltered = replace(
        nothing,
        copy_number=CopyNumberProfile(segments=CopyNumberSegments.empty(), altered_only=True),
    )
    assert call_of(unaltered, rules).state is CallState.ABSENT


def test_two_amplicons_of_12q_name_their_genes(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    call = call_of(
        listed(
            nothing,
            ("12", 57.5, 58.5, {"total_copies": 20.0, "call": "amplified"}),
            ("12", 68.5, 69.2, {"total_copies": 25.0, "call": "amplified"}),
        ),
        rules,
    )
    assert call.state is CallState.PRESENT
    assert call.texts("genes") == ("CDK4", "MDM2")
    assert call.detail[KEY] is True
    assert isinstance(call.detail["regions"], tuple)
    assert len(call.detail["regions"]) == 2
    assert any("5.8" in note for note in call.notes)


def test_a_gene_called_amplified_counts_without_a_profile(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    stated = GeneCopyNumber(gene="FGFR1", call=CopyNumberCall.AMPLIFIED)
    call = call_of(replace(nothing, gene_copies=(stated,)), rules)
    assert call.state is CallState.PRESENT
    assert call.texts("genes") == ("FGFR1",)
    assert call.detail["regions"] == ()


def test_the_amplicon_of_mycn_is_not_counted(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    pieces = (
        *flat(),
        ("2", 0.0, 15.0, {"log2": 0.0}),
        ("2", 15.0, 15.5, {"log2": 2.2}),
        ("2", 15.5, 16.2, {"log2": 3.0}),
        ("2", 16.2, 242.0, {"log2": 0.0}),
    )
    assert call_of(with_profile(nothing, *pieces), rules).state is CallState.ABSENT


def test_neighbouring_segments_are_one_amplicon(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    call = call_of(
        listed(
            nothing,
            ("8", 40.0, 41.0, {"total_copies": 9.0}),
            ("8", 41.5, 42.0, {"call": "amplified"}),
            ("11", 69.0, 70.0, {"call": "amplified"}),
            ("11", 70.1, 70.5, {"call": "amplified"}),
        ),
        rules,
    )
    rows = call.detail["regions"]
    assert isinstance(rows, tuple)
    places = [(row["contig"], row["height"]) for row in rows if isinstance(row, dict)]
    assert places == [("8", 9.0), ("11", None)]


def test_an_amplicon_without_a_listed_gene_counts_too(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    call = call_of(listed(nothing, ("13", 90.0, 91.0, {"total_copies": 12.0})), rules)
    assert call.state is CallState.PRESENT
    assert call.texts("genes") == ()
    assert "chr13" in call.reason


def test_a_listed_gene_between_the_cut_offs_is_indeterminate(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    between = GeneCopyNumber(gene="CDK4", total_copies=7.0)
    call = call_of(replace(nothing, gene_copies=(between,)), rules)
    assert call.state is CallState.INDETERMINATE
    assert call.needs_review
    assert call.texts("genes_in_question") == ("CDK4",)


def test_too_few_tumour_cells_exclude_nothing(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    impure = replace(nothing, sample=Sample(id="T", purity=0.2))
    call = call_of(with_profile(impure, *flat()), rules)
    assert call.state is CallState.INDETERMINATE
    assert "too low" in call.reason
    caller = with_profile(nothing, *flat())
    assert caller.copy_number is not None
    estimated = replace(caller, copy_number=replace(caller.copy_number, purity=0.9))
    assert call_of(estimated, rules).state is CallState.ABSENT


def test_a_shallow_focal_gain_on_an_array_is_no_amplification(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    evidence = with_profile(
        nothing, *flat(), ("7", 10.0, 12.0, {"log2": 0.5}), platform=Platform.SNP_ARRAY
    )
    assert call_of(evidence, rules).state is CallState.ABSENT


def test_the_loci_of_immune_receptors_and_sex_chromosomes_are_not_counted(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    evidence = with_profile(
        nothing,
        *flat(),
        ("14", 21.8, 22.3, {"log2": 4.0}),
        ("X", 0.0, 2.5, {"log2": 4.0}),
        ("X", 2.5, 155.0, {"log2": 0.0}),
        platform=Platform.WGS,
    )
    assert call_of(evidence, rules).state is CallState.ABSENT
