"""The class of a telomere read depends on where it and its mate lie, whenever the mate comes."""

from __future__ import annotations

import numpy as np
import pytest

from crestome.knowledge.rules_alone import load_rules
from crestome.measure import telomere_classes
from crestome.measure.telomere_classes import TelomereClass, TelomereClasses
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.model.telomere import AlignmentHeader
from crestome.numerics import packed_words
from crestome.numerics.packed_records import Integers
from crestome.numerics.packed_words import COLUMNS

HEADER = AlignmentHeader(contigs=(("chr1", 10_000_000),))
RULES = load_rules("telomere_content", TelomereContentRules)
PAIR, MATE_GONE, GONE = 0x1, 0x8, 0x4


def hit(
    name: int, flag: int, *, quality: int = 60, contig: int = 0, position: int = 5_000_000
) -> Integers:
    row = np.zeros((1, COLUMNS), np.int64)
    row[0, packed_words.HIT_NAME], row[0, packed_words.HIT_FLAG] = name, flag
    row[0, packed_words.HIT_QUALITY], row[0, packed_words.HIT_CONTIG] = quality, contig
    row[0, packed_words.HIT_POSITION] = position
    row[0, packed_words.HIT_WORDS] = 9
    return row


def counted(*hits: Integers) -> list[int]:
    classes = TelomereClasses(HEADER, RULES, 1)
    for one in hits:
        classes.add(one)
    classes.finish()
    return [int(count) for count in classes.classes[0]]


def test_without_reads_there_are_no_classes() -> None:
    assert counted() == [0, 0, 0, 0]
    assert counted(np.zeros((0, COLUMNS), np.int64)) == [0, 0, 0, 0]


def test_a_pair_without_a_place_is_intratelomeric() -> None:
    assert counted(hit(1, PAIR | GONE | MATE_GONE), hit(1, PAIR | GONE | MATE_GONE)) == [2, 0, 0, 0]


def test_the_mate_of_an_ordinary_read_is_at_the_border() -> None:
    assert counted(hit(1, PAIR | GONE)) == [0, 1, 0, 0]


def test_a_mate_that_is_placed_loosely_has_no_place() -> None:
    loose, firm = hit(1, PAIR | MATE_GONE, quality=3), hit(1, PAIR | MATE_GONE, quality=8)
    assert counted(hit(1, PAIR | GONE), loose) == [2, 0, 0, 0]
    assert counted(hit(1, PAIR | GONE), firm) == [0, 1, 0, 1]


def test_the_first_and_the_last_band_are_subtelomeric() -> None:
    places = (1_999_999, 2_000_000, 7_999_999, 8_000_000)
    found = counted(*(hit(index, 0, position=at) for index, at in enumerate(places)))
    assert found == [0, 0, 2, 2]


def test_reads_that_are_not_paired_have_no_mates() -> None:
    assert counted(hit(1, GONE), hit(1, 0)) == [1, 0, 0, 1]


def test_a_contig_that_the_header_does_not_name_is_no_place() -> None:
    assert counted(hit(1, 0, contig=7), hit(2, 0, contig=-1)) == [2, 0, 0, 0]


def test_repeats_are_those_of_intratelomeric_reads() -> None:
    classes = TelomereClasses(HEADER, RULES, 1)
    classes.add(np.concatenate((hit(1, GONE), hit(2, 0))))
    classes.finish()
    assert classes.repeats[0] == 9
    assert classes.classes[0, TelomereClass.INTRACHROMOSOMAL] == 1


def test_reads_that_wait_are_judged_when_their_mates_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telomere_classes, "WAITING_ROWS", 3)
    first = [hit(name, PAIR | GONE) for name in range(40)]
    second = [hit(name, PAIR | MATE_GONE, quality=60 * (name % 2)) for name in range(40)]
    assert counted(*first, *second) == counted(*second, *first) == [40, 20, 0, 20]
