"""Telomere reads are counted as a plain reading of the same file counts them."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from dataclasses import replace
from math import log2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.telomere_reads import count_in_file, count_reads
from telomere_bam import (
    CONTIGS,
    END,
    Read,
    block_of,
    header_bytes,
    record_of,
    simulate,
    write_bam,
)

from crestome.errors import FormatError
from crestome.knowledge.rules_alone import load_rules
from crestome.measure.telomere_content import content_log2, measure_telomeres
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.measure.telomere_scan import REPEATS
from crestome.model.telomere import TelomereMeasurement
from crestome.read.alignments import read_alignments

LENGTHS = tuple(length for _name, length in CONTIGS)
CLASSES = ("intratelomeric", "junction", "subtelomeric", "intrachromosomal")
COUNTS = ("reads", "counted", "telomere_reads", "gc_matched_reads", *CLASSES)


def lenient_rules() -> TelomereContentRules:
    """The shipped rules, but for what a file must hold: that is held to by tests of its own."""
    rules = load_rules("telomere_content", TelomereContentRules)
    nothing = {"least_reads": 0.0, "least_evenness": 0.0}
    return rules.model_copy(
        update={
            key: getattr(rules, key).model_copy(update={"value": value})
            for key, value in nothing.items()
        }
    )


def measured(path: Path, threads: int = 2) -> TelomereMeasurement:
    return measure_telomeres(read_alignments(path), lenient_rules(), threads)


def counts_of(measurement: TelomereMeasurement) -> Counter[str]:
    counts = Counter({name: getattr(measurement, name) for name in COUNTS})
    counts += Counter({one.repeat: one.count for one in measurement.repeats})
    return counts + Counter({f"single {one.repeat}": one.count for one in measurement.singletons})


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
    assert length < 75 or expected["single TTCGGG"] > 0


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
                group=chance.choice((None, "g0", "g1", "g")),
                tagged=chance.random() < 0.5,
            )
        )
    return reads


@settings(max_examples=150, deadline=None)
@given(reads=layouts(), block=st.integers(50, 3000), groups=st.integers(0, 3))
def test_any_layout_of_records_is_counted_as_by_the_oracle(
    reads: list[Read], block: int, groups: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_bam(Path(folder) / "t.bam", reads, block, ("T1",) * groups)
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


def shipped_verdict(path: Path) -> TelomereMeasurement:
    rules = load_rules("telomere_content", TelomereContentRules)
    few = rules.least_reads.model_copy(update={"value": 100.0})
    return measure_telomeres(
        read_alignments(path), rules.model_copy(update={"least_reads": few}), 1
    )


def genome(count: int, **changes: object) -> list[Read]:
    """Reads that lie evenly over both contigs, and a pair from inside a telomere."""
    total = sum(LENGTHS)
    places = [index * total // count for index in range(count)]
    reads = [
        replace(
            Read(f"g{index}", "ACGT" * 30),
            contig=int(at >= LENGTHS[0]),
            position=at % LENGTHS[0],
            **changes,  # type: ignore[arg-type]
        )
        for index, at in enumerate(places)
    ]
    return [
        *reads,
        Read("t", "TTAGGG" * 20, 0x4D, 0, -1, -1),
        Read("t", "CCCTAA" * 20, 0x8D, 0, -1, -1),
    ]


def test_a_whole_genome_is_assessed(tmp_path: Path) -> None:
    found = shipped_verdict(write_bam(tmp_path / "g.bam", genome(4000)))
    assert not found.not_assessed
    assert found.content == pytest.approx(1e6 * 2 / 4002)
    assert found.evenness == pytest.approx(1, abs=0.1)
    assert found.unplaced == 2


def test_too_few_reads_are_not_assessed(tmp_path: Path) -> None:
    found = measure_telomeres(
        read_alignments(write_bam(tmp_path / "g.bam", genome(4000))),
        load_rules("telomere_content", TelomereContentRules),
        1,
    )
    assert found.content is None
    assert found.not_assessed.startswith("too few reads were counted (4,002; at least 1,000,000")
    assert found.intratelomeric == 2


def test_captured_places_are_not_assessed(tmp_path: Path) -> None:
    targets = [replace(read, position=read.position % 90_000) for read in genome(4000)]
    found = shipped_verdict(write_bam(tmp_path / "e.bam", targets))
    assert found.content is None
    assert "an exome, a panel or a part of a file" in found.not_assessed


def test_without_unplaced_reads_content_is_not_nought_but_unknown(tmp_path: Path) -> None:
    found = shipped_verdict(write_bam(tmp_path / "m.bam", genome(4000)[:-2]))
    assert found.content is None
    assert "unplaced reads were removed" in found.not_assessed


def test_reads_that_were_never_aligned_are_not_assessed(tmp_path: Path) -> None:
    reads = genome(500, flag=0x4)
    found = shipped_verdict(write_bam(tmp_path / "u.bam", reads))
    assert found.not_assessed.startswith("no read has a place")


def test_reads_of_two_samples_are_not_assessed_and_each_group_is_shown(tmp_path: Path) -> None:
    reads = [replace(read, group=f"g{index % 3}") for index, read in enumerate(genome(900))]
    path = write_bam(tmp_path / "two.bam", reads, samples=("T1", "T2"))
    found = shipped_verdict(path)
    assert found.not_assessed.startswith("the file mixes reads of several samples (T1, T2)")
    assert [one.read_group for one in found.read_groups] == ["g0", "g1", ""]
    assert [one.sample for one in found.read_groups] == ["T1", "T2", ""]
    assert sum(one.reads for one in found.read_groups) == found.reads == 902


def test_no_read_of_the_gc_of_telomeres_is_said(tmp_path: Path) -> None:
    reads = [replace(read, sequence="AT" * 60) for read in genome(900)]
    found = shipped_verdict(write_bam(tmp_path / "at.bam", reads))
    assert found.not_assessed.startswith("no read has the GC of telomeres")


@pytest.mark.parametrize("tags", [True, False])
def test_read_groups_are_measured_by_themselves(tmp_path: Path, tags: bool) -> None:
    reads = [
        replace(read, group=f"g{int(read.name[1:]) % 2}", tagged=tags)
        for read in simulate(11, 900, telomere=0.4)
    ]
    found = measured(write_bam(tmp_path / "two.bam", reads, samples=("T1", "T1")))
    for number, group in enumerate(found.read_groups):
        own = [read for read in reads if read.group == f"g{number}"]
        expected = +count_reads(own, LENGTHS)
        assert {name: getattr(group, name) for name in COUNTS} == {
            name: expected[name] for name in COUNTS
        }
        assert group.content == pytest.approx(1e6 * group.intratelomeric / group.gc_matched_reads)
    assert len(found.read_groups) == 2
    assert found.samples == ("T1",)


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 3000), value=st.integers(0, 255), groups=st.integers(1, 2))
def test_whatever_is_written_wrongly_is_measured_or_refused_and_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int, groups: int
) -> None:
    reads = [replace(read, group="g0", tagged=True) for read in simulate(2, 4, 75, 0.5)]
    data = bytearray(header_bytes(("T1",) * groups) + b"".join(map(record_of, reads)))
    data[place % len(data)] = value
    path = tmp_path_factory.mktemp("wrong") / "t.bam"
    path.write_bytes(block_of(bytes(data)) + END)
    try:
        assert measured(path, 1).reads <= len(reads) + 1
    except FormatError as fault:
        assert str(path) in str(fault)  # noqa: PT017
