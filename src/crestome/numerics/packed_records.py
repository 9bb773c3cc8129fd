"""Count short words in length-prefixed binary records whose letters are packed two to a byte.

The layout is that of the binary alignment format of SAMv1, section 4.2; the words are of six
letters of four bits, so that one rolls through a record in 24 bits. The words of one strand end in
the same three letters, those of the other begin with the same three: most letters cost one
comparison.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]

FIXED_BYTES: Final = 36
"""Bytes of a record before its name, its length prefix included."""
COLUMNS: Final = 16
"""Columns of a hit: where it begins, flags, quality, own place (2), place of the mate (2), length,
percent of the second and third letter, code of the name, words on either strand, and each word."""
HIT_START: Final = 0
HIT_FLAG: Final = 1
HIT_QUALITY: Final = 2
HIT_CONTIG: Final = 3
HIT_POSITION: Final = 4
HIT_MATE_CONTIG: Final = 5
HIT_MATE_POSITION: Final = 6
HIT_LENGTH: Final = 7
HIT_PERCENT: Final = 8
HIT_NAME: Final = 9
HIT_FORWARD: Final = 10
HIT_SECOND: Final = 11
HIT_WORDS: Final = 12
LOW_BITS: Final = 20
LOW_MASK: Final = (1 << 20) - 1
LEADING_HALF: Final = 0xF0
TAIL_MASK: Final = (1 << 12) - 1
WORD_MASK: Final = (1 << 24) - 1
PAIR_MASK: Final = (1 << 28) - 1
HASH_SEED: Final = 5381
HASH_MASK: Final = (1 << 57) - 1


@compiled
def _byte(data: Bytes, at: int) -> int:
    """One byte as a signed number: unsigned ones would turn sums into floats when compiled."""
    return int(np.int64(data[at]))


@compiled
def whole_records_end(data: Bytes) -> int:
    """Where the last whole record ends; minus one less its start where a length is impossible."""
    at = 0
    size = data.size
    while at + 4 <= size:
        length = (
            _byte(data, at)
            | (_byte(data, at + 1) << 8)
            | (_byte(data, at + 2) << 16)
            | (_byte(data, at + 3) << 24)
        )
        if length < FIXED_BYTES - 4 or length >= 1 << 31:
            return -1 - at
        if at + 4 + length > size:
            break
        at += 4 + length
    return at


@compiled
def _integer(data: Bytes, at: int) -> int:
    value = (
        _byte(data, at)
        | (_byte(data, at + 1) << 8)
        | (_byte(data, at + 2) << 16)
        | (_byte(data, at + 3) << 24)
    )
    return value - (1 << 32) if value >= 1 << 31 else value


@compiled
def scan_records(
    data: Bytes, words: Integers, limits: Integers, hits: Integers, percents: Integers
) -> tuple[int, int, int]:
    """Find the records that hold many of the words, on either strand.

    Args:
        data: Whole records, one after another; the half byte after an odd number of letters is
            cleared.
        words: Two rows, the words of the one strand and those of the other, in the same order; the
            first row share their last three letters, all alike, the second their first three.
        limits: Flags of records to pass over; words asked for in a hundred letters; the least.
        hits: Filled with a row for each record found.
        percents: Records by whole percent of the second and third letter (101 entries): added to.

    Returns:
        Records in all; records counted; records found (which may be more than ``hits`` holds), or
        in its place minus one less the start of a record whose lengths contradict each other.
    """
    skipped, per_hundred, least = limits[0], limits[1], limits[2]
    shared, leading = words[0, 0] & TAIL_MASK, words[1, 0] >> 12
    kinds = words.shape[1]
    one, two = shared & 255, (leading >> 4) & 255
    tallies = np.zeros(256, np.int64)
    for code in range(256):
        for half in (code >> 4, code & 15):
            tallies[code] += half in (2, 4)
        tallies[code] += ((code == one) << LOW_BITS) + ((code == two) << (2 * LOW_BITS))
    at = total = counted = found = 0
    tally = np.zeros((2, kinds), np.int64)
    while at < data.size:
        start = at
        size = _integer(data, at)
        name = _byte(data, at + 12)
        quality = _byte(data, at + 13)
        cigar = _byte(data, at + 16) | (_byte(data, at + 17) << 8)
        flag = _byte(data, at + 18) | (_byte(data, at + 19) << 8)
        letters = _integer(data, at + 20)
        at += size + 4
        first = start + FIXED_BYTES + name + 4 * cigar
        if letters < 0 or first + (letters + 1) // 2 + letters > at:
            return total, counted, -1 - start
        total += 1
        if flag & skipped or letters == 0:
            continue
        counted += 1
        if letters & 1:
            data[first + letters // 2] &= LEADING_HALF
        content = 0
        for byte in data[first : first + (letters + 1) // 2]:
            content += tallies[byte]
        doubles = max((content >> LOW_BITS) & LOW_MASK, content >> (2 * LOW_BITS))
        content = int(content & LOW_MASK)
        if letters > LOW_MASK:
            content = 0
            for byte in data[first : first + (letters + 1) // 2]:
                content += tallies[byte] & 3
        percent = (200 * content + letters) // (2 * letters)
        percents[percent] += 1
        asked = max(least, (letters * per_hundred + 50) // 100)
        # Three like letters hold two in one byte: with too few such bytes there are too few words.
        if letters <= LOW_MASK and doubles < asked:
            continue
        window = forward = second = 0
        for byte in data[first : first + (letters + 1) // 2]:
            window = ((window << 8) | int(np.int64(byte))) & PAIR_MASK
            for word in (window >> 4, window & WORD_MASK):
                if word & TAIL_MASK == shared:
                    for kind in range(kinds):
                        forward += word == words[0, kind]
                elif word >> 12 == leading:
                    for kind in range(kinds):
                        second += word == words[1, kind]
        if max(forward, second) < asked:
            continue
        if found < hits.shape[0]:
            _describe(data, start, words, tally, hits[found])
            row = hits[found]
            row[HIT_START], row[HIT_FLAG], row[HIT_QUALITY] = start, flag, quality
            row[HIT_LENGTH], row[HIT_PERCENT] = letters, percent
            row[HIT_FORWARD], row[HIT_SECOND] = forward, second
        found += 1
    return total, counted, found


@compiled
def _describe(data: Bytes, start: int, words: Integers, tally: Integers, row: Integers) -> None:
    """Places, name and the count of each word, for a record that is a hit."""
    row[HIT_CONTIG], row[HIT_POSITION] = _integer(data, start + 4), _integer(data, start + 8)
    row[HIT_MATE_CONTIG] = _integer(data, start + 24)
    row[HIT_MATE_POSITION] = _integer(data, start + 28)
    name, letters = _byte(data, start + 12), _integer(data, start + 20)
    code = HASH_SEED
    for byte in data[start + FIXED_BYTES : start + FIXED_BYTES + name]:
        code = (code * 33 ^ int(np.int64(byte))) & HASH_MASK
    row[HIT_NAME] = code
    tally[:] = 0
    cigar = _byte(data, start + 16) | (_byte(data, start + 17) << 8)
    first = start + FIXED_BYTES + name + 4 * cigar
    window = 0
    for index in range(letters):
        byte = _byte(data, first + index // 2)
        window = ((window << 4) | (byte & 15 if index & 1 else byte >> 4)) & WORD_MASK
        for strand in range(2):
            for kind in range(tally.shape[1]):
                tally[strand, kind] += window == words[strand, kind]
    for kind in range(min(tally.shape[1], COLUMNS - HIT_WORDS)):
        row[HIT_WORDS + kind] = tally[0, kind] + tally[1, kind]
