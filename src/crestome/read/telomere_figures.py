"""The rows of one sample in a table of telomere figures → its figure, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.model.telomere_content import VariantRepeat
from crestome.read.delimited import LINE, DelimitedFile, find_column, read_numbers
from crestome.read.telomere_dialects import TelomereDialect
from crestome.read.telomere_rows import NO_FIGURE

_HIGHEST: Final = 1e15
"""Beyond any number of reads or bases."""
_SINGLETONS: Final = r"^([ACGT]{6})_singletons_norm_by_all_reads$"
_ALL_READS: Final = "total_reads"


@dataclass(frozen=True)
class TelomereRows:
    """The rows of one sample: one, or one for each read group.

    Attributes:
        table: The rows; none where the file does not hold the sample.
        dialect: Which column means what.
        issues: Takes an error for cells that are no numbers, and a warning where the program gave
            no usable figure.
    """

    table: DelimitedFile
    dialect: TelomereDialect
    issues: Issues

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.table.name} line {self.table.frame[LINE][0]}"

    def figure(self) -> float | None:
        """The figure of the sample; of read groups their mean, weighted by reads."""
        numbers = self._numbers(self.dialect.value)
        if numbers.len() == 1 or numbers.is_null().all():
            return self._usable(numbers[0])
        weights = self._numbers(self.dialect.weight)
        total = float(weights.sum())
        return self._usable(float((numbers * (weights / total)).sum()) if total else None)

    def reads(self) -> float | None:
        """Telomere reads of all rows; None where the table does not count them."""
        counts = [self._numbers(name) for name in self.dialect.reads if self._column(name)]
        known = [count.drop_nulls() for count in counts if not count.is_null().all()]
        return float(sum(count.sum() for count in known)) if known else None

    def settings(self) -> str:
        """What the sample was measured with; "" where the table does not say."""
        columns = [name for name in self.dialect.settings if self._column(name)]
        return ", ".join(f"{name} {self.table.frame[self._column(name)][0]}" for name in columns)

    def variants(self) -> tuple[VariantRepeat, ...]:
        """Variant repeats that stand alone among canonical ones."""
        if not self.dialect.counts_variants:
            return ()
        header = pl.Series(self.table.header)
        return tuple(map(self._variant, header.filter(header.str.contains(_SINGLETONS))))

    def _variant(self, column: str) -> VariantRepeat:
        share, reads = self._numbers(column)[0], self._numbers(_ALL_READS)
        known = share is not None and bool(self._column(_ALL_READS)) and reads[0] is not None
        return VariantRepeat(
            repeat=column[: column.index("_")],
            tumour=share,
            tumour_count=float(round(share * reads[0])) if known else None,
        )

    def _column(self, name: str) -> str:
        return find_column(self.table, (name,), issues=self.issues, required=False) or ""

    def _numbers(self, name: str) -> pl.Series:
        """The numbers of a column; null where there is none, or none that can be."""
        column = self._column(name)
        if not column:
            return pl.Series([None] * self.table.rows, dtype=pl.Float64)
        cell = pl.col(column)
        known = pl.when(cell.is_in(NO_FIGURE)).then(pl.lit("")).otherwise(cell).alias(column)
        frame = self.table.frame.with_columns(known)
        numbers = read_numbers(replace(self.table, frame=frame), column, self.issues)
        beyond = (numbers.abs() > _HIGHEST).fill_null(value=False)
        if beyond.any():
            self.issues.error(
                f"{self.where}, column {column}",
                f"{numbers.filter(beyond)[0]:g}",
                expected="a figure of telomeres",
                remedy="correct the cell",
            )
        return numbers.set(beyond | (numbers < 0).fill_null(value=False), None)

    def _usable(self, figure: float | None) -> float | None:
        """A figure that says something: a length of nothing is an estimate that failed."""
        dialect = self.dialect
        if figure is None or (figure == 0 and dialect.quantity == "telomere length"):
            self.issues.warn(
                self.where,
                f"{dialect.program} gave no usable {dialect.quantity}",
                remedy="it stays not assessed; check the reads that the program was given",
            )
            return None
        return figure
