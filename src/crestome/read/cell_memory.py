"""Cells held in memory, shaped as AnnData shapes them → cells, read as those of a file are.

anndata itself is not needed: whatever has ``X``, ``obs`` and ``var`` is shown to the reader of
files as groups and arrays by name, so that the same is refused here and there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from crestome.errors import FormatError
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource
from crestome.read.cell_store import READ_FAULTS, Node, damaged
from crestome.read.cells import CellsAsked, checked_source, read_anndata

_INDEX: Final = "_index"
_GAPS: Final = {"NoneType", "NAType", "NaTType"}


class LabelFrame(Protocol):
    """A table of cells or genes, such as a data frame of pandas."""

    @property
    def index(self) -> Iterable[object]:
        """Names of the rows."""

    @property
    def columns(self) -> Iterable[object]:
        """Names of the columns."""

    def __getitem__(self, column: str, /) -> Iterable[object]:
        """The values of a column."""


class CellData(Protocol):
    """Cells in rows and genes in columns; ``layers`` and ``raw`` are looked at where they are.

    ``X`` is an array, or a sparse matrix of scipy.
    """

    @property
    def X(self) -> object:  # noqa: N802 (the name that AnnData gave it)
        """The main matrix."""

    @property
    def obs(self) -> LabelFrame:
        """What is said of cells."""

    @property
    def var(self) -> LabelFrame:
        """What is said of genes."""


class _Sparse(Protocol):
    shape: tuple[int, int]


@dataclass(frozen=True)
class _Held:
    """An array in memory."""

    values: NDArray[np.generic]
    attrs: Mapping[str, object] = field(default_factory=dict)

    @property
    def dtype(self) -> np.dtype[np.generic]:
        return self.values.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        return self.values.shape

    def __getitem__(self, key: object, /) -> NDArray[np.generic]:
        return np.asarray(self.values[key])  # type: ignore[call-overload]


_Maker: TypeAlias = Callable[[], Node]


@dataclass(frozen=True)
class _HeldGroup:
    """Members by name, each made when it is asked for."""

    makers: Mapping[str, _Maker]
    attrs: Mapping[str, object] = field(default_factory=dict)

    def __getitem__(self, key: str, /) -> Node:
        return self.makers[key]()

    def get(self, key: str, /) -> Node | None:
        return self.makers[key]() if key in self.makers else None

    def __contains__(self, key: object, /) -> bool:
        return key in self.makers

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)


def read_held_cells(cells: CellData, name: str, asked: CellsAsked, issues: Issues) -> CellSource:
    """Cells that are held in memory; nothing is copied but columns, and matrices not by cells.

    Args:
        cells: See `CellData`.
        name: What it is called, for messages.
        asked: See `CellsAsked`.
        issues: Takes warnings and notes.

    Raises:
        InputError: As `open_cells` does.
    """
    try:
        source = read_anndata(_store(cells), name, asked, issues)
    except (*READ_FAULTS, AttributeError) as error:
        raise damaged(name, error) from None
    except FormatError as error:
        raise FormatError(*(f"{name}: {fault}" for fault in error.faults)) from None
    return checked_source(source, name, asked, issues)


def _store(cells: CellData) -> _HeldGroup:
    """The cells as a file would hold them."""
    layers = cast("Mapping[str, object]", getattr(cells, "layers", None) or {})
    own = {key: partial(_matrix, layers[key]) for key in layers}
    makers: dict[str, _Maker] = {
        "obs": partial(_table, cells.obs),
        "var": partial(_table, cells.var),
        "layers": lambda: _HeldGroup(own),
        **{f"layers/{key}": maker for key, maker in own.items()},
    }
    if cells.X is not None:
        makers["X"] = partial(_matrix, cells.X)
    raw = cast("CellData | None", getattr(cells, "raw", None))
    if raw is not None:
        makers["raw/X"], makers["raw/var"] = partial(_matrix, raw.X), partial(_table, raw.var)
    return _HeldGroup(makers)


def _matrix(held: object) -> Node:
    """An array as it is, and any sparse matrix by cells."""
    turn = getattr(held, "tocsr", None)
    if turn is None:
        return _Held(np.asarray(held))
    sparse = cast("_Sparse", turn())
    parts = {name: partial(_Held, getattr(sparse, name)) for name in ("data", "indices", "indptr")}
    return _HeldGroup(parts, {"encoding-type": "csr_matrix", "shape": np.array(sparse.shape)})


def _table(frame: LabelFrame) -> _HeldGroup:
    """Columns of a table, each taken when it is asked for."""
    makers: dict[str, _Maker] = {
        str(column): partial(_column, frame, str(column)) for column in frame.columns
    }
    makers[_INDEX] = lambda: _Held(_objects(frame.index))
    return _HeldGroup(makers, {"_index": _INDEX})


def _column(frame: LabelFrame, column: str) -> Node:
    return _Held(_objects(frame[column]))


def _objects(values: Iterable[object]) -> NDArray[np.object_]:
    """Values of any kind, gaps of any kind as NaN."""
    held = [np.nan if type(value).__name__ in _GAPS else value for value in values]
    made = np.empty(len(held), np.object_)
    made[:] = held
    return made
