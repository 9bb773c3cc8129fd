"""A long table written piece by piece, so that it is never held whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

PIECE_ROWS: Final = 50_000
"""Rows of a piece; one run of rows of the Parquet file."""


@dataclass
class TablePieces:
    """Rows that wait, and pieces that are on disk.

    Attributes:
        folder: Where the pieces lie until they are joined.
        waiting: Rows that do not make a piece yet.
        written: The pieces, in order.
    """

    folder: Path
    waiting: list[pl.DataFrame] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    def add(self, rows: pl.DataFrame) -> None:
        """Take some more rows."""
        self.waiting.append(rows)
        if sum(part.height for part in self.waiting) >= PIECE_ROWS:
            self._write()

    def _write(self) -> None:
        path = self.folder / f"piece-{len(self.written)}.parquet"
        pl.concat(self.waiting).write_parquet(path)
        self.written.append(path)
        self.waiting.clear()

    def join(self, empty: pl.DataFrame) -> Path:
        """One file of all rows in the order in which they came; the table may be without any."""
        if self.waiting or not self.written:
            self.waiting.append(empty)
            self._write()
        if len(self.written) == 1:
            return self.written[0]
        joined = self.folder / "joined.parquet"
        pl.scan_parquet(self.written).sink_parquet(joined, maintain_order=True)
        for path in self.written:
            path.unlink()
        return joined
