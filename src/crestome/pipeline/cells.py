"""``cells``: a file of single cells → scores and states, piece by piece."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crestome.errors import UsageError
from crestome.knowledge.load import load_knowledge
from crestome.model.issue import Issues
from crestome.model.single_cell import ScoredCells
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.progress import announced_steps

if TYPE_CHECKING:
    import polars as pl

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
        from crestome.pipeline.cell_scoring import CellRun, score_source
        from crestome.read.cells import open_cells

        run = CellRun(load_knowledge(knowledge_root), Issues(), keep, step)
        with open_cells(request.path, str(request.path), request.asked(), run.issues) as opened:
            result = score_source(opened, request, run)
            origin = {"file": str(request.path), "dialect": opened.dialect}
    return replace(result, source=origin)
