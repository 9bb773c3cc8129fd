"""What a caller estimated for the whole tumour: the tumour cell fraction and the mean copies.

Callers write them beside the segments: as a table with one row (PURPLE, ASCAT, FACETS), as a few
solutions of which one was used (Sequenza, Battenberg), or as lines of a key and a number
(ichorCNA, TITAN, Control-FREEC, ascatNgs, comments of FACETS).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.copy_number import PurityPloidy
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.read.delimited import (
    LINE,
    DelimitedFile,
    find_column,
    read_delimited,
    read_numbers,
)
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked, rows_of_sample
from crestome.read.segment_dialects import column_names, fold
from crestome.read.segment_header import without_row_names
from crestome.read.text import TextFile

KIND: Final = "purity and ploidy"
PURITY: Final = "purity"
"""What a user calls such a file."""

_SAMPLE: Final = ("sample", "tumor_sample", "tumour_sample", "sample_id", "Tumor_Sample_Barcode")
PURITY_COLUMNS: Final = (
    "purity",
    "AberrantCellFraction",
    "cellularity",
    "rho",
    "Sample_Purity",
    "Tumor Fraction",
    "Tumour Fraction",
)
_CONTAMINATION: Final = ("NormalContamination", "Normal contamination estimate")
_PLOIDY: Final = (
    "ploidy",
    "ploidy.estimate",
    "Output_Ploidy",
    "Average tumour ploidy estimate",
    "Average tumor ploidy estimate",
)
# Beside one of these a row is a place on the genome or a gene.
_PLACES: Final = ("chromosome", "chrom", "chr", "contig", "gene", "Hugo_Symbol")
_PAIR: Final = re.compile(
    r'^[#\s"]*(?P<key>[A-Za-z][\w .]*?)"?\s*[:=\t ]\s*"?(?P<number>\d*\.?\d+(?:e[+-]?\d+)?)"?\s*$',
    re.IGNORECASE,
)
_WITHIN_LINES: Final = 200
_MIDDLE: Final = 1
_HIGHEST_PLOIDY: Final = 100.0
_NO_TUMOUR: Final = "NO_TUMOR"


def holds_purity(text: TextFile) -> bool:
    """Whether a text states the purity and ploidy of a tumour, and no places or genes."""
    header = {fold(name) for name in column_names(_header(text))}
    if any(fold(name) in header for name in _PLACES):
        return False
    return _is_table(text) or "purity" in _pairs(text.lines[:_WITHIN_LINES])


def read_purity(text: TextFile, *, sample: Asked, issues: Issues) -> Reading[PurityPloidy] | None:
    """Read the tumour cell fraction and the mean copies that a caller estimated.

    Args:
        text: The file.
        sample: The sample that is meant; None where the file holds one.
        issues: Takes the faults: no such sample, several solutions without a word which one was
            used, a fraction beyond 1, a caller that found no tumour (a warning; nothing is read).

    Returns:
        The estimates; None after an error was noted. Other solutions and samples are set aside.
    """
    return _read_table(text, sample, issues) if _is_table(text) else _read_pairs(text, issues)


def read_comments(lines: Iterable[str], name: str, issues: Issues) -> PurityPloidy:
    """Purity and ploidy that the comments above a table state.

    Example:
        >>> found = read_comments(["# Purity = 0.62", "# Ploidy = 2.9"], "x.cncf", Issues())
        >>> found.purity, found.ploidy
        (0.62, 2.9)
    """
    pairs = _pairs([line for line in lines if line.startswith("#")])
    return _checked(pairs.get("purity"), pairs.get("ploidy"), name, issues)


def _header(text: TextFile) -> str:
    """The first line that names purity and ploidy, else the first that is no comment."""
    lines = [line for line in text.lines[:_WITHIN_LINES] if line.strip()]
    named = (line for line in lines if all(_stated(line)))
    plain = (line for line in lines if not line.startswith("#"))
    return next(named, next(plain, lines[0] if lines else ""))


def _stated(line: str) -> tuple[bool, bool]:
    """Whether a line of column names has one of purity, and one of ploidy."""
    header = {fold(name) for name in column_names(line)}
    purity, ploidy = (
        any(fold(name) in header for name in names) for names in (PURITY_COLUMNS, _PLOIDY)
    )
    return purity, ploidy


def _is_table(text: TextFile) -> bool:
    stated = _stated(_header(text))
    enough = stated[0] if text.dialect == PURITY else all(stated)
    return enough and not _pairs(text.lines[1:_WITHIN_LINES])


def _pairs(lines: Iterable[str]) -> dict[str, float]:
    """``purity`` and ``ploidy`` among lines of a key and a number; the first of each counts."""
    found: dict[str, float] = {}
    for line in lines:
        pair = _PAIR.match(line)
        key = fold(pair["key"]) if pair else ""
        number = float(pair["number"]) if pair else 0.0
        if key in map(fold, PURITY_COLUMNS):
            found.setdefault("purity", number)
        elif key in map(fold, _CONTAMINATION):
            found.setdefault("purity", 1.0 - number)
        elif key in map(fold, _PLOIDY):
            found.setdefault("ploidy", number)
    return found


def _read_pairs(text: TextFile, issues: Issues) -> Reading[PurityPloidy] | None:
    pairs = _pairs(text.lines)
    line = next(number for number, row in enumerate(text.lines, 1) if _pairs([row]))
    where = f"{text.name} line {line}"
    errors_before = len(issues.errors)
    value = _checked(pairs.get("purity"), pairs.get("ploidy"), where, issues)
    if len(issues.errors) > errors_before:
        return None
    source = InputFile(
        path=text.name,
        role="copy_number",
        dialect="purity and ploidy, by lines of a key and a number",
        sha256=text.sha256,
        rows=1,
    )
    return Reading(value=value, source=source)


def _read_table(text: TextFile, sample: Asked, issues: Issues) -> Reading[PurityPloidy] | None:
    first = text.lines.index(_header(text))
    header, body = text.lines[first].lstrip("#"), text.lines[first + 1 :]
    lines = [*[""] * first, header, *without_row_names(header, body)]
    file = read_delimited(replace(text, lines=lines), issues)
    if file is None:
        return None
    selected = rows_of_sample(file, _SAMPLE, sample, KIND, issues)
    if selected is None:
        return None
    mine, others = selected
    row = _used_row(mine, issues)
    if row is None:
        return None
    errors_before = len(issues.errors)
    value = _estimates(row, issues)
    if len(issues.errors) > errors_before:
        return None
    source = InputFile(
        path=file.name,
        role="copy_number",
        dialect="purity and ploidy, by the header of their table",
        sha256=file.sha256,
        rows=file.rows,
    )
    rest = mine.rows - row.rows
    entry = LedgerEntry(
        file=file.name,
        kind=KIND,
        fate=Fate.FILTERED,
        reason="another solution, or a bound, of the caller",
        rows=rest,
    )
    return Reading(value=value, source=source, set_aside=(*others, *((entry,) if rest else ())))


def _used_row(file: DelimitedFile, issues: Issues) -> DelimitedFile | None:
    """The row of the solution that the caller used."""
    best = find_column(file, ("is.best",), issues=issues, required=False)
    if best is not None:
        chosen = file.frame.filter(pl.col(best).str.to_uppercase() == "TRUE")
    elif find_column(file, ("ploidy.estimate",), issues=issues, required=False):
        # Sequenza's bounds of confidence: lower, estimate, upper.
        chosen = file.frame.slice(_MIDDLE, 1)
    elif find_column(file, ("SLPP",), issues=issues, required=False):
        # Sequenza's solutions, best first.
        chosen = file.frame.head(1)
    else:
        chosen = file.frame
    if chosen.height != 1:
        issues.error(
            file.name,
            f"{chosen.height} estimates of purity and ploidy, and nothing says which one was used",
            expected="one row for one tumour",
            remedy="keep the row of the solution that the segments are from",
        )
        return None
    return replace(file, frame=chosen)


def _estimates(row: DelimitedFile, issues: Issues) -> PurityPloidy:
    where = f"{row.name} line {row.frame[LINE][0]}"
    status = find_column(row, ("status",), issues=issues, required=False)
    if status is not None and row.frame[status][0].upper().endswith(_NO_TUMOUR):
        issues.warn(
            where,
            "the caller found no tumour in the sample; its purity and ploidy are not used",
            remedy="check the sample, and read its copy number with doubt",
        )
        return PurityPloidy(where=where)
    purity, ploidy = (
        read_numbers(row, column, issues)[0] if column else None
        for column in (
            find_column(row, names, issues=issues, required=False)
            for names in (PURITY_COLUMNS, _PLOIDY)
        )
    )
    return _checked(purity, ploidy, where, issues)


def _checked(
    purity: float | None, ploidy: float | None, where: str, issues: Issues
) -> PurityPloidy:
    if purity is not None and not 0 <= purity <= 1:
        issues.error(
            where,
            f"a tumour cell fraction of {purity:g}",
            expected="a fraction from 0 to 1",
            remedy="divide percentages by 100",
        )
        purity = None
    if ploidy is not None and not 0 < ploidy <= _HIGHEST_PLOIDY:
        issues.error(where, f"a ploidy of {ploidy:g}", expected="mean copies, such as 2 or 3.1")
        ploidy = None
    return PurityPloidy(purity=purity, ploidy=ploidy, where=where)
