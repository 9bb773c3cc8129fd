"""A matrix of cells in a file → runs of cells, without reading the rest.

A matrix that is stored cell by cell can be read from any cell on; one that is stored gene by gene
would have to be read whole for the first cell, and is refused with the line that turns it around.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

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

Reader = Callable[[int, int], CellChunk]


def sparse_reader(data: Array, columns: Array, starts: NDArray[np.int64], where: str) -> Reader:
    """The reader of a matrix of sparse rows; the starts of the rows are held, the rest is not.

    Raises (from the reader):
        FormatError: If the file ends too early, or a value is negative.
    """

    def read(first: int, last: int) -> CellChunk:
        low, high = int(starts[first]), int(starts[last])
        place = f"{where}, cells {first + 1:,} to {last:,}"
        try:
            values = np.asarray(data[low:high], np.float32)
            indices = np.asarray(columns[low:high], np.int32)
        except READ_FAULTS as error:
            raise damaged(place, error) from None
        return checked(CellChunk(starts[first : last + 1] - low, indices, values), place)

    return read


def dense_reader(matrix: Array, where: str) -> Reader:
    """The reader of a matrix that holds every value.

    Raises (from the reader):
        FormatError: If the file ends too early, or a value is negative.
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
        return checked(chunk, place)

    return read


def checked(chunk: CellChunk, place: str) -> CellChunk:
    """The same cells, if no value is negative.

    Raises:
        FormatError: With the place, if one is.
    """
    if len(chunk.values) and chunk.values.min() < 0:
        message = (
            f"{place}: negative values; expected counts or their logarithms; scaled or corrected "
            "values cannot be ranked, so name the layer of the counts with --layer"
        )
        raise FormatError(message)
    return chunk


def matrix_reader(node: Node, where: str, issues: Issues) -> Reader | None:
    """The reader of a matrix of AnnData, sparse or dense; None after an error was noted."""
    if is_array(node):
        return dense_reader(node, where)
    kind = node.attrs.get("encoding-type", node.attrs.get("h5sparse_format", ""))
    kind = kind.decode() if isinstance(kind, bytes) else str(kind)
    if kind.startswith("csr"):
        return row_reader(cast("Group", node), where, issues)
    issues.error(
        where,
        f"stored gene by gene ({kind})"
        if kind.startswith("csc")
        else f"an unknown matrix ({kind})",
        expected="a matrix stored cell by cell (CSR) or a dense one",
        remedy="write it anew: adata.X = adata.X.tocsr(); adata.write_h5ad(…)",
    )
    return None


def row_reader(group: Group, where: str, issues: Issues) -> Reader | None:
    """The reader of a sparse matrix whose rows are cells; None after an error was noted."""
    try:
        data, columns, starts = (array(group, key) for key in ("data", "indices", "indptr"))
        held = np.asarray(starts[()], np.int64)
    except READ_FAULTS as error:
        raise damaged(where, error) from None
    absent = sum(missing_pieces(part) for part in (data, columns, starts))
    whole = held.size and held[-1] <= min(data.shape[0], columns.shape[0])
    if absent or not whole:
        stated, there = (int(held[-1]) if held.size else 0), data.shape[0]
        issues.error(
            where,
            f"{absent} pieces are absent"
            if absent
            else f"{there:,} values where {stated:,} are stated",
            expected="a whole matrix",
            remedy="copy or write the file again",
        )
        return None
    return sparse_reader(data, columns, held, where)


def is_whole(read: Reader, cells: int, looked_at: int) -> bool:
    """Whether the values of some cells at the beginning and in the middle are whole numbers."""
    places = ((0, min(cells, looked_at)), (cells // 2, min(cells, cells // 2 + looked_at)))
    return all(bool((values == np.floor(values)).all())
               for values in (read(*place).values for place in places))  # fmt: skip
