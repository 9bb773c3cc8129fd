"""Cells of a file, chunk by chunk, to as many threads as there are processors.

What a chunk holds sets the memory; the file may be of any length.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crestome.model.single_cell import CellChunk

Numbers = NDArray[np.float64]
Reader = Callable[[int, int], CellChunk]

CHUNK_ROWS: Final = 1_000


def measure_chunks(
    read: Reader,
    between: tuple[int, int],
    work: Callable[[CellChunk], Numbers],
    *,
    chunk_rows: int = CHUNK_ROWS,
    workers: int | None = None,
) -> Iterator[tuple[int, Numbers]]:
    """What ``work`` makes of the cells between two rows, in the order of the file.

    The next chunk is read while the one before is worked on; no more than three are held.

    Args:
        read: The reader of the file.
        between: The first row, and the one after the last.
        work: Makes a row of numbers of each cell, whatever the cells beside it.
        chunk_rows: Cells read at a time.
        workers: Threads; None for all processors.

    Yields:
        The first row of a chunk, and the numbers of its cells.
    """
    number = workers or os.cpu_count() or 1
    begin, end = between
    with ThreadPoolExecutor(number) as pool:
        waiting: list[tuple[int, list[Future[Numbers]]]] = []
        for first in range(begin, end, chunk_rows):
            chunk = read(first, min(first + chunk_rows, end))
            waiting.append((first, [pool.submit(work, part) for part in parts_of(chunk, number)]))
            if len(waiting) > 1:
                yield _joined(*waiting.pop(0))
        for first, parts in waiting:
            yield _joined(first, parts)


def parts_of(chunk: CellChunk, number: int) -> Iterator[CellChunk]:
    """Runs of cells of one chunk, for as many workers."""
    bounds = np.linspace(0, len(chunk), number + 1).astype(int)
    for first, last in pairwise(bounds):
        if last > first:
            yield CellChunk(chunk.rows[first : last + 1], chunk.columns, chunk.values)


def _joined(first: int, parts: list[Future[Numbers]]) -> tuple[int, Numbers]:
    return first, np.concatenate([part.result() for part in parts])
