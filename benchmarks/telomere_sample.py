"""Simulate a genome's worth of alignments that compresses as a real one does.

Reads of 151 letters lie sorted over an invented genome at thirty-fold depth, so that neighbours
share most of their letters; qualities come in the four bins of present instruments and in runs;
names, mates and tags are as an aligner writes them. A small share are reads of telomeres without a
place, at the end of the file. All records are of one size, so that whole blocks are filled at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import deflate
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

LETTERS: Final = 151
DEPTH: Final = 30
NAME: Final = b"A01234:567:HXXXXDSX2:1:1101:00000:00000\0"
TAGS: Final = b"NMC\x00MDZ151\0MCZ151M\0ASC\x97XSC\x13RGZlane1\0"
SIZE: Final = 36 + len(NAME) + 4 + 76 + LETTERS + len(TAGS)
BATCH: Final = 100_000
BLOCK_RECORDS: Final = 0xFF00 // SIZE
TELOMERE_SHARE: Final = 0.001
HALF: Final = 0.5
STAYS: Final = 0.35
"""How often a quality is that of the letter before."""
CODES: Final = np.array([1, 2, 4, 8], np.uint8)
"""The four-bit codes of A, C, G and T."""
QUALITIES: Final = np.array([2, 12, 23, 37], np.uint8)
END: Final = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


def write_sample(path: Path, reads: int, groups: int = 1) -> Path:
    """Write a BAM of so many reads, whose head names so many read groups."""
    chance = np.random.default_rng(1)
    letters = chance.choice(
        4, size=reads * LETTERS // DEPTH + LETTERS, p=(0.295, 0.205, 0.205, 0.295)
    )
    genome = letters.astype(np.uint8)
    with path.open("wb") as stream, ThreadPoolExecutor(2) as pool:
        stream.write(block_of(header(genome.size, groups)))
        for records in _batches(chance, genome, reads):
            step = BLOCK_RECORDS
            parts = [records[at : at + step].tobytes() for at in range(0, len(records), step)]
            stream.writelines(pool.map(block_of, parts))
        stream.write(END)
    return path


def header(length: int, groups: int) -> bytes:
    """The head of a BAM of one contig."""
    lines = ["@HD\tVN:1.6\tSO:coordinate", f"@SQ\tSN:chr1\tLN:{length}"]
    lines += [f"@RG\tID:lane{number}\tSM:T1" for number in range(groups, 0, -1)]
    text = "".join(line + "\n" for line in lines).encode()
    name = b"chr1\0"
    contig = struct.pack("<i", len(name)) + name + struct.pack("<i", length)
    return b"BAM\x01" + struct.pack("<i", len(text)) + text + struct.pack("<i", 1) + contig


def block_of(data: bytes) -> bytes:
    """One BGZF block."""
    packed = bytes(deflate.deflate_compress(data, 6))
    head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + struct.pack("<H", len(packed) + 25)
    return head + packed + struct.pack("<II", deflate.crc32(data), len(data))


def _batches(chance: np.random.Generator, genome: Bytes, reads: int) -> Iterator[Bytes]:
    telomeric = int(reads * TELOMERE_SHARE)
    placed = reads - telomeric
    starts = np.sort(chance.integers(0, genome.size - LETTERS, placed)).astype(np.int64)
    for at in range(0, placed, BATCH):
        some = starts[at : at + BATCH]
        letters = np.lib.stride_tricks.sliding_window_view(genome, LETTERS)[some].copy()
        wrong = chance.integers(0, letters.size, letters.size // 300)
        letters.reshape(-1)[wrong] = chance.integers(0, 4, wrong.size)
        yield _records(chance, letters, some)
    repeat = np.array([3, 3, 0, 2, 2, 2] * 32, np.uint8)
    shifts = np.lib.stride_tricks.sliding_window_view(repeat, LETTERS)
    letters = shifts[chance.integers(0, 6, telomeric)].copy()
    turned = chance.random(telomeric) < HALF
    letters[turned] = (3 - letters[turned])[:, ::-1]
    yield _records(chance, letters, None)


def _records(
    chance: np.random.Generator, letters: Bytes, starts: NDArray[np.int64] | None
) -> Bytes:
    """Records of these letters; without a place where there are no starts."""
    count = len(letters)
    rows = np.zeros((count, SIZE), np.uint8)
    fixed = rows[:, :36].view("<i4")
    fixed[:, 0] = SIZE - 4
    fixed[:, 3] = len(NAME) | (60 << 8 if starts is not None else 0) | 4681 << 16
    fixed[:, 5] = LETTERS
    if starts is None:
        fixed[:, [1, 2, 6, 7]] = -1
        fixed[:, 4] = chance.choice((0x4D, 0x8D), count).astype(np.int64) << 16 | 1
    else:
        insert = np.clip(chance.normal(420, 70, count), LETTERS, None).astype(np.int64)
        first = chance.random(count) < HALF
        fixed[:, 2], fixed[:, 7] = starts, np.where(first, starts + insert, starts - insert)
        fixed[:, 8] = np.where(first, insert, -insert)
        fixed[:, 4] = np.where(first, 0x63, 0x93) << 16 | 1
    at = 36
    rows[:, at : at + len(NAME)] = np.frombuffer(NAME, np.uint8)
    rows[:, at + 28 : at + 33] = _digits(chance, count)
    rows[:, at + 34 : at + 39] = _digits(chance, count)
    at += len(NAME)
    rows[:, at : at + 4].view("<u4")[:] = LETTERS << 4
    at += 4
    codes = np.zeros((count, 152), np.uint8)
    codes[:, :LETTERS] = CODES[letters]
    rows[:, at : at + 76] = codes[:, 0::2] << 4 | codes[:, 1::2]
    at += 76
    rows[:, at : at + LETTERS] = _qualities(chance, count)
    at += LETTERS
    rows[:, at:] = np.frombuffer(TAGS, np.uint8)
    rows[:, at + TAGS.index(b"XSC") + 3] = chance.integers(19, 90, count)
    return rows


def _digits(chance: np.random.Generator, count: int) -> Bytes:
    return chance.integers(48, 58, (count, 5), np.uint8)


def _qualities(chance: np.random.Generator, count: int) -> Bytes:
    """Mostly the best bin; where it is left, the next letters tend to be bad too."""
    fresh = chance.choice(4, (count, LETTERS), p=(0.02, 0.05, 0.12, 0.81)).astype(np.uint8)
    kept = chance.random((count, LETTERS), np.float32) < STAYS
    for place in range(1, LETTERS):
        fresh[:, place] = np.where(kept[:, place], fresh[:, place - 1], fresh[:, place])
    return QUALITIES[fresh]


def write_copies(source: Path, path: Path, copies: int) -> Path:
    """Write a longer BAM: the records of another so many times, no longer in order."""
    data = source.read_bytes()
    head = 1 + int.from_bytes(data[16:18], "little")
    with path.open("wb") as stream:
        stream.write(data[:head])
        for _ in range(copies):
            stream.write(data[head : -len(END)])
        stream.write(END)
    return path
