"""A table of segments, of any declared dialect → the copy-number profile of one sample.

log2 ratios, copies and calls are kept in columns of their own, as the file gives them. A number
that rests on no probe is not a measurement: callers write zero copies into the gap between two
breakpoints, which would read as a homozygous deletion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.copy_number import (
    CopyNumberCall,
    CopyNumberProfile,
    CopyNumberSegments,
    Platform,
)
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.read.contigs import bare_contigs
from crestome.read.copy_words import copy_number_calls
from crestome.read.delimited import (
    LINE,
    MISSING,
    DelimitedFile,
    find_column,
    locate,
    read_delimited,
    read_numbers,
)
from crestome.read.reading import Reading
from crestome.read.sample_names import rows_of_sample
from crestome.read.segment_checks import check_places, check_scale, in_order, without_repeats
from crestome.read.segment_dialects import (
    Names,
    SegmentDialect,
    find_dialect,
    refuse,
)
from crestome.read.set_aside import entries_of, kept, marked, unmarked
from crestome.read.text import TextFile

KIND: Final = "segments"


def holds_segments(text: TextFile) -> bool:
    """Whether the header of a text is that of a table of segments."""
    return find_dialect(text) is not None


def read_segments(
    text: TextFile, *, genome: Genome, sample: str | None, platform: Platform, issues: Issues
) -> Reading[CopyNumberProfile] | None:
    """Read the segments of one sample.

    Starts are made 0-based. Most programs number bases from 1 and include the last one; a start
    of 0 in such a file is taken as the first base. Where neighbours share the base at their
    breakpoint, as many callers write it, the second one begins behind it.

    Args:
        text: The file.
        genome: Tables of the case's assembly; positions must fit its chromosomes.
        sample: The sample that is meant; None where the file holds one.
        platform: How copy number was measured.
        issues: Takes the faults: no dialect fits, no such sample, numbers that are none, start
            beyond end, overlaps, positions beyond the chromosome, no known chromosome, a scale
            that contradicts its column.

    Returns:
        The profile, empty for a file without rows; None after an error was noted. Rows of other
        samples, of other contigs, without a number or without a probe, and repeated rows are set
        aside.
    """
    found = find_dialect(text)
    if found is None:
        refuse(text, issues)
        return None
    dialect, table = found
    whole = read_delimited(table, issues)
    if whole is None:
        return None
    selected = rows_of_sample(whole, dialect.sample, sample, KIND, issues)
    if selected is None:
        return None
    mine, others = selected
    errors_before = len(issues.errors)
    columns = _Columns(mine, dialect, issues)
    frame = _checked(columns.frame(), columns, genome)
    profile = CopyNumberProfile(
        segments=CopyNumberSegments(kept(frame).select(list(CopyNumberSegments.schema()))),
        platform=platform,
        purity=columns.constant(dialect.purity),
        ploidy=columns.constant(dialect.ploidy),
        file=text.name,
    )
    if len(issues.errors) > errors_before:
        return None
    source = InputFile(
        path=text.name,
        role="copy_number",
        dialect=columns.meaning,
        sha256=text.sha256,
        rows=whole.rows,
    )
    aside = entries_of(frame, text.name, KIND)
    return Reading(value=profile, source=source, set_aside=others + aside)


def _checked(frame: pl.DataFrame, columns: _Columns, genome: Genome) -> pl.DataFrame:
    """The rows with the reason why some are set aside, sorted and without overlaps."""
    file, issues = columns.file, columns.issues
    frame = _without_other_contigs(frame, columns, genome)
    frame = _without_numbers_of_nothing(frame, columns)
    placed = kept(frame).drop_nulls(["start", "end"])
    if not check_places(placed, file.name, genome, issues) or placed.height < kept(frame).height:
        return frame
    frame = in_order(without_repeats(frame), file.name, issues)
    check_scale(kept(frame), file.name, genome, issues)
    if not kept(frame).height:
        issues.warn(
            file.name,
            "no segments; every chromosome counts as not looked at",
            remedy="leave the file out if copy number was not measured",
        )
    return frame


def _without_other_contigs(frame: pl.DataFrame, columns: _Columns, genome: Genome) -> pl.DataFrame:
    file, issues = columns.file, columns.issues
    name = columns.needed(columns.dialect.contig)
    known = frame["contig"].is_in(list(genome.chromosomes))
    if known.all():
        return frame
    where, cells = locate(file, name, ~known)
    if not known.any():
        issues.error(
            where,
            f"no row lies on a human chromosome: {cells}",
            expected="1 … 22, X, Y, with or without chr",
            remedy="check that the file is of a human sample and the column of the chromosome",
        )
    else:
        issues.warn(where, f"{(~known).sum()} row(s) outside the chromosomes set aside: {cells}")
    reason = pl.concat_str(pl.lit("on "), file.frame[name], pl.lit(", not a chromosome"))
    return marked(frame, ~known, reason)


def _without_numbers_of_nothing(frame: pl.DataFrame, columns: _Columns) -> pl.DataFrame:
    number = pl.coalesce("log2", "total_copies")
    silent = frame.select(number.is_null() & (pl.col("call") == "")).to_series()
    if silent.any():
        lines = frame.filter(silent)[LINE]
        columns.issues.warn(
            f"{columns.file.name} line {lines[0]}",
            f"{len(lines)} segment(s) without a value set aside",
            expected="a number, or a word for the state",
        )
    frame = marked(frame, silent, pl.lit("no value"))
    unseen = pl.col("probes") == 0
    return marked(frame, unseen, pl.lit("no probe inside, so nothing was measured there"))


@dataclass(frozen=True)
class _Columns:
    """The columns of one sample's rows, as the dialect names them."""

    file: DelimitedFile
    dialect: SegmentDialect
    issues: Issues

    def frame(self) -> pl.DataFrame:
        """Every column of `CopyNumberSegments`, with `LINE`, null or empty where not given."""
        dialect = self.dialect
        first, second = self._alleles()
        total = self._numbers(dialect.total_copies)
        start = self._positions(dialect.start)
        rows = self.file.frame.select(
            LINE, where=pl.concat_str(pl.lit(f"{self.file.name} line "), LINE)
        )
        return unmarked(rows).with_columns(
            contig=bare_contigs(self.file.frame[self.needed(dialect.contig)]),
            # A program that counts from 1 means the first base where it writes 0.
            start=pl.when(start == 0).then(start).otherwise(start - dialect.first_base),
            end=self._positions(dialect.end),
            log2=self._numbers(dialect.log2),
            total_copies=total if dialect.total_copies and total.count() else first + second,
            minor_copies=pl.min_horizontal(first, second),
            probes=self._numbers(dialect.probes, whole=True),
            call=self._calls(),
        )

    def name(self, names: Names) -> str | None:
        """The header's spelling of a column; None where the file lacks it."""
        return find_column(self.file, names, issues=self.issues, required=False)

    def needed(self, names: Names) -> str:
        """The header's spelling of a column without which the dialect would not fit."""
        return self.name(names) or names[0]

    def constant(self, names: Names) -> float | None:
        """The one number that a column holds; None without it, or with a warning if it varies."""
        values = self._numbers(names).drop_nulls().unique()
        if len(values) > 1:
            self.issues.warn(f"{self.file.name}, column {names[0]}", "varies; not used")
        return float(values[0]) if len(values) == 1 else None

    @property
    def meaning(self) -> str:
        """What crestome took the file for, and why."""
        dialect = self.dialect
        parts = (
            ("log2 ratios", self.name(dialect.log2)),
            ("copies per tumour cell", self.name(dialect.total_copies)),
            (
                "copies of either allele",
                " and ".join(dialect.alleles) if self.name(dialect.alleles) else None,
            ),
            ("states", self.name(dialect.call)),
        )
        read = ", ".join(f"{meaning} in {column}" for meaning, column in parts if column)
        return f"{dialect.name}, by its header; {read}; first base {dialect.first_base}"

    def _numbers(self, names: Names, *, whole: bool = False) -> pl.Series:
        column = self.name(names)
        if column is None:
            return pl.repeat(
                None, self.file.rows, dtype=pl.Int64 if whole else pl.Float64, eager=True
            )
        return read_numbers(self.file, column, self.issues, whole=whole)

    def _positions(self, names: Names) -> pl.Series:
        column = self.needed(names)
        empty = self.file.frame[column].is_in(list(MISSING))
        if empty.any():
            where, cells = locate(self.file, column, empty)
            self.issues.error(
                where,
                f"no position: {cells}",
                expected="a whole number",
                remedy="add it, or remove the row",
            )
        return self._numbers(names, whole=True)

    def _alleles(self) -> tuple[pl.Series, pl.Series]:
        columns: list[Names] = [(name,) for name in self.dialect.alleles] or [(), ()]
        first, second = (self._numbers(names) for names in columns)
        return first, second

    def _calls(self) -> pl.Series:
        column = self.name(self.dialect.call)
        if column is None:
            return pl.repeat("", self.file.rows, dtype=pl.String, eager=True)
        return copy_number_calls(self.file, column, self.issues, deletion=CopyNumberCall.LOSS)
