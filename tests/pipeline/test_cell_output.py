"""Tables and documents of scored cells."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from read.cell_files import counts, gene_symbols, write_h5ad

from crestome.errors import InputError, UsageError
from crestome.pipeline import cell_output as module
from crestome.pipeline.cell_output import cell_document, cell_summary, checksum, write_cells
from crestome.pipeline.cell_request import CellRequest

GENES = gene_symbols(2500)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    words = ["tumor", "normal", ""] * 20
    matrix = counts(60, len(GENES), raised=slice(369, 854))
    return write_h5ad(tmp_path / "T1.h5ad", matrix, GENES, c_kind=words)


def test_table_and_document_are_written_and_say_the_same(file: Path, tmp_path: Path) -> None:
    request = CellRequest(path=file, malignant="c_kind", chunk_rows=7)
    result, written = write_cells(request, tmp_path / "out" / "T1.parquet")
    table, figure, document = written
    assert set((tmp_path / "out").iterdir()) == set(written)
    assert "20 malignant cells" in figure.read_text()
    told = json.loads(document.read_text())
    assert told == json.loads(cell_document(result))
    assert told["cells"] == pl.read_parquet(table).height == 60
    (sample,) = told["samples"]
    assert (sample["malignant"], sample["normal"], sample["unverified"]) == (20, 20, 20)
    assert len(told["sha256"]) == 64
    assert "20 malignant, 20 normal, 20 unverified; of the malignant ADRN" in cell_summary(result)


def test_without_malignant_cells_the_summary_says_so(file: Path, tmp_path: Path) -> None:
    said = cell_summary(
        write_cells(CellRequest(path=file, max_rank=650), tmp_path / "o.parquet")[0]
    )
    assert "0 malignant, 0 normal, 60 unverified; no malignant cell has a state" in said
    assert "DEPTH_CLIFF: in" in said


def test_large_files_and_folders_have_no_checksum(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(checksum(file)) == 64
    monkeypatch.setattr(module, "HASHED_BYTES", 10)
    assert checksum(file) == checksum(file.parent) == ""


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


def test_a_fault_amid_the_cells_leaves_what_was_there_and_nothing_else(
    file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "T1.parquet"
    write_cells(CellRequest(path=file), out)
    before = {path.name: path.read_bytes() for path in out.parent.iterdir()}
    matrix = counts(60, len(GENES))
    matrix[45, 7] = -1
    bad = write_h5ad(tmp_path / "bad.h5ad", matrix, GENES)
    with pytest.raises(InputError, match="negative values"):
        write_cells(CellRequest(path=bad, chunk_rows=5, layer="X"), out)
    assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == before
