"""Clonality, cells, haplotypes and what follows for each drug."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.call.alk_alteration import alterations_of
from crestome.call.alk_clones import (
    NOT_APPLICABLE,
    AlkFindings,
    AlkRules,
    cell_fraction,
    clonality,
    drug_state,
    fractions_disagree,
    responses_of,
    tumour_copies,
)
from crestome.call.copy_level import CopyLevel, GeneLevel
from crestome.call.variant_effect import GeneSequence
from crestome.knowledge.load import Knowledge
from crestome.knowledge.schema import AlleleResponse, DrugAlleles
from crestome.model.clinical import Clinical, Treatment
from crestome.model.copy_number import CopyNumberProfile, CopyNumberSegments, GeneCopyNumber
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Material, Sample, TimePoint
from crestome.model.small_variant import Consequence, SmallVariant

SENSITIVE_TO_Q = DrugAlleles(
    drug="drug-a",
    entries=(
        AlleleResponse.from_document(
            {
                "variants": ["R1275Q"],
                "response": "sensitive",
                "context": "neuroblastoma",
                "sources": ["chen-2025"],
                "mark": "S",
            }
        ),
        AlleleResponse.from_document(
            {
                "variants": ["F1174L", "G1202R"],
                "response": "resistant",
                "context": "neuroblastoma",
                "sources": ["chen-2025"],
                "mark": "S",
            }
        ),
        AlleleResponse.from_document(
            {
                "classes": ["amplified"],
                "response": "reduced",
                "context": "neuroblastoma",
                "sources": ["chen-2025"],
                "mark": "S",
            }
        ),
    ),
)

View = Callable[..., AlkFindings]


def small(change: str, vaf: float | None = 0.3, phase: str = "") -> SmallVariant:
    return SmallVariant(
        gene="ALK",
        protein_change=change,
        consequence=Consequence.MISSENSE,
        vaf=vaf,
        phase_group=phase,
    )


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> AlkRules:
    shipped = knowledge.rules("alk", AlkRules)
    return shipped.model_copy(update={"allele_responses": (SENSITIVE_TO_Q,)})


@pytest.fixture
def view(nothing: CaseEvidence, rules: AlkRules) -> View:
    """Findings of a tumour with these variants, at this copy level and time."""

    def made(
        *variants: SmallVariant,
        level: CopyLevel = CopyLevel.NORMAL,
        when: TimePoint = TimePoint.DIAGNOSIS,
        evidence: CaseEvidence = nothing,
    ) -> AlkFindings:
        sample = evidence.sample.model_copy(update={"time_point": when})
        alterations = alterations_of(GeneSequence("ALK", True, variants), (), rules)
        gene = GeneLevel(gene="ALK", level=level)
        return AlkFindings(replace(evidence, sample=sample), rules, gene, True, alterations)

    return made


@pytest.mark.parametrize(
    ("vaf", "expected"),
    [
        (0.2001, "clonal"),
        (0.2, "subclonal"),
        (0.001, "subclonal"),
        (0.0009, "below_limit"),
        (None, None),
    ],
)
def test_clonality_follows_the_raw_allele_fraction(
    view: View, vaf: float | None, expected: str | None
) -> None:
    assert clonality(view(small("R1275Q", vaf))) == expected


def test_plasma_dna_has_no_clonality(view: View, nothing: CaseEvidence) -> None:
    plasma = replace(nothing, sample=Sample(id="T", material=Material.CTDNA, purity=0.5))
    found = view(small("R1275Q", 0.12), evidence=plasma)
    assert clonality(found) == "not_applicable_ctdna"
    assert cell_fraction(found) is None
    assert clonality(view()) is None


def test_the_fraction_of_cells_corrects_for_purity_and_copies(
    view: View, nothing: CaseEvidence
) -> None:
    half_pure = replace(nothing, sample=Sample(id="T", purity=0.5))
    assert cell_fraction(view(small("R1275Q", 0.25), evidence=half_pure)) == pytest.approx(1.0)
    dilute = view(small("R1275Q", 0.15), evidence=half_pure)
    assert cell_fraction(dilute) == pytest.approx(0.6)
    assert fractions_disagree(dilute)
    assert not fractions_disagree(view(small("R1275Q", 0.05), evidence=half_pure))
    assert not fractions_disagree(view(small("R1275Q", 0.0005), evidence=half_pure))


def test_without_purity_or_copies_there_is_no_fraction_of_cells(
    view: View, nothing: CaseEvidence
) -> None:
    assert cell_fraction(view(small("R1275Q"))) is None
    pure = replace(nothing, sample=Sample(id="T", purity=0.8))
    assert cell_fraction(view(small("R1275Q"), level=CopyLevel.GAIN, evidence=pure)) is None
    assert cell_fraction(view(small("R1275Q", None), evidence=pure)) is None
    assert cell_fraction(view(evidence=pure)) is None


@given(vaf=st.floats(0.001, 1.0), purity=st.floats(0.05, 1.0))
@settings(deadline=None)
def test_a_fraction_of_cells_stays_between_none_and_all(
    nothing: CaseEvidence, rules: AlkRules, vaf: float, purity: float
) -> None:
    evidence = replace(nothing, sample=Sample(id="T", purity=purity))
    found = alterations_of(GeneSequence("ALK", True, (small("R1275Q", vaf),)), (), rules)
    level = GeneLevel(gene="ALK", level=CopyLevel.NORMAL)
    cells = cell_fraction(AlkFindings(evidence, rules, level, True, found))
    assert cells is not None
    assert 0.0 < cells <= 1.0


def test_copies_come_from_statements_and_from_segments(view: View, nothing: CaseEvidence) -> None:
    stated = replace(nothing, gene_copies=(GeneCopyNumber(gene="ALK", total_copies=3.0),))
    assert tumour_copies(view(evidence=stated)) == 3.0
    gene = nothing.genome.gene("ALK").interval
    row = {
        "contig": gene.contig,
        "start": 0,
        "end": gene.end + 1,
        "log2": None,
        "total_copies": 4.0,
        "minor_copies": None,
        "probes": None,
        "call": "",
        "where": "",
    }
    segments = CopyNumberSegments(pl.DataFrame([row], schema=CopyNumberSegments.schema()))
    profile = CopyNumberProfile(segments=segments, purity=0.9)
    measured = view(small("R1275Q", 0.3), evidence=replace(nothing, copy_number=profile))
    assert tumour_copies(measured) == 4.0
    mixed = replace(profile, mixed_copies=True)
    mixture = view(level=CopyLevel.GAIN, evidence=replace(nothing, copy_number=mixed))
    assert tumour_copies(mixture) is None
    assert cell_fraction(measured) is not None
    assert tumour_copies(view(level=CopyLevel.NOT_ASSESSED)) is None


def test_two_kinase_variants_after_an_inhibitor_are_compound(view: View) -> None:
    pair = (small("R1275Q", 0.4), small("G1202R", 0.1))
    after = view(*pair, when=TimePoint.POST_TKI)
    assert after.compound is True
    assert after.polyclonal is False
    assert view(*pair, when=TimePoint.DIAGNOSIS).compound is False
    assert view(small("R1275Q"), when=TimePoint.POST_TKI).compound is False


def test_the_phase_is_said_where_haplotypes_say_it(view: View) -> None:
    def phase(*groups: str) -> str | None:
        names = ("R1275Q", "T1151M")
        return view(*(small(n, 0.4, g) for n, g in zip(names, groups, strict=False))).phase

    assert phase("1") is None
    assert phase("1", "1") == "cis"
    assert phase("1", "2") == "trans"
    assert phase("1", "") == "unknown"


def test_without_a_record_a_compound_allele_is_unknown_and_the_record_named(view: View) -> None:
    pair = view(small("R1275Q", 0.4), small("T1151M", 0.4), when=TimePoint.RELAPSE)
    assert pair.compound is None
    assert pair.missing_record == ("treatment_record",)
    assert view(small("R1275Q"), when=TimePoint.RELAPSE).missing_record == ()


def test_variants_on_different_haplotypes_are_not_compound(view: View) -> None:
    trans = view(small("R1275Q", 0.4, "a"), small("F1174L", 0.4, "b"), when=TimePoint.POST_TKI)
    assert trans.compound is False
    assert trans.polyclonal is True
    cis = view(small("R1275Q", 0.4, "a"), small("F1174L", 0.1, "a"))
    assert cis.apart is False


@pytest.mark.parametrize(
    ("names", "when", "expected"),
    [
        (("Crizotinib + topotecan",), TimePoint.RELAPSE, True),
        (("drug-a",), TimePoint.RELAPSE, True),
        (("rapid COJEC",), TimePoint.RELAPSE, False),
        ((), TimePoint.RELAPSE, False),
        (None, TimePoint.RELAPSE, None),
        (("lorlatinib",), TimePoint.DIAGNOSIS, False),
        (None, TimePoint.POST_TKI, True),
    ],
)
def test_treatment_with_an_inhibitor_is_read_from_the_time_point_and_the_history(
    view: View,
    nothing: CaseEvidence,
    names: tuple[str, ...] | None,
    when: TimePoint,
    expected: bool | None,
) -> None:
    given_so_far = None if names is None else tuple(Treatment(name=name) for name in names)
    treated = replace(nothing, clinical=Clinical(treatments=given_so_far))
    assert view(when=when, evidence=treated).post_tki is expected


def test_in_one_clone_the_worst_variant_decides(view: View) -> None:
    one_clone = view(small("R1275Q", 0.4), small("G1202R", 0.3))
    assert drug_state(one_clone, SENSITIVE_TO_Q) == "resistant"


def test_in_different_clones_the_larger_part_decides(view: View) -> None:
    mostly_q = view(small("R1275Q", 0.4), small("F1174L", 0.1))
    assert mostly_q.apart
    assert drug_state(mostly_q, SENSITIVE_TO_Q) == "sensitive"
    mostly_l = view(small("R1275Q", 0.1), small("F1174L", 0.4))
    assert drug_state(mostly_l, SENSITIVE_TO_Q) == "resistant"
    unknown_sizes = view(small("R1275Q", None, "a"), small("F1174L", None, "b"))
    assert drug_state(unknown_sizes, SENSITIVE_TO_Q) == "resistant"


def test_fractions_tell_no_clones_apart_where_nobody_says_whether_an_inhibitor_was_given(
    view: View,
) -> None:
    unsaid = view(small("R1275Q", 0.4), small("G1202R", 0.15), when=TimePoint.RELAPSE)
    assert unsaid.post_tki is None
    assert not unsaid.apart
    assert drug_state(unsaid, SENSITIVE_TO_Q) == "resistant"


def test_a_variant_speaks_before_amplification(view: View) -> None:
    amplified = view(small("R1275Q"), level=CopyLevel.AMPLIFIED)
    assert drug_state(amplified, SENSITIVE_TO_Q) == "sensitive"
    assert drug_state(view(level=CopyLevel.AMPLIFIED), SENSITIVE_TO_Q) == "reduced"
    assert [item.allele.name for item in responses_of(amplified, SENSITIVE_TO_Q)] == [
        "R1275Q",
        "amplified",
    ]


def test_a_compound_allele_resists_the_curated_drugs_and_keeps_the_exceptions(
    view: View, rules: AlkRules
) -> None:
    resisting = rules.compound_resistant_drugs.value[0]
    drug = DrugAlleles(drug=resisting, entries=SENSITIVE_TO_Q.entries)
    compound = view(small("R1275Q", 0.4), small("T1151M", 0.4), when=TimePoint.POST_TKI)
    assert drug_state(compound, drug) == "resistant"
    for exception in rules.compound_exceptions:
        changes = [small(change) for change in (*exception.variants, "R1275Q")]
        excepted = DrugAlleles(drug=exception.drug, entries=SENSITIVE_TO_Q.entries)
        exact = view(*changes[:-1], level=CopyLevel.AMPLIFIED, when=TimePoint.POST_TKI)
        assert drug_state(exact, excepted) == exception.response


def test_where_alk_is_not_activated_no_drug_applies(view: View) -> None:
    assert drug_state(view(), SENSITIVE_TO_Q) == NOT_APPLICABLE
    assert drug_state(view(level=CopyLevel.NOT_ASSESSED), SENSITIVE_TO_Q) is None


def test_an_amplicon_broken_inside_the_gene_leaves_the_question_open(
    nothing: CaseEvidence, rules: AlkRules
) -> None:
    level = GeneLevel(gene="ALK", level=CopyLevel.AMPLIFIED, breakpoint_inside=True)
    broken = AlkFindings(nothing, rules, level, False, ())
    assert broken.amplification == "indeterminate"
    assert not broken.present
    assert not broken.copies_known
    assert broken.compound is None
    assert broken.polyclonal is None
    assert broken.missing == ("alk_sequencing",)
