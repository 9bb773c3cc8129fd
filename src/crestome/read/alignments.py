"""A BAM as its header, and a function mapped over its records in threads.

What is inflated is looked at while the processor still holds it: each thread inflates some blocks
and hands their records to the function at once. A record may begin in one run of blocks and end in
the next; only that piece passes between threads, in the order of the file.

References:
    samtools-spec
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from crestome.errors import FormatError
from crestome.model.telomere import AlignmentHeader, ReadGroup
from crestome.numerics.packed_records import Bytes, whole_records_end
from crestome.read.alignment_blocks import ROOM_BYTES, Chunk, inflate_chunk, read_chunks

R = TypeVar("R")

MAGIC: Final = b"BAM\x01"
LONGEST_HEADER_BYTES: Final[int] = 1 << 26
AHEAD: Final = 2
"""Chunks for each thread that are read before their results are taken."""


@dataclass(frozen=True)
class Alignments:
    """An open file of alignments, to be gone through once.

    Attributes:
        path: The file.
        header: Its header.
        chunks: Its blocks, from the one in which the records begin.
        size_bytes: Of the file; None where what is read is not the file as it lies on the disk.
    """

    path: Path
    header: AlignmentHeader
    chunks: Iterable[Chunk]
    size_bytes: int | None = None

    def mapped(self, look: Callable[[Bytes], R], threads: int) -> Iterator[tuple[int, R]]:
        """Hand all records to a function, whole, run after run.

        Args:
            look: Takes whole records, which it may write to but not keep; called from threads.
            threads: How many inflate and look.

        Yields:
            How far the file has been read, and what the function returned, in the file's order.

        Raises:
            FormatError: If the file is damaged or cut off, or a record contradicts itself.
        """
        carried: Future[bytes] = _settled(b"")
        jobs: deque[tuple[int, Future[R]]] = deque()
        with ThreadPoolExecutor(max_workers=threads) as pool:
            try:
                for chunk in self.chunks:
                    before, carried = carried, Future()
                    if chunk.opens:
                        self._check_index(before, chunk.offset)
                        before = _settled(b"")
                    job = pool.submit(self._look_at, chunk, before, carried, look)
                    jobs.append((chunk.end, job))
                    if len(jobs) > AHEAD * threads:
                        end, job = jobs.popleft()
                        yield end, job.result()
                end = 0
                while jobs:
                    end, job = jobs.popleft()
                    yield end, job.result()
                self._check_carried(carried, end)
            finally:
                for _end, job in jobs:
                    job.cancel()

    def _check_carried(self, carried: Future[bytes], offset: int) -> None:
        rest = carried.result()
        if rest:
            message = (
                f"{self.path}, byte {offset}: the file ends inside a record, {len(rest)} bytes "
                "after its beginning; write it again from its source"
            )
            raise FormatError(message)

    def _check_index(self, carried: Future[bytes], offset: int) -> None:
        """A part of the file that an index found must end where a record ends."""
        if carried.result():
            message = (
                f"{self.path}, byte {offset}: a record reaches beyond the part that the index "
                "gives; index the file again: samtools index"
            )
            raise FormatError(message)

    def _look_at(
        self,
        chunk: Chunk,
        before: Future[bytes],
        after: Future[bytes],
        look: Callable[[Bytes], R],
    ) -> R:
        try:
            inflated = inflate_chunk(chunk, self.path)
            records, rest = self._whole(chunk, inflated, before.result())
        except BaseException as fault:
            after.set_exception(fault)
            raise
        after.set_result(rest)
        return look(records)

    def _whole(self, chunk: Chunk, inflated: Bytes, carried: bytes) -> tuple[Bytes, bytes]:
        """The whole records of a chunk, with the one that began before it, and what is left."""
        begin = ROOM_BYTES + chunk.skip
        meant = inflated[: None if chunk.stop is None else ROOM_BYTES + chunk.stop]
        if len(carried) > ROOM_BYTES:
            meant = np.concatenate((np.frombuffer(carried, np.uint8), meant[begin:]))
            begin = 0
        elif carried:
            begin -= len(carried)
            inflated.data[begin : begin + len(carried)] = carried
        data = meant[begin:]
        end = whole_records_end(data)
        if end < 0:
            place = chunk.place_of(chunk.skip - 1 - end - len(carried))
            message = (
                f"{self.path}, byte {place}: the lengths in a record contradict each other, in the "
                "block that begins here; the file was written wrongly: write it again from its "
                "source"
            )
            raise FormatError(message)
        return data[:end], data[end:].tobytes()


def _settled(value: bytes) -> Future[bytes]:
    settled: Future[bytes] = Future()
    settled.set_result(value)
    return settled


class _Short(Exception):  # noqa: N818 (says that more is needed, which is no error)
    """The header does not end here."""


def read_alignments(path: Path) -> Alignments:
    """Open a BAM: its header at once, its records as they are asked for.

    Args:
        path: The file; needs no index and may be in any order.

    Raises:
        FormatError: If there is no such file, or its beginning is none of a BAM.
    """
    if not path.is_file():
        message = f"{path}: no such file; expected a BAM or CRAM"
        raise FormatError(message)
    header, chunks = read_head(path, _chunks_of(path))
    return Alignments(path, header, chunks, path.stat().st_size)


def _chunks_of(path: Path) -> Iterator[Chunk]:
    with path.open("rb") as stream:
        yield from read_chunks(stream, path)


def read_head(path: Path, chunks: Iterator[Chunk]) -> tuple[AlignmentHeader, Iterator[Chunk]]:
    """The header, and the chunks from the one in which the records begin.

    Raises:
        FormatError: If this is no BAM, or it ends inside its header.
    """
    data, offset = b"", 0
    for chunk in chunks:
        before, offset = len(data), chunk.end
        data += inflate_chunk(chunk, path)[ROOM_BYTES:].tobytes()
        try:
            header, end = _header(data, path)
        except _Short:
            continue
        return header, chain((replace(chunk, skip=end - before, opens=True),), chunks)
    message = f"{path}, byte {offset}: the file ends inside its header; write the file again"
    raise FormatError(message)


def _header(data: bytes, path: Path) -> tuple[AlignmentHeader, int]:
    if data[:4] != MAGIC[: len(data)]:
        message = f"{path}, byte 0: {data[:4]!r} is not how a BAM begins; expected {MAGIC!r}"
        raise FormatError(message)
    if len(data) > LONGEST_HEADER_BYTES:
        raise _contradiction(path)
    text_end = 8 + _number(data, 4, path)
    count, at = _number(data, text_end, path), text_end + 4
    contigs = []
    for _ in range(count):
        size = _number(data, at, path)
        length = _number(data, at + 4 + size, path)
        contigs.append((data[at + 4 : at + 3 + size].decode("ascii", "replace"), length))
        at += 8 + size
    text = data[8:text_end].decode("utf-8", "replace")
    return AlignmentHeader(contigs=tuple(contigs), read_groups=tuple(_read_groups(text))), at


def _number(data: bytes, at: int, path: Path) -> int:
    """A length or a count at a place in the header."""
    if at + 4 > len(data):
        raise _Short
    number: int = struct.unpack_from("<i", data, at)[0]
    if number < 0:
        raise _contradiction(path)
    return number


def _contradiction(path: Path) -> FormatError:
    message = (
        f"{path}, byte 0: the lengths in the header contradict each other; the file was written "
        "wrongly: write it again from its source"
    )
    return FormatError(message)


def _read_groups(text: str) -> Iterator[ReadGroup]:
    for line in text.split("\n"):
        if line.startswith("@RG\t"):
            fields = dict(field.partition(":")[::2] for field in line.rstrip("\r").split("\t")[1:])
            yield ReadGroup(identifier=fields.get("ID", ""), sample=fields.get("SM", ""))
