"""Files that a case names."""

from __future__ import annotations

from pathlib import Path

from crestome.read.named_file import is_missing, near_file


def test_a_file_is_there_or_missing(tmp_path: Path) -> None:
    (tmp_path / "T1.maf").write_text("")
    assert not is_missing(tmp_path / "T1.maf")
    assert is_missing(tmp_path / "T2.maf")
    assert not is_missing(tmp_path / ("x" * 5000)), "its reader tells of it"


def test_a_name_that_differs_by_little_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "T1.maf").write_text("")
    assert near_file(tmp_path / "T1.mfa") == "T1.maf"
    assert near_file(tmp_path / "zzz") is None
    assert near_file(tmp_path / "nowhere" / "T1.maf") is None
