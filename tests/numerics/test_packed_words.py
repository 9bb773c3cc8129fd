"""Words of one record, and codes of names."""

from __future__ import annotations

import numpy as np
import pytest
from telomere_bam import CODES

from crestome.measure.telomere_scan import coded_words
from crestome.numerics.packed_words import COLUMNS, HIT_SINGLES, HIT_WORDS, count_words, hash_of

FLANK = "TTAGGG" * 3


def counted(sequence: str, strand: int = 0) -> list[int]:
    row = np.full(COLUMNS, 7, np.int64)
    padded = sequence + "=" * (len(sequence) % 2)
    pairs = zip(padded[::2], padded[1::2], strict=True)
    packed = np.array([CODES.index(a) << 4 | CODES.index(b) for a, b in pairs], np.uint8)
    count_words(packed, len(sequence), coded_words(), strand, 3, row)
    assert row[:HIT_WORDS].tolist() == [7] * HIT_WORDS
    return [int(number) for number in row]


def singles(sequence: str, strand: int = 0) -> list[int]:
    return [number for number, count in enumerate(counted(sequence, strand)[HIT_SINGLES:]) if count]


@pytest.mark.parametrize("lead", ["", "A", "AC"])
def test_variants_that_stand_alone_are_counted_on_either_strand(lead: str) -> None:
    text = lead + FLANK + "TTCGGG" + FLANK + "CATGGG" + FLANK + "TTNGGG" + FLANK
    turned = text.translate(str.maketrans("ACGT", "TGCA"))[::-1]
    expected = [16 * 1 + 4 * 0 + 3, 16 * 3 + 4 * 3 + 1]
    assert singles(text) == expected
    assert singles(turned, 1) == expected
    assert singles(turned, 0) == []


def test_two_variants_beside_each_other_do_not_stand_alone() -> None:
    assert singles(FLANK + "TTCGGG" * 2 + FLANK) == []
    assert singles(FLANK[6:] + "TTCGGG" + FLANK) == []
    assert singles(FLANK + "TTCGGG" + FLANK[:-1]) == []


def test_each_word_is_counted_on_both_strands() -> None:
    assert counted("TTAGGGCCCTAATGAGGG")[HIT_WORDS:HIT_SINGLES] == [2, 0, 1, 0]


def test_names_that_differ_have_codes_that_differ() -> None:
    names = [np.frombuffer(f"read{index}".encode(), np.uint8) for index in range(2000)]
    assert len({hash_of(name) for name in names}) == len(names)
