"""A coordinate-sorted index (``.csi``) → where in the packed file the windows of a contig begin.

The newer form of the tabix index sorts records into bins of several sizes and notes for each bin
where the first record that touches it stands. The smallest bins are windows of the contig. A window
without records of its own takes the place of the one before it: reading begins a little early, and
no record is missed.
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

_MAGIC: Final = b"CSI\1"
_CONFIGURATION: Final = struct.Struct("<7i")
_VCF_FORMAT: Final = 2
_BIN: Final = struct.Struct("<IQi")
_CHUNK: Final = struct.Struct("<2Q")
_BITS_OF_A_LEVEL: Final = 3
_MOST_BITS: Final = 31
_MOST_WINDOWS: Final = 1 << 18
"""A chromosome in windows of one kilobase; more is no index of a genome."""


class CsiIndex(NamedTuple):
    """What an index says.

    Attributes:
        bits: Each window has two to the power of this many bases.
        windows: For each contig, as the file spells it, where its windows begin.
        records: Records in the whole file; None where the index does not count them.
    """

    bits: int
    windows: dict[str, tuple[int, ...]]
    records: int | None


def parse_csi(data: bytes) -> CsiIndex | None:
    """The index of a VCF; None where it is another index.

    Args:
        data: The unpacked file.

    Raises:
        struct.error: If it is cut short.
        ValueError: If its numbers are those of no genome.
    """
    if not data.startswith(_MAGIC):
        return None
    bits, depth, more_bytes = struct.unpack_from("<3i", data, len(_MAGIC))
    at = len(_MAGIC) + struct.calcsize("<3i")
    if more_bytes < _CONFIGURATION.size:
        return None
    kind, *_, name_bytes = _CONFIGURATION.unpack_from(data, at)
    if kind != _VCF_FORMAT or not (0 < bits < _MOST_BITS and 0 <= depth < _MOST_BITS):
        return None
    names_at = at + _CONFIGURATION.size
    names = data[names_at : names_at + name_bytes].split(b"\0")
    at += more_bytes
    (contigs,) = struct.unpack_from("<i", data, at)
    at += 4
    windows: dict[str, tuple[int, ...]] = {}
    total: int | None = 0
    for name in names[:contigs]:
        windows[name.decode()], count, at = _contig(data, at, depth)
        total = None if total is None or count is None else total + count
    return CsiIndex(bits, windows, total)


def _contig(data: bytes, at: int, depth: int) -> tuple[tuple[int, ...], int | None, int]:
    """The windows of a contig, the number of its records, and where its bins end."""
    first_leaf = _first_bin(depth)
    counting = _first_bin(depth + 1) + 1
    (bins,) = struct.unpack_from("<i", data, at)
    at += 4
    leaves: dict[int, int] = {}
    starts: list[int] = []
    count: int | None = None if bins else 0
    for _ in range(bins):
        number, offset, chunks = _BIN.unpack_from(data, at)
        at += _BIN.size
        begin, _ = _CHUNK.unpack_from(data, at)
        if number == counting:
            count = sum(_CHUNK.unpack_from(data, at + _CHUNK.size))
        else:
            starts.append(begin)
            if number >= first_leaf:
                leaves[number - first_leaf] = offset
        at += _CHUNK.size * chunks
    return _windows(leaves, min(starts, default=0)), count, at


def _first_bin(level: int) -> int:
    """The number of the first bin of a level, the whole contig being level 0."""
    return ((1 << _BITS_OF_A_LEVEL * level) - 1) // 7


def _windows(leaves: dict[int, int], start: int) -> tuple[int, ...]:
    """Where each window begins; those before the first leaf begin where the contig does.

    Example:
        >>> _windows({1: 70, 3: 90}, 50)
        (50, 70, 70, 90)
    """
    last = max(leaves, default=0)
    if last >= _MOST_WINDOWS:
        message = f"{last} windows on one contig"
        raise ValueError(message)
    found, before = [], start
    for window in range(last + 1):
        before = leaves.get(window, before) or before
        found.append(before)
    return tuple(found) if start else ()
