"""A matrix of cells in a file → runs of cells, without reading the rest.

A matrix that is stored cell by cell can be read from any cell on; one that is stored gene by gene
would have to be read whole for the first cell, and is refused with the line that turns it around.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from crestome.errors import FormatError
from crestome.model.issue import Issues
from crestome.model.single_cell import CellChunk
from crestome.read.cell_store import (
    READ_FAULTS,
    Array,
    Group,
    Node,
    array,
    damaged,
    is_array,
    missing_pieces,
)

LARGEST_EXACT: Final = 1 << 24
"""Beyond it a number of 32 bits no longer tells one count from the next."""
Reader = Callable[[int, int], CellChunk]
Shape = tuple[int, int]
"""Cells and genes."""


def sparse_reader(
    data: Array, columns: Array, starts: NDArray[np.int64], where: str, genes: int
) -> Reader:
    """The reader of a matrix of sparse rows; the starts of the rows are held, the rest is not.

    Raises (from the reader):
        FormatError: If the file ends too early, or holds what `checked` refuses.
    """

    def read(first: int, last: int) -> CellChunk:
        low, high = int(starts[first]), int(starts[last])
        place = f"{where}, cells {first + 1:,} to {last:,}"
        try:
            values = np.asarray(data[low:high], np.float32)
            indices = np.asarray(columns[low:high], np.int32)
        except READ_FAULTS as error:
            raise damaged(place, error) from None
        return checked(CellChunk(starts[first : last + 1] - low, indices, values), place, genes)

    return read


def dense_reader(matrix: Array, where: str) -> Reader:
    """The reader of a matrix that holds every value.

    Raises (from the reader):
        FormatError: If the file ends too early, or holds what `checked` refuses.
    """

    def read(first: int, last: int) -> CellChunk:
        place = f"{where}, cells {first + 1:,} to {last:,}"
        try:
            block = np.asarray(matrix[first:last], np.float32)
        except READ_FAULTS as error:
            raise damaged(place, error) from None
        cells, columns = np.nonzero(block)
        rows = np.zeros(last - first + 1, np.int64)
        np.cumsum(np.bincount(cells, minlength=last - first), out=rows[1:])
        chunk = CellChunk(rows, columns.astype(np.int32), block[cells, columns])
        return checked(chunk, place, matrix.shape[1])

    return read


def checked(chunk: CellChunk, place: str, genes: int) -> CellChunk:
    """The same cells, if every value can be ranked and belongs to a gene.

    Raises:
        FormatError: With the place, if a value is negative or no number, or of no gene.
    """
    if not len(chunk.values):
        return chunk
    lowest, highest = chunk.values.min(), chunk.values.max()
    if lowest < 0:
        message = (
            f"{place}: negative values; expected counts or their logarithms; scaled or corrected "
            "values cannot be ranked, so name the layer of the counts with --layer"
        )
        raise FormatError(message)
    if not (lowest >= 0 and highest < np.inf):
        message = (
            f"{place}: values that are no numbers (NaN or infinite); expected counts or their "
            "logarithms; name another layer with --layer, or compute this one again"
        )
        raise FormatError(message)
    if highest > LARGEST_EXACT:
        message = (
            f"{place}: values up to {highest:.3g}; expected counts or their logarithms, and no "
            f"cell has {LARGEST_EXACT:,} of one gene; name another layer with --layer, or write "
            "the file again"
        )
        raise FormatError(message)
    if chunk.columns.min() < 0 or chunk.columns.max() >= genes:
        message = (
            f"{place}: values of genes beyond the {genes:,} of the table; expected a matrix and a "
            "table of genes that belong together; write the file again"
        )
        raise FormatError(message)
    if _repeats(chunk):
        message = (
            f"{place}: a gene more than once in a cell; expected one value; write the file again "
            "(adata.X.sum_duplicates() adds them up)"
        )
        raise FormatError(message)
    return chunk


def _repeats(chunk: CellChunk) -> bool:
    """Whether a cell has two values of one gene."""
    rising = np.diff(chunk.columns) > 0
    bounds = chunk.rows[1:-1]
    rising[bounds[(bounds > 0) & (bounds < len(chunk.columns))] - 1] = True
    if rising.all():
        return False
    cells = np.repeat(np.arange(len(chunk)), np.diff(chunk.rows))
    places = np.sort(cells * (int(chunk.columns.max()) + 1) + chunk.columns)
    return bool((np.diff(places) == 0).any())


def matrix_reader(node: Node, where: str, shape: Shape, issues: Issues) -> Reader | None:
    """The reader of a matrix of AnnData, sparse or dense; None after an error was noted.

    Args:
        node: The matrix.
        where: Its place, for messages.
        shape: Rows of the tables of cells and genes.
        issues: Takes the faults: another shape, stored by genes, cut.
    """
    if is_array(node):
        if node.shape != shape:
            _refuse_shape(where, node.shape, shape, issues)
            return None
        refused = _refuse_empty(where, shape, issues) or _refuse_type(where, node, "", issues)
        return None if refused else dense_reader(node, where)
    kind = node.attrs.get("encoding-type", node.attrs.get("h5sparse_format", ""))
    kind = kind.decode() if isinstance(kind, bytes) else str(kind)
    if kind.startswith("csr"):
        stated = node.attrs.get("shape", node.attrs.get("h5sparse_shape"))
        if stated is not None and not _is_shape(stated, shape):
            _refuse_stated(where, stated, shape, issues)
            return None
        return row_reader(cast("Group", node), where, shape, issues)
    issues.error(
        where,
        f"stored gene by gene ({kind})"
        if kind.startswith("csc")
        else f"an unknown matrix ({kind})",
        expected="a matrix stored cell by cell (CSR) or a dense one",
        remedy="write it anew: adata.X = adata.X.tocsr(); adata.write_h5ad(…)",
    )
    return None


def row_reader(group: Group, where: str, shape: Shape, issues: Issues) -> Reader | None:
    """The reader of a sparse matrix whose rows are cells; None after an error was noted."""
    try:
        data, columns, starts = (array(group, key) for key in ("data", "indices", "indptr"))
        held = np.asarray(starts[()], np.int64)
    except READ_FAULTS as error:
        raise damaged(where, error) from None
    if (
        _refuse_empty(where, shape, issues)
        or _refuse_type(where, data, "", issues)
        or _refuse_type(where, columns, "whole ", issues)
    ):
        return None
    if held.size != shape[0] + 1:
        _refuse_shape(where, (held.size - 1,), shape[:1], issues)
        return None
    absent = sum(missing_pieces(part) for part in (data, columns, starts))
    stated, there = int(held[-1]), min(data.shape[0], columns.shape[0])
    if absent:
        fault = f"{absent} pieces are absent"
    elif stated > there:
        fault = f"{there:,} values where {stated:,} are stated"
    elif held[0] != 0 or (np.diff(held) < 0).any():
        fault = "cells that end before they begin"
    else:
        return sparse_reader(data, columns, held, where, shape[1])
    issues.error(where, fault, expected="a whole matrix", remedy="copy or write the file again")
    return None


def _is_shape(stated: object, shape: Shape) -> bool:
    numbers = np.asarray(stated)
    return numbers.shape == (2,) and numbers.dtype.kind in "iu" and tuple(numbers) == shape


def _refuse_stated(where: str, stated: object, shape: Shape, issues: Issues) -> None:
    numbers = np.ravel(np.asarray(stated)).tolist()
    issues.error(
        where,
        f"states its shape as {' x '.join(map(str, numbers)) or 'nothing'}, and the tables have "
        f"{shape[0]:,} x {shape[1]:,}",
        expected="a matrix and tables that belong together",
        remedy="write the file again from the program that made it",
    )


def check_shape(group: Group, where: str, shape: Shape, issues: Issues) -> bool:
    """Whether the shape that Cell Ranger states, genes and cells, is that of the tables."""
    node = group.get("shape")
    stated = node[()] if is_array(node) else None
    if stated is None or _is_shape(stated, shape[::-1]):
        return True
    _refuse_stated(where, stated, shape[::-1], issues)
    return False


def _refuse_empty(where: str, shape: Shape, issues: Issues) -> bool:
    if shape[0]:
        return False
    issues.error(where, "no cell in it", expected="one cell at least", remedy="check its filters")
    return True


def _refuse_type(where: str, node: Array, whole: str, issues: Issues) -> bool:
    """Note an error where an array does not hold real, or whole, numbers."""
    if node.dtype.kind in ("iu" if whole else "biuf"):
        return False
    issues.error(
        where,
        f"{'genes' if whole else 'values'} stored as {node.dtype}",
        expected=f"{whole}numbers",
        remedy="write the file again: text, fractions of genes and complex numbers are no counts",
    )
    return True


def _refuse_shape(
    where: str, found: tuple[int, ...], expected: tuple[int, ...], issues: Issues
) -> None:
    issues.error(
        where,
        f"{' x '.join(f'{number:,}' for number in found)} where the tables have "
        f"{' x '.join(f'{number:,}' for number in expected)}",
        expected="cells in rows and genes in columns, as many as in the tables",
        remedy="write the file again; if genes stand in rows, turn it: adata = adata.T",
    )


def is_whole(read: Reader, cells: int, looked_at: int) -> bool:
    """Whether the values of some cells at the beginning and in the middle are whole numbers."""
    places = ((0, min(cells, looked_at)), (cells // 2, min(cells, cells // 2 + looked_at)))
    return all(bool((values == np.floor(values)).all())
               for values in (read(*place).values for place in places))  # fmt: skip
