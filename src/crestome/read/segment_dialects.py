"""What a dialect of segment files declares: which column means what, and what tells it.

log2 ratios, linear ratios, copies per tumour cell and copies of the mixture of tumour and normal
cells are four quantities, and each has a field of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

Names = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SegmentDialect:
    """Which column means what; every field lists accepted spellings, best first.

    Attributes:
        key: What a user calls it, who says which dialect a file is.
        name: For people.
        contig: Chromosome.
        start: First base.
        end: Last base, included.
        sample: Sample; () where the file has no such column.
        log2: log2 ratio to the reference.
        ratio: Ratio to the reference, on a linear scale.
        mixture: Copies of the mixture of tumour and normal cells, not rounded; half of it is the
            ratio.
        total_copies: Copies.
        alleles: The two columns with the copies of either allele; the smaller is the minor one,
            and their sum the total where ``total_copies`` has no column or no number.
        minor_copies: Copies of the minor allele, where the other allele has no column.
        clones: Copies of the major and of the minor allele, and the share of tumour cells that
            have them, for each population of cells; the mean over the shares is read.
        shares: Share of the cells that are in the state of the row; that of the largest population
            where ``clones`` are given.
        shares_of_all: ``shares`` count normal cells too.
        probes: Probes, bins or sites that the number rests on.
        call: A word for the state.
        signs: ``call`` holds ``+``, ``-`` and ``0``.
        purity: Tumour cell fraction, the same in every row.
        ploidy: Mean copies, the same in every row.
        method: How a number was made; ``UNKNOWN`` where it was not measured.
        marks: Further columns that must be there, to tell the dialect from others.
        unlike: Columns that speak against it.
        first_base: Number of the first base of a chromosome: 1, or 0 as in BED.
        altered_only: The file lists altered segments only.
        mixed_copies: ``total_copies`` may count the mixture of tumour and normal cells.
        infers: Copies without a probe are inferred from the breakpoints beside them.
        caveat: What the reader of the report should know; "" for nothing.
    """

    key: str
    name: str
    contig: Names
    start: Names
    end: Names
    sample: Names = ()
    log2: Names = ()
    ratio: Names = ()
    mixture: Names = ()
    total_copies: Names = ()
    alleles: tuple[Names, Names] = ((), ())
    minor_copies: Names = ()
    clones: tuple[tuple[Names, Names, Names], ...] = ()
    shares: Names = ()
    shares_of_all: bool = False
    probes: Names = ()
    call: Names = ()
    signs: bool = False
    purity: Names = ()
    ploidy: Names = ()
    method: Names = ()
    marks: tuple[Names, ...] = ()
    unlike: Names = ()
    first_base: int = 1
    altered_only: bool = False
    mixed_copies: bool = False
    infers: bool = False
    caveat: str = ""

    @property
    def needed(self) -> tuple[Names, ...]:
        """Columns without which a file is not of this dialect, each with its spellings."""
        values = (
            *self.log2,
            *self.ratio,
            *self.mixture,
            *self.total_copies,
            *self.alleles[0],
            *(name for clone in self.clones[:1] for name in clone[0]),
            *self.call,
        )
        return (*self.marks, self.contig, self.start, self.end, values)

    def fits(self, header: Collection[str]) -> bool:
        """Whether all needed columns are in a header (folded), and none that speaks against it."""
        return not self.missing(header) and not any(fold(name) in header for name in self.unlike)

    def missing(self, header: Collection[str]) -> tuple[Names, ...]:
        """The needed columns that a header (folded) lacks."""
        return tuple(
            names for names in self.needed if not any(fold(name) in header for name in names)
        )


def cell_of(row: Sequence[str], column: int, columns: int) -> str:
    """The cell of a column; R puts a name before each row and none before the header.

    Example:
        >>> cell_of(["1", "T1", "2"], 0, 2), cell_of(["T1", "2"], 0, 2), cell_of(["T1"], 1, 2)
        ('T1', 'T1', '')
    """
    at = column + (len(row) == columns + 1)
    return row[at] if at < len(row) else ""


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A column name without case and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def column_names(line: str) -> tuple[str, ...]:
    """The names in a header line, by the separator that it shows."""
    bare = line.lstrip("#")
    separator = next((mark for mark in "\t,;" if mark in bare), None)
    return tuple(cell.strip(" \"'") for cell in bare.split(separator))
