"""Cells from file to table."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from read.cell_files import counts, gene_symbols, write_h5ad

from crestome.errors import UsageError
from crestome.model.single_cell import ScoredCells
from crestome.pipeline import cells as module
from crestome.pipeline.cells import (
    CellRequest,
    cell_document,
    cell_summary,
    score_cell_file,
    write_cells,
)

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


def test_table_and_document_are_written_and_say_the_same(file: Path, tmp_path: Path) -> None:
    request = CellRequest(path=file, malignant="c_kind", chunk_rows=7)
    result, (table, document) = write_cells(request, tmp_path / "out" / "T1.parquet")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {table.name, document.name}
    told = json.loads(document.read_text())
    assert told == json.loads(cell_document(result))
    assert told["cells"] == pl.read_parquet(table).height == 60
    (sample,) = told["samples"]
    assert (sample["malignant"], sample["normal"], sample["unverified"]) == (20, 20, 20)
    assert len(told["sha256"]) == 64
    assert "20 malignant, 20 normal, 20 unverified; of the malignant ADRN" in cell_summary(result)


def test_the_size_of_the_pieces_changes_nothing(file: Path) -> None:
    small, large = (scored(file, chunk_rows=rows, workers=workers)
                    for rows, workers in ((7, 1), (1000, 2)))  # fmt: skip
    assert small[0].equals(large[0])
    assert small[1] == large[1]


def test_without_malignant_cells_the_summary_says_so(file: Path) -> None:
    said = cell_summary(scored(file, max_rank=650)[1])
    assert "0 malignant, 0 normal, 60 unverified; no malignant cell has a state" in said
    assert "DEPTH_CLIFF: in" in said


def test_large_files_and_folders_have_no_checksum(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HASHED_BYTES", 10)
    assert scored(file)[1].source["sha256"] == ""


def test_without_the_extra_the_install_line_is_said(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r'pip install "crestome\[cells\]"'):
        scored(file)


def test_neither_a_folder_nor_the_input_is_replaced(file: Path, tmp_path: Path) -> None:
    request = CellRequest(path=file)
    with pytest.raises(UsageError, match="a folder or the input itself"):
        write_cells(request, tmp_path)
    with pytest.raises(UsageError, match="a folder or the input itself"):
        write_cells(request, file)
    with pytest.raises(UsageError, match=r"end --out in \.parquet"):
        write_cells(request, tmp_path / "x.json")
    with pytest.raises(UsageError, match="cannot write here"):
        write_cells(request, file / "x.parquet")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
