"""Levels of evidence: what was done in whom decides the tier on both published scales."""

from __future__ import annotations

from crestome.knowledge.load import Knowledge
from crestome.model.therapy import Effect

TIERS = {
    "guideline": {("I-A", "I-A"), ("I-C", "I-A")},
    "clinical": {
        ("I-A", "I-A"),
        ("I-C", "I-A"),
        ("I-B", "I-B"),
        ("I-B", "II-C"),
        ("II-B", "II-C"),
        ("II-A", "II-C"),
        ("II-A", "II-D"),
        ("III-A", "II-C"),
        ("IV-A", "II-D"),
    },
    "case": {("II-A", "II-C"), ("II-A", "II-D")},
    "in vivo": {("IV-A", "II-D")},
    "preclinical": {("IV-A", "II-D"), ("V", "II-D")},
    "in vitro": {("IV-A", "II-D")},
    "convention": set(),
}
"""For each type of evidence, the pairs of ESCAT tier and AMP/ASCO/CAP level that it may bear."""


def test_a_claim_bears_no_tier_that_its_evidence_cannot(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            if claim.escat not in {"", "X"}:
                pair = (claim.escat, claim.amp)
                assert pair in TIERS[claim.evidence_type], f"{drug.id}.{claim.id}: {pair}"


def test_evidence_against_stands_outside_the_scales(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            assert (claim.escat == "X") is (claim.effect is Effect.RESISTANCE), claim.id
            assert claim.escat != "X" or claim.amp == "", claim.id


def test_the_highest_tiers_need_patients_with_neuroblastoma_or_an_approval(
    knowledge: Knowledge,
) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            if claim.escat in {"I-B", "II-A", "II-B"}:
                assert "neuroblastoma" in claim.population, f"{drug.id}.{claim.id}"
                assert "not neuroblastoma" not in claim.population, f"{drug.id}.{claim.id}"


def test_evidence_of_other_cancers_says_so(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            if claim.escat == "III-A":
                told = f"{claim.population} {claim.statement}"
                assert any(
                    word in told for word in ("adult", "other", "lung", "children", "paediatric")
                ), f"{drug.id}.{claim.id}: {claim.population}"
        for entry in drug.allele_responses.entries if drug.allele_responses else ():
            assert entry.context in {"neuroblastoma", "fusion cancers", "analogy"}
