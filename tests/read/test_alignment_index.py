"""The parts of a BAM that its index finds hold what they must, and nothing twice."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from telomere_bam import CONTIGS, Read, record_of, write_bam, write_indexed

from crestome.errors import FormatError, UsageError
from crestome.numerics.packed_records import Bytes
from crestome.read.alignment_index import read_indexed
from crestome.read.alignments import Alignments

END = 50_000
CHANCE = random.Random(9)  # noqa: S311 (a simulation)


def placed(count: int, contigs: int = 2) -> list[Read]:
    places = [CHANCE.randrange(contigs) for _ in range(count)]
    return [
        Read(f"p{number}", "ACGT" * 25, 0, 60, contig, CHANCE.randrange(CONTIGS[contig][1] - 100),
             cigar=((0, 100),))
        for number, contig in enumerate(places)
    ]  # fmt: skip


UNPLACED = [Read(f"u{number}", "TTAGGG" * 16, 0x4, 0, -1, -1) for number in range(50)]


def as_bytes(records: Bytes) -> bytes:
    return records.tobytes()


def records_of(part: Alignments, threads: int = 1) -> bytes:
    return b"".join(data for _end, data in part.mapped(as_bytes, threads))


@pytest.mark.parametrize("block", [300, 5000, 60_000])
@pytest.mark.parametrize("contigs", [1, 2])
def test_the_parts_together_hold_every_record_once(
    tmp_path: Path, block: int, contigs: int
) -> None:
    reads = placed(3000, contigs)
    path = write_indexed(tmp_path / "a.bam", [*reads, *UNPLACED], block)
    parts = read_indexed(path, END, 1)
    ordered = sorted(reads, key=lambda read: (read.contig, read.position))
    assert records_of(parts.sample, 2) == b"".join(map(record_of, ordered))
    assert records_of(parts.unplaced) == b"".join(map(record_of, UNPLACED))
    assert parts.placed == 3000


@pytest.mark.parametrize("block", [300, 60_000])
def test_the_ends_hold_every_record_there(tmp_path: Path, block: int) -> None:
    reads = placed(3000)
    at_ends = [
        read
        for read in reads
        if read.position < END or read.position >= CONTIGS[read.contig][1] - END
    ]
    path = write_indexed(tmp_path / "a.bam", [*reads, *UNPLACED], block)
    data = records_of(read_indexed(path, END, 100).ends)
    assert all(record_of(read) in data for read in at_ends)
    assert len(data) < 0.2 * sum(len(record_of(read)) for read in reads)


def test_a_contig_shorter_than_its_ends_is_looked_at_once(tmp_path: Path) -> None:
    reads = placed(500)
    path = write_indexed(tmp_path / "a.bam", reads)
    ordered = sorted(reads, key=lambda read: (read.contig, read.position))
    data = records_of(read_indexed(path, 6_000_000, 100).ends)
    assert data == b"".join(map(record_of, ordered))


def test_a_sample_is_about_one_window_of_so_many(tmp_path: Path) -> None:
    path = write_indexed(tmp_path / "a.bam", placed(8000), 400)
    size = len(records_of(read_indexed(path, END, 10).sample))
    assert 0.05 < size / (8000 * len(record_of(placed(1)[0]))) < 0.2


def test_evenness_tells_captured_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crestome.read.alignment_index.STEP_BYTES", 3000)
    even = write_indexed(tmp_path / "a.bam", placed(30_000), 2000)
    captured = [read for read in placed(300_000) if read.position % 1_000_000 < 30_000]
    uneven = write_indexed(tmp_path / "b.bam", captured, 2000)
    assert (read_indexed(even, END, 100).evenness or 0) > 0.8
    assert (read_indexed(uneven, END, 100).evenness or 0) < 0.3


def test_without_an_index_one_is_asked_for(tmp_path: Path) -> None:
    path = write_bam(tmp_path / "a.bam", placed(5))
    with pytest.raises(UsageError, match=r"no index a\.bam\.bai beside it.*samtools index"):
        read_indexed(path, END, 100)


def test_an_index_by_its_other_name_is_found(tmp_path: Path) -> None:
    path = write_indexed(tmp_path / "a.bam", placed(5))
    (tmp_path / "a.bam.bai").rename(tmp_path / "a.bai")
    assert read_indexed(path, END, 100).placed == 5


def test_a_file_without_placed_records_is_refused(tmp_path: Path) -> None:
    path = write_indexed(tmp_path / "a.bam", UNPLACED)
    with pytest.raises(UsageError, match="the index counts no record with a place"):
        read_indexed(path, END, 100)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"CSI\x01", "byte 0: not an index of a BAM"),
        (b"BAI\x01\x02\0\0\0\x01\0\0", "the index is cut off"),
        (b"BAI\x01\x01\0\0\0\0\0\0\0\x05\0\0\0", "the index is cut off"),
    ],
)
def test_an_index_that_is_none_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = write_bam(tmp_path / "a.bam", placed(5))
    (tmp_path / "a.bam.bai").write_bytes(data)
    with pytest.raises(FormatError, match=words):
        read_indexed(path, END, 100)


def test_an_index_of_another_file_is_refused(tmp_path: Path) -> None:
    path = write_indexed(tmp_path / "a.bam", placed(900), 3000)
    write_bam(path, sorted(placed(900), key=lambda read: read.position), 2500)
    with pytest.raises(FormatError, match=r"a\.bam, byte \d+: "):
        records_of(read_indexed(path, END, 1).sample)
    index = bytearray((tmp_path / "a.bam.bai").read_bytes())
    index[4:8] = b"\x01\0\0\0"
    (tmp_path / "a.bam.bai").write_bytes(index)
    with pytest.raises(FormatError, match="the index has 1 contigs and the file 2"):
        read_indexed(path, END, 1)
