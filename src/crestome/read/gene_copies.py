"""Copy-number states of single genes: matrices of genes by samples, and lists of genes with a call.

Laboratories report "MYCN amplified" without the segments behind it, and cohorts are shared as
thresholded matrices (-2 … 2). The state is taken as stated. An empty cell states nothing; it does
not mean two copies. Where a gene lies on both sides of a breakpoint, the lowest number of copies
counts: an amplicon that ends inside the gene does not amplify it, and a deletion that begins there
destroys it.
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
from crestome.read.sample_names import Asked, choose_sample, rows_of_sample
from crestome.read.segment_dialects import column_names, fold
from crestome.read.set_aside import NO_QUESTION, REASON, entries_of, kept, marked, unmarked
from crestome.read.text import TextFile

KIND: Final = "gene copy numbers"
GENE_COPIES: Final = "gene-copies"
"""What a user calls such a table."""

GENE_COLUMNS: Final = ("Hugo_Symbol", "gene", "Gene Symbol", "symbol", "gene_name", "feature")
_SAMPLE: Final = ("Tumor_Sample_Barcode", "sample", "sample_id", "case_id", "model_id")
# OncoKB's own words are amplification, gain, loss and deletion: there the last is the deep one.
_DEEP_DELETION_CALL: Final = ("Copy_Number_Alteration",)
_CALL: Final = (*_DEEP_DELETION_CALL, "call", "cn_call", "copy_number_call", "alteration_type")
_NUMBERS: Final = {
    "total_copies": (
        "total_copies",
        "total_cn",
        "tot_cn",
        "total_copy_number",
        "minCopyNumber",
        "tcn.em",
        "tcn",
    ),
    "log2": ("log2", "log2_ratio", "logratio"),
    "chr2_ratio": ("chr2_ratio", "fish_ratio"),
}
_HIGHEST: Final = ("maxCopyNumber",)
_CANONICAL: Final = ("isCanonical",)
_DRIVER: Final = ("driver",)
_ANNOTATIONS: Final = (
    *GENE_COLUMNS,
    "Entrez_Gene_Id",
    "Locus ID",
    "Gene ID",
    "Cytoband",
    "Description",
)
# Beside a gene these say that a row is a bin or a segment, unless the gene comes first, as in the
# gene-wise table of CNVkit.
_BIN: Final = ("depth", "weight", "probes")
_PLACE: Final = ("start",)
_VARIANT: Final = ("Variant_Classification",)
_FULL_COPY: Final = 1.0
_DIPLOID: Final = 2.0
_BROKEN_SHOWN: Final = 8


def holds_gene_copies(text: TextFile) -> bool:
    """Whether the header of a text is that of a gene-level copy-number table."""
    first = next((line for line in text.lines if line.strip() and not line.startswith("#")), "")
    header = [fold(name) for name in column_names(first)]
    beside = {fold(name) for name in _ANNOTATIONS} - {fold(name) for name in GENE_COLUMNS}
    gene_first = _has([name for name in header if name not in beside][:1], GENE_COLUMNS)
    if _has(header, _VARIANT) or (_has(header, _BIN) and not gene_first):
        return False
    listed = _has(header, GENE_COLUMNS) and _has(header, _VALUES)
    return listed or (gene_first and not set(header) <= set(map(fold, _ANNOTATIONS)))


_VALUES: Final = (*_CALL, *(name for names in _NUMBERS.values() for name in names))


def _has(header: list[str], names: tuple[str, ...]) -> bool:
    return any(fold(name) in header for name in names)


def read_gene_copies(
    text: TextFile, *, genome: Genome, sample: Asked, platform: Platform, issues: Issues
) -> Reading[tuple[GeneCopyNumber, ...]] | None:
    """Read the states of the genes that some call looks at.

    Args:
        text: The file.
        genome: Its genes are the ones that are kept.
        sample: The sample that is meant; None where the file holds one.
        platform: How copy number was measured.
        issues: Takes the faults: no such sample, a matrix of numbers that do not say what they
            are, symbols that a spreadsheet turned into dates; warnings of genes with two different
            statements and of genes cut by a breakpoint.

    Returns:
        One value for each row that states something; None after an error was noted. Rows of other
        genes, samples and transcripts, of empty cells, repeated statements and statements that
        contradict each other are set aside.
    """
    file = read_delimited(text, issues)
    if file is None:
        return None
    gene = find_column(file, GENE_COLUMNS, issues=issues)
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
    frame = _sorted_out(frame, genome, file, issues)
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
    """The rows with the columns ``stated_call``, ``highest`` and those of `_NUMBERS`."""
    call = _name(file, _CALL)
    deep = call is not None and fold(call) in map(fold, _DEEP_DELETION_CALL)
    deletion = CopyNumberCall.HOMDEL if deep else CopyNumberCall.LOSS
    columns = {key: _name(file, names) for key, names in {**_NUMBERS, "highest": _HIGHEST}.items()}
    if _name(file, _DRIVER):
        issues.note(
            file.name,
            "a catalogue of drivers; only the copies of its genes are read",
            remedy="give the small variants as VCF or MAF",
        )
    return file.frame.with_columns(
        stated_call=copy_number_calls(file, call, issues, deletion=deletion)
        if call
        else pl.lit(""),
        **{
            key: read_numbers(file, name, issues) if name else pl.lit(None, pl.Float64)
            for key, name in columns.items()
        },
    )


def _name(file: DelimitedFile, names: tuple[str, ...]) -> str | None:
    return find_column(file, names, issues=Issues(), required=False)


def _column(file: DelimitedFile, wanted: Asked, issues: Issues) -> pl.DataFrame | None:
    """All rows of a matrix, with the ``stated_call`` or the ``log2`` of the sample."""
    annotations = [fold(name) for name in _ANNOTATIONS]
    names = [name for name in file.header if fold(name) not in annotations]
    chosen = choose_sample(names, wanted, f"{file.name}: header", issues)
    if chosen is None:
        return None
    cells = file.frame[chosen]
    numbers = cells.cast(pl.Float64, strict=False)
    no_state = numbers.is_not_null() & ~numbers.is_in(CODES) & ~cells.is_in(list(MISSING))
    nothing = {key: pl.lit(None, pl.Float64) for key in (*_NUMBERS, "highest")}
    if no_state.any():
        log2 = _log2_of_matrix(file, chosen, no_state, issues)
        return (
            None
            if log2 is None
            else file.frame.with_columns(stated_call=pl.lit(""), **(nothing | {"log2": log2}))
        )
    calls = copy_number_calls(file, chosen, issues, deletion=CopyNumberCall.LOSS)
    return file.frame.with_columns(stated_call=calls, **nothing)


def _log2_of_matrix(
    file: DelimitedFile, chosen: str, no_state: pl.Series, issues: Issues
) -> pl.Series | None:
    """The log2 ratios of a matrix of numbers; None after an error if it does not say what they are.

    GISTIC writes copies minus two, which becomes a log2 ratio exactly. Nothing has fewer than no
    copies, so that a number below -2 can only be a log2 ratio.
    """
    numbers = read_numbers(file, chosen, issues)
    if (numbers < -_DIPLOID).any():
        return numbers
    if all(_name(file, (name,)) for name in ("Gene Symbol", "Cytoband")):
        issues.note(
            f"{file.name}, column {chosen}",
            "copies minus two (GISTIC), turned into log2 ratios; GISTIC caps what is very high or "
            "very low",
            remedy="give the segments where an amplification is in question",
        )
        return pl.select(
            pl.when(numbers > -_DIPLOID).then((numbers / _DIPLOID + 1).log(2.0))
        ).to_series()
    where, shown = locate(file, chosen, no_state)
    issues.error(
        where,
        f"numbers that are no states: {shown}; log2 ratios or copies, the file does not say",
        expected="-2, -1, 0, 1 or 2, or words",
        remedy="give the thresholded matrix, the segments behind it, or a list with the columns "
        "gene and log2",
    )
    return None


def _sorted_out(
    frame: pl.DataFrame, genome: Genome, file: DelimitedFile, issues: Issues
) -> pl.DataFrame:
    """Mark the rows that are not kept."""
    stated = ["stated_call", *_NUMBERS]
    silent = pl.all_horizontal(
        pl.col("stated_call") == "", *(pl.col(key).is_null() for key in _NUMBERS)
    )
    foreign = ~pl.col("gene").is_in(list(genome.genes))
    if frame.height and frame.select(foreign.all()).item():
        _warn_of_words(frame, file.name, issues)
    frame = marked(unmarked(frame), foreign, pl.lit(NO_QUESTION))
    canonical = _name(file, _CANONICAL)
    if canonical is not None:
        other = pl.col(canonical).str.to_lowercase() == "false"
        frame = marked(frame, other, pl.lit("of a transcript that is not the canonical one"))
    frame = marked(frame, silent, pl.lit("states nothing for this sample"))
    again = pl.col(REASON).is_null() & ~pl.struct("gene", *stated, REASON).is_first_distinct()
    frame = marked(frame, again, pl.lit("the same statement again"))
    _note_broken(kept(frame), file.name, issues)
    # A gene-wise table with places has one row for each segment of a gene: both are measured.
    return frame if _name(file, _PLACE) else _without_contradictions(frame, file.name, issues)


def _warn_of_words(frame: pl.DataFrame, name: str, issues: Issues) -> None:
    names = frame["gene"].unique(maintain_order=True)
    issues.warn(
        name,
        f"no row is of a gene that a call looks at: {', '.join(names.head(_BROKEN_SHOWN))}",
        expected="symbols of genes",
        remedy="check the column of genes; nothing of this file is used",
    )


def _note_broken(frame: pl.DataFrame, name: str, issues: Issues) -> None:
    broken = frame.filter(pl.col("highest") - pl.col("total_copies") >= _FULL_COPY)
    if broken.is_empty():
        return
    shown = [
        f"{gene} {low:g} to {high:g}"
        for gene, low, high in broken.select("gene", "total_copies", "highest")
        .head(_BROKEN_SHOWN)
        .iter_rows()
    ]
    more = " …" if broken.height > _BROKEN_SHOWN else ""
    issues.note(
        f"{name} line {broken[LINE][0]}",
        f"{broken.height} gene(s) are cut by a breakpoint; their lowest copies are read: "
        + ", ".join(shown)
        + more,
    )


def _without_contradictions(frame: pl.DataFrame, name: str, issues: Issues) -> pl.DataFrame:
    twice = kept(frame).filter(pl.col("gene").is_duplicated())
    for (gene,), rows in twice.group_by("gene", maintain_order=True):
        lines = " and ".join(str(line) for line in rows[LINE])
        issues.warn(
            f"{name} line {rows[LINE][0]}",
            f"{gene} is stated differently in lines {lines}; none of them is used",
            expected="one row for one gene",
            remedy="keep the right one; bins and exons are no gene-level statement",
        )
    contradictory = pl.col("gene").is_in(twice["gene"].unique().to_list())
    return marked(frame, contradictory, pl.lit("contradicts another row of the same gene"))


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
