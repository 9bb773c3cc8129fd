"""Alignments as blocks that can be inflated side by side, each checked against its own checksum.

A BAM is a row of blocks of at most 64 kB, each deflated on its own. Every block carries its length
and checksum, and an empty one ends the file: a damaged or a cut-off file is told from a whole one,
and nothing is measured on half a tumour.

References:
    samtools-spec
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from crestome.errors import FormatError

Bytes: TypeAlias = NDArray[np.uint8]
Inflate = Callable[[memoryview, int], bytes | bytearray]
Checksum = Callable[[bytes | bytearray], int]

CHUNK_BYTES: Final[int] = 1 << 18
"""Read at a time."""
INFLATED_BYTES: Final[int] = 1 << 22
"""What one chunk may inflate to, but for its last block."""
BLOCK_BYTES: Final[int] = 1 << 16
ROOM_BYTES: Final[int] = 1 << 16
"""Left free before what is inflated, for a record that began in the chunk before."""
HEADER_BYTES: Final[int] = 18
FOOTER_BYTES: Final[int] = 8
MAGIC: Final = b"\x1f\x8b\x08\x04"
EMPTY_BLOCK: Final = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
RAW_WINDOW_BITS: Final = -15
_HEAD: Final = struct.Struct("<4s6xH2s2xH")
_FOOT: Final = struct.Struct("<II")


@dataclass(frozen=True, slots=True)
class Block:
    """Where a block, and what is deflated in it, lies in its chunk, and how much it holds."""

    begin: int
    packed: int
    end: int
    size: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole blocks of a file.

    Attributes:
        offset: Where the first begins in the file.
        data: The blocks as they stand in the file.
        blocks: Where each lies.
        skip: Inflated bytes before those that are meant.
        stop: Where those end that are meant; None for all.
        opens: Whether a record begins at the first of them, so that nothing is carried over.
    """

    offset: int
    data: bytes | bytearray
    blocks: tuple[Block, ...]
    skip: int = 0
    stop: int | None = None
    opens: bool = False

    @property
    def end(self) -> int:
        """Where the chunk ends in the file."""
        return self.offset + self.blocks[-1].end

    def place_of(self, inflated: int) -> int:
        """Where the block begins in the file that holds this byte of what the chunk holds."""
        ends = list(accumulate(block.size for block in self.blocks))
        number = min(bisect_right(ends, max(inflated, 0)), len(self.blocks) - 1)
        return self.offset + self.blocks[number].begin


def read_chunks(
    stream: BinaryIO, path: Path, begin: int = 0, end: int | None = None
) -> Iterator[Chunk]:
    """Cut a file of blocks into chunks.

    Args:
        stream: The file, at ``begin``.
        path: Named in faults.
        begin: Where a block begins.
        end: The last block that is wanted begins here or before; None for the whole rest, which
            must end as a whole file does.

    Raises:
        FormatError: If the file is no file of blocks or is cut off; with the offset.
    """
    offset, rest, last = begin, b"", b""
    while end is None or offset <= end:
        wanted = CHUNK_BYTES if end is None else min(CHUNK_BYTES, end - offset + BLOCK_BYTES)
        if stream.seekable():
            # The block that was cut is read once more: cheaper than to copy all the others.
            stream.seek(offset)
            data = stream.read(wanted)
        else:
            data = rest + stream.read(max(wanted - len(rest), 0))
        blocks = _blocks(data, offset, path)
        if not blocks:
            _check_end(path, offset, data, last)
            break
        chunk = Chunk(offset, data, blocks)
        yield chunk
        last = data[blocks[-1].begin : blocks[-1].end]
        rest, offset = data[blocks[-1].end :], chunk.end


def _check_end(path: Path, offset: int, rest: bytes, last: bytes) -> None:
    if rest:
        message = (
            f"{path}, byte {offset}: the file is cut off inside a block; "
            "expected whole blocks: copy or write the file again"
        )
        raise FormatError(message)
    if last != EMPTY_BLOCK:
        message = (
            f"{path}, byte {offset}: the file is cut off between two blocks; "
            "expected the empty block that ends it: copy or write the file again"
        )
        raise FormatError(message)


def _blocks(data: bytes, offset: int, path: Path) -> tuple[Block, ...]:
    """The whole blocks that the data begin with, as many as a chunk may inflate."""
    found, at, inflated = [], 0, 0
    while at + HEADER_BYTES <= len(data) and inflated < INFLATED_BYTES:
        magic, extra, subfield, size = _HEAD.unpack_from(data, at)
        packed, end = at + 12 + extra, at + size + 1
        if magic != MAGIC or subfield != b"BC":
            message = (
                f"{path}, byte {offset + at}: no block begins here; expected a BAM of BGZF blocks: "
                "write the file again with samtools view -b"
            )
            raise FormatError(message)
        if end < packed + FOOTER_BYTES:
            message = (
                f"{path}, byte {offset + at}: a block of {size + 1} bytes is impossible; "
                "copy or write the file again"
            )
            raise FormatError(message)
        if end > len(data):
            break
        holds = _FOOT.unpack_from(data, end - FOOTER_BYTES)[1]
        if holds > BLOCK_BYTES:
            raise FormatError(_damage(path, offset + at))
        found.append(Block(at, packed, end, holds))
        inflated += holds
        at = end
    return tuple(found)


def inflate_chunk(chunk: Chunk, path: Path) -> Bytes:
    """Inflate the blocks of a chunk one after another, behind ``ROOM_BYTES`` left free.

    Raises:
        FormatError: If a block is damaged; with its offset.
    """
    total = sum(block.size for block in chunk.blocks)
    inflated = np.empty(ROOM_BYTES + total, np.uint8)
    target, source = inflated.data, memoryview(chunk.data)
    at = ROOM_BYTES
    for block in chunk.blocks:
        foot = block.end - FOOTER_BYTES
        part: bytes | bytearray | None = None
        with suppress(*_FAULTS):
            part = _INFLATE(source[block.packed : foot], block.size)
        if (
            part is None
            or len(part) != block.size
            or _CHECKSUM(part) != _FOOT.unpack_from(source, foot)[0]
        ):
            raise FormatError(_damage(path, chunk.offset + block.begin))
        target[at : at + block.size] = part
        at += block.size
    return inflated


def _damage(path: Path, place: int) -> str:
    return (
        f"{path}, byte {place}: the block that begins here is damaged; expected what its length "
        "and checksum say: copy or write the file again"
    )


def _inflate_plainly(data: memoryview, _size: int) -> bytes:
    return zlib.decompress(data, RAW_WINDOW_BITS)


_INFLATE: Inflate = _inflate_plainly
_CHECKSUM: Checksum = zlib.crc32
_FAULTS: tuple[type[Exception], ...] = (zlib.error,)
with suppress(ImportError):
    import deflate

    _INFLATE = deflate.deflate_decompress
    _CHECKSUM = deflate.crc32
    _FAULTS = (deflate.DeflateError, ValueError)
