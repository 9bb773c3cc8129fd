"""Gene sets as data: which genes a score is made of, by every name that a file may give them.

A signature is a published list of genes, and genes are renamed: a scorer that looks for the names
of 2017 in a file of today loses two dozen genes of these lists without a word. Every member has
therefore its published and its current symbol, and the current one its Ensembl identifiers.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from crestome.knowledge.load import shipped_root

FOLDER: Final = "signatures"
_SETS: Final = "sets.tsv"
_GENES: Final = "genes.tsv"
_RANKED: Final = "ranked_genes.tsv"


class Role(StrEnum):
    """What a signature is scored for."""

    STATE = "state"
    """The state of tumour cells."""
    STROMA = "stroma"
    """Cells of other kinds, which a mesenchymal score may come from."""
    TUMOUR = "tumour"
    """Tumour cells, whatever their state."""
    TELOMERASE = "telomerase"
    """Expression that goes with telomerase."""
    IMMUNE = "immune"
    """What immune cells see of a tumour, and their traces in it."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One published gene set.

    Attributes:
        name: Its name here.
        role: See `Role`.
        source: Key into the references.
        doi: Of the paper.
        sha256: Checksum of the published symbols, sorted, one a line.
        licence: Terms under which the list is carried.
        carrier: The stored copies that it was taken from.
        about: What the list is, in a line.
        published: Symbols as published.
        current: The symbol of today for each; "" where there is none.
    """

    name: str
    role: Role
    source: str
    doi: str
    sha256: str
    licence: str
    carrier: str
    about: str
    published: tuple[str, ...]
    current: tuple[str, ...]

    @property
    def genes(self) -> tuple[str, ...]:
        """The genes, each once, by the symbol of today or else as published."""
        pairs = zip(self.current, self.published, strict=True)
        return tuple(dict.fromkeys(today or old for today, old in pairs))


@dataclass(frozen=True)
class GeneNames:
    """The genes that expression is ranked over, and every name that leads to them.

    Attributes:
        coding: Symbols of the genes that code for a protein.
        others: Symbols of the members of signatures that do not.
        by_name: Symbol by its current or old name.
        by_ensembl: Symbol by Ensembl identifier, without version.
    """

    coding: frozenset[str]
    others: frozenset[str]
    by_name: dict[str, str]
    by_ensembl: dict[str, str]


@cache
def load_signatures(root: Path | None = None) -> dict[str, Signature]:
    """All signatures under ``root`` (default: the shipped data), by name.

    Example:
        >>> signatures = load_signatures()
        >>> len(signatures["adrenergic"].genes), len(signatures["mesenchymal"].genes)
        (369, 485)
        >>> "CCN1" in signatures["mesenchymal"].genes
        True
    """
    folder = (root or shipped_root()) / FOLDER
    members: dict[str, list[dict[str, str]]] = {}
    for row in _rows(folder / _GENES):
        members.setdefault(row["set"], []).append(row)
    return {
        row["set"]: Signature(
            name=row["set"],
            role=Role(row["role"]),
            source=row["source"],
            doi=row["doi"],
            sha256=row["sha256"],
            licence=row["licence"],
            carrier=row["carrier"],
            about=row["about"],
            published=tuple(gene["published"] for gene in members.get(row["set"], ())),
            current=tuple(gene["current"] for gene in members.get(row["set"], ())),
        )
        for row in _rows(folder / _SETS)
    }


@cache
def load_gene_names(root: Path | None = None) -> GeneNames:
    """The genes of the ranking and their names.

    A name of today always means the gene that bears it; an old one leads to a gene only where
    nothing bears it today.
    """
    rows = _rows((root or shipped_root()) / FOLDER / _RANKED)
    names = {row["symbol"]: row["symbol"] for row in rows}
    others = {row["symbol"] for row in rows if row["coding"] == "0"}
    for signature in load_signatures(root).values():
        for old, today in zip(signature.published, signature.current, strict=True):
            names.setdefault(old, today or old)
            others |= set() if today else {old}
    return GeneNames(
        coding=frozenset(row["symbol"] for row in rows if row["coding"] == "1"),
        others=frozenset(others),
        by_name=names,
        by_ensembl={
            identifier: row["symbol"]
            for row in rows
            for identifier in row["ensembl"].split("|")
            if identifier
        },
    )


def find_signature_faults(root: Path, references: Collection[str]) -> Iterator[str]:
    """What is wrong with the gene sets: sources, counts, checksums, genes twice or unknown."""
    folder = root / FOLDER
    if not folder.is_dir():
        return
    known = load_gene_names(root)
    counts = {row["set"]: int(row["genes"]) for row in _rows(folder / _SETS)}
    for name, signature in load_signatures(root).items():
        where = f"{folder / _GENES}: {name}"
        if signature.source not in references:
            yield f"{folder / _SETS}: {name}: source {signature.source} is not in references.yaml"
        if not signature.licence:
            yield f"{folder / _SETS}: {name}: no licence; state it, or do not ship the set"
        if len(signature.published) != counts[name]:
            yield f"{where}: {len(signature.published)} genes; sets.tsv says {counts[name]}"
        found = hashlib.sha256("\n".join(sorted(signature.published)).encode()).hexdigest()
        if found != signature.sha256:
            yield f"{where}: other genes than published (checksum {found[:12]})"
        for gene in set(signature.current) - {""} - known.coding - known.others:
            yield f"{where}: {gene} is not in {_RANKED}"


def signature_sources(root: Path | None = None) -> frozenset[str]:
    """Keys of the references that gene sets cite; none where there are no sets."""
    folder = (root or shipped_root()) / FOLDER
    if not folder.is_dir():
        return frozenset()
    return frozenset(row["source"] for row in _rows(folder / _SETS))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))
