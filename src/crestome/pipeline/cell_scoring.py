"""An opened source of cells → what is said of each and of all, wherever the cells come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from crestome.errors import InputError
from crestome.knowledge.load import Knowledge
from crestome.knowledge.signature import load_signatures
from crestome.measure.cell_chunks import CHUNK_ROWS
from crestome.measure.cell_state import CellPlan, CellWish, describe_cells, plan_cells, score_rows
from crestome.measure.cell_summary import CellSummary
from crestome.measure.malignancy_words import check_words
from crestome.measure.signature_rules import SignatureRules
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource, ScoredCells
from crestome.pipeline.cell_request import CellRequest


@dataclass(frozen=True)
class CellRun:
    """What cells are scored with, and what takes the outcome.

    Attributes:
        knowledge: Curated data.
        issues: Takes warnings and notes.
        keep: Takes some rows of `CellTable` after the other.
        step: Takes the name of the step under way.
    """

    knowledge: Knowledge
    issues: Issues
    keep: Callable[[pl.DataFrame], None]
    step: Callable[[str], None]


def score_source(opened: CellSource, request: CellRequest, run: CellRun) -> ScoredCells:
    """Score all cells of a source, in pieces.

    Raises:
        InputError: If its words do not tell malignant cells, or no cell has a gene.
        UsageError: If the scheduler cannot be reached.
    """
    rules = run.knowledge.rules("signature_scores", SignatureRules)
    check_words(opened, rules, run.issues)
    _refuse_errors(run.issues)
    summary = CellSummary()
    source = _with_malignancy(opened, request, run)
    plan = plan_cells(source, load_signatures(), rules, request.max_rank, request.method)
    for first, scores in _scored(request, source, plan):
        table = describe_cells(source.labels.slice(first, scores.height), scores, rules)
        summary.add(table)
        run.keep(table.drop("cliff"))
        run.step(f"{summary.cells:,} of {len(source):,} cells")
    _check_empty(summary, source.name, run.issues)
    return replace(summary.finish(source, plan), issues=tuple(run.issues.items))


def _check_empty(summary: CellSummary, name: str, issues: Issues) -> None:
    if summary.empty == summary.cells:
        issues.error(
            name,
            "no gene above zero in any cell",
            expected="expression",
            remedy="name the layer that holds it with --layer",
        )
        _refuse_errors(issues)
    if summary.empty:
        issues.warn(
            name,
            f"{summary.empty:,} cells without a gene, which have neither score nor state",
            remedy="take empty droplets out before",
        )


def _refuse_errors(issues: Issues) -> None:
    if issues.errors:
        raise InputError(*(str(issue) for issue in issues.errors))


def _scored(
    request: CellRequest, source: CellSource, plan: CellPlan
) -> Iterator[tuple[int, pl.DataFrame]]:
    """Scores of all cells, made here or by the workers of a scheduler."""
    wish = CellWish(chunk_rows=request.chunk_rows or CHUNK_ROWS, workers=request.workers)
    if request.scheduler is None:
        return score_rows(source.read, (0, len(source)), plan, wish)
    from crestome.pipeline.cell_cluster import score_on_cluster

    return score_on_cluster(request, plan, wish, len(source))


def _with_malignancy(source: CellSource, request: CellRequest, run: CellRun) -> CellSource:
    """The same cells, with copy number inferred from expression where normal cells are named."""
    if request.reference is None:
        return source
    from crestome.knowledge.gene_places import load_gene_places
    from crestome.measure.expression_copy_number import INFERRED, infer_malignant
    from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
    from crestome.measure.expression_windows import lay_windows

    rules = run.knowledge.rules("expression_copy_number", ExpressionCopyNumberRules)
    genome = run.knowledge.genome(Assembly.GRCH38)
    layout = lay_windows(source, load_gene_places(), genome, rules)
    total = len(source)
    words = infer_malignant(
        source,
        layout,
        rules,
        run.issues,
        told=lambda done: run.step(f"copy number of {done:,} of {total:,} cells"),
    )
    labels = source.labels.with_columns(words.alias("word"))
    return replace(source, labels=labels, malignancy=f"{INFERRED}, against {request.reference}")
