"""The samples that a file names, whoever of them is meant."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Final

from crestome.model.inspection import FileKind
from crestome.model.issue import Issues
from crestome.read.segment_dialects import cell_of, column_names, fold
from crestome.read.telomere_tools import telomere_samples
from crestome.read.text import TextFile
from crestome.read.vcf_header import read_vcf_header

_VCF_HEADER: Final = "#CHROM\tPOS\t"
_HEADER_WITHIN_LINES: Final = 200
_COLUMNS: Final = (
    "Tumor_Sample_Barcode",
    "Sample",
    "sampleName",
    "sample_id",
    "Tumor_Sample",
    "GDC_Aliquot",
    "case_id",
    "model_id",
)
# In a BEDPE or a table of events the column ID names the row.
_ROW_NAME: Final = "ID"
_GENE_FIRST: Final = ("Hugo_Symbol", "Gene Symbol", "gene", "symbol", "gene_name")
_BESIDE_GENES: Final = (
    "Entrez_Gene_Id",
    "Locus ID",
    "Gene ID",
    "Cytoband",
    "Description",
    "Composite.Element.REF",
)


def listed_samples(text: TextFile, kind: FileKind) -> tuple[str, ...]:
    r"""The samples of a file, each once, in its order; none where it does not name any.

    Example:
        >>> text = TextFile("x.seg", "", ["Sample\tchrom", "T2\t1", "T1\t1", "T2\t2"])
        >>> listed_samples(text, FileKind.COPY_NUMBER)
        ('T2', 'T1')
    """
    if kind is FileKind.TELOMERES:
        return telomere_samples(text)
    if any(line.startswith(_VCF_HEADER) for line in text.lines):
        header = read_vcf_header(text.lines, text.name, Issues())
        return () if header is None else header.samples
    for index, line in enumerate(text.lines[:_HEADER_WITHIN_LINES]):
        names = column_names(line)
        column = _sample_column(names, kind)
        if column is not None:
            cells = _cells(text, index, column, len(names))
            return tuple(dict.fromkeys(cell for cell in cells if cell))
        if kind is FileKind.COPY_NUMBER and _is_matrix(names):
            beside = {fold(name) for name in _BESIDE_GENES}
            genes = {fold(name) for name in _GENE_FIRST}
            return tuple(name for name in names if name and fold(name) not in beside | genes)
    return ()


def _sample_column(names: tuple[str, ...], kind: FileKind) -> int | None:
    wanted = [fold(name) for name in _COLUMNS]
    if kind is FileKind.COPY_NUMBER:
        wanted.append(fold(_ROW_NAME))
    folded = [fold(name) for name in names]
    return next((folded.index(name) for name in wanted if name in folded and len(names) > 1), None)


def _is_matrix(names: tuple[str, ...]) -> bool:
    """Whether a gene comes first, but for what stands beside genes."""
    beside = {fold(name) for name in _BESIDE_GENES}
    first = next((fold(name) for name in names if fold(name) not in beside), "")
    return len(names) > 1 and first in map(fold, _GENE_FIRST)


def _cells(text: TextFile, header: int, column: int, columns: int) -> Iterator[str]:
    first = text.lines[header]
    separator = next((mark for mark in "\t,;" if mark in first), None)
    for line in islice(text.lines, header + 1, None):
        if not line.strip():
            continue
        if separator is None:
            row = line.split()
        elif '"' in line:
            row = next(csv.reader([line], delimiter=separator))
        else:
            row = line.split(separator)
        yield cell_of(row, column, columns).strip(" \"'")
