"""Read counts, or the fraction that a caller printed → the variant allele fraction.

Counts come first: a fraction that is recomputed from them means the same in every file. Only where
a file has no counts is its own fraction taken, as a percentage where it is one.
"""

from __future__ import annotations

import polars as pl

from crestome.model.issue import Issues
from crestome.read import maf_columns as named
from crestome.read.delimited import DelimitedFile, locate, read_numbers
from crestome.read.maf_columns import one_column


def read_allele_fractions(file: DelimitedFile, issues: Issues) -> tuple[pl.Series, pl.Series]:
    """The variant allele fraction and the depth of every row of a MAF.

    Args:
        file: The rows of one tumour.
        issues: Takes errors for counts that are no whole numbers or negative, and a warning where
            more reads carry the variant than there are.

    Returns:
        ``vaf``, 0 to 1, and ``depth``; null where the file does not say.
    """
    frame = pl.DataFrame(
        [
            _counts(file, named.ALTERNATIVE_READS, issues).alias("alternative"),
            _counts(file, named.REFERENCE_READS, issues).alias("reference"),
            _counts(file, named.DEPTH, issues).alias("depth"),
        ]
    ).with_columns(both=pl.col("alternative") + pl.col("reference"))
    _check_depth(file, frame, issues)
    # A depth of 0 is how some files say that they hold no counts.
    base = pl.coalesce(_above_zero("both"), _above_zero("depth"))
    counted = frame.select(
        vaf=pl.col("alternative") / base, depth=pl.coalesce(_above_zero("depth"), base)
    )
    vaf = counted["vaf"].set((counted["vaf"] > 1).fill_null(value=False), None)
    return vaf.zip_with(vaf.is_not_null(), _stated(file, issues)), counted["depth"]


def _above_zero(column: str) -> pl.Expr:
    return pl.when(pl.col(column) > 0).then(pl.col(column))


def _counts(file: DelimitedFile, names: tuple[str, ...], issues: Issues) -> pl.Series:
    column = one_column(file, names)
    if column is None:
        return pl.Series([None] * file.rows, dtype=pl.Int64)
    counts = read_numbers(file, column, issues, whole=True)
    negative = (counts < 0).fill_null(value=False)
    if negative.any():
        where, cells = locate(file, column, negative)
        issues.error(where, f"negative count: {cells}", expected="0 or more reads")
    return counts


def _check_depth(file: DelimitedFile, frame: pl.DataFrame, issues: Issues) -> None:
    column = one_column(file, named.ALTERNATIVE_READS)
    depth, alternative = frame["depth"], frame["alternative"]
    over = ((alternative > depth) & (depth > 0)).fill_null(value=False)
    if column is not None and over.any():
        where, cells = locate(file, column, over)
        issues.warn(
            where,
            f"more variant reads than reads: {cells}, where t_depth is {depth.filter(over)[0]}",
            expected="t_alt_count <= t_depth",
            remedy="check that the columns of tumour and normal are not exchanged",
        )


def _stated(file: DelimitedFile, issues: Issues) -> pl.Series:
    """The fraction that the file prints; a column with values above 1 holds percentages.

    A printed 0 is no measurement: counters that do not see indels print it beside validated ones.
    """
    percent = one_column(file, named.PERCENT)
    column = percent or one_column(file, named.FRACTION)
    if column is None:
        return pl.Series([None] * file.rows, dtype=pl.Float64)
    values = read_numbers(file, column, issues)
    wrong = ~values.is_between(0, _PERCENT).fill_null(value=True)
    if wrong.any():
        where, cells = locate(file, column, wrong)
        issues.error(where, f"no fraction: {cells}", expected="0 to 1, or 0 to 100 percent")
    values = values.set((values == 0).fill_null(value=False), None)
    as_percent = percent is not None or bool((values > 1).any())
    return values / _PERCENT if as_percent else values


_PERCENT = 100.0
