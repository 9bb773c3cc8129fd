"""A packed text file → blocks of whole lines.

Calls of a whole genome come packed by gzip, bgzip, bzip2 or xz, and end their lines as the system
did that wrote them. Whoever reads them sees plain lines, and never much more of them than a chunk.
"""

from __future__ import annotations

import bz2
import lzma
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from isal import igzip, isal_zlib

from crestome.read.text import LINE_BUDGET_BYTES

FAULTS: Final[tuple[type[Exception], ...]] = (
    struct.error,
    OSError,
    EOFError,
    ValueError,
    lzma.LZMAError,
    isal_zlib.IsalError,  # type: ignore[assignment]  # its stub calls the class an instance
)
"""What unpacking raises."""
CHUNK_BYTES: Final = 1 << 17
"""Small enough to stay in the cache of a processor while it is looked through."""
_GZIP: Final = b"\x1f\x8b"
_XZ: Final = b"\xfd7zXZ\x00"
_BZIP2: Final = b"BZh"


def is_packed(handle: BinaryIO) -> bool:
    """Whether a file is packed, by its first bytes; it is rewound."""
    return _magic(handle).startswith((_GZIP, _XZ, _BZIP2))


def unpacked(handle: BinaryIO) -> BinaryIO:
    """The content of a file, packed or not."""
    magic = _magic(handle)
    if magic.startswith(_GZIP):
        return igzip.IGzipFile(fileobj=handle)  # type: ignore[return-value,no-untyped-call]
    if magic.startswith(_XZ):
        return lzma.LZMAFile(handle)  # type: ignore[return-value]
    if magic.startswith(_BZIP2):
        return bz2.BZ2File(handle)  # type: ignore[return-value]
    return handle


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """A stream, chunk by chunk.

    Unpacking in a thread gains nothing: it waits for the interpreter between any two chunks.
    """
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def line_blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Blocks of whole lines, each begun and ended by a line end, whatever the file's are.

    Raises:
        ValueError: If a line is longer than any record.

    Example:
        >>> list(line_blocks([b"one\r", b"\ntwo\rth", b"ree"]))
        [b'\none\ntwo\n', b'\nthree\n']
    """
    rest, held = b"\n", b""
    for read in chunks:
        chunk, held = held + read, b""
        if b"\r" in chunk:
            # The line feed that belongs to a last carriage return may be in the next chunk.
            held = chunk[-1:] if chunk.endswith(b"\r") else b""
            chunk = chunk.removesuffix(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        cut = chunk.rfind(b"\n")
        if cut < 0:
            rest += chunk
            if len(rest) > LINE_BUDGET_BYTES:
                message = "a line is longer than any record"
                raise ValueError(message)
            continue
        yield rest + chunk[: cut + 1]
        rest = b"\n" + chunk[cut + 1 :]
    rest += held.replace(b"\r", b"\n")
    if len(rest) > 1:
        yield rest if held else rest + b"\n"


def _magic(handle: BinaryIO) -> bytes:
    magic = handle.read(len(_XZ))
    handle.seek(0)
    return magic
