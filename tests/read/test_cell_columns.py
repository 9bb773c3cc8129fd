"""Columns of the tables of an AnnData file, as several versions wrote them."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest

from crestome.errors import FormatError
from crestome.read.cell_columns import column_names, index_name, read_column


def test_every_way_to_store_a_column_becomes_text(tmp_path: Path) -> None:
    text = h5py.string_dtype()
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        table = handle.create_group("obs")
        table.attrs["_index"] = "barcode"
        table.create_dataset("barcode", data=np.array(["a", "b"], object), dtype=text)
        table["fixed"] = np.array([b"x", b"y"])
        table["flag"] = np.array([True, False])
        table["number"] = np.array([1, 2])
        table["with_gaps"] = np.array([1.0, np.nan])
        old = table.create_group("__categories")
        old.create_dataset("kind", data=np.array(["T", "N"], object), dtype=text)
        table["kind"] = np.array([1, -1], np.int8)
        table["by_reference"] = np.array([0, 1], np.int8)
        table["by_reference"].attrs["categories"] = old["kind"].ref
        new = table.create_group("new")
        new.create_dataset("categories", data=np.array(["tumor"], object), dtype=text)
        new["codes"] = np.array([0, -1], np.int8)
        gaps = table.create_group("gaps")
        gaps["values"], gaps["mask"] = np.array([True, True]), np.array([False, True])
        assert index_name(table) == "barcode"
        assert set(column_names(table)) == {
            "fixed", "flag", "number", "with_gaps", "kind", "by_reference", "new", "gaps"
        }  # fmt: skip
        read = {
            name: read_column(table, name).to_list() for name in [*column_names(table), "barcode"]
        }
    assert read == {
        "barcode": ["a", "b"],
        "fixed": ["x", "y"],
        "flag": ["True", "False"],
        "number": ["1", "2"],
        "with_gaps": ["1.0", None],
        "kind": ["N", None],
        "by_reference": ["T", "N"],
        "new": ["tumor", None],
        "gaps": ["True", None],
    }


def test_a_table_without_a_stated_index_has_the_usual_one(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        handle["var/index"] = np.array([b"g"])
        handle["obs/other"] = np.array([b"g"])
        assert index_name(handle["var"]) == "index"
        assert index_name(handle["obs"]) == "_index"


def test_codes_without_a_name_and_columns_of_several_columns_are_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        group = handle.create_group("obs/kind")
        group["categories"], group["codes"] = np.array([b"tumor"]), np.array([0, 7], np.int8)
        handle["obs/wide"] = np.zeros((2, 3))
        handle["obs/one"] = 3
        with pytest.raises(FormatError, match="column 'kind' holds the category 7, and 1 are"):
            read_column(handle["obs"], "kind")
        with pytest.raises(FormatError, match="column 'wide' is no column but 2 x 3"):
            read_column(handle["obs"], "wide")
        with pytest.raises(FormatError, match="column 'one' is no column but one value"):
            read_column(handle["obs"], "one")
