"""What names the genes of an expression table: symbols, Ensembl identifiers, or something else.

A table of transcripts, or of a mouse, looks like one of genes to a program that only compares
names; it would find a few and call the rest absent. Such tables are told by their identifiers and
refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crestome.knowledge.signature import GeneNames
from crestome.model.issue import Issues

_VERSION: Final = re.compile(r"^(ENSG\d+)[._-]\d+.*$")
_PARTS: Final = re.compile(r"[|;]")
_FOREIGN: Final = (
    (re.compile(r"^ENSMUS"), "mouse genes or transcripts", "give the reads mapped to human genes"),
    (re.compile(r"^ENS[A-Z]{3,4}[GT]\d"), "genes of another species", "give human genes"),
    (
        re.compile(r"^(ENST|NM_|NR_|XM_)\d"),
        "transcripts",
        "sum them up by gene first (tximport and its relatives do)",
    ),
)
_MOSTLY: Final = 0.5
_FEW: Final = 0.1
_LOOKED_AT: Final = 5000


@dataclass(frozen=True)
class Recognised:
    """Names, read.

    Attributes:
        symbols: For each name the gene of today; None where it is none that is known.
        share: Part of the names that are known.
    """

    symbols: list[str | None]
    share: float


def symbol_of(name: str, genes: GeneNames) -> str | None:
    """The gene that a name of a row means; None where it is none that is scored or ranked.

    Versions of Ensembl identifiers are cut off; of several names in one cell the first that is
    known counts.

    Example:
        >>> from crestome.knowledge.signature import load_gene_names
        >>> names = load_gene_names()
        >>> [symbol_of(name, names) for name in ("ENSG00000134323.12", "CYR61", "MYCN|4613", "x")]
        ['MYCN', 'CCN1', 'MYCN', None]
    """
    for part in _PARTS.split(name.strip()):
        versioned = _VERSION.match(part)
        if versioned:
            part = versioned[1]  # noqa: PLW2901 (the same name without its version)
        found = genes.by_ensembl.get(part) or genes.by_name.get(part)
        if found is not None:
            return found
    return None


def recognise_genes(names: Iterable[str | None], genes: GeneNames) -> Recognised:
    """The genes that a column of names means."""
    symbols = [symbol_of(name or "", genes) for name in names]
    known = sum(symbol is not None for symbol in symbols)
    return Recognised(symbols, known / len(symbols) if symbols else 0.0)


def refuse_foreign_names(names: list[str], where: str, genes: GeneNames, issues: Issues) -> bool:
    """Note an error where the names are those of transcripts, of a mouse, or of nothing known."""
    shown = names[:_LOOKED_AT]
    if not shown:
        issues.error(where, "no row", expected="one row for each gene", remedy="export it again")
        return True
    for pattern, what, remedy in _FOREIGN:
        if sum(bool(pattern.match(name)) for name in shown) > _MOSTLY * len(shown):
            issues.error(
                where,
                f"{what} ({shown[0]} …)",
                expected="human genes, by symbol or Ensembl gene identifier",
                remedy=remedy,
            )
            return True
    own = recognise_genes(shown, genes).share
    if own > _FEW:
        return False
    mouse = recognise_genes([name.upper() for name in shown if not name.isupper()], genes)
    known = sum(symbol is not None for symbol in mouse.symbols)
    if known > max(_FEW, own) * len(shown):
        what = f"symbols written as those of a mouse ({shown[0]} …)"
    else:
        what = f"no names of human genes: {own:.0%} of {len(shown)} are known ({shown[0]} …)"
    issues.error(
        where,
        what,
        expected="human genes, by symbol or Ensembl gene identifier",
        remedy="check the column of the genes and the species",
    )
    return True
