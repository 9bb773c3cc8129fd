"""Alignments as a stream of whole binary records, inflated in threads and checked block by block.

A BAM is a row of blocks of at most 64 kB, each deflated on its own, so that blocks can be inflated
side by side. Every block carries its length and checksum, and an empty one ends the file: a damaged
or a cut-off file is told from a whole one, and nothing is measured on half a tumour.

References:
    samtools-spec
"""

from __future__ import annotations

import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from crestome.errors import FormatError

Inflate = Callable[[bytes | memoryview, int], bytes | bytearray]
Checksum = Callable[[bytes | bytearray], int]

CHUNK_BYTES: Final[int] = 1_048_576
HEADER_BYTES: Final[int] = 18
FOOTER_BYTES: Final[int] = 8
MAGIC: Final = b"\x1f\x8b\x08\x04"
EMPTY_BLOCK: Final = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
RAW_WINDOW_BITS: Final = -15


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole blocks of a file.

    Attributes:
        offset: Where the first begins in the file.
        data: The blocks as they stand in the file.
        spans: Of each block, where its deflated bytes begin and where the block ends.
    """

    offset: int
    data: bytes
    spans: tuple[tuple[int, int], ...]


def read_inflated(path: Path, threads: int) -> Iterator[tuple[int, bytes]]:
    """Inflate a file of blocks, in its order.

    Yields:
        The offset in the file after each chunk of blocks, and what the chunk holds.

    Raises:
        FormatError: If the file is no file of blocks, is cut off or damaged; with the offset.
    """
    pending: deque[tuple[int, Future[bytes]]] = deque()
    with path.open("rb") as stream, ThreadPoolExecutor(max_workers=threads) as pool:
        try:
            for chunk in _chunks(stream, path):
                job = pool.submit(_inflate_chunk, chunk, path)
                pending.append((chunk.offset + len(chunk.data), job))
                if len(pending) > threads + 1:
                    end, job = pending.popleft()
                    yield end, job.result()
            while pending:
                end, job = pending.popleft()
                yield end, job.result()
        finally:
            for _end, job in pending:
                job.cancel()


def _chunks(stream: BinaryIO, path: Path) -> Iterator[Chunk]:
    offset, rest, last = 0, b"", b""
    while True:
        fresh = stream.read(CHUNK_BYTES)
        data = rest + fresh
        spans, end = _spans(data, offset, path)
        if spans:
            last = data[spans[-2][1] if len(spans) > 1 else 0 : end]
            yield Chunk(offset, data[:end], spans)
        rest, offset = data[end:], offset + end
        if not fresh:
            break
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


def _spans(data: bytes, offset: int, path: Path) -> tuple[tuple[tuple[int, int], ...], int]:
    """The whole blocks in the data, and where the last ends."""
    spans, at = [], 0
    while at + HEADER_BYTES <= len(data):
        if data[at : at + 4] != MAGIC or data[at + 12 : at + 14] != b"BC":
            message = (
                f"{path}, byte {offset + at}: no block begins here; expected a BAM of BGZF blocks: "
                "write the file again with samtools view -b"
            )
            raise FormatError(message)
        extra, size = struct.unpack_from("<H", data, at + 10)[0], 0
        size = struct.unpack_from("<H", data, at + 16)[0] + 1
        if size < extra + 12 + FOOTER_BYTES:
            message = (
                f"{path}, byte {offset + at}: a block of {size} bytes is impossible; "
                "copy or write the file again"
            )
            raise FormatError(message)
        if at + size > len(data):
            break
        spans.append((at + 12 + extra, at + size))
        at += size
    return tuple(spans), at


def _inflate_chunk(chunk: Chunk, path: Path) -> bytes:
    parts, view = [], memoryview(chunk.data)
    for begin, end in chunk.spans:
        check, size = struct.unpack_from("<II", chunk.data, end - FOOTER_BYTES)
        part: bytes | bytearray | None = None
        with suppress(*_FAULTS):
            part = _INFLATE(view[begin : end - FOOTER_BYTES], size)
        if part is None or len(part) != size or _CHECKSUM(part) != check:
            place = chunk.offset + end
            message = (
                f"{path}, before byte {place}: a block is damaged; expected {size} bytes with the "
                f"checksum {check:08x}: copy or write the file again"
            )
            raise FormatError(message)
        parts.append(part)
    return b"".join(parts)


def _inflate_plainly(data: bytes | memoryview, _size: int) -> bytes:
    return zlib.decompress(data, RAW_WINDOW_BITS)


_INFLATE: Inflate = _inflate_plainly
_CHECKSUM: Checksum = zlib.crc32
_FAULTS: tuple[type[Exception], ...] = (zlib.error,)
with suppress(ImportError):
    import deflate

    _INFLATE = deflate.deflate_decompress
    _CHECKSUM = deflate.crc32
    _FAULTS = (deflate.DeflateError, ValueError)
