"""Long tables, piece by piece."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from crestome.pipeline import table_pieces
from crestome.pipeline.table_pieces import TablePieces

EMPTY = pl.DataFrame(schema={"cell": pl.Int64})


@pytest.mark.parametrize("parts", [[], [3], [2, 2, 2, 2, 1], [9, 1]])
def test_the_joined_table_is_that_of_all_rows(
    parts: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_pieces, "PIECE_ROWS", 4)
    pieces, number = TablePieces(tmp_path), 0
    for part in parts:
        pieces.add(pl.DataFrame({"cell": range(number, number + part)}))
        number += part
    joined = pieces.join(EMPTY)
    assert pl.read_parquet(joined)["cell"].to_list() == list(range(number))
    assert list(tmp_path.iterdir()) == [joined]
