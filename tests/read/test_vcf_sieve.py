from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly, Interval
from crestome.model.issue import Issues
from crestome.model.small_variant import SmallVariants
from crestome.read.reading import Reading, Wanted
from crestome.read.vcf_index import TabixIndex
from crestome.read.vcf_sieve import (
    PASSED_OVER,
    first_lines,
    is_large,
    places_by_contig,
    read_large_vcf,
    sieve_of,
)

GRCH37 = load_genome(Assembly.GRCH37)
CSQ = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: '
    'Allele|Consequence|IMPACT|SYMBOL|HGVSp">'
)
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR"


def line(contig: str, position: int, impact: str = "MODIFIER", word: str = "intron_variant") -> str:
    return f"{contig}\t{position}\t.\tG\tT\t.\tPASS\tCSQ=T|{word}|{impact}|X|\tAD\t9,0\t30,10"


LINES = [
    line("chr1", 5_000),
    line("chr2", 29_443_695),
    line("chr2", 99_000_000, "MODERATE", "missense_variant"),
    line("chr3", 99_000_000),
    line("chrX", 76_900_000),
]


def text_of(lines: list[str]) -> bytes:
    return ("\n".join(["##fileformat=VCFv4.2", CSQ, COLUMNS, *lines]) + "\n").encode()


def read(path: Path, issues: Issues, *, coding: bool) -> Reading[SmallVariants] | None:
    return read_large_vcf(path, "x.vcf", genome=GRCH37, wanted=Wanted(coding=coding), issues=issues)


@pytest.mark.parametrize(
    "pack",
    [bytes, gzip.compress, bz2.compress, lzma.compress],
    ids=["plain", "gzip", "bzip2", "xz"],
)
def test_only_genes_of_interest_are_read_and_the_rest_is_counted(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "x"
    path.write_bytes(pack(text_of(LINES)))
    reading = read(path, Issues(), coding=False)
    assert reading is not None
    assert reading.value.frame["where"].to_list() == ["x.vcf line 5", "x.vcf line 8"]
    assert [(entry.reason, entry.rows) for entry in reading.set_aside] == [(PASSED_OVER, 3)]
    assert reading.source.rows == 5


def test_coding_variants_are_read_where_the_burden_needs_them(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(text_of(LINES))
    reading = read(path, Issues(), coding=True)
    assert reading is not None
    lines = [where.rsplit(" ", 1)[1] for where in reading.value.frame["where"]]
    assert lines == ["5", "6", "8"]


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_every_line_end_is_read(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(text_of(LINES).replace(b"\n", end))
    reading = read(path, Issues(), coding=False)
    assert reading is not None
    assert reading.value.frame["where"].to_list() == ["x.vcf line 5", "x.vcf line 8"]


def test_blocks_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(text_of(LINES * 3).replace(b"\n", b"\r\n").rstrip())
    for size in (7, 64, 101):
        monkeypatch.setattr("crestome.read.unpacking.CHUNK_BYTES", size)
        reading = read(path, Issues(), coding=False)
        assert reading is not None
        assert reading.source.rows == 15
        assert len(reading.value) == 2


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (gzip.compress(text_of(LINES * 500), mtime=0)[:-900], "cannot be read"),
        (b"##fileformat=VCFv4.2\n", "no line of column names"),
        (gzip.compress(b"##fileformat", mtime=0)[:-9], "cannot be read"),
        (text_of(["chr2\t29443695\t."]), "broken record"),
        (text_of([line("chr2", 29_443_695).replace("29443695", "29443x95")]), "broken record"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(content)
    issues = Issues()
    assert read(path, issues, coding=False) is None
    assert what in " ".join(map(str, issues.errors))


def test_a_file_that_is_cut_short_behind_its_header_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crestome.read.unpacking.CHUNK_BYTES", 500)
    path = tmp_path / "x.vcf.gz"
    path.write_bytes(gzip.compress(text_of(LINES * 5000))[:-900])
    issues = Issues()
    assert read(path, issues, coding=False) is None
    assert "cut short or corrupt" in str(issues.errors[0])


def test_an_index_spares_reading_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.vcf.gz"
    path.write_bytes(gzip.compress(text_of(LINES)))
    index = TabixIndex(windows={"chr2": (0,)}, records=5)
    monkeypatch.setattr("crestome.read.vcf_sieve.read_tabix_index", lambda _path: index)
    monkeypatch.setattr(
        "crestome.read.vcf_sieve.records_within", lambda _path, _index, _places: iter(LINES[1:2])
    )
    reading = read(path, Issues(), coding=False)
    assert reading is not None
    assert reading.value.frame["where"].to_list() == ["x.vcf at chr2:29443695:G>T"]
    assert [(entry.reason, entry.rows) for entry in reading.set_aside] == [(PASSED_OVER, 4)]


def test_an_index_that_does_not_fit_its_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.vcf.gz"
    path.write_bytes(gzip.compress(text_of(LINES)))
    index = TabixIndex(windows={"chr2": (0,) * 9999}, records=5)
    monkeypatch.setattr("crestome.read.vcf_sieve.read_tabix_index", lambda _path: index)
    monkeypatch.setattr("crestome.read.vcf_index._first_offset", lambda _windows, _start: 99 << 16)
    issues = Issues()
    assert read(path, issues, coding=False) is None
    assert "cut short or corrupt" in str(issues.errors[0])


def test_an_endless_line_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crestome.read.unpacking.LINE_BUDGET_BYTES", 1000)
    monkeypatch.setattr("crestome.read.unpacking.CHUNK_BYTES", 500)
    path = tmp_path / "x.vcf"
    path.write_bytes(text_of(LINES) + b"x" * 9000)
    issues = Issues()
    assert read(path, issues, coding=False) is None


def test_a_germline_file_is_refused_here_too(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(b"##ANALYSISTYPE=GERMLINE\n" + text_of(LINES))
    assert read(path, Issues(), coding=False) is None


def test_large_is_a_matter_of_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, packed = tmp_path / "a", tmp_path / "b"
    plain.write_bytes(text_of(LINES))
    packed.write_bytes(gzip.compress(text_of(LINES)))
    assert not is_large(plain)
    monkeypatch.setattr("crestome.read.vcf_sieve.LARGE_PACKED_BYTES", 10)
    assert is_large(packed)
    assert not is_large(plain)
    assert first_lines(packed)[0] == "##fileformat=VCFv4.2"
    assert first_lines(tmp_path / "none") == []


PLACES = st.lists(
    st.tuples(st.sampled_from(["1", "12", "X"]), st.integers(10_000, 10**8), st.integers(1, 10**6)),
    max_size=5,
)
POSITIONS = st.lists(st.tuples(st.sampled_from(["1", "2", "12", "X"]), st.integers(1, 2 * 10**8)))


@given(PLACES, POSITIONS, st.sampled_from(["", "chr", "Chr"]))
def test_the_sieve_finds_what_looking_at_each_line_finds(
    places: list[tuple[str, int, int]], positions: list[tuple[str, int]], prefix: str
) -> None:
    intervals = [Interval(contig=c, start=s, end=s + n) for c, s, n in places]
    positions = positions + [(item.contig, item.end) for item in intervals]
    lines = [f"{prefix}{contig}\t{position}\t." for contig, position in positions]
    block = ("\n" + "".join(f"{line}\n" for line in lines)).encode()
    starts, count = sieve_of(intervals, f"{prefix}1\t5", ()).starts(block)
    found = [block[start : block.index(b"\n", start)].decode() for start in starts]
    expected = [
        line
        for line, (contig, position) in zip(lines, positions, strict=True)
        if any(i.contig == contig and i.start < position <= i.end for i in intervals)
    ]
    assert found == expected
    assert count == len(lines)


MARKED = ["1\t5\t|HIGH|", "2\t7\t|LOW|", "1\t9\t|MODERATE|x|HIGH|", "x|HIG", "H|"]


@given(st.lists(st.sampled_from(MARKED)))
def test_marked_lines_are_found_as_by_looking_at_each_line(lines: list[str]) -> None:
    block = ("\n" + "".join(f"{line}\n" for line in lines)).encode()
    starts, count = sieve_of([], "1", (b"|HIGH|", b"|MODERATE|")).starts(block)
    found = [block[start : block.index(b"\n", start)].decode() for start in starts]
    assert found == [line for line in lines if "|HIGH|" in line or "|MODERATE|" in line]
    assert count == len(lines)


def test_overlapping_places_are_joined() -> None:
    many = [Interval(contig="1", start=s, end=e) for s, e in ((5, 9), (1, 6), (20, 30))]
    assert places_by_contig(many) == {"1": [(1, 9), (20, 30)]}
