"""``cells``: a file of single cells → scores and states, piece by piece."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crestome.errors import InputError, UsageError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource, ScoredCells
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.progress import announced_steps

if TYPE_CHECKING:
    import polars as pl

    from crestome.measure.cell_state import CellPlan, CellWish

_INSTALL = 'pip install "crestome[cells]"'


def cells_ready() -> None:
    """Refuse where cells cannot be read or scored.

    Raises:
        UsageError: With the line that installs what is missing.
    """
    if any(importlib.util.find_spec(name) is None for name in ("h5py", "numba", "zarr")):
        message = f"single cells need the extra cells, which is not installed; {_INSTALL}"
        raise UsageError(message)


def score_cell_file(
    request: CellRequest,
    keep: Callable[[pl.DataFrame], None],
    *,
    knowledge_root: Path | None = None,
    quiet: bool = True,
) -> ScoredCells:
    """Read and score one file, in pieces.

    Args:
        request: See `CellRequest`.
        keep: Takes some rows of `CellTable` after the other.
        knowledge_root: Another folder of curated data.
        quiet: No progress.

    Raises:
        InputError: With every fault of the file.
        UsageError: If the extra is not installed, or the scheduler cannot be reached.
    """
    cells_ready()
    with announced_steps(quiet=quiet) as step:
        step("kernels (compiled at the first use)")
        from crestome.measure.cell_chunks import CHUNK_ROWS
        from crestome.measure.cell_state import CellWish, describe_cells, plan_cells
        from crestome.measure.cell_summary import CellSummary
        from crestome.measure.malignancy_words import check_words
        from crestome.measure.signature_rules import SignatureRules
        from crestome.read.cells import open_cells

        knowledge = load_knowledge(knowledge_root)
        rules = knowledge.rules("signature_scores", SignatureRules)
        issues, summary = Issues(), CellSummary()
        wish = CellWish(chunk_rows=request.chunk_rows or CHUNK_ROWS, workers=request.workers)
        with open_cells(request.path, str(request.path), request.asked(), issues) as opened:
            check_words(opened, rules, issues)
            refuse_errors(issues)
            source = _with_malignancy(opened, knowledge, request, issues, step)
            plan = plan_cells(source, load_signatures(), rules, request.max_rank)
            for first, scores in _scored(request, source, plan, wish):
                table = describe_cells(source.labels.slice(first, scores.height), scores, rules)
                summary.add(table)
                keep(table.drop("cliff"))
                step(f"{summary.cells:,} of {len(source):,} cells")
            if summary.empty:
                issues.warn(
                    str(request.path),
                    f"{summary.empty:,} cells without a gene, which have neither score nor state",
                    remedy="take empty droplets out before",
                )
            result = summary.finish(source, plan)
            origin = {"file": str(request.path), "dialect": source.dialect}
    return replace(result, source=origin, issues=tuple(issues.items))


def refuse_errors(issues: Issues) -> None:
    """Stop where there is an error.

    Raises:
        InputError: With every error noted.
    """
    if issues.errors:
        raise InputError(*(str(issue) for issue in issues.errors))


def _scored(
    request: CellRequest, source: CellSource, plan: CellPlan, wish: CellWish
) -> Iterator[tuple[int, pl.DataFrame]]:
    """Scores of all cells, made here or by the workers of a scheduler."""
    if request.scheduler is None:
        from crestome.measure.cell_state import score_rows

        return score_rows(source.read, (0, len(source)), plan, wish)
    from crestome.pipeline.cell_cluster import score_on_cluster

    return score_on_cluster(request, plan, wish, len(source))


def _with_malignancy(
    source: CellSource,
    knowledge: Knowledge,
    request: CellRequest,
    issues: Issues,
    step: Callable[[str], None],
) -> CellSource:
    """The same cells, with copy number inferred from expression where normal cells are named."""
    if request.reference is None:
        return source
    from crestome.knowledge.gene_places import load_gene_places
    from crestome.measure.expression_copy_number import INFERRED, infer_malignant
    from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
    from crestome.measure.expression_windows import lay_windows

    rules = knowledge.rules("expression_copy_number", ExpressionCopyNumberRules)
    genome = knowledge.genome(Assembly.GRCH38)
    layout = lay_windows(source, load_gene_places(), genome, rules)
    total = len(source)
    words = infer_malignant(
        source,
        layout,
        rules,
        issues,
        told=lambda done: step(f"copy number of {done:,} of {total:,} cells"),
    )
    labels = source.labels.with_columns(words.alias("word"))
    return replace(source, labels=labels, malignancy=f"{INFERRED}, against {request.reference}")
