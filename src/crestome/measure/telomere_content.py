"""Measure telomere content: reads that are made of telomere repeats, against reads alike in GC.

Telomeres are thousands of TTAGGG repeats, with variants among them near the chromosome's body and,
where telomeres are copied from each other (ALT), anywhere. Almost none of these reads find a place
in the reference. Those that do are repeats inside a chromosome or beside its end, and are counted
apart; an unplaced read whose mate has a place reaches from a telomere into the chromosome. Coverage
depends on GC, so the count is set against reads that have as much of it.

References:
    crestome-conventions
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from crestome.errors import FormatError
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.model.telomere import AlignmentHeader, RepeatCount, TelomereMeasurement
from crestome.numerics import packed_records
from crestome.numerics.packed_records import Bytes, Integers, scan_records

REPEATS: Final = ("TTAGGG", "TCAGGG", "TGAGGG", "TTGGGG")
CODES: Final = "=ACMGRSVTWYHKDBN"
COMPLEMENT: Final = str.maketrans("ACGT", "TGCA")
UNMAPPED: Final = 0x4
MATE_UNMAPPED: Final = 0x8
PAIRED: Final = 0x1
PASSED_OVER: Final = 0x100 | 0x400 | 0x800
READS_PER_CONTENT_ROWS: Final[int] = 1_000_000
FIRST_HITS: Final = 1024


class Block(Protocol):
    """Whole records and how far the file had been read."""

    @property
    def offset(self) -> int:
        """How far the file had been read."""
        ...

    @property
    def data(self) -> Bytes:
        """The records."""
        ...


@dataclass(frozen=True, slots=True)
class Scan:
    """What one block of records holds."""

    total: int
    counted: int
    hits: Integers
    percents: Integers


def measure_telomeres(
    path: Path,
    source: tuple[AlignmentHeader, Iterable[Block]],
    rules: TelomereContentRules,
    threads: int,
) -> TelomereMeasurement:
    """Measure telomere content on every read of a sample.

    Args:
        path: Named in faults.
        source: Header and records.
        rules: What counts as a telomere read.
        threads: Threads that scan.

    Returns:
        Counts and content; the content is None where no read has the GC of telomeres.

    Raises:
        FormatError: If a record contradicts itself.
    """
    header, blocks = source
    total = counted = 0
    percents = np.zeros(101, np.int64)
    found = [np.zeros((0, packed_records.COLUMNS), np.int64)]
    for scan in _scans(path, blocks, rules, threads):
        total += scan.total
        counted += scan.counted
        percents += scan.percents
        found.append(scan.hits)
    hits = np.concatenate(found)
    classes = classify_hits(hits, header, rules)
    matched = int(percents[int(rules.gc_lowest.value) : int(rules.gc_highest.value) + 1].sum())
    inside = classes.count("intratelomeric")
    words = hits[:, packed_records.HIT_WORDS : packed_records.HIT_WORDS + len(REPEATS)].sum(axis=0)
    return TelomereMeasurement(
        samples=header.samples,
        reads=total,
        counted=counted,
        telomere_reads=len(classes),
        intratelomeric=inside,
        junction=classes.count("junction"),
        subtelomeric=classes.count("subtelomeric"),
        intrachromosomal=classes.count("intrachromosomal"),
        gc_matched_reads=matched,
        content=READS_PER_CONTENT_ROWS * inside / matched if matched else None,
        repeats=tuple(
            RepeatCount(repeat=repeat, count=int(count))
            for repeat, count in zip(REPEATS, words, strict=True)
        ),
    )


def content_log2(tumour: TelomereMeasurement, control: TelomereMeasurement) -> float | None:
    """Telomere content of the tumour over the control's; None where either has none."""
    if not tumour.content or not control.content:
        return None
    return log2(tumour.content / control.content)


def packed_words() -> Integers:
    """The repeats and their reverse complements, four bits a letter."""
    rows = (REPEATS, tuple(repeat.translate(COMPLEMENT)[::-1] for repeat in REPEATS))
    return np.array([[_packed(word) for word in row] for row in rows], np.int64)


def _packed(word: str) -> int:
    code = 0
    for letter in word:
        code = code << 4 | CODES.index(letter)
    return code


def _scans(
    path: Path, blocks: Iterable[Block], rules: TelomereContentRules, threads: int
) -> Iterator[Scan]:
    words = packed_words()
    limits = np.array(
        [PASSED_OVER, int(rules.repeats_per_hundred.value), int(rules.least_repeats.value)],
        np.int64,
    )
    pending: deque[Future[Scan]] = deque()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for block in blocks:
            pending.append(pool.submit(_scan, path, block, words, limits))
            if len(pending) > threads:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _scan(path: Path, block: Block, words: Integers, limits: Integers) -> Scan:
    room = FIRST_HITS
    while True:
        hits = np.zeros((room, packed_records.COLUMNS), np.int64)
        percents = np.zeros(101, np.int64)
        total, counted, found = scan_records(block.data, words, limits, hits, percents)
        if found < 0:
            message = (
                f"{path}, before byte {block.offset}: the lengths in a record contradict each "
                "other; the file was written wrongly: write it again from its source"
            )
            raise FormatError(message)
        if found <= room:
            return Scan(total, counted, hits[:found].copy(), percents)
        room = found


def classify_hits(
    hits: Integers, header: AlignmentHeader, rules: TelomereContentRules
) -> list[str]:
    """The class of each telomere read.

    Returns:
        ``subtelomeric`` or ``intrachromosomal`` by its place where it has one; without a place
        ``junction`` where the mate has one, ``intratelomeric`` otherwise. A mate that is a telomere
        read itself has a place only if it is placed as firmly.
    """
    placed = _placed(hits, rules)
    names, first_of = np.unique(hits[:, packed_records.HIT_NAME], return_inverse=True)
    seen = np.bincount(first_of, minlength=len(names))
    placed_mates = np.bincount(first_of, weights=placed, minlength=len(names))
    classes = []
    for row, is_placed, name in zip(hits, placed, first_of, strict=True):
        if is_placed:
            classes.append(_place(row, header, rules))
            continue
        flag = int(row[packed_records.HIT_FLAG])
        mate_placed = (
            placed_mates[name] > 0
            if seen[name] > 1
            else bool(flag & PAIRED) and not flag & MATE_UNMAPPED
        )
        classes.append("junction" if mate_placed else "intratelomeric")
    return classes


def _placed(hits: Integers, rules: TelomereContentRules) -> NDArray[np.bool_]:
    mapped = (hits[:, packed_records.HIT_FLAG] & UNMAPPED) == 0
    firm = hits[:, packed_records.HIT_QUALITY] >= rules.placed_quality.value
    return np.asarray(mapped & firm & (hits[:, packed_records.HIT_CONTIG] >= 0), np.bool_)


def _place(row: Integers, header: AlignmentHeader, rules: TelomereContentRules) -> str:
    contig, position = int(row[packed_records.HIT_CONTIG]), int(row[packed_records.HIT_POSITION])
    length = header.contigs[contig][1] if contig < len(header.contigs) else 0
    near = position < rules.band_bp.value or position >= length - rules.band_bp.value
    return "subtelomeric" if near else "intrachromosomal"
