"""Columns of the tables inside an AnnData file: names of cells and genes, and what is said of them.

AnnData has written its tables in several ways over the years: as one dataset of records (before
version 0.7), and as one dataset for each column since. Strings, categories, numbers, truth values
and those with gaps are read; all become text.
"""

from __future__ import annotations

from typing import TypeAlias

import h5py
import numpy as np
import polars as pl

LabelTable: TypeAlias = h5py.Group | h5py.Dataset
"""A table: a group of columns, or a dataset of records."""


def column_names(table: LabelTable) -> list[str]:
    """The columns of a table, without its index."""
    index = index_name(table)
    names = table.dtype.names if isinstance(table, h5py.Dataset) else table
    return [name for name in names if name not in {index, "__categories"}]


def index_name(table: LabelTable) -> str:
    """The column that names the rows."""
    if isinstance(table, h5py.Dataset):
        names = table.dtype.names
        return "index" if "index" in names else str(names[0])
    return str(table.attrs.get("_index", "index" if "index" in table else "_index"))


def is_table(node: object) -> bool:
    """Whether a part of a file is a table that can be read."""
    return isinstance(node, h5py.Group) or (
        isinstance(node, h5py.Dataset) and node.dtype.names is not None
    )


def read_column(group: LabelTable, name: str) -> pl.Series:
    """One column as text; null where it has no value."""
    if isinstance(group, h5py.Dataset):
        return _field(group, name)
    node = group[name]
    if isinstance(node, h5py.Group):
        if "categories" in node:
            return _categories(_text(node["categories"]), node["codes"][()], name)
        values = _text(node["values"])
        return pl.Series(name, values).set(pl.Series(node["mask"][()].astype(bool)), None)
    if "categories" in node.attrs:
        return _categories(_text(group[node.attrs["categories"]]), node[()], name)
    if "__categories" in group and name in group["__categories"]:
        return _categories(_text(group["__categories"][name]), node[()], name)
    return pl.Series(name, _text(node), pl.String)


def _field(records: h5py.Dataset, name: str) -> pl.Series:
    """One field of records; where it is a category, its words stand apart in the file."""
    values = records[name]
    words = f"uns/{name}_categories"
    if words in records.file and values.dtype.kind in "iu":
        return _categories(_text(records.file[words]), values, name)
    if values.dtype.kind in "SO":
        text = [item.decode() if isinstance(item, bytes) else str(item) for item in values]
        return pl.Series(name, text, pl.String)
    return pl.Series(name, [str(item) for item in values.tolist()], pl.String)


def _categories(names: list[str], codes: np.ndarray, name: str) -> pl.Series:
    """Names by their codes; null for a code below 0."""
    numbers = pl.Series(np.asarray(codes, np.int64))
    return pl.Series(names, dtype=pl.String).gather(numbers.set(numbers < 0, None)).alias(name)


def _text(dataset: h5py.Dataset) -> list[str]:
    """Values of a dataset as text."""
    if h5py.check_string_dtype(dataset.dtype) is not None:
        return [str(item) for item in dataset.asstr()[()]]
    if dataset.dtype.kind == "S":
        return [item.decode() for item in dataset[()]]
    return [str(item) for item in dataset[()].tolist()]
