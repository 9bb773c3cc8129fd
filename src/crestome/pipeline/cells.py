"""``cells``: a file of single cells → a table of scores and states, and a document beside it."""

from __future__ import annotations

import hashlib
import importlib.util
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crestome.errors import UsageError
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.model.issue import Issues
from crestome.model.single_cell import CellTable, ScoredCells
from crestome.pipeline.progress import announced_steps
from crestome.pipeline.table_pieces import TablePieces
from crestome.pipeline.versions import package_version
from crestome.report.cells import render_cell_document, render_cell_summary

if TYPE_CHECKING:
    import polars as pl

HASHED_BYTES = 1 << 28
"""Larger files go without a checksum, which would take longer than the scores."""
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
        max_rank: The last rank; None for the usual one.
        chunk_rows: Cells held at a time; None for the usual number.
        workers: Threads; None for all processors.
    """

    path: Path
    layer: str | None = None
    genome: str | None = None
    sample: str | None = None
    malignant: str | None = None
    max_rank: int | None = None
    chunk_rows: int | None = None
    workers: int | None = None


def cells_ready() -> None:
    """Refuse where cells cannot be read or scored.

    Raises:
        UsageError: With the line that installs what is missing.
    """
    if any(importlib.util.find_spec(name) is None for name in ("h5py", "numba")):
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
        UsageError: If the extra is not installed.
    """
    cells_ready()
    with announced_steps(quiet=quiet) as step:
        step("kernels (compiled at the first use)")
        from crestome.measure.cell_chunks import CHUNK_ROWS
        from crestome.measure.cell_state import CellWish, measure_cells, plan_cells
        from crestome.measure.cell_summary import CellSummary
        from crestome.measure.signature_rules import SignatureRules
        from crestome.read.cells import CellsAsked, open_cells

        knowledge = load_knowledge(knowledge_root)
        rules = knowledge.rules("signature_scores", SignatureRules)
        issues, name = Issues(), str(request.path)
        asked = CellsAsked(
            layer=request.layer,
            genome=request.genome,
            sample=request.sample,
            malignant=request.malignant,
        )
        wish = CellWish(chunk_rows=request.chunk_rows or CHUNK_ROWS, workers=request.workers)
        summary = CellSummary()
        with open_cells(request.path, name, asked, issues) as source:
            plan = plan_cells(source, load_signatures(), rules, request.max_rank)
            for table in measure_cells(source, plan, rules, wish):
                summary.add(table)
                keep(table.drop("cliff"))
                step(f"{summary.cells:,} of {len(source):,} cells")
            result = summary.finish(source, plan)
            dialect = source.dialect
    origin = {
        "crestome_version": package_version(),
        "knowledge_version": knowledge.version,
        "file": name,
        "dialect": dialect,
        "sha256": _checksum(request.path),
    }
    return replace(result, source=origin, issues=tuple(issues.items))


def _checksum(path: Path) -> str:
    """SHA-256 of a file; "" of a folder or of a file too large."""
    if path.is_dir() or path.stat().st_size > HASHED_BYTES:
        return ""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_cells(
    request: CellRequest, out: Path, *, knowledge_root: Path | None = None, quiet: bool = True
) -> tuple[ScoredCells, tuple[Path, Path]]:
    """Score one file, and write the table as Parquet and the document beside it.

    The document is written last: where it lies, the table beside it is whole and its own.

    Raises:
        InputError: With every fault of the file.
        UsageError: If they cannot be written there, or would replace the input.
    """
    document = out.with_suffix(".json")
    for path in (out, document):
        if path.is_dir() or (path.exists() and path.samefile(request.path)):
            message = f"{path}: is a folder or the input itself; choose another --out"
            raise UsageError(message)
    if document == out:
        message = f"{out}: the document of the same name stands beside it; end --out in .parquet"
        raise UsageError(message)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".crestome-", dir=out.parent) as scratch:
            pieces = TablePieces(Path(scratch))
            result = score_cell_file(
                request, pieces.add, knowledge_root=knowledge_root, quiet=quiet
            )
            told = Path(scratch) / document.name
            told.write_text(render_cell_document(result), "utf-8")
            table = pieces.join(CellTable.empty().frame)
            document.unlink(missing_ok=True)
            table.replace(out)
            told.replace(document)
    except OSError as error:
        message = f"{out}: cannot write here ({error.strerror}); choose another --out"
        raise UsageError(message) from None
    return result, (out, document)


def cell_document(result: ScoredCells) -> str:
    """The document as JSON."""
    return render_cell_document(result)


def cell_summary(result: ScoredCells) -> str:
    """A few lines for the terminal."""
    return render_cell_summary(result)
