"""Cells in memory through the public door."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from read.cell_files import counts, gene_symbols, write_h5ad
from read.test_cell_memory import Frame, Held, Sparse

from crestome import InputError, score_cells
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.cells import score_cell_file

GENES = gene_symbols(2500)
WORDS = ["tumor", "normal", ""] * 10
MATRIX = counts(30, len(GENES), raised=slice(369, 854))


def held() -> Held:
    names = [f"cell{at}" for at in range(30)]
    return Held(Sparse(MATRIX), Frame([*names], kind=[*WORDS]), Frame([*GENES]))


def test_the_scores_are_those_of_the_same_cells_in_a_file(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, kind_=WORDS)
    parts: list[pl.DataFrame] = []
    summary = score_cell_file(CellRequest(path=path, malignant="kind_"), parts.append)
    found = score_cells(held(), malignant="kind")
    assert found.table.drop("sample").equals(pl.concat(parts).drop("sample"))
    assert found.summary.samples[0].states == summary.samples[0].states
    assert found.summary.source == {"dialect": "AnnData, X, genes by _index"}


def test_the_method_is_that_of_the_command() -> None:
    logs = held()
    logs.X = np.log1p(MATRIX)
    found = score_cells(logs, method="control-mean")
    assert found.summary.method.value == "control-mean"
    assert "column with malignant= or" in str(found.summary.issues[0])


def test_faults_name_the_argument() -> None:
    with pytest.raises(InputError, match=r"no column 'kin'; expected kind\. Correct malignant="):
        score_cells(held(), malignant="kin")
