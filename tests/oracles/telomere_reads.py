"""Telomere reads counted slowly and plainly: on simulated reads, and in a loop of pysam."""

from __future__ import annotations

import re
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
            # Only paired reads have mates.
            key = read.name if read.flag & 0x1 else f"{len(found)} {read.name}"
            found.setdefault(key, []).append(read)
    for group in found.values():
        for read in group:
            kind = _class_of(read, group, lengths)
            counts[kind] += 1
            if kind == "intratelomeric":
                counts.update(_repeats(read.sequence))
                counts.update(_singles(read.sequence))
    return counts


def _repeats(sequence: str) -> Counter[str]:
    return Counter(
        {
            word: sequence.count(word) + sequence.count(turned)
            for word, turned in zip(REPEATS, TURNED, strict=True)
        }
    )


def _singles(sequence: str) -> Counter[str]:
    """Variants that stand alone among canonical repeats, on the strand with more repeats."""
    forward = sum(sequence.count(word) for word in REPEATS)
    if sum(sequence.count(word) for word in TURNED) > forward:
        sequence = sequence.translate(str.maketrans("ACGT", "TGCA"))[::-1]
    flank = "TTAGGG" * 3
    found = re.findall(f"(?=(?:{flank})([ACGT]{{3}})GGG(?:{flank}))", sequence)
    return Counter(f"single {letters}GGG" for letters in found if letters != "TTA")


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
