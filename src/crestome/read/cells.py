"""A file of cells (AnnData ``.h5ad`` or zarr, 10x ``.h5`` or folder) → cells, read in pieces.

Ranks want counts, or something that keeps their order within a cell. Where the main matrix holds
other than whole numbers, the layers and the raw matrix are looked through for counts, and what was
taken is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from crestome.errors import FormatError, InputError
from crestome.knowledge.signature import GeneNames, load_gene_names
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource
from crestome.read.cell_columns import (
    LabelTable,
    column_names,
    index_name,
    is_table,
    read_column,
    row_number,
)
from crestome.read.cell_labels import read_labels
from crestome.read.cell_matrix import Reader, is_whole, matrix_reader
from crestome.read.cell_store import (
    READ_FAULTS,
    Group,
    Node,
    damaged,
    is_zarr,
    members,
    open_store,
)
from crestome.read.gene_identifiers import recognise_genes, refuse_foreign_names
from crestome.read.malignancy_table import read_malignancy_table, words_of_cells
from crestome.read.ten_x import is_ten_x, read_ten_x, read_ten_x_folder

_LOOKED_AT: Final = 1000
_SHOWN: Final = 12
_SAME_TWICE: Final = 5


@dataclass(frozen=True, kw_only=True)
class CellsAsked:
    """What the user says of a file of cells.

    Attributes:
        layer: The matrix; None to look for counts.
        genome: The genome of a 10x file that holds several.
        sample: The column that names the sample; None for one sample.
        malignant: The column that says whether a cell is malignant; None where none does.
        table: The table of a program that says it.
        ranks: Whether cells are to be ranked; other scores take values as they stand.
        reference: A column, and words in it that mean normal cells, to infer it against.
    """

    layer: str | None = None
    genome: str | None = None
    sample: str | None = None
    malignant: str | None = None
    table: Path | None = None
    reference: tuple[str, tuple[str, ...]] | None = None
    ranks: bool = True

    def columns(self) -> dict[str, str]:
        """The columns asked for, each by the option that asks."""
        asked = {
            "sample": self.sample,
            "malignant": self.malignant,
            "reference": self.reference and self.reference[0],
        }
        return {option: column for option, column in asked.items() if column is not None}


class _Fit(IntEnum):
    """What a matrix holds, the worst first."""

    SCALED = 0
    """Values below zero: each gene was measured against itself."""
    IN_ORDER = 1
    """Logarithms or the like, which keep the order within a cell."""
    COUNTS = 2


@dataclass(frozen=True)
class _Matrix:
    """A matrix of AnnData and the names of its genes."""

    title: str
    node: Node
    genes: LabelTable


@contextmanager
def open_cells(path: Path, name: str, asked: CellsAsked, issues: Issues) -> Iterator[CellSource]:
    """Open a file of cells for as long as it is read.

    Args:
        path: The file, or the folder of a 10x matrix.
        name: How the user names it.
        asked: See `CellsAsked`.
        issues: Takes warnings and notes.

    Yields:
        The cells, still on disk (those of a 10x folder, which is text, in memory).

    Raises:
        InputError: With every fault: no such file or layer or column, no HDF5, no matrix, a matrix
            by genes, genes in rows, another species, no known genes, negative values.
    """
    if path.is_dir() and not is_zarr(path):
        _refuse_genome(name, asked, issues)
        source = read_ten_x_folder(path, name, issues)
        _refuse_columns(name, asked, issues)
        yield checked_source(source, name, asked, issues)
        return
    with open_store(path, name) as handle:
        try:
            if is_ten_x(handle):
                source = read_ten_x(handle, name, asked.genome, issues)
                _refuse_columns(name, asked, issues)
            else:
                _refuse_genome(name, asked, issues)
                source = read_anndata(handle, name, asked, issues)
        except FormatError as error:
            raise _named(error, name) from None
        except READ_FAULTS as error:
            raise damaged(name, error) from None
        yield checked_source(source, name, asked, issues)


def _named(error: FormatError, name: str) -> FormatError:
    """The same faults, each with the name of the file before it."""
    return FormatError(
        *(fault if fault.startswith(name) else f"{name}: {fault}" for fault in error.faults)
    )


def checked_source(
    source: CellSource | None, name: str, asked: CellsAsked, issues: Issues
) -> CellSource:
    """The same cells with what is said of malignancy; every fault noted so far is raised."""
    if source is not None:
        _check_repeated(source, name, issues)
        _check_names(source, name, asked, issues)
        if not asked.ranks:
            _tell_depth(source, name, issues)
        elif not source.counts:
            issues.warn(
                name,
                f"{source.dialect}: not whole numbers",
                expected="counts, whose ranks are the same unless a gene was corrected",
                remedy="name the layer of the counts with --layer, if there is one",
            )
        source = _told_malignant(source, name, asked, issues)
    elif asked.table is not None:
        read_malignancy_table(asked.table, str(asked.table), issues)
    if issues.errors or source is None:
        raise InputError(*(str(issue) for issue in issues.errors))
    return source


def _tell_depth(source: CellSource, name: str, issues: Issues) -> None:
    if source.counts:
        issues.warn(
            name,
            f"{source.dialect}: whole numbers, whose means are larger in deeper cells",
            expected="logarithms of counts that are corrected for depth",
            remedy="name their layer with --layer; z, p and state hold, scores do not compare",
        )


def _told_malignant(source: CellSource, name: str, asked: CellsAsked, issues: Issues) -> CellSource:
    """The same cells with the words of a table, or what the words of the file come from."""
    stated = [asked.malignant, asked.table, asked.reference]
    if len(stated) - stated.count(None) > 1:
        issues.error(
            name,
            "malignant cells are told by more than one of --malignant, --malignant-table and "
            "--reference",
            expected="one of them",
            remedy="choose one; run twice to compare",
        )
    if asked.table is not None:
        table = read_malignancy_table(asked.table, str(asked.table), issues)
        if table is None:
            return source
        words = words_of_cells(source.labels["cell"], table, issues)
        if words is None:
            return source
        labels = source.labels.with_columns(words.alias("word"))
        told = f"{table.program}, {table.name}"
        return replace(source, labels=labels, malignancy=told)
    if asked.malignant is not None:
        return replace(source, malignancy=f"column {asked.malignant}")
    if asked.reference is None:
        issues.warn(
            name,
            "nothing says which cells are malignant, so no cell has a state",
            remedy="name the column with --malignant or the table of a copy-number program with "
            "--malignant-table; or normal cells with --reference, to infer it from expression",
        )
    return source


def _refuse_genome(name: str, asked: CellsAsked, issues: Issues) -> None:
    if asked.genome is not None:
        issues.error(
            name,
            f"no genome {asked.genome!r} to choose",
            expected="a 10x HDF5 file of several genomes",
            remedy="leave --genome out",
        )


def _refuse_columns(name: str, asked: CellsAsked, issues: Issues) -> None:
    for option, column in asked.columns().items():
        issues.error(
            name,
            f"no column {column!r}: a 10x matrix says nothing of its cells",
            expected="an .h5ad file with the column",
            remedy=f"leave --{option} out, or add the column and write .h5ad",
        )


def _check_names(source: CellSource, name: str, asked: CellsAsked, issues: Issues) -> None:
    """Cells of one name cannot be told apart, least of all by a table."""
    repeated = len(source) - source.labels["cell"].n_unique()
    if repeated:
        note = issues.warn if asked.table is None else issues.error
        note(
            name,
            f"{repeated:,} cells have the name of another",
            expected="a name of its own for each cell",
            remedy="make them unique: adata.obs_names_make_unique()",
        )


def _check_repeated(source: CellSource, name: str, issues: Issues) -> None:
    known = [gene for gene, ranked in zip(source.genes, source.ranked, strict=True)
             if gene is not None and ranked]  # fmt: skip
    repeated = pl.Series("gene", known, dtype=pl.String).value_counts().filter(pl.col("count") > 1)
    if repeated.height:
        listed = ", ".join(repeated["gene"].sort().head(_SAME_TWICE))
        issues.warn(
            name,
            f"{repeated.height} gene(s) in several columns: the first is scored ({listed} …)",
            remedy="make the names of genes unique, or use Ensembl identifiers",
        )


def read_anndata(handle: Group, name: str, asked: CellsAsked, issues: Issues) -> CellSource | None:
    """The cells of an AnnData store; None after an error was noted."""
    cells, genes = (handle.get(part) for part in ("obs", "var"))
    if not is_table(cells) or not is_table(genes):
        issues.error(
            name,
            f"no tables of cells and genes in it: {', '.join(list(handle)[:_SHOWN]) or 'nothing'}",
            expected="obs and var, as anndata writes them; or a 10x matrix",
            remedy="write the file again with a current anndata",
        )
        return None
    chosen = _matrix(_matrices(handle, genes), row_number(cells), name, asked, issues)
    labels = read_labels(cells, name, asked.columns(), asked.reference, issues)
    if chosen is None or labels is None:
        return None
    matrix, read = chosen
    names = load_gene_names()
    symbols, column = _genes(matrix.genes, names)
    if _refused(matrix, labels, name, names, issues):
        return None
    return CellSource(
        name=name,
        dialect=f"AnnData, {matrix.title}, genes by {column}",
        genes=tuple(symbols),
        ranked=np.ones(len(symbols), np.bool_),
        labels=labels,
        counts=is_whole(read, labels.height, _LOOKED_AT),
        read=read,
    )


def _matrix(
    held: dict[str, _Matrix], cells: int, name: str, asked: CellsAsked, issues: Issues
) -> tuple[_Matrix, Reader] | None:
    """The matrix that is meant: the one named, else the first of whole numbers, else the main.

    Where values count as they stand, it is the main one.
    """
    layer = asked.layer
    if not held or (layer is not None and layer not in held):
        issues.error(
            name,
            f"no matrix {layer!r}"
            if layer
            else "no expression in it: X, layers and raw are absent",
            expected=", ".join(held) or "X, a layer or raw",
            remedy="correct --layer" if layer else "write the file with its matrix",
        )
        return None
    tried = [held[layer]] if layer else list(held.values())[: None if asked.ranks else 1]
    own = Issues()
    opened = [
        (
            item,
            matrix_reader(item.node, f"{name}, {item.title}", (cells, row_number(item.genes)), own),
        )
        for item in tried
    ]
    readable = [(item, read) for item, read in opened if read is not None]
    if not readable:
        issues.items.extend(own.items)
        return None
    matrix, read = max(readable, key=lambda pair: _fitness(pair[1], cells))
    if matrix is not tried[0]:
        why = "holds no counts" if _fitness(read, cells) is _Fit.COUNTS else "is scaled"
        issues.note(name, f"{tried[0].title} {why}, and {matrix.title} is used")
    return matrix, read


def _matrices(handle: Group, genes: LabelTable) -> dict[str, _Matrix]:
    """Every matrix of the file, in the order in which they are tried."""
    held: dict[str, _Matrix] = {}
    if "X" in handle:
        held["X"] = _Matrix("X", handle["X"], genes)
    for key in members(handle, "layers"):
        held[key] = _Matrix(f"layer {key}", handle[f"layers/{key}"], genes)
    # Before anndata 0.7 the names of the raw parts had a dot.
    for matrix, table in (("raw/X", "raw/var"), ("raw.X", "raw.var")):
        own = handle[table] if matrix in handle and table in handle else None
        if is_table(own):
            held["raw"] = _Matrix("raw", handle[matrix], own)
    return held


def _fitness(read: Reader, cells: int) -> _Fit:
    """How well a matrix serves a ranking."""
    try:
        return _Fit.COUNTS if is_whole(read, cells, _LOOKED_AT) else _Fit.IN_ORDER
    except InputError:
        return _Fit.SCALED


def _genes(table: LabelTable, names: GeneNames) -> tuple[list[str | None], str]:
    """The gene of every column, by the column of names that is known best."""
    columns = [index_name(table), *column_names(table)]
    best = recognise_genes(read_column(table, columns[0]), names)
    chosen = columns[0]
    for column in columns[1:]:
        values = read_column(table, column)
        if len(values) != row_number(table):
            continue
        if values.head(_LOOKED_AT).n_unique() < min(_SHOWN, len(values)):
            continue
        found = recognise_genes(values, names)
        if found.share > best.share:
            best, chosen = found, column
    return best.symbols, chosen


def _refused(
    matrix: _Matrix, labels: pl.DataFrame, name: str, names: GeneNames, issues: Issues
) -> bool:
    """Note an error where the columns are no human genes; where the rows are, say so."""
    column = _genes(matrix.genes, names)[1]
    told = read_column(matrix.genes, column).fill_null("").to_list()
    own = Issues()
    if not refuse_foreign_names(told, f"{name}, var", names, own):
        return False
    if recognise_genes(labels["cell"].head(_LOOKED_AT), names).share > 1 / 2:
        issues.error(
            name,
            "genes stand in rows and cells in columns",
            expected="cells in rows, as AnnData wants them",
            remedy="turn it: adata = adata.T",
        )
    else:
        turn = "; if genes stand in rows, turn it: adata = adata.T"
        issues.items.extend(
            item.model_copy(update={"remedy": item.remedy + turn})
            if item.what.startswith("no names of human genes")
            else item
            for item in own.items
        )
    return True
