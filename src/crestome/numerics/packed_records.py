"""Count short words in length-prefixed binary records whose letters are packed two to a byte.

The layout is that of the binary alignment format of SAMv1, section 4.2; the words are of six
letters of four bits, so that one rolls through a record in 24 bits. The words of one strand end in
the same three letters, those of the other begin with the same three. Three like letters fill at
least one whole byte wherever they lie: a record with too few such bytes holds too few words, and
most records cost one look at each byte.

References:
    samtools-spec
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crestome.numerics.compiled import compiled
from crestome.numerics.packed_words import (
    HIT_CONTIG,
    HIT_FLAG,
    HIT_GROUP,
    HIT_NAME,
    HIT_POSITION,
    HIT_QUALITY,
    TAIL_MASK,
    WORD_MASK,
    count_words,
    hash_of,
)

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]

FIXED_BYTES: Final = 36
"""Bytes of a record before its name, its length prefix included."""
LONGEST_RECORD_BYTES: Final[int] = 1 << 25
PERCENTS: Final = 101
TOTAL: Final = 101
COUNTED: Final = 102
UNMAPPED: Final = 103
COUNTS: Final = 104
"""Columns of counts: records by whole percent of the second and third letter, then in all, counted,
and without a place."""
LOW_BITS: Final = 20
LOW_MASK: Final = (1 << 20) - 1
LEADING_HALF: Final = 0xF0
PAIR_MASK: Final = (1 << 28) - 1
NO_PLACE: Final = 4
LETTER_R: Final = ord("R")
LETTER_G: Final = ord("G")
KIND_TEXT: Final = ord("Z")
KIND_HEX: Final = ord("H")
KIND_ARRAY: Final = ord("B")
ARRAY_HEAD: Final = 5
"""Bytes of an array of tags before its numbers: their kind, and how many."""
KINDS_OF_ONE: Final = (ord("c"), ord("C"), ord("A"))
KINDS_OF_TWO: Final = (ord("s"), ord("S"))


@compiled
def _byte(data: Bytes, at: int) -> int:
    """One byte as a signed number: unsigned ones would turn sums into floats when compiled."""
    return int(np.int64(data[at]))


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
def whole_records_end(data: Bytes) -> int:
    """Where the last whole record ends.

    Returns:
        Minus one less the start of a record in its place where its lengths cannot be.
    """
    at = 0
    size = data.size
    while at + FIXED_BYTES <= size:
        length = _integer(data, at)
        letters = _integer(data, at + 20)
        cigar = _byte(data, at + 16) | (_byte(data, at + 17) << 8)
        needed = FIXED_BYTES + _byte(data, at + 12) + 4 * cigar + (letters + 1) // 2 + letters
        if letters < 0 or needed > 4 + length or length >= LONGEST_RECORD_BYTES:
            return -1 - at
        if at + 4 + length > size:
            break
        at += 4 + length
    return at


@compiled
def scan_records(
    data: Bytes,
    words: Integers,
    limits: Integers,
    groups: Integers,
    places: Integers,
    counts: Integers,
    windows: Integers,
    hits: Integers,
) -> int:
    """Count records, and find those that hold many of the words on either strand.

    Args:
        data: Whole records, one after another, that agree with themselves; the half byte after an
            odd number of letters is cleared.
        words: Two rows, the words of the one strand and those of the other, in the same order; the
            first row share their last three letters, all alike, the second their first three.
        limits: Flags of records to pass over; words asked for in a hundred letters; the least; bits
            of a window; canonical words asked for on either side of one that stands alone.
        groups: Code of the name of each group; with fewer than two, all records are of one group.
        places: The first window of each contig, and where the last contig's windows end.
        counts: A row for each group, and one more for records of none of them: added to.
        windows: Counted records with a place by their start: added to.
        hits: Filled with a row for each record found.

    Returns:
        Records found, which may be more than ``hits`` holds.
    """
    skipped, per_hundred, least, bits = limits[0], limits[1], limits[2], limits[3]
    shared, leading = words[0, 0] & TAIL_MASK, words[1, 0] >> 12
    kinds = words.shape[1]
    one, two = shared & 255, (leading >> 4) & 255
    tallies = np.zeros(256, np.int64)
    for code in range(256):
        for half in (code >> 4, code & 15):
            tallies[code] += half in (2, 4)
        tallies[code] += ((code == one) << LOW_BITS) + ((code == two) << (2 * LOW_BITS))
    at = found = group = 0
    while at < data.size:
        start = at
        at += _integer(data, start) + 4
        flag = _byte(data, start + 18) | (_byte(data, start + 19) << 8)
        letters = _integer(data, start + 20)
        cigar = _byte(data, start + 16) | (_byte(data, start + 17) << 8)
        first = start + FIXED_BYTES + _byte(data, start + 12) + 4 * cigar
        last = first + (letters + 1) // 2
        if groups.size > 1:
            group = _group_of(data, last + letters, at, groups)
        counts[group, TOTAL] += 1
        if flag & skipped or letters == 0:
            continue
        counts[group, COUNTED] += 1
        contig = _integer(data, start + 4)
        if flag & NO_PLACE:
            counts[group, UNMAPPED] += 1
        elif 0 <= contig < places.size - 1:
            window = places[contig] + (_integer(data, start + 8) >> bits)
            if places[contig] <= window < places[contig + 1]:
                windows[window] += 1
        if letters & 1:
            data[last - 1] &= LEADING_HALF
        content = 0
        for byte in data[first:last]:
            content += tallies[byte]
        doubles = max((content >> LOW_BITS) & LOW_MASK, content >> (2 * LOW_BITS))
        content = int(content & LOW_MASK)
        if letters > LOW_MASK:
            content = 0
            for byte in data[first:last]:
                content += tallies[byte] & 3
        counts[group, (200 * content + letters) // (2 * letters)] += 1
        asked = max(least, (letters * per_hundred + 50) // 100)
        if letters <= LOW_MASK and doubles < asked:
            continue
        rolling = forward = second = 0
        for byte in data[first:last]:
            rolling = ((rolling << 8) | int(np.int64(byte))) & PAIR_MASK
            for word in (rolling >> 4, rolling & WORD_MASK):
                if word & TAIL_MASK == shared:
                    for kind in range(kinds):
                        forward += word == words[0, kind]
                elif word >> 12 == leading:
                    for kind in range(kinds):
                        second += word == words[1, kind]
        if max(forward, second) < asked:
            continue
        if found < hits.shape[0]:
            row = hits[found]
            count_words(data[first:last], letters, words, int(second > forward), limits[4], row)
            row[HIT_NAME] = hash_of(
                data[start + FIXED_BYTES : start + 35 + _byte(data, start + 12)]
            )
            row[HIT_GROUP], row[HIT_FLAG], row[HIT_QUALITY] = group, flag, _byte(data, start + 13)
            row[HIT_CONTIG], row[HIT_POSITION] = contig, _integer(data, start + 8)
        found += 1
    return found


@compiled
def _group_of(data: Bytes, at: int, end: int, groups: Integers) -> int:
    """The number of the group that a record names among its tags; one past the last without."""
    while at + 4 <= end:
        named = data[at] == LETTER_R and data[at + 1] == LETTER_G
        kind = data[at + 2]
        at += 3
        begin = at
        if kind in (KIND_TEXT, KIND_HEX):
            while at < end and data[at] != 0:
                at += 1
            if named:
                code = hash_of(data[begin:at])
                for number in range(groups.size):
                    if groups[number] == code:
                        return number
                return groups.size
            at += 1
        elif kind == KIND_ARRAY:
            count = _integer(data, begin + 1) if begin + ARRAY_HEAD <= end else 0
            at += ARRAY_HEAD + _width(data[begin]) * max(count, 0)
        else:
            at += _width(kind)
    return groups.size


@compiled
def _width(kind: int) -> int:
    """Bytes of a number of this kind."""
    if kind in KINDS_OF_ONE:
        return 1
    return 2 if kind in KINDS_OF_TWO else 4
