from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.model.issue import Issues, Severity
from crestome.read import text as module
from crestome.read.text import TextFile, read_text_file, read_text_head

PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "xz": lzma.compress,
    "bzip2": bz2.compress,
}


def read(path: Path, content: bytes) -> tuple[TextFile | None, Issues]:
    path.write_bytes(content)
    issues = Issues()
    return read_text_file(path, "calls.txt", issues), issues


def lines(path: Path, content: bytes) -> list[str]:
    file, issues = read(path, content)
    assert file is not None
    assert not issues.items
    return file.lines


def refusal(path: Path, content: bytes) -> str:
    file, issues = read(path, content)
    assert file is None
    (error,) = issues.errors
    return str(error)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize("packing", [*PACKINGS, "none"])
def test_packing_is_told_by_the_bytes(path: Path, packing: str) -> None:
    content = PACKINGS.get(packing, bytes)(b"a\tb\n1\t2\n")
    file, _ = read(path, content)
    assert file is not None
    assert file.lines == ["a\tb", "1\t2"]
    assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_gzip_of_several_members_is_read_whole(path: Path) -> None:
    assert lines(path, gzip.compress(b"a\n") + gzip.compress(b"b\n")) == ["a", "b"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("last", [True, False])
def test_every_line_end_is_read(path: Path, end: bytes, last: bool) -> None:
    assert lines(path, b"a" + end + b"b" + (end if last else b"")) == ["a", "b"]


def test_other_separators_of_unicode_end_no_line(path: Path) -> None:
    assert lines(path, "a\x0bb\x85c\u2028d\n".encode()) == ["a\x0bb\x85c\u2028d"]


@given(
    rows=st.lists(st.text("ab\t", max_size=9), min_size=1, max_size=9),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    chunk=st.integers(1, 7),
)
def test_lines_do_not_depend_on_where_a_chunk_ends(rows: list[str], end: str, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK_BYTES", chunk)
        with tempfile.TemporaryDirectory() as folder:
            found = lines(Path(folder) / "file", (end.join(rows) + end).encode())
    assert found == rows


def test_a_byte_order_mark_is_no_text(path: Path) -> None:
    assert lines(path, b"\xef\xbb\xbfgene\n") == ["gene"]


def test_latin_1_is_read_with_a_note(path: Path) -> None:
    file, issues = read(path, b"gene\nM\xfcller\nok \xc3\xbc\n")
    assert file is not None
    assert file.lines == ["gene", "Müller", "ok ü"]
    (note,) = issues.items
    assert note.severity is Severity.NOTE
    assert "calls.txt line 2: not UTF-8; 1 line(s) were read as Latin-1" in str(note)


def test_an_empty_file_is_refused(path: Path) -> None:
    assert "calls.txt: the file is empty (0 bytes)" in refusal(path, b"")
    assert "the file is empty" in refusal(path, gzip.compress(b""))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    issues = Issues()
    assert read_text_file(tmp_path / "none", "none", issues) is None
    assert str(issues.items[0]) == "none: not found; expected a file. Correct the path."


def test_a_folder_is_refused(tmp_path: Path) -> None:
    issues = Issues()
    assert read_text_file(tmp_path, "here", issues) is None
    assert "here: is a folder" in str(issues.items[0])


def test_a_device_is_refused() -> None:
    issues = Issues()
    assert read_text_file(Path("/dev/null"), "null", issues) is None
    assert "null: is a device or a pipe" in str(issues.items[0])


def test_a_path_that_the_system_refuses_is_reported(tmp_path: Path) -> None:
    issues = Issues()
    assert read_text_file(tmp_path / ("x" * 5000), "long", issues) is None
    assert "long: cannot be opened" in str(issues.items[0])


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_truncated_file_is_refused(path: Path, packing: str) -> None:
    content = PACKINGS[packing](bytes(range(32, 127)) * 100)
    said = refusal(path, content[: len(content) * 2 // 3])
    assert said.startswith("calls.txt: the packed file is cut short")
    assert "copy or download it again" in said.lower()


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_corrupt_file_is_refused(path: Path, packing: str) -> None:
    content = bytearray(PACKINGS[packing](bytes(range(32, 127)) * 100))
    content[-5] ^= 0x5A
    assert "calls.txt: corrupt packed file" in refusal(path, bytes(content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"gene\0x\n", "it holds NUL bytes, so it is binary"),
        (b"PK\x03\x04rest", "a zip archive or a spreadsheet (.xlsx)"),
        (b"\xff\xfeg\0e\0", "UTF-16 text"),
        (b"BZh is how this text begins\0", "NUL"),
    ],
)
def test_binary_content_is_refused(path: Path, content: bytes, said: str) -> None:
    found = refusal(path, content)
    assert said in found
    assert "Export the table as tab-separated UTF-8 text" in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(b"BAM\x01\0\0", mtime=0), "(BAM)"),
        (b"CRAM\x03\0", "Give the variants that were called from them"),
        (gzip.compress(b"BCF\x02\x02\0", mtime=0), "bcftools view FILE.bcf"),
    ],
)
def test_binary_files_of_the_field_are_named(path: Path, content: bytes, said: str) -> None:
    assert said in refusal(path, content)


def test_a_line_of_100_mb_costs_no_more_than_the_budget(path: Path) -> None:
    with path.open("wb") as handle:
        handle.write(b"gene\n")
        for _ in range(100):
            handle.write(b"A" * 1_000_000)
    issues = Issues()
    tracemalloc.start()
    file = read_text_file(path, "calls.txt", issues)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert file is None
    assert str(issues.items[0]).startswith("calls.txt line 2: the line is longer than 4 MB")
    assert peak < 24_000_000


def test_a_complete_long_line_is_refused_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINE_BUDGET_BYTES", 10)
    assert "calls.txt line 2: the line is longer" in refusal(path, b"a\n" + b"b" * 11 + b"\nc\n")


def test_a_text_beyond_the_budget_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TEXT_BUDGET_BYTES", 10)
    assert "the text is longer than 0 MB" in refusal(path, gzip.compress(b"line\n" * 5))


def test_the_head_of_a_large_file_ends_with_a_whole_line(path: Path) -> None:
    path.write_bytes(gzip.compress(b"gene\n" + (b"A" * 99 + b"\n") * 50_000))
    issues = Issues()
    head = read_text_head(path, "calls.txt", issues)
    assert head is not None
    assert head.lines[0] == "gene"
    assert set(head.lines[1:]) == {"A" * 99}
    assert len(head.lines) < 50_000
    assert not issues.items


@pytest.mark.parametrize(("byte", "word"), [(b"\0", "NUL"), (b"A", "")])
def test_a_head_without_the_end_of_a_line_is_named_for_what_it_is(
    path: Path, byte: bytes, word: str
) -> None:
    path.write_bytes(gzip.compress(byte * (module.HEAD_BYTES + 9)))
    issues = Issues()
    head = read_text_head(path, "calls.txt", issues)
    assert (head is None) == bool(word)
    assert not issues.errors or word in str(issues.errors[0])


def test_the_head_of_a_small_file_is_the_whole_of_it(path: Path) -> None:
    path.write_bytes(b"gene\r\nALK")
    head = read_text_head(path, "calls.txt", Issues())
    assert head is not None
    assert head.lines == ["gene", "ALK"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x1f\x8b\x08broken"])
def test_what_cannot_be_read_has_no_head(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    issues = Issues()
    assert read_text_head(path, "calls.txt", issues) is None
    assert issues.errors
    assert read_text_head(path.parent / "gone", "gone", issues) is None


def test_more_lines_than_the_budget_are_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TEXT_BUDGET_ROWS", 3)
    monkeypatch.setattr(module, "CHUNK_BYTES", 4)
    assert "expected at most 3 lines" in refusal(path, gzip.compress(b"\n" * 90))
