"""Threads count by themselves, and the sums are those of one."""

from __future__ import annotations

import numpy as np
from telomere_bam import Read, record_of

from crestome.knowledge.rules_alone import load_rules
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.measure.telomere_scan import FIRST_HITS, TelomereScanner, evenness_of
from crestome.model.telomere import AlignmentHeader
from crestome.numerics.packed_records import COUNTED, TOTAL, Bytes

RULES = load_rules("telomere_content", TelomereContentRules)


def records(*reads: Read) -> Bytes:
    return np.frombuffer(bytearray(b"".join(map(record_of, reads))), np.uint8)


def test_more_hits_than_there_was_room_for_are_counted_once() -> None:
    scanner = TelomereScanner(AlignmentHeader(contigs=(("chr1", 10_000_000),)), RULES)
    many = FIRST_HITS + 50
    hits = scanner(records(*(Read(f"t{index}", "TTAGGG" * 10) for index in range(many))))
    assert len(hits) == many
    assert scanner.counts[0, TOTAL] == scanner.counts[0, COUNTED] == many
    assert len(scanner(records(Read("t", "TTAGGG" * 10)))) == 1


def test_without_places_there_is_no_evenness() -> None:
    scanner = TelomereScanner(AlignmentHeader(contigs=()), RULES)
    scanner(records(Read("a", "ACGT", contig=-1)))
    assert scanner.evenness is None
    assert evenness_of(np.array([0, 0])) is None
    assert evenness_of(np.array([3, 1, 2])) == 1.0


def test_a_very_long_reference_has_coarser_windows() -> None:
    long = AlignmentHeader(contigs=tuple((f"c{index}", 2_000_000_000) for index in range(40)))
    scanner = TelomereScanner(long, RULES)
    scanner(
        records(Read("a", "ACGT", contig=39, position=1_000_000_000), Read("b", "ACGT", contig=41))
    )
    assert scanner.evenness == 0.0
