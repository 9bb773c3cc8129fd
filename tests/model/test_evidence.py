from __future__ import annotations

from dataclasses import replace

import polars as pl

from crestome.knowledge.load import load_knowledge
from crestome.model.assay import AssayOutcome, Assays
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import ExpressionUnit, GeneExpression, SignatureScore
from crestome.model.genome import Assembly
from crestome.model.patient import Patient, Sample
from crestome.model.small_variant import SequencedGenes, SequencingScope, SmallVariants

EMPTY = CaseEvidence(
    patient=Patient(id="P"),
    sample=Sample(id="T"),
    genome=load_knowledge().genome(Assembly.GRCH38),
)


def test_nothing_measured_is_nothing_measured() -> None:
    assert not EMPTY.measured
    assert not EMPTY.has_positions
    assert EMPTY.variants_of("ALK") == ()
    assert not EMPTY.sequenced_gene("ALK")
    assert EMPTY.events_of("ALK") == ()


def test_a_single_assay_is_a_measurement() -> None:
    assert replace(EMPTY, assays=Assays(c_circle=AssayOutcome.NEGATIVE)).measured
    assert replace(EMPTY, sample=Sample(id="T", dna_index=1.0)).measured


def test_a_gene_is_sequenced_if_covered_and_a_variant_file_was_given() -> None:
    scope = SequencedGenes(scope=SequencingScope.EXOME)
    assert not replace(EMPTY, sequenced=scope).sequenced_gene("ALK")
    looked = replace(EMPTY, sequenced=scope, small_variants=SmallVariants.empty())
    assert looked.sequenced_gene("ALK")
    assert not looked.has_positions


def test_a_listed_variant_shows_that_its_gene_was_looked_at() -> None:
    row = dict.fromkeys(SmallVariants.schema(), None) | {
        "gene": "ALK",
        "protein_change": "",
        "consequence": "missense",
        "contig": "2",
        "position": 5,
        "reference": "",
        "alternative": "",
        "origin": "somatic",
        "phase_group": "",
        "where": "a.maf line 2",
    }
    found = SmallVariants(pl.DataFrame([row], schema=SmallVariants.schema()))
    evidence = replace(EMPTY, small_variants=found)
    assert evidence.sequenced_gene("ALK")
    assert not evidence.sequenced_gene("TP53")
    assert evidence.has_positions
    assert len(evidence.variants_of("ALK", "TP53")) == 1


def test_statements_are_found_by_gene() -> None:
    copies = GeneCopyNumber(gene="MYCN", call=CopyNumberCall.GAIN)
    fusion = GeneEvent(gene="A::ALK", kind=EventKind.FUSION)
    evidence = replace(EMPTY, gene_copies=(copies,), events=(fusion,))
    assert evidence.copies_of("MYCN") == (copies,)
    assert evidence.copies_of("ALK") == ()
    assert evidence.events_of("ALK") == (fusion,)


def test_expression_and_scores_are_found_by_name() -> None:
    gene = GeneExpression(gene="ALK", value=3.0, unit=ExpressionUnit.TPM)
    score = SignatureScore(name="cytolytic", found=2, defined=2)
    evidence = replace(EMPTY, gene_expression=(gene,), set_scores=(score,))
    assert evidence.expression_of("ALK") is gene
    assert evidence.score_of("cytolytic") is score
    assert (EMPTY.expression_of("ALK"), EMPTY.score_of("cytolytic")) == (None, None)
