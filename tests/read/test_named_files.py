"""Files that a case names."""

from __future__ import annotations

from pathlib import Path

from crestome.read.named_files import is_missing, near_file


def test_a_file_is_missing_or_there(tmp_path: Path) -> None:
    (tmp_path / "T1.vcf").write_text("x")
    assert not is_missing(tmp_path / "T1.vcf")
    assert is_missing(tmp_path / "T2.vcf")
    assert not is_missing(tmp_path / ("x" * 5000))


def test_the_nearest_name_in_the_folder_is_proposed(tmp_path: Path) -> None:
    (tmp_path / "T1.vcf").write_text("x")
    assert near_file(tmp_path / "T1.vfc") == "T1.vcf"
    assert near_file(tmp_path / "nothing-alike") is None
    assert near_file(tmp_path / "absent" / "T1.vcf") is None
