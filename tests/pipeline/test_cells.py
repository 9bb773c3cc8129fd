"""Cells from file to table."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from read.cell_files import counts, gene_symbols, write_h5ad

from crestome.errors import UsageError
from crestome.model.single_cell import ScoredCells
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.cells import score_cell_file

GENES = gene_symbols(2500)


def scored(path: Path, **asked: object) -> tuple[pl.DataFrame, ScoredCells]:
    parts: list[pl.DataFrame] = []
    result = score_cell_file(CellRequest(path=path, **asked), parts.append)  # type: ignore[arg-type]
    return pl.concat(parts), result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    words = ["tumor", "normal", ""] * 20
    matrix = counts(60, len(GENES), raised=slice(369, 854))
    return write_h5ad(tmp_path / "T1.h5ad", matrix, GENES, c_kind=words)


def test_the_size_of_the_pieces_changes_nothing(file: Path) -> None:
    small, large = (scored(file, chunk_rows=rows, workers=workers)
                    for rows, workers in ((7, 1), (1000, 2)))  # fmt: skip
    assert small[0].equals(large[0])
    assert small[1] == large[1]


def test_without_the_extra_the_install_line_is_said(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r'pip install "crestome\[cells\]"'):
        scored(file)
