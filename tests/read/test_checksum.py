"""The checksum made beside the reading is that of the whole file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import crestome.read.checksum as module
from crestome.read.checksum import checksum_meanwhile


@pytest.mark.parametrize("size", [0, 1, 64, 65, 1000])
def test_it_is_that_of_all_windows(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WINDOW_BYTES", 64)
    content = bytes(number % 251 for number in range(size))
    (tmp_path / "x").write_bytes(content)
    with checksum_meanwhile(tmp_path / "x") as checksum:
        assert checksum() == hashlib.sha256(content).hexdigest()


def test_a_file_that_is_gone_says_so_when_asked(tmp_path: Path) -> None:
    with checksum_meanwhile(tmp_path / "gone") as checksum, pytest.raises(FileNotFoundError):
        checksum()
