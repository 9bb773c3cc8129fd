"""A BAM as its header and a stream of whole records, as they stand in the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from crestome.errors import FormatError
from crestome.model.telomere import AlignmentHeader
from crestome.numerics.packed_records import Bytes, whole_records_end
from crestome.read.alignment_blocks import read_inflated

MAGIC: Final = b"BAM\x01"


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """Whole records, one after another.

    Attributes:
        offset: How far the file has been read.
        data: The records; may be written to.
    """

    offset: int
    data: Bytes


class _Short(Exception):  # noqa: N818 (says that more is needed, which is no error)
    """The header does not end here."""


def read_alignments(path: Path, threads: int) -> tuple[AlignmentHeader, Iterator[ReadBlock]]:
    """Open a BAM: its header at once, its records as they are asked for.

    Args:
        path: The file; needs no index and may be in any order.
        threads: Threads that inflate.

    Raises:
        FormatError: If the file is damaged or cut off, here or while its records are taken.
    """
    if not path.is_file():
        message = f"{path}: no such file; expected a BAM"
        raise FormatError(message)
    stream = read_inflated(path, threads)
    data, offset = b"", 0
    for offset, fresh in stream:
        data += fresh
        try:
            header, end = _header(data, path)
        except _Short:
            continue
        return header, _records(path, stream, (offset, data[end:]))
    message = f"{path}, byte {offset}: the file ends inside its header; write the file again"
    raise FormatError(message)


def _header(data: bytes, path: Path) -> tuple[AlignmentHeader, int]:
    if data[:4] != MAGIC[: len(data)]:
        message = f"{path}, byte 0: {data[:4]!r} is not how a BAM begins; expected {MAGIC!r}"
        raise FormatError(message)
    try:
        text_end = 8 + struct.unpack_from("<i", data, 4)[0]
        count, at = struct.unpack_from("<i", data, text_end)[0], text_end + 4
        contigs = []
        for _ in range(count):
            size = struct.unpack_from("<i", data, at)[0]
            length = struct.unpack_from("<i", data, at + 4 + size)[0]
            contigs.append((data[at + 4 : at + 3 + size].decode("ascii", "replace"), length))
            at += 8 + size
    except struct.error:
        raise _Short from None
    groups, samples = [], []
    for line in data[8:text_end].decode("utf-8", "replace").split("\n"):
        if line.startswith("@RG\t"):
            fields = [field.partition(":")[::2] for field in line.split("\t")[1:]]
            groups += [value for key, value in fields if key == "ID"]
            samples += [value for key, value in fields if key == "SM"]
    header = AlignmentHeader(
        contigs=tuple(contigs), read_groups=tuple(groups), samples=tuple(dict.fromkeys(samples))
    )
    return header, at


def _records(
    path: Path, stream: Iterator[tuple[int, bytes]], begun: tuple[int, bytes]
) -> Iterator[ReadBlock]:
    offset, rest = begun
    fresh = b""
    while True:
        data = np.frombuffer(bytearray(rest + fresh), np.uint8)
        end = whole_records_end(data)
        if end < 0:
            message = (
                f"{path}, before byte {offset}: a record of an impossible length; the file was "
                "written wrongly: write it again from its source"
            )
            raise FormatError(message)
        yield ReadBlock(offset, data[:end])
        rest = data[end:].tobytes()
        following = next(stream, None)
        if following is None:
            break
        offset, fresh = following
    if rest:
        message = (
            f"{path}, byte {offset}: the file ends inside a record, {len(rest)} bytes after its "
            "beginning; write it again from its source"
        )
        raise FormatError(message)
