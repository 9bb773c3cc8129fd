"""Damaged and cut-off files are told from whole ones, with the place of the fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telomere_bam import END, block_of

from crestome.errors import FormatError
from crestome.read import alignment_blocks
from crestome.read.alignment_blocks import ROOM_BYTES, inflate_chunk, read_chunks


def inflated(path: Path) -> bytes:
    with path.open("rb") as stream:
        parts = [inflate_chunk(chunk, path)[ROOM_BYTES:] for chunk in read_chunks(stream, path)]
    return b"".join(part.tobytes() for part in parts)


def refused(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(FormatError) as refusal:
        inflated(path)
    return str(refusal.value)


def test_blocks_come_out_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.bam"
    parts = [bytes([index % 251]) * 50_000 for index in range(200)]
    path.write_bytes(b"".join(block_of(part, level=0) for part in parts) + END)
    assert inflated(path) == b"".join(parts)


def test_a_chunk_inflates_to_a_bounded_size_however_well_it_is_packed(tmp_path: Path) -> None:
    path = tmp_path / "a.bam"
    part = bytes(65_000)
    path.write_bytes(block_of(part) * 400 + END)
    with path.open("rb") as stream:
        sizes = [sum(block.size for block in chunk.blocks) for chunk in read_chunks(stream, path)]
    assert sum(sizes) == 400 * len(part)
    assert max(sizes) < alignment_blocks.INFLATED_BYTES + alignment_blocks.BLOCK_BYTES


def test_without_the_faster_inflater_the_bytes_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alignment_blocks, "_INFLATE", alignment_blocks._inflate_plainly)
    path = tmp_path / "a.bam"
    path.write_bytes(block_of(b"abc" * 999) + END)
    assert inflated(path) == b"abc" * 999


def test_no_block_at_all_is_refused(tmp_path: Path) -> None:
    assert "byte 0: no block begins here" in refused(tmp_path / "a.bam", b"@HD\tVN:1.6 and so on")


@pytest.mark.parametrize("kept", [5, 18, 25])
def test_a_file_cut_off_inside_a_block_is_refused(tmp_path: Path, kept: int) -> None:
    whole = block_of(b"abc" * 999)
    words = refused(tmp_path / "a.bam", whole + whole[:kept])
    assert f"byte {len(whole)}: the file is cut off inside a block" in words


def test_a_file_without_its_last_block_is_refused(tmp_path: Path) -> None:
    whole = block_of(b"abc" * 999)
    words = refused(tmp_path / "a.bam", whole)
    assert f"byte {len(whole)}: the file is cut off between two blocks" in words


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "byte 0: the file is cut off" in refused(tmp_path / "a.bam", b"")


def test_a_block_of_an_impossible_size_is_refused(tmp_path: Path) -> None:
    block = bytearray(block_of(b"abc"))
    block[16:18] = b"\x05\x00"
    assert "a block of 6 bytes is impossible" in refused(tmp_path / "a.bam", bytes(block))


def test_a_block_that_claims_to_hold_too_much_is_refused(tmp_path: Path) -> None:
    block = bytearray(block_of(b"abc"))
    block[-4:] = b"\xff\xff\xff\x7f"
    words = refused(tmp_path / "a.bam", block_of(b"a") + bytes(block))
    assert f"byte {len(block_of(b'a'))}: the block that begins here is damaged" in words


@given(place=st.integers(18, 400), mask=st.integers(1, 255))
def test_any_changed_byte_of_the_content_is_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, mask: int
) -> None:
    content = bytes(range(256)) * 3
    block = bytearray(block_of(content))
    place = min(place, len(block) - 1)
    block[place] ^= mask
    path = tmp_path_factory.mktemp("damage") / "a.bam"
    path.write_bytes(block_of(b"ab") + bytes(block) + END)
    try:
        assert inflated(path) == b"ab" + content
    except FormatError as fault:
        begin = len(block_of(b"ab"))
        assert f"byte {begin}: the block that begins here is damaged" in str(fault)  # noqa: PT017
