"""Files, folders and archives of cells."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from read.cell_files import as_zarr, counts, gene_symbols, write_h5ad

from crestome.errors import InputError
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource
from crestome.read.cell_store import open_store
from crestome.read.cells import CellsAsked, open_cells

GENES = gene_symbols(60)
MATRIX = counts(30, 60)
REAL = Path(__file__).parents[2].parent / "shared/data/formats/single_cell"


def opened(path: Path) -> tuple[CellSource, list[float]]:
    with open_cells(path, path.name, CellsAsked(malignant="c_kind"), Issues()) as source:
        return source, source.read(3, len(source)).values.tolist()


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        opened(path)
    return str(error.value)


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("kind", ["csr_matrix", "dense"])
@pytest.mark.parametrize("name", ["x.zarr", "x.zarr.zip"])
def test_zarr_holds_what_the_same_cells_in_hdf5_hold(
    tmp_path: Path, name: str, kind: str, version: Literal[2, 3]
) -> None:
    words = ["tumor", "", "normal"] * 10
    file = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, kind=kind, c_kind=words)
    first, values = opened(file)
    second, same = opened(as_zarr(file, tmp_path / name, version))
    assert values == same
    assert (first.genes, first.counts) == (second.genes, second.counts)
    assert first.labels.drop("sample").equals(second.labels.drop("sample"))


def test_a_zarr_folder_with_a_piece_absent_is_refused_and_not_read_as_zeros(tmp_path: Path) -> None:
    folder = as_zarr(write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, c_kind=["a"] * 30),
                     tmp_path / "x.zarr")  # fmt: skip
    (folder / "X" / "indices" / "0").unlink()
    assert "x.zarr, X: 1 pieces are absent; expected a whole matrix" in refused(folder)


def test_what_is_no_zarr_or_cut_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zarr").mkdir()
    assert "cannot be opened as zarr" in refused(tmp_path / "x.zarr")
    whole = as_zarr(write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES), tmp_path / "w.zarr.zip")
    (tmp_path / "cut.zarr.zip").write_bytes(whole.read_bytes()[:2000])
    assert "cannot be opened as zarr" in refused(tmp_path / "cut.zarr.zip")


def test_fewer_values_than_stated_are_refused(tmp_path: Path) -> None:
    import h5py

    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, c_kind=["a"] * 30)
    with h5py.File(path, "a") as handle:
        values = handle["X/data"][:-5]
        del handle["X/data"]
        handle["X/data"] = values
    assert "values where" in refused(path)


def test_a_table_without_its_arrays_is_refused_with_their_name(tmp_path: Path) -> None:
    import h5py

    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, c_kind=["a"] * 30)
    with h5py.File(path, "a") as handle:
        del handle["var/_index"]
    assert "no array" in refused(path) or "cannot be read" in refused(path)


def test_a_real_archive_is_read() -> None:
    path = REAL / "anndata_0.7.0.zarr.zip"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    with open_store(path, path.name) as group:
        assert {"X", "obs", "var", "raw"} <= set(group)
    assert "no names of human genes: 0% of 20 are known" in refused_names(path)


def refused_names(path: Path) -> str:
    with pytest.raises(InputError) as error, open_cells(path, path.name, CellsAsked(), Issues()):
        pass
    return str(error.value)
