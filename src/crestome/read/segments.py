"""A table of segments, of any declared dialect → the copy-number profile of one sample.

log2 ratios, copies and calls are kept in columns of their own, as the file gives them. A number
that rests on no probe is not a measurement: callers write zero copies into the gap between two
breakpoints, which would read as a homozygous deletion.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.copy_number import (
    CellsCounted,
    CopyNumberCall,
    CopyNumberProfile,
    CopyNumberSegments,
    Platform,
)
from crestome.model.genome import AUTOSOMES, Genome
from crestome.model.issue import Issues
from crestome.read.delimited import LINE, DelimitedFile, locate, read_delimited
from crestome.read.purity import read_comments
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked, rows_of_sample
from crestome.read.segment_checks import check_places, check_scale, in_order, without_repeats
from crestome.read.segment_columns import SegmentColumns
from crestome.read.segment_header import SegmentTable, find_table, refuse
from crestome.read.set_aside import entries_of, kept, marked
from crestome.read.text import TextFile

KIND: Final = "segments"

_DIPLOID: Final = 2
_PLOIDIES: Final = range(1, 9)


def holds_segments(text: TextFile) -> bool:
    """Whether the header of a text is that of a table of segments."""
    return find_table(text) is not None


def read_segments(
    text: TextFile, *, genome: Genome, sample: Asked, platform: Platform, issues: Issues
) -> Reading[CopyNumberProfile] | None:
    """Read the segments of one sample.

    Starts are made 0-based. Most programs number bases from 1 and include the last one; a start
    of 0 in such a file is taken as the first base. Where neighbours share the base at their
    breakpoint, as many callers write it, the second one begins behind it.

    Args:
        text: The file.
        genome: Tables of the case's assembly; positions must fit its chromosomes.
        sample: The sample that is meant; None where the file holds one.
        platform: How copy number was measured.
        issues: Takes the faults: no dialect fits, no such sample, numbers that are none, start
            beyond end, overlaps, positions beyond the chromosome, no known chromosome, a scale
            that contradicts its column.

    Returns:
        The profile, empty for a file without rows; None after an error was noted. Rows of other
        samples, of other contigs, without a number or without a probe, and repeated rows are set
        aside.
    """
    found = find_table(text)
    if found is None:
        refuse(text, issues)
        return None
    whole = _read_whole(found, issues)
    if whole is None:
        return None
    selected = rows_of_sample(whole, found.dialect.sample, sample, KIND, issues)
    if selected is None:
        return None
    mine, others = selected
    errors_before = len(issues.errors)
    columns = SegmentColumns(mine, found.dialect, issues)
    frame = _checked(columns.frame(), columns, genome)
    profile = _profile(frame, columns, found, platform)
    if len(issues.errors) > errors_before:
        return None
    source = InputFile(
        path=text.name,
        role="copy_number",
        dialect=columns.meaning,
        sha256=text.sha256,
        rows=whole.rows,
    )
    aside = entries_of(frame, text.name, KIND)
    return Reading(value=profile, source=source, set_aside=others + aside)


def _read_whole(found: SegmentTable, issues: Issues) -> DelimitedFile | None:
    """The table with the line numbers of the file."""
    whole = read_delimited(found.text, issues)
    if whole is None or not found.shift:
        return whole
    return replace(whole, frame=whole.frame.with_columns(pl.col(LINE) - found.shift))


def _profile(
    frame: pl.DataFrame, columns: SegmentColumns, found: SegmentTable, platform: Platform
) -> CopyNumberProfile:
    dialect, name = found.dialect, columns.file.name
    segments = kept(frame).select(list(CopyNumberSegments.schema()))
    comments = read_comments(found.above, name, columns.issues)
    purity, ploidy = columns.constant(dialect.purity), columns.constant(dialect.ploidy)
    counted = segments["total_copies"].count() > 0
    if dialect.altered_only and ploidy is None and comments.ploidy is None:
        ploidy = _ploidy_of_calls(segments, name, columns.issues)
    if dialect.caveat and (counted or not dialect.mixed_copies):
        columns.issues.note(name, dialect.caveat)
    return CopyNumberProfile(
        segments=CopyNumberSegments(segments),
        platform=platform,
        altered_only=dialect.altered_only,
        mixed_copies=dialect.mixed_copies and counted,
        purity=comments.purity if purity is None else purity,
        ploidy=comments.ploidy if ploidy is None else ploidy,
        cells_counted=CellsCounted.ALL if dialect.shares_of_all else CellsCounted.TUMOUR,
        file=name,
    )


def _ploidy_of_calls(segments: pl.DataFrame, name: str, issues: Issues) -> float | None:
    """The ploidy that the words for gain and loss were set against; None where it can be two.

    A list of altered segments does not show what is normal. Where it calls two copies a loss, the
    caller was told of, or found, a tumour of more than two copies.
    """
    autosomal = segments.filter(pl.col("contig").is_in(AUTOSOMES))
    lost = autosomal.filter(pl.col("call") == CopyNumberCall.LOSS.value)["total_copies"]
    gained = autosomal.filter(pl.col("call") == CopyNumberCall.GAIN.value)["total_copies"]
    fitting = [
        ploidy
        for ploidy in _PLOIDIES
        if not (lost >= ploidy).any() and not (gained <= ploidy).any()
    ]
    if _DIPLOID in fitting:
        return None
    issues.warn(
        name,
        f"gains and losses were called against {' or '.join(map(str, fitting)) or 'no one'} copies"
        + (", which is taken as the ploidy" if len(fitting) == 1 else ""),
        remedy="state the ploidy in the case",
    )
    return float(fitting[0]) if len(fitting) == 1 else None


def _checked(frame: pl.DataFrame, columns: SegmentColumns, genome: Genome) -> pl.DataFrame:
    """The rows with the reason why some are set aside, sorted and without overlaps."""
    file, issues = columns.file, columns.issues
    frame = _without_other_contigs(frame, columns, genome)
    frame = _without_numbers_of_nothing(frame, columns)
    placed = kept(frame).drop_nulls(["start", "end"])
    if not check_places(placed, file.name, genome, issues) or placed.height < kept(frame).height:
        return frame
    frame = in_order(without_repeats(frame), file.name, issues)
    check_scale(kept(frame), file.name, genome, issues)
    if not kept(frame).height:
        issues.warn(
            file.name,
            "no segments; every chromosome counts as not looked at",
            remedy="leave the file out if copy number was not measured",
        )
    return frame


def _without_other_contigs(
    frame: pl.DataFrame, columns: SegmentColumns, genome: Genome
) -> pl.DataFrame:
    file, issues = columns.file, columns.issues
    name = columns.needed(columns.dialect.contig)
    known = frame["contig"].is_in(list(genome.chromosomes))
    if known.all():
        return frame
    where, cells = locate(file, name, ~known)
    if not known.any():
        issues.error(
            where,
            f"no row lies on a human chromosome: {cells}",
            expected="1 … 22, X, Y, with or without chr",
            remedy="check that the file is of a human sample and the column of the chromosome",
        )
    else:
        issues.warn(where, f"{(~known).sum()} row(s) outside the chromosomes set aside: {cells}")
    reason = pl.concat_str(pl.lit("on "), file.frame[name], pl.lit(", not a chromosome"))
    return marked(frame, ~known, reason)


def _without_numbers_of_nothing(frame: pl.DataFrame, columns: SegmentColumns) -> pl.DataFrame:
    number = pl.coalesce("log2", "total_copies")
    silent = frame.select(number.is_null() & (pl.col("call") == "")).to_series()
    if silent.any():
        lines = frame.filter(silent)[LINE]
        columns.issues.warn(
            f"{columns.file.name} line {lines[0]}",
            f"{len(lines)} segment(s) without a value set aside",
            expected="a number, or a word for the state",
        )
    frame = marked(frame, silent, pl.lit("no value"))
    unseen = pl.col("probes") == 0
    return marked(frame, unseen, pl.lit("no probe inside, so nothing was measured there"))
