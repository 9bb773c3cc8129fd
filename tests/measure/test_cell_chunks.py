"""Cells chunk by chunk."""

from __future__ import annotations

import numpy as np
import pytest
from measure.test_cell_scores import reader_of
from read.cell_files import counts

from crestome.measure.cell_chunks import Numbers, measure_chunks, parts_of
from crestome.model.single_cell import CellChunk

MATRIX = counts(23, 40)


def total(chunk: CellChunk) -> Numbers:
    sums = [
        chunk.values[first:last].sum()
        for first, last in zip(chunk.rows, chunk.rows[1:], strict=False)
    ]
    return np.array(sums, np.float64)[:, None]


@pytest.mark.parametrize(("chunk", "workers"), [(1, 1), (7, 3), (100, 2)])
@pytest.mark.parametrize("between", [(0, 23), (5, 19), (4, 4)])
def test_every_cell_is_measured_once_and_in_order(
    between: tuple[int, int], chunk: int, workers: int
) -> None:
    parts = list(
        measure_chunks(reader_of(MATRIX), between, total, chunk_rows=chunk, workers=workers)
    )
    found = [number for _, part in parts for number in part[:, 0]]
    assert found == pytest.approx(MATRIX[slice(*between)].sum(axis=1).tolist())
    assert [first for first, _ in parts] == list(range(*between, chunk))


def test_no_more_than_three_chunks_are_held() -> None:
    asked: list[int] = []
    read = reader_of(MATRIX)

    def counted(first: int, last: int) -> CellChunk:
        asked.append(first)
        return read(first, last)

    for first, _ in measure_chunks(counted, (0, 23), total, chunk_rows=2):
        assert asked[-1] - first <= 4


def test_a_chunk_is_divided_into_runs_of_cells() -> None:
    chunk = reader_of(MATRIX)(0, 3)
    assert [len(part) for part in parts_of(chunk, 2)] == [1, 2]
    assert [len(part) for part in parts_of(chunk, 9)] == [1, 1, 1]
