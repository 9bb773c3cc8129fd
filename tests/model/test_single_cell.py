"""Files of single cells."""

from __future__ import annotations

import numpy as np

from crestome.model.single_cell import CellChunk, CellTable


def test_a_chunk_is_as_long_as_its_cells() -> None:
    rows = np.array([0, 2, 2], np.int64)
    assert len(CellChunk(rows, np.zeros(2, np.int32), np.zeros(2, np.float32))) == 2


def test_every_column_of_the_table_says_what_it_means() -> None:
    assert all(column.meaning for column in CellTable.columns)
    assert len(CellTable.empty()) == 0
