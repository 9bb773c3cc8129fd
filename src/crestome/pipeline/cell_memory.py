"""Cells in memory → scores and states, without a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.model.cell_method import CellMethod
from crestome.model.issue import Issues
from crestome.model.single_cell import CellTable, ScoredCells
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.cells import cells_ready

if TYPE_CHECKING:
    from crestome.read.cell_memory import CellData

_NAME: Final = "cells in memory"


@dataclass(frozen=True)
class CellScores:
    """Cells in memory, scored.

    Attributes:
        table: A row for each cell, in their order; see `CellTable`.
        summary: What is said of all of them; see `ScoredCells`.
    """

    table: pl.DataFrame
    summary: ScoredCells


def score_cells(
    cells: CellData,
    *,
    malignant: str | None = None,
    sample: str | None = None,
    layer: str | None = None,
    method: CellMethod | str = CellMethod.RANKS,
) -> CellScores:
    """Score the adrenergic and mesenchymal state of cells in memory, as ``crestome cells`` does.

    Args:
        cells: An AnnData, or whatever has its ``X`` (cells in rows), ``obs`` and ``var``.
        malignant: The column of ``obs`` that says which cells are malignant; without it none has
            a state.
        sample: The column of ``obs`` that names the sample; None for one sample.
        layer: The matrix: X, raw or a layer; None for the first that holds counts.
        method: See `CellMethod`.

    Returns:
        See `CellScores`. The cells themselves are not changed.

    Raises:
        InputError: With every fault of the cells.
        UsageError: If the extra ``cells`` is not installed.
    """
    cells_ready()
    from crestome.pipeline.cell_scoring import CellRun, score_source
    from crestome.read.cell_memory import read_held_cells

    request = CellRequest(
        path=Path(_NAME),
        malignant=malignant,
        sample=sample,
        layer=layer,
        method=CellMethod(method),
    )
    parts: list[pl.DataFrame] = []
    run = CellRun(load_knowledge(), Issues(), parts.append, lambda _step: None)
    try:
        source = read_held_cells(cells, _NAME, request.asked(), run.issues)
        summary = score_source(source, request, run)
    except InputError as error:
        raise InputError(*(_as_argument(fault) for fault in error.faults)) from None
    issues = tuple(
        item.model_copy(update={"remedy": _as_argument(item.remedy)}) for item in summary.issues
    )
    told = replace(summary, source={"dialect": source.dialect}, issues=issues)
    return CellScores(pl.concat([CellTable.empty().frame, *parts]), told)


def _as_argument(fault: str) -> str:
    """Words of the command as those of the function."""
    return re.sub(r"--(malignant|sample|layer)\b(?!-)", r"\1=", fault)
