"""Columns of the tables inside an AnnData file: names of cells and genes, and what is said of them.

AnnData has written its tables in several ways over the years. Strings, categories (of today and
of version 0.7), numbers, truth values and those with gaps are read; all become text.
"""

from __future__ import annotations

import h5py
import numpy as np
import polars as pl


def column_names(group: h5py.Group) -> list[str]:
    """The columns of a table, without its index."""
    index = index_name(group)
    return [name for name in group if name not in {index, "__categories"}]


def index_name(group: h5py.Group) -> str:
    """The column that names the rows."""
    return str(group.attrs.get("_index", "index" if "index" in group else "_index"))


def read_column(group: h5py.Group, name: str) -> pl.Series:
    """One column as text; null where it has no value."""
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
