"""A bgzipped VCF with its index → the records in places of interest, and nothing else read.

An index tells for every 16 kilobases of a contig where in the packed file its records begin, and
how many records each contig has. With it the rest of the file is never unpacked; the price is that
lines cannot be numbered, so records are named by their place.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from isal import igzip, isal_zlib

from crestome.read.csi_index import parse_csi
from crestome.read.vcf_record import bare_contig

_MAGIC: Final = b"TBI\1"
_WINDOW_BITS: Final = 14
_OFFSET_BITS: Final = 16
_VCF_FORMAT: Final = 2
_COUNT_BIN: Final = 4681 * 8 + 2
"""The pseudo-bin that holds the number of records of a contig, in the second of two chunks."""
_CHUNKS_OF_COUNT: Final = 2
_BIN: Final = struct.Struct("<2I")
_CHUNK: Final = struct.Struct("<2Q")
_BINS_AT_ONCE: Final = 1024
_BLOCK_TAIL: Final = struct.Struct("<2I")
_TAIL_BYTES: Final = _BLOCK_TAIL.size
_BLOCK_HEAD: Final = struct.Struct("<4BI2BH")
_BGZF: Final = (0x1F, 0x8B)
_SIZE_FIELD: Final = (66, 67)


@dataclass(frozen=True, kw_only=True)
class TabixIndex:
    """What an index says.

    Attributes:
        windows: For each contig, as the file spells it, where its 16-kilobase windows begin.
        records: Records in the whole file.
        bits: Each window has two to the power of this many bases.
        is_open: Whether records may begin behind the last window; a ``.csi`` does not tell.
    """

    windows: Mapping[str, Sequence[int]] = field(repr=False)
    records: int
    bits: int = _WINDOW_BITS
    is_open: bool = False

    def window(self, start: int, windows: Sequence[int]) -> int:
        """The window to begin in for records at or after a position."""
        window = start >> self.bits
        return min(window, len(windows) - 1) if self.is_open else window


def read_tabix_index(path: Path) -> TabixIndex | None:
    """The index beside a file; None where there is none, it is older than the file, or unfit.

    A ``.tbi`` is asked before a ``.csi``. An index that does not count its records is unfit too:
    the account of the rows needs them.
    """
    found = (_index_beside(path, suffix) for suffix in (".tbi", ".csi"))
    return next((index for index in found if index is not None), None)


def _index_beside(path: Path, suffix: str) -> TabixIndex | None:
    beside = path.with_name(f"{path.name}{suffix}")
    if not beside.is_file() or beside.stat().st_mtime < path.stat().st_mtime:
        return None
    try:
        return _parsed(igzip.decompress(beside.read_bytes()))  # type: ignore[no-untyped-call]
    except (OSError, EOFError, ValueError, struct.error, isal_zlib.IsalError):  # type: ignore[misc]  # its stub calls the class an instance
        return None


def records_within(
    path: Path, index: TabixIndex, places: Mapping[str, list[tuple[int, int]]]
) -> Iterator[str]:
    """The records whose position lies in the places, contig by contig in file order."""
    with path.open("rb") as handle:
        for contig, windows in index.windows.items():
            for start, end in places.get(bare_contig(contig), []):
                offset = _first_offset(windows, index.window(start, windows))
                if offset is not None:
                    yield from _records(handle, offset, contig, (start, end))


def _parsed(data: bytes) -> TabixIndex | None:
    newer = parse_csi(data)
    if newer is not None and newer.records is not None:
        return TabixIndex(
            windows=newer.windows, records=newer.records, bits=newer.bits, is_open=True
        )
    if not data.startswith(_MAGIC):
        return None
    contigs, kind, *_, name_bytes = struct.unpack_from("<8i", data, len(_MAGIC))
    if kind != _VCF_FORMAT:
        return None
    at = len(_MAGIC) + struct.calcsize("<8i")
    names = data[at : at + name_bytes].split(b"\0")[:contigs]
    at += name_bytes
    windows: dict[str, Sequence[int]] = {}
    total = 0
    for name in names:
        count, at = _records_of_contig(data, at)
        if count is None:
            return None
        total += count
        (size,) = struct.unpack_from("<i", data, at)
        end = at + 4 + 8 * size
        if not at < end <= len(data):
            message = "cut short"
            raise ValueError(message)
        windows[name.decode()] = memoryview(data)[at + 4 : end].cast("Q")
        at = end
    return TabixIndex(windows=windows, records=total)


def _records_of_contig(data: bytes, at: int) -> tuple[int | None, int]:
    """The number of records that the pseudo-bin holds, and where the bins end.

    Raises:
        struct.error: If the index is cut short.
    """
    (bins,) = struct.unpack_from("<i", data, at)
    count: int | None = 0 if not bins else None
    at += 4
    while bins > 0:
        alone = _bins_of_one_chunk(data, at, min(bins, _BINS_AT_ONCE))
        at += alone * (_BIN.size + _CHUNK.size)
        bins -= alone
        if not alone:
            number, chunks = _BIN.unpack_from(data, at)
            at += _BIN.size
            if number == _COUNT_BIN and chunks == _CHUNKS_OF_COUNT:
                count = sum(_CHUNK.unpack_from(data, at + _CHUNK.size))
            at += chunks * _CHUNK.size
            bins -= 1
    return count, at


def _bins_of_one_chunk(data: bytes, at: int, bins: int) -> int:
    """How many bins from here on have one chunk; nearly all have, and none that counts records."""
    width = _BIN.size + _CHUNK.size
    run = bins
    for place, byte in zip(
        range(at + 4, at + _BIN.size), (b"\1", b"\0", b"\0", b"\0"), strict=True
    ):
        column = data[place : at + width * run : width]
        run = len(column) - len(column.lstrip(byte))
    return run


def _first_offset(windows: Sequence[int], window: int) -> int | None:
    """Where records from a window on begin; None behind the last record of the contig."""
    if not 0 <= window < len(windows):
        return None
    return next((offset for offset in windows[window:] if offset), None)


def _records(handle: BinaryIO, offset: int, contig: str, place: tuple[int, int]) -> Iterator[str]:
    start, end = place
    for line in _lines(handle, offset):
        name, _, rest = line.partition(b"\t")
        digits = rest.partition(b"\t")[0]
        if name.decode() != contig or int(digits) > end:
            return
        if int(digits) > start:
            yield line.decode("utf-8", errors="replace")


def _lines(handle: BinaryIO, offset: int) -> Iterator[bytes]:
    """Lines from a virtual offset on: a block of the file and a place in what it unpacks to."""
    handle.seek(offset >> _OFFSET_BITS)
    skip = offset & ((1 << _OFFSET_BITS) - 1)
    rest = b""
    while (block := _block(handle)) is not None:
        *whole, rest = (rest + block[skip:]).split(b"\n")
        skip = 0
        yield from (line.removesuffix(b"\r") for line in whole)


def _block(handle: BinaryIO) -> bytes | None:
    """The next block of a BGZF file; None at its end."""
    head = handle.read(_BLOCK_HEAD.size)
    if len(head) < _BLOCK_HEAD.size:
        return None
    *magic, _, _, _, _, _, extra_bytes = _BLOCK_HEAD.unpack(head)
    extra = handle.read(extra_bytes)
    if tuple(magic[:2]) != _BGZF or tuple(extra[:2]) != _SIZE_FIELD:
        message = "not a bgzipped file"
        raise ValueError(message)
    (size,) = struct.unpack_from("<H", extra, 4)
    packed = handle.read(size + 1 - _BLOCK_HEAD.size - extra_bytes)
    content = isal_zlib.decompress(packed[:-_TAIL_BYTES], wbits=-15)
    # Damage may unpack all the same; the checksum of the block tells.
    checksum, length = _BLOCK_TAIL.unpack(packed[-_TAIL_BYTES:])
    if (isal_zlib.crc32(content), len(content)) != (checksum, length):
        message = "a block of the file does not fit its checksum: the file is damaged"
        raise ValueError(message)
    return content
