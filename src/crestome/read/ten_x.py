"""Matrices of Cell Ranger: HDF5 of versions 2 and 3, and the folder of three text files.

They are stored by genes and cells turned around, so that one cell follows the other on disk. A file
may hold other things than genes (antibodies, guides), which have no place in a ranking of genes.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import numpy as np
import polars as pl

from crestome.knowledge.signature import load_gene_names
from crestome.model.issue import Issues
from crestome.model.single_cell import CellChunk, CellSource
from crestome.read.cell_columns import read_column
from crestome.read.cell_matrix import Reader, check_shape, checked, is_whole, row_reader
from crestome.read.cell_store import Group, members
from crestome.read.gene_identifiers import recognise_genes, refuse_foreign_names
from crestome.read.text import read_text_file

_MATRIX: Final = "matrix"
_GENES: Final = "Gene Expression"
_LOOKED_AT: Final = 1000
_COUNTERS: Final = ("matrix.mtx", "matrix.mtx.gz")
_FEATURES: Final = ("features.tsv.gz", "features.tsv", "genes.tsv", "genes.tsv.gz")
_FIELDS: Final = (["integer", "general"], ["real", "general"])
_HEADER_BYTES: Final = 200
_PACKED: Final = b"\x1f\x8b"
_BARCODES: Final = ("barcodes.tsv.gz", "barcodes.tsv")


@dataclass(frozen=True)
class _Features:
    """What a matrix of Cell Ranger says of its rows and columns."""

    dialect: str
    identifiers: pl.Series
    symbols: pl.Series
    kinds: pl.Series | None
    barcodes: pl.Series


def is_ten_x(handle: Group) -> bool:
    """Whether an HDF5 file is a matrix of Cell Ranger."""
    return _MATRIX in handle or bool(_genomes(handle))


def _genomes(handle: Group) -> list[str]:
    return [key for key in handle if "gene_names" in members(handle, key)]


def read_ten_x(handle: Group, name: str, genome: str | None, issues: Issues) -> CellSource | None:
    """The cells of an HDF5 file of Cell Ranger; None after an error was noted."""
    if _MATRIX in handle:
        group = cast("Group", handle[_MATRIX])
        features = cast("Group", group["features"])
        kinds = read_column(features, "feature_type")
        dialect, identifiers, symbols = "10x HDF5, version 3", "id", "name"
    else:
        held = _genomes(handle)
        if genome not in held and (genome is not None or len(held) > 1):
            told = f"{len(held)} genomes: {', '.join(held)}"
            issues.error(
                name,
                told if genome is None else f"no genome {genome!r}",
                expected="one, or its name" if genome is None else " or ".join(held),
                remedy=f"say which one is meant: --genome {held[0]}",
            )
            return None
        group = features = cast("Group", handle[genome or held[0]])
        kinds = None
        dialect, identifiers, symbols = "10x HDF5, version 2", "genes", "gene_names"
    described = _Features(
        dialect,
        read_column(features, identifiers),
        read_column(features, symbols),
        kinds,
        read_column(group, "barcodes"),
    )
    shape = (len(described.barcodes), len(described.symbols))
    whole = _belong(described, name, issues) and check_shape(group, name, shape, issues)
    read = row_reader(group, name, shape, issues) if whole else None
    if read is None:
        return None
    return _source(name, described, read, issues)


def _belong(features: _Features, name: str, issues: Issues) -> bool:
    """Whether all columns of features have as many rows."""
    columns = (features.identifiers, features.symbols, features.kinds)
    rows = {len(column) for column in columns if column is not None}
    if len(rows) == 1:
        return True
    issues.error(
        f"{name}, features",
        f"columns of {' and '.join(f'{number:,}' for number in sorted(rows))} rows",
        expected="a name, an identifier and a type for each",
        remedy="copy the file again",
    )
    return False


def _source(name: str, features: _Features, read: Reader, issues: Issues) -> CellSource | None:
    names = load_gene_names()
    kinds = features.kinds
    ranked = np.ones(len(features.symbols), np.bool_)
    if kinds is not None:
        ranked = (kinds == _GENES).to_numpy().astype(np.bool_)
    best, told = max(
        (
            (recognise_genes(column, names), column)
            for column in (features.identifiers, features.symbols)
        ),
        key=lambda pair: pair[0].share,
    )
    if refuse_foreign_names(told.to_list(), f"{name}, features", names, issues):
        return None
    cells = features.barcodes
    return CellSource(
        name=name,
        dialect=features.dialect,
        genes=tuple(best.symbols),
        ranked=ranked,
        labels=pl.DataFrame(
            {
                "cell": cells,
                "sample": [Path(name).name.split(".")[0]] * len(cells),
                "word": None,
                "reference": None,
            },
            schema=dict.fromkeys(("cell", "sample", "word", "reference"), pl.String),
        ),
        counts=is_whole(read, len(cells), _LOOKED_AT),
        read=read,
    )


def read_ten_x_folder(path: Path, name: str, issues: Issues) -> CellSource | None:
    """The cells of a folder of Cell Ranger; the whole matrix is held, as text has no index."""
    parts = {
        key: next((path / item for item in wanted if (path / item).is_file()), None)
        for key, wanted in (("matrix", _COUNTERS), ("features", _FEATURES), ("cells", _BARCODES))
    }
    matrix, features, barcodes = parts.values()
    if matrix is None or features is None or barcodes is None:
        lacking = [key for key, found in parts.items() if found is None]
        issues.error(
            name,
            f"no file of {', '.join(lacking)} in this folder",
            expected="matrix.mtx, features.tsv (or genes.tsv) and barcodes.tsv, packed or not",
            remedy="name the folder that Cell Ranger wrote them to",
        )
        return None
    texts = [read_text_file(item, f"{name}/{item.name}", issues) for item in (features, barcodes)]
    if texts[0] is None or texts[1] is None:
        return None
    rows = [line.split("\t") for line in texts[0].lines]
    cells = [line.split("\t")[0] for line in texts[1].lines]
    read = _matrix_market(matrix, f"{name}/{matrix.name}", (len(rows), len(cells)), issues)
    if read is None:
        return None
    described = _Features(
        "10x folder",
        pl.Series([row[0] for row in rows]),
        pl.Series([row[1] if len(row) > 1 else row[0] for row in rows]),
        pl.Series([row[2] for row in rows]) if all(row[2:] for row in rows) else None,
        pl.Series(cells),
    )
    return _source(name, described, read, issues)


def _matrix_market(path: Path, name: str, shape: tuple[int, int], issues: Issues) -> Reader | None:
    """The reader of a MatrixMarket file of genes by cells."""
    if not _is_coordinate(path, name, issues):
        return None
    schema = {"gene": pl.Int64, "cell": pl.Int64, "value": pl.Float32}
    try:
        table = pl.read_csv(
            path, separator=" ", has_header=False, comment_prefix="%", schema=schema
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        issues.error(
            name,
            f"no MatrixMarket table ({str(error).splitlines()[0]})",
            expected="a gene, a cell and a count in each line",
            remedy="copy the file again",
        )
        return None
    gaps = table.with_row_index().filter(pl.any_horizontal(pl.all().is_null()))
    if gaps.height:
        issues.error(
            name,
            f"{gaps.height:,} line(s) without three numbers (value {gaps['index'][0]:,})",
            expected="a gene, a cell and a count in each line",
            remedy="copy the file again",
        )
        return None
    counted = _counted(table, name, shape, issues)
    if counted is None:
        return None
    table = counted.sort("cell", maintain_order=True)
    starts = np.zeros(shape[1] + 1, np.int64)
    np.cumsum(np.bincount(table["cell"].to_numpy() - 1, minlength=shape[1]), out=starts[1:])
    columns = (table["gene"] - 1).cast(pl.Int32).to_numpy()
    values = table["value"].to_numpy()

    def read(first: int, last: int) -> CellChunk:
        low, high = starts[first], starts[last]
        chunk = CellChunk(starts[first : last + 1] - low, columns[low:high], values[low:high])
        return checked(chunk, name, shape[0])

    return read


def _is_coordinate(path: Path, name: str, issues: Issues) -> bool:
    """Whether the first line says what the others are; an error is noted where not."""
    try:
        with path.open("rb") as plain:
            packed = plain.read(len(_PACKED)) == _PACKED
        with gzip.open(path, "rb") if packed else path.open("rb") as handle:
            line = handle.readline(_HEADER_BYTES).decode("latin-1").strip()
    except (OSError, EOFError) as error:
        line = f"unreadable: {error}"
    words = line.lower().split()
    if words[:3] == ["%%matrixmarket", "matrix", "coordinate"] and words[3:] in _FIELDS:
        return True
    issues.error(
        name,
        f"begins with {line!r}",
        expected="%%MatrixMarket matrix coordinate integer general",
        remedy="give the file that Cell Ranger wrote, or write it again as a sparse matrix",
    )
    return False


def _counted(
    table: pl.DataFrame, name: str, shape: tuple[int, int], issues: Issues
) -> pl.DataFrame | None:
    """The values without the line that counts them; None after an error was noted."""
    stated = table.row(0) if table.height else (0, 0, 0.0)
    table = table.slice(1)
    if stated != (*shape, float(table.height)):
        issues.error(
            name,
            f"states {stated[0]} genes, {stated[1]} cells and {stated[2]:.0f} values; there are "
            f"{shape[0]}, {shape[1]} and {table.height}",
            expected="the three files of one matrix, whole",
            remedy="copy them again, all from one run",
        )
        return None
    outside = (~pl.col("gene").is_between(1, shape[0])) | (~pl.col("cell").is_between(1, shape[1]))
    if table.select(outside.any()).item():
        issues.error(
            name,
            "values of genes or cells beyond those stated",
            expected="numbers from 1 to those stated",
            remedy="copy the three files again, all from one run",
        )
        return None
    return table
