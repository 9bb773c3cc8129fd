"""Writes the row ledger as a table of tab-separated values."""

from __future__ import annotations

from typing import Final

from crestome.model.assessment import Assessment
from crestome.report.printable import printable

COLUMNS: Final = ("file", "kind", "fate", "reason", "rows", "examples")
_FORMULA_STARTS: Final = ("=", "+", "-", "@")


def render_ledger(assessment: Assessment) -> str:
    r"""Every input row by file, fate and reason; the rows of a file add up to what was read.

    Tabs and line breaks inside a value become blanks, and a value that a spreadsheet would take
    for a formula gets an apostrophe before it.

    Example:
        >>> cell("=HYPERLINK(1)"), cell("a\tb")
        ("'=HYPERLINK(1)", 'a b')
    """
    lines = ["\t".join(COLUMNS)]
    lines += [
        "\t".join(
            (
                cell(entry.file),
                cell(entry.kind),
                entry.fate.value,
                cell(entry.reason),
                str(entry.rows),
                cell("; ".join(entry.examples)),
            )
        )
        for entry in assessment.ledger.entries
    ]
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    """One value of the table, harmless for tables and spreadsheets."""
    clean = printable(text)
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean
