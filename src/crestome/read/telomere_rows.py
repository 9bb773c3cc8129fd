"""Which rows of a table of telomere figures are the tumour's, and which the control's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.read.delimited import LINE, DelimitedFile, find_column
from crestome.read.sample_names import Asked, choose_sample
from crestome.read.segment_dialects import column_names, fold
from crestome.read.set_aside import REASON, marked, unmarked
from crestome.read.telomere_dialects import TelomereDialect
from crestome.read.text import TextFile

SIDE: Final = "_side"
"""The column that says whose row it is."""
TUMOUR: Final = "tumour"
CONTROL: Final = "control"
NO_FIGURE: Final = ("UNKNOWN", "nan", "NaN", "NA", "")
"""What programs write where they could not estimate anything."""

_TUMOUR_WORDS: Final = ("tumor", "tumour")
_CONTROL_WORDS: Final = ("control", "ref", "reference", "normal")
_RATIO: Final = "log2"
_SUFFIXES: Final = r"(?i)([._]telbam)?\.(bam|cram)$"
_SHOWN: Final = 5


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Whose figures are meant.

    Attributes:
        tumour: The tumour as the file names it, or what the case knows of it.
        control: The control as the file names it; None where nothing says so.
        only_control: Whether the file is that of the control, whatever else it holds.
    """

    tumour: Asked = None
    control: str | None = None
    only_control: bool = False


def sample_names(file: DelimitedFile, column: str) -> pl.Series:
    """Names of samples without what a file of alignments ends in."""
    return file.frame[column].str.replace(_SUFFIXES, "")


def with_ratio_padded(table: TextFile, dialect: TelomereDialect) -> TextFile:
    """The table with its row of log2 ratios filled up to the width of the header.

    TelomereHunter 2 leaves the last cells of that row out. Any other short row stays a fault.
    """
    header = next((line for line in table.lines if line.strip()), "")
    names = [fold(name) for name in column_names(header)]
    if fold(dialect.role) not in names:
        return table
    role, width = names.index(fold(dialect.role)), len(names)

    def padded(line: str) -> str:
        cells = line.split("\t")
        is_ratio = role < len(cells) < width and cells[role].startswith(_RATIO)
        return line + "\t" * (width - len(cells)) if is_ratio else line

    return replace(table, lines=[padded(line) for line in table.lines])


def choose_rows(
    file: DelimitedFile, dialect: TelomereDialect, sides: Sides, issues: Issues
) -> pl.DataFrame | None:
    """Say of each row whose it is, or why it is set aside.

    Args:
        file: The table.
        dialect: Which columns name the sample and its role.
        sides: Whose figures are meant.
        issues: Takes the faults: no such sample, several of which none is named, tumour and control
            the same, no row or several rows of the one that is meant.

    Returns:
        The table with `SIDE`, and `set_aside.REASON` where a row is set aside; None after an error
        was noted.
    """
    rows = _Rows(file, dialect, issues)
    frame = rows.by_role(sides) if dialect.role else rows.by_name(sides)
    return None if frame is None else rows.checked(frame, sides)


@dataclass(frozen=True)
class _Rows:
    """The rows of a table, by what its columns say of the samples."""

    file: DelimitedFile
    dialect: TelomereDialect
    issues: Issues

    def by_role(self, sides: Sides) -> pl.DataFrame | None:
        """A column says tumour or control; a control that was run alone may bear the other word."""
        frame = unmarked(self.file.frame)
        column = self._found(self.dialect.sample)
        if column is not None and self.file.rows:
            chosen = self._chosen(column, sides.control if sides.only_control else sides.tumour)
            if chosen is None:
                return None
            others = sample_names(self.file, column) != chosen
            frame = marked(frame, others, pl.lit("of another sample"))
        words = pl.col(self._found(self.dialect.role) or "").str.to_lowercase()
        ratio, control = words.str.starts_with(_RATIO), words.is_in(_CONTROL_WORDS)
        frame = marked(frame, ratio, pl.lit("a ratio that follows from the figures"))
        known = control | words.is_in(_TUMOUR_WORDS)
        frame = marked(frame, ~known, pl.lit("neither of a tumour nor of a control"))
        side = pl.when(control).then(pl.lit(CONTROL)).otherwise(pl.lit(TUMOUR))
        frame = frame.with_columns(side.alias(SIDE))
        left = frame.filter(pl.col(REASON).is_null())[SIDE].unique().to_list()
        if sides.only_control and left == [TUMOUR]:
            frame = frame.with_columns(pl.lit(CONTROL).alias(SIDE))
        return frame

    def by_name(self, sides: Sides) -> pl.DataFrame | None:
        """The names say whose a row is; a sample may have a row for each read group."""
        frame = unmarked(self.file.frame).with_columns(pl.lit("").alias(SIDE))
        column = self._found(self.dialect.sample) or ""
        wanted = {} if sides.only_control else {TUMOUR: sides.tumour}
        if sides.only_control or sides.control is not None:
            wanted[CONTROL] = sides.control
        for side, asked in wanted.items():
            name = self._chosen(column, asked) if self.file.rows else ""
            if name is None:
                return None
            if (frame[SIDE] == TUMOUR).any() and name in self._names_of(frame, column, TUMOUR):
                self._refuse_same(column, name)
                return None
            mine = pl.Series(sample_names(self.file, column) == name)
            frame = frame.with_columns(pl.when(mine).then(pl.lit(side)).otherwise(SIDE).alias(SIDE))
        frame = marked(frame, pl.col(SIDE) == "", pl.lit("of another sample"))
        if self.dialect.weight:
            silent = pl.col(self._found(self.dialect.value) or "").is_in(NO_FIGURE)
            spoken = (~silent).any().over(SIDE)
            frame = marked(frame, silent & spoken, pl.lit("a read group without a figure"))
        return frame

    def checked(self, frame: pl.DataFrame, sides: Sides) -> pl.DataFrame | None:
        """The rows, if the side that is meant has one, and no more than the program writes."""
        wanted = CONTROL if sides.only_control else TUMOUR
        if sides.only_control:
            reason = pl.lit("of the tumour, in the file of the control")
            frame = marked(frame, pl.col(SIDE) == TUMOUR, reason)
        left = frame.filter(pl.col(REASON).is_null())
        if wanted not in left[SIDE]:
            self.issues.error(
                self.file.name,
                f"no row of a {wanted}",
                expected=f"the figure of the {wanted}",
                remedy='name both files: { file = "TUMOUR", control = "CONTROL" }',
            )
            return None
        again = left.filter(pl.col(SIDE).is_duplicated())
        if self.dialect.weight or again.is_empty():
            return frame
        self.issues.error(
            f"{self.file.name} line {again[LINE][0]}",
            f"several rows of one {again[SIDE][0]}: lines "
            + ", ".join(map(str, again[LINE].head(_SHOWN))),
            expected="one row for each sample",
            remedy="keep the row that is meant",
        )
        return None

    def _found(self, name: str) -> str | None:
        return find_column(self.file, (name,), issues=self.issues, required=False)

    def _chosen(self, column: str, asked: Asked) -> str | None:
        names = sample_names(self.file, column).unique(maintain_order=True).to_list()
        if isinstance(asked, str):
            asked = pl.Series([asked]).str.replace(_SUFFIXES, "")[0]
        return choose_sample(names, asked, f"{self.file.name}, column {column}", self.issues)

    def _names_of(self, frame: pl.DataFrame, column: str, side: str) -> list[str]:
        return sample_names(self.file, column).filter(frame[SIDE] == side).to_list()

    def _refuse_same(self, column: str, name: str) -> None:
        self.issues.error(
            f"{self.file.name}, column {column}",
            f"tumour and control are both {name!r}",
            expected="two samples",
            remedy="correct sample or normal",
        )
