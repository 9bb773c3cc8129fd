"""``cells``: a file of single cells → scores and states, piece by piece."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crestome.errors import UsageError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource, ScoredCells
from crestome.pipeline.progress import announced_steps

if TYPE_CHECKING:
    import polars as pl

    from crestome.measure.cell_state import CellPlan, CellWish
    from crestome.read.cells import CellsAsked

_INSTALL = 'pip install "crestome[cells]"'


@dataclass(frozen=True, kw_only=True)
class CellRequest:
    """What the user asks of ``cells``.

    Attributes:
        path: The file or folder.
        layer: The matrix of an AnnData file; None to look for counts.
        genome: The genome of a 10x file that holds several.
        sample: The column that names the sample.
        malignant: The column that says which cells are malignant.
        malignant_table: The table of a program that says it.
        reference: Normal cells to infer it against, ``COLUMN=WORD,WORD``.
        max_rank: The last rank; None for the usual one.
        chunk_rows: Cells held at a time; None for the usual number.
        workers: Threads; None for all processors.
        scheduler: Address of a Dask scheduler whose workers score; None for this process.
    """

    path: Path
    layer: str | None = None
    genome: str | None = None
    sample: str | None = None
    malignant: str | None = None
    malignant_table: Path | None = None
    reference: str | None = None
    max_rank: int | None = None
    chunk_rows: int | None = None
    workers: int | None = None
    scheduler: str | None = None

    def asked(self) -> CellsAsked:
        """What the reader is asked for.

        Raises:
            UsageError: If the reference is not ``COLUMN=WORD,WORD``.
        """
        from crestome.read.cells import CellsAsked

        return CellsAsked(
            layer=self.layer,
            genome=self.genome,
            sample=self.sample,
            malignant=self.malignant,
            table=self.malignant_table,
            reference=None if self.reference is None else _reference(self.reference),
        )


def _reference(text: str) -> tuple[str, tuple[str, ...]]:
    column, _, listed = text.partition("=")
    words = tuple(word.strip() for word in listed.split(",") if word.strip())
    if not column.strip() or not words:
        message = (
            f"--reference {text}: expected a column and the words of normal cells in it, such as "
            "'cell_type=T cell,B cell'; correct it"
        )
        raise UsageError(message)
    return column.strip(), words


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
        from crestome.measure.signature_rules import SignatureRules
        from crestome.read.cells import open_cells

        knowledge = load_knowledge(knowledge_root)
        rules = knowledge.rules("signature_scores", SignatureRules)
        issues, summary = Issues(), CellSummary()
        wish = CellWish(chunk_rows=request.chunk_rows or CHUNK_ROWS, workers=request.workers)
        with open_cells(request.path, str(request.path), request.asked(), issues) as opened:
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
