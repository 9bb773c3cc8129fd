"""A BAM gives its header and whole records, or a fault with its place."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from telomere_bam import CONTIGS, END, Read, block_of, header_bytes, record_of, write_bam

from crestome.errors import FormatError
from crestome.read.alignments import read_alignments


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(block_of(data) + END)
    return path


def test_the_header_names_contigs_and_samples(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bam", header_bytes(("T1", "T1", "T2")))
    header, _blocks = read_alignments(path, 1)
    assert header.contigs == CONTIGS
    assert header.read_groups == ("g0", "g1", "g2")
    assert header.samples == ("T1", "T2")


def test_records_across_blocks_are_joined(tmp_path: Path) -> None:
    reads = [Read(f"r{index}", "ACGTN" * 9) for index in range(50)]
    _header, blocks = read_alignments(write_bam(tmp_path / "a.bam", reads, 37), 1)
    data = b"".join(block.data.tobytes() for block in blocks)
    assert data == b"".join(record_of(read) for read in reads)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such file; expected a BAM"):
        read_alignments(tmp_path / "none.bam", 1)


def test_blocks_that_hold_no_bam_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is not how a BAM begins"):
        read_alignments(written(tmp_path / "a.bam", b"##fileformat=VCFv4.2\n"), 1)


def test_a_header_that_does_not_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="the file ends inside its header"):
        read_alignments(written(tmp_path / "a.bam", header_bytes()[:-3]), 1)


def test_a_file_that_ends_inside_a_record_is_refused(tmp_path: Path) -> None:
    record = record_of(Read("a", "ACGT" * 20))
    path = written(tmp_path / "a.bam", header_bytes() + record + record[:-5])
    with pytest.raises(FormatError, match="the file ends inside a record"):
        list(read_alignments(path, 1)[1])


def test_a_record_of_an_impossible_length_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bam", header_bytes() + struct.pack("<i", -7) + b"0" * 40)
    with pytest.raises(FormatError, match="a record of an impossible length"):
        list(read_alignments(path, 1)[1])
