"""Single cells: a file that is read in pieces, and what was made of its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crestome.model.cell_method import CellMethod
from crestome.model.expression import ScoreWarning
from crestome.model.issue import Issue
from crestome.model.record import Record
from crestome.model.table import Column, Table


class Malignancy(StrEnum):
    """What is known of a cell."""

    MALIGNANT = "malignant"
    NORMAL = "normal"
    UNVERIFIED = "unverified"
    """Nothing says whether the cell belongs to the tumour."""


@dataclass(frozen=True)
class CellChunk:
    """Some cells, one after another, as sparse rows.

    Attributes:
        rows: Where each cell begins in the other two, and where the last one ends.
        columns: Column of each value.
        values: Expression above or below zero; zeros may be left out.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.rows) - 1


@dataclass(frozen=True, kw_only=True)
class CellSource:
    """A file of cells, opened.

    Attributes:
        name: The file as the user names it.
        dialect: What it was taken for.
        genes: Symbol of today of every column; None where it is none that is known.
        ranked: Whether a column is a gene at all (an antibody is none).
        labels: ``cell``, ``sample``, ``word`` (what is said of malignancy; null if nothing) and
            ``reference`` (the kind of a normal cell to compare with; null for others) of every
            cell.
        counts: Whether the values are whole numbers.
        read: The cells from one row to another, the latter not included.
        malignancy: What the words of ``labels`` come from; "" without any.
    """

    name: str
    dialect: str
    genes: tuple[str | None, ...] = field(repr=False)
    ranked: NDArray[np.bool_] = field(repr=False)
    labels: pl.DataFrame = field(repr=False)
    counts: bool
    read: Callable[[int, int], CellChunk] = field(repr=False)
    malignancy: str = ""

    def __len__(self) -> int:
        return self.labels.height


@dataclass(frozen=True, eq=False)
class CellTable(Table):
    """One row for each cell."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("cell", pl.String, "", "name in the file"),
        Column("sample", pl.String, "", "sample"),
        Column("malignancy", pl.String, "", "malignant, normal or unverified"),
        Column("genes", pl.Int32, "genes", "genes seen"),
        Column("adrenergic", pl.Float64, "", "score (ranks: 0 to 1); null without enough genes"),
        Column("mesenchymal", pl.Float64, "", "score (ranks: 0 to 1); null without enough genes"),
        Column("difference", pl.Float64, "", "mesenchymal less adrenergic"),
        Column("adrenergic_z", pl.Float64, "", "against control sets in the same cell"),
        Column("mesenchymal_z", pl.Float64, "", "against control sets in the same cell"),
        Column("adrenergic_p", pl.Float64, "", "part of control sets that score as high"),
        Column("mesenchymal_p", pl.Float64, "", "part of control sets that score as high"),
        Column("fibroblast", pl.Float64, "", "score of its markers"),
        Column("endothelial", pl.Float64, "", "score of its markers"),
        Column("schwann", pl.Float64, "", "score of its markers"),
        Column("macrophage", pl.Float64, "", "score of its markers"),
        Column("programme", pl.String, "", "which signature is on, whatever the cell is"),
        Column("state", pl.String, "", "the same for malignant cells; null for all others"),
        Column("warnings", pl.String, "", "names of warnings, with commas between"),
    )


class Coverage(Record):
    """How many genes of a signature a file has.

    Attributes:
        signature: Its name.
        found: Genes found.
        defined: Genes defined.
        scored: Whether that is enough.
    """

    signature: str
    found: int
    defined: int
    scored: bool


class StateFraction(Record):
    """Malignant cells of one state in a sample.

    Attributes:
        state: ADRN, MES, mixed or indeterminate.
        cells: How many.
        fraction: Of the malignant cells; None where there is none.
        lower: Lower end of Wilson's 95 % interval.
        upper: Upper end.
    """

    state: str
    cells: int
    fraction: float | None = None
    lower: float | None = None
    upper: float | None = None


class SampleCells(Record):
    """The cells of one sample.

    Attributes:
        sample: Its name.
        malignant: Cells that the file calls malignant.
        normal: Cells that it calls normal.
        unverified: Cells of which it says nothing.
        states: The states of the malignant ones.
    """

    sample: str
    malignant: int
    normal: int
    unverified: int
    states: tuple[StateFraction, ...]


class StateDensity(Record):
    """How the cells of one sample and kind lie on the plane of the two scores.

    Both scores are cut into ``len(counts)`` steps of equal width from 0 to ``upper``; the last
    step holds what lies beyond. Cells without both scores are not in it, and only scores by ranks,
    which have one scale in all files, are drawn.

    Attributes:
        sample: Its name.
        malignancy: Which cells: malignant, normal or unverified; only malignant cells have a state.
        upper: Upper end of both scales.
        counts: Cells by step of the adrenergic score (outer) and of the mesenchymal one (inner).
    """

    sample: str
    malignancy: Malignancy
    upper: float
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class ScoredCells:
    """A file of cells, scored: what is said of all of them. Single cells stand in `CellTable`.

    The JSON document beside the table holds the same.

    Attributes:
        cells: How many.
        samples: See `SampleCells`.
        density: See `StateDensity`; for the figure of the plane, in the order of ``samples``.
        coverage: See `Coverage`.
        rule: Name and version of the rule of states.
        malignancy: What cells are called malignant by.
        max_rank: The last rank; None where cells are not scored by ranks.
        median_genes: Median of the genes seen in a cell.
        cliff_fraction: Cells whose genes seen once all lie beyond the last rank.
        warnings: See `ScoreWarning`; of the whole file.
        method: See `CellMethod`.
        source: Name, dialect and checksum of the file.
        issues: Warnings and notes.
    """

    cells: int
    samples: tuple[SampleCells, ...]
    density: tuple[StateDensity, ...]
    coverage: tuple[Coverage, ...]
    rule: str
    malignancy: str
    max_rank: int | None
    median_genes: float
    cliff_fraction: float
    warnings: tuple[ScoreWarning, ...] = ()
    method: CellMethod = CellMethod.RANKS
    source: dict[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
