"""Germline predisposition: stated, suspected, or not looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.call.germline_predisposition import MECHANISM, GermlinePredispositionRules
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material, Sample
from crestome.model.small_variant import (
    Consequence,
    Origin,
    SequencedGenes,
    SmallVariant,
    SmallVariants,
)

MISSENSE, GERMLINE, SOMATIC = Consequence.MISSENSE, Origin.GERMLINE, Origin.SOMATIC


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> GermlinePredispositionRules:
    return knowledge.rules("germline_predisposition", GermlinePredispositionRules)


def small(
    gene: str,
    change: str,
    consequence: Consequence = MISSENSE,
    origin: Origin = GERMLINE,
    vaf: float | None = 0.5,
) -> SmallVariant:
    return SmallVariant(
        gene=gene, protein_change=change, consequence=consequence, origin=origin, vaf=vaf
    )


def answer(
    nothing: CaseEvidence, rules: GermlinePredispositionRules, *variants: SmallVariant
) -> Call:
    evidence = replace(
        nothing,
        small_variants=SmallVariants.from_records(variants),
        sequenced=SequencedGenes(genes=frozenset(rules.referral_genes.value)),
    )
    return MECHANISM.answer(evidence, Calls(), rules)


def said(call: Call) -> tuple[str, str]:
    return call.state.value, call.label


@pytest.mark.parametrize(
    "variant",
    [
        *(small("ALK", change) for change in ("G1128A", "R1192P", "R1275Q", "F1174V", "F1245V")),
        small("PHOX2B", "A241_A260dup", Consequence.INFRAME),
        small("PHOX2B", "S233fs", Consequence.FRAMESHIFT),
        small("TP53", "R337H"),
        small("NF1", "R1362*", Consequence.NONSENSE),
        small("PTPN11", "E76K"),
    ],
)
def test_a_pathogenic_allele_stated_to_be_germline_is_reported(
    nothing: CaseEvidence, rules: GermlinePredispositionRules, variant: SmallVariant
) -> None:
    call = answer(nothing, rules, variant)
    assert said(call) == ("present", "reported")
    assert call.detail["genes"] == (variant.gene,)
    assert call.detail["confirmation_suggested"] is True
    assert call.needs_review
    assert any("clinical genetics" in note for note in call.notes)


@pytest.mark.parametrize(
    "variant",
    [small("ALK", "R1060H"), small("PHOX2B", "G197D"), small("ALK", "A10del", Consequence.INFRAME)],
)
def test_a_germline_variant_of_unknown_significance_is_listed(
    nothing: CaseEvidence, rules: GermlinePredispositionRules, variant: SmallVariant
) -> None:
    call = answer(nothing, rules, variant)
    assert said(call) == ("absent", "none_reported")
    assert call.detail["vus"] == (variant.name,)
    assert call.detail["confirmation_suggested"] is False
    assert call.needs_review


def test_without_stated_germline_variants_the_germline_was_not_looked_at(
    nothing: CaseEvidence, rules: GermlinePredispositionRules
) -> None:
    assert said(MECHANISM.answer(nothing, Calls(), rules)) == ("not_assessed", "not_assessed")
    somatic = answer(nothing, rules, small("NRAS", "Q61K", origin=SOMATIC))
    assert said(somatic) == ("not_assessed", "not_assessed")
    assert somatic.missing == ("germline_testing",)


def test_a_germline_variant_elsewhere_shows_that_the_germline_was_looked_at(
    nothing: CaseEvidence, rules: GermlinePredispositionRules
) -> None:
    assert said(answer(nothing, rules, small("BRCA2", "A1B"))) == ("absent", "none_reported")


@pytest.mark.parametrize(
    ("vaf", "suspected"),
    [(0.5, True), (0.4, True), (0.61, True), (1.0, True), (None, True), (0.39, False)],
)
def test_a_familial_allele_in_enough_or_an_unknown_share_of_the_reads_asks_for_a_test(
    nothing: CaseEvidence,
    rules: GermlinePredispositionRules,
    vaf: float | None,
    suspected: bool,
) -> None:
    call = answer(nothing, rules, small("ALK", "R1275Q", origin=SOMATIC, vaf=vaf))
    assert said(call) == ("not_assessed", "not_assessed")
    assert call.detail["confirmation_suggested"] is suspected
    assert ("Could be inherited: ALK p.R1275Q." in call.reason) is suspected


@pytest.mark.parametrize(
    "variant", [small("ALK", "F1174L", origin=SOMATIC), small("TP53", "R175H", origin=SOMATIC)]
)
def test_alleles_that_are_not_familial_ask_for_nothing(
    nothing: CaseEvidence, rules: GermlinePredispositionRules, variant: SmallVariant
) -> None:
    assert answer(nothing, rules, variant).detail["confirmation_suggested"] is False


def test_a_cell_line_has_no_family_to_refer(
    nothing: CaseEvidence, rules: GermlinePredispositionRules
) -> None:
    line = replace(nothing, sample=Sample(id="T", material=Material.CELL_LINE))
    for origin, vaf in ((SOMATIC, 0.5), (SOMATIC, None), (GERMLINE, 0.5)):
        call = answer(line, rules, small("ALK", "R1275Q", origin=origin, vaf=vaf))
        assert call.detail["confirmation_suggested"] is False
        assert call.notes == ()
    assert "PHOX2B" in MECHANISM.genes(rules)


def test_a_familial_allele_that_a_laboratory_reports_asks_for_a_test(
    nothing: CaseEvidence, rules: GermlinePredispositionRules
) -> None:
    reported = GeneEvent(
        gene="ALK",
        kind=EventKind.SMALL_VARIANT,
        protein_change="R1275Q",
        consequence=MISSENSE,
        where="T.events.tsv line 2",
    )
    call = MECHANISM.answer(replace(nothing, events=(reported,)), Calls(), rules)
    assert said(call) == ("not_assessed", "not_assessed")
    assert call.detail["suspected"] == ("ALK p.R1275Q",)
    assert call.detail["confirmation_suggested"] is True


def test_without_the_genes_that_could_show_one_nothing_is_known_of_a_familial_allele(
    nothing: CaseEvidence, rules: GermlinePredispositionRules
) -> None:
    assert MECHANISM.answer(nothing, Calls(), rules).detail["confirmation_suggested"] is None
    one = replace(
        nothing,
        small_variants=SmallVariants.from_records([]),
        sequenced=SequencedGenes(genes=frozenset(rules.referral_genes.value[:1])),
    )
    assert MECHANISM.answer(one, Calls(), rules).detail["confirmation_suggested"] is None
