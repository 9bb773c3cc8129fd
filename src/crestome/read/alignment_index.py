"""The index of a BAM, and the parts of the file that it finds: ends, unplaced reads, and a sample.

An index gives, for each window of 16 kb of every chromosome, where the first record lies that
reaches into it, and how many records a chromosome has. Every such place is one where a record
begins, so that the parts can be inflated without what lies before them.

References:
    samtools-spec
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from crestome.errors import FormatError, UsageError
from crestome.numerics.packed_records import Integers
from crestome.read.alignment_blocks import Chunk, read_chunks
from crestome.read.alignments import Alignments, read_alignments

MAGIC: Final = b"BAI\x01"
COUNTS_BIN: Final = (8**6 - 1) // 7 + 1
"""One past the bins of six levels, each with eight times as many as the one above: it holds no
records but where a contig begins and ends, and how many it has."""
WINDOW_BITS: Final = 14
WITHIN_BITS: Final = 16
WITHIN_MASK: Final = (1 << WITHIN_BITS) - 1
STEP_BYTES: Final[int] = 100_000
"""Windows are joined until they hold so many bytes on the average, many times a block."""

Region = tuple[int, int | None]
"""Where a part of the file begins and ends: place of a block, and of a byte in what it holds."""


@dataclass(frozen=True)
class IndexedContig:
    """What an index says of one contig.

    Attributes:
        windows: For each window, where the first record lies that reaches into it.
        begin: Where its first record lies.
        end: Where its last record ends.
        records: How many it has.
    """

    windows: Integers
    begin: int
    end: int
    records: int


@dataclass(frozen=True)
class IndexedAlignments:
    """The parts of a BAM that show telomeres, and a sample of the rest.

    Attributes:
        path: The file.
        ends: Records at the ends of contigs.
        unplaced: Records without a place, at the end of the file.
        sample: Records of some windows.
        placed: Records with a place, by the index.
        evenness: Median over mean of bytes in windows; None where none has a place.
    """

    path: Path
    ends: Alignments
    unplaced: Alignments
    sample: Alignments
    placed: int
    evenness: float | None


def read_indexed(path: Path, end_bp: int, sample_every: int) -> IndexedAlignments:
    """Open the parts of a BAM that its index finds.

    Args:
        path: The file; its index stands beside it as ``.bam.bai`` or ``.bai``.
        end_bp: Reach of the ends of a contig.
        sample_every: Of so many windows, one is in the sample.

    Raises:
        UsageError: If there is no index, or one that counts no records.
        FormatError: If the index or the file is not what it must be.
    """
    whole = read_alignments(path)
    contigs = _contigs(path)
    last = max((contig.end for contig in contigs if contig.records), default=None)
    if last is None:
        message = f"{path}: the index counts no record with a place; measure without --quick"
        raise UsageError(message)
    lengths = [length for _name, length in whole.header.contigs]
    if len(lengths) != len(contigs):
        message = (
            f"{path}: the index has {len(contigs)} contigs and the file {len(lengths)}; "
            "index the file again: samtools index"
        )
        raise FormatError(message)
    used = [(one, length) for one, length in zip(contigs, lengths, strict=True) if one.records]

    def part(regions: Iterable[Region]) -> Alignments:
        return replace(whole, chunks=_chunks(path, tuple(regions)))

    return IndexedAlignments(
        path=path,
        ends=part(region for one, length in used for region in _ends(one, length, end_bp)),
        unplaced=part(((last, None),)),
        sample=part(_sampled([one for one, _length in used], sample_every)),
        placed=sum(one.records for one in contigs),
        evenness=_evenness([one for one, _length in used]),
    )


def _contigs(path: Path) -> list[IndexedContig]:
    beside = (path.with_name(path.name + ".bai"), path.with_suffix(".bai"))
    index = next((one for one in beside if one.is_file()), None)
    if index is None:
        message = f"{path}: no index {beside[0].name} beside it; expected one: samtools index -b"
        raise UsageError(message)
    data = index.read_bytes()
    try:
        if data[:4] != MAGIC:
            message = f"{index}, byte 0: not an index of a BAM; write it again: samtools index -b"
            raise FormatError(message)
        contigs, at = [], 8
        for _ in range(struct.unpack_from("<i", data, 4)[0]):
            contig, at = _contig(data, at)
            contigs.append(contig)
    except (struct.error, ValueError):
        message = f"{index}: the index is cut off; write it again: samtools index -b"
        raise FormatError(message) from None
    return contigs


def _contig(data: bytes, at: int) -> tuple[IndexedContig, int]:
    begin = end = records = 0
    bins, at = struct.unpack_from("<i", data, at)[0], at + 4
    for _ in range(bins):
        number, pieces = struct.unpack_from("<Ii", data, at)
        if number == COUNTS_BIN:
            begin, end, mapped, unmapped = struct.unpack_from("<4Q", data, at + 8)
            records = mapped + unmapped
        at += 8 + 16 * pieces
    count = struct.unpack_from("<i", data, at)[0]
    windows = np.frombuffer(data, "<u8", count, at + 4).astype(np.int64)
    # A window that no record reaches into may stand as nought; what lies there begins later.
    windows = np.maximum(np.maximum.accumulate(windows), begin) if count else windows
    return IndexedContig(windows, begin, end, records), at + 4 + 8 * count


def _ends(contig: IndexedContig, length: int, end_bp: int) -> Iterator[Region]:
    first, last = -(-end_bp >> WINDOW_BITS), max(length - end_bp, 0) >> WINDOW_BITS
    windows = contig.windows
    head = int(windows[first]) if first < len(windows) else contig.end
    tail = int(windows[last]) if last < len(windows) else contig.end
    if tail <= head:
        yield contig.begin, contig.end
        return
    for begin, end in ((contig.begin, head), (tail, contig.end)):
        if begin < end:
            yield begin, end


def _sampled(contigs: list[IndexedContig], every: int) -> Iterator[Region]:
    """One window of so many that differ, from the middle of the first so many on."""
    number = every // 2
    for contig in contigs:
        places = [*dict.fromkeys(contig.windows.tolist()), contig.end]
        for begin, end in pairwise(places):
            number += 1
            if number % every == 0 and begin < end:
                yield begin, end


def _evenness(contigs: list[IndexedContig]) -> float | None:
    """Median over mean of the bytes in windows, joined until they hold many blocks."""
    bytes_of = [
        np.diff(np.append(one.windows, one.end) >> WITHIN_BITS)
        for one in contigs
        if len(one.windows)
    ]
    total, count = sum(int(one.sum()) for one in bytes_of), sum(map(len, bytes_of))
    if not total:
        return None
    joined = min(max(1, STEP_BYTES * count // total), max(map(len, bytes_of)))
    sums = [one[: len(one) // joined * joined].reshape(-1, joined).sum(axis=1) for one in bytes_of]
    windows = np.concatenate(sums)
    return float(np.median(windows) / windows.mean()) if windows.any() else None


def _chunks(path: Path, regions: tuple[Region, ...]) -> Iterator[Chunk]:
    with path.open("rb") as stream:
        for begin, end in regions:
            stream.seek(begin >> WITHIN_BITS)
            last = None if end is None else end >> WITHIN_BITS
            skip, opens = begin & WITHIN_MASK, True
            for chunk in read_chunks(stream, path, begin >> WITHIN_BITS, last):
                whole = replace(chunk, skip=skip, opens=opens)
                yield whole if end is None else _until(whole, end)
                skip, opens = 0, False


def _until(chunk: Chunk, end: int) -> Chunk:
    """The part of a chunk before a place."""
    last = end >> WITHIN_BITS
    kept = tuple(block for block in chunk.blocks if chunk.offset + block.begin <= last)
    final = kept[-1]
    if chunk.offset + final.begin < last:
        return chunk
    stop = sum(block.size for block in kept[:-1]) + (end & WITHIN_MASK)
    return replace(chunk, blocks=kept, stop=stop)
