"""Which of a file's samples the case means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from crestome.knowledge.sample_words import ANY_TUMOUR
from crestome.knowledge.shipped_words import load_sample_words
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.read.delimited import DelimitedFile, find_column

_SHOWN: Final = 8
_NEAR: Final = 3


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What a case knows of the sample where it gives no name for it in the file.

    Attributes:
        id: The sample's id in the case: a hint among several names, and what one name is held to.
        others: Names that stand for other samples of the case, normals among them.
    """

    id: str
    others: frozenset[str] = frozenset()


Asked = str | Meant | None
"""The name that a case gives, what it knows where it gives none, or nothing at all."""


def hinted_sample(names: Sequence[str], asked: Asked) -> str | None:
    """The only name that is the id of the case's sample, where no name is given.

    Example:
        >>> hinted_sample(["T1", "T2"], Meant(id="t2"))
        'T2'
    """
    if not isinstance(asked, Meant):
        return None
    alike = [name for name in names if _fold(name) == _fold(asked.id)]
    return alike[0] if len(alike) == 1 else None


def choose_sample(names: Sequence[str], wanted: Asked, where: str, issues: Issues) -> str | None:
    """The name in the file that the case means.

    A name fits if it is the same, or the only one that is the same but for case and blanks at its
    ends. A file with one sample needs no name; but a name that is neither like the sample's id nor
    a word for any tumour is warned of, and one that stands for another sample of the case is an
    error. Among several, the one that is the sample's id is taken.

    Args:
        names: The samples of the file, each once.
        wanted: The name that the case gives, or what it knows of the sample.
        where: File and column, for the message.
        issues: Takes an error that lists the names, nearest first, and the warning.

    Returns:
        The name as the file spells it; None after an error was noted.

    Example:
        >>> choose_sample(["T1", "T2"], " t2", "x.seg, column ID", Issues())
        'T2'
    """
    if not isinstance(wanted, str):
        hinted = names[0] if len(names) == 1 else hinted_sample(names, wanted)
        if hinted is not None:
            return hinted if is_his(hinted, wanted, where, issues) else None
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


def is_his(name: str, meant: Meant | None, where: str, issues: Issues) -> bool:
    """Whether a name that a file gives may be that of the case's sample.

    Args:
        name: The name in the file.
        meant: What the case knows; None if nothing is known.
        where: See `choose_sample`.
        issues: Takes an error where it stands for another sample, a warning where it only differs.
    """
    if meant is None or _fold(name) == _fold(meant.id):
        return True
    remedy = f'if it is the same tumour, say so: {{ file = "…", sample = "{name}" }}'
    if any(_fold(name) == _fold(other) for other in meant.others):
        issues.error(
            where,
            f"the sample is {name!r}, which in the case is another one than {meant.id!r}",
            expected=f"the file of {meant.id!r}",
            remedy=f"correct the file name; {remedy}",
        )
        return False
    if not (_is_like(name, meant.id) or _is_generic(name)):
        issues.warn(
            where,
            f"the sample is {name!r}, and the case calls it {meant.id!r}",
            expected="the same name",
            remedy=remedy,
        )
    return True


def _is_like(name: str, other: str) -> bool:
    """Whether one of two names is part of the other, but for case, blanks and punctuation."""
    one, two = _letters(name), _letters(other)
    return bool(one and two) and (
        one == two or f" {one} " in f" {two} " or f" {two} " in f" {one} "
    )


def _letters(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def _is_generic(name: str) -> bool:
    """Whether a name is a word for any tumour (``TUMOR``, ``sample_1``), or a number."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    return load_sample_words()[ANY_TUMOUR].whole.issuperset(words)


def rows_of_sample(
    file: DelimitedFile, columns: Sequence[str], wanted: Asked, kind: str, issues: Issues
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
    if column is None and columns and isinstance(wanted, str):
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
