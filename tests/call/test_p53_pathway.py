"""The verdict on p53: TP53 itself, and what silences it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from call.expressed import placed
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.call.p53_pathway import MECHANISM, P53PathwayRules
from crestome.knowledge.load import Knowledge
from crestome.model.assay import AssayOutcome, Assays
from crestome.model.call import Call, Calls
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import (
    Consequence,
    SequencedGenes,
    SmallVariant,
    SmallVariants,
)

MISSENSE = Consequence.MISSENSE
NORMAL, HOMDEL = CopyNumberCall.NORMAL, CopyNumberCall.HOMDEL
BOTH = (("MDM2", NORMAL), ("CDKN2A", NORMAL))


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> P53PathwayRules:
    return knowledge.rules("p53_pathway", P53PathwayRules)


def small(
    change: str,
    vaf: float | None = 0.4,
    consequence: Consequence = MISSENSE,
    gene: str = "TP53",
) -> SmallVariant:
    return SmallVariant(gene=gene, protein_change=change, consequence=consequence, vaf=vaf)


def read(
    nothing: CaseEvidence,
    *variants: SmallVariant,
    copies: tuple[tuple[str, CopyNumberCall], ...] = BOTH,
) -> CaseEvidence:
    return replace(
        nothing,
        small_variants=SmallVariants.from_records(variants),
        sequenced=SequencedGenes(genes=frozenset({"TP53"})),
        gene_copies=tuple(GeneCopyNumber(gene=gene, call=call) for gene, call in copies),
    )


def answer(evidence: CaseEvidence, rules: P53PathwayRules) -> Call:
    return MECHANISM.answer(evidence, Calls(), rules)


def said(call: Call) -> tuple[str, str]:
    return call.state.value, call.label


def test_tp53_that_nobody_read_is_unknown(nothing: CaseEvidence, rules: P53PathwayRules) -> None:
    call = answer(nothing, rules)
    assert said(call) == ("not_assessed", "unknown")
    assert call.missing == ("tp53_sequencing", "mdm2_copy_number", "cdkn2a_copy_number")
    assert call.detail["tp53"] is None


def test_read_and_counted_without_a_hit_is_wild_type(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    call = answer(read(nothing), rules)
    assert said(call) == ("absent", "wildtype")
    assert call.detail["missing"] == ()


def test_wild_type_stays_open_until_mdm2_and_cdkn2a_are_counted(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    call = answer(read(nothing, copies=(("MDM2", NORMAL),)), rules)
    assert said(call) == ("indeterminate", "wildtype")
    assert call.missing == ("cdkn2a_copy_number",)
    assert "CDKN2A not assessed." in call.notes


@pytest.mark.parametrize(
    ("change", "tp53"),
    [
        ("G101V", "vus"),
        ("T102I", "mutant"),
        ("C135F", "mutant"),
        ("P177T", "mutant"),
        ("R273H", "mutant"),
        ("K292I", "mutant"),
        ("F293L", "vus"),
        ("R337C", "mutant"),
        ("R337H", "mutant"),
        ("R337L", "mutant"),
        ("L344P", "mutant"),
        ("R337P", "vus"),
        ("P47S", "wildtype"),
        ("P72R", "wildtype"),
    ],
)
def test_a_missense_variant_counts_by_its_place(
    nothing: CaseEvidence, rules: P53PathwayRules, change: str, tp53: str
) -> None:
    call = answer(read(nothing, small(change)), rules)
    assert call.detail["tp53"] == tp53
    assert call.label == ("mutant" if tp53 == "mutant" else "wildtype")
    assert call.needs_review is (tp53 == "vus")


def test_a_variant_of_unknown_significance_leaves_wild_type_open(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    call = answer(read(nothing, small("F293L")), rules)
    assert said(call) == ("indeterminate", "wildtype")
    assert call.detail["vus"] == ("TP53 p.F293L",)
    assert any("wild type is not proven" in note for note in call.notes)


@pytest.mark.parametrize(
    ("consequence", "tp53"),
    [
        (Consequence.NONSENSE, "mutant"),
        (Consequence.FRAMESHIFT, "mutant"),
        (Consequence.SPLICE, "mutant"),
        (Consequence.INFRAME, "vus"),
        (Consequence.SYNONYMOUS, "wildtype"),
        (Consequence.OTHER, "wildtype"),
    ],
)
def test_other_effects_count_by_what_they_do_to_the_protein(
    nothing: CaseEvidence, rules: P53PathwayRules, consequence: Consequence, tp53: str
) -> None:
    call = answer(read(nothing, small("", consequence=consequence)), rules)
    assert call.detail["tp53"] == tp53


@pytest.mark.parametrize(
    ("vaf", "subclonal"), [(0.2, False), (0.199, True), (0.02, True), (None, None)]
)
def test_a_small_fraction_is_mutant_and_subclonal(
    nothing: CaseEvidence, rules: P53PathwayRules, vaf: float | None, subclonal: bool | None
) -> None:
    call = answer(read(nothing, small("R273H", vaf)), rules)
    assert said(call) == ("present", "mutant")
    assert call.detail["subclonal"] is subclonal
    assert any("would select it" in note for note in call.notes) is (subclonal is True)


def test_both_copies_of_tp53_must_be_lost(nothing: CaseEvidence, rules: P53PathwayRules) -> None:
    deleted = answer(read(nothing, copies=(*BOTH, ("TP53", HOMDEL))), rules)
    assert said(deleted) == ("present", "mutant")
    assert deleted.detail["subclonal"] is None
    one_lost = answer(read(nothing, copies=(*BOTH, ("TP53", CopyNumberCall.LOSS))), rules)
    assert said(one_lost) == ("absent", "wildtype")


@pytest.mark.parametrize(
    ("copies", "gene"),
    [
        ((("MDM2", CopyNumberCall.AMPLIFIED), ("CDKN2A", NORMAL)), "MDM2"),
        ((("MDM2", NORMAL), ("CDKN2A", HOMDEL)), "CDKN2A"),
        ((*BOTH, ("CDKN1A", HOMDEL)), "CDKN1A"),
    ],
)
def test_a_hit_around_tp53_inactivates_the_pathway(
    nothing: CaseEvidence,
    rules: P53PathwayRules,
    copies: tuple[tuple[str, CopyNumberCall], ...],
    gene: str,
) -> None:
    call = answer(read(nothing, copies=copies), rules)
    assert said(call) == ("present", "pathway_inactivated_with_TP53_WT")
    assert call.detail["genes"] == (gene,)
    assert call.detail["tp53"] == "wildtype"
    assert call.detail["basis"] == "measured"


def test_a_gain_of_mdm2_is_no_hit(nothing: CaseEvidence, rules: P53PathwayRules) -> None:
    copies = (("MDM2", CopyNumberCall.GAIN), ("CDKN2A", CopyNumberCall.LOSS))
    assert said(answer(read(nothing, copies=copies), rules)) == ("absent", "wildtype")


def test_loss_of_function_of_cdkn1a_counts_and_its_missense_does_not(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    cut = small("R19*", consequence=Consequence.NONSENSE, gene="CDKN1A")
    call = answer(read(nothing, cut, small("S31R", gene="CDKN1A")), rules)
    assert call.detail["variants"] == ("CDKN1A p.R19*",)


def test_methylation_of_p14arf_counts_and_answers_for_the_gene(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    methylated = replace(
        read(nothing, copies=(("MDM2", NORMAL),)),
        assays=Assays(cdkn2a_promoter_methylation=AssayOutcome.POSITIVE),
    )
    call = answer(methylated, rules)
    assert call.label == "pathway_inactivated_with_TP53_WT"
    assert call.missing == ()


@pytest.mark.parametrize(
    ("event", "label", "gene"),
    [
        (("CDKN2A", EventKind.DELETION), "pathway_inactivated_with_TP53_WT", "CDKN2A"),
        (("CDKN2A", EventKind.HOMOZYGOUS_DELETION), "pathway_inactivated_with_TP53_WT", "CDKN2A"),
        (("CDKN2A", EventKind.PARTIAL_DUPLICATION), "unknown", None),
        (("MDM2", EventKind.AMPLIFICATION), "pathway_inactivated_with_TP53_WT", "MDM2"),
        (("TP53", EventKind.TRANSLOCATION), "mutant", "TP53"),
        (("TP53", EventKind.HOMOZYGOUS_DELETION), "mutant", "TP53"),
        (("TP53", EventKind.DELETION), "unknown", None),
        (("TP53", EventKind.SMALL_VARIANT), "mutant", "TP53"),
    ],
)
def test_reported_events_count_by_what_they_break(
    nothing: CaseEvidence,
    rules: P53PathwayRules,
    event: tuple[str, EventKind],
    label: str,
    gene: str | None,
) -> None:
    reported = GeneEvent(gene=event[0], kind=event[1])
    call = answer(replace(nothing, events=(reported,)), rules)
    assert call.label == label
    assert call.detail["genes"] == ((gene,) if gene else ())
    assert call.detail["basis"] == ("reported" if gene else None)


def test_a_hit_around_an_unread_tp53_says_so_first(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    copies = (GeneCopyNumber(gene="MDM2", call=CopyNumberCall.AMPLIFIED),)
    call = answer(replace(nothing, gene_copies=copies), rules)
    assert said(call) == ("present", "pathway_inactivated_with_TP53_WT")
    assert call.reason.startswith("TP53 was not read. MDM2 amplification")
    assert call.notes[0].startswith("TP53 was not read: the label speaks of the genes around it")
    assert call.needs_review
    assert call.missing[0] == "tp53_sequencing"
    assert call.detail["tp53"] is None


def test_a_hit_around_a_tp53_that_was_read_needs_no_review(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    copies = (("MDM2", CopyNumberCall.AMPLIFIED), ("CDKN2A", NORMAL))
    assert not answer(read(nothing, copies=copies), rules).needs_review


@pytest.mark.parametrize("consequence", [Consequence.UNKNOWN, MISSENSE])
def test_a_variant_without_its_effect_or_residue_is_no_wild_type(
    nothing: CaseEvidence, rules: P53PathwayRules, consequence: Consequence
) -> None:
    call = answer(read(nothing, small("", consequence=consequence)), rules)
    assert said(call) == ("indeterminate", "wildtype")
    assert call.detail["tp53"] is None
    assert call.detail["effect_unknown"] == (f"TP53 {consequence.value}",)
    assert call.missing == ("tp53_sequencing",)
    assert call.needs_review
    assert "effect not stated" in call.reason
    assert any("wild type is not proven" in note for note in call.notes)


def test_a_reported_deletion_of_cdkn2a_counts_and_asks_for_its_copies(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    event = GeneEvent(gene="CDKN2A", kind=EventKind.DELETION)
    call = answer(replace(read(nothing, copies=()), events=(event,)), rules)
    assert call.label == "pathway_inactivated_with_TP53_WT"
    assert call.needs_review
    assert call.detail["copies_not_stated"] == ("CDKN2A",)
    assert call.notes[0].startswith("Copies not stated: a deletion of CDKN2A")


def test_a_reported_residue_is_judged_like_a_measured_one(
    nothing: CaseEvidence, rules: P53PathwayRules
) -> None:
    event = GeneEvent(
        gene="TP53",
        kind=EventKind.SMALL_VARIANT,
        protein_change="P72R",
        consequence=MISSENSE,
    )
    call = answer(replace(nothing, events=(event,)), rules)
    assert call.detail["tp53"] == "wildtype"


@given(vaf=st.floats(0.0001, 1.0))
@settings(deadline=None)
def test_any_fraction_of_a_lost_tp53_is_mutant(
    nothing: CaseEvidence, rules: P53PathwayRules, vaf: float
) -> None:
    assert answer(read(nothing, small("R248Q", vaf)), rules).label == "mutant"


def test_it_looks_at_four_genes(rules: P53PathwayRules) -> None:
    assert MECHANISM.genes(rules) == {"TP53", "MDM2", "CDKN2A", "CDKN1A"}


@pytest.mark.parametrize(("percentile", "word"), [(94.0, "middle"), (95.0, "high")])
def test_much_mdm2_without_amplification_is_a_note_and_no_hit(
    nothing: CaseEvidence, rules: P53PathwayRules, percentile: float, word: str
) -> None:
    evidence = replace(read(nothing), gene_expression=(placed("MDM2", percentile),))
    call = answer(evidence, rules)
    assert (call.label, call.detail["mdm2_expression"]) == ("wildtype", word)
    assert any("overexpressed without amplification" in note for note in call.notes) is (
        word == "high"
    )
    stated = GeneCopyNumber(gene="MDM2", call=CopyNumberCall.AMPLIFIED)
    amplified = replace(evidence, gene_copies=(stated,))
    assert not any("overexpressed" in note for note in answer(amplified, rules).notes)
