"""MAF of any dialect → the small variants of one tumour sample.

A Mutation Annotation Format file lists variants with their gene and effect, one or many tumours in
one file. Read are the files of TCGA, Mutect2, vcf2maf, Oncotator, cBioPortal and WashU, and minimal
ones that hold a gene and a protein change only. The allele fraction comes from the read counts
where the file has them, because a subclone is recognised by it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.genome import CONTIGS, Genome
from crestome.model.issue import Issues
from crestome.model.ledger import LedgerEntry
from crestome.model.small_variant import Consequence, Origin, SmallVariants
from crestome.read import maf_columns as named
from crestome.read.allele_fraction import read_allele_fractions
from crestome.read.consequence import consequences
from crestome.read.contigs import bare_contigs, check_builds, check_ends, check_genes
from crestome.read.date_symbols import refuse_date_symbols
from crestome.read.delimited import (
    LINE,
    DelimitedFile,
    locate,
    read_delimited,
    read_numbers,
)
from crestome.read.effect_notes import note_open_effects
from crestome.read.gene_symbols import current_symbols
from crestome.read.maf_columns import MafColumns, find_maf_columns, one_column
from crestome.read.protein_change import (
    consequence_of,
    current_numbering,
    normalise_protein_change,
)
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked, choose_sample
from crestome.read.set_aside import REASON, entries_of, kept, marked, unmarked
from crestome.read.text import read_text_file

KIND: Final = "small variants"

_ROLE: Final = "small_variants"
_PASSED: Final = ("", ".", "PASS", "NA")
_NO_ALLELE: Final = ("", ".", "NA")
_NO_VARIANT: Final = ("wildtype", "post-transcriptional modification")
_REASONS: Final = 8
_LISTED: Final = 5
_CODING: Final = (
    Consequence.MISSENSE,
    Consequence.NONSENSE,
    Consequence.FRAMESHIFT,
    Consequence.INFRAME,
    Consequence.SYNONYMOUS,
)


def read_maf(
    path: Path, name: str, *, genome: Genome, sample: Asked, issues: Issues
) -> Reading[SmallVariants] | None:
    """Read the small variants of one tumour sample.

    Set aside, with the reason: rows of other samples, rows that the caller filtered, contigs that
    are no chromosome, rows without a variant allele or without a read that supports it, and exact
    duplicates. Rows outside genes are kept with an empty gene.

    Args:
        path: Where the file is.
        name: How the case names it.
        genome: The tables of the assembly that the case states.
        sample: The name in ``Tumor_Sample_Barcode``; may be None where the file has one sample.
        issues: Takes every fault with its line.

    Returns:
        The variants, 0-based; None after an error was noted: unreadable, no gene column, no such
        sample, another assembly, impossible positions or counts.
    """
    before = len(issues.errors)
    text = read_text_file(path, name, issues)
    file = read_delimited(text, issues) if text else None
    columns = find_maf_columns(file, issues) if file else None
    if file is None or columns is None:
        return None
    rows = _with_reasons(file, columns, sample, issues)
    if rows is None:
        return None
    # Further on only the rows of this sample that passed are read: a fault elsewhere is not its.
    own = replace(file, frame=kept(rows).drop(REASON))
    refuse_date_symbols(own, columns.gene, issues)
    variants = _variants(own, columns, issues)
    _check_places(variants, name, genome, issues)
    if len(issues.errors) > before:
        return None
    set_aside = entries_of(rows, name, KIND) + entries_of(variants, name, KIND)
    _note_set_aside(set_aside, name, issues)
    note_open_effects(kept(variants), name, issues)
    return Reading(
        value=SmallVariants(kept(variants).select(*SmallVariants.schema())),
        source=_source(file, columns),
        set_aside=set_aside,
    )


def _source(file: DelimitedFile, columns: MafColumns) -> InputFile:
    version = next((line.lstrip("# \t").strip() for line in file.comments), "")
    counts = one_column(file, named.ALTERNATIVE_READS)
    stated = one_column(file, (*named.PERCENT, *named.FRACTION))
    parts = (
        f"column {columns.gene}",
        f"{version[:40]}" if version.startswith("version") else "",
        f"protein change from {columns.proteins[0]}" if columns.proteins else "",
        f"allele fraction from {counts or stated}" if counts or stated else "no allele fraction",
    )
    return InputFile(
        path=file.name,
        role=_ROLE,
        dialect=f"MAF ({', '.join(part for part in parts if part)})",
        sha256=file.sha256,
        rows=file.rows,
    )


def _with_reasons(
    file: DelimitedFile, columns: MafColumns, sample: Asked, issues: Issues
) -> pl.DataFrame | None:
    """The rows, marked where they belong to another sample or did not pass the caller."""
    frame = unmarked(file.frame)
    if columns.sample is not None and file.rows:
        names = file.frame[columns.sample].unique(maintain_order=True).to_list()
        where = f"{file.name}: column {columns.sample}"
        chosen = choose_sample(names, sample, where, issues)
        if chosen is None:
            return None
        other = pl.col(columns.sample) != chosen
        reason = pl.lit("other sample ") + pl.col(columns.sample)
        many = f"another of {len(names)} samples"
        frame = marked(frame, other, _worded(frame.filter(other), reason, many))
    elif columns.sample is None and isinstance(sample, str):
        issues.warn(
            f"{file.name}: header",
            "no column Tumor_Sample_Barcode",
            expected=f"a column that holds {sample!r}",
            remedy="all rows are taken for this sample",
        )
    flag = one_column(file, named.FILTER)
    if flag is None:
        return frame
    words = (
        pl.col(flag)
        .str.split(";")
        .list.eval(pl.element().filter(~pl.element().is_in(list(_PASSED))))
    )
    out = words.list.len() > 0
    reason = pl.lit("caller's filter ") + words.list.sort().list.join(", ")
    return marked(frame, out, _worded(frame.filter(out), reason, "caller's filters"))


def _worded(rows: pl.DataFrame, reason: pl.Expr, many: str) -> pl.Expr:
    """The reason of each row, or one for all where too many differ to be listed."""
    return reason if rows.select(reason.n_unique()).item() <= _REASONS else pl.lit(many)


def _variants(file: DelimitedFile, columns: MafColumns, issues: Issues) -> pl.DataFrame:
    """Typed rows: the model's columns, `REASON`, the 1-based ``end`` and the ``build``."""
    gene = current_symbols(file.frame[columns.gene]).alias("gene")
    changes = _protein_changes(file, columns, gene, issues)
    effects = _consequences(file, columns, changes, issues)
    places = _places(file, columns, issues)
    reads = read_allele_fractions(file, issues)
    build = one_column(file, named.BUILD)
    frame = pl.DataFrame(
        [gene, changes, effects, *places, *reads, _origins(file), file.frame[LINE]]
    ).with_columns(
        pl.lit("").alias("phase_group"),
        (pl.lit(f"{file.name} line ") + pl.col(LINE).cast(pl.String)).alias("where"),
        (file.frame[build] if build else pl.lit("")).alias("build"),
    )
    return _with_doubts(unmarked(frame), file)


def _with_doubts(frame: pl.DataFrame, file: DelimitedFile) -> pl.DataFrame:
    """Mark rows that state no variant of this tumour, and repeated ones."""
    status = one_column(file, named.STATUS)
    if status is not None:
        words = file.frame[status]
        no_variant = words.str.to_lowercase().is_in(list(_NO_VARIANT))
        frame = marked(frame, no_variant, pl.lit("Mutation_Status ") + words)
    foreign = (pl.col("contig") != "") & ~pl.col("contig").is_in(list(CONTIGS))
    reason = pl.lit("contig ") + pl.col("contig") + " is no chromosome"
    many = "contigs that are no chromosomes"
    frame = marked(frame, foreign, _worded(frame.filter(foreign), reason, many))
    same = (pl.col("reference") == pl.col("alternative")) & ~pl.col("reference").is_in(["", "-"])
    frame = marked(frame, same, pl.lit("both tumour alleles equal the reference"))
    frame = marked(frame, pl.col("vaf") == 0, pl.lit("no read supports the variant"))
    return _with_duplicates(frame)


def _with_duplicates(frame: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in SmallVariants.schema() if name != "where"]
    telling = pl.col("position").is_not_null() | (pl.col("protein_change") != "")
    first = pl.col(LINE).first().over([*keys, REASON])
    repeated = telling & (first != pl.col(LINE))
    reason = pl.lit("duplicate of line ") + first.cast(pl.String)
    lines = frame.with_columns(repeated.alias("_repeated"), reason.alias("_duplicate"))
    few = lines.filter("_repeated")["_duplicate"].n_unique() <= _REASONS
    named_reason = pl.col("_duplicate") if few else pl.lit("duplicates of earlier lines")
    return marked(lines, pl.col("_repeated"), named_reason).drop("_repeated", "_duplicate")


def _protein_changes(
    file: DelimitedFile, columns: MafColumns, gene: pl.Series, issues: Issues
) -> pl.Series:
    stated = pl.Series("protein_change", [""] * file.rows, pl.String)
    for column in columns.proteins:
        text = file.frame[column]
        distinct = text.unique()
        changes = [normalise_protein_change(cell) for cell in distinct]
        found = text.replace_strict(distinct, changes, return_dtype=pl.String)
        stated = stated.zip_with(stated != "", found)
    fgfr1 = [
        current_numbering(symbol, change) if symbol == "FGFR1" else change
        for symbol, change in zip(gene, stated, strict=True)
    ]
    renumbered = pl.Series("protein_change", fgfr1, pl.String)
    changed = renumbered != stated
    if changed.any():
        where, _ = locate(file, columns.gene, changed)
        old, new = stated.filter(changed)[0], renumbered.filter(changed)[0]
        issues.note(where, f"FGFR1 {old} is numbered by an older isoform; read as {new}")
    return renumbered.alias("protein_change")


def _consequences(
    file: DelimitedFile, columns: MafColumns, changes: pl.Series, issues: Issues
) -> pl.Series:
    """The class of the file; where it leaves the effect open, the terms, then the change itself."""
    unknown = pl.Series([Consequence.UNKNOWN.value] * file.rows, dtype=pl.String)
    read = [
        consequences(file.frame[column], f"{file.name}: column {column}", issues)
        if column
        else unknown
        for column in (columns.classification, columns.consequence)
    ]
    distinct = changes.unique()
    by_change = changes.replace_strict(
        distinct, [consequence_of(change).value for change in distinct], return_dtype=pl.String
    )
    effect = read[0].zip_with(~_is_open(read[0]) | _is_unknown(read[1]), read[1])
    return effect.zip_with(~_is_open(effect) | _is_unknown(by_change), by_change).alias(
        "consequence"
    )


def _is_open(effect: pl.Series) -> pl.Series:
    return effect.is_in([Consequence.UNKNOWN.value, Consequence.OTHER.value])


def _is_unknown(effect: pl.Series) -> pl.Series:
    return effect == Consequence.UNKNOWN.value


def _places(file: DelimitedFile, columns: MafColumns, issues: Issues) -> list[pl.Series]:
    """Contig, 0-based position, 1-based end, reference and alternative."""
    empty = pl.Series([""] * file.rows, dtype=pl.String)
    reference = one_column(file, named.REFERENCE)
    text = {
        "contig": file.frame[columns.contig] if columns.contig else empty,
        "reference": file.frame[reference] if reference else empty,
        "alternative": _alternatives(file, reference),
    }
    frame = pl.DataFrame(text).with_columns(
        pl.when(pl.all().is_in(list(_NO_ALLELE))).then(pl.lit("")).otherwise(pl.all()).name.keep()
    )
    frame = frame.with_columns(
        _numbers(file, columns.start, issues).alias("start"),
        _numbers(file, columns.end, issues).alias("end"),
    )
    genomic = one_column(file, named.GENOMIC)
    if genomic is not None:
        frame = _with_genomic(frame, file.frame[genomic])
    _check_order(file, columns, frame, issues)
    frame = frame.with_columns(
        bare_contigs(frame["contig"]).alias("contig"), (pl.col("start") - 1).alias("position")
    )
    return [frame[name] for name in ("contig", "position", "end", "reference", "alternative")]


def _with_genomic(frame: pl.DataFrame, hgvs: pl.Series) -> pl.DataFrame:
    """Fill rows without a position from a genomic substitution (``5:g.1295228G>A``)."""
    parts = hgvs.str.extract_groups(
        r"^(?:chr)?(?<contig>\w+):g\.(?<start>\d+)(?<reference>[ACGT])>(?<alternative>[ACGT])$"
    ).struct.unnest()
    parts = parts.with_columns(pl.col("start").cast(pl.Int64)).with_columns(end=pl.col("start"))
    missing = pl.lit(frame["start"].is_null() & parts["start"].is_not_null())
    return frame.with_columns(
        pl.when(missing).then(pl.lit(parts[name])).otherwise(pl.col(name)).alias(name)
        for name in frame.columns
    )


def _alternatives(file: DelimitedFile, reference: str | None) -> pl.Series:
    """The tumour allele that differs from the reference; older files have it in the first one."""
    alleles = named.all_columns(file, named.ALTERNATIVES)
    if not alleles:
        return pl.Series([""] * file.rows, dtype=pl.String)
    own = file.frame[reference] if reference else pl.lit("")
    differing = [
        pl.when(~pl.col(name).is_in(list(_NO_ALLELE)) & (pl.col(name) != own)).then(pl.col(name))
        for name in alleles
    ]
    return file.frame.select(pl.coalesce(*differing, pl.col(alleles[0]))).to_series()


def _numbers(file: DelimitedFile, column: str | None, issues: Issues) -> pl.Series:
    if column is None:
        return pl.Series([None] * file.rows, dtype=pl.Int64)
    return read_numbers(file, column, issues, whole=True)


def _check_order(
    file: DelimitedFile, columns: MafColumns, frame: pl.DataFrame, issues: Issues
) -> None:
    start, end = frame["start"], frame["end"]
    if columns.start is None:
        return
    below = (start < 1).fill_null(value=False)
    if below.any():
        where, cells = locate(file, columns.start, below)
        issues.error(
            where, f"position {cells}", expected="1 or more", remedy="MAF counts bases from 1"
        )
    turned = (start > end).fill_null(value=False)
    if turned.any():
        where, cells = locate(file, columns.start, turned)
        issues.error(
            where,
            f"start after end: {cells}, where the end is {end.filter(turned)[0]}",
            expected="start <= end",
            remedy="correct the row; do not exchange the columns",
        )


def _origins(file: DelimitedFile) -> pl.Series:
    """Somatic unless the file says otherwise: that is what MAF is for."""
    column = one_column(file, named.STATUS)
    if column is None:
        return pl.Series("origin", [Origin.SOMATIC.value] * file.rows, pl.String)
    words = file.frame[column].str.to_lowercase()
    return words.replace_strict(
        {"germline": Origin.GERMLINE.value, "unknown": Origin.UNKNOWN.value},
        default=Origin.SOMATIC.value,
        return_dtype=pl.String,
    ).alias("origin")


def _check_places(frame: pl.DataFrame, name: str, genome: Genome, issues: Issues) -> None:
    placed = frame.filter(pl.col("position").is_not_null())
    known = placed.filter(pl.col("contig").is_in(list(CONTIGS)))
    if known.is_empty() and not placed.is_empty():
        found = ", ".join(placed["contig"].unique(maintain_order=True).head(_LISTED))
        issues.error(
            f"{name} line {placed[LINE][0]}",
            f"no contig is a human chromosome: {found}",
            expected="1 to 22, X, Y, MT, with or without chr",
            remedy="check that the file is of a human tumour and rename its contigs",
        )
    check_builds(placed["build"], f"{name}: column NCBI_Build", genome, issues)
    check_ends(known, name, genome, issues)
    coding = known.filter(pl.col("consequence").is_in([item.value for item in _CODING]))
    check_genes(coding, name, genome, issues)


def _note_set_aside(entries: tuple[LedgerEntry, ...], name: str, issues: Issues) -> None:
    for entry in entries:
        if entry.reason.startswith(("contig", "duplicate", "no read")):
            issues.warn(
                f"{name} {entry.examples[0]}", f"{entry.rows} row(s) set aside: {entry.reason}"
            )
