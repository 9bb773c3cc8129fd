"""Single genes in their own sample and among other tumours."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from measure.test_signature_scores import profile

from crestome.knowledge.expression_reference import load_expression_references
from crestome.knowledge.load import load_knowledge
from crestome.measure.gene_expression import GeneExpressionRules, measure_genes, tert_level
from crestome.model.assay import Level
from crestome.model.expression import (
    ExpressionProfile,
    ExpressionTable,
    ExpressionUnit,
    GeneExpression,
    ReferenceCohort,
)

RULES = load_knowledge().rules("gene_expression", GeneExpressionRules)
REFERENCES = load_expression_references()
SAMPLE = profile()


def having(sample: ExpressionProfile, **values: float) -> ExpressionProfile:
    """The sample with some genes at a value, and 30 % of the others below it."""
    frame = sample.table.frame
    for gene, value in values.items():
        own = pl.col("gene") == gene
        frame = frame.with_columns(
            value=pl.when(own).then(value).otherwise("value"),
            cohort_percentile=pl.when(own).then(30.0).otherwise("cohort_percentile"),
        )
    return replace(sample, table=ExpressionTable(frame))


def one(sample: ExpressionProfile, gene: str = "MDM2") -> GeneExpression:
    (found,) = measure_genes(sample, (gene,), REFERENCES, RULES)
    return found


def test_a_gene_is_placed_among_the_coding_genes_of_its_sample() -> None:
    coding = SAMPLE.table.frame.filter(pl.col("coding"))["value"]
    found = one(having(SAMPLE, MDM2=1e9))
    assert found.own_percentile == pytest.approx(100 * (1 - 0.5 / len(coding)))
    assert (found.places, found.detected) == ((), True)


def test_among_other_tumours_only_by_the_same_pipeline_and_unit() -> None:
    logs = replace(SAMPLE, unit=ExpressionUnit.LOG2)
    assert one(having(logs, MDM2=14.93)).places == ()
    assert one(having(replace(SAMPLE, pipeline="aceview"), MDM2=14.93)).places == ()
    found = one(having(replace(logs, pipeline="AceView"), MDM2=14.93))
    groups = {place.group: place for place in found.places}
    assert groups["all"].percentile == pytest.approx(50, abs=0.5)
    assert (groups["all"].tumours, groups["mycn_amplified"].tumours) == (346, 67)
    assert (groups["all"].source, groups["all"].relative) == ("zhang-2015", False)
    assert found.detected is None


def test_a_declared_cohort_comes_first_and_says_that_it_is_relative() -> None:
    sample = replace(SAMPLE, samples=20, cohort=ReferenceCohort.NEUROBLASTOMA, file="c.tsv")
    (place,) = one(having(sample, MDM2=3.0)).places
    assert (place.percentile, place.tumours, place.relative) == (30.0, 19, True)
    assert place.reference == "the other samples of c.tsv, declared as neuroblastoma"
    few = replace(sample, samples=19)
    assert one(having(few, MDM2=3.0)).places == ()
    assert one(sample).places == ()
    undeclared = replace(sample, cohort=None)
    assert one(having(undeclared, MDM2=3.0)).places == ()


@pytest.mark.parametrize(
    ("unit", "value", "detected"),
    [
        (ExpressionUnit.TPM, 0.49, False),
        (ExpressionUnit.TPM, 0.5, True),
        (ExpressionUnit.FPKM, 0.0, False),
        (ExpressionUnit.FPKM, 0.1, None),
        (ExpressionUnit.LOG2, 0.0, None),
    ],
)
def test_what_counts_as_expressed(
    unit: ExpressionUnit, value: float, detected: bool | None
) -> None:
    assert one(having(replace(SAMPLE, unit=unit), MDM2=value)).detected is detected


@pytest.mark.parametrize(("reads", "detected"), [(9e6, None), (2e7, False)])
def test_no_read_at_a_gene_means_something_only_among_enough(
    reads: float, detected: bool | None
) -> None:
    counts = having(replace(SAMPLE, unit=ExpressionUnit.COUNTS), MDM2=0.0, ALK=0.0)
    frame = counts.table.frame
    scaled = frame.with_columns(value=pl.col("value") * reads / frame["value"].sum())
    found = one(replace(counts, table=ExpressionTable(scaled)))
    assert found.detected is detected
    assert bool(found.doubt) is (detected is None)
    some = one(having(replace(counts, table=ExpressionTable(scaled)), MDM2=3.0))
    assert (some.detected, some.doubt) == (None, "")


def test_in_a_panel_a_gene_has_no_place_and_few_transcripts_mean_nothing() -> None:
    panel = replace(SAMPLE, table=ExpressionTable(SAMPLE.table.frame.tail(10)))
    gene = panel.table.frame["gene"][0]
    found = one(having(panel, **{gene: 0.2}), gene)
    assert (found.own_percentile, found.detected) == (None, None)
    assert found.doubt == "only 10 coding genes were measured"
    assert measure_genes(panel, ("NOGENE",), REFERENCES, RULES) == ()


def test_tert_is_high_or_low_only_against_high_risk_tumours() -> None:
    logs = replace(SAMPLE, unit=ExpressionUnit.LOG2, pipeline="aceview")
    high = measure_genes(having(logs, TERT=14.0), ("MYCN", "TERT"), REFERENCES, RULES)
    low = measure_genes(having(logs, TERT=0.0), ("TERT",), REFERENCES, RULES)
    assert (tert_level(high, RULES), tert_level(low, RULES)) == (Level.HIGH, Level.LOW)
    cohort = replace(SAMPLE, samples=40, cohort=ReferenceCohort.NEUROBLASTOMA)
    mixed = measure_genes(having(cohort, TERT=9.0), ("TERT",), REFERENCES, RULES)
    assert tert_level(mixed, RULES) is None
    declared = replace(cohort, cohort=ReferenceCohort.HIGH_RISK)
    found = measure_genes(having(declared, TERT=9.0), ("TERT",), REFERENCES, RULES)
    assert tert_level(found, RULES) is Level.LOW
