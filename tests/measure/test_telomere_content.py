"""Telomere reads are counted as a plain reading of the same file counts them."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from math import log2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.telomere_reads import count_in_file, count_reads
from telomere_bam import CONTIGS, Read, simulate, write_bam

from crestome.errors import FormatError
from crestome.knowledge.load import load_knowledge
from crestome.measure.telomere_content import (
    REPEATS,
    content_log2,
    measure_telomeres,
)
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.model.telomere import TelomereMeasurement
from crestome.read.alignments import read_alignments

LENGTHS = tuple(length for _name, length in CONTIGS)
CLASSES = ("intratelomeric", "junction", "subtelomeric", "intrachromosomal")
COUNTS = ("reads", "counted", "telomere_reads", "gc_matched_reads", *CLASSES)


def measured(path: Path, threads: int = 2) -> TelomereMeasurement:
    rules = load_knowledge().rules("telomere_content", TelomereContentRules)
    return measure_telomeres(path, read_alignments(path, threads), rules, threads)


def counts_of(measurement: TelomereMeasurement) -> Counter[str]:
    counts = Counter({name: getattr(measurement, name) for name in COUNTS})
    return counts + Counter({one.repeat: one.count for one in measurement.repeats})


@pytest.mark.parametrize("length", [36, 75, 101, 150, 151, 301])
def test_simulated_reads_are_counted_as_by_the_oracle_and_by_pysam(
    tmp_path: Path, length: int
) -> None:
    reads = simulate(length, 1500, length, telomere=0.1)
    path = write_bam(tmp_path / "t.bam", reads)
    expected = +count_reads(reads, LENGTHS)
    assert counts_of(measured(path)) == expected
    assert +count_in_file(path) == expected
    assert min(expected[name] for name in CLASSES) > 0


@st.composite
def layouts(draw: st.DrawFn) -> list[Read]:
    """Any layout of records: lengths, flags, places, mates, names, empty sequences, no base."""
    chance = random.Random(draw(st.integers(0, 10**9)))  # noqa: S311 (a simulation)
    reads = []
    for _ in range(draw(st.integers(0, 25))):
        length = draw(st.one_of(st.just(0), st.integers(1, 35), st.integers(36, 301)))
        words = (*REPEATS, "CCCTAA", "CCCTGA", "CCCCAA", "N", "A", "C", "GG", "RY=")
        text = "".join(chance.choices(words, (20, 2, 2, 2, 20, 2, 2, 1, 1, 1, 1, 1), k=300))
        start = chance.randrange(12)
        sequence = text[start : start + length]
        clips = tuple((5, 1 + chance.randrange(50)) for _ in range(length % 3))
        cigar = (*clips, (chance.choice((0, 4, 7, 8)), len(sequence)))
        reads.append(
            Read(
                name=f"q{chance.randrange(12)}" * (1 + chance.randrange(9)),
                sequence=sequence,
                flag=draw(st.integers(0, 0xFFF)),
                quality=chance.choice((0, 7, 8, 60, 255)),
                contig=chance.choice((-1, 0, 1)),
                position=chance.choice((-1, 0, 1_999_999, 2_000_000, 4_000_000, 7_999_999)),
                cigar=cigar if sequence else (),
                group=chance.choice((None, "g0")),
            )
        )
    return reads


@settings(max_examples=150, deadline=None)
@given(reads=layouts(), block=st.integers(50, 3000))
def test_any_layout_of_records_is_counted_as_by_the_oracle(reads: list[Read], block: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_bam(Path(folder) / "t.bam", reads, block)
        expected = +count_reads(reads, LENGTHS)
        assert counts_of(measured(path, 1)) == expected
        assert +count_in_file(path) == expected


@pytest.mark.parametrize("unit", ["ACGT", "TTAGGG", "CCCTAA", "AAAAC"])
def test_a_read_of_two_million_letters_is_counted_as_by_the_oracle(
    tmp_path: Path, unit: str
) -> None:
    reads = [Read("long", unit * (2_200_000 // len(unit)), 0x4, 0, -1, -1)]
    path = write_bam(tmp_path / "t.bam", reads)
    assert counts_of(measured(path, 1)) == +count_reads(reads, LENGTHS)


def test_more_threads_count_the_same(tmp_path: Path) -> None:
    path = write_bam(tmp_path / "t.bam", simulate(5, 9000, telomere=0.5))
    assert measured(path, 1) == measured(path, 3)


def test_without_reads_of_that_gc_there_is_no_content(tmp_path: Path) -> None:
    empty = measured(write_bam(tmp_path / "e.bam", []))
    assert empty.content is None
    assert empty.reads == 0
    assert content_log2(empty, empty) is None


def test_contents_are_compared_by_log2(tmp_path: Path) -> None:
    genome = [Read(f"g{index}", "ACGT" * 30) for index in range(100)]
    telomere = [Read(f"t{index}", "TTAGGG" * 20, 0x4, 0, -1, -1) for index in range(8)]
    tumour = measured(write_bam(tmp_path / "t.bam", [*genome, *telomere]))
    control = measured(write_bam(tmp_path / "c.bam", [*genome, *telomere[:4]]))
    assert tumour.samples == ("T1",)
    assert tumour.content == pytest.approx(1e6 * 8 / 108)
    assert content_log2(tumour, control) == pytest.approx(log2(8 / 108 / (4 / 104)))


def test_a_record_whose_lengths_contradict_each_other_is_refused(tmp_path: Path) -> None:
    path = write_bam(tmp_path / "t.bam", [Read("a", "ACGT")])
    block, header = next(iter(read_alignments(path, 1)[1])), read_alignments(path, 1)[0]
    block.data[20] = 200
    rules = load_knowledge().rules("telomere_content", TelomereContentRules)
    with pytest.raises(FormatError, match=r"t\.bam, before byte \d+: the lengths in a record"):
        measure_telomeres(path, (header, [block]), rules, 1)
