"""How segment files name their columns, one declaration for each dialect.

A dialect is told by its header alone; file names and suffixes are never looked at. To read one
more, declare it here: which column means what, and which columns tell it from the others.

Scales are the reason to be strict. A column called "mean" or "value" may hold log2 ratios,
ratios or copies; only names that say which, or a header that only one program writes, are taken.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from crestome.model.issue import Issues
from crestome.read.text import TextFile

Names = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SegmentDialect:
    """Which column means what; every field lists accepted spellings, best first.

    Attributes:
        name: For people.
        contig: Chromosome.
        start: First base.
        end: Last base, included.
        sample: Sample; () where the file has no such column.
        log2: log2 ratio to the reference.
        total_copies: Copies per tumour cell.
        alleles: The two columns with the copies of either allele; the smaller is the minor one,
            and their sum the total where ``total_copies`` has no column.
        probes: Probes, bins or sites that the number rests on.
        call: A word for the state.
        purity: Tumour cell fraction, the same in every row.
        ploidy: Mean copies, the same in every row.
        marks: Further columns that must be there, to tell the dialect from others.
        unlike: Columns that speak against it.
        first_base: Number of the first base of a chromosome: 1, or 0 as in BED.
    """

    name: str
    contig: Names
    start: Names
    end: Names
    sample: Names = ()
    log2: Names = ()
    total_copies: Names = ()
    alleles: Names = ()
    probes: Names = ()
    call: Names = ()
    purity: Names = ()
    ploidy: Names = ()
    marks: tuple[Names, ...] = ()
    unlike: Names = ()
    first_base: int = 1

    @property
    def needed(self) -> tuple[Names, ...]:
        """Columns without which a file is not of this dialect, each with its spellings."""
        values = (*self.log2, *self.total_copies, *self.alleles[:1], *self.call)
        return (*self.marks, self.contig, self.start, self.end, values)

    def fits(self, header: Collection[str]) -> bool:
        """Whether all needed columns are in a header (folded), and none that speaks against it."""
        return not self.missing(header) and not any(fold(name) in header for name in self.unlike)

    def missing(self, header: Collection[str]) -> tuple[Names, ...]:
        """The needed columns that a header (folded) lacks."""
        return tuple(
            names for names in self.needed if not any(fold(name) in header for name in names)
        )


_SAMPLE: Final = (
    "ID",
    "Sample",
    "sampleName",
    "sample_id",
    "Tumor_Sample_Barcode",
    "case_id",
)
_CONTIG: Final = ("chrom", "chromosome", "chr", "contig")
_START: Final = ("loc.start", "start", "Start.bp", "start_position", "startpos")
_END: Final = ("loc.end", "end", "End.bp", "end_position", "endpos")
_PROBES: Final = (
    "num.mark",
    "Num_Probes",
    "Num.Markers",
    "nbrOfLoci",
    "n_probes",
    "probes",
    "bins",
)
_LOG2: Final = (
    "seg.mean",
    "Segment_Mean",
    "log2",
    "log2_ratio",
    "logratio",
    "log_ratio",
)

_SEG: Final = SegmentDialect(
    name="SEG (DNAcopy, IGV, cBioPortal)",
    sample=_SAMPLE,
    contig=_CONTIG,
    start=_START,
    end=_END,
    # "mean" says nothing by itself; beside sample and marker number it is DNAcopy's.
    log2=(*_LOG2, "mean"),
    probes=_PROBES,
    marks=(_SAMPLE, _PROBES),
    unlike=("gene",),
)
_ACESEQ: Final = SegmentDialect(
    name="ACEseq",
    contig=_CONTIG,
    start=_START,
    end=_END,
    total_copies=("tcnMean",),
    alleles=("c1Mean", "c2Mean"),
    probes=("tcnNbrOfLoci",),
    marks=(("c1Mean",), ("c2Mean",)),
)
_CNVKIT: Final = SegmentDialect(
    name="CNVkit segments",
    contig=_CONTIG,
    start=_START,
    end=_END,
    # The column cn is not taken: unless a purity was given, it counts copies of the mixture.
    log2=("log2",),
    probes=("probes",),
    marks=(("gene",), ("probes",)),
    first_base=0,
)
_TABLE: Final = SegmentDialect(
    name="plain table",
    sample=_SAMPLE,
    contig=_CONTIG,
    start=_START,
    end=_END,
    log2=_LOG2,
    total_copies=("total_cn", "total_copies", "tot_cn", "total_copy_number"),
    alleles=("nMajor", "nMinor"),
    probes=_PROBES,
    call=("call", "cn_call", "copy_number_call"),
    purity=("purity",),
    ploidy=("ploidy",),
    # With a gene column, rows are bins, exons or genes.
    unlike=("gene",),
)
DIALECTS: Final = (_ACESEQ, _CNVKIT, _SEG, _TABLE)
"""In the order of trying: a dialect that only one program writes comes first."""

_HEADER_WITHIN_LINES: Final = 50
_SHOWN_COLUMNS: Final = 12
_NEAR_MISS: Final = 0.85


def fold(name: str) -> str:
    """A column name without case and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def find_dialect(text: TextFile) -> tuple[SegmentDialect, TextFile] | None:
    """The dialect of a text, and the text from its header on, line numbers kept.

    The header is the first line that fits a dialect. What stands above it (warnings of R, track
    lines) is blanked, and a mark of comment before it (``#chromosome``) is taken off.
    """
    for index, line in _first_lines(text):
        header = {fold(name) for name in column_names(line)}
        dialect = next((item for item in DIALECTS if item.fits(header)), None)
        if dialect is not None:
            lines = [""] * index + [line.lstrip("#"), *text.lines[index + 1 :]]
            return dialect, replace(text, lines=lines)
    return None


def refuse(text: TextFile, issues: Issues) -> None:
    """Say in one error what a text lacks to be a table of segments."""
    line = next((line for line in text.lines if line.strip()), "nothing")
    for _, candidate in _first_lines(text):
        header = {fold(name) for name in column_names(candidate)}
        missing = {dialect.missing(header) for dialect in (_SEG, _TABLE)}
        lacking = next((names for names in missing if len(names) == 1), None)
        if lacking:
            _refuse_incomplete(text.name, column_names(candidate), lacking[0], issues)
            return
    issues.error(
        text.name,
        "neither segments nor copies of genes in a known form; the first line reads: "
        + _shown(column_names(line)),
        expected="segments (chromosome, start, end and a log2 ratio, copies or a call), genes "
        "with a call, or a matrix of genes by samples",
        remedy="export the segments as SEG: ID, chrom, loc.start, loc.end, num.mark, seg.mean",
    )


def _refuse_incomplete(name: str, header: Names, lacking: Names, issues: Issues) -> None:
    folded = {fold(column): column for column in header}
    wanted = {fold(spelling): spelling for spelling in lacking}
    near = [
        f"{folded[found]}: did you mean {spelling}?"
        for key, spelling in wanted.items()
        for found in difflib.get_close_matches(key, folded, n=1, cutoff=_NEAR_MISS)
    ]
    values = set(_LOG2) <= set(lacking)
    issues.error(
        f"{name}: header",
        "no column that is known to hold log2 ratios, copies or calls"
        if values
        else f"no column {lacking[0]}",
        expected="log2 ratios as seg.mean or log2, copies as total_cn, or calls as call"
        if values
        else " or ".join(lacking),
        remedy=(near[0] if near else f"name the column so; the header has {_shown(header)}"),
    )


def _shown(columns: Names) -> str:
    return ", ".join(columns[:_SHOWN_COLUMNS]) + (" …" if len(columns) > _SHOWN_COLUMNS else "")


def column_names(line: str) -> tuple[str, ...]:
    """The names in a header line, by the separator that it shows."""
    bare = line.lstrip("#")
    separator = next((mark for mark in "\t,;" if mark in bare), None)
    return tuple(cell.strip(" \"'") for cell in bare.split(separator))


def _first_lines(text: TextFile) -> Iterator[tuple[int, str]]:
    return ((i, line) for i, line in enumerate(text.lines[:_HEADER_WITHIN_LINES]) if line.strip())
