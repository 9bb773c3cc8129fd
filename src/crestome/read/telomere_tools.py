"""The telomere figures of other programs: TelomereHunter, TelSeq, telomerecat, TEAL.

A figure for a tumour alone says little, since it depends on the library, the program and the age of
the patient; beside the figure of a control that was measured alike it says whether telomeres are
longer than they were. Each program is read in its own unit, and no figure is converted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.issue import Issues
from crestome.model.telomere_content import TelomereContent
from crestome.read.delimited import DelimitedFile, find_column, read_delimited
from crestome.read.reading import Reading
from crestome.read.set_aside import REASON, entries_of
from crestome.read.telomere_control import joined
from crestome.read.telomere_dialects import DIALECTS, TelomereDialect, find_telomere_dialect
from crestome.read.telomere_figures import TelomereRows
from crestome.read.telomere_measurement import PROGRAM, holds_measurement, read_measurement
from crestome.read.telomere_rows import (
    CONTROL,
    SIDE,
    TUMOUR,
    Sides,
    choose_rows,
    sample_names,
    with_ratio_padded,
)
from crestome.read.text import TextFile

KIND: Final = "telomere figures"

_ROLE: Final = "telomeres"


def holds_telomeres(text: TextFile) -> bool:
    """Whether a text is the output of a program that measures telomeres."""
    return find_telomere_dialect(text) is not None or holds_measurement(text)


def telomere_samples(text: TextFile) -> tuple[str, ...]:
    """The samples that a file names, each once; of TelomereHunter, the patients."""
    found = find_telomere_dialect(text)
    file = None if found is None else read_delimited(with_ratio_padded(*found[::-1]), Issues())
    if found is None or file is None:
        return ()
    column = find_column(file, (found[0].sample,), issues=Issues(), required=False)
    if column is None:
        return ()
    return tuple(name for name in sample_names(file, column).unique(maintain_order=True) if name)


def read_telomeres(text: TextFile, sides: Sides, issues: Issues) -> Reading[TelomereContent] | None:
    """Read the figure of one tumour, and of its control where the file holds it.

    Args:
        text: The file.
        sides: Whose figures are meant.
        issues: Takes the faults: no known program, no such sample, several samples of which none
            is named, cells that are no numbers; and a warning where the program gave no figure.

    Returns:
        The figures, with the control's under ``tumour`` if only the control is read; None after an
        error was noted. Rows of other samples, ratios that follow from the figures, and read
        groups without a figure are set aside. A sample in several read groups has their mean,
        weighted by reads.

    References:
        feuerbach-2019, ding-2014, farmery-2018
    """
    if holds_measurement(text):
        asked = sides.control if sides.only_control else sides.tumour
        return read_measurement(text, asked, issues)
    found = find_telomere_dialect(text)
    if found is None:
        _refuse(text, issues)
        return None
    dialect, table = found
    file = read_delimited(with_ratio_padded(table, dialect), issues, comment="")
    if file is None:
        return None
    rows = choose_rows(file, dialect, sides, issues)
    value = None if rows is None else _content(file, dialect, rows, issues)
    if rows is None or value is None:
        return None
    source = InputFile(
        path=text.name,
        role=_ROLE,
        dialect=f"{dialect.program}, by its header; {dialect.quantity} in {dialect.unit}",
        sha256=text.sha256,
        rows=file.rows,
    )
    return Reading(value=value, source=source, set_aside=entries_of(rows, text.name, KIND))


def _refuse(text: TextFile, issues: Issues) -> None:
    line = next((line for line in text.lines if line.strip()), "nothing")
    programs = dict.fromkeys(dialect.program for dialect in DIALECTS)
    issues.error(
        text.name,
        f"not the output of a known program; the first line reads: {line[:80]!r}",
        expected=", ".join((*programs, PROGRAM)),
        remedy="give the summary table of the program, or its verdict as assays.telomere_content",
    )


def _content(
    file: DelimitedFile, dialect: TelomereDialect, rows: pl.DataFrame, issues: Issues
) -> TelomereContent | None:
    before = len(issues.errors)
    used = rows.filter(pl.col(REASON).is_null())
    tables = [
        replace(file, frame=used.filter(pl.col(SIDE) == side).drop(REASON, SIDE))
        for side in (TUMOUR, CONTROL)
    ]
    if not tables[0].rows:
        tables.reverse()
    mine, control = (TelomereRows(table, dialect, issues) for table in tables)
    value = TelomereContent(
        program=dialect.program,
        quantity=dialect.quantity,
        unit=dialect.unit,
        tumour=mine.figure(),
        tumour_reads=mine.reads(),
        settings=mine.settings(),
        for_tumour_cells=dialect.for_tumour_cells,
        variants=mine.variants(),
        where=mine.where,
    )
    if control.table.rows:
        value = _compared(value, control, issues)
    return value if len(issues.errors) == before else None


def _compared(value: TelomereContent, control: TelomereRows, issues: Issues) -> TelomereContent:
    """The figures with those of a control from the same file."""
    other = value.model_copy(
        update={
            "tumour": control.figure(),
            "tumour_reads": control.reads(),
            "settings": control.settings(),
            "variants": control.variants(),
            "where": control.where,
        }
    )
    return joined(value, other, issues)
