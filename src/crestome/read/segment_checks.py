"""Faults that segments can have among themselves and against the chromosomes.

Segments that overlap give one base two copy numbers, positions beyond the end of a chromosome
belong to another assembly, and a column of copies under the name of a log2 ratio would set every
cut-off against the wrong quantity: such files are refused, with the lines and the remedy.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from crestome.knowledge.load import load_genome
from crestome.model.genome import AUTOSOMES, CONTIGS, Assembly, Genome
from crestome.model.issue import Issues
from crestome.read.delimited import LINE
from crestome.read.set_aside import REASON, kept, marked

_LISTED: Final = 5
_COPIES_NOT_LOG2: Final = 1.5
"""Where most of a genome has at least this value and nothing is below 0, it is no log2 ratio: a
ratio is measured against the middle of the profile, and even a tetraploid tumour, measured against
two copies, has 1."""
_LOG2_NOT_COPIES: Final = 0.5
"""Where most of a genome lies this close to 0, the numbers are no copies."""
_MOST: Final = 0.5


def check_places(frame: pl.DataFrame, name: str, genome: Genome, issues: Issues) -> bool:
    """Whether every segment has a place that its chromosome holds; faults go to ``issues``.

    Args:
        frame: Contig, 0-based start, end and line of each segment.
        name: The file, for messages.
        genome: Tables of the case's assembly.
        issues: Takes negative starts, ends before the start, and positions beyond the chromosome,
            with the assembly that would fit.
    """
    unsound = (
        (pl.col("start") < 0, "start before the chromosome", "positions from 0 or 1"),
        (pl.col("start") >= pl.col("end"), "start > end", "start ≤ end"),
    )
    for fault, what, expected in unsound:
        lines = frame.filter(fault)[LINE].to_list()
        if lines:
            remedy = "correct the positions; columns may be swapped"
            issues.error(
                f"{name} line {lines[0]}", what + _also(lines[1:]), expected=expected, remedy=remedy
            )
    beyond = _beyond(frame, genome)
    if beyond.height:
        _refuse_assembly(frame, beyond, name, genome, issues)
    sound = ~pl.any_horizontal(fault for fault, _, _ in unsound)
    return beyond.is_empty() and bool(frame.select(sound.all()).item())


def _also(lines: list[int]) -> str:
    if not lines:
        return ""
    more = f" and {len(lines) - _LISTED} more" if len(lines) > _LISTED else ""
    return f" (also line {', '.join(map(str, lines[:_LISTED]))}{more})"


def without_repeats(frame: pl.DataFrame) -> pl.DataFrame:
    """Mark rows that repeat an earlier row in everything but the line."""
    said = ["contig", "start", "end", "log2", "total_copies", "minor_copies", "probes", "call"]
    again = pl.col(REASON).is_null() & ~pl.struct(*said, REASON).is_first_distinct()
    return marked(frame, again, pl.lit("the same segment again"))


def in_order(frame: pl.DataFrame, name: str, issues: Issues) -> pl.DataFrame:
    """Sort the segments and let neighbours that share one base meet instead.

    Args:
        frame: With `REASON`; rows that have one take no part.
        name: The file, for messages.
        issues: Takes overlaps of more than one base as errors, with both lines; a note where rows
            were not in order, and one where neighbours shared a base.
    """
    unsorted = kept(frame).filter(pl.col("start") < pl.col("start").shift().over("contig"))
    if unsorted.height:
        issues.note(
            f"{name} line {unsorted[LINE][0]}",
            f"{unsorted.height} segment(s) begin before the one above; the file was sorted",
        )
    karyotype = pl.col("contig").cast(pl.Enum(CONTIGS))
    used = kept(frame).sort(karyotype, "start", "end")
    furthest = pl.col("end").cum_max()
    before = furthest.shift().over("contig")
    reaches = pl.when(pl.col("end") == furthest).then(pl.col(LINE))
    line_before = reaches.forward_fill().shift().over("contig")
    used = used.with_columns(
        _shared=(before - pl.col("start")).clip(0).fill_null(0), _line_before=line_before
    )
    _refuse_overlaps(used.filter(pl.col("_shared") > 1), name, issues)
    shared = used.filter(pl.col("_shared") == 1).height
    if shared:
        issues.note(
            name,
            f"{shared} segment(s) begin at the base at which their neighbour ends; that base is "
            "counted to the neighbour",
        )
    used = used.with_columns(start=pl.col("start") + pl.col("_shared")).drop(
        "_shared", "_line_before"
    )
    nothing_left = pl.col("start") >= pl.col("end")
    used = marked(used, nothing_left, pl.lit("one base, which its neighbour covers"))
    return pl.concat([used, frame.filter(pl.col(REASON).is_not_null())])


def check_scale(frame: pl.DataFrame, name: str, genome: Genome, issues: Issues) -> None:
    """Refuse copies under the name of a log2 ratio, and the other way round.

    Linear ratios under that name lie around 1, as the log2 ratios of a tumour do whose profile was
    not centred: a warning.
    """
    half = _MOST * sum(genome.chromosomes[contig].length_bp for contig in AUTOSOMES)
    autosomes = frame.filter(pl.col("contig").is_in(AUTOSOMES))
    high = autosomes.filter(pl.col("log2") >= _COPIES_NOT_LOG2)
    rising = not (frame["log2"] < 0).any()
    around_one = autosomes.filter(
        pl.col("log2").is_between(_LOG2_NOT_COPIES, _COPIES_NOT_LOG2, "left")
    )
    if _length_bp(around_one) > half and rising:
        issues.warn(
            name,
            "the log2 ratios may be linear ratios: none is below 0, and most of the genome lies "
            "around 1",
            expected="log2 ratios, which lie around 0",
            remedy="take the logarithm to base 2 if the caller wrote ratios",
        )
    if _length_bp(high) > half and rising:
        issues.error(
            name,
            f"the log2 ratios look like copies: none is below 0, and most of the genome lies at "
            f"{_COPIES_NOT_LOG2} or more",
            expected="log2 ratios, which lie around 0",
            remedy="name the column total_cn if it holds copies",
        )
    low = autosomes.filter(pl.col("total_copies").abs() < _LOG2_NOT_COPIES)
    if _length_bp(low) > half:
        issues.error(
            name,
            f"the copies look like log2 ratios: most of the genome lies within {_LOG2_NOT_COPIES} "
            "of 0",
            expected="copies per tumour cell",
            remedy="name the column log2 if it holds log2 ratios",
        )


def _length_bp(frame: pl.DataFrame) -> int:
    return int((frame["end"] - frame["start"]).sum())


def _beyond(frame: pl.DataFrame, genome: Genome) -> pl.DataFrame:
    lengths = {chromosome.name: chromosome.length_bp for chromosome in genome.chromosomes.values()}
    limit = pl.col("contig").replace_strict(lengths, default=None, return_dtype=pl.Int64)
    return frame.filter(pl.col("end") > limit)


def _refuse_assembly(
    frame: pl.DataFrame, beyond: pl.DataFrame, name: str, genome: Genome, issues: Issues
) -> None:
    fitting = [
        assembly.value
        for assembly in Assembly
        if assembly is not genome.assembly and _beyond(frame, load_genome(assembly)).is_empty()
    ]
    line, contig, end = beyond.select(LINE, "contig", "end").row(0)
    length = genome.chromosomes[contig].length_bp
    others = f", and {beyond.height - 1} more line(s)" if beyond.height > 1 else ""
    issues.error(
        f"{name} line {line}",
        f"position {end:,} lies beyond chromosome {contig}, which has {length:,} bases in "
        f"{genome.assembly.value}{others}",
        expected=f"positions of {genome.assembly.value}",
        remedy=f'all positions fit {fitting[0]}: state assembly = "{fitting[0]}" or lift the file'
        if fitting
        else "the positions fit neither GRCh37 nor GRCh38; find out which assembly was used",
    )


def _refuse_overlaps(overlapping: pl.DataFrame, name: str, issues: Issues) -> None:
    if overlapping.is_empty():
        return
    pairs = overlapping.select("_line_before", LINE, "contig", "_shared").rows()
    listed = "; ".join(
        f"lines {before} and {line} share {shared:,} bases of chromosome {contig}"
        for before, line, contig, shared in pairs[:_LISTED]
    )
    more = f" and {len(pairs) - _LISTED} more pair(s)" if len(pairs) > _LISTED else ""
    issues.error(
        f"{name} line {pairs[0][1]}",
        f"segments overlap: {listed}{more}",
        expected="one copy number for one base",
        remedy="keep one solution of the caller, and one sample",
    )
