from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from call.profile import around, with_profile
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.mycn import MECHANISM, MycnRules
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.assay import Assays, MycnPathology
from crestome.model.call import Call, Calls, CallState
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber, Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.patient import Material, Patient, Sample

AMPLIFIED, NOT_AMPLIFIED = MycnPathology.AMPLIFIED, MycnPathology.NOT_AMPLIFIED


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> MycnRules:
    return knowledge.rules("mycn", MycnRules)


def call_of(
    evidence: CaseEvidence, rules: MycnRules, copies: GeneCopyNumber | None = None, **assays: object
) -> Call:
    stated = (copies,) if copies else ()
    return MECHANISM.answer(
        replace(evidence, gene_copies=stated, assays=Assays.model_validate(assays)), Calls(), rules
    )


def said(call: CopyNumberCall) -> GeneCopyNumber:
    return GeneCopyNumber(gene="MYCN", call=call)


def pure(evidence: CaseEvidence) -> CaseEvidence:
    """The sample as tissue of tumour cells alone."""
    return replace(evidence, sample=Sample(id="T", purity=1.0))


HIDING = (
    Sample(id="T"),
    Sample(id="T", purity=0.1),
    Sample(id="T", purity=0.79),
    Sample(id="T", material=Material.CTDNA, purity=0.9),
    Sample(id="T", material=Material.PDX),
)
"""Samples whose low RNA may be that of other cells."""
NORMAL, GAIN = said(CopyNumberCall.NORMAL), said(CopyNumberCall.GAIN)


def test_without_any_assay_is_not_assessed(nothing: CaseEvidence, rules: MycnRules) -> None:
    call = call_of(nothing, rules)
    assert call.state is CallState.NOT_ASSESSED
    assert call.missing == ("mycn_fish", "mycn_copy_number")
    assert call.detail["basis"] is None


@pytest.mark.parametrize(
    ("ratio", "label"), [(8.5, "amplified"), (4.0, "gain"), (1.2, "normal"), (0.5, "normal")]
)
def test_fish_is_read_by_its_ratio(
    nothing: CaseEvidence, rules: MycnRules, ratio: float, label: str
) -> None:
    call = call_of(nothing, rules, mycn_fish_ratio=ratio)
    assert call.label == label
    assert call.text("method") == "fish"
    assert not call.flag("discordant")


def test_an_amplification_shows_its_prognosis_by_age(
    nothing: CaseEvidence, rules: MycnRules
) -> None:
    call = call_of(nothing, rules, mycn_fish_ratio=8.5)
    said_beside = " ".join(call.notes)
    assert "6.3" in said_beside
    assert "19.6" in said_beside
    assert "3.0" in said_beside
    assert "induction" not in said_beside
    assert "campbell-2019" in call.sources


def test_a_gain_is_no_criterion_of_risk(nothing: CaseEvidence, rules: MycnRules) -> None:
    call = call_of(nothing, rules, GAIN)
    assert call.state is CallState.ABSENT
    assert any("no criterion" in note for note in call.notes)


def test_amplified_dna_stands_against_a_report(nothing: CaseEvidence, rules: MycnRules) -> None:
    call = call_of(nothing, rules, mycn_fish_ratio=9.0, mycn_pathology=NOT_AMPLIFIED)
    assert call.label == "amplified"
    assert call.flag("discordant")
    assert call.needs_review
    assert call.texts("reachable") == ("amplified", "normal")
    assert call.missing == ()


def test_fish_that_bulk_dna_does_not_confirm_is_amplified_and_discordant(
    nothing: CaseEvidence, rules: MycnRules
) -> None:
    flat = with_profile(nothing, *around(15.0, 17.0, 0.0))
    call = call_of(flat, rules, mycn_fish_ratio=6.0)
    assert call.label == "amplified"
    assert call.flag("discordant")
    assert any("heterogeneous" in note for note in call.notes)


def test_bulk_dna_that_fish_does_not_confirm_is_amplified_and_discordant(
    nothing: CaseEvidence, rules: MycnRules
) -> None:
    amplified = with_profile(nothing, *around(15.0, 17.0, 0.9))
    call = call_of(amplified, rules, mycn_fish_ratio=1.0)
    assert call.label == "amplified"
    assert call.flag("discordant")
    assert call.missing == ("mycn_fish",)
    assert "mycn.amplified_log2" in call.rules


def test_amplified_cells_beside_others_are_heterogeneous(
    nothing: CaseEvidence, rules: MycnRules
) -> None:
    alone = call_of(nothing, rules, mycn_fish_heterogeneous=True)
    assert alone.label == "amplified"
    assert alone.flag("heterogeneous")
    assert not alone.flag("discordant")
    assert any("side by side" in note for note in alone.notes)
    low_mean = call_of(nothing, rules, mycn_fish_heterogeneous=True, mycn_fish_ratio=3.0)
    assert low_mean.label == "amplified"
    assert low_mean.needs_review
    assert not low_mean.flag("discordant")
    bulk = call_of(nothing, rules, NORMAL, mycn_fish_heterogeneous=True)
    assert bulk.flag("discordant")


@pytest.mark.parametrize(
    ("tpm", "label", "state"),
    [
        (600.0, "amplified", CallState.PRESENT),
        (100.0, "normal", CallState.ABSENT),
        (None, "indeterminate", CallState.INDETERMINATE),
    ],
)
def test_rna_settles_a_report_of_amplification_against_dna(
    nothing: CaseEvidence, rules: MycnRules, tpm: float | None, label: str, state: CallState
) -> None:
    call = call_of(pure(nothing), rules, NORMAL, mycn_pathology=AMPLIFIED, mycn_tpm=tpm)
    assert call.label == label
    assert call.state is state
    assert call.flag("discordant")
    assert call.flag("needs_review")
    assert call.texts("reachable") == ("amplified", "normal")


def test_rna_alone_never_overrules_dna(nothing: CaseEvidence, rules: MycnRules) -> None:
    call = call_of(nothing, rules, NORMAL, mycn_tpm=600.0)
    assert call.label == "normal"
    assert call.needs_review
    assert not call.flag("discordant")


@pytest.mark.parametrize(
    ("tpm", "label"),
    [(140.83, "amplified"), (74.0, "indeterminate"), (44.4, "normal"), (2.0, "normal")],
)
def test_rna_decides_where_there_is_nothing_else(
    nothing: CaseEvidence, rules: MycnRules, tpm: float, label: str
) -> None:
    call = call_of(pure(nothing), rules, mycn_tpm=tpm)
    assert call.label == label
    assert call.text("basis") == "expression"
    assert call.needs_review is (label != "normal")


@pytest.mark.parametrize("sample", HIDING)
def test_low_rna_excludes_nothing_where_other_cells_may_explain_it(
    nothing: CaseEvidence, rules: MycnRules, sample: Sample
) -> None:
    hiding = replace(nothing, sample=sample)
    for tpm in (0.0, 30.0, 44.4, 74.0):
        call = call_of(hiding, rules, mycn_tpm=tpm)
        assert call.state is CallState.INDETERMINATE
        assert call.needs_review
        assert call.texts("reachable") == ("amplified", "normal")
        assert call.missing == ("mycn_fish", "mycn_copy_number")
        assert "does not exclude amplification" in call.reason
    assert call_of(hiding, rules, mycn_tpm=600.0).label == "amplified"


@pytest.mark.parametrize("sample", HIDING)
def test_low_rna_contradicts_no_report_where_other_cells_may_explain_it(
    nothing: CaseEvidence, rules: MycnRules, sample: Sample
) -> None:
    hiding = replace(nothing, sample=sample)
    against_dna = call_of(
        hiding,
        rules,
        GeneCopyNumber(gene="MYCN", chr2_ratio=1.0, platform=Platform.FISH),
        mycn_pathology=AMPLIFIED,
        mycn_tpm=30.0,
    )
    assert against_dna.state is CallState.INDETERMINATE
    assert "RNA settles nothing" in against_dna.reason
    alone = call_of(hiding, rules, mycn_pathology=AMPLIFIED, mycn_tpm=30.0)
    assert alone.label == "amplified"
    assert not alone.flag("discordant")


@pytest.mark.parametrize(
    "sample",
    [
        Sample(id="T", purity=0.8),
        Sample(id="T", material=Material.CELL_LINE),
        Sample(id="T", material=Material.PDX, mouse_reads_removed=True),
    ],
)
def test_low_rna_of_tumour_cells_speaks_against_amplification(
    nothing: CaseEvidence, rules: MycnRules, sample: Sample
) -> None:
    call = call_of(replace(nothing, sample=sample), rules, mycn_tpm=30.0)
    assert call.label == "normal"


def test_a_report_decides_where_there_is_no_dna(nothing: CaseEvidence, rules: MycnRules) -> None:
    assert call_of(nothing, rules, mycn_pathology=AMPLIFIED).label == "amplified"
    assert call_of(nothing, rules, mycn_pathology=NOT_AMPLIFIED).label == "normal"
    tumour = pure(nothing)
    agreed = call_of(tumour, rules, mycn_pathology=AMPLIFIED, mycn_tpm=600.0)
    assert agreed.text("basis") == "pathology"
    assert not agreed.flag("discordant")
    for report, tpm in ((AMPLIFIED, 5.0), (NOT_AMPLIFIED, 600.0)):
        call = call_of(tumour, rules, mycn_pathology=report, mycn_tpm=tpm)
        assert call.flag("discordant")
        assert call.needs_review


def test_dna_between_the_cut_offs_needs_a_report_and_rna(
    nothing: CaseEvidence, rules: MycnRules
) -> None:
    between = GeneCopyNumber(gene="MYCN", total_copies=7.0)
    alone = call_of(nothing, rules, between)
    assert alone.label == "indeterminate"
    assert alone.flag("needs_review")
    assert call_of(nothing, rules, between, mycn_tpm=600.0).label == "indeterminate"
    for report in (AMPLIFIED, NOT_AMPLIFIED):
        assert call_of(nothing, rules, between, mycn_pathology=report).label == "indeterminate"
    both = call_of(nothing, rules, between, mycn_pathology=AMPLIFIED, mycn_tpm=600.0)
    assert both.label == "amplified"
    assert both.texts("reachable") == ()


def test_a_word_against_segments_stays_open_with_its_labels(
    nothing: CaseEvidence, rules: MycnRules
) -> None:
    flat = with_profile(nothing, *around(15.0, 17.0, 0.0))
    call = call_of(flat, rules, said(CopyNumberCall.AMPLIFIED))
    assert call.label == "indeterminate"
    assert call.flag("discordant")
    settled = call_of(
        flat,
        rules,
        said(CopyNumberCall.AMPLIFIED),
        mycn_pathology=AMPLIFIED,
        mycn_tpm=600.0,
    )
    assert settled.label == "amplified"
    assert settled.texts("reachable") == ("amplified", "gain")


def test_mycn_has_lower_cut_offs_than_other_genes(nothing: CaseEvidence, rules: MycnRules) -> None:
    evidence = with_profile(nothing, *around(15.0, 17.0, 0.5))
    call = call_of(evidence, rules)
    assert call.label == "amplified"
    assert call.flag("focal")


def test_every_combination_of_assays_is_answered(nothing: CaseEvidence, rules: MycnRules) -> None:
    copies = (None, NORMAL, GAIN, said(CopyNumberCall.AMPLIFIED))
    reports = (None, AMPLIFIED, NOT_AMPLIFIED)
    fish, tpm, mixed = (None, 1.0, 3.0, 8.0), (None, 5.0, 90.0, 600.0), (None, False, True)
    for one, report, ratio, number, cells in product(copies, reports, fish, tpm, mixed):
        call = call_of(
            nothing,
            rules,
            one,
            mycn_pathology=report,
            mycn_fish_ratio=ratio,
            mycn_tpm=number,
            mycn_fish_heterogeneous=cells,
        )
        assert call.reason
        if call.flag("discordant"):
            assert call.needs_review
            assert "amplified" in call.texts("reachable")


def test_few_tumour_cells_leave_mycn_open(nothing: CaseEvidence, rules: MycnRules) -> None:
    impure = replace(nothing, sample=Sample(id="T", purity=0.2))
    flat = with_profile(impure, *around(15.0, 17.0, 0.0))
    call = call_of(flat, rules)
    assert call.state is CallState.INDETERMINATE
    assert call.label == "indeterminate"
    assert call.needs_review
    assert "purity" in call.reason
    assert call.texts("reachable") == ("amplified", "normal")
    assert call_of(flat, rules, mycn_fish_ratio=1.0).label == "normal"
    assert call_of(flat, rules, mycn_fish_ratio=8.0).label == "amplified"
    assert call_of(flat, rules, mycn_pathology=AMPLIFIED).flag("discordant")


def test_a_gained_2p_of_a_pure_tumour_is_no_amplification(
    nothing: CaseEvidence, rules: MycnRules
) -> None:
    whole_2p = with_profile(nothing, *around(0.0, 90.0, 0.58))
    pure = replace(whole_2p, sample=Sample(id="T", purity=0.98))
    call = call_of(pure, rules)
    assert call.label == "gain"
    assert call.needs_review
    unstated = call_of(whole_2p, rules)
    assert unstated.label == "amplified"
    assert unstated.needs_review


_RULES = load_knowledge().rules("mycn", MycnRules)
_NOTHING = CaseEvidence(
    patient=Patient(id="P"),
    sample=Sample(id="T"),
    genome=load_knowledge().genome(Assembly.GRCH38),
)


@given(
    value=st.floats(0.0, 50.0),
    more=st.floats(0.0, 50.0),
    key=st.sampled_from(["chr2_ratio", "total_copies", "log2"]),
    platform=st.sampled_from(list(Platform)),
)
def test_more_copies_never_unmake_an_amplification(
    value: float, more: float, key: str, platform: Platform
) -> None:
    def label(number: float) -> str:
        copies = GeneCopyNumber.model_validate({"gene": "MYCN", key: number, "platform": platform})
        return call_of(_NOTHING, _RULES, copies).label

    if label(value) == "amplified":
        assert label(value + more) == "amplified"


def test_little_rna_beside_amplified_dna_asks_for_a_look_and_changes_nothing(
    nothing: CaseEvidence, rules: MycnRules
) -> None:
    silent = call_of(nothing, rules, mycn_fish_ratio=8.5, mycn_tpm=40.0)
    assert (silent.label, silent.needs_review) == ("amplified", True)
    assert "MYCN RNA is as low as in unamplified tumours" in " ".join(silent.notes)
    loud = call_of(nothing, rules, mycn_fish_ratio=8.5, mycn_tpm=300.0)
    assert (loud.label, loud.needs_review) == ("amplified", False)
