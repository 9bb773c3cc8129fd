"""What the user asks of ``cells``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crestome.errors import UsageError
from crestome.model.cell_method import CellMethod

if TYPE_CHECKING:
    from crestome.read.cells import CellsAsked


@dataclass(frozen=True, kw_only=True)
class CellRequest:
    """What the user asks of ``cells``.

    Attributes:
        path: The file or folder.
        layer: The matrix of an AnnData file; None to look for counts.
        genome: The genome of a 10x file that holds several.
        sample: The column that names the sample.
        malignant: The column that says which cells are malignant.
        malignant_table: The table of a program that says it.
        reference: Normal cells to infer it against, ``COLUMN=WORD,WORD``.
        method: See `CellMethod`.
        max_rank: The last rank; None for the usual one. Of ranks only.
        chunk_rows: Cells held at a time; None for the usual number.
        workers: Threads; None for all processors.
        scheduler: Address of a Dask scheduler whose workers score; None for this process.
    """

    path: Path
    layer: str | None = None
    genome: str | None = None
    sample: str | None = None
    malignant: str | None = None
    malignant_table: Path | None = None
    reference: str | None = None
    method: CellMethod = CellMethod.RANKS
    max_rank: int | None = None
    chunk_rows: int | None = None
    workers: int | None = None
    scheduler: str | None = None

    def asked(self) -> CellsAsked:
        """What the reader is asked for.

        Raises:
            UsageError: If the reference is not ``COLUMN=WORD,WORD``, or a last rank is given
                where no ranks are.
        """
        from crestome.read.cells import CellsAsked

        ranks = self.method is CellMethod.RANKS
        if self.max_rank is not None and not ranks:
            message = (
                f"--max-rank {self.max_rank}: expected with --method ranks only; leave one of both "
                "out"
            )
            raise UsageError(message)
        return CellsAsked(
            layer=self.layer,
            ranks=ranks,
            genome=self.genome,
            sample=self.sample,
            malignant=self.malignant,
            table=self.malignant_table,
            reference=None if self.reference is None else _reference(self.reference),
        )


def _reference(text: str) -> tuple[str, tuple[str, ...]]:
    column, _, listed = text.partition("=")
    words = tuple(word.strip() for word in listed.split(",") if word.strip())
    if not column.strip() or not words:
        message = (
            f"--reference {text}: expected a column and the words of normal cells in it, such as "
            "'cell_type=T cell,B cell'; correct it"
        )
        raise UsageError(message)
    return column.strip(), words
