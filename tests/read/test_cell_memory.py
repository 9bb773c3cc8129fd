"""Cells in memory, shaped as AnnData shapes them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from read.cell_files import counts, gene_symbols

from crestome.errors import InputError
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource
from crestome.read.cell_memory import read_held_cells
from crestome.read.cells import CellsAsked

GENES = gene_symbols(60)
MATRIX = counts(12, 60)


class Frame:
    """A table with an index and columns, as pandas has them."""

    def __init__(self, index: list[object], **columns: list[object]) -> None:
        self.index, self._held = index, columns

    @property
    def columns(self) -> list[str]:
        return [*self._held]

    def __getitem__(self, column: str) -> list[object]:
        return self._held[column]


class Sparse:
    """A sparse matrix that knows its rows, as scipy has them."""

    def __init__(self, matrix: np.ndarray) -> None:
        rows, self.indices = np.nonzero(matrix)
        self.data, self.shape = matrix[rows, self.indices], matrix.shape
        self.indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(matrix)))])

    def tocsr(self) -> Sparse:
        return self


@dataclass
class Held:
    """What AnnData is to the reader."""

    X: object
    obs: Frame = field(default_factory=lambda: Frame([f"c{at}" for at in range(12)]))
    var: Frame = field(default_factory=lambda: Frame([*GENES]))
    layers: dict[str, object] = field(default_factory=dict)
    raw: Held | None = None


def read(held: Held, **asked: object) -> tuple[CellSource, Issues]:
    issues = Issues()
    return read_held_cells(held, "adata", CellsAsked(**asked), issues), issues  # type: ignore[arg-type]


@pytest.mark.parametrize("form", [np.asarray, Sparse])
def test_arrays_and_sparse_matrices_are_read(form: type) -> None:
    source, _ = read(Held(form(MATRIX)))
    assert (len(source), source.counts, list(source.genes)) == (12, True, GENES)
    assert source.labels["cell"][3] == "c3"
    chunk = source.read(2, 7)
    assert chunk.values.sum() == MATRIX[2:7].sum()


def test_layers_and_the_raw_matrix_are_looked_through_for_counts() -> None:
    logs = np.log1p(MATRIX)
    source, _ = read(Held(logs, layers={"counts": Sparse(MATRIX)}))
    assert source.dialect == "AnnData, layer counts, genes by _index"
    source, _ = read(Held(logs, raw=Held(Sparse(MATRIX))))
    assert source.dialect == "AnnData, raw, genes by _index"
    assert read(Held(None, layers={"counts": MATRIX}))[0].counts


def test_words_and_gaps_of_columns_are_read() -> None:
    words: list[object] = ["tumor", None, float("nan"), "normal", True, 1, *[""] * 6]
    source, _ = read(Held(MATRIX, Frame([*range(12)], kind=words)), malignant="kind")
    assert source.labels["word"].head(6).to_list() == ["tumor", None, None, "normal", "True", "1"]
    assert source.labels["cell"].head(2).to_list() == ["0", "1"]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (Held(MATRIX[:, :9]), "12 x 9 where the tables have 12 x 60"),
        (Held(Sparse(MATRIX[:5])), "states its shape as 5 x 60"),
        (Held(MATRIX - 1), "adata, X, cells 1 to 12: negative values"),
        (Held(MATRIX, Frame([*range(12)], kind=["tumor"])), "'kind' has 1 rows"),
        (Held(MATRIX, var=Frame([f"x{at}" for at in range(60)])), "no names of human genes"),
        (Held(None), "no expression in it"),
        (Held(MATRIX, obs=None), "adata: cannot be read"),  # type: ignore[arg-type]
    ],
)
def test_the_same_is_refused_as_of_files(held: Held, said: str) -> None:
    asked = {} if held.obs is None or "kind" not in held.obs.columns else {"malignant": "kind"}
    with pytest.raises(InputError) as error:
        read(held, **asked)
    assert said in str(error.value)
