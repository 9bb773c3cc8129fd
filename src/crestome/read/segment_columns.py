"""The columns of one sample's segments, as their dialect names them → the columns of the model.

Two conversions are exact and made here: a linear ratio becomes a log2 ratio, and copies of the
mixture of tumour and normal cells become the log2 ratio of the mixture to two copies. Nothing is
ever corrected for the tumour cell fraction: that is the caller's work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from crestome.model.copy_number import CopyNumberCall
from crestome.model.issue import Issues
from crestome.read.contigs import bare_contigs
from crestome.read.copy_words import copy_number_calls
from crestome.read.delimited import (
    LINE,
    MISSING,
    DelimitedFile,
    find_column,
    locate,
    read_numbers,
)
from crestome.read.segment_dialects import Names, SegmentDialect
from crestome.read.set_aside import marked, unmarked

_DIPLOID: Final = 2.0
_SIGNS: Final = {"+": "gain", "-": "loss", "0": "neutral"}
_NOT_MEASURED: Final = "UNKNOWN"


@dataclass(frozen=True)
class SegmentColumns:
    """The columns of one sample's rows.

    Attributes:
        file: The rows.
        dialect: What its columns mean.
        issues: Takes the faults of cells.
    """

    file: DelimitedFile
    dialect: SegmentDialect
    issues: Issues

    def frame(self) -> pl.DataFrame:
        """Every column of `CopyNumberSegments`, with `LINE`, null or empty where not given."""
        dialect = self.dialect
        start = self._positions(dialect.start)
        rows = self.file.frame.select(
            LINE, where=pl.concat_str(pl.lit(f"{self.file.name} line "), LINE)
        )
        total, minor = self._copies()
        frame = rows.with_columns(
            contig=bare_contigs(self.file.frame[self.needed(dialect.contig)]),
            # A program that counts from 1 means the first base where it writes 0.
            start=pl.when(start == 0).then(start).otherwise(start - dialect.first_base),
            end=self._positions(dialect.end),
            log2=self._log2(),
            total_copies=total,
            minor_copies=minor,
            probes=self._probes(),
            call=self._calls(),
            cell_fraction=self._shares(),
        )
        return self._without_guesses(unmarked(frame))

    def name(self, names: Names) -> str | None:
        """The header's spelling of a column; None where the file lacks it."""
        return find_column(self.file, names, issues=self.issues, required=False)

    def needed(self, names: Names) -> str:
        """The header's spelling of a column without which the dialect would not fit."""
        return self.name(names) or names[0]

    def constant(self, names: Names) -> float | None:
        """The one number that a column holds; None without it, or with a warning if it varies."""
        values = self.numbers(names).drop_nulls().unique()
        if len(values) > 1:
            self.issues.warn(f"{self.file.name}, column {names[0]}", "varies; not used")
        return float(values[0]) if len(values) == 1 else None

    @property
    def meaning(self) -> str:
        """What crestome took the file for, and why."""
        dialect = self.dialect
        whose = "of the mixture of cells" if dialect.mixed_copies else "per tumour cell"
        clones = " and ".join(
            name for clone in dialect.clones for name in [self.name(clone[0])] if name
        )
        parts = (
            ("log2 ratios", self.name(dialect.log2)),
            ("ratios, taken to the logarithm,", self.name(dialect.ratio)),
            ("copies of the mixture, taken to the logarithm,", self.name(dialect.mixture)),
            ("copies of each population of tumour cells", clones),
            (f"copies {whose}", None if clones else self.name(dialect.total_copies)),
            ("copies of either allele", self._allele_names()),
            ("copies of the minor allele", self.name(dialect.minor_copies)),
            (f"shares of {'all' if dialect.shares_of_all else 'tumour'} cells", self._share_name()),
            ("states", self.name(dialect.call)),
        )
        read = ", ".join(f"{meaning} in {column}" for meaning, column in parts if column)
        return f"{dialect.name}, by its header; {read}; first base {dialect.first_base}"

    def numbers(self, names: Names, *, whole: bool = False, failed: bool = True) -> pl.Series:
        """The numbers of a column; null without the column and where a cell gives none.

        ``failed``: a NaN is taken for no number. In a column of log2 ratios it is a fault, as an
        infinite number always is, but where no probe was measured: elsewhere the copy number of
        the segment was lost on the way.
        """
        column = self.name(names)
        if column is None:
            return pl.repeat(
                None, self.file.rows, dtype=pl.Int64 if whole else pl.Float64, eager=True
            )
        probes = self.name(self.dialect.probes)
        unmeasured = pl.lit(failed) if probes is None else pl.col(probes).eq("0") | failed
        nothing = _nothing(column) & unmeasured
        cells = pl.when(nothing).then(pl.lit("")).otherwise(column).alias(column)
        file = replace(self.file, frame=self.file.frame.with_columns(cells))
        return read_numbers(file, column, self.issues, whole=whole)

    def _allele_names(self) -> str:
        first, second = (self.name(names) for names in self.dialect.alleles)
        return f"{first} and {second}" if first and second else ""

    def _share_name(self) -> str | None:
        return self.name(self.dialect.shares) if self.dialect.shares else None

    def _log2(self) -> pl.Series:
        stated = self.numbers(self.dialect.log2, failed=False)
        ratio = self.numbers(self.dialect.ratio)
        if not ratio.count():
            ratio = self.numbers(self.dialect.mixture) / _DIPLOID
        below = (ratio < 0).fill_null(value=False)
        if below.any():
            column = self.name(self.dialect.ratio) or self.needed(self.dialect.mixture)
            where, cells = locate(self.file, column, below)
            self.issues.error(
                where,
                f"ratios or copies below 0: {cells}",
                expected="0 or more on a linear scale",
                remedy="name the column log2 if it holds log2 ratios",
            )
        # No logarithm of nothing: what has no copies has no log2 ratio either.
        exact = pl.select(pl.when(ratio > 0).then(ratio.log(2.0))).to_series()
        return stated if stated.count() else exact

    def _copies(self) -> tuple[pl.Series, pl.Series]:
        """Total and minor copies, by whichever columns give them."""
        dialect = self.dialect
        total, minor = self.numbers(dialect.total_copies), self.numbers(dialect.minor_copies)
        first, second = (self.numbers(names) for names in dialect.alleles)
        mean_total, mean_minor = self._mean_of_clones()
        frame = pl.select(
            total=pl.coalesce(mean_total, total, first + second),
            minor=pl.coalesce(
                mean_minor,
                minor,
                pl.when(first.is_not_null() & second.is_not_null()).then(
                    pl.min_horizontal(first, second)
                ),
            ),
        )
        return frame["total"], frame["minor"]

    def _mean_of_clones(self) -> tuple[pl.Series, pl.Series]:
        """Mean over all tumour cells; null where no population has a state."""
        nothing = pl.repeat(None, self.file.rows, dtype=pl.Float64, eager=True)
        total, minor, shares = nothing, nothing, nothing
        for names in self.dialect.clones:
            major, lesser, share = (self.numbers(item) for item in names)
            given = major.is_not_null() & lesser.is_not_null() & share.is_not_null()
            total = _sum(total, (major + lesser) * share, given)
            minor = _sum(minor, lesser * share, given)
            shares = _sum(shares, share, given)
        return total / shares, minor / shares

    def _shares(self) -> pl.Series:
        """Shares of cells; null where a cell holds none. They are shown only, so none is a fault.

        Of several populations the largest counts.
        """
        names = (self.dialect.shares, *(clone[2] for clone in self.dialect.clones))
        columns = [column for column in map(self.name, names) if column]
        shares = [self.file.frame[column].cast(pl.Float64, strict=False) for column in columns]
        nothing = pl.repeat(None, self.file.rows, dtype=pl.Float64, eager=True)
        largest = pl.select(pl.max_horizontal(nothing, *shares)).to_series()
        return largest.set(~largest.is_between(0, 1), None)

    def _probes(self) -> pl.Series:
        probes = self.numbers(self.dialect.probes, whole=True)
        return probes.set(probes == 0, None) if self.dialect.infers else probes

    def _without_guesses(self, frame: pl.DataFrame) -> pl.DataFrame:
        column = self.name(self.dialect.method)
        if column is None:
            return frame
        guessed = self.file.frame[column].str.to_uppercase() == _NOT_MEASURED
        return marked(frame, guessed, pl.lit("the caller did not measure it (method UNKNOWN)"))

    def _positions(self, names: Names) -> pl.Series:
        column = self.needed(names)
        empty = self.file.frame.select(_nothing(column)).to_series()
        if empty.any():
            where, cells = locate(self.file, column, empty)
            self.issues.error(
                where,
                f"no position: {cells}",
                expected="a whole number",
                remedy="add it, or remove the row",
            )
        return self.numbers(names, whole=True)

    def _calls(self) -> pl.Series:
        column = self.name(self.dialect.call)
        if column is None:
            return pl.repeat("", self.file.rows, dtype=pl.String, eager=True)
        file = self.file
        if self.dialect.signs:
            words = file.frame[column].replace(_SIGNS)
            file = replace(file, frame=file.frame.with_columns(words))
        return copy_number_calls(file, column, self.issues, deletion=CopyNumberCall.LOSS)


def _sum(before: pl.Series, more: pl.Series, given: pl.Series) -> pl.Series:
    """``before + more`` where ``more`` is given, counting from 0."""
    return pl.select(
        pl.when(given).then(before.fill_null(0.0) + more).otherwise(before)
    ).to_series()


def _nothing(column: str) -> pl.Expr:
    cell = pl.col(column)
    return cell.is_in(list(MISSING)) | (cell.str.to_lowercase() == "nan")
