"""A text file of any packing and line end → its lines, within a fixed budget of memory.

Files of the field come plain or packed (gzip, BGZF, xz, bzip2), from Windows, from classic Mac
programs and out of spreadsheets. What they are is read from their bytes, never from their names.
A file that is cut short, binary or beyond the budget is refused whole: half a list of variants
looks like a tumour with fewer variants.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crestome.model.issue import Issues

CHUNK_BYTES: Final = 1 << 20
HEAD_BYTES: Final = 4 << 20
"""The beginning of a text that tells what it is; the header of a VCF takes up to one megabyte."""
LINE_BUDGET_BYTES: Final = 4 << 20
"""The longest line; a MAF row with every annotation of VEP takes some ten thousand bytes."""
TEXT_BUDGET_BYTES: Final = 1 << 30
"""The longest text, unpacked."""
TEXT_BUDGET_ROWS: Final = 1 << 22
"""The most lines: each takes memory of its own, however short it is."""

_BYTES_PER_MB: Final = 1 << 20
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_GZIP: Final = b"\x1f\x8b"
_XZ: Final = b"\xfd7zXZ\x00"
_BZIP2: Final = b"BZh"
_FOREIGN: Final = {
    b"PK\x03\x04": "a zip archive or a spreadsheet (.xlsx)",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (.xls)",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"%PDF": "a PDF",
    b"PAR1": "a parquet file",
    b"CRAM": "aligned reads (CRAM)",
    b"\x89HDF": "an HDF5 file (expression of single cells, for instance)",
}
# Known by their first bytes inside the packing.
_FOREIGN_INSIDE: Final = {b"BAM\x01": "aligned reads (BAM)", b"BCF\x02": "a binary VCF (BCF)"}
_REMEDIES: Final = {
    "a binary VCF (BCF)": "write it as text: bcftools view FILE.bcf > FILE.vcf",
    "aligned reads (CRAM)": "give the variants that were called from them",
    "aligned reads (BAM)": "give the variants that were called from them",
}
_MAGIC_BYTES: Final = 6


@dataclass(frozen=True)
class TextFile:
    """A text file, read.

    Attributes:
        name: The file as the case names it; used in every message.
        sha256: Checksum of the bytes on disk (packed, where the file is packed).
        lines: Its lines without their ends; line ``n`` of the file is ``lines[n - 1]``.
        dialect: The key of the dialect that the user says it is; "" to find out.
    """

    name: str
    sha256: str
    lines: list[str] = field(repr=False)
    dialect: str = ""


def read_text_file(
    path: Path, name: str, issues: Issues, *, budget_bytes: int | None = None
) -> TextFile | None:
    """Read a text file, whatever it is packed with and wherever it was written.

    Accepts plain text, gzip, xz and bzip2 (told by their first bytes), a byte-order mark, the line
    ends of Unix, Windows and classic Mac, UTF-8, and Latin-1 with a note.

    Args:
        path: Where the file is.
        name: How the case names it.
        issues: Takes the faults: not found, a folder, empty, cut short or corrupt, binary, a line
            or a text beyond the budget.
        budget_bytes: The longest text, unpacked; None for that of a cohort's table.

    Returns:
        The lines; None after an error was noted.
    """
    try:
        if not is_file(path, name, issues):
            return None
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
            handle.seek(0)
            magic = handle.read(_MAGIC_BYTES)
            handle.seek(0)
            budget = TEXT_BUDGET_BYTES if budget_bytes is None else budget_bytes
            lines = _read_lines(_unpacked(handle, magic), magic, name, issues, budget)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        _note_unreadable(error, name, issues)
        return None
    return None if lines is None else TextFile(name=name, sha256=digest, lines=lines)


def read_text_head(path: Path, name: str, issues: Issues) -> TextFile | None:
    """The beginning of a text, of `HEAD_BYTES` at most, by whole lines; its checksum is left out.

    Args:
        path: Where the file is.
        name: How the user names it.
        issues: As for `read_text_file`, as far as the beginning shows the faults.

    Returns:
        The first lines; None after an error was noted.
    """
    try:
        if not is_file(path, name, issues):
            return None
        with path.open("rb") as handle:
            magic = handle.read(_MAGIC_BYTES)
            handle.seek(0)
            top = _unpacked(handle, magic).read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        _note_unreadable(error, name, issues)
        return None
    # A line cut in the middle would be a wrong record.
    whole = len(top) < HEAD_BYTES
    cut = len(top) if whole else max(top.rfind(b"\n"), top.rfind(b"\r")) + 1
    # A beginning without the end of a line is shown whole, so that it is named for what it is.
    lines = _read_lines(io.BytesIO(top[: cut or len(top)]), magic, name, issues, HEAD_BYTES)
    return None if lines is None else TextFile(name=name, sha256="", lines=lines)


def is_file(path: Path, name: str, issues: Issues) -> bool:
    """Whether there is a file on disk; notes what stands there instead."""
    if path.is_file():
        return True
    if path.is_dir():
        issues.error(name, "is a folder", expected="a file", remedy="name the file in it")
    elif path.exists():
        issues.error(
            name,
            "is a device or a pipe",
            expected="a file on disk",
            remedy="write its content to a file and name that",
        )
    else:
        issues.error(name, "not found", expected="a file", remedy="correct the path")
    return False


def _unpacked(handle: io.BufferedReader, magic: bytes) -> io.BufferedIOBase:
    if magic.startswith(_GZIP):
        return gzip.GzipFile(fileobj=handle, mode="rb")
    if magic.startswith(_XZ):
        return lzma.LZMAFile(handle)
    if magic.startswith(_BZIP2) and magic[len(_BZIP2) :][:1].isdigit():
        return bz2.BZ2File(handle)
    return handle


def _note_unreadable(error: Exception, name: str, issues: Issues) -> None:
    if isinstance(error, OSError) and error.errno is not None:
        issues.error(name, f"cannot be opened: {error.strerror}", remedy="check its permissions")
        return
    what = "the packed file is cut short" if isinstance(error, EOFError) else "corrupt packed file"
    issues.error(
        name,
        f"{what} ({error})",
        expected="a whole gzip, xz or bzip2 file",
        remedy="copy or download it again, and compare the checksum with its sender's",
    )


def _read_lines(
    stream: io.BufferedIOBase, magic: bytes, name: str, issues: Issues, budget_bytes: int
) -> list[str] | None:
    decoder = _Decoder()
    rest = b""
    read_bytes = 0
    while chunk := stream.read(CHUNK_BYTES):
        if read_bytes == 0:
            chunk = chunk.removeprefix(_UTF8_MARK)
        read_bytes += len(chunk)
        if _is_binary(chunk, magic, name, issues):
            return None
        if _is_too_long(read_bytes, len(decoder.lines), name, issues, budget_bytes):
            return None
        block = rest + chunk
        # A CR at the very end may be the first half of CR LF: it waits for the next chunk.
        cut = max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1
        rest = block[cut:]
        complete = block[:cut].splitlines()
        if _has_long_line(complete, rest, len(decoder.lines), name, issues):
            return None
        decoder.add(complete)
    decoder.add(rest.splitlines())
    if not decoder.lines:
        issues.error(
            name, "the file is empty (0 bytes)", expected="text", remedy="write the file again"
        )
        return None
    decoder.report(name, issues)
    return decoder.lines


def _is_binary(chunk: bytes, magic: bytes, name: str, issues: Issues) -> bool:
    foreign = next((text for mark, text in _FOREIGN.items() if magic.startswith(mark)), "")
    foreign = next(
        (text for mark, text in _FOREIGN_INSIDE.items() if chunk.startswith(mark)), foreign
    )
    if magic.startswith(_UTF16_MARKS):
        foreign = "UTF-16 text (a spreadsheet's 'Unicode text')"
    if not foreign and b"\0" not in chunk:
        return False
    issues.error(
        name,
        f"not readable as text: {foreign or 'it holds NUL bytes, so it is binary'}",
        expected="UTF-8 text, plain or packed with gzip, xz or bzip2",
        remedy=_REMEDIES.get(foreign, "export the table as tab-separated UTF-8 text"),
    )
    return True


def _is_too_long(read_bytes: int, rows: int, name: str, issues: Issues, budget_bytes: int) -> bool:
    if read_bytes > budget_bytes:
        most = f"{budget_bytes // _BYTES_PER_MB} MB"
    elif rows > TEXT_BUDGET_ROWS:
        most = f"{TEXT_BUDGET_ROWS:,} lines"
    else:
        return False
    issues.error(
        name,
        f"the text is longer than {most}",
        expected=f"at most {most}",
        remedy="cut the file to what the case needs",
    )
    return True


def _has_long_line(
    complete: list[bytes], rest: bytes, before: int, name: str, issues: Issues
) -> bool:
    lengths = [*map(len, complete), len(rest)]
    longest = max(lengths)
    if longest <= LINE_BUDGET_BYTES:
        return False
    issues.error(
        f"{name} line {before + lengths.index(longest) + 1}",
        f"the line is longer than {LINE_BUDGET_BYTES // _BYTES_PER_MB} MB",
        expected="one record per line",
        remedy="check that the file is the table it is said to be",
    )
    return True


@dataclass(slots=True)
class _Decoder:
    """Decodes lines and remembers which were not UTF-8."""

    lines: list[str] = field(default_factory=list)
    foreign_lines: list[int] = field(default_factory=list)

    def add(self, raw: list[bytes]) -> None:
        try:
            self.lines.extend(b"\n".join(raw).decode("utf-8").split("\n") if raw else ())
        except UnicodeDecodeError:
            for line in raw:
                self._add_line(line)

    def _add_line(self, line: bytes) -> None:
        try:
            self.lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            self.lines.append(line.decode("latin-1"))
            self.foreign_lines.append(len(self.lines))

    def report(self, name: str, issues: Issues) -> None:
        if self.foreign_lines:
            issues.note(
                f"{name} line {self.foreign_lines[0]}",
                f"not UTF-8; {len(self.foreign_lines)} line(s) were read as Latin-1",
                expected="UTF-8",
                remedy="check names with accents, or save the file as UTF-8",
            )
