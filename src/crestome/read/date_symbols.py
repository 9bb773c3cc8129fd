"""Gene symbols that a spreadsheet turned into dates, and what they may have been.

Spreadsheets read old symbols such as MARCH1 or SEPT2 as dates and write them back as ``1-Mar`` or
``2-Sep``. From the date alone the gene cannot be told: MARCH1 and MARC1 become the same day. A file
that holds one has lost genes, and nobody knows how many, so it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.read.delimited import DelimitedFile, locate

_MONTHS: Final = (
    ("jan",),
    ("feb",),
    ("mar", "mär", "mrz"),
    ("apr",),
    ("may", "mai"),
    ("jun",),
    ("jul",),
    ("aug",),
    ("sep", "sept"),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez"),
)
_MONTH: Final = "|".join(name for names in _MONTHS for name in names)
_DATE: Final = (
    rf"(?i)^(\d{{1,2}}[-. /]+({_MONTH})([-. /]\d{{2,4}})?|({_MONTH})[-. /]\d{{1,4}}|"
    r"\d{4}-\d\d-\d\d([ T]00:00:00)?|\d{1,2}/\d{1,2}/\d{2,4})$"
)
_FAMILIES: Final = {
    "mar": ("MARCHF{}", "MTARC{}"),
    "sep": ("SEPTIN{}",),
    "dec": ("DELEC{}",),
    "oct": ("POU5F1 (OCT{})",),
    "apr": ("APR{}",),
    "nov": ("CCN3 (NOV)",),
}
"""Families whose old symbols (MARCH1, MARC1, SEPT2, DEC1, OCT4, APR1, NOV1) look like dates."""
_LISTED: Final = 5
_REMEDY: Final = "export the table again without opening it in a spreadsheet"


def refuse_date_symbols(file: DelimitedFile, column: str, issues: Issues) -> bool:
    """Note an error for gene symbols turned into dates (``1-Mar``), with what they may have been.

    Returns:
        Whether there were any.
    """
    text = file.frame[column]
    dated = text.str.contains(_DATE)
    if not dated.any():
        return False
    where, cells = locate(file, column, dated)
    _refuse(where, cells, text.filter(dated), issues)
    return True


def refuse_dates_among(genes: Iterable[str], where: str, issues: Issues) -> bool:
    """The same for a list of genes that stands in a case file.

    Example:
        >>> issues = Issues()
        >>> refuse_dates_among(["ALK", "2-Sep"], "case.toml: sample T1, genes_sequenced", issues)
        True
        >>> issues.errors[0].expected
        'gene symbols (here perhaps SEPTIN2)'
    """
    stated = pl.Series(list(genes), dtype=pl.String)
    dated = stated.filter(stated.str.contains(_DATE))
    if dated.is_empty():
        return False
    cells = ", ".join(repr(cell) for cell in dated.head(_LISTED))
    more = f" and {len(dated) - _LISTED} more" if len(dated) > _LISTED else ""
    _refuse(where, cells + more, dated, issues)
    return True


def _refuse(where: str, cells: str, dated: pl.Series, issues: Issues) -> None:
    genes = sorted({gene for cell in dated.unique() for gene in _candidates(cell)})
    issues.error(
        where,
        f"{len(dated)} gene symbol(s) turned into a date by a spreadsheet: {cells}",
        expected=f"gene symbols (here perhaps {', '.join(genes)})" if genes else "gene symbols",
        remedy=_REMEDY,
    )


def _candidates(cell: str) -> list[str]:
    """Current symbols of the genes whose old names become this date."""
    iso = re.match(r"^\d{4}-(\d\d)-(\d\d)", cell)
    if iso:
        month, number = int(iso[1]), int(iso[2])
    else:
        word = "".join(re.findall(r"[a-zä]+", cell.casefold()))
        month = next((i for i, names in enumerate(_MONTHS, 1) if word in names), 0)
        number = int((re.findall(r"\d+", cell) or ["0"])[0])
    families = _FAMILIES.get(_MONTHS[month - 1][0], ()) if month else ()
    return [family.format(number) for family in families]
