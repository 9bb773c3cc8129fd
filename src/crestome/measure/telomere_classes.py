"""Tell where each read of a telomere comes from: inside one, its border, or another place.

A read without a place is one from inside a telomere if its mate has no place either; the mate may
come much later in the file, so that reads wait for it. Those whose mate is no read of a telomere
wait to the end, and are then judged by what the record says of its mate.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.model.telomere import AlignmentHeader
from crestome.numerics import packed_words
from crestome.numerics.packed_records import Integers

PAIRED: Final = 0x1
UNMAPPED: Final = 0x4
MATE_UNMAPPED: Final = 0x8
Rows = NDArray[np.int32]

WAITING_ROWS: Final[int] = 1 << 15


class TelomereClass(IntEnum):
    """Where a read of a telomere comes from."""

    INTRATELOMERIC = 0
    JUNCTION = 1
    SUBTELOMERIC = 2
    INTRACHROMOSOMAL = 3


@dataclass
class TelomereClasses:
    """Takes reads of telomeres as they come, and counts their classes.

    A mate is another read of the same name among paired reads. An unplaced read is
    ``junction`` where its mate has a place, and ``intratelomeric`` otherwise; a mate that is a read
    of a telomere itself has a place only if it is placed as firmly as the rules ask.

    Attributes:
        header: Of the file.
        rules: What a firm place is, and how far the first band reaches.
        classes: Reads by group and class.
        repeats: Each repeat in intratelomeric reads.
        singles: Single variants in intratelomeric reads, by their three free letters.
    """

    header: AlignmentHeader
    rules: TelomereContentRules
    groups: int
    classes: Integers = field(init=False)
    repeats: Integers = field(init=False)
    singles: Integers = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing."""
        self.classes = np.zeros((self.groups, len(TelomereClass)), np.int64)
        self.repeats = np.zeros(packed_words.KINDS, np.int64)
        self.singles = np.zeros(packed_words.TRIPLETS, np.int64)
        self._lengths = np.array([length for _name, length in self.header.contigs], np.int64)
        self._waiting: list[tuple[Integers, Rows]] = []
        self._room = WAITING_ROWS

    def add(self, hits: Integers) -> None:
        """Take some reads of telomeres."""
        if not len(hits):
            return
        # A name needs all its bits; the rest takes half the room.
        self._waiting.append((hits[:, packed_words.HIT_NAME], hits.astype(np.int32)))
        if self._waits() > self._room:
            self._settle(last=False)
            self._room = max(WAITING_ROWS, 2 * self._waits())

    def finish(self) -> None:
        """Judge the reads that still wait."""
        self._settle(last=True)

    def _waits(self) -> int:
        return sum(len(names) for names, _rows in self._waiting)

    def _settle(self, *, last: bool) -> None:
        if not self._waiting:
            return
        names = np.concatenate([some for some, _rows in self._waiting])
        hits = np.concatenate([rows for _names, rows in self._waiting])
        classes, complete = self._classified(names, hits)
        settled = complete | last
        np.add.at(self.classes, (hits[settled, packed_words.HIT_GROUP], classes[settled]), 1)
        inside = hits[settled & (classes == TelomereClass.INTRATELOMERIC)]
        singles = packed_words.HIT_SINGLES
        self.repeats += inside[:, packed_words.HIT_WORDS : singles].sum(axis=0)
        self.singles += inside[:, singles:].sum(axis=0)
        self._waiting = [(names[~settled], hits[~settled])]

    def _classified(self, names: Integers, hits: Rows) -> tuple[Integers, NDArray[np.bool_]]:
        """The class of each read by what is known, and whether its mate has been seen."""
        flags = hits[:, packed_words.HIT_FLAG]
        paired = (flags & PAIRED) != 0
        places = self._places(hits)
        placed = places != TelomereClass.INTRATELOMERIC
        # Reads that are not paired have no mate, whatever they are called.
        own = np.where(paired, names, -1 - np.arange(len(hits)))
        _names, number, seen = np.unique(own, return_inverse=True, return_counts=True)
        mated = seen[number] > 1
        mate_placed = np.where(
            mated,
            np.bincount(number, weights=placed)[number] > 0,
            paired & ((flags & MATE_UNMAPPED) == 0),
        )
        classes = np.where(placed, places, np.where(mate_placed, TelomereClass.JUNCTION, places))
        return classes, mated | ~paired

    def _places(self, hits: Rows) -> Integers:
        """The class by its own place; ``INTRATELOMERIC`` stands for none."""
        contigs, positions = hits[:, packed_words.HIT_CONTIG], hits[:, packed_words.HIT_POSITION]
        known = (contigs >= 0) & (contigs < len(self._lengths))
        firm = hits[:, packed_words.HIT_QUALITY] >= self.rules.placed_quality.value
        placed = known & firm & ((hits[:, packed_words.HIT_FLAG] & UNMAPPED) == 0)
        lengths = np.append(self._lengths, 0)[np.where(known, contigs, -1)]
        band = int(self.rules.band_bp.value)
        near = (positions < band) | (positions >= lengths - band)
        where = np.where(near, TelomereClass.SUBTELOMERIC, TelomereClass.INTRACHROMOSOMAL)
        return np.where(placed, where, TelomereClass.INTRATELOMERIC)
