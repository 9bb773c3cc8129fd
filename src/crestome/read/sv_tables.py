"""Tables of LINX → one row for each data row.

LINX lists the structural variants of a genome in one table and the genes that their ends touch in
another. The second has no places: one variant touches several genes, and a gene stands there once
for each transcript.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.model.structural_variant import StructuralKind
from crestome.read.delimited import LINE, MISSING, DelimitedFile, read_delimited
from crestome.read.sample_names import Asked
from crestome.read.segment_dialects import column_names, fold
from crestome.read.set_aside import marked, unmarked
from crestome.read.sv_rows import SCHEMA, SvRows, kinds
from crestome.read.text import TextFile

LINX: Final = "linx"
"""What a user calls a table of LINX."""
LINX_COLUMNS: Final = (
    ("svId",),
    ("coordsStart", "geneStart", "ChrStart", "isStart"),
    ("type", "clusterId", "transcriptId"),
)
_VARIANTS: Final = ("svId", "coordsStart", "coordsEnd", "type")
_OLD_VARIANTS: Final = ("svId", "geneStart", "geneEnd", "clusterId")
_GENES: Final = ("svId", "isStart", "gene", "transcriptId")
_DRAWN: Final = ("SvId", "Type", "ChrStart", "PosStart", "OrientStart", "ChrEnd")
_HEADER_WITHIN_LINES: Final = 50
_COORDINATES: Final = r"^(?P<contig>[^:]+):(?P<position>[0-9]+):(?P<orientation>-?1)$"
_ORIENTATION: Final = {"1": "+", "-1": "-"}


def holds_sv_table(text: TextFile) -> bool:
    """Whether the header is that of a table of LINX."""
    return _found(text) is not None


def read_sv_table(text: TextFile, sample: Asked, issues: Issues) -> SvRows | None:
    """Take a table of LINX apart.

    Args:
        text: The file.
        sample: Not needed; a file of LINX is of one tumour.
        issues: Takes the faults of the table.

    Returns:
        The rows; None after an error was noted.
    """
    del sample
    found = _found(text)
    if found is None:
        return None
    index, shape = found
    lines = [*[""] * index, text.lines[index].lstrip("#"), *text.lines[index + 1 :]]
    file = read_delimited(replace(text, lines=lines), issues)
    if file is None:
        return None
    readers = {_VARIANTS: _variants, _OLD_VARIANTS: _variants, _GENES: _genes, _DRAWN: _drawn}
    names = {
        _VARIANTS: "LINX structural variants",
        _OLD_VARIANTS: "LINX structural variants without places",
        _GENES: "LINX breakends by gene, without places",
        _DRAWN: "LINX structural variants to draw",
    }
    frame = readers[shape](_Cells(file))
    return SvRows(
        frame=frame.select(list(SCHEMA)), dialect=names[shape], rows=file.rows, pairs=False
    )


def _found(text: TextFile) -> tuple[int, tuple[str, ...]] | None:
    """The line of the header and the columns by which it is told; comments may stand above."""
    for index, line in enumerate(text.lines[:_HEADER_WITHIN_LINES]):
        header = {fold(name) for name in column_names(line)}
        for shape in (_VARIANTS, _DRAWN, _GENES, _OLD_VARIANTS):
            if {fold(name) for name in shape} <= header:
                return index, shape
        if line.strip() and not line.startswith("#"):
            return None
    return None


class _Cells:
    def __init__(self, file: DelimitedFile) -> None:
        self.frame = file.frame
        self._spelt = {fold(name): name for name in file.header}

    def text(self, name: str) -> pl.Series:
        """A column; null where it is missing or says nothing."""
        column = self._spelt.get(fold(name))
        if column is None:
            return pl.repeat(None, self.frame.height, dtype=pl.String, eager=True)
        cells = self.frame[column]
        return cells.set(cells.is_in([name for name in MISSING if name != "-"]), None)

    def number(self, name: str) -> pl.Series:
        return self.text(name).cast(pl.Int64, strict=False)


def _blank(cells: _Cells) -> pl.DataFrame:
    """Every column of `SCHEMA`, null, beside the line number."""
    rows = cells.frame.select(LINE)
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in SCHEMA.items() if name != LINE]
    return unmarked(rows.with_columns(missing)).with_columns(event=cells.text("svId"))


def _variants(cells: _Cells) -> pl.DataFrame:
    ends = {}
    for side, word in (("1", "Start"), ("2", "End")):
        parts = cells.text(f"coords{word}").str.extract_groups(_COORDINATES).struct.unnest()
        ends[f"contig{side}"] = parts["contig"]
        ends[f"position{side}"] = parts["position"].cast(pl.Int64, strict=False) - 1
        ends[f"strand{side}"] = parts["orientation"].replace_strict(
            _ORIENTATION, default=None, return_dtype=pl.String
        )
        ends[f"gene{side}"] = cells.text(f"gene{word}").str.split(";").list.first()
    return _blank(cells).with_columns(**ends, kind=kinds(cells.text("type")))


def _drawn(cells: _Cells) -> pl.DataFrame:
    ends = {}
    for side, word in (("1", "Start"), ("2", "End")):
        contig = cells.text(f"Chr{word}")
        ends[f"contig{side}"] = contig.set((contig == "-1") | (contig == "0"), None)
        position = cells.number(f"Pos{word}") - 1
        ends[f"position{side}"] = position.set(position < 0, None)
        ends[f"strand{side}"] = cells.text(f"Orient{word}").replace_strict(
            _ORIENTATION, default=None, return_dtype=pl.String
        )
    return _blank(cells).with_columns(**ends, kind=kinds(cells.text("Type")))


def _genes(cells: _Cells) -> pl.DataFrame:
    """Rows keep their gene; what one variant does shows where rows share an event."""
    kind = kinds(cells.text("type"))
    frame = _blank(cells).with_columns(
        gene1=cells.text("gene"),
        kind=kind.fill_null(StructuralKind.BREAKEND.value),
        end=cells.text("isStart"),
    )
    first = pl.col(LINE).first().over("event", "end", "gene1")
    repeated = first != pl.col(LINE)
    return marked(frame, repeated, pl.lit("another transcript of the same gene and end"))
