"""Which assembly a file says it was made on: lengths of contigs, names in its header, a column.

A file that says nothing may still show it by its positions; that is for its reader to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import polars as pl

from crestome.model.genome import Assembly, Genome
from crestome.read import maf_columns
from crestome.read.contigs import assembly_named, bare_contigs
from crestome.read.segment_dialects import cell_of, column_names, fold
from crestome.read.text import TextFile

_CONTIG: Final = re.compile(r"##contig=<(?=.*\bID=([^,>]+))(?=.*\blength=(\d+))")
_NAMES: Final = {
    Assembly.GRCH37: re.compile(r"(?i)grch37|hg19|hs37|\bb37\b|g1k_v37|assembly19"),
    Assembly.GRCH38: re.compile(r"(?i)grch38|hg38|\bb38\b|assembly38"),
}
_OTHERS: Final = re.compile(r"(?i)ncbi36|hg18|\bb36\b|hg17|grcm\d+|\bmm\d+\b|t2t|chm13|\bhs1\b")
_TELLING: Final = re.compile(r"(?i)^#+\s*(reference|assembly|contig|genome|.*(genome|build).*)")
_COMMENTS_SEEN: Final = 5000
_ROWS_SEEN: Final = 500
_SHOWN: Final = 60


@dataclass(frozen=True)
class AssemblyFound:
    """What a file says of its assembly.

    Attributes:
        assembly: None if it does not say, or names another than the two that crestome knows.
        other: Whether it names another.
        why: What says so; "" if nothing does.
    """

    assembly: Assembly | None = None
    other: bool = False
    why: str = ""


def find_assembly(text: TextFile, genomes: Sequence[Genome]) -> AssemblyFound:
    """What a file says of its assembly, in its header or in a column.

    Args:
        text: The file.
        genomes: The tables of the assemblies, for the lengths of their chromosomes.

    Returns:
        Of several statements the first: lengths of contigs, a name in the header, a column.
    """
    comments = [line for line in islice(text.lines, _COMMENTS_SEEN) if line.startswith("#")]
    return (
        _by_lengths(comments, genomes)
        or _by_name(comments)
        or _by_column(text)
        or AssemblyFound(why="nothing in it names one")
    )


def _by_lengths(comments: Iterable[str], genomes: Sequence[Genome]) -> AssemblyFound | None:
    found = [match.groups() for line in comments if (match := _CONTIG.match(line))]
    bare = bare_contigs(pl.Series([name for name, _ in found], dtype=pl.String)).to_list()
    stated = {
        name: int(length)
        for name, (_, length) in zip(bare, found, strict=True)
        if any(name in genome.chromosomes for genome in genomes)
    }
    if not stated:
        return None
    for genome in genomes:
        lengths = {name: item.length_bp for name, item in genome.chromosomes.items()}
        if all(lengths.get(name) == length for name, length in stated.items()):
            why = f"the length(s) of {len(stated)} chromosome(s) in its header"
            return AssemblyFound(genome.assembly, why=why)
    name, length = next(iter(stated.items()))
    return AssemblyFound(other=True, why=f"its header gives chr{name} {length:,} bases")


def _by_name(comments: Iterable[str]) -> AssemblyFound | None:
    for line in comments:
        if not _TELLING.match(line):
            continue
        shown = line if len(line) <= _SHOWN else line[:_SHOWN] + " …"
        for assembly, names in _NAMES.items():
            if names.search(line):
                return AssemblyFound(assembly, why=f"its header says {shown}")
        if _OTHERS.search(line):
            return AssemblyFound(other=True, why=f"its header says {shown}")
    return None


def _by_column(text: TextFile) -> AssemblyFound | None:
    for column, cells in _build_columns(text):
        builds = list(dict.fromkeys(cell for cell in cells if cell not in {"", "NA", "."}))
        if len(builds) == 1:
            assembly = assembly_named(builds[0])
            why = f"column {column} says {builds[0]}"
            return AssemblyFound(assembly, other=assembly is None, why=why)
    return None


def _build_columns(text: TextFile) -> Iterator[tuple[str, list[str]]]:
    """The columns that name a build, with their first cells."""
    wanted = {fold(name) for name in maf_columns.BUILD}
    lines = [line for line in text.lines[:_ROWS_SEEN] if line.strip()]
    header = next((i for i, line in enumerate(lines) if not line.startswith("#")), None)
    if header is None:
        return
    names = column_names(lines[header])
    for index, name in enumerate(names):
        if fold(name) in wanted:
            rows = (column_names(line) for line in lines[header + 1 :])
            yield name, [cell_of(row, index, len(names)) for row in rows]
