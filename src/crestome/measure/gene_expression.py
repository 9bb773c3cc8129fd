"""Expression of single genes → where each lies among its own sample and among other tumours.

A number of transcripts says little by itself. Within its sample a gene can always be placed; among
other tumours only where they were measured and counted in the same way: a frozen reference of that
pipeline, or the tumours of the user's own matrix where the case declares them to be the reference.
Between ways of counting, the same gene can differ by more than between tumours, so that nothing is
compared across them.

References:
    koneru-2020, zhang-2015, crestome-conventions
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from crestome.knowledge.expression_reference import ExpressionReference
from crestome.knowledge.schema import Rules, Threshold, Words
from crestome.measure.signature_rules import SignatureRules
from crestome.model.assay import Level
from crestome.model.expression import (
    ExpressionProfile,
    ExpressionUnit,
    GeneExpression,
    Placement,
    ReferenceCohort,
)

_PERCENT: Final = 100.0
_TERT: Final = "TERT"
_HIGH_RISK: Final = "high_risk"
OWN: Final = "all"


class GeneExpressionRules(Rules):
    """See ``rules/gene_expression.yaml``.

    Attributes:
        genes: Genes that are looked at, beside the members of immune gene sets.
        detected_tpm: Below so many transcripts per million a gene is hardly expressed or not.
        least_counts: Of fewer reads in all, none at a gene means nothing.
        tert_high_percentile: TERT is high above this percentile of high-risk tumours.
        signature_scores: Least numbers of genes and of samples.
    """

    genes: Words
    detected_tpm: Threshold
    least_counts: Threshold
    tert_high_percentile: Threshold
    signature_scores: SignatureRules


def measure_genes(
    profile: ExpressionProfile,
    genes: Iterable[str],
    references: Sequence[ExpressionReference],
    rules: GeneExpressionRules,
) -> tuple[GeneExpression, ...]:
    """Place each gene in its own sample and in every reference that fits.

    Args:
        profile: Expression of the sample.
        genes: Symbols; those that were not measured are left out.
        references: Frozen references; one serves only its own pipeline and unit.
        rules: See `GeneExpressionRules`.

    Returns:
        The genes in their order. ``detected`` is None where the unit is a logarithm, which may
        stand on any offset; it is False only in a table of a whole transcriptome and, of counts,
        of enough reads. A declared cohort of too few samples places nothing.
    """
    coding = profile.table.frame.filter(pl.col("coding"))["value"]
    whole = len(coding) >= rules.signature_scores.least_genes.value
    doubt = _doubt(profile, coding, rules)
    wanted = dict.fromkeys(genes)
    rows = profile.table.frame.filter(pl.col("gene").is_in(list(wanted)))
    found = {row["gene"]: row for row in rows.iter_rows(named=True)}
    fitting = [item for item in references if _fits(item, profile)]
    return tuple(
        GeneExpression(
            gene=gene,
            value=found[gene]["value"],
            unit=profile.unit,
            own_percentile=_own(coding, found[gene]["value"]) if whole else None,
            detected=None if doubt else _detected(found[gene]["value"], profile.unit, rules),
            doubt=doubt if _few(found[gene]["value"], profile.unit, rules) else "",
            places=(
                *_cohort(profile, found[gene]["cohort_percentile"], rules),
                *_frozen(gene, found[gene]["value"], fitting),
            ),
        )
        for gene in wanted
        if gene in found
    )


def tert_level(genes: Sequence[GeneExpression], rules: GeneExpressionRules) -> Level | None:
    """TERT against the median of high-risk tumours; None without such a reference.

    The first reference of high-risk tumours decides: those of the user's file, else a frozen one.

    References:
        koneru-2020
    """
    places = [place for item in genes if item.gene == _TERT for place in item.places]
    for place in places:
        if place.group == _HIGH_RISK:
            high = place.percentile > rules.tert_high_percentile.value
            return Level.HIGH if high else Level.LOW
    return None


def _fits(reference: ExpressionReference, profile: ExpressionProfile) -> bool:
    same_way = reference.pipeline.casefold() == profile.pipeline.casefold()
    return same_way and reference.unit == profile.unit.value


def _own(coding: pl.Series, value: float) -> float:
    below, alike = int((coding < value).sum()), int((coding == value).sum())
    return (below + alike / 2) * _PERCENT / len(coding)


def _doubt(profile: ExpressionProfile, coding: pl.Series, rules: GeneExpressionRules) -> str:
    """Why a gene without transcripts in this table may still be expressed; "" where it is not."""
    if len(coding) < rules.signature_scores.least_genes.value:
        return f"only {len(coding):,} coding genes were measured"
    reads = profile.table.frame["value"].sum()
    if profile.unit is ExpressionUnit.COUNTS and reads < rules.least_counts.value:
        return f"only {reads:,.0f} reads were counted"
    return ""


def _few(value: float, unit: ExpressionUnit, rules: GeneExpressionRules) -> bool:
    """Whether there is no transcript to speak of; of a logarithm nobody knows."""
    if unit is ExpressionUnit.TPM:
        return value < rules.detected_tpm.value
    return unit is not ExpressionUnit.LOG2 and value <= 0


def _detected(value: float, unit: ExpressionUnit, rules: GeneExpressionRules) -> bool | None:
    if _few(value, unit, rules):
        return False
    return True if unit is ExpressionUnit.TPM else None


def _cohort(
    profile: ExpressionProfile, percentile: float | None, rules: GeneExpressionRules
) -> tuple[Placement, ...]:
    others = profile.samples - 1
    few = profile.samples < rules.signature_scores.least_cohort.value
    if profile.cohort is None or percentile is None or few:
        return ()
    return (
        Placement(
            reference=f"the other samples of {profile.file}, declared as {profile.cohort.value}",
            group=_HIGH_RISK if profile.cohort is ReferenceCohort.HIGH_RISK else OWN,
            tumours=others,
            percentile=percentile,
            relative=True,
        ),
    )


def _frozen(
    gene: str, value: float, references: Sequence[ExpressionReference]
) -> tuple[Placement, ...]:
    return tuple(
        Placement(
            reference=reference.tumours,
            group=quantiles.group,
            tumours=quantiles.tumours,
            percentile=quantiles.percentile_of(value),
            source=reference.source,
        )
        for reference in references
        for quantiles in reference.genes.get(gene, ())
    )
