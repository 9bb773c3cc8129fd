from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import polars as pl
import pytest

from crestome.model.table import Column, Table


@dataclass(frozen=True, eq=False)
class Heights(Table):
    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", pl.String, "", "who"),
        Column("height_m", pl.Float64, "m", "how tall"),
    )


def test_a_table_with_its_declared_columns_is_built() -> None:
    heights = Heights(pl.DataFrame({"name": ["a"], "height_m": [1.5]}))
    assert len(heights) == 1
    assert heights == Heights(pl.DataFrame({"name": ["a"], "height_m": [1.5]}))
    assert heights != Heights.empty()


def test_every_wrong_column_is_named() -> None:
    with pytest.raises(TypeError, match=r"height_m: expected Float64, found Int64; age: not decl"):
        Heights(pl.DataFrame({"name": ["a"], "height_m": [1], "age": [2]}))


def test_an_empty_table_has_its_columns() -> None:
    assert Heights.empty().frame.columns == ["name", "height_m"]
