from __future__ import annotations

from dataclasses import replace

import pytest
from call.profile import Piece, flat, with_profile
from call.tumour import calls_of, stated

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
from crestome.model.genome import BP_PER_MB
from crestome.model.patient import Sample

KEY = "high_level_amplification_non_mycn"


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> FocalAmplificationRules:
    return knowledge.rules("focal_amplification", FocalAmplificationRules)


def call_of(evidence: CaseEvidence, rules: FocalAmplificationRules) -> Call:
    return MECHANISM.answer(evidence, Calls(), rules)


def with_calls(evidence: CaseEvidence, rules: FocalAmplificationRules, *calls: Call) -> Call:
    return MECHANISM.answer(evidence, calls_of(*calls), rules)


MYCN_AMPLIFIED = stated("mycn", CallState.PRESENT, "amplified")
NOISE = stated("segmental_chromosome", CallState.INDETERMINATE, "uninformative", noise=True)


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
    said = GeneCopyNumber(gene="FGFR1", call=CopyNumberCall.AMPLIFIED)
    call = call_of(replace(nothing, gene_copies=(said,)), rules)
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


def spike(contig: str, start: float, kb: float, probes: int, log2: float = 1.5) -> Piece:
    return (contig, start, start + kb / 1000, {"log2": log2, "probes": probes})


def test_a_few_probes_are_no_amplicon(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    spikes = (spike("1", 200.0, 0.078, 2), spike("6", 30.0, 12.0, 7))
    call = call_of(with_profile(nothing, *flat(), *spikes), rules)
    assert call.state is CallState.INDETERMINATE
    assert call.detail[KEY] is None
    assert call.needs_review
    assert call.detail["regions"] == ()
    in_question = call.detail["regions_in_question"]
    assert isinstance(in_question, tuple)
    assert len(in_question) == 2
    assert "2 amplified regions, the best of 7 probes over 12.0 kb" in call.reason
    assert call.notes == ()


def test_few_probes_do_not_hide_an_amplicon(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    pieces = (spike("1", 200.0, 0.078, 2), spike("8", 128.0, 600.0, 150))
    call = call_of(with_profile(nothing, *flat(), *pieces), rules)
    assert call.state is CallState.PRESENT
    assert "Too short to be told from noise: 1 amplified region," in call.reason


def test_a_listed_gene_under_a_few_probes_is_in_question(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    place = nothing.genome.gene("CDK4").interval
    start = place.start / 1_000_000 - 0.001
    call = call_of(with_profile(nothing, *flat(), spike("12", start, 8.0, 3)), rules)
    assert call.state is CallState.INDETERMINATE
    assert call.texts("genes_in_question") == ("CDK4",)


def test_what_the_file_calls_amplified_needs_no_more_probes(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    said: Piece = ("12", 60.0, 60.01, {"log2": 4.0, "probes": 4, "call": "amplified"})
    assert call_of(with_profile(nothing, *flat(), said), rules).state is CallState.PRESENT


def test_noise_makes_amplicons_and_excludes_none(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    amplicon = with_profile(nothing, *flat(), spike("8", 128.0, 600.0, 150))
    call = with_calls(amplicon, rules, NOISE)
    assert call.state is CallState.INDETERMINATE
    assert call.needs_review
    assert "noise" in call.reason
    silent = with_calls(with_profile(nothing, *flat()), rules, NOISE)
    assert silent.state is CallState.INDETERMINATE
    assert "noise, so that none is excluded" in silent.reason
    told = GeneCopyNumber(gene="CDK4", call=CopyNumberCall.AMPLIFIED)
    assert (
        with_calls(replace(amplicon, gene_copies=(told,)), rules, NOISE).state is CallState.PRESENT
    )


def on_2p(nothing: CaseEvidence, start: float) -> CaseEvidence:
    return with_profile(
        nothing,
        *flat(),
        ("2", 0.0, start, {"log2": 0.0}),
        ("2", start, start + 1.0, {"log2": 2.0}),
        ("2", start + 1.0, 242.0, {"log2": 0.0}),
    )


def test_other_pieces_of_2p_belong_to_an_amplified_mycn(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    evidence = on_2p(nothing, 12.0)
    assert call_of(evidence, rules).state is CallState.PRESENT
    call = with_calls(evidence, rules, MYCN_AMPLIFIED)
    assert call.state is CallState.ABSENT
    assert call.detail[KEY] is False
    regions = call.detail["regions"]
    assert isinstance(regions, tuple)
    assert [row["with_mycn"] for row in regions if isinstance(row, dict)] == [True]
    assert "together with MYCN, and not counted" in call.reason


def test_alk_beside_mycn_is_an_amplicon_of_its_own(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    call = with_calls(on_2p(nothing, 29.1), rules, MYCN_AMPLIFIED)
    assert call.state is CallState.PRESENT
    assert call.texts("genes") == ("ALK",)


def test_an_amplicon_elsewhere_counts_beside_mycn(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    evidence = with_profile(nothing, *flat(), spike("8", 128.0, 600.0, 150))
    assert with_calls(evidence, rules, MYCN_AMPLIFIED).state is CallState.PRESENT


def test_a_gene_amplified_in_part_is_in_question(
    nothing: CaseEvidence, rules: FocalAmplificationRules
) -> None:
    evidence = on_2p(nothing, 29.5)
    call = with_calls(evidence, rules, MYCN_AMPLIFIED)
    assert call.texts("genes") == ()
    assert call.texts("genes_in_question") == ("ALK",)
    assert call.state is CallState.INDETERMINATE
    assert call.needs_review
    assert "A breakpoint lies inside ALK." in call.reason
    alone = call_of(evidence, rules)
    assert alone.state is CallState.PRESENT
    assert alone.texts("genes") == ()


def test_a_broad_gain_is_not_focal(nothing: CaseEvidence, rules: FocalAmplificationRules) -> None:
    broad = with_profile(
        nothing,
        *flat(),
        ("12", 0.0, 40.0, {"log2": 0.0}),
        ("12", 40.0, 133.0, {"log2": 0.9}),
    )
    assert call_of(broad, rules).state is CallState.ABSENT


def test_an_arm_may_be_the_long_one(nothing: CaseEvidence, rules: FocalAmplificationRules) -> None:
    long_arm = rules.model_copy(
        update={"coamplified_arm": rules.coamplified_arm.model_copy(update={"value": "2q"})}
    )
    evidence = with_profile(nothing, *flat(), ("2", 150.0, 151.0, {"log2": 2.0}))
    assert with_calls(evidence, long_arm, MYCN_AMPLIFIED).state is CallState.ABSENT


@pytest.mark.parametrize(
    "gene",
    ["ALK", "CDK4", "MDM2", "FRS2", "CCND1", "LIN28B", "MYC", "TERT", "IGF1R", "FGFR1"],
)
def test_an_amplicon_over_each_recurrent_gene_names_it(
    nothing: CaseEvidence, rules: FocalAmplificationRules, gene: str
) -> None:
    place = nothing.genome.gene(gene).interval
    start, end = (place.start - 400_000) / BP_PER_MB, (place.end + 400_000) / BP_PER_MB
    pieces = [piece for piece in flat() if piece[0] != place.contig]
    call = call_of(
        with_profile(
            nothing,
            *pieces,
            (place.contig, 0.0, start, {"log2": 0.0}),
            (place.contig, start, end, {"log2": 3.0}),
            (place.contig, end, end + 20.0, {"log2": 0.0}),
            platform=Platform.WGS,
        ),
        rules,
    )
    assert call.state is CallState.PRESENT
    assert gene in call.texts("genes")
