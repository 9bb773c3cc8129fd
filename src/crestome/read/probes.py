"""A table of probes or bins (TSV, CNVkit ``.cnr``, Parquet) → the raw signal of one sample.

A probe without a number was not measured, and CNVkit writes a log2 ratio of -20 for a bin without a
read: neither says that the tumour has no copies there. Both are set aside, counted and told.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.model.signal import ProbeTable
from crestome.read.contigs import bare_contigs, check_ends
from crestome.read.delimited import LINE
from crestome.read.probe_columns import (
    LOG2,
    ProbeColumns,
    find_columns,
    holds_probe_header,
    read_frame,
)
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked
from crestome.read.text import read_text_file, read_text_head

KIND: Final = "probes"
_PARQUET: Final = b"PAR1"
_NO_READ: Final = -15.0
"""CNVkit's mark for a bin without reads is -20; no tumour measures so little."""
_SHOWN: Final = 5


@dataclass(frozen=True)
class _Rest:
    """The rows still in use, and the entries for those set aside."""

    frame: pl.DataFrame
    entries: tuple[LedgerEntry, ...]


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does; False where it cannot be read."""
    try:
        with path.open("rb") as handle:
            return handle.read(len(_PARQUET)) == _PARQUET
    except OSError:
        return False


def holds_probes(path: Path) -> bool:
    """Whether a file is Parquet, or its first line with column names is that of probes or bins."""
    if is_parquet(path):
        return True
    head = read_text_head(path, path.name, Issues())
    return head is not None and holds_probe_header(head)


def read_probes(
    path: Path, name: str, *, genome: Genome, sample: Asked, issues: Issues
) -> Reading[ProbeTable] | None:
    """Read the probes or bins of one sample.

    Positions count from 1 (arrays, GATK), but from 0 in CNVkit's tables, which have a column of
    genes. Rows may stand in any order; several rows of one place are averaged.

    Args:
        path: Where the file is.
        name: How the user names it.
        genome: Tables of the assembly; positions must fit its chromosomes.
        sample: The sample that is meant, or what the case knows of it; None where nothing is known.
        issues: Takes the faults: no column of log2 ratios or positions, cells that are no numbers,
            several samples, positions beyond the chromosome, no human chromosome, no number at all.

    Returns:
        The probes; None after an error was noted. Rows on other contigs, without a number or with
        an infinite one are set aside.
    """
    errors_before = len(issues.errors)
    whole, digest = _read_whole(path, name, issues)
    if whole is None:
        return None
    columns = find_columns(whole, name, issues)
    if columns is None:
        return None
    chosen = columns.choose(sample, issues)
    frame = columns.frame(chosen, issues)
    if len(issues.errors) > errors_before:
        return None
    rest = _without_other_contigs(_Rest(frame, ()), name, issues)
    _check_places(rest.frame, name, issues)
    rest = _without_numbers(rest, name, issues)
    places = rest.frame.select("contig", LINE, position=pl.col("end") - 1)
    check_ends(places, name, genome, issues)
    if len(issues.errors) > errors_before:
        return None
    source = InputFile(
        path=name, role="copy_number", dialect=columns.meaning, sha256=digest, rows=whole.height
    )
    table = _in_order(rest.frame, name, issues)
    entries = (*columns.other_samples(chosen, frame.height), *rest.entries)
    entries += _averaged(rest.frame.height - table.height, name)
    return Reading(value=ProbeTable(table), source=source, set_aside=entries)


def _read_whole(path: Path, name: str, issues: Issues) -> tuple[pl.DataFrame | None, str]:
    if not is_parquet(path):
        text = read_text_file(path, name, issues)
        return (None, "") if text is None else (read_frame(text, issues), text.sha256)
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        issues.error(
            name,
            f"damaged Parquet file ({str(error).splitlines()[0]})",
            expected="a whole file",
            remedy="copy or write it again",
        )
        return None, digest
    return frame.with_row_index(LINE, 1).with_columns(pl.col(LINE).cast(pl.Int64)), digest


def _set_aside(rest: _Rest, rows: pl.Series, name: str, reason: str) -> _Rest:
    marked = rest.frame.filter(rows)
    if marked.is_empty():
        return rest
    entry = LedgerEntry(
        file=name,
        kind=KIND,
        fate=Fate.FILTERED,
        reason=reason,
        rows=marked.height,
        examples=tuple(f"line {line}" for line in marked[LINE].head(_SHOWN)),
    )
    return _Rest(rest.frame.filter(~rows), (*rest.entries, entry))


def _without_other_contigs(rest: _Rest, name: str, issues: Issues) -> _Rest:
    bare = bare_contigs(rest.frame["contig"])
    frame = rest.frame.with_columns(contig=bare)
    known = bare.is_in(list(ProbeColumns.CONTIGS))
    strange = frame.filter(~known)
    listed = ", ".join(strange["contig"].unique(maintain_order=True).head(_SHOWN))
    if strange.height == frame.height:
        issues.error(
            name,
            f"no row lies on a human chromosome: {listed or 'there is no row'}",
            expected="1 … 22, X, Y, with or without chr",
            remedy="check that the file is of a human sample and the column of the chromosome",
        )
    elif strange.height:
        issues.warn(name, f"{strange.height} row(s) outside the chromosomes set aside: {listed}")
    return _set_aside(_Rest(frame, rest.entries), ~known, name, "on no chromosome")


def _check_places(frame: pl.DataFrame, name: str, issues: Issues) -> None:
    """Note an error where rows on a chromosome lie before it, or end before they start."""
    human = pl.col("contig").is_in(list(ProbeColumns.CONTIGS))
    wrong = frame.filter(human & ((pl.col("start") < 0) | (pl.col("end") <= pl.col("start"))))
    if wrong.height:
        issues.error(
            f"{name} line {wrong[LINE][0]}",
            f"{wrong.height} row(s) before the chromosome, or with an end before their start",
            expected="positions from the first base on, and an end at or behind the start",
            remedy="correct the positions",
        )


def _without_numbers(rest: _Rest, name: str, issues: Issues) -> _Rest:
    whole = rest.frame["contig"].unique()
    rest = _set_aside(rest, rest.frame["log2"].is_null(), name, "no number: not measured")
    infinite = rest.frame["log2"].is_infinite()
    if infinite.any():
        issues.warn(
            name,
            f"{infinite.sum()} infinite value(s) set aside",
            expected="finite log2 ratios; an infinite one is a division by nothing",
        )
    rest = _set_aside(rest, infinite, name, "an infinite number")
    unread = rest.frame["log2"] <= _NO_READ
    rest = _set_aside(rest, unread, name, "no read in the bin: not measured")
    worthless = (rest.frame["weight"] <= 0).fill_null(value=False)
    rest = _set_aside(rest, worthless, name, "weight 0")
    silent = set(whole) - set(rest.frame["contig"].unique())
    if rest.frame.is_empty():
        issues.error(
            name,
            "no probe has a number",
            expected=f"log2 ratios in a column such as {LOG2[0]}",
            remedy="check how the file was exported",
        )
    elif silent:
        listed = ", ".join(sorted(silent))
        issues.warn(name, f"no probe with a number on chromosome {listed}: not looked at there")
    return rest


def _averaged(rows: int, name: str) -> tuple[LedgerEntry, ...]:
    """The entry for rows whose place another row has."""
    if not rows:
        return ()
    reason = "another row is of the same place: averaged"
    return (LedgerEntry(file=name, kind=KIND, fate=Fate.FILTERED, reason=reason, rows=rows),)


def _in_order(frame: pl.DataFrame, name: str, issues: Issues) -> pl.DataFrame:
    """Sorted by contig and place, each place once."""
    rank = {contig: place for place, contig in enumerate(ProbeColumns.CONTIGS)}
    order = pl.col("contig").replace_strict(rank, return_dtype=pl.Int64)
    schema = list(ProbeTable.schema())
    keyed = frame.with_columns(order.alias("_rank"))
    key = ["_rank", "start", "end"]
    if not _is_sorted(keyed):
        keyed = keyed.sort(*key, maintain_order=True)
    repeated = keyed.height - keyed.select(pl.struct(key).rle_id().max() + 1).item()
    if repeated:
        issues.note(name, f"{repeated} row(s) of a place that has one already: averaged")
        numbers = ["log2", "weight", "baf", "gc"]
        keyed = keyed.group_by("contig", *key, maintain_order=True).agg(pl.col(numbers).mean())
    return keyed.select(schema)


def _is_sorted(keyed: pl.DataFrame) -> bool:
    rank, start, end = (pl.col(name) for name in ("_rank", "start", "end"))
    later = (rank > rank.shift()) | (
        (rank == rank.shift())
        & ((start > start.shift()) | ((start == start.shift()) & (end >= end.shift())))
    )
    return bool(keyed.select(later.fill_null(value=True).all()).item())
