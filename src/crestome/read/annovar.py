"""ANNOVAR's tables (``…_multianno.txt`` and ``.csv``) → the small variants of one sample.

ANNOVAR lists the change on every transcript; the one that crestome knows the gene by is taken
where it is among them. Read counts stand behind the annotations, in the columns of the VCF that the
table was made from; a table without them has no allele fractions.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, NamedTuple

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.model.small_variant import Consequence, Origin, SmallVariants
from crestome.read.contigs import check_ends, check_genes
from crestome.read.delimited import LINE, DelimitedFile, find_column, read_delimited, read_numbers
from crestome.read.reading import Reading, Wanted
from crestome.read.sample_names import rows_of_sample
from crestome.read.set_aside import REASON, entries_of
from crestome.read.text import TextFile
from crestome.read.vcf_annotation import Annotation, Effect, choose_effect
from crestome.read.vcf_counts import ReadCounts, Site, count_reads
from crestome.read.vcf_places import PlacesOfGenes, places_of
from crestome.read.vcf_record import bare_contig, contig_reason, filter_reason

KIND: Final = "small variants"
_ROLE: Final = "small_variants"
_FUNCTION: Final = re.compile(r"^Func\.?(\w*)$")
_SAMPLE: Final = ("Tumor_Sample_Barcode", "Tumor_Sample", "Sample_ID", "Sample")
_OTHER: Final = "Otherinfo"
_FORMAT: Final = re.compile(r"^GT(:\w+)*$|^(AD|DP)(:\w+)+$")
_NO_TEXT: Final = ("NA", ".", "")
_CODING: Final = (Consequence.MISSENSE, Consequence.NONSENSE, Consequence.SYNONYMOUS)


class _Columns(NamedTuple):
    """Names of columns; "" for one that the table lacks."""

    function: str
    gene: str
    exonic: str
    changes: str
    format: str


def is_annovar(header: str) -> bool:
    """Whether a header line is that of an ANNOVAR table.

    Example:
        >>> is_annovar("Chr,Start,End,Ref,Alt,Func.refGene,Gene.refGene")
        True
    """
    cells = [cell.strip('" ') for cell in re.split(r"[\t,]", header.strip())]
    return {"Chr", "Start", "End", "Ref", "Alt"} <= set(cells) and any(
        _FUNCTION.match(cell) for cell in cells
    )


def read_annovar(
    text: TextFile, *, genome: Genome, wanted: Wanted, issues: Issues
) -> Reading[SmallVariants] | None:
    """Read the small variants of one sample.

    Set aside, with the reason: rows of other samples, rows that the caller filtered, contigs that
    are no chromosome, variants that no read supports.

    Args:
        text: The file.
        genome: The tables of the assembly that the case states.
        wanted: The sample, and whether inherited variants are asked for.
        issues: Takes every fault with its line.

    Returns:
        The variants, 0-based; None after an error was noted.
    """
    before = len(issues.errors)
    whole = read_delimited(_with_other_columns(text), issues)
    if whole is None:
        return None
    columns = _columns(whole, issues)
    if columns is None:
        return None
    mine = rows_of_sample(whole, _SAMPLE, wanted.sample, KIND, issues)
    if mine is None:
        return None
    file, others = mine
    starts = read_numbers(
        file, str(find_column(file, ["Start"], issues=issues)), issues, whole=True
    )
    rows, reasons = _rows(file, columns, starts, places_of(genome))
    frame = _frame(rows, file, wanted)
    check_ends(frame, file.name, genome, issues)
    coding = frame.filter(pl.col("consequence").is_in([item.value for item in _CODING]))
    check_genes(coding, file.name, genome, issues)
    if len(issues.errors) > before:
        return None
    aside = pl.DataFrame(reasons, schema={LINE: pl.Int64, REASON: pl.String}, orient="row")
    return Reading(
        value=SmallVariants(frame.select(*SmallVariants.schema())),
        source=InputFile(
            path=file.name,
            role=_ROLE,
            dialect=f"ANNOVAR table (gene model of column {columns.function})",
            sha256=file.sha256,
            rows=whole.rows,
        ),
        set_aside=(*others, *entries_of(aside, file.name, KIND)),
    )


def _with_other_columns(text: TextFile) -> TextFile:
    """Give every cell behind ``Otherinfo`` a name; ANNOVAR names only the first."""
    rows = [line for line in text.lines if line.strip() and not line.startswith("#")]
    header = next(iter(rows), "").split("\t")
    width = max((line.count("\t") + 1 for line in rows), default=0)
    if header[-1] != _OTHER or width <= len(header):
        return text
    more = [f"{_OTHER}{number}" for number in range(2, width - len(header) + 2)]
    padded = [line + "\t" * (width - line.count("\t") - 1) for line in rows[1:]]
    return replace(text, lines=["\t".join([*header, *more]), *padded])


def _columns(file: DelimitedFile, issues: Issues) -> _Columns | None:
    function = next((name for name in file.header if _FUNCTION.match(name)), None)
    if function is None:
        find_column(file, ["Func"], issues=issues)
        return None
    found = _FUNCTION.match(function)
    model = f".{found[1]}" if found and found[1] else ""
    gene, exonic, changes = (
        name if name in file.header else ""
        for name in (f"Gene{model}", f"ExonicFunc{model}", f"AAChange{model}")
    )
    top = file.frame.head(1)
    layout = next(
        (
            name
            for name in file.header
            if name.startswith(_OTHER) and top.height and _FORMAT.match(str(top[name][0]))
        ),
        "",
    )
    return _Columns(function, gene, exonic, changes, layout)


def _rows(
    file: DelimitedFile, columns: _Columns, starts: pl.Series, places: PlacesOfGenes
) -> tuple[list[tuple[object, ...]], list[tuple[int, str]]]:
    annotation = Annotation("ANNOVAR")
    rows: list[tuple[object, ...]] = []
    reasons: list[tuple[int, str]] = []
    for cells, start in zip(file.frame.iter_rows(named=True), starts, strict=True):
        contig = bare_contig(cells["Chr"])
        reads = _reads(cells, columns)
        reason = contig_reason(contig) or _filtered(cells, columns, file.header)
        if not reason and reads.vaf == 0:
            reason = "no read supports the variant"
        if reason:
            reasons.append((cells[LINE], reason))
            continue
        effect = _effect(cells, columns, annotation, places)
        gene = effect.gene
        if not gene or gene.startswith("ENSG"):
            gene = places.gene_at(contig, (start or 1) - 1) or gene
        rows.append(
            (
                gene,
                effect.protein_change,
                effect.consequence.value,
                contig,
                None if start is None else start - 1,
                cells["Ref"].upper(),
                cells["Alt"].upper(),
                reads.vaf,
                reads.depth,
                cells[LINE],
            )
        )
    return rows, reasons


def _effect(
    cells: dict[str, str], columns: _Columns, annotation: Annotation, places: PlacesOfGenes
) -> Effect:
    gene, function, exonic, changes = (
        "" if not name or cells[name] in _NO_TEXT else cells[name].strip('"')
        for name in (columns.gene, columns.function, columns.exonic, columns.changes)
    )
    effects = annotation.annovar_effects(gene, function, exonic, changes)
    return choose_effect(effects, places.genes) or Effect("", Consequence.UNKNOWN, "", 0)


def _reads(cells: dict[str, str], columns: _Columns) -> ReadCounts:
    """From the one sample column behind FORMAT; of several nothing says which is meant."""
    names = list(cells)
    behind = names[names.index(columns.format) + 1 :] if columns.format else []
    samples = [name for name in behind if name.startswith(_OTHER) and cells[name]]
    if len(samples) != 1:
        return ReadCounts(None, None)
    keys, values = cells[columns.format].split(":"), cells[samples[0]].split(":")
    sample = dict(zip(keys, values, strict=False))
    return count_reads(Site(sample, {}, cells["Ref"], (cells["Alt"],), 0, alone=True))


def _filtered(cells: dict[str, str], columns: _Columns, header: tuple[str, ...]) -> str:
    """FILTER stands two columns before FORMAT in the VCF that the table repeats."""
    if not columns.format:
        return ""
    place = header.index(columns.format) - 2
    return filter_reason(cells[header[place]], {}) if header[place].startswith(_OTHER) else ""


def _frame(rows: list[tuple[object, ...]], file: DelimitedFile, wanted: Wanted) -> pl.DataFrame:
    schema = SmallVariants.schema()
    names = [name for name in schema if name not in {"origin", "phase_group", "where"}]
    origin = Origin.GERMLINE if wanted.germline else Origin.UNKNOWN
    types = {name: schema.get(name, pl.Int64) for name in [*names, LINE]}
    return pl.DataFrame(rows, schema=types, orient="row").with_columns(
        pl.lit(origin.value).alias("origin"),
        pl.lit("").alias("phase_group"),
        pl.concat_str(pl.lit(f"{file.name} line "), pl.col(LINE)).alias("where"),
    )
