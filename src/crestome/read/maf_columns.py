"""Which columns of a MAF hold what, in the spellings of the programs that write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crestome.model.issue import Issues
from crestome.read.delimited import DelimitedFile, find_column, nearest_column

GENE: Final = ("Hugo_Symbol", "Gene_Symbol", "Gene_Name", "Symbol", "Gene")
SAMPLE: Final = ("Tumor_Sample_Barcode", "Tumor_Sample", "Sample_ID", "Sample")
CONTIG: Final = ("Chromosome", "Chrom", "Chr")
START: Final = ("Start_Position", "Start", "Position", "Pos")
END: Final = ("End_Position", "End")
REFERENCE: Final = ("Reference_Allele", "Ref")
ALTERNATIVES: Final = ("Tumor_Seq_Allele2", "Tumor_Seq_Allele1", "Alt")
CLASSIFICATION: Final = ("Variant_Classification",)
CONSEQUENCE: Final = ("Consequence", "One_Consequence")
PROTEIN: Final = (
    "HGVSp_Short",
    "Protein_Change",
    "Amino_Acid_Change",
    "AAChange",
    "AA_Change",
    "HGVSp",
)
GENOMIC: Final = ("HGVSg",)
BUILD: Final = ("NCBI_Build", "Build", "Assembly")
FILTER: Final = ("FILTER",)
STATUS: Final = ("Mutation_Status",)
ALTERNATIVE_READS: Final = ("t_alt_count",)
REFERENCE_READS: Final = ("t_ref_count",)
DEPTH: Final = ("t_depth",)
PERCENT: Final = ("i_TumorVAF_WU",)
FRACTION: Final = ("tumor_f", "i_tumor_f", "t_vaf", "tumor_vaf", "VAF")

_TELLING: Final = (SAMPLE, CONTIG, START, CLASSIFICATION, ALTERNATIVE_READS)
"""Columns whose absence changes the answers: a name close to one of these is reported."""
_EFFECT_WORDS: Final = ("classification", "consequence", "varianteffect", "mutationeffect")
"""A column that is named so holds effects, whatever else stands in its name."""


@dataclass(frozen=True, kw_only=True)
class MafColumns:
    """Names as the header spells them; None for a column that the file does not have.

    Attributes:
        gene: Gene symbol.
        sample: Tumour sample.
        contig: Contig.
        start: 1-based first base.
        end: 1-based last base.
        classification: Variant_Classification.
        consequence: Sequence Ontology terms.
        proteins: Protein changes, best notation first.
    """

    gene: str
    sample: str | None
    contig: str | None
    start: str | None
    end: str | None
    classification: str | None
    consequence: str | None
    proteins: tuple[str, ...]


def find_maf_columns(file: DelimitedFile, issues: Issues) -> MafColumns | None:
    """The columns that say gene, place and effect.

    Returns:
        None after an error was noted: no gene (the file needs annotation), neither an effect nor a
        protein change, no effect but a column with nearly its name, or a contig without a position.
    """
    before = len(issues.errors)
    gene = _gene(file, issues)
    proteins = all_columns(file, PROTEIN)
    classification = one_column(file, CLASSIFICATION)
    consequence = one_column(file, CONSEQUENCE)
    if gene and not (proteins or classification or consequence):
        find_column(file, CLASSIFICATION, issues=issues)
    elif not (classification or consequence):
        _refuse_renamed_effect(file, issues)
    contig = one_column(file, CONTIG)
    start = one_column(file, START)
    if (contig is None) != (start is None):
        find_column(file, START if contig else CONTIG, issues=issues)
    if gene is None or len(issues.errors) > before:
        return None
    _note_near_misses(file, issues)
    return MafColumns(
        gene=gene,
        sample=one_column(file, SAMPLE),
        contig=contig,
        start=start,
        end=one_column(file, END),
        classification=classification,
        consequence=consequence,
        proteins=proteins,
    )


def one_column(file: DelimitedFile, names: Sequence[str]) -> str | None:
    """The column of that name, if the file has it."""
    return find_column(file, names, issues=Issues(), required=False)


def all_columns(file: DelimitedFile, names: Sequence[str]) -> tuple[str, ...]:
    """Every column of those names, in the order of the names."""
    found = (one_column(file, (name,)) for name in names)
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _gene(file: DelimitedFile, issues: Issues) -> str | None:
    found = one_column(file, GENE)
    annotated = "annotate the file first, for example with vcf2maf and VEP"
    if found is None and (nearest_column(file, GENE[:1]) or one_column(file, START) is None):
        return find_column(file, GENE, issues=issues)
    if found is None:
        issues.error(
            f"{file.name}: header",
            "positions without genes: no column Hugo_Symbol",
            expected="Hugo_Symbol and Variant_Classification or HGVSp_Short",
            remedy=annotated,
        )
        return None
    if file.rows and file.frame[found].str.contains(r"^ENSG\d+").all():
        issues.error(
            f"{file.name}: column {found}",
            "holds Ensembl identifiers",
            expected="HGNC gene symbols",
            remedy=annotated,
        )
        return None
    return found


def _refuse_renamed_effect(file: DelimitedFile, issues: Issues) -> None:
    """A file without effects beside a column that seems to hold them would lose splice variants."""
    named_so = [
        column
        for column in file.header
        if any(word in re.sub(r"[^a-z]", "", column.casefold()) for word in _EFFECT_WORDS)
    ]
    near = nearest_column(file, (*CLASSIFICATION, *CONSEQUENCE)) or next(iter(named_so), None)
    if near is None:
        return
    issues.error(
        f"{file.name}: header",
        f"no column {CLASSIFICATION[0]}, but {near}",
        expected=" or ".join((*CLASSIFICATION, *CONSEQUENCE[:1])),
        remedy=f"rename {near} if it holds effects; remove it if it does not",
    )


def _note_near_misses(file: DelimitedFile, issues: Issues) -> None:
    for names in _TELLING:
        near = nearest_column(file, names[:1])
        if near is not None and one_column(file, names) is None:
            issues.warn(
                f"{file.name}: header",
                f"column {near} is not read",
                expected=f"{names[0]}, if that is what it holds",
                remedy="rename it, or ignore this if it is another thing",
            )
