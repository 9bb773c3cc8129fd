from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isal import igzip

from crestome.read.vcf_index import read_tabix_index, records_within

LINES = [f"chr2\t{position}\t.\tA\tC\t.\tPASS\t." for position in range(20_000, 120_000, 5_000)]


def bgzf_block(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(data) + packer.flush()
    head = struct.pack("<4BI2BH4BH", 31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, 0, len(packed) + 25)
    return head + packed + struct.pack("<2I", zlib.crc32(data), len(data))


def write_indexed(path: Path, top: str = "") -> None:
    """A block for the header and one for each record, and the index of it."""
    blocks = [bgzf_block(f"{top}#CHROM\n".encode())]
    windows: dict[int, int] = {}
    at = len(blocks[0])
    for line in LINES:
        windows.setdefault((int(line.split("\t")[1]) - 1) >> 14, at << 16)
        blocks.append(bgzf_block(f"{line}\n".encode()))
        at += len(blocks[-1])
    path.write_bytes(b"".join([*blocks, bgzf_block(b"")]))
    linear = [windows.get(window, 0) for window in range(max(windows) + 1)]
    names = b"chr2\0chr3\0"
    data = b"TBI\1" + struct.pack("<8i", 2, 2, 1, 2, 0, 35, 0, len(names)) + names
    data += struct.pack("<i", 1) + struct.pack("<Ii4Q", 37450, 2, 0, at << 16, len(LINES), 0)
    data += struct.pack(f"<i{len(linear)}Q", len(linear), *linear)
    data += struct.pack("<2i", 0, 0)
    path.with_name(f"{path.name}.tbi").write_bytes(igzip.compress(data, mtime=0))


def test_only_records_in_the_places_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    write_indexed(path)
    index = read_tabix_index(path)
    assert index is not None
    assert index.records == len(LINES)
    found = list(
        records_within(path, index, {"2": [(24_999, 35_000), (118_000, 900_000)], "3": [(1, 9)]})
    )
    assert [line.split("\t")[1] for line in found] == ["25000", "30000", "35000"]


def test_the_last_records_are_found(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    write_indexed(path)
    index = read_tabix_index(path)
    assert index is not None
    assert len(list(records_within(path, index, {"2": [(0, 10**9)]}))) == len(LINES)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no index",
        igzip.compress(b"CSI\1", mtime=0),
        igzip.compress(b"TBI\1" + bytes(32), mtime=0),
    ],
)
def test_an_unfit_index_is_passed_by(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.vcf.gz"
    path.write_bytes(b"")
    path.with_name("x.vcf.gz.tbi").write_bytes(data)
    assert read_tabix_index(path) is None


@settings(max_examples=60, deadline=None)
@given(
    chunks=st.builds(
        lambda sizes, many: [*sizes, *[1] * many],
        st.lists(st.sampled_from([1, 1, 1, 0, 2, 3, 257]), max_size=40),
        st.integers(0, 2100),
    ),
    place=st.integers(0, 40),
    counts=st.tuples(st.integers(0, 2**40), st.integers(0, 9)),
    windows=st.lists(st.integers(0, 2**60), max_size=5),
)
def test_the_records_are_counted_whatever_bins_there_are(
    tmp_path_factory: pytest.TempPathFactory,
    chunks: list[int],
    place: int,
    counts: tuple[int, int],
    windows: list[int],
) -> None:
    bins = [
        struct.pack(f"<2I{2 * size}Q", number, size, *range(37450, 37450 + 2 * size))
        for number, size in enumerate(chunks)
    ]
    bins.insert(place, struct.pack("<2I4Q", 37450, 2, 7, 8, *counts))
    contig = struct.pack("<i", len(bins)) + b"".join(bins)
    contig += struct.pack(f"<i{len(windows)}Q", len(windows), *windows)
    names = b"chr2\0chr3\0"
    data = b"TBI\1" + struct.pack("<8i", 2, 2, 1, 2, 0, 35, 0, len(names)) + names + 2 * contig
    path = tmp_path_factory.mktemp("index") / "x.vcf.gz"
    path.write_bytes(b"")
    path.with_name("x.vcf.gz.tbi").write_bytes(igzip.compress(data, mtime=0))
    index = read_tabix_index(path)
    assert index is not None
    assert index.records == 2 * sum(counts)
    assert [list(index.windows[name]) for name in ("chr2", "chr3")] == [windows, windows]


def test_an_index_older_than_its_file_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    write_indexed(path)
    os.utime(path.with_name("x.vcf.gz.tbi"), (1, 1))
    assert read_tabix_index(path) is None


def test_a_file_that_is_no_bgzf_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    write_indexed(path)
    index = read_tabix_index(path)
    assert index is not None
    path.write_bytes(bytes(9999))
    with pytest.raises(ValueError, match="not a bgzipped file"):
        list(records_within(path, index, {"2": [(0, 10**9)]}))


def test_a_damaged_block_that_still_unpacks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    write_indexed(path)
    index = read_tabix_index(path)
    assert index is not None
    packed = path.read_bytes()
    # The checksum of the first block of records, one bit off.
    end = len(bgzf_block(b"#CHROM\n")) + len(bgzf_block(f"{LINES[0]}\n".encode()))
    path.write_bytes(packed[: end - 8] + bytes([packed[end - 8] ^ 1]) + packed[end - 7 :])
    with pytest.raises(ValueError, match="damaged"):
        list(records_within(path, index, {"2": [(0, 10**9)]}))
