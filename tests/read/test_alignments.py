"""A BAM gives its header and whole records, or a fault with its place."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telomere_bam import CONTIGS, END, Read, block_of, header_bytes, record_of, write_bam

from crestome.errors import FormatError
from crestome.model.telomere import ReadGroup
from crestome.numerics.packed_records import Bytes
from crestome.read.alignments import read_alignments


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(block_of(data) + END)
    return path


def as_bytes(records: Bytes) -> bytes:
    return records.tobytes()


def all_records(path: Path, threads: int = 1) -> bytes:
    return b"".join(data for _end, data in read_alignments(path).mapped(as_bytes, threads))


def test_the_header_names_contigs_and_samples(tmp_path: Path) -> None:
    header = read_alignments(written(tmp_path / "a.bam", header_bytes(("T1", "T1", "T2")))).header
    assert header.contigs == CONTIGS
    assert header.read_groups[1:] == (
        ReadGroup(identifier="g1", sample="T1"),
        ReadGroup(identifier="g2", sample="T2"),
    )
    assert header.samples == ("T1", "T2")


@given(block=st.integers(30, 900), count=st.integers(0, 60), threads=st.integers(1, 3))
def test_records_across_blocks_are_joined(
    tmp_path_factory: pytest.TempPathFactory, block: int, count: int, threads: int
) -> None:
    reads = [Read(f"r{index}", "ACGTN" * (index % 40)) for index in range(count)]
    path = write_bam(tmp_path_factory.mktemp("joined") / "a.bam", reads, block)
    assert all_records(path, threads) == b"".join(record_of(read) for read in reads)


@pytest.mark.parametrize("threads", [1, 2])
def test_records_across_chunks_are_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    monkeypatch.setattr("crestome.read.alignment_blocks.INFLATED_BYTES", 500)
    reads = [Read(f"r{index}", "ACGTN" * (1 + index % 7)) for index in range(300)]
    reads.insert(100, Read("long", "ACGTA" * 20_000))
    path = write_bam(tmp_path / "a.bam", reads, 301)
    assert all_records(path, threads) == b"".join(record_of(read) for read in reads)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such file; expected a BAM or CRAM"):
        read_alignments(tmp_path / "none.bam")


def test_blocks_that_hold_no_bam_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is not how a BAM begins"):
        read_alignments(written(tmp_path / "a.bam", b"##fileformat=VCFv4.2\n"))


def test_a_header_that_does_not_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="the file ends inside its header"):
        read_alignments(written(tmp_path / "a.bam", header_bytes()[:-3]))


@pytest.mark.parametrize("place", [4, 8])
def test_a_header_that_contradicts_itself_is_refused(tmp_path: Path, place: int) -> None:
    data = bytearray(header_bytes())
    at = 4 if place == 4 else 8 + struct.unpack_from("<i", data, 4)[0]
    data[at : at + 4] = struct.pack("<i", -5)
    with pytest.raises(FormatError, match="the lengths in the header contradict each other"):
        read_alignments(written(tmp_path / "a.bam", bytes(data)))


def test_a_header_that_does_not_end_is_not_read_to_the_end_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crestome.read.alignments.LONGEST_HEADER_BYTES", 100)
    with pytest.raises(FormatError, match="the lengths in the header contradict each other"):
        read_alignments(written(tmp_path / "a.bam", header_bytes()))


def test_a_file_that_ends_inside_a_record_is_refused(tmp_path: Path) -> None:
    record = record_of(Read("a", "ACGT" * 20))
    path = written(tmp_path / "a.bam", header_bytes() + record + record[:-5])
    with pytest.raises(FormatError, match="the file ends inside a record"):
        all_records(path)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_record_of_an_impossible_length_is_refused_with_its_block(
    tmp_path: Path, threads: int
) -> None:
    path = tmp_path / "a.bam"
    head = block_of(header_bytes() + record_of(Read("a", "ACGT")))
    path.write_bytes(head + block_of(struct.pack("<i", -7) + b"0" * 40) + END)
    words = rf"byte {len(head)}: the lengths in a record contradict each other"
    with pytest.raises(FormatError, match=words):
        all_records(path, threads)


def test_what_one_thread_refuses_does_not_leave_the_others_waiting(tmp_path: Path) -> None:
    blocks = [block_of(record_of(Read("a", "ACGT" * 5000)), 0) for _ in range(400)]
    whole = b"".join((block_of(header_bytes()), *blocks, END))
    broken = bytearray(whole)
    broken[len(whole) // 3] ^= 1
    path = tmp_path / "a.bam"
    path.write_bytes(broken)
    with pytest.raises(FormatError, match="the block that begins here is damaged"):
        all_records(path, 3)
