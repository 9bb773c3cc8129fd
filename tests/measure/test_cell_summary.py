"""What is said of all cells of a file."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from crestome.measure.cell_summary import DENSITY_STEPS, CellSummary, fraction


def table(**columns: list[object]) -> pl.DataFrame:
    rows = len(columns["malignancy"])
    given = {"sample": ["s"] * rows, "cliff": [False] * rows, "state": [None] * rows,
             "genes": [3] * rows, "adrenergic": [0.1] * rows, "mesenchymal": [0.2] * rows,
             **columns}  # fmt: skip
    return pl.DataFrame(given, schema_overrides={"state": pl.String, "genes": pl.Int32})


def test_the_interval_of_a_fraction_is_that_of_wilson() -> None:
    half = fraction("MES", 10, 20)
    assert half.lower == pytest.approx(0.299, abs=1e-3)
    assert half.upper == pytest.approx(0.701, abs=1e-3)
    assert fraction("MES", 0, 0).fraction is None


@pytest.mark.parametrize("genes", [[5], [1, 9], [4, 2, 2], [7, 0, 3, 900]])
def test_the_median_is_that_of_all_cells_in_whatever_pieces_they_came(genes: list[int]) -> None:
    summary = CellSummary()
    assert summary.median_genes() == 0.0
    for number in genes:
        summary.add(table(malignancy=["normal"], genes=[number]))
    assert summary.median_genes() == np.median(genes)


def test_cells_lie_on_the_plane_by_sample_and_kind() -> None:
    summary = CellSummary()
    summary.add(table(malignancy=["malignant", "normal", "malignant"], mesenchymal=[0.2, 0.2, 9.0]))
    summary.add(table(malignancy=["malignant", "unverified"], adrenergic=[0.1, None]))
    grid = summary.density["s", "malignant"]
    assert grid.shape == (DENSITY_STEPS, DENSITY_STEPS)
    assert (grid[10, 20], grid[10, DENSITY_STEPS - 1], grid.sum()) == (2, 1, 3)
    assert ("s", "unverified") not in summary.density
    assert summary.kinds["s", "unverified"] == 1
