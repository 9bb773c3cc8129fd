"""Which of a file's samples the case means."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.read.delimited import DelimitedFile, find_column

_SHOWN: Final = 8
_NEAR: Final = 3


def choose_sample(
    names: Sequence[str], wanted: str | None, where: str, issues: Issues
) -> str | None:
    """The name in the file that the case means.

    A name fits if it is the same, or the only one that is the same but for case and blanks at its
    ends. A file with one sample needs no name.

    Args:
        names: The samples of the file, each once.
        wanted: The name that the case gives; None if it gives none.
        where: File and column, for the message.
        issues: Takes an error that lists the names, nearest first.

    Returns:
        The name as the file spells it; None after an error was noted.

    Example:
        >>> choose_sample(["T1", "T2"], " t2", "x.seg, column ID", Issues())
        'T2'
    """
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted is None:
        issues.error(
            where,
            f"{len(names)} samples and nothing says which one is meant: {_listed(names)}",
            expected="the name of one of them",
            remedy=f'write {{ file = "…", sample = "{names[0]}" }} in the case',
        )
        return None
    if wanted in names:
        return wanted
    alike = [name for name in names if _fold(name) == _fold(wanted)]
    if len(alike) == 1:
        return alike[0]
    near = _near(names, wanted)
    issues.error(
        where,
        f"no sample {wanted!r}",
        expected=f"one of {len(names)}: {_listed(names)}",
        remedy=f"did you mean {' or '.join(map(repr, near))}?" if near else "correct the name",
    )
    return None


def rows_of_sample(
    file: DelimitedFile, columns: Sequence[str], wanted: str | None, kind: str, issues: Issues
) -> tuple[DelimitedFile, tuple[LedgerEntry, ...]] | None:
    """The rows of the sample that the case means, and the account of the others.

    A file without rows, or without a column that names samples, belongs to the sample whole.

    Args:
        file: The table.
        columns: Accepted spellings of the column that names the sample.
        wanted: See `choose_sample`.
        kind: What the rows are, for the ledger.
        issues: See `choose_sample`.

    Returns:
        None after an error was noted.
    """
    column = find_column(file, columns, issues=issues, required=False)
    if column is None and columns and wanted is not None:
        issues.warn(
            f"{file.name}: header",
            f"no column {columns[0]}",
            expected=f"a column that holds {wanted!r}",
            remedy="all rows are taken for this sample",
        )
    if column is None or not file.rows:
        return file, ()
    names = file.frame[column].unique(maintain_order=True).to_list()
    chosen = choose_sample(names, wanted, f"{file.name}, column {column}", issues)
    if chosen is None:
        return None
    mine = replace(file, frame=file.frame.filter(pl.col(column) == chosen))
    others = file.rows - mine.rows
    entry = LedgerEntry(
        file=file.name, kind=kind, fate=Fate.FILTERED, reason="of another sample", rows=others
    )
    return mine, (entry,) if others else ()


def _fold(name: str) -> str:
    return name.strip().casefold()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


def _near(names: Sequence[str], wanted: str) -> list[str]:
    """Names that contain the wanted one or are contained in it, then those spelt alike."""
    asked = _fold(wanted)
    inside = [name for name in names if asked and (asked in _fold(name) or _fold(name) in asked)]
    folded = {_fold(name): name for name in names}
    alike = [folded[match] for match in difflib.get_close_matches(asked, folded, n=_NEAR)]
    return list(dict.fromkeys([*inside, *alike]))[:_NEAR]
