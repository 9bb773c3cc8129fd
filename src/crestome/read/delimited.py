"""The lines of a table → a frame of strings, with the line number of every row.

Nothing is interpreted here but the shape: which separator, which header, as many fields in each
row as the header has names. Readers ask for columns by the spellings they accept and for numbers
by name; what is missing, nearly right or no number is reported with its line.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.read.text import LINE_BUDGET_BYTES, TextFile

# A cell of a quoted table may be as long as a line, which the reader of the text has limited.
csv.field_size_limit(LINE_BUDGET_BYTES)

LINE: Final = "_line"
"""The column that holds the 1-based line number of each row."""
MISSING: Final = ("", ".", "-", "NA", "N/A", "na", "n/a", "None", "null", "NULL")
"""Spellings of a value that was not given; NaN is none of them, it is a failed computation."""

EXACT: Final = (1 << 53) - 1
"""The largest whole number that a floating-point number tells from its neighbours."""

_LISTED: Final = 5
_ALIKE: Final = 0.8
_COLUMN_BUDGET: Final = 1 << 16
_QUOTE: Final = '"'
_WHITESPACE: Final = " "
_SHOWN_COLUMNS: Final = 12
_WORDS_OF_A_NAME: Final = 4
"""A header of more words, and without tabs, names several columns, whatever the rows hold."""


@dataclass(frozen=True)
class DelimitedFile:
    """A table of strings.

    Attributes:
        name: The file as the case names it.
        sha256: Checksum of its bytes.
        comments: Comment lines, in order, with their mark.
        header: Column names, in order.
        frame: One string column per name, cells trimmed, and `LINE`.
    """

    name: str
    sha256: str
    comments: tuple[str, ...]
    header: tuple[str, ...]
    frame: pl.DataFrame = field(repr=False)

    @property
    def rows(self) -> int:
        """Data rows."""
        return self.frame.height


def read_delimited(text: TextFile, issues: Issues, *, comment: str = "#") -> DelimitedFile | None:
    r"""Split a text into a table of strings.

    The separator is the tab; a header without one may show commas, semicolons or blanks. Empty
    lines are no rows. A table with a header and no row is valid: nothing was found.

    Args:
        text: The lines.
        issues: Takes the faults: no header, two columns of one name, rows with more or fewer
            fields than the header.
        comment: Lines that begin with it are kept apart; "" where the format has none.

    Returns:
        The table; None after an error was noted.

    Example:
        >>> lines = ["# v1", "gene\tvaf", "ALK\t0.4"]
        >>> file = read_delimited(TextFile("x.tsv", "", lines), Issues())
        >>> file.frame.row(0, named=True)
        {'gene': 'ALK', 'vaf': '0.4', '_line': 3}
    """
    numbered = [(number, line) for number, line in enumerate(text.lines, 1) if line.strip()]
    comments = [line for _, line in numbered if comment and line.startswith(comment)]
    table = [item for item in numbered if not (comment and item[1].startswith(comment))]
    if not table:
        issues.error(
            text.name,
            "holds no header line",
            expected="a line of column names",
            remedy="write the table again; one without rows still has its header",
        )
        return None
    (header_line, header_text), *body = table
    separator = _separator(header_text, body[0][1] if body else "")
    where = f"{text.name} line {header_line}"
    if header_text.count(separator) >= _COLUMN_BUDGET:
        issues.error(
            where,
            "too many columns",
            expected=f"at most {_COLUMN_BUDGET:,}",
            remedy="keep the columns that are needed",
        )
        return None
    names = [cell.strip() for cell in _split([header_text], separator)[0]]
    header = tuple(name or f"column {index}" for index, name in enumerate(names, 1))
    if not _is_header(header, where, issues):
        return None
    lines = pl.Series(LINE, [number for number, _ in body], pl.Int64)
    fields = _fields([line for _, line in body], separator, quoted=_QUOTE in header_text)
    fields = _without_row_names(fields, len(header))
    if not _is_rectangular(fields, lines, header, text.name, issues):
        return None
    columns = [fields.list.get(i).str.strip_chars().alias(name) for i, name in enumerate(header)]
    frame = pl.DataFrame([*columns, lines])
    return DelimitedFile(text.name, text.sha256, tuple(comments), header, frame)


def find_column(
    file: DelimitedFile, names: Sequence[str], *, issues: Issues, required: bool = True
) -> str | None:
    """The first column whose name is one of ``names``, without regard to case and punctuation.

    Args:
        file: The table.
        names: Accepted spellings, best first.
        issues: Takes an error with the nearest name found, if the column is ``required``.
        required: Whether the table is useless without it.

    Returns:
        The name as the header spells it; None where no column fits.
    """
    folded = {_fold(name): name for name in reversed(file.header)}
    found = next(
        (
            name if name in file.header else folded[_fold(name)]
            for name in names
            if _fold(name) in folded
        ),
        None,
    )
    if found is None and required:
        _note_missing_column(file, names, issues)
    return found


def nearest_column(file: DelimitedFile, names: Sequence[str]) -> str | None:
    """The column whose name looks most like one of ``names`` without being one; None if none does.

    Example:
        >>> file = read_delimited(TextFile("x.maf", "", ["Hugo_Symbl"]), Issues())
        >>> nearest_column(file, ["Hugo_Symbol"])
        'Hugo_Symbl'
    """
    folded = {_fold(name): name for name in reversed(file.header)}
    for name in names:
        near = difflib.get_close_matches(_fold(name), folded, n=1, cutoff=_ALIKE)
        if near:
            return folded[near[0]]
    return None


def read_numbers(
    file: DelimitedFile, column: str, issues: Issues, *, whole: bool = False
) -> pl.Series:
    """The numbers of a column; null where the cell is one of `MISSING`.

    Args:
        file: The table.
        column: A name of its header.
        issues: Takes one error for the column, with the first lines and values that are not finite
            numbers (NaN, inf, text; a fraction or a spreadsheet's rounded ``1.6E+07`` where whole
            numbers are asked for).
        whole: Whether only whole numbers fit (``7`` and ``7.0``); the result is then Int64.

    Returns:
        Float64, or Int64 if ``whole``; null also where an error was noted.
    """
    text = file.frame[column]
    given = ~text.is_in(list(MISSING))
    numbers = text.cast(pl.Float64, strict=False)
    good = numbers.is_finite().fill_null(value=False)
    if whole:
        # R writes 100000 as 1e+05, exactly; a spreadsheet's 1.60E+07 has lost its last digits.
        good &= text.str.contains(r"^[+-]?\d+(\.0*)?$|^\d(\.\d+)?e\+\d+$") & (
            (numbers.round() == numbers) & (numbers.abs() <= EXACT)
        )
    bad = given & ~good
    if bad.any():
        kind = "whole number" if whole else "finite number"
        where, cells = locate(file, column, bad)
        issues.error(
            where,
            f"not a {kind}: {cells}",
            expected=f"a {kind}, or NA where there is none",
            remedy="correct the cells; do not pass the file through a spreadsheet",
        )
    numbers = numbers.set(~(given & good), None)
    return numbers.cast(pl.Int64) if whole else numbers


def locate(file: DelimitedFile, column: str, rows: pl.Series) -> tuple[str, str]:
    r"""Where the marked rows stand, for a message, and the first few of their cells in words.

    Example:
        >>> text = TextFile("x.tsv", "", ["gene\tvaf", "ALK\tNaN", "NF1\t0.4"])
        >>> file = read_delimited(text, Issues())
        >>> locate(file, "vaf", pl.Series([True, False]))
        ('x.tsv line 2, column vaf', "'NaN'")
    """
    marked = file.frame.filter(rows).select(LINE, column)
    shown = marked.head(_LISTED).rows()
    where = f"{file.name} line {shown[0][0]}, column {column}"
    cells = [f"{shown[0][1]!r}", *(f"line {line} {cell!r}" for line, cell in shown[1:])]
    more = marked.height - len(shown)
    return where, ", ".join(cells) + (f" and {more} more" if more else "")


def _fold(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _note_missing_column(file: DelimitedFile, names: Sequence[str], issues: Issues) -> None:
    near = nearest_column(file, names)
    listed = ", ".join(file.header[:_SHOWN_COLUMNS])
    found = f"{near}: did you mean {names[0]}? " if near else ""
    issues.error(
        f"{file.name}: header",
        f"no column {names[0]}",
        expected=" or ".join(names),
        remedy=f"{found}The header has {len(file.header)} column(s): {listed}"
        + (" …" if len(file.header) > _SHOWN_COLUMNS else ""),
    )


def _separator(header: str, row: str) -> str:
    if "\t" in header:
        return "\t"
    best = max(",;", key=header.count)
    if best in header:
        return best
    fields = len(header.split())
    parted = fields > _WORDS_OF_A_NAME or not row or len(row.split()) == fields
    return _WHITESPACE if fields > 1 and parted else "\t"


def _split(lines: list[str], separator: str) -> list[list[str]]:
    if separator == _WHITESPACE:
        return [line.split() for line in lines]
    # Line by line: one unbalanced quotation mark must not swallow the rows that follow it.
    return [next(csv.reader([line], delimiter=separator)) for line in lines]


def _fields(lines: list[str], separator: str, *, quoted: bool) -> pl.Series:
    """One list of cells for each line; in tab-separated text a quotation mark is a character."""
    if separator == "\t" and not quoted:
        return pl.Series(lines, dtype=pl.String).str.split(separator)
    return pl.Series(_split(lines, separator), dtype=pl.List(pl.String))


def _without_row_names(fields: pl.Series, width: int) -> pl.Series:
    """The rows without the numbers that R puts before them, leaving the header one name short.

    Only whole numbers, each once, are taken for these; a tab at the end of every line is none.
    """
    if fields.is_empty() or not (fields.list.len() == width + 1).all():
        return fields
    first, last = fields.list.first().str.strip_chars('" '), fields.list.last()
    numbered = first.str.contains(r"^[0-9]+$").all() and first.is_unique().all()
    return fields.list.slice(1) if numbered and (last != "").any() else fields


def _is_rectangular(
    fields: pl.Series, lines: pl.Series, header: tuple[str, ...], name: str, issues: Issues
) -> bool:
    widths = fields.list.len()
    ragged = widths != len(header)
    if not ragged.any():
        return True
    found = list(zip(lines.filter(ragged), widths.filter(ragged), strict=True))
    listed = ", ".join(f"line {line} has {width}" for line, width in found[:_LISTED])
    more = f" and {len(found) - _LISTED} more line(s)" if len(found) > _LISTED else ""
    shifted = bool((widths == len(header) + 1).all())
    issues.error(
        f"{name} line {found[0][0]}",
        f"rows of another width than the header: {listed}{more}",
        expected=f"{len(header)} fields, as the header has",
        remedy="write the table without row names"
        if shifted
        else "mend these lines; a cell may hold a tab or a line break",
    )
    return False


def _is_header(header: tuple[str, ...], where: str, issues: Issues) -> bool:
    repeated = [name for name, times in Counter([*header, LINE]).items() if times > 1]
    if repeated:
        issues.error(
            where,
            f"several columns are named {', '.join(repeated)}",
            expected="each name once",
            remedy="remove or rename all but one",
        )
    return not repeated
