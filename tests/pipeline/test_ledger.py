from __future__ import annotations

import polars as pl

from crestome.call import MECHANISMS
from crestome.knowledge.load import load_knowledge
from crestome.model.assessment import InputFile
from crestome.model.case import Case
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.ledger import Fate
from crestome.model.patient import Patient, Sample
from crestome.model.small_variant import Consequence, SmallVariant, SmallVariants
from crestome.pipeline.ledger import account

KNOWLEDGE = load_knowledge()
RULES = {item.name: KNOWLEDGE.rules(item.name, item.rules) for item in MECHANISMS}


def case_of(*variants: SmallVariant, rows: int) -> Case:
    evidence = CaseEvidence(
        patient=Patient(id="P"),
        sample=Sample(id="S"),
        genome=KNOWLEDGE.genome(Assembly.GRCH37),
        small_variants=SmallVariants.from_records(variants),
    )
    source = InputFile(path="x.vcf", role="small_variants", dialect="VCF", sha256="", rows=rows)
    return Case(evidence=(evidence,), inputs=(source,))


def variant(gene: str, where: str, consequence: Consequence = Consequence.MISSENSE) -> SmallVariant:
    return SmallVariant(gene=gene, consequence=consequence, where=where)


def test_alleles_of_one_row_count_once_by_the_one_that_matters() -> None:
    case = case_of(
        variant("ALK", "x.vcf line 9", Consequence.SYNONYMOUS),
        variant("ALK", "x.vcf line 9"),
        variant("XYZ", "x.vcf line 10"),
        rows=2,
    )
    ledger = account(case, RULES)
    assert ledger.adds_up
    assert [(entry.fate, entry.rows) for entry in ledger.entries if entry.fate is Fate.USED] == [
        (Fate.USED, 1)
    ]


def test_a_row_may_be_named_by_its_place() -> None:
    ledger = account(case_of(variant("ALK", "x.vcf at chr2:29443695:G>T"), rows=1), RULES)
    assert ledger.adds_up
    assert ledger.entries[0].examples == ("ALK missense (at chr2:29443695:G>T)",)


def test_variants_without_a_place_stay_apart() -> None:
    case = case_of(variant("ALK", ""), variant("NRAS", ""), rows=2)
    ledger = account(case, RULES)
    assert sum(entry.rows for entry in ledger.entries) == 2
    assert case.evidence[0].small_variants is not None
    assert case.evidence[0].small_variants.frame.schema["where"] == pl.String
