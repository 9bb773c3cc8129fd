"""Telomere reads counted slowly and plainly: on simulated reads, and in a loop of pysam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import floor
from pathlib import Path

import pysam
from telomere_bam import Read

REPEATS = ("TTAGGG", "TCAGGG", "TGAGGG", "TTGGGG")
TURNED = ("CCCTAA", "CCCTGA", "CCCTCA", "CCCCAA")
BAND = 2_000_000
PLACED_QUALITY = 8


def is_telomere(sequence: str) -> bool:
    """Whether either strand has 6 repeats in 100 letters, and 2 at least."""
    asked = max(2, floor(Fraction(6 * len(sequence), 100) + Fraction(1, 2)))
    strands = (sum(sequence.count(word) for word in words) for words in (REPEATS, TURNED))
    return max(strands) >= asked


def matches_gc(sequence: str) -> bool:
    """Whether 48 to 52 of 100 letters are G or C, rounded half up."""
    strong = sequence.count("G") + sequence.count("C")
    return 48 <= floor(Fraction(100 * strong, len(sequence)) + Fraction(1, 2)) <= 52


def count_reads(reads: Iterable[Read], lengths: tuple[int, ...]) -> Counter[str]:
    """Counts of the classes on reads as simulated."""
    counts: Counter[str] = Counter()
    found: dict[str, list[Read]] = {}
    for read in reads:
        counts["reads"] += 1
        if read.flag & (0x100 | 0x400 | 0x800) or not read.sequence:
            continue
        counts["counted"] += 1
        counts["gc_matched_reads"] += matches_gc(read.sequence)
        if is_telomere(read.sequence):
            counts["telomere_reads"] += 1
            found.setdefault(read.name, []).append(read)
            for word, turned in zip(REPEATS, TURNED, strict=True):
                counts[word] += read.sequence.count(word) + read.sequence.count(turned)
    for group in found.values():
        for read in group:
            counts[_class_of(read, group, lengths)] += 1
    return counts


def count_in_file(path: Path) -> Counter[str]:
    """The same counts from a file, by a loop of pysam."""
    with pysam.AlignmentFile(str(path), check_sq=False) as bam:
        reads = [
            Read(
                name=str(one.query_name),
                sequence=one.query_sequence or "",
                flag=one.flag,
                quality=one.mapping_quality,
                contig=one.reference_id,
                position=one.reference_start,
            )
            for one in bam.fetch(until_eof=True)
        ]
        return count_reads(reads, tuple(bam.lengths))


def _is_placed(read: Read) -> bool:
    return not read.flag & 0x4 and read.quality >= PLACED_QUALITY and read.contig >= 0


def _class_of(read: Read, group: list[Read], lengths: tuple[int, ...]) -> str:
    if _is_placed(read):
        far = lengths[read.contig] - BAND
        near = read.position < BAND or read.position >= far
        return "subtelomeric" if near else "intrachromosomal"
    if len(group) > 1:
        return "junction" if any(_is_placed(one) for one in group) else "intratelomeric"
    return "junction" if read.flag & 0x1 and not read.flag & 0x8 else "intratelomeric"
