"""Manifests of cohorts of cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.read.cell_manifest import read_cell_manifest


def refused(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "cohort.toml").write_text(text)
    with pytest.raises(InputError) as error:
        read_cell_manifest(folder / "cohort.toml")
    return error.value.faults


def test_samples_and_what_is_said_of_them_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.h5ad").write_text("")
    (tmp_path / "cohort.toml").write_text(
        '[[sample]]\nid = "P1"\nfile = "a.h5ad"\nreference = "kind=T cell"\n'
    )
    (entry,) = read_cell_manifest(tmp_path / "cohort.toml")
    assert (entry.id, entry.file, entry.reference) == ("P1", "a.h5ad", "kind=T cell")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    faults = refused(
        tmp_path,
        '[[sample]]\nid = "P/1"\nfile = "a.h5ad"\nmalignent = "x"\n[[sample]]\nid = "P2"\n',
    )
    assert any("sample 1 malignent: unknown key" in fault for fault in faults)
    assert any("Did you mean 'malignant'?" in fault for fault in faults)
    assert any("sample 1 id: does not fit here" in fault for fault in faults)
    assert any("sample 2 file: missing" in fault for fault in faults)


def test_absent_files_and_names_used_twice_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.h5ad").write_text("")
    faults = refused(
        tmp_path,
        '[[sample]]\nid = "P1"\nfile = "b.h5ad"\n[[sample]]\nid = "p1"\nfile = "a.h5ad"\n'
        'malignant_table = "t.txt"\n',
    )
    assert len(faults) == 3
    assert "2 samples are called 'p1'" in faults[0]
    assert "Did you mean 'a.h5ad'?" in faults[1]
    assert "sample p1, malignant_table: no file 't.txt'" in faults[2]


@pytest.mark.parametrize("text", ["[[sample", "", "sample = 3"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    assert "cohort.toml" in refused(tmp_path, text)[0]
