"""A table of expression (matrix or one sample) → the profile of one sample.

Genes stand in rows or in columns, under symbols old and new or Ensembl identifiers with or without
a version; the numbers are counts, TPM, FPKM or their logarithm. All of these keep the order of the
genes within a sample, which is what scores are made of. Log ratios and z-scores do not, since each
gene was measured against itself, and are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from crestome.knowledge.signature import GeneNames, load_gene_names
from crestome.model.assessment import InputFile
from crestome.model.expression import (
    ExpressionProfile,
    ExpressionTable,
    ExpressionUnit,
    ReferenceCohort,
)
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.read.delimited import LINE, MISSING, DelimitedFile, read_delimited, read_numbers
from crestome.read.gene_identifiers import recognise_genes, refuse_foreign_names
from crestome.read.reading import Reading
from crestome.read.text import TextFile, read_text_file

KIND: Final = "expression"
_GCT: Final = "#1."
_STAR: Final = "N_unmapped"
_STAR_HEADER: Final = "gene_id\tunstranded\tforward\treverse"
_STAR_ROWS: Final = ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous")
_WORDS: Final = {
    "counts": ExpressionUnit.COUNTS,
    "count": ExpressionUnit.COUNTS,
    "expected_count": ExpressionUnit.COUNTS,
    "tpm": ExpressionUnit.TPM,
    "fpkm": ExpressionUnit.FPKM,
    "rpkm": ExpressionUnit.FPKM,
    "log2": ExpressionUnit.LOG2,
    "log2_tpm": ExpressionUnit.LOG2,
    "log2_fpkm": ExpressionUnit.LOG2,
    "log2_counts": ExpressionUnit.LOG2,
}
_OWN_COLUMNS: Final = {
    ExpressionUnit.COUNTS: ("expected_count", "numreads", "est_counts", "counts", "count"),
    ExpressionUnit.TPM: ("tpm",),
    ExpressionUnit.FPKM: ("fpkm", "rpkm"),
    ExpressionUnit.LOG2: ("log2",),
}
_NOT_SAMPLES: Final = frozenset(
    {
        "length",
        "effective_length",
        "eff_length",
        "effectivelength",
        "entrez_gene_id",
        "start",
        "end",
    }
)
_NAMES_READ: Final = 2000
_BELOW_ZERO: Final = 0.2
_LARGEST_LOG: Final = 30.0
_FEWEST: Final = 50
_SHOWN: Final = 5
_PERCENT: Final = 100.0


@dataclass(frozen=True, kw_only=True)
class ExpressionAsked:
    """What the case says of its expression table.

    Attributes:
        column: The column (or row) of the sample; None where the table holds one.
        sample: The sample of the case, tried where no column is named.
        unit: What the numbers are, in the words of the case.
        cohort: What the samples of the table are, where they are to be its reference.
        pipeline: How reads were counted; "" where not stated.
    """

    column: str | None
    sample: str
    unit: str
    cohort: ReferenceCohort | None = None
    pipeline: str = ""


def unit_named(word: str) -> ExpressionUnit | None:
    """The unit that a word means; None for a relative one, or none that is known.

    Example:
        >>> unit_named("TPM").value, unit_named("log2 TPM").value, unit_named("z-score")
        ('tpm', 'log2', None)
    """
    folded = "_".join(re.findall(r"[a-z]+2?", word.casefold().replace("+1", "")))
    return _WORDS.get(folded)


def read_expression(
    path: Path, name: str, asked: ExpressionAsked, issues: Issues
) -> Reading[ExpressionProfile] | None:
    """Read the expression of one sample.

    Args:
        path: Where the file is.
        name: How the case names it.
        asked: See `ExpressionAsked`.
        issues: Takes the faults: a relative or unknown unit, transcripts, another species, unknown
            genes, no such sample, several samples and none named, cells that are no numbers,
            negative counts, relative values, no expression at all.

    Returns:
        Genes of today, each once, the highest where a file has several rows of one; None after an
        error was noted. Rows of other genes are set aside.
    """
    before = len(issues.errors)
    genes = load_gene_names()
    unit = _unit(asked, name, issues)
    text = read_text_file(path, name, issues)
    table = None if text is None else _table(text, issues)
    if table is None or unit is None:
        return None
    table = _genes_in_rows(table, genes)
    column = _gene_column(table, genes)
    names = [item or "" for item in table.frame[column]]
    if refuse_foreign_names(names, f"{name}, column {column}", genes, issues):
        return None
    samples = _sample_columns(table, column)
    chosen = _chosen(table, samples, asked, _OWN_COLUMNS[unit], issues)
    if chosen is None:
        return None
    values = read_numbers(table, chosen, issues)
    _check_values(values, f"{name}, column {chosen}", unit, issues)
    if len(issues.errors) > before:
        return None
    symbols = pl.Series(recognise_genes(names, genes).symbols, dtype=pl.String)
    among = _cohort_percentile(table, samples, chosen) if asked.cohort else pl.lit(None, pl.Float64)
    frame = pl.DataFrame(
        {"gene": symbols, "value": values, "cohort_mean": _cohort_mean(table, samples, unit)}
    ).with_columns(cohort_percentile=among)
    profile, entries = _profile(frame, genes, name, issues)
    meaning = f"{unit} of {chosen}; genes by {column}; {len(samples)} sample(s)"
    source = InputFile(path=name, role=KIND, dialect=meaning, sha256=table.sha256, rows=table.rows)
    value = ExpressionProfile(
        table=ExpressionTable(profile),
        unit=unit,
        samples=len(samples),
        file=name,
        cohort=asked.cohort,
        pipeline=asked.pipeline,
    )
    return Reading(value=value, source=source, set_aside=entries)


def _unit(asked: ExpressionAsked, name: str, issues: Issues) -> ExpressionUnit | None:
    unit = unit_named(asked.unit)
    if unit is None:
        issues.error(
            f"{name}: unit",
            f"{asked.unit!r} is no absolute unit of expression",
            expected=", ".join(sorted(_WORDS)),
            remedy="give absolute values; log ratios and z-scores compare a gene with itself and "
            "cannot be ranked",
        )
    return unit


def _table(text: TextFile, issues: Issues) -> DelimitedFile | None:
    """The table; without the second line of GCT, and with the header that STAR leaves out."""
    lines = list(text.lines)
    if lines[0].startswith(_GCT) and len(lines) > 1:
        lines[1] = f"#{lines[1]}"
    elif lines[0].startswith(_STAR):
        lines = [_STAR_HEADER, *lines[1:]]
    return read_delimited(TextFile(text.name, text.sha256, lines), issues)


def _genes_in_rows(table: DelimitedFile, genes: GeneNames) -> DelimitedFile:
    """The same table with genes in rows, where they stand in columns."""
    first, *others = table.header
    across = recognise_genes(others, genes)
    down = recognise_genes(table.frame[first].head(_NAMES_READ), genes)
    if len(others) < _FEWEST or across.share <= max(down.share, _BELOW_ZERO):
        return table
    samples = [str(item) for item in table.frame[first]]
    unique = [item if samples.count(item) == 1 else f"{item} [{at}]" for at, item in
              enumerate(samples, 1)]  # fmt: skip
    turned = table.frame.select(others).transpose(column_names=unique)
    frame = turned.with_columns(
        pl.Series(first, others, pl.String), pl.int_range(1, pl.len() + 1).alias(LINE)
    ).select(first, *unique, LINE)
    return DelimitedFile(table.name, table.sha256, table.comments, (first, *unique), frame)


def _gene_column(table: DelimitedFile, genes: GeneNames) -> str:
    """The column whose cells are the most often names of genes."""
    head = table.frame.head(_NAMES_READ)
    shares = {
        column: recognise_genes(head[column], genes).share for column in table.header[:_SHOWN]
    }
    best = max(shares, key=lambda column: shares[column])
    return best if shares[best] > 0 else table.header[0]


def _sample_columns(table: DelimitedFile, genes: str) -> list[str]:
    """Columns of numbers."""
    head = table.frame.head(_NAMES_READ)
    return [
        column
        for column in table.header
        if column != genes
        and column.casefold() not in _NOT_SAMPLES
        and head[column].is_in(list(MISSING)).all() is False
        and head.filter(~pl.col(column).is_in(list(MISSING)))[column]
        .cast(pl.Float64, strict=False)
        .is_not_null()
        .mean()
        not in {None, 0.0}
    ]


def _chosen(
    table: DelimitedFile,
    samples: list[str],
    asked: ExpressionAsked,
    usual: tuple[str, ...],
    issues: Issues,
) -> str | None:
    if asked.column is not None:
        if asked.column in table.header:
            return asked.column
        issues.error(
            f"{table.name}: header",
            f"no sample {asked.column!r}",
            expected=", ".join(samples[:_SHOWN]) + (" …" if len(samples) > _SHOWN else ""),
            remedy="correct the column",
        )
        return None
    own = [item for item in samples if item.casefold() in usual]
    for found in ([asked.sample] if asked.sample in samples else [], own, samples):
        if len(found) == 1:
            return found[0]
    issues.error(
        f"{table.name}: header",
        f"{len(samples)} columns of numbers, and no column is named",
        expected="one sample, or the name of its column",
        remedy=f'add column = "{samples[0]}" or another' if samples else "check the file",
    )
    return None


def _check_values(values: pl.Series, where: str, unit: ExpressionUnit, issues: Issues) -> None:
    given = values.drop_nulls()
    below = int((given < 0).sum())
    relative = below > _BELOW_ZERO * len(given)
    if below and (unit is not ExpressionUnit.LOG2 or relative):
        issues.error(
            where,
            f"{below} of {len(given)} values are negative",
            expected="counts, TPM or FPKM, none of which is; or the logarithm of one of them",
            remedy="give absolute values; log ratios and z-scores compare a gene with itself and "
            "cannot be ranked",
        )
    elif given.is_empty() or given.min() == given.max():
        issues.error(
            where,
            "all values are the same",
            expected="expression of a sample",
            remedy="check the column",
        )
    elif unit is not ExpressionUnit.LOG2 and float(given.max() or 0) < _LARGEST_LOG:  # type: ignore[arg-type]
        issues.warn(
            where,
            f"no value above {_LARGEST_LOG:g}: looks like logarithms, and {unit} was stated",
            remedy='state unit = "log2" if they are; the order of the genes, and so the score, '
            "stays the same",
        )
    _warn_of_ranks(below, len(given), where, unit, issues)


def _warn_of_ranks(
    below: int, given: int, where: str, unit: ExpressionUnit, issues: Issues
) -> None:
    """Say where the order of the genes of a sample may be another than that of expression."""
    if unit is ExpressionUnit.COUNTS:
        issues.warn(
            where,
            "counts were given: a longer gene has more reads at the same expression, so that ranks "
            "among the genes of the sample depend on their lengths",
            remedy="give TPM where it is at hand",
        )
    elif unit is ExpressionUnit.LOG2 and 0 < below <= _BELOW_ZERO * given:
        issues.warn(
            where,
            f"{below} of {given} logarithms are negative",
            expected="logarithms of counts, TPM or FPKM; below 0 only where those are below 1",
            remedy="log ratios and z-scores compare a gene with itself and cannot be ranked; give "
            "absolute values if they are such",
        )


def _cohort_mean(table: DelimitedFile, samples: list[str], unit: ExpressionUnit) -> pl.Series:
    """Mean logarithm over all samples of the file; null where it holds one."""
    if len(samples) == 1:
        return pl.repeat(None, table.rows, dtype=pl.Float64, eager=True)
    numbers = [pl.col(item).cast(pl.Float64, strict=False) for item in samples]
    if unit is not ExpressionUnit.LOG2:
        numbers = [(item.clip(0) + 1).log(2) for item in numbers]
    return table.frame.select(pl.mean_horizontal(numbers).alias("mean"))["mean"]


def _cohort_percentile(table: DelimitedFile, samples: list[str], chosen: str) -> pl.Series:
    """The part of the other samples with less of a gene, in percent; half of those with as much."""
    own = pl.col(chosen).cast(pl.Float64, strict=False)
    others = [
        pl.col(item).cast(pl.Float64, strict=False) for item in samples if item != chosen
    ] or [pl.lit(None, pl.Float64)]
    below = pl.sum_horizontal([(item < own).cast(pl.Float64) for item in others])
    alike = pl.sum_horizontal([(item == own).cast(pl.Float64) for item in others])
    known = pl.sum_horizontal([item.is_not_null().cast(pl.Float64) for item in others])
    share = (below + alike / 2) * _PERCENT / known
    placed = pl.when((known > 0) & own.is_not_null()).then(share)
    return table.frame.select(placed.alias("among"))["among"]


def _farthest_apart(measured: pl.DataFrame) -> str:
    """The genes whose rows contradict each other most, with their highest and lowest value."""
    ends = (
        measured.group_by("gene")
        .agg(high=pl.col("value").max(), low=pl.col("value").min())
        .filter(pl.col("high") > pl.col("low"))
    )
    if ends.is_empty():
        return ""
    apart = ends.sort(pl.col("low") - pl.col("high"), "gene").head(_SHOWN)
    listed = (f"{gene} {high:g} over {low:g}" for gene, high, low in apart.iter_rows())
    return f"; {ends.height} gene(s) have rows that differ, most of all {', '.join(listed)}"


def _profile(
    frame: pl.DataFrame, genes: GeneNames, name: str, issues: Issues
) -> tuple[pl.DataFrame, tuple[LedgerEntry, ...]]:
    known = frame.filter(pl.col("gene").is_not_null())
    measured = known.filter(pl.col("value").is_not_null())
    once = (
        measured.sort("value", descending=True, maintain_order=True)
        .unique("gene", keep="first", maintain_order=True)
        .sort("gene")
    )
    repeated = measured.height - once.height
    if repeated:
        issues.note(
            name,
            f"{repeated} row(s) of a gene that has a higher one, or one as high: not read"
            f"{_farthest_apart(measured)}",
        )
    profile = once.select(
        "gene",
        "value",
        coding=pl.col("gene").is_in(list(genes.coding)),
        cohort_mean=pl.col("cohort_mean"),
        cohort_percentile=pl.col("cohort_percentile"),
    )
    parts = (
        (frame.height - known.height, Fate.NOT_RELEVANT, "neither a coding gene nor scored"),
        (known.height - measured.height, Fate.FILTERED, "no value"),
        (repeated, Fate.FILTERED, "another row of the gene is higher"),
        (once.height, Fate.USED, "ranked, and scored where it belongs to a signature"),
    )
    return profile, tuple(
        LedgerEntry(file=name, kind=KIND, fate=fate, reason=reason, rows=rows)
        for rows, fate, reason in parts
        if rows
    )
