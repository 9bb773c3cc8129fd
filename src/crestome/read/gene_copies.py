"""Copy-number states of single genes: matrices of genes by samples, and lists of genes with a call.

Laboratories report "MYCN amplified" without the segments behind it, and cohorts are shared as
thresholded matrices (-2 … 2). The state is taken as stated. An empty cell states nothing; it does
not mean two copies.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber, Platform
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.read.copy_words import CODES, copy_number_calls
from crestome.read.date_symbols import refuse_date_symbols
from crestome.read.delimited import (
    LINE,
    MISSING,
    DelimitedFile,
    find_column,
    locate,
    read_delimited,
    read_numbers,
)
from crestome.read.gene_symbols import current_symbols
from crestome.read.reading import Reading
from crestome.read.sample_names import choose_sample, rows_of_sample
from crestome.read.segment_dialects import column_names, fold
from crestome.read.set_aside import NO_QUESTION, REASON, entries_of, kept, marked, unmarked
from crestome.read.text import TextFile

KIND: Final = "gene copy numbers"

_GENE: Final = ("Hugo_Symbol", "gene", "Gene Symbol", "symbol", "gene_name", "feature")
_SAMPLE: Final = ("Tumor_Sample_Barcode", "sample", "sample_id", "case_id", "model_id")
# OncoKB's own words are amplification, gain, loss and deletion: there the last is the deep one.
_DEEP_DELETION_CALL: Final = ("Copy_Number_Alteration",)
_CALL: Final = (*_DEEP_DELETION_CALL, "call", "cn_call", "copy_number_call", "alteration_type")
_NUMBERS: Final = {
    "total_copies": ("total_copies", "total_cn", "tot_cn", "total_copy_number"),
    "log2": ("log2", "log2_ratio", "logratio"),
    "chr2_ratio": ("chr2_ratio", "fish_ratio"),
}
_ANNOTATIONS: Final = (*_GENE, "Entrez_Gene_Id", "Locus ID", "Gene ID", "Cytoband", "Description")
# Beside a gene these say that a row is a bin or a segment, not a gene.
_NO_GENE_TABLE: Final = ("depth", "weight", "probes", "Variant_Classification")


def holds_gene_copies(text: TextFile) -> bool:
    """Whether the header of a text is that of a gene-level copy-number table."""
    first = next((line for line in text.lines if line.strip() and not line.startswith("#")), "")
    header = [fold(name) for name in column_names(first)]
    if any(fold(name) in header for name in _NO_GENE_TABLE):
        return False
    gene_first = _has(header[:1], _GENE)
    listed = _has(header, _GENE) and _has(header, _VALUES)
    return listed or (gene_first and not set(header) <= set(map(fold, _ANNOTATIONS)))


_VALUES: Final = (*_CALL, *(name for names in _NUMBERS.values() for name in names))


def _has(header: list[str], names: tuple[str, ...]) -> bool:
    return any(fold(name) in header for name in names)


def read_gene_copies(
    text: TextFile, *, genome: Genome, sample: str | None, platform: Platform, issues: Issues
) -> Reading[tuple[GeneCopyNumber, ...]] | None:
    """Read the states of the genes that some call looks at.

    Args:
        text: The file.
        genome: Its genes are the ones that are kept.
        sample: The sample that is meant; None where the file holds one.
        platform: How copy number was measured.
        issues: Takes the faults: no such sample, a matrix of numbers that are no states, one gene
            with two different statements, symbols that a spreadsheet turned into dates.

    Returns:
        One value for each row that states something; None after an error was noted. Rows of other
        genes and samples, of empty cells, and repeated statements are set aside.
    """
    file = read_delimited(text, issues)
    if file is None:
        return None
    gene = find_column(file, _GENE, issues=issues)
    if gene is None:
        return None
    is_list = any(fold(name) in map(fold, file.header) for name in _VALUES)
    errors_before = len(issues.errors)
    columns = _SAMPLE if is_list else ()
    selected = rows_of_sample(file, columns, sample, KIND, issues)
    if selected is None:
        return None
    mine, others = selected
    refuse_date_symbols(mine, gene, issues)
    frame = _listed(mine, issues) if is_list else _column(mine, sample, issues)
    if frame is None or len(issues.errors) > errors_before:
        return None
    frame = frame.with_columns(gene=current_symbols(frame[gene]))
    frame = _sorted_out(frame, genome, file.name, issues)
    if len(issues.errors) > errors_before:
        return None
    value = tuple(
        _gene_copies(row, platform, file.name) for row in kept(frame).iter_rows(named=True)
    )
    shape = "list of genes with a state or a number" if is_list else "matrix of genes by samples"
    return Reading(
        value=value,
        source=InputFile(
            path=file.name,
            role="copy_number",
            dialect=f"{shape}, by its header",
            sha256=file.sha256,
            rows=file.rows,
        ),
        set_aside=others + entries_of(frame, file.name, KIND),
    )


def _listed(file: DelimitedFile, issues: Issues) -> pl.DataFrame:
    """The rows with the columns ``stated_call`` and those of `_NUMBERS`."""
    call = find_column(file, _CALL, issues=issues, required=False)
    deep = call is not None and fold(call) in map(fold, _DEEP_DELETION_CALL)
    deletion = CopyNumberCall.HOMDEL if deep else CopyNumberCall.LOSS
    found = {
        key: find_column(file, names, issues=issues, required=False)
        for key, names in _NUMBERS.items()
    }
    return file.frame.with_columns(
        stated_call=copy_number_calls(file, call, issues, deletion=deletion)
        if call
        else pl.lit(""),
        **{
            key: read_numbers(file, name, issues) if name else pl.lit(None, pl.Float64)
            for key, name in found.items()
        },
    )


def _column(file: DelimitedFile, wanted: str | None, issues: Issues) -> pl.DataFrame | None:
    """All rows of a matrix, with the column ``stated_call`` of the sample."""
    annotations = [fold(name) for name in _ANNOTATIONS]
    names = [name for name in file.header if fold(name) not in annotations]
    chosen = choose_sample(names, wanted, f"{file.name}: header", issues)
    if chosen is None:
        return None
    cells = file.frame[chosen]
    numbers = cells.cast(pl.Float64, strict=False)
    no_state = numbers.is_not_null() & ~numbers.is_in(CODES) & ~cells.is_in(list(MISSING))
    if no_state.any():
        where, shown = locate(file, chosen, no_state)
        issues.error(
            where,
            f"numbers that are no states: {shown}",
            expected="-2, -1, 0, 1 or 2, or words",
            remedy="give the thresholded matrix, or the segments behind it",
        )
        return None
    calls = copy_number_calls(file, chosen, issues, deletion=CopyNumberCall.LOSS)
    nothing = {key: pl.lit(None, pl.Float64) for key in _NUMBERS}
    return file.frame.with_columns(stated_call=calls, **nothing)


def _sorted_out(frame: pl.DataFrame, genome: Genome, name: str, issues: Issues) -> pl.DataFrame:
    """Mark the rows that are not kept; one gene stated in two ways is an error."""
    stated = ["stated_call", *_NUMBERS]
    silent = pl.all_horizontal(
        pl.col("stated_call") == "", *(pl.col(key).is_null() for key in _NUMBERS)
    )
    frame = marked(unmarked(frame), ~pl.col("gene").is_in(list(genome.genes)), pl.lit(NO_QUESTION))
    frame = marked(frame, silent, pl.lit("states nothing for this sample"))
    again = pl.col(REASON).is_null() & ~pl.struct("gene", *stated, REASON).is_first_distinct()
    frame = marked(frame, again, pl.lit("the same statement again"))
    twice = kept(frame).filter(pl.col("gene").is_duplicated())
    for (gene,), rows in twice.group_by("gene", maintain_order=True):
        lines = " and ".join(str(line) for line in rows[LINE])
        issues.error(
            f"{name} line {rows[LINE][0]}",
            f"{gene} is stated differently in lines {lines}",
            expected="one row for one gene",
            remedy="keep the right one; bins and exons are no gene-level statement",
        )
    return frame


def _gene_copies(row: dict[str, object], platform: Platform, name: str) -> GeneCopyNumber:
    call = row["stated_call"]
    return GeneCopyNumber.model_validate(
        {key: row[key] for key in ("gene", *_NUMBERS)}
        | {
            "call": CopyNumberCall(str(call)) if call else None,
            "platform": platform,
            "where": f"{name} line {row[LINE]}",
        }
    )
