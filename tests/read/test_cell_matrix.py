"""Matrices of cells, read in pieces."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from read.cell_files import counts, write_sparse

from crestome.errors import FormatError
from crestome.model.issue import Issues
from crestome.model.single_cell import CellChunk
from crestome.read.cell_matrix import is_whole, matrix_reader


def dense(chunk: CellChunk, columns: int) -> np.ndarray:
    found = np.zeros((len(chunk), columns), np.float32)
    for row in range(len(chunk)):
        part = slice(chunk.rows[row], chunk.rows[row + 1])
        found[row, chunk.columns[part]] = chunk.values[part]
    return found


@pytest.mark.parametrize("kind", ["csr_matrix", "dense"])
def test_any_run_of_cells_is_as_in_the_matrix(tmp_path: Path, kind: str) -> None:
    matrix = counts(20, 30)
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        if kind == "dense":
            handle["X"] = matrix
        else:
            write_sparse(handle.create_group("X"), matrix)
        read = matrix_reader(handle["X"], "x, X", (20, 30), Issues())
        assert read is not None
        for first, last in [(0, 20), (5, 9), (19, 20), (4, 4)]:
            assert (dense(read(first, last), 30) == matrix[first:last]).all()
        assert is_whole(read, 20, 3)


@pytest.mark.parametrize(
    ("kind", "said"), [("csc_matrix", "stored gene by gene"), ("coo", "an unknown matrix (coo)")]
)
def test_a_matrix_that_cannot_be_read_by_cells_is_refused(
    tmp_path: Path, kind: str, said: str
) -> None:
    issues = Issues()
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        group = handle.create_group("X")
        group.attrs["h5sparse_format"] = kind.encode()
        assert matrix_reader(group, "x, X", (20, 30), issues) is None
    assert said in str(issues.errors[0])
    assert "tocsr()" in str(issues.errors[0])


@pytest.mark.parametrize("kind", ["csr_matrix", "dense"])
def test_negative_values_are_refused_with_their_cells(tmp_path: Path, kind: str) -> None:
    matrix = counts(20, 30)
    matrix[13, 4] = -1
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        if kind == "dense":
            handle["X"] = matrix
        else:
            write_sparse(handle.create_group("X"), matrix)
        read = matrix_reader(handle["X"], "x, X", (20, 30), Issues())
        assert read is not None
        assert len(read(0, 13)) == 13
        with pytest.raises(FormatError, match="x, X, cells 14 to 20: negative values"):
            read(13, 20)


@pytest.mark.parametrize("kind", ["csr_matrix", "dense"])
def test_a_file_that_is_damaged_is_refused_with_the_place(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.h5"
    matrix = counts(400, 300)
    with h5py.File(path, "w") as handle:
        if kind == "dense":
            handle.create_dataset("X", data=matrix, chunks=(50, 300), compression="gzip")
            place = handle["X"].id.get_chunk_info(5).byte_offset
        else:
            group = handle.create_group("X")
            write_sparse(group, matrix)
            packed = group["data"][()]
            del group["data"]
            group.create_dataset("data", data=packed, chunks=(500,), compression="gzip")
            place = group["data"].id.get_chunk_info(30).byte_offset
    raw = bytearray(path.read_bytes())
    raw[place : place + 40] = b"\xff" * 40
    path.write_bytes(raw)
    with h5py.File(path, "r") as handle:
        read = matrix_reader(handle["X"], "x, X", (400, 300), Issues())
        assert read is not None
        with pytest.raises(FormatError, match=r"cells 1 to 400: cannot be read"):
            read(0, 400)


def test_logarithms_are_no_whole_numbers(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        handle["X"] = np.log1p(counts(20, 30))
        read = matrix_reader(handle["X"], "x, X", (20, 30), Issues())
        assert read is not None
        assert not is_whole(read, 20, 3)


def refused(path: Path, shape: tuple[int, int] = (20, 30)) -> str:
    issues = Issues()
    with h5py.File(path) as handle:
        read = matrix_reader(handle["X"], "x, X", shape, issues)
        if read is not None:
            with pytest.raises(FormatError) as error:
                read(0, 20)
            return str(error.value)
    return str(issues.errors[0])


@pytest.mark.parametrize("kind", ["csr_matrix", "dense"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_no_numbers_are_refused(tmp_path: Path, kind: str, value: float) -> None:
    matrix = counts(20, 30)
    matrix[4, 4] = value
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        if kind == "dense":
            handle["X"] = matrix
        else:
            write_sparse(handle.create_group("X"), matrix)
    assert "values that are no numbers" in refused(tmp_path / "x.h5")


@pytest.mark.parametrize("kind", ["csr_matrix", "dense"])
def test_a_matrix_of_another_shape_than_the_tables_is_refused(tmp_path: Path, kind: str) -> None:
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        if kind == "dense":
            handle["X"] = counts(20, 30)
        else:
            write_sparse(handle.create_group("X"), counts(20, 30))
    said = refused(tmp_path / "x.h5", (19, 30))
    assert "20 x 30" in said
    assert "the tables have 19 x 30" in said
    if kind != "dense":
        with h5py.File(tmp_path / "x.h5", "a") as handle:
            del handle["X"].attrs["shape"]
        assert "x, X: 20 where the tables have 19" in refused(tmp_path / "x.h5", (19, 30))


@pytest.mark.parametrize("stated", ["abc", [20], [20.0, 30.0], [10, 10]])
def test_a_shape_that_is_none_of_this_matrix_is_refused(tmp_path: Path, stated: object) -> None:
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        write_sparse(handle.create_group("X"), counts(20, 30))
        handle["X"].attrs["shape"] = stated
    assert "x, X: states its shape as " in refused(tmp_path / "x.h5")


@pytest.mark.parametrize("kind", ["csr_matrix", "dense"])
def test_a_matrix_without_a_cell_is_refused(tmp_path: Path, kind: str) -> None:
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        if kind == "dense":
            handle["X"] = counts(20, 30)[:0]
        else:
            write_sparse(handle.create_group("X"), counts(20, 30)[:0])
    assert "no cell in it" in refused(tmp_path / "x.h5", (0, 30))


@pytest.mark.parametrize(
    ("part", "made", "said"),
    [
        ("indices", lambda held: held + 0.5, "genes stored as float64; expected whole numbers"),
        ("data", lambda held: held.astype(complex), "values stored as complex128"),
        ("data", lambda held: held.astype("S9"), "values stored as |S9; expected numbers"),
    ],
)
def test_text_and_other_numbers_than_real_ones_are_refused(
    tmp_path: Path, part: str, made: Callable[[np.ndarray], np.ndarray], said: str
) -> None:
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        write_sparse(handle.create_group("X"), counts(20, 30))
        held = handle["X"][part][()]
        del handle["X"][part]
        handle["X"][part] = made(held)
    assert said in refused(tmp_path / "x.h5")


def test_a_gene_twice_in_a_cell_is_refused_and_any_order_of_genes_taken(tmp_path: Path) -> None:
    path, matrix = tmp_path / "x.h5", counts(20, 30)
    matrix[5] = 0
    with h5py.File(path, "w") as handle:
        write_sparse(handle.create_group("X"), matrix)
        starts = handle["X/indptr"][()]
        for part in ("data", "indices"):
            held = handle["X"][part][()]
            for first, last in itertools.pairwise(starts):
                held[first:last] = held[first:last][::-1]
            handle["X"][part][:] = held
        read = matrix_reader(handle["X"], "x, X", (20, 30), Issues())
        assert read is not None
        assert (dense(read(0, 20), 30) == matrix).all()
        handle["X/indices"][int(starts[7]) + 1] = handle["X/indices"][int(starts[7])]
    assert "a gene more than once in a cell" in refused(path)


def test_values_that_no_cell_can_have_are_refused(tmp_path: Path) -> None:
    matrix = counts(20, 30)
    matrix[3, 3] = 1e30
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        write_sparse(handle.create_group("X"), matrix)
    assert "values up to 1e+30" in refused(tmp_path / "x.h5")


def test_a_sparse_matrix_whose_parts_do_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.h5"
    with h5py.File(path, "w") as handle:
        write_sparse(handle.create_group("X"), counts(20, 30))
        del handle["X"].attrs["shape"]
    assert "values of genes beyond the 10 of the table" in refused(path, (20, 10))
    with h5py.File(path, "a") as handle:
        handle["X/indptr"][3] = handle["X/indptr"][5]
        handle["X/indptr"][4] = 0
    assert "cells that end before they begin" in refused(path)
