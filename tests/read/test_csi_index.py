from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from isal import igzip

from crestome.read.csi_index import parse_csi
from crestome.read.vcf_index import read_tabix_index, records_within

pysam = pytest.importorskip("pysam")
CONFIGURATION = (2, 1, 2, 0, 35, 0)
NAMES = b"chr2\0"


def csi(bins: bytes, *, bits: int = 14, depth: int = 5, kind: int = 2) -> bytes:
    aux = struct.pack("<7i", kind, *CONFIGURATION[1:], len(NAMES)) + NAMES
    return b"CSI\1" + struct.pack("<3i", bits, depth, len(aux)) + aux + struct.pack("<i", 1) + bins


def a_bin(number: int, offset: int, *chunks: tuple[int, int]) -> bytes:
    packed = b"".join(struct.pack("<2Q", *chunk) for chunk in chunks)
    return struct.pack("<IQi", number, offset, len(chunks)) + packed


def indexed(folder: Path, records: list[tuple[int, int]], bits: int = 14) -> Path:
    """A bgzipped VCF of deletions (position, length) with a ``.csi`` of the standard program."""
    plain, packed = folder / "x.vcf", folder / "x.vcf.gz"
    lines = [f"chr2\t{position}\t.\t{'A' * length}\tA\t.\tPASS\t." for position, length in records]
    top = ("##fileformat=VCFv4.2", "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO")
    plain.write_text("\n".join([*top, *lines, ""]), "utf-8")
    pysam.tabix_compress(str(plain), str(packed), force=True)
    pysam.tabix_index(str(packed), preset="vcf", force=True, csi=True, min_shift=bits)
    return packed


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    records=st.lists(
        st.tuples(st.integers(1, 400_000), st.sampled_from([1, 1, 1, 40, 20_000])), max_size=60
    ).map(sorted),
    start=st.integers(0, 450_000),
    width=st.integers(1, 80_000),
    bits=st.sampled_from([12, 14, 16]),
)
def test_no_record_in_a_place_is_missed(
    records: list[tuple[int, int]], start: int, width: int, bits: int, tmp_path: Path
) -> None:
    path = indexed(tmp_path, records, bits)
    index = read_tabix_index(path)
    assert index is not None
    assert index.records == len(records)
    found = records_within(path, index, {"2": [(start, start + width)]})
    assert [int(line.split("\t")[1]) for line in found] == [
        position for position, _ in records if start < position <= start + width
    ]


def test_a_tabix_index_is_asked_first(tmp_path: Path) -> None:
    path = indexed(tmp_path, [(100, 1)])
    pysam.tabix_index(str(path), preset="vcf", force=True)
    index = read_tabix_index(path)
    assert index is not None
    assert not index.is_open


def test_windows_without_records_take_the_place_of_the_one_before() -> None:
    bins = struct.pack("<i", 3)
    bins += a_bin(4681 + 1, 70, (70, 90)) + a_bin(0, 50, (50, 70))
    bins += a_bin(37450, 0, (50, 90), (3, 0))
    index = parse_csi(csi(bins))
    assert index is not None
    assert index.windows == {"chr2": (50, 70)}
    assert index.records == 3


def test_an_index_that_does_not_count_is_unfit(tmp_path: Path) -> None:
    data = csi(struct.pack("<i", 1) + a_bin(4681, 70, (70, 90)))
    index = parse_csi(data)
    assert index is not None
    assert index.records is None
    path = tmp_path / "x.vcf.gz"
    path.write_bytes(b"")
    path.with_name("x.vcf.gz.csi").write_bytes(igzip.compress(data, mtime=0))
    assert read_tabix_index(path) is None


def test_a_contig_without_records_has_no_windows() -> None:
    index = parse_csi(csi(struct.pack("<i", 0)))
    assert index is not None
    assert index.windows == {"chr2": ()}
    assert index.records == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"TBI\1",
        csi(b"", kind=1),
        csi(b"", bits=0),
        csi(b"", depth=40),
        b"CSI\1" + struct.pack("<3i", 14, 5, 0) + struct.pack("<i", 0),
    ],
)
def test_another_index_is_passed_by(data: bytes) -> None:
    assert parse_csi(data) is None


def test_an_index_cut_short_or_of_no_genome_is_refused() -> None:
    with pytest.raises(struct.error):
        parse_csi(csi(struct.pack("<i", 5)))
    with pytest.raises(ValueError, match="windows on one contig"):
        parse_csi(csi(struct.pack("<i", 1) + a_bin((1 << 32) - 1, 7, (7, 9)), depth=10))
