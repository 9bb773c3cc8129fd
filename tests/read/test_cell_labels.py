"""What a file says of its cells."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
from read.cell_files import write_table

from crestome.model.issue import Issues
from crestome.read.cell_labels import read_labels


def table(path: Path, samples: list[float]) -> h5py.File:
    handle = h5py.File(path, "w")
    write_table(handle, "obs", ["a", "b", "c"], kind=["tumor", "", "normal"])
    handle["obs/sample"] = np.array(samples)
    handle["obs/short"] = np.array([b"x"])
    return handle


def test_a_column_of_another_length_is_refused_with_both(tmp_path: Path) -> None:
    issues = Issues()
    with table(tmp_path / "x.h5", [1, 1, 2]) as handle:
        read_labels(handle["obs"], "x", {"malignant": "short"}, None, issues)
    assert "'short' has 1 rows, and 3 cells have names" in str(issues.errors[0])


def test_cells_without_a_sample_are_told_and_never_called_nan(tmp_path: Path) -> None:
    issues = Issues()
    with table(tmp_path / "x.h5", [1, np.nan, 1]) as handle:
        labels = read_labels(handle["obs"], "x", {"sample": "sample"}, None, issues)
    assert labels is not None
    assert labels["sample"].to_list() == ["1.0", "not stated", "1.0"]
    assert "1 cells without a sample" in str(issues.items[0])
    with table(tmp_path / "y.h5", [np.nan] * 3) as handle:
        read_labels(handle["obs"], "y", {"sample": "sample"}, None, issues)
    assert "no cell has a sample in the column 'sample'" in str(issues.errors[0])


def test_words_of_the_reference_are_kept_and_absent_ones_told(tmp_path: Path) -> None:
    issues = Issues()
    with table(tmp_path / "x.h5", [1, 1, 1]) as handle:
        asked = {"reference": "kind"}
        labels = read_labels(handle["obs"], "x", asked, ("kind", ("normal",)), issues)
        assert labels is not None
        assert labels["reference"].to_list() == [None, None, "normal"]
        assert not issues.items
        read_labels(handle["obs"], "x", asked, ("kind", ("T cell",)), issues)
    assert "no cell has 'T cell' in the column 'kind'" in str(issues.errors[0])
