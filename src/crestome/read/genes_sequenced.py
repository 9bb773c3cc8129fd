"""The list of genes that a sequencing assay covered.

A gene that the assay did not cover is not wild type. The list therefore decides whether silence
about a gene means "nothing found" or "not looked at", and a symbol that a spreadsheet has turned
into a date would silently remove a gene from it: such a list is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.read.date_symbols import refuse_date_symbols
from crestome.read.delimited import LINE, DelimitedFile
from crestome.read.gene_symbols import current_symbol
from crestome.read.reading import Reading
from crestome.read.text import TextFile, read_text_file

KIND: Final = "genes sequenced"

_HEADERS: Final = frozenset(
    {"gene", "genes", "symbol", "hugo_symbol", "gene_symbol", "gene symbol", "gene_name"}
)
_NO_DATA: Final = ("#", "track", "browser")
_BED_NAME: Final = 3
_INTERVAL: Final = re.compile(r"^\S+\t\d+\t\d+(\t|$)")
_PROMOTER: Final = re.compile(
    r"(?i:([A-Z0-9-]+)[ _-]prom(?:oter)?|promoter[ _-]([A-Z0-9-]+))|([A-Z0-9]{3,})p"
)
_SYMBOL: Final = re.compile(r"[A-Za-z][A-Za-z0-9.@-]*( promoter)?")
_TARGET: Final = re.compile(r"[A-Za-z0-9-]+")
_LISTED: Final = 5


@dataclass(frozen=True)
class _Entry:
    """What one line names."""

    line: int
    text: str


def read_genes_sequenced(
    path: Path, name: str, issues: Issues, genome: Genome | None = None
) -> Reading[frozenset[str]] | None:
    r"""Read the genes that an assay covered.

    Accepts one symbol for each line (or several, with commas between them), a table with a column
    for the gene, and a BED file whose fourth column begins with the gene. ``TERT promoter``,
    ``TERTp`` and the like name the promoter, which a list of genes does not otherwise include.

    Args:
        path: Where the file is.
        name: How the case names it.
        issues: Takes the faults: no gene at all, a column of genes that cannot be found, text that
            is no symbol, symbols turned into dates; and a warning where no name is a gene of the
            ``genome``, because such words are hardly the genes of an assay for this tumour.
        genome: The genes that calls look at; None to hold the names against nothing.

    Returns:
        Current symbols, and ``GENE promoter`` where named; None after an error was noted.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "panel.txt"
        >>> _ = path.write_text("ALK\nTERTp\n")
        >>> sorted(read_genes_sequenced(path, "panel.txt", Issues()).value)
        ['ALK', 'TERT promoter']
    """
    text = read_text_file(path, name, issues)
    if text is None:
        return None
    lines = [
        (number, line)
        for number, line in enumerate(text.lines, 1)
        if line.strip() and not line.lower().startswith(_NO_DATA)
    ]
    entries = _entries(text, lines, issues)
    if entries is None or not _are_symbols(text, entries, issues):
        return None
    genes = frozenset(_current(entry.text) for entry in entries)
    if genome is not None and not any(gene.split()[0] in genome.genes for gene in genes):
        _warn_of_words(name, genes, issues)
    rows = len({entry.line for entry in entries})
    source = InputFile(
        path=name,
        role="genes_sequenced",
        dialect="list of genes, by its lines",
        sha256=text.sha256,
        rows=rows,
    )
    entry = LedgerEntry(
        file=name,
        kind=KIND,
        fate=Fate.USED,
        reason="names what the assay covered",
        rows=rows,
        examples=tuple(sorted(genes)[:_LISTED]),
    )
    return Reading(value=genes, source=source, set_aside=(entry,))


def _warn_of_words(name: str, genes: frozenset[str], issues: Issues) -> None:
    listed = ", ".join(sorted(genes)[:_LISTED])
    issues.warn(
        name,
        f"none of {len(genes)} name(s) is a gene that a call looks at: {listed}",
        expected="the symbols of the genes that the assay covered",
        remedy="check that it is the list of genes; all genes of interest count as not looked at",
    )


def _entries(text: TextFile, lines: list[tuple[int, str]], issues: Issues) -> list[_Entry] | None:
    """The names in the lines; None after an error was noted."""
    if lines and "\t" in lines[0][1]:
        column = _gene_column(text.name, lines[0], issues)
        if column is None:
            return None
        body = lines if _INTERVAL.match(lines[0][1]) else lines[1:]
        found = [(number, _cell(line, column)) for number, line in body]
        entries = [_Entry(number, _target(cell)) for number, cell in found]
    else:
        entries = [
            _Entry(number, cell.strip(" \"'"))
            for number, line in lines
            for cell in re.split("[,;]", line)
            if cell.strip(" \"'") and cell.strip(" \"'").casefold() not in _HEADERS
        ]
    if not entries:
        issues.error(
            text.name,
            "names no gene",
            expected="one symbol for each line",
            remedy='state sequencing = "exome" or "genome" instead if everything was sequenced',
        )
        return None
    return entries


def _gene_column(name: str, first: tuple[int, str], issues: Issues) -> int | None:
    number, line = first
    cells = line.split("\t")
    if _INTERVAL.match(line):
        if len(cells) > _BED_NAME:
            return _BED_NAME
        found, remedy = "intervals without a name", "add the gene as the fourth column"
    else:
        names = [cell.strip(" \"'").casefold() for cell in cells]
        column = next((i for i, cell in enumerate(names) if cell in _HEADERS), None)
        if column is not None:
            return column
        found, remedy = f"no column of genes among {', '.join(cells)}", "name it gene"
    issues.error(f"{name} line {number}", found, expected="a column of genes", remedy=remedy)
    return None


def _cell(line: str, column: int) -> str:
    cells = line.split("\t")
    return cells[column].strip(" \"'") if column < len(cells) else ""


def _target(cell: str) -> str:
    """``ALK_exon23`` and ``ALK:NM_004304`` → ``ALK``; a promoter and a whole symbol stay."""
    if _PROMOTER.fullmatch(cell) or _SYMBOL.fullmatch(cell):
        return cell
    gene = _TARGET.match(cell)
    return gene[0] if gene else cell


def _current(text: str) -> str:
    """``TERTp``, ``TERT_promoter`` and ``promoter TERT`` → ``TERT promoter``; else the symbol."""
    promoter = _PROMOTER.fullmatch(text)
    if promoter is None:
        return current_symbol(text)
    return f"{current_symbol(next(filter(None, promoter.groups())))} promoter"


def _are_symbols(text: TextFile, entries: list[_Entry], issues: Issues) -> bool:
    frame = pl.DataFrame(
        {"gene": [entry.text for entry in entries], LINE: [entry.line for entry in entries]}
    )
    table = DelimitedFile(text.name, text.sha256, (), ("gene",), frame)
    dates = refuse_date_symbols(table, "gene", issues)
    wrong = [entry for entry in entries if not _SYMBOL.fullmatch(_current(entry.text))]
    if wrong and not dates:
        listed = ", ".join(repr(entry.text) for entry in wrong[:_LISTED])
        more = f" and {len(wrong) - _LISTED} more" if len(wrong) > _LISTED else ""
        issues.error(
            f"{text.name} line {wrong[0].line}",
            f"no gene symbol: {listed}{more}",
            expected="one symbol for each line",
            remedy="remove or correct these lines",
        )
    return not wrong and not dates
