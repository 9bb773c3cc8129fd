"""Manifests of cohorts of cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.read.cell_manifest import absent_files, read_cell_manifest


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


def test_names_and_files_used_twice_are_told(tmp_path: Path) -> None:
    faults = refused(
        tmp_path,
        '[[sample]]\nid = "P1"\nfile = "b.h5ad"\n[[sample]]\nid = "p1"\nfile = "./b.h5ad"\n',
    )
    assert len(faults) == 2
    assert "2 samples are called 'p1'" in faults[0]
    assert "samples P1, p1: one file, 'b.h5ad', whose cells would be counted 2 times" in faults[1]


def test_absent_files_are_told_sample_by_sample(tmp_path: Path) -> None:
    (tmp_path / "a.h5ad").write_text("")
    manifest = tmp_path / "cohort.toml"
    manifest.write_text(
        '[[sample]]\nid = "P1"\nfile = "b.h5ad"\n[[sample]]\nid = "P2"\nfile = "a.h5ad"\n'
        'malignant_table = "t.txt"\n[[sample]]\nid = "P3"\nfile = "cohort.toml"\n',
    )
    first, second, third = (absent_files(manifest, item) for item in read_cell_manifest(manifest))
    assert "Did you mean 'a.h5ad'?" in first[0]
    assert "sample P2, malignant_table: no file 't.txt'" in second[0]
    assert third == ()


@pytest.mark.parametrize("text", ["[[sample", "", "sample = 3", "sample = []"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    assert "cohort.toml" in refused(tmp_path, text)[0]
