"""Columns of the tables inside an AnnData file: names of cells and genes, and what is said of them.

AnnData has written its tables in several ways over the years: as one dataset of records (before
version 0.7), and as one dataset for each column since. Strings, categories, numbers, truth values
and those with gaps are read; all become text.
"""

from __future__ import annotations

from typing import Final, TypeAlias, TypeGuard, cast

import h5py
import numpy as np
import polars as pl
from numpy.typing import NDArray

from crestome.errors import FormatError
from crestome.read.cell_store import Array, Group, array, is_array, is_group

_TEXTS_ROWS: Final = 50_000
LabelTable: TypeAlias = Group | Array
"""A table: a group of columns, or a dataset of records."""


def column_names(table: LabelTable) -> list[str]:
    """The columns of a table, without its index."""
    index = index_name(table)
    names = (table.dtype.names or ()) if is_array(table) else cast("Group", table)
    return [name for name in names if name not in {index, "__categories"}]


def index_name(table: LabelTable) -> str:
    """The column that names the rows."""
    if is_array(table):
        names = table.dtype.names or ("index",)
        return "index" if "index" in names else str(names[0])
    usual = "index" if "index" in cast("Group", table) else "_index"
    return str(table.attrs.get("_index", usual))


def is_table(node: object) -> TypeGuard[LabelTable]:
    """Whether a part of a file is a table that can be read."""
    return is_group(node) or (is_array(node) and node.dtype.names is not None)


def row_number(table: LabelTable) -> int:
    """How many rows a table has."""
    if is_array(table):
        return table.shape[0]
    return array(cast("Group", table), index_name(table)).shape[0]


def read_column(table: LabelTable, name: str) -> pl.Series:
    """One column as text; null where it has no value."""
    if is_array(table):
        return _field(cast("h5py.Dataset", table), name)
    group = cast("Group", table)
    node = group[name]
    if is_group(node):
        if "categories" in node:
            return _categories(_text(array(node, "categories")), array(node, "codes")[()], name)
        values = _text(array(node, "values"))
        mask = np.asarray(array(node, "mask")[()], np.bool_)
        return pl.Series(name, values).set(pl.Series(mask), None)
    own = cast("Array", node)
    if len(own.shape) != 1:
        extent = " x ".join(f"{length:,}" for length in own.shape) or "one value"
        message = (
            f"the column {name!r} is no column but {extent}; expected one value for each row; "
            "write the file again with a current anndata"
        )
        raise FormatError(message)
    if "categories" in own.attrs:
        # A path from the table in zarr, a reference in HDF5.
        words = group[cast("str", own.attrs["categories"])]
        return _categories(_text(cast("Array", words)), own[()], name)
    old = group.get("__categories")
    if is_group(old) and name in old:
        return _categories(_text(array(old, name)), own[()], name)
    # In runs: a million texts of Python at once take more than all that is made of them.
    runs = (_text(own, slice(at, at + _TEXTS_ROWS)) for at in range(0, own.shape[0], _TEXTS_ROWS))
    parts = [pl.Series(name, run, pl.String) for run in runs]
    return pl.concat(parts) if parts else pl.Series(name, [], pl.String)


def _field(records: h5py.Dataset, name: str) -> pl.Series:
    """One field of records; where it is a category, its words stand apart in the file."""
    values = records[name]
    words = f"uns/{name}_categories"
    if words in records.file and values.dtype.kind in "iu":
        return _categories(_text(records.file[words]), values, name)
    if values.dtype.kind in "SO":
        text = [item.decode() if isinstance(item, bytes) else str(item) for item in values]
        return pl.Series(name, text, pl.String)
    return pl.Series(name, [_word(item) for item in values.tolist()], pl.String)


def _categories(names: list[str | None], codes: NDArray[np.generic], name: str) -> pl.Series:
    """Names by their codes; null for a code below 0."""
    numbers = pl.Series(np.asarray(codes, np.int64))
    if len(numbers) and (last := int(codes.max())) >= len(names):
        message = (
            f"the column {name!r} holds the category {last}, and {len(names)} are named; expected "
            "a name for each; write the file again with a current anndata"
        )
        raise FormatError(message)
    return pl.Series(names, dtype=pl.String).gather(numbers.set(numbers < 0, None)).alias(name)


def _text(node: Array, rows: slice = slice(None)) -> list[str | None]:
    """Values of an array as text; None for gaps among numbers."""
    if isinstance(node, h5py.Dataset) and h5py.check_string_dtype(node.dtype) is not None:
        return [str(item) for item in node.asstr()[rows]]
    values = np.asarray(node[rows]).tolist()
    return [item.decode() if isinstance(item, bytes) else _word(item) for item in values]


def _word(value: object) -> str | None:
    """A value as text; None for a gap among numbers."""
    return None if value != value else str(value)  # noqa: PLR0124 (only NaN differs from itself)
