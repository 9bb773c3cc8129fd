from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from crestome.knowledge.load import load_knowledge
from crestome.model.assessment import InputFile
from crestome.model.case import Case
from crestome.model.copy_number import GeneCopyNumber
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.ledger import Fate, Ledger, LedgerEntry
from crestome.model.patient import Patient, Sample
from crestome.model.small_variant import (
    Consequence,
    SequencedGenes,
    SequencingScope,
    SmallVariant,
    SmallVariants,
)
from crestome.pipeline.knowledge import rules_of
from crestome.pipeline.ledger import account

KNOWLEDGE = load_knowledge()
RULES = rules_of(KNOWLEDGE)
GENOME = KNOWLEDGE.genome(Assembly.GRCH38)
EMPTY = CaseEvidence(patient=Patient(id="P"), sample=Sample(id="T"), genome=GENOME)
TERT_HOTSPOT = GENOME.regions["TERT_promoter_C228T"].start


def variants(*rows: tuple[str, str, int], origin: str = "somatic") -> SmallVariants:
    return SmallVariants(
        pl.DataFrame(
            [
                {
                    "gene": gene,
                    "protein_change": "",
                    "consequence": consequence,
                    "contig": "5",
                    "position": position,
                    "reference": "G",
                    "alternative": "A",
                    "vaf": None,
                    "depth": None,
                    "origin": origin,
                    "phase_group": "",
                    "where": f"T.maf line {line}",
                }
                for line, (gene, consequence, position) in enumerate(rows, start=2)
            ],
            schema=SmallVariants.schema(),
        )
    )


def fates(evidence: CaseEvidence, rows: int) -> dict[str, tuple[Fate, int]]:
    source = InputFile(path="T.maf", role="small variants", dialect="", sha256="", rows=rows)
    ledger = account(Case(evidence=(evidence,), inputs=(source,)), RULES)
    assert ledger.adds_up
    return {entry.reason: (entry.fate, entry.rows) for entry in ledger.entries}


ROWS = (
    ("ALK", "missense", 9),
    ("ALK", "other", 10),
    ("TTN", "missense", 11),
    ("TTN", "synonymous", 12),
    ("", "other", 13),
    ("SLC6A18", "other", TERT_HOTSPOT),
)


def test_every_row_of_a_genome_has_one_fate() -> None:
    scope = SequencedGenes(scope=SequencingScope.GENOME)
    found = fates(replace(EMPTY, small_variants=variants(*ROWS), sequenced=scope), len(ROWS))
    assert found == {
        "in a gene that a call looks at": (Fate.USED, 2),
        "in a gene that a call looks at, without effect on its protein or promoter": (
            Fate.NOT_RELEVANT,
            1,
        ),
        "counted in the mutational burden": (Fate.USED, 1),
        "no call looks at this gene or place": (Fate.NOT_RELEVANT, 2),
    }


def test_a_panel_counts_no_burden() -> None:
    scope = SequencedGenes(scope=SequencingScope.PANEL, genes=frozenset({"ALK"}))
    found = fates(replace(EMPTY, small_variants=variants(*ROWS), sequenced=scope), len(ROWS))
    assert found["no call looks at this gene or place"] == (Fate.NOT_RELEVANT, 3)


def test_germline_rows_are_not_counted_in_the_burden() -> None:
    scope = SequencedGenes(scope=SequencingScope.GENOME)
    table = variants(("TTN", "missense", 11), origin="germline")
    found = fates(replace(EMPTY, small_variants=table, sequenced=scope), 1)
    assert found == {"no call looks at this gene or place": (Fate.NOT_RELEVANT, 1)}


def test_statements_of_a_laboratory_are_counted_one_by_one() -> None:
    evidence = replace(
        EMPTY,
        gene_copies=(
            GeneCopyNumber(gene="MYCN", where="T.maf line 2"),
            GeneCopyNumber(gene="MYCN", where="T.maf line 3"),
        ),
        events=(
            GeneEvent(gene="ATRX", kind=EventKind.DELETION, where="T.maf line 4"),
            GeneEvent(gene="ADAMTS12", kind=EventKind.OTHER, where="T.maf line 5"),
        ),
    )
    ledger = account(Case(evidence=(evidence,)), RULES)
    assert sorted((entry.kind, entry.fate.value, entry.rows) for entry in ledger.entries) == [
        ("events", "not_relevant", 1),
        ("events", "used", 1),
        ("gene copy numbers", "used", 2),
    ]


def test_rows_set_aside_keep_their_reason() -> None:
    entry = LedgerEntry(
        file="T.maf", kind="small variants", fate=Fate.FILTERED, reason="caller's filter", rows=3
    )
    ledger = account(Case(evidence=(EMPTY,), set_aside=(entry,)), RULES)
    assert ledger.entries == (entry,)


@pytest.mark.parametrize("rows", [0, 1])
def test_a_row_that_nobody_accounts_for_is_seen(rows: int) -> None:
    assert Ledger(rows_read={"T.maf": rows}).adds_up is (rows == 0)


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
