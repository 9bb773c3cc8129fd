"""A small simulator of alignments that bear telomere repeats, written as BAM byte by byte."""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pysam

CODES = "=ACMGRSVTWYHKDBN"
END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
MANY_TAGS = (
    b"NMC\x02XaA!XsS\x01\x02XiI\x01\x02\x03\x04Xff\0\0\0\0"
    b"MDZ10RGZ5\0XhH1F\0XbBs\x02\0\0\0\1\0\2\0XcBC\x01\0\0\0R"
)
"""Tags of every kind, some of which look like the name of a read group."""
CONTIGS = (("chr1", 10_000_000), ("chr2", 6_000_000))


@dataclass(frozen=True)
class Read:
    """One record, as simulated."""

    name: str
    sequence: str
    flag: int = 0
    quality: int = 60
    contig: int = 0
    position: int = 5_000_000
    mate: tuple[int, int] = (-1, -1)
    group: str | None = None
    cigar: Sequence[tuple[int, int]] = field(default=())
    tagged: bool = False


def record_of(read: Read) -> bytes:
    """The record in the binary layout of SAMv1, section 4.2."""
    name = read.name.encode() + b"\x00"
    padded = read.sequence + ("=" if len(read.sequence) % 2 else "")
    packed = bytes(
        CODES.index(padded[i]) << 4 | CODES.index(padded[i + 1]) for i in range(0, len(padded), 2)
    )
    cigar = b"".join(struct.pack("<I", length << 4 | kind) for kind, length in read.cigar)
    tags = b"" if read.group is None else b"RGZ" + read.group.encode() + b"\x00"
    if read.tagged:
        tags = MANY_TAGS + tags + b"XTAU"
    fixed = struct.pack(
        "<iiBBHHHiiii",
        read.contig,
        read.position,
        len(name),
        read.quality,
        4680,
        len(read.cigar),
        read.flag,
        len(read.sequence),
        *read.mate,
        0,
    )
    body = fixed + name + cigar + packed + b"\xff" * len(read.sequence) + tags
    return struct.pack("<i", len(body)) + body


def block_of(data: bytes, level: int = 6) -> bytes:
    """One BGZF block of at most 64 kB."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + struct.pack("<H", len(packed) + 25)
    return head + packed + struct.pack("<II", zlib.crc32(data), len(data))


def header_bytes(samples: Sequence[str] = ("T1",)) -> bytes:
    """The head of a BAM with two contigs and a read group for each sample."""
    lines = ["@HD\tVN:1.6"]
    lines += [f"@SQ\tSN:{name}\tLN:{length}" for name, length in CONTIGS]
    lines += [f"@RG\tID:g{index}\tSM:{name}" for index, name in enumerate(samples)]
    text = ("\n".join(lines) + "\n").encode()
    contigs = b"".join(
        struct.pack("<i", len(name) + 1) + name.encode() + b"\0" + struct.pack("<i", length)
        for name, length in CONTIGS
    )
    return b"BAM\x01" + struct.pack("<i", len(text)) + text + struct.pack("<i", 2) + contigs


def write_bam(
    path: Path, reads: Iterable[Read], block: int = 60_000, samples: Sequence[str] = ("T1",)
) -> Path:
    """Write a BAM whose blocks hold so many bytes; records may lie across blocks."""
    with path.open("wb") as stream:
        rest = header_bytes(samples)
        for read in reads:
            rest += record_of(read)
            while len(rest) >= block:
                stream.write(block_of(rest[:block]))
                rest = rest[block:]
        stream.write((block_of(rest) if rest else b"") + END)
    return path


def simulate(seed: int, pairs: int, length: int = 151, telomere: float = 0.01) -> list[Read]:
    """Pairs of reads of a genome with 41 % GC, some from telomeres with variant repeats."""
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    return [read for index in range(pairs) for read in _pair(chance, index, length, telomere)]


def _pair(chance: random.Random, index: int, length: int, telomere: float) -> tuple[Read, Read]:
    place = (chance.randrange(2), chance.randrange(5_900_000))
    kinds = ["genome", "inside", "junction", "placed"]
    kind = chance.choice(kinds[1:]) if chance.random() < telomere else "genome"
    first = _genome(chance, length) if kind == "genome" else _telomere(chance, length)
    second = _telomere(chance, length) if kind == "inside" else _genome(chance, length)
    name, extra = f"r{index}", 0x400 if chance.random() < 0.05 else 0
    if kind == "inside":
        return (
            Read(name, first, 0x4D | extra, 0, -1, -1),
            Read(name, second, 0x8D | extra, 0, -1, -1),
        )
    if kind == "junction":
        return (
            Read(name, first, 0x45 | extra, 0, *place, place),
            Read(name, second, 0x89 | extra, 60, *place, place, cigar=((0, length),)),
        )
    cigar = ((0, length),)
    return (
        Read(name, first, 0x43 | extra, chance.choice((3, 60)), *place, place, cigar=cigar),
        Read(name, second, 0x83 | extra, 60, *place, place, cigar=cigar),
    )


def _genome(chance: random.Random, length: int) -> str:
    letters = chance.choices("ACGTN", (29.5, 20.5, 20.5, 29.5, 0.1), k=length)
    return "".join(letters)


def _telomere(chance: random.Random, length: int) -> str:
    repeats = chance.choices(
        ("TTAGGG", "TCAGGG", "TGAGGG", "TTGGGG", "TTCGGG"), (88, 3, 3, 3, 3), k=length // 6 + 2
    )
    shift = chance.randrange(6)
    text = "".join(repeats)[shift : shift + length]
    if chance.random() < 0.5:
        return text.translate(str.maketrans("ACGT", "TGCA"))[::-1]
    return text


def lenient_knowledge(folder: Path) -> Path:
    """Curated data by which files of reads may be small and uneven, as invented ones are."""
    shipped = Path(__file__).parents[1] / "src/crestome/knowledge/data/rules/telomere_content.yaml"
    text = shipped.read_text("utf-8")
    for key in ("least_reads", "least_evenness"):
        text = re.sub(rf"(?m)(?<=^{key}:\n)  value: .*$", "  value: 0", text)
    own = folder / "knowledge" / "rules" / shipped.name
    own.parent.mkdir(parents=True)
    own.write_text(text, "utf-8")
    return own.parents[1]


def write_indexed(path: Path, reads: Iterable[Read], block: int = 60_000) -> Path:
    """Write a BAM in the order of places, and its index."""
    ordered = sorted(reads, key=lambda read: (read.contig < 0, read.contig, read.position))
    write_bam(path, ordered, block)
    pysam.index(str(path))
    return path
