"""What a file of cells says of each of them: name, sample, malignancy, kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.read.cell_columns import LabelTable, column_names, index_name, read_column

_SHOWN: Final = 12
_UNSTATED: Final = "not stated"

Reference = tuple[str, tuple[str, ...]]
"""A column, and words in it that mean normal cells."""


def read_labels(
    table: LabelTable,
    name: str,
    asked: Mapping[str, str],
    reference: Reference | None,
    issues: Issues,
) -> pl.DataFrame | None:
    """Names of the cells, and what the columns asked for say of them.

    Args:
        table: The table of cells.
        name: The file as the user names it.
        asked: Columns by the option that asks for them.
        reference: See `Reference`.
        issues: Takes the faults: no such column, or one of another length.

    Returns:
        The labels of `CellSource`; None after an error was noted that leaves none.
    """
    cells = read_column(table, index_name(table)).rename("cell")
    empty = pl.repeat(None, len(cells), dtype=pl.String, eager=True)
    sample = pl.repeat(Path(name).name.split(".")[0], len(cells), dtype=pl.String, eager=True)
    found = {"cell": cells, "sample": sample, "malignant": empty, "reference": empty}
    held = column_names(table)
    for option, column in asked.items():
        if column not in held:
            issues.error(
                f"{name}, obs",
                f"no column {column!r}",
                expected=", ".join(held[:_SHOWN]) or "none is there",
                remedy=f"correct --{option}",
            )
            continue
        values = read_column(table, column)
        if len(values) == len(cells):
            found[option] = values
        else:
            issues.error(
                f"{name}, obs",
                f"the column {column!r} has {len(values):,} rows, and {len(cells):,} cells have "
                "names",
                expected="a value for each cell",
                remedy="write the file again with a current anndata",
            )
    if "sample" in asked:
        found["sample"] = _samples(found["sample"], f"{name}, obs", issues)
    labels = pl.DataFrame(found).rename({"malignant": "word"})
    if reference is None:
        return labels
    return _with_reference(labels, f"{name}, obs", reference, issues)


def _samples(column: pl.Series, where: str, issues: Issues) -> pl.Series:
    """Names of samples; an error where no cell has one, and a word where some have none."""
    named = column.str.strip_chars().replace("", None)
    without = named.null_count()
    if without and without == len(named):
        issues.error(
            where,
            f"no cell has a sample in the column {column.name!r}",
            expected="the name of a sample for each cell",
            remedy="correct --sample",
        )
    elif without:
        issues.warn(
            where,
            f"{without:,} cells without a sample in the column {column.name!r} are put together "
            f"as {_UNSTATED!r}",
            remedy="state their samples, or take them out",
        )
    return named.fill_null(_UNSTATED)


def _with_reference(
    labels: pl.DataFrame, where: str, asked: tuple[str, tuple[str, ...]], issues: Issues
) -> pl.DataFrame:
    """The words that mean normal cells, and null for all others."""
    column, words = asked
    held = labels["reference"].drop_nulls().unique().sort()
    absent = [word for word in words if word not in held]
    if absent and len(held):
        issues.error(
            where,
            f"no cell has {' or '.join(map(repr, absent))} in the column {column!r}",
            expected=", ".join(held.head(_SHOWN)),
            remedy="correct --reference",
        )
    kept = pl.when(pl.col("reference").is_in(list(words))).then("reference")
    return labels.with_columns(kept.alias("reference"))
