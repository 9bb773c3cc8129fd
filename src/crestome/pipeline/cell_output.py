"""The table, the figure and the document of scored cells: written whole, or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from crestome.errors import UsageError
from crestome.knowledge.load import load_knowledge
from crestome.model.single_cell import CellTable, ScoredCells
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.cells import cells_ready, score_cell_file
from crestome.pipeline.table_pieces import TablePieces
from crestome.pipeline.versions import package_version
from crestome.report.cells import render_cell_document, render_cell_summary
from crestome.report.figures.cell_density import draw_cell_density

HASHED_BYTES: Final = 1 << 28
"""Larger files go without a checksum, which would take longer than the scores."""


def write_cells(
    request: CellRequest,
    out: Path,
    *,
    knowledge_root: Path | None = None,
    quiet: bool = True,
    asked: str = "",
) -> tuple[ScoredCells, tuple[Path, ...]]:
    """Score one file, and write the table as Parquet, the figure and the document beside it.

    The document is written last: where it lies, the table beside it is whole and its own.

    Args:
        request: See `CellRequest`.
        out: Where the table goes.
        knowledge_root: Another folder of curated data.
        quiet: No progress.
        asked: A mark of the request, which stands in the document.

    Raises:
        InputError: With every fault of the file.
        UsageError: If they cannot be written there, or would replace the input.
    """
    document, figure = out.with_suffix(".json"), out.with_suffix(".svg")
    if unfit := unfit_place(request, out):
        raise UsageError(*unfit)
    cells_ready()
    scratch: tempfile.TemporaryDirectory[str] | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = tempfile.TemporaryDirectory(prefix=".crestome-", dir=out.parent)
    except OSError as error:
        raise _unwritable(out, error) from None
    with scratch as folder:
        pieces = TablePieces(Path(folder))
        result = score_cell_file(request, pieces.add, knowledge_root=knowledge_root, quiet=quiet)
        try:
            table = pieces.join(CellTable.empty().frame)
            origin = _origin(request, knowledge_root) | {"asked": asked} | result.source
            result = replace(result, source=origin | {"table_bytes": str(table.stat().st_size)})
            told = Path(folder) / document.name
            told.write_text(render_cell_document(result), "utf-8")
            drawn = Path(folder) / figure.name
            drawn.write_text(draw_cell_density(result) + "\n", "utf-8")
            document.unlink(missing_ok=True)
            table.replace(out)
            drawn.replace(figure)
            told.replace(document)
        except OSError as error:
            raise _unwritable(out, error) from None
    return result, (out, figure, document)


def unfit_place(request: CellRequest, out: Path) -> tuple[str, ...]:
    """Why a table cannot be written there, or what stands beside it; nothing where it can."""
    beside = (out.with_suffix(".json"), out.with_suffix(".svg"))
    if out in beside:
        return (f"{out}: one of the same name stands beside it; end --out in .parquet",)
    return tuple(
        f"{path}: is a folder or the input itself; choose another --out"
        for path in (out, *beside)
        if path.is_dir()
        or (path.exists() and request.path.exists() and path.samefile(request.path))
    )


def _unwritable(out: Path, error: OSError) -> UsageError:
    return UsageError(f"{out}: cannot write here ({error.strerror}); choose another --out")


def _origin(request: CellRequest, knowledge_root: Path | None) -> dict[str, str]:
    return {
        "crestome_version": package_version(),
        "knowledge_version": load_knowledge(knowledge_root).version,
        "sha256": checksum(request.path),
    }


def checksum(path: Path) -> str:
    """SHA-256 of a file; "" of a folder or of a file too large."""
    if not path.is_file() or path.stat().st_size > HASHED_BYTES:
        return ""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def cell_document(result: ScoredCells) -> str:
    """The document as JSON."""
    return render_cell_document(result)


def cell_summary(result: ScoredCells) -> str:
    """A few lines for the terminal."""
    return render_cell_summary(result)
