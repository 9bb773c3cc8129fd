"""Words of six letters in one record, and codes for its names.

Kept apart from the scan of all records, since only the few that hold many words come here.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]

TAIL_MASK: Final = (1 << 12) - 1
WORD_MASK: Final = (1 << 24) - 1
LETTERS: Final = 6
KINDS: Final = 4
"""Words that are told apart, at most."""
TRIPLETS: Final = 64
HIT_NAME: Final = 0
HIT_GROUP: Final = 1
HIT_FLAG: Final = 2
HIT_QUALITY: Final = 3
HIT_CONTIG: Final = 4
HIT_POSITION: Final = 5
HIT_WORDS: Final = 6
HIT_SINGLES: Final = HIT_WORDS + KINDS
COLUMNS: Final = HIT_SINGLES + TRIPLETS
"""Columns of a hit: code of its name, group, flags, quality, place (2), each word on both strands,
and each kind of single word by its three free letters."""
CODE_A: Final = 1
CODE_C: Final = 2
CODE_G: Final = 4
CODE_T: Final = 8
HASH_SEED: Final = 5381
HASH_MASK: Final = (1 << 57) - 1


@compiled
def hash_of(name: Bytes) -> int:
    """A code of 57 bits for some bytes."""
    code = HASH_SEED
    for byte in name:
        code = (code * 33 ^ int(np.int64(byte))) & HASH_MASK
    return code


@compiled
def count_words(
    packed: Bytes, letters: int, words: Integers, strand: int, flank: int, row: Integers
) -> None:
    """Count each word on both strands, and words that stand alone among the first, on one strand.

    A word stands alone where it has the three letters that all share, is not the first word, and
    ``flank`` of the first word in a row meet it on either side.

    Args:
        packed: The letters, two to a byte.
        letters: How many.
        words: See `packed_records.scan_records`.
        strand: The row of ``words`` whose single words are counted.
        flank: First words asked for on either side.
        row: Takes the counts, from ``HIT_WORDS`` on.
    """
    row[HIT_WORDS:] = 0
    first = words[strand, 0]
    free, shared = (12, 0) if strand == 0 else (0, 12)
    runs = np.zeros(letters, np.int64)
    rolling = 0
    codes = np.zeros(letters, np.int64)
    for index in range(letters):
        byte = int(np.int64(packed[index // 2]))
        rolling = ((rolling << 4) | (byte & 15 if index & 1 else byte >> 4)) & WORD_MASK
        for kind in range(min(words.shape[1], KINDS)):
            row[HIT_WORDS + kind] += (rolling == words[0, kind]) + (rolling == words[1, kind])
        codes[index] = rolling
        if rolling == first:
            runs[index] = 1 + (runs[index - LETTERS] if index >= LETTERS else 0)
    for index in range(LETTERS * (flank + 1) - 1, letters - LETTERS * flank):
        alone = codes[index] != first and (codes[index] ^ first) >> shared & TAIL_MASK == 0
        before, after = runs[index - LETTERS], runs[index + LETTERS * flank]
        if alone and before >= flank and after >= flank:
            number = _triplet(codes[index] >> free & TAIL_MASK, strand)
            if number >= 0:
                row[HIT_SINGLES + number] += 1


@compiled
def _triplet(code: int, strand: int) -> int:
    """Number of three letters on the first strand, in the order A, C, G, T; -1 with another."""
    number = 0
    for place in range(3):
        letter = code >> (4 * (place if strand else 2 - place)) & 15
        index = (letter == CODE_C) + 2 * (letter == CODE_G) + 3 * (letter == CODE_T)
        if index == 0 and letter != CODE_A:
            return -1
        number = 4 * number + (3 - index if strand else index)
    return number
