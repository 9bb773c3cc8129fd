"""How tables of probes and bins name their columns, and the columns of the model out of them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import ClassVar, Final

import polars as pl

from crestome.model.genome import AUTOSOMES
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.read.delimited import LINE, MISSING
from crestome.read.sample_names import Asked, choose_sample
from crestome.read.segment_dialects import Names, column_names, fold
from crestome.read.segment_programs import SAMPLE_COLUMNS
from crestome.read.text import TextFile

LOG2: Final = (
    "log2",
    "log2_ratio",
    "logratio",
    "log_ratio",
    "log2_copy_ratio",
    "Log R Ratio",
    "LRR",
    "logR",
)
CONTIG: Final = ("chromosome", "chrom", "chr", "contig")
POSITION: Final = ("position", "pos", "maploc", "location", "physical_position")
_START: Final = ("start", "start_position", "chromStart")
_END: Final = ("end", "end_position", "chromEnd", "stop")
_WEIGHT: Final = ("weight",)
_BAF: Final = ("baf", "B Allele Freq", "b_allele_frequency", "allele_fraction")
_GC: Final = ("gc", "gc_content", "gc_fraction")
_GENE: Final = ("gene",)
_PERCENT: Final = 100.0
_SHOWN: Final = 5
_SHOWN_COLUMNS: Final = 12
COMMENTS: Final = ("#", "@")
_SEPARATORS: Final = "\t,;"


@dataclass(frozen=True)
class ProbeColumns:
    """The columns of a table of probes, by what they mean; None where it lacks one.

    Attributes:
        table: The rows, with `LINE`.
        name: The file, for messages.
        contig: Chromosome.
        start: First base, or the position.
        end: Last base; None where the table has positions.
        log2: log2 ratio.
        weight: Weight.
        baf: B-allele fraction.
        gc: G and C content.
        sample: Sample.
        first_base: Number of the first base of a chromosome: 0 in tables of CNVkit.
    """

    CONTIGS: ClassVar[tuple[str, ...]] = (*AUTOSOMES, "X", "Y")

    table: pl.DataFrame
    name: str
    contig: str
    start: str
    end: str | None
    log2: str
    weight: str | None
    baf: str | None
    gc: str | None
    sample: str | None
    first_base: int

    @property
    def meaning(self) -> str:
        """What the file was taken for."""
        more = [item for item in (self.weight, self.baf, self.gc) if item]
        also = f"; {', '.join(more)} read too" if more else ""
        what = "probes at positions" if self.end is None else "bins"
        return f"{what}, log2 ratios in {self.log2}{also}; first base {self.first_base}"

    def frame(self, sample: str | None, issues: Issues) -> pl.DataFrame:
        """The columns of `ProbeTable` and `LINE`, of one sample; null where not given.

        Args:
            sample: What `choose` answered; all rows where it is None.
            issues: Takes the faults of the cells.
        """
        rows = self._rows_of(sample)
        start = self._numbers(rows, self.start, issues, whole=True)
        end = start if self.end is None else self._numbers(rows, self.end, issues, whole=True)
        nothing = pl.repeat(None, rows.height, dtype=pl.Float64, eager=True)
        more = {
            key: nothing if column is None else self._numbers(rows, column, issues)
            for key, column in (("weight", self.weight), ("baf", self.baf), ("gc", self.gc))
        }
        if more["gc"].count() and (more["gc"].max() or 0) > 1:  # type: ignore[operator]
            more["gc"] /= _PERCENT
        self._check_fractions(more["baf"], rows, issues)
        return pl.DataFrame(
            {
                LINE: rows[LINE],
                "contig": rows[self.contig].cast(pl.String),
                # A program that counts from 1 means the first base where it writes 0.
                "start": start if self.first_base == 0 else start - (start > 0).cast(pl.Int64),
                "end": end,
                "log2": self._numbers(rows, self.log2, issues),
                **more,
            }
        )

    def other_samples(self, sample: str | None, own: int) -> tuple[LedgerEntry, ...]:
        """The entry for the rows of other samples; () where there are none."""
        others = self.table.height - own
        if not others:
            return ()
        return (
            LedgerEntry(
                file=self.name,
                kind="probes",
                fate=Fate.FILTERED,
                reason=f"of another sample than {sample}",
                rows=others,
            ),
        )

    def choose(self, asked: Asked, issues: Issues) -> str | None:
        """The sample that is meant; None in a table of one sample, or after an error was noted."""
        if self.sample is None:
            return None
        names = self.table[self.sample].cast(pl.String).drop_nulls()
        found = names.unique(maintain_order=True).to_list()
        return choose_sample(found, asked, f"{self.name}, column {self.sample}", issues)

    def _rows_of(self, sample: str | None) -> pl.DataFrame:
        if self.sample is None or sample is None:
            return self.table
        return self.table.filter(self.table[self.sample].cast(pl.String) == sample)

    def _numbers(
        self, rows: pl.DataFrame, column: str, issues: Issues, *, whole: bool = False
    ) -> pl.Series:
        """The numbers of a column; null where the cell says that there is none, NaN included."""
        cells = rows[column]
        if not cells.dtype.is_numeric():
            cells = (
                cells.cast(pl.String, strict=False)
                if not cells.dtype.is_nested()
                else (pl.repeat("a list", rows.height, dtype=pl.String, eager=True))
            )
        numbers = cells.cast(pl.Float64, strict=False)
        bad = numbers.is_null() & cells.is_not_null()
        if cells.dtype == pl.String:
            bad &= ~cells.is_in(list(MISSING))
        numbers = numbers.fill_nan(None)
        if whole:
            bad |= (numbers.round() != numbers).fill_null(value=True)
        if bad.any():
            marked = rows.filter(bad)
            listed = ", ".join(repr(cell) for cell in cells.filter(bad).head(_SHOWN))
            issues.error(
                f"{self.name} line {marked[LINE][0]}, column {column}",
                f"{marked.height} cell(s) that are no {'whole ' * whole}number: {listed}",
                expected=f"{'whole ' * whole}numbers" + ("" if whole else ", or NA"),
                remedy="correct the cells; do not pass the file through a spreadsheet",
            )
            return numbers.set(bad, None).cast(pl.Int64 if whole else pl.Float64, strict=False)
        return numbers.cast(pl.Int64) if whole else numbers

    def _check_fractions(self, baf: pl.Series, rows: pl.DataFrame, issues: Issues) -> None:
        wrong = ~baf.is_between(0.0, 1.0).fill_null(value=True)
        if wrong.any():
            issues.error(
                f"{self.name} line {rows[LINE].filter(wrong)[0]}, column {self.baf}",
                f"{wrong.sum()} B-allele fraction(s) outside 0 to 1",
                expected="fractions, not percent",
                remedy="divide them, or leave the column out",
            )


def is_probe_header(line: str) -> bool:
    """Whether a line names the columns of probes or bins, and not of segments.

    Example:
        >>> is_probe_header("chromosome,position,log2"), is_probe_header("chrom,start,end,log2")
        (True, False)
    """
    header = {fold(name) for name in column_names(line)}

    def has(names: Names) -> bool:
        return any(fold(name) in header for name in names)

    if not (has(CONTIG) and has(LOG2)) or "probes" in header or "pbintest" in header:
        return False
    if has(_START) and has(_END):
        return has(_GENE) or fold("log2_copy_ratio") in header
    return has(POSITION)


def holds_probe_header(text: TextFile) -> bool:
    """Whether the first line that is no comment names the columns of probes or bins."""
    named = (line for line in text.lines if line.strip() and not line.startswith(COMMENTS))
    return is_probe_header(next(named, ""))


def read_frame(text: TextFile, issues: Issues) -> pl.DataFrame | None:
    """The table of a text as columns of strings, with `LINE`; None after an error was noted."""
    lines = text.lines
    top = next(
        (at for at, line in enumerate(lines) if line.strip() and not line.startswith(COMMENTS)),
        None,
    )
    if top is None:
        issues.error(text.name, "holds no header line", expected="a line of column names")
        return None
    separator = max(_SEPARATORS, key=lines[top].count)
    names = [name.strip(" \"'") for name in lines[top].split(separator)]
    if _repeats(names, f"{text.name} line {top + 1}", issues):
        return None
    body = pl.Series("line", lines[top:])
    rows = pl.DataFrame({"line": body, LINE: pl.int_range(top + 1, len(lines) + 1, eager=True)})
    rows = rows.filter(rows["line"].str.strip_chars() != "")
    quoted = '"' in lines[top]
    cells = rows["line"].str.count_matches(separator, literal=True)
    ragged = rows.filter(cells != cells[0])
    if not ragged.is_empty() and not quoted:
        issues.error(
            f"{text.name} line {ragged[LINE][0]}",
            f"{ragged.height} row(s) of another width than the header",
            expected=f"{cells[0] + 1} fields, as the header has",
            remedy="mend these lines; write the table without row names",
        )
        return None
    frame = _parted(rows["line"], separator, text.name, issues, quoted=quoted)
    return None if frame is None else frame.with_columns(rows[LINE].slice(1))


def _repeats(names: list[str], where: str, issues: Issues) -> bool:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        issues.error(
            where,
            f"several columns are named {', '.join(twice)}",
            expected="each name once",
            remedy="remove or rename all but one",
        )
    return bool(twice)


def _parted(
    lines: pl.Series, separator: str, name: str, issues: Issues, *, quoted: bool
) -> pl.DataFrame | None:
    try:
        frame = pl.read_csv(
            io.BytesIO("\n".join(lines).encode()),
            separator=separator,
            infer_schema=False,
            quote_char='"' if quoted else None,
        )
    except pl.exceptions.PolarsError as error:
        issues.error(
            name,
            f"no table: {str(error).splitlines()[0]}",
            expected="columns with one name each, and rows of one width",
            remedy="export it again as tab-separated text",
        )
        return None
    return frame.with_columns(pl.all().str.strip_chars())


def find_columns(table: pl.DataFrame, name: str, issues: Issues) -> ProbeColumns | None:
    """Find the columns by their spellings; None after an error was noted."""
    folded = {fold(column): column for column in reversed(table.columns)}

    def find(names: Names) -> str | None:
        return next((folded[fold(item)] for item in names if fold(item) in folded), None)

    contig, log2 = find(CONTIG), find(LOG2)
    start = find(_START)
    end = find(_END) if start else None
    place = start if end else find(POSITION) or start
    listed = ", ".join(table.drop(LINE).columns[:_SHOWN_COLUMNS])
    for found, names in ((contig, CONTIG), (place, (*POSITION, "start")), (log2, LOG2)):
        if found is None:
            issues.error(
                f"{name}: header",
                f"no column {names[0]}; the header has: {listed}",
                expected=" or ".join(names),
                remedy="name the column; probes are read, not intensities or depths",
            )
    if contig is None or place is None or log2 is None:
        return None
    return ProbeColumns(
        table=table,
        name=name,
        contig=contig,
        start=place,
        end=end,
        log2=log2,
        weight=find(_WEIGHT),
        baf=find(_BAF),
        gc=find(_GC),
        sample=find(SAMPLE_COLUMNS),
        first_base=0 if end and find(_GENE) else 1,
    )
