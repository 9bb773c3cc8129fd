"""Tables of programs that tell malignant cells by their chromosomes → a word for each cell.

A cell belongs to the tumour if its chromosomes are those of the tumour; programs infer that from
expression, with allele counts or without. Their verdict is taken as it stands, and what they leave
open stays open. A score without a verdict is none: where to cut it depends on the sample.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.read.delimited import DelimitedFile, read_delimited
from crestome.read.text import TextFile, read_text_file

_FEW: Final = 0.5
_SHOWN: Final = 3
_CELL: Final = "cell"
_FOLDED: Final = pl.col("cell").str.replace_all(r"[.\-_]", "-")
_BARE: Final = _FOLDED.str.replace(r"-\d+$", "")


@dataclass(frozen=True, kw_only=True)
class _Program:
    """How a program writes its verdict.

    Attributes:
        name: Its name.
        verdict: The column of the verdict.
        beside: Columns one of which must stand beside it; none for any.
        cells: Columns that may name the cells; the first column where none is there.
    """

    name: str
    verdict: str
    beside: frozenset[str] = frozenset()
    cells: tuple[str, ...] = (_CELL,)


_PROGRAMS: Final = (
    _Program(name="CopyKAT", verdict="copykat.pred", cells=("cell.names",)),
    _Program(name="numbat", verdict="compartment_opt"),
    _Program(
        name="SCEVAN", verdict="class", beside=frozenset({"confidentNormal", "subclone"}), cells=()
    ),
    _Program(name="infercnvpy", verdict="cnv_status", cells=()),
)


@dataclass(frozen=True, kw_only=True)
class MalignancyTable:
    """What a program says of cells.

    Attributes:
        program: Its name.
        words: ``cell`` and ``word``, each cell once; null where the program is not sure.
        name: The file as the user names it.
        sha256: Checksum of its bytes.
    """

    program: str
    words: pl.DataFrame
    name: str
    sha256: str


def read_malignancy_table(path: Path, name: str, issues: Issues) -> MalignancyTable | None:
    """Read the table of CopyKAT, numbat, SCEVAN or infercnvpy.

    Args:
        path: The file: ``*_copykat_prediction.txt``, ``clone_post_*.tsv`` of numbat, the table of
            SCEVAN, or the cells of infercnvpy with the column ``cnv_status`` of its tutorial.
        name: How the user names it.
        issues: Takes the faults: no such file, no table, of no program known, scores without a
            verdict, a cell called malignant and normal.

    Returns:
        See `MalignancyTable`; None after an error was noted.
    """
    text = read_text_file(path, name, issues)
    file = None if text is None else read_delimited(_with_row_names(text), issues, comment="")
    if file is None:
        return None
    program = next((item for item in _PROGRAMS if _fits(item, file)), None)
    if program is None:
        _refuse(file, issues)
        return None
    column = next((item for item in program.cells if item in file.header), file.header[0])
    words = file.frame.select(cell=column, word=_confident(program.verdict))
    # CopyKAT before 1.1 lists a cell a second time, as not defined.
    words = words.filter(pl.col("word").is_not_null()).unique(maintain_order=True)
    twice = words.filter(pl.col("cell").is_duplicated())
    if twice.height:
        issues.error(
            name,
            f"{twice['cell'].n_unique():,} cells with more than one verdict ({twice['cell'][0]} …)",
            expected="each cell once; tables of several samples apart",
            remedy="give the table of the sample that the file holds",
        )
        return None
    return MalignancyTable(program=program.name, words=words, name=name, sha256=file.sha256)


def _with_row_names(text: TextFile) -> TextFile:
    """The same text with tabs, and a name for the column of row names, which R leaves out."""
    lines = text.lines
    if lines and not {"\t", ","} & set(lines[0]):
        lines = ["\t".join(line.replace('"', "").split()) for line in lines]
    if len(lines) > 1:
        separator = "\t" if "\t" in lines[0] else ","
        head, row = (line.count(separator) for line in lines[:2])
        if row == head + 1:
            lines = [f"{_CELL}{separator}{lines[0]}", *lines[1:]]
    return replace(text, lines=lines)


def _fits(program: _Program, file: DelimitedFile) -> bool:
    beside = not program.beside or bool(program.beside & set(file.header))
    return program.verdict in file.header and beside


def _confident(column: str) -> pl.Expr:
    """The verdict; null where it is of low confidence (``c1:diploid:low.conf``)."""
    unsure = pl.col(column).str.contains("low.conf", literal=True)
    return pl.when(~unsure).then(column)


def _refuse(file: DelimitedFile, issues: Issues) -> None:
    scores = {"cnv_score", "cnv_leiden"} & set(file.header)
    known = "; ".join(f"{item.verdict} ({item.name})" for item in _PROGRAMS)
    issues.error(
        f"{file.name}: header",
        f"{' and '.join(sorted(scores))} without a verdict"
        if scores
        else f"no verdict on cells ({', '.join(file.header[:_SHOWN])} …)",
        expected=f"the column of one of these: {known}",
        remedy="say which groups are of the tumour in a column cnv_status (tumor, normal)"
        if scores
        else "give the table of the program, or a column of the file with --malignant",
    )


def words_of_cells(cells: pl.Series, table: MalignancyTable, issues: Issues) -> pl.Series | None:
    """The word of each cell of a file; null for cells of which the table says nothing.

    Names that R has changed (``-1`` to ``.1``) and names without their suffix are recognised where
    they stay unique.

    Args:
        cells: Names of the cells in the file.
        table: See `MalignancyTable`.
        issues: Takes a fault where less than half of the table's cells are in the file.
    """
    best = pl.Series("word", [], pl.String)
    found = -1
    for fold in (pl.col("cell"), _FOLDED, _BARE):
        own = pl.DataFrame({"cell": cells}).select(cell=fold)
        theirs = table.words.select("word", cell=fold)
        if theirs["cell"].is_duplicated().any() or (
            found >= 0 and own["cell"].is_duplicated().any()
        ):
            continue
        joined = own.join(theirs, on="cell", how="left", maintain_order="left")["word"]
        if len(joined) - joined.null_count() > found:
            best, found = joined, len(joined) - joined.null_count()
    if found < _FEW * table.words.height or found == 0:
        shown = table.words["cell"][0] if table.words.height else "none"
        issues.error(
            table.name,
            f"{max(found, 0):,} of its {table.words.height:,} cells are in the file "
            f"({shown!r}; in the file {cells[0]!r})",
            expected="the names of cells as in the file",
            remedy="give the table that was made of this file, or rename its cells",
        )
        return None
    return best
