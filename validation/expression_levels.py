"""Single genes of real tumours against the frozen reference, and their calls (M-11).

Used by ``validation/cell_state.py``. The shipped quantiles were made of the tumours that are here,
so that on these a quarter lies in the lowest quarter by construction; on other tumours of the
cohort it is a test of calibration. What is no construction in either: whether MHC class I,
chemokines and ligands of natural killer cells are lower where MYCN is amplified, as the review
says.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from mycn import find, read_table, wilson

from crestome.call import immune_microenvironment, surface_target
from crestome.call.immune_microenvironment import ImmuneMicroenvironmentRules
from crestome.call.surface_target import SurfaceTargetRules
from crestome.knowledge.expression_reference import load_expression_references
from crestome.knowledge.load import Knowledge
from crestome.knowledge.signature import Role, load_gene_names, load_signatures
from crestome.measure.gene_expression import GeneExpressionRules, measure_genes, tert_level
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import (
    ExpressionProfile,
    ExpressionTable,
    ExpressionUnit,
    GeneExpression,
    SignatureScore,
)
from crestome.model.patient import Material
from crestome.read.gene_identifiers import recognise_genes

Z_95 = 1.959964
ALL = "all"
QUARTER = 25.0
Figures = dict[str, object]


@dataclass(frozen=True)
class Tumour:
    """One tumour: its genes with their places, and what is known of it."""

    genes: tuple[GeneExpression, ...]
    amplified: bool | None
    high_risk: bool


def auc(lower: list[float], higher: list[float]) -> Figures:
    """How often the second group is above the first; interval of Hanley and McNeil."""
    pairs = len(lower) * len(higher)
    wins = sum((a < b) + (a == b) / 2 for a in lower for b in higher)
    value = wins / pairs
    one, two = value / (2 - value), 2 * value**2 / (1 + value)
    spread = value * (1 - value) + (len(lower) - 1) * (one - value**2)
    spread += (len(higher) - 1) * (two - value**2)
    half = Z_95 * math.sqrt(spread / pairs)
    ends = [round(max(0.0, value - half), 3), round(min(1.0, value + half), 3)]
    return {"auc": round(value, 3), "interval_95": ends}


def tumours_of(data: Path, knowledge: Knowledge) -> list[Tumour]:
    """Every tumour of the SEQC matrix that has clinical data; empty where it is absent."""
    path, about = find(data, "seqc*/expression*.tsv*"), find(data, "seqc*/clinical.tsv*")
    if path is None or about is None:
        return []
    rules = knowledge.rules("gene_expression", GeneExpressionRules)
    table = read_table(path)
    names = load_gene_names()
    symbols = recognise_genes(table[table.columns[0]].to_list(), names).symbols
    immune = (item for item in load_signatures().values() if item.role is Role.IMMUNE)
    wanted = (*rules.genes.value, *(gene for item in immune for gene in item.genes))
    references = load_expression_references()
    found = []
    for row in read_table(about).iter_rows(named=True):
        if row["sample"] in table.columns:
            profile = profile_of(symbols, table[row["sample"]])
            genes = measure_genes(profile, wanted, references, rules)
            status = {"1": True, "0": False}.get(str(row["mycn_status"]))
            found.append(Tumour(genes, status, str(row["high_risk"]) == "HR"))
    return found


def profile_of(symbols: list[str | None], values: pl.Series) -> ExpressionProfile:
    """The expression of one column, of genes that code for a protein or not."""
    frame = (
        pl.DataFrame({"gene": symbols, "value": values.cast(pl.Float64)})
        .drop_nulls()
        .sort("value", descending=True)
        .unique("gene", keep="first")
        .with_columns(
            coding=pl.lit(value=True),
            cohort_mean=pl.lit(None, pl.Float64),
            cohort_percentile=pl.lit(None, pl.Float64),
        )
    )
    return ExpressionProfile(
        table=ExpressionTable(frame), unit=ExpressionUnit.LOG2, samples=1, pipeline="aceview"
    )


def percentiles(tumour: Tumour, genes: tuple[str, ...]) -> Iterator[float]:
    """Places among all tumours of the reference, of the genes that have one."""
    for item in tumour.genes:
        if item.gene in genes:
            yield from (place.percentile for place in item.places if place.group == ALL)


def sets_by_mycn(tumours: list[Tumour]) -> Figures:
    """Is a gene set lower where MYCN is amplified? Mean percentile of the genes that are there."""
    figures: Figures = {}
    for name, item in load_signatures().items():
        if item.role is not Role.IMMUNE:
            continue
        groups: dict[bool, list[float]] = {True: [], False: []}
        genes = 0
        for tumour in tumours:
            places = list(percentiles(tumour, item.genes))
            genes = len(places)
            if places and tumour.amplified is not None:
                groups[tumour.amplified].append(sum(places) / len(places))
        if genes:
            figures[name] = {
                "genes": genes,
                "of": len(item.genes),
                "amplified": len(groups[True]),
                "others": len(groups[False]),
                **auc(groups[True], groups[False]),
            }
    return figures


def called(tumours: list[Tumour], knowledge: Knowledge, nothing: CaseEvidence) -> Figures:
    """Labels of both calls, as bulk tissue of unknown purity and as if it were pure."""
    surface = knowledge.rules("surface_target", SurfaceTargetRules)
    immune = knowledge.rules("immune_microenvironment", ImmuneMicroenvironmentRules)
    unscored = (SignatureScore(name="mhc_class_i", found=0, defined=8),)

    def answers(tumour: Tumour, material: Material) -> tuple[Call, Call]:
        sample = nothing.sample.model_copy(update={"material": material})
        evidence = replace(
            nothing, sample=sample, gene_expression=tumour.genes, set_scores=unscored
        )
        return (
            surface_target.MECHANISM.answer(evidence, Calls(), surface),
            immune_microenvironment.MECHANISM.answer(evidence, Calls(), immune),
        )

    bulk = [answers(tumour, Material.TUMOUR) for tumour in tumours]
    pure = [answers(tumour, Material.CELL_LINE) for tumour in tumours]
    low = sum(call.state is CallState.PRESENT for _, call in bulk)
    return {
        "n": len(tumours),
        "surface_target_in_bulk": dict(Counter(call.label for call, _ in bulk)),
        "surface_target_if_pure": dict(Counter(call.label for call, _ in pure)),
        "gd2_synthesis": dict(Counter(call.text("gd2_synthesis") for call, _ in pure)),
        "b7_h3": dict(Counter(call.text("b7_h3") for call, _ in pure)),
        "mhc_class_i_low": low,
        "mhc_class_i_low_95": wilson(low, len(tumours)),
        "mhc_class_i_absent_in_bulk": sum(call.state is CallState.ABSENT for _, call in bulk),
    }


def single_genes(tumours: list[Tumour], knowledge: Knowledge) -> Figures:
    """Calibration of the lowest quarter, MYCN by its place, and TERT against high-risk tumours."""
    rules = knowledge.rules("gene_expression", GeneExpressionRules)
    quarter = Counter(
        item.gene
        for tumour in tumours
        for item in tumour.genes
        if item.places and item.places[0].percentile <= QUARTER
    )
    mycn: dict[bool, list[float]] = {True: [], False: []}
    for tumour in tumours:
        if tumour.amplified is not None:
            mycn[tumour.amplified] += list(percentiles(tumour, ("MYCN",)))
    tert = [(tert_level(tumour.genes, rules), tumour.high_risk) for tumour in tumours]
    high = {
        group: [str(level) == "high" for level, risk in tert if risk is group]
        for group in (True, False)
    }
    return {
        "n": len(tumours),
        "in_lowest_quarter": [
            round(min(quarter.values()) / len(tumours), 3),
            round(max(quarter.values()) / len(tumours), 3),
        ],
        "genes": len(quarter),
        "mycn": auc(mycn[False], mycn[True]),
        "tert_high_of_high_risk": [sum(high[True]), len(high[True])],
        "tert_high_of_others": [sum(high[False]), len(high[False])],
    }


def measure(data: Path, knowledge: Knowledge, nothing: CaseEvidence) -> dict[str, Figures | None]:
    """All checks; None where their input is absent."""
    tumours = tumours_of(data, knowledge)
    return {
        "immune sets by MYCN": sets_by_mycn(tumours) if tumours else None,
        "surface and immune calls": called(tumours, knowledge, nothing) if tumours else None,
        "single genes": single_genes(tumours, knowledge) if tumours else None,
    }
