"""Which dialect of segments a text is, and the table of that dialect in it.

The header is the first line that fits a dialect; what stands above it (warnings of R, track
lines, a dictionary of sequences) is set apart. Two programs write no header at all, and one puts
the sample's name before the name of every column.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from crestome.model.issue import Issues
from crestome.read.copy_refusals import refuse_known
from crestome.read.segment_dialects import Names, SegmentDialect, column_names, fold
from crestome.read.segment_programs import DIALECTS, LOG2_COLUMNS, SEG, TABLE
from crestome.read.text import TextFile

_HEADER_WITHIN_LINES: Final = 50
_SHOWN_COLUMNS: Final = 12
_NEAR_MISS: Final = 0.85
_NEVER_A_HEADER: Final = ("@", "##")
_CHROMOSOME: Final = r"(?:chr)?(?:\d{1,2}|[XYM]|MT)"
_HEADERLESS: Final = (
    # Control-FREEC: with allele frequencies there are a genotype and its uncertainty; with a
    # control, whether the change is somatic.
    (
        re.compile(
            rf"{_CHROMOSOME}\t\d+\t\d+\t\d+\t(?:gain|loss|normal|neutral|loh)(?:\t[^\t]*)*",
            re.IGNORECASE,
        ),
        ("chromosome", "start", "end", "copy number", "status"),
    ),
    (
        re.compile(rf"\d+,{_CHROMOSOME},\d+,\d+(?:,\d+){{4}}", re.IGNORECASE),
        (
            "segment",
            "chromosome",
            "start",
            "end",
            "Normal TCN",
            "Normal BCN",
            "Tumour TCN",
            "Tumour BCN",
        ),
    ),
)
_PREFIXED: Final = re.compile(
    r"^(?P<sample>.+)\.(?P<column>Corrected_Copy_Number|Corrected_Call|logR_Copy_Number|"
    r"copy\.number|event|logR|subclone\.status)$"
)


@dataclass(frozen=True)
class SegmentTable:
    """A table of segments, found in a text.

    Attributes:
        dialect: What its columns mean.
        text: The table from its header on; above it, empty lines, so that line numbers hold.
        above: What stood above the header.
        shift: How many lines the text is longer than the file: 1 where a header was put in.
    """

    dialect: SegmentDialect
    text: TextFile
    above: tuple[str, ...] = ()
    shift: int = 0


def find_table(text: TextFile) -> SegmentTable | None:
    r"""The table of segments in a text; None where no dialect fits.

    Where the user says which dialect it is, its needed columns are enough: what would tell it from
    another one is not asked.

    Example:
        >>> lines = ["WARNING: of R", "#chrom\tstart\tend\tlog2", "1\t1\t9\t0.1"]
        >>> table = find_table(TextFile("x.seg", "", lines))
        >>> table.dialect.name, table.text.lines[1]
        ('plain table', 'chrom\tstart\tend\tlog2')
    """
    for index, line in _first_lines(text):
        bare = _without_sample_names(line.lstrip("#"))
        header = {fold(name) for name in column_names(bare)}
        dialect = _dialect_of(header, text.dialect)
        if dialect is not None:
            body = without_row_names(bare, text.lines[index + 1 :])
            lines = [""] * index + [bare, *body]
            return SegmentTable(dialect, replace(text, lines=lines), tuple(text.lines[:index]))
    return _headerless(text)


def _dialect_of(header: Collection[str], said: str) -> SegmentDialect | None:
    """The dialect that fits a header (folded), or the one that the user says, if it can."""
    if said:
        named = (item for item in DIALECTS if item.key == said)
        return next((item for item in named if not item.missing(header)), None)
    return next((item for item in DIALECTS if item.fits(header)), None)


def _first_lines(text: TextFile) -> Iterator[tuple[int, str]]:
    """Lines that may be a header; a dictionary of sequences has thousands that are none."""
    seen = 0
    for index, line in enumerate(text.lines):
        if not line.strip() or line.startswith(_NEVER_A_HEADER):
            continue
        yield index, line
        seen += 1
        if seen == _HEADER_WITHIN_LINES:
            return


def _headerless(text: TextFile) -> SegmentTable | None:
    rows = [line for line in text.lines if line.strip()]
    if not rows:
        return None
    for pattern, names in _HEADERLESS:
        separator = "," if "," in rows[0] else "\t"
        widths = {row.count(separator) + 1 for row in rows}
        if len(widths) == 1 and all(pattern.fullmatch(row.strip()) for row in rows):
            more = [f"column {number}" for number in range(len(names) + 1, widths.pop() + 1)]
            header = separator.join([*names, *more])
            folded = {fold(name) for name in names}
            dialect = _dialect_of(folded, text.dialect)
            if dialect is None:
                continue
            return SegmentTable(dialect, replace(text, lines=[header, *text.lines]), shift=1)
    return None


def _without_sample_names(header: str) -> str:
    """``T1.logR`` → ``logR``, where all such columns name one sample, its copies among them."""
    cells = header.split("\t")
    found = [_PREFIXED.match(cell.strip(' "')) for cell in cells]
    samples = {match["sample"] for match in found if match}
    copies = any(match["column"] == "copy.number" for match in found if match)
    if len(samples) != 1 or not copies:
        return header
    return "\t".join(
        match["column"] if match else cell for cell, match in zip(cells, found, strict=True)
    )


def without_row_names(header: str, body: list[str]) -> list[str]:
    """The rows without the names that R puts before them, leaving the header one name short.

    Example:
        >>> without_row_names("chrom start", ["1 2 900", "2 X 80"])
        ['2 900', 'X 80']
    """
    separator = next((mark for mark in "\t,;" if mark in header), None)
    rows = [line for line in body if line.strip() and not line.startswith("#")]
    width = len(header.split(separator))
    if not rows or any(len(line.split(separator)) != width + 1 for line in rows):
        return body
    return [
        line.strip().split(separator, 1)[1] if line.strip() and not line.startswith("#") else line
        for line in body
    ]


def refuse(text: TextFile, issues: Issues) -> None:
    """Say in one error what a text lacks to be a table of segments."""
    if refuse_known(text, issues):
        return
    line = next((line for line in text.lines if line.strip()), "nothing")
    for _, candidate in _first_lines(text):
        header = {fold(name) for name in column_names(candidate)}
        missing = {dialect.missing(header) for dialect in (SEG, TABLE)}
        lacking = next((names for names in missing if len(names) == 1), None)
        if lacking:
            _refuse_incomplete(text.name, column_names(candidate), lacking[0], issues)
            return
    issues.error(
        text.name,
        "neither segments nor copies of genes in a known form; the first line reads: "
        + _shown(column_names(line)),
        expected="segments (chromosome, start, end and a log2 ratio, copies or a call), genes "
        "with a call, or a matrix of genes by samples",
        remedy="export the segments as SEG: ID, chrom, loc.start, loc.end, num.mark, seg.mean",
    )


def _refuse_incomplete(name: str, header: Names, lacking: Names, issues: Issues) -> None:
    folded = {fold(column): column for column in header}
    wanted = {fold(spelling): spelling for spelling in lacking}
    near = [
        f"{folded[found]}: did you mean {spelling}?"
        for key, spelling in wanted.items()
        for found in difflib.get_close_matches(key, folded, n=1, cutoff=_NEAR_MISS)
    ]
    values = set(LOG2_COLUMNS) <= set(lacking)
    issues.error(
        f"{name}: header",
        "no column that is known to hold log2 ratios, copies or calls"
        if values
        else f"no column {lacking[0]}",
        expected="log2 ratios as seg.mean or log2, copies as total_cn, or calls as call"
        if values
        else " or ".join(lacking),
        remedy=(near[0] if near else f"name the column so; the header has {_shown(header)}"),
    )


def _shown(columns: Names) -> str:
    return ", ".join(columns[:_SHOWN_COLUMNS]) + (" …" if len(columns) > _SHOWN_COLUMNS else "")
