"""Contig and assembly names, and whether positions fit the assembly that the case states.

GRCh37 and GRCh38 differ by 0.1 to some megabases in most places: a file read on the wrong one
puts variants outside their genes and copies of one gene on another. The name of the assembly that
a file carries is checked first, then the ends of the chromosomes, then the genes themselves.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from crestome.model.genome import BP_PER_MB, CONTIGS, Assembly, Genome
from crestome.model.issue import Issues

_NUMBERED: Final = {"23": "X", "24": "Y", "25": "MT", "26": "MT", "M": "MT"}
_BUILDS: Final = {
    Assembly.GRCH37: ("37", "19", "b37", "hs37d5", "g1k_v37"),
    Assembly.GRCH38: ("38",),
}
_ANNOTATION_SLACK_BP: Final = BP_PER_MB // 50
"""Gene ends differ between releases of one annotation; coding bases do not lie this far outside."""
_LISTED: Final = 3


def bare_contigs(column: pl.Series) -> pl.Series:
    """Bare names (``1`` … ``22``, ``X``, ``Y``, ``MT``); other contigs keep their name.

    Example:
        >>> bare_contigs(pl.Series(["chr2", "23", "chrM", "GL000220.1"])).to_list()
        ['2', 'X', 'MT', 'GL000220.1']
    """
    bare = column.str.replace(r"(?i)^chr_?", "").str.replace(r"^0(\d)$", "$1")
    upper = bare.str.to_uppercase().replace(_NUMBERED)
    return pl.select(pl.when(upper.is_in(list(CONTIGS))).then(upper).otherwise(column)).to_series()


def assembly_named(text: str) -> Assembly | None:
    """The assembly that a file names; None for any other word.

    Example:
        >>> assembly_named("hg19"), assembly_named("GRCh38.p13"), assembly_named("36.1")
        (<Assembly.GRCH37: 'GRCh37'>, <Assembly.GRCH38: 'GRCh38'>, None)
    """
    name = text.strip().lower().removeprefix("grch").removeprefix("hg").removeprefix("ncbi")
    stem = name.split(".", maxsplit=1)[0].split("p", maxsplit=1)[0]
    return next((build for build, names in _BUILDS.items() if {name, stem} & set(names)), None)


def check_builds(builds: pl.Series, where: str, genome: Genome, issues: Issues) -> None:
    """Note an error where rows with a position name another assembly than the case."""
    for text, rows in builds.filter(builds != "").value_counts(sort=True, name="rows").rows():
        named = assembly_named(text)
        if named is genome.assembly:
            continue
        stated = f'state assembly = "{named}" in the case' if named else "lift the file over"
        issues.error(
            where,
            f"made on {text} ({rows} row(s))",
            expected=f"{genome.assembly}, the assembly of the case",
            remedy=f"{stated}, if all other files of the case fit it",
        )


def check_ends(places: pl.DataFrame, name: str, genome: Genome, issues: Issues) -> None:
    """Note an error where positions lie beyond the ends of their chromosomes.

    Args:
        places: ``contig``, ``position`` (0-based) and ``_line``.
        name: The file as the case names it.
        genome: The tables of the assembly that the case states.
        issues: Takes the error.
    """
    lengths = {item.name: item.length_bp for item in genome.chromosomes.values()}
    ends = pl.col("contig").replace_strict(lengths, default=None, return_dtype=pl.Int64)
    beyond = places.filter(pl.col("position") >= ends)
    if beyond.is_empty():
        return
    contig, position, line = beyond.select("contig", "position", "_line").row(0)
    issues.error(
        f"{name} line {line}",
        f"chr{contig}:{position + 1:,} lies beyond the end of the chromosome "
        f"({beyond.height} such row(s))",
        expected=f"positions of {genome.assembly}, where chr{contig} has {lengths[contig]:,} bases",
        remedy="state the assembly that the file was made on, or correct the positions",
    )


def check_genes(places: pl.DataFrame, name: str, genome: Genome, issues: Issues) -> None:
    """Note an error where most coding variants lie outside the genes that the file puts them in.

    Args:
        places: Coding variants: ``gene``, ``contig``, ``position`` (0-based) and ``_line``.
        name: The file as the case names it.
        genome: The tables of the assembly that the case states.
        issues: Takes the error.
    """
    table = pl.DataFrame(
        [
            (gene.symbol, gene.interval.contig, gene.interval.start, gene.interval.end)
            for gene in genome.genes.values()
        ],
        schema={"gene": pl.String, "own": pl.String, "from": pl.Int64, "to": pl.Int64},
        orient="row",
    )
    known = places.join(table, on="gene", how="inner", maintain_order="left")
    near = (pl.col("contig") == pl.col("own")) & pl.col("position").is_between(
        pl.col("from") - _ANNOTATION_SLACK_BP, pl.col("to") + _ANNOTATION_SLACK_BP
    )
    far = known.filter(~near)
    if far.height * 2 <= known.height:
        return
    listed = far.select("gene", "contig", "position", "_line").head(_LISTED).rows()
    shown = [
        f"line {line}: {gene} at chr{contig}:{position + 1:,}, not in {genome.gene(gene).interval}"
        for gene, contig, position, line in listed
    ]
    issues.error(
        name,
        f"{far.height} of {known.height} coding variants lie outside their genes: "
        + "; ".join(shown),
        expected=f"positions of {genome.assembly}, the assembly of the case",
        remedy="state the assembly that the file was made on (assembly = …), or correct the "
        "positions",
    )
