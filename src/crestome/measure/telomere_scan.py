"""Look through whole records for reads of telomeres, in many threads at once.

Every thread counts on its own paper and the sums are taken at the end: the same file gives the same
figures however many threads there were.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.model.telomere import AlignmentHeader
from crestome.numerics import packed_words
from crestome.numerics.packed_records import COUNTS, Bytes, Integers, scan_records
from crestome.numerics.packed_words import COLUMNS

REPEATS: Final = ("TTAGGG", "TCAGGG", "TGAGGG", "TTGGGG")
"""The canonical repeat first."""
CODES: Final = "=ACMGRSVTWYHKDBN"
COMPLEMENT: Final = str.maketrans("ACGT", "TGCA")
PASSED_OVER: Final = 0x100 | 0x400 | 0x800
"""Flags of secondary and supplementary records and of duplicates."""
WINDOW_BITS: Final = 14
"""Windows of about 16 kb, as those of the index of a BAM."""
MOST_WINDOWS_ROWS: Final[int] = 1 << 20
FIRST_HITS: Final = 256


@dataclass
class _Paper:
    counts: Integers
    windows: Integers
    hits: Integers


@dataclass
class TelomereScanner:
    """Counts records and finds the reads of telomeres among them; safe to call from threads.

    Attributes:
        header: Of the file.
        rules: What makes a read one of a telomere.
    """

    header: AlignmentHeader
    rules: TelomereContentRules
    _papers: list[_Paper] = field(default_factory=list)
    _own: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        """Lay out what all threads share."""
        self._words = coded_words()
        self._groups = np.array(
            [
                packed_words.hash_of(np.frombuffer(group.identifier.encode(), np.uint8))
                for group in self.header.read_groups
            ],
            np.int64,
        )
        bits, lengths = WINDOW_BITS, [length for _name, length in self.header.contigs]
        while sum(length >> bits for length in lengths) > MOST_WINDOWS_ROWS:
            bits += 1
        self._places = np.cumsum([0, *(length >> bits for length in lengths)], dtype=np.int64)
        rules = self.rules
        numbers = (rules.repeats_per_hundred, rules.least_repeats)
        self._limits = np.array(
            [PASSED_OVER, *(int(one.value) for one in numbers), bits, int(rules.flank.value)],
            np.int64,
        )

    @property
    def groups(self) -> int:
        """Groups that are told apart; one where the file names one or none."""
        return len(self.header.read_groups) + 1 if len(self.header.read_groups) > 1 else 1

    @property
    def counts(self) -> Integers:
        """A row for each group, the last for reads of none; columns as in `packed_records`."""
        return sum((one.counts for one in self._papers), np.zeros((self.groups, COUNTS), np.int64))

    @property
    def evenness(self) -> float | None:
        """Median over mean of counted reads in windows; None where no read has a place."""
        windows = sum((one.windows for one in self._papers), np.zeros(self._places[-1], np.int64))
        return evenness_of(windows)

    def __call__(self, records: Bytes) -> Integers:
        """The reads of telomeres among whole records, a row each; see `packed_words`."""
        paper = self._paper()
        before = paper.counts.copy(), paper.windows
        found = self._scan(records, paper)
        if found > len(paper.hits):
            # Seldom: the counts are taken back, and all is looked at again with room for all hits.
            paper.counts[:] = before[0]
            windows, paper.windows = paper.windows, np.zeros_like(paper.windows)
            paper.hits = np.zeros((found, COLUMNS), np.int64)
            found = self._scan(records, paper)
            paper.windows = windows
        return paper.hits[:found].copy()

    def _scan(self, records: Bytes, paper: _Paper) -> int:
        return scan_records(
            records,
            self._words,
            self._limits,
            self._groups,
            self._places,
            paper.counts,
            paper.windows,
            paper.hits,
        )

    def _paper(self) -> _Paper:
        paper: _Paper | None = getattr(self._own, "paper", None)
        if paper is None:
            paper = _Paper(
                np.zeros((self.groups, COUNTS), np.int64),
                np.zeros(self._places[-1], np.int64),
                np.zeros((FIRST_HITS, COLUMNS), np.int64),
            )
            self._own.paper = paper
            self._papers.append(paper)
        return paper


def evenness_of(windows: Integers) -> float | None:
    """Median over mean; None where all is nought."""
    if not windows.size or not windows.any():
        return None
    return float(np.median(windows) / windows.mean())


def coded_words() -> Integers:
    """The repeats and their reverse complements, four bits a letter."""
    rows = (REPEATS, tuple(repeat.translate(COMPLEMENT)[::-1] for repeat in REPEATS))
    return np.array([[_coded(word) for word in row] for row in rows], np.int64)


def _coded(word: str) -> int:
    code = 0
    for letter in word:
        code = code << 4 | CODES.index(letter)
    return code
