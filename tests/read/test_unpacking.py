from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.read.unpacking import FAULTS, chunks_of, is_packed, line_blocks, unpacked


@pytest.mark.parametrize(
    "pack",
    [bytes, gzip.compress, bz2.compress, lzma.compress],
    ids=["plain", "gzip", "bzip2", "xz"],
)
def test_content_is_read_however_it_is_packed(
    tmp_path: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crestome.read.unpacking.CHUNK_BYTES", 100)
    content = b"a line of some length\n" * 999
    path = tmp_path / "x"
    path.write_bytes(pack(content))
    with path.open("rb") as handle:
        assert is_packed(handle) is (pack is not bytes)
        chunks = list(chunks_of(unpacked(handle)))
    assert b"".join(chunks) == content
    assert len(chunks) > 1


def test_a_file_that_is_cut_short_raises_a_fault_of_unpacking() -> None:
    packed = io.BytesIO(gzip.compress(b"some line\n" * 9)[:-5])
    with pytest.raises(FAULTS):
        list(chunks_of(unpacked(packed)))


@given(st.lists(st.text("ab\r\n").map(str.encode)))
def test_blocks_hold_the_lines_of_the_whole_text(chunks: list[bytes]) -> None:
    text = b"".join(chunks).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    blocks = list(line_blocks(chunks))
    assert all(block.startswith(b"\n") and block.endswith(b"\n") for block in blocks)
    lines = [line for block in blocks for line in block[1:-1].split(b"\n")]
    assert lines == (text.removesuffix(b"\n").split(b"\n") if text else [])


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crestome.read.unpacking.LINE_BUDGET_BYTES", 10)
    with pytest.raises(ValueError, match="longer than any record"):
        list(line_blocks([b"12345678"] * 2))
