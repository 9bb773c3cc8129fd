"""Structural variants of any caller → one table of adjacencies.

A rearrangement joins two places that do not lie together in the genome. Callers write it as two
records or one, from either side, with the orientation in brackets, flags or strands; here it is one
row, the lower place first, with the side of each break on which the DNA is kept. Without the
orientation the two places are still known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.genome import CONTIGS, Genome
from crestome.model.issue import Issues
from crestome.model.structural_variant import StructuralKind, StructuralVariants
from crestome.read.contigs import assembly_named, bare_contigs, check_ends
from crestome.read.delimited import LINE
from crestome.read.fusion_dialects import find_fusion_dialect
from crestome.read.gene_symbols import current_symbols
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked
from crestome.read.set_aside import REASON, entries_of, kept, marked
from crestome.read.sv_bedpe import BEDPE, BRASS, holds_bedpe, read_sv_bedpe
from crestome.read.sv_pairs import one_fate_each, without_mates
from crestome.read.sv_rows import KIND, SvRows
from crestome.read.sv_tables import holds_sv_table, read_sv_table
from crestome.read.sv_vcf import holds_vcf, read_sv_vcf, vcf_header
from crestome.read.text import TextFile

_ROLE: Final = "structural_variants"
_REASONS: Final = 8
_LISTED: Final = 5
_BUILD: Final = re.compile(
    r"(?i)(GRCh3[678]|hg1[89]|hg38|hs37d5|b37|NCBI36|g1k_v37|(?<=Homo_sapiens_assembly)(?:19|38))"
)
_CONTIG: Final = re.compile(r"^##contig=<.*?\bID=([^,>]+).*?\blength=(\d+)")
_READERS: Final[
    tuple[
        tuple[
            Callable[[TextFile], bool],
            Callable[[TextFile, Asked, Issues], SvRows | None],
        ],
        ...,
    ]
] = (
    (holds_vcf, read_sv_vcf),
    (holds_sv_table, read_sv_table),
    (holds_bedpe, read_sv_bedpe),
)


def holds_structural_variants(text: TextFile) -> bool:
    """Whether a text looks like structural variants (a VCF may turn out to hold small ones)."""
    return any(holds(text) for holds, _ in _READERS)


def read_structural_variants(
    text: TextFile, *, genome: Genome, sample: Asked, issues: Issues
) -> Reading[StructuralVariants] | None:
    """Read the structural variants of one tumour.

    Args:
        text: VCF, BEDPE or a table of LINX, told by its content.
        genome: Tables of the case's assembly; positions must fit its chromosomes.
        sample: The tumour that is meant; None where the file tells it.
        issues: Takes the faults.

    Returns:
        One row for each adjacency; None after an error was noted: no known form, another
        assembly, no human chromosome, a place beyond the end of its chromosome. Rows that did not
        pass, of contigs that are no chromosome, second records of a pair and repeated rows are
        set aside.
    """
    found = next((reader for holds, reader in _READERS if holds(text)), None)
    if text.dialect in {BEDPE, BRASS}:
        found = read_sv_bedpe
    if found is None:
        _refuse(text, issues)
        return None
    before = len(issues.errors)
    _check_assembly(vcf_header(text), text.name, genome, issues)
    rows = found(text, sample, issues)
    if rows is None or len(issues.errors) > before:
        return None
    frame = _with_contigs(rows.frame, text.name, issues)
    frame = _in_order(frame)
    if rows.pairs:
        frame = without_mates(frame, LINE)
    frame = one_fate_each(frame, LINE)
    _check_places(frame, text.name, genome, issues)
    if len(issues.errors) > before:
        return None
    source = InputFile(
        path=text.name, role=_ROLE, dialect=rows.dialect, sha256=text.sha256, rows=rows.rows
    )
    return Reading(
        value=StructuralVariants(_modelled(kept(frame), text.name)),
        source=source,
        set_aside=rows.others + entries_of(frame, text.name, KIND),
    )


def _refuse(text: TextFile, issues: Issues) -> None:
    line = next((line for line in text.lines if line.strip()), "nothing")
    if find_fusion_dialect(text) is not None:
        issues.error(
            text.name,
            "a table of fusions",
            expected="structural variants",
            remedy="name it under fusions",
        )
        return
    issues.error(
        text.name,
        f"not structural variants in a known form; the first line reads: {line[:80]!r}",
        expected="VCF with breakends or symbolic alleles, BEDPE, or structural variants of LINX",
        remedy="export VCF, or BEDPE with chrom1, start1, end1, chrom2, start2, end2, name, "
        "score, strand1, strand2",
    )


def _check_assembly(header: list[str], name: str, genome: Genome, issues: Issues) -> None:
    """By the lengths of the contigs where the header states them, else by the reference's name."""
    lengths = {item.name: item.length_bp for item in genome.chromosomes.values()}
    stated = [match.groups() for line in header if (match := _CONTIG.match(line))]
    if stated:
        contigs = bare_contigs(pl.Series([contig for contig, _ in stated]))
        pairs = [(c, int(n)) for c, (_, n) in zip(contigs, stated, strict=True) if c in lengths]
        wrong = [(c, n) for c, n in pairs if lengths[c] != n]
        if wrong:
            contig, length = wrong[0]
            issues.error(
                f"{name}: header",
                f"chr{contig} has {length:,} bases",
                expected=f"{lengths[contig]:,}, as in {genome.assembly}, the assembly of the case",
                remedy="state the assembly that the file was made on, if all other files fit it",
            )
        if pairs:
            return
    lines = [line for line in header if line.startswith(("##reference=", "##assembly="))]
    for word in dict.fromkeys(found for line in lines for found in _BUILD.findall(line)):
        if assembly_named(word) is not genome.assembly:
            issues.error(
                f"{name}: header",
                f"made on {word}",
                expected=f"{genome.assembly}, the assembly of the case",
                remedy="state the assembly that the file was made on, or lift the file over",
            )
            return


def _with_contigs(frame: pl.DataFrame, name: str, issues: Issues) -> pl.DataFrame:
    """Bare names; rows with an end on another contig are set aside."""
    frame = frame.with_columns(
        bare_contigs(frame["contig1"].fill_null("")).alias("contig1"),
        bare_contigs(frame["contig2"].fill_null("")).alias("contig2"),
    )
    known = ["", *CONTIGS]
    foreign = [~pl.col(contig).is_in(known) for contig in ("contig1", "contig2")]
    odd = pl.when(foreign[0]).then(pl.col("contig1")).otherwise(pl.col("contig2"))
    reason = pl.lit("contig ") + odd + " is no chromosome"
    open_rows = frame.filter(pl.col(REASON).is_null())
    out = open_rows.filter(foreign[0] | foreign[1])
    if out.height and out.height == open_rows.height:
        listed = ", ".join(out["contig1"].unique(maintain_order=True).head(_LISTED))
        issues.error(
            f"{name} line {out[LINE][0]}",
            f"no row lies on human chromosomes: {listed}",
            expected="1 to 22, X, Y, MT, with or without chr",
            remedy="check that the file is of a human tumour and rename its contigs",
        )
    elif out.height:
        issues.warn(
            f"{name} line {out[LINE][0]}",
            f"{out.height} row(s) with an end outside the chromosomes set aside",
        )
    few = out.select(reason.n_unique()).item() <= _REASONS
    words = reason if few else pl.lit("an end on a contig that is no chromosome")
    return marked(frame, foreign[0] | foreign[1], words)


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """The lower place first, and the kind that the ends show where none is stated."""
    rank = {contig: index for index, contig in enumerate(("", *CONTIGS))}
    first, second = (
        pl.col(contig).replace_strict(rank, default=len(rank), return_dtype=pl.Int64)
        for contig in ("contig1", "contig2")
    )
    later = (first > second) | ((first == second) & (pl.col("position1") > pl.col("position2")))
    turned = (later & (pl.col("contig2") != "")).fill_null(value=False)
    swapped = []
    for stem in ("contig", "position", "strand", "gene"):
        one, two = pl.col(f"{stem}1"), pl.col(f"{stem}2")
        swapped += [
            pl.when(turned).then(two).otherwise(one).alias(f"{stem}1"),
            pl.when(turned).then(one).otherwise(two).alias(f"{stem}2"),
        ]
    frame = frame.with_columns(*swapped, turned=turned)
    local = pl.col("contig1") == pl.col("contig2")
    strands = pl.concat_str("strand1", "strand2", ignore_nulls=True)
    shown = (
        pl.when(~local & (pl.col("contig2") != ""))
        .then(pl.lit(StructuralKind.TRANSLOCATION.value))
        .when(strands == "+-")
        .then(pl.lit(StructuralKind.DELETION.value))
        .when(strands == "-+")
        .then(pl.lit(StructuralKind.DUPLICATION.value))
        .when(strands.is_in(["++", "--"]))
        .then(pl.lit(StructuralKind.INVERSION.value))
        .otherwise(pl.lit(StructuralKind.BREAKEND.value))
    )
    return frame.with_columns(kind=pl.coalesce("kind", shown))


def _check_places(frame: pl.DataFrame, name: str, genome: Genome, issues: Issues) -> None:
    rows = kept(frame)
    places = pl.concat(
        rows.select(contig=f"contig{end}", position=f"position{end}", _line=LINE).drop_nulls()
        for end in (1, 2)
    ).sort("_line")
    check_ends(places, name, genome, issues)


def _modelled(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    texts = [pl.col(key).fill_null("") for key in ("strand1", "strand2", "event")]
    genes = [current_symbols(frame[key].fill_null("")).alias(key) for key in ("gene1", "gene2")]
    return frame.with_columns(
        *texts,
        *genes,
        where=pl.concat_str(pl.lit(f"{name} line "), pl.col(LINE)),
    ).select(list(StructuralVariants.schema()))
