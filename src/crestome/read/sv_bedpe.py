"""BEDPE of any dialect → one row for each data row.

Ten columns are the convention: two intervals, a name, a score, two strands. What follows, and even
the order of the strands, differs: svtools and megSAP carry both records of a VCF, Long Ranger a
column of keys, PCAWG and BRASS a sample. An interval is the range in which the break lies. BRASS
writes the strand of the second read instead of the second end, so its deletions are ``+`` and
``+``; the words for the kind show this where they are given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.model.structural_variant import StructuralKind
from crestome.read.breakend_alt import breakends
from crestome.read.delimited import (
    LINE,
    MISSING,
    DelimitedFile,
    find_column,
    read_delimited,
    read_numbers,
)
from crestome.read.reading import Wanted
from crestome.read.sample_names import Asked, rows_of_sample
from crestome.read.segment_dialects import column_names, fold
from crestome.read.set_aside import marked, unmarked
from crestome.read.sv_rows import KIND, SCHEMA, SvRows, filter_reason, is_kind, kinds, strands_of
from crestome.read.sv_support import info_text, with_support
from crestome.read.text import TextFile
from crestome.read.vcf_samples import choose_columns

BEDPE: Final = "bedpe"
BRASS: Final = "brass"
"""What a user calls a table of pairs: with the strands of the ends, or those of BRASS."""
_CONTIGS: Final = (
    ("chrom1", "chr1", "chromosome1", "chrom_a", "chr_a", "contig1", "seqnames1"),
    ("chrom2", "chr2", "chromosome2", "chrom_b", "chr_b", "contig2", "seqnames2"),
)
_STARTS: Final = (("start1", "start_a", "chromstart1"), ("start2", "start_b", "chromstart2"))
_ENDS: Final = (("end1", "stop1", "end_a", "chromend1"), ("end2", "stop2", "end_b", "chromend2"))
ENDS_OF_BEDPE: Final = (*_CONTIGS, *_STARTS, *_ENDS)
_STRANDS: Final = (("strand1", "strand_a"), ("strand2", "strand_b"))
_TYPE: Final = ("svclass", "sv_class", "svtype", "sv_type", "type", "class")
_FILTER: Final = ("filter", "filters")
_ID: Final = ("id", "name", "sv_id", "name_a")
_GENES: Final = (("gene1", "gene_a"), ("gene2", "gene_b"))
_SAMPLE: Final = ("sample", "sample_id", "tumor_sample_barcode", "tumour_sample")
_SUPPORT: Final = ("pe_support", "support", "readpair count", "tumour_reads")
_BRASS_COLUMNS: Final = ("brass_score", "brass_notation", "brassassemblyscore", "bkdist")
_HEADER_WITHIN_LINES: Final = 2_000
_BARE: Final = ("chrom1", "start1", "end1", "chrom2", "start2", "end2")
_TEN: Final = (*_BARE, "name", "score", "strand1", "strand2")
_UNPLACED: Final = (*MISSING, "-1")
_FLIP: Final = {"+": "-", "-": "+"}


def holds_bedpe(text: TextFile) -> bool:
    """Whether a text is a table of paired intervals, with a header or without."""
    return _header_index(text) is not None or _bare_width(text) > 0


def read_sv_bedpe(text: TextFile, sample: Asked, issues: Issues) -> SvRows | None:
    """Take a BEDPE apart.

    Args:
        text: The file.
        sample: The sample that is meant; None where the file holds one.
        issues: Takes the faults: rows of several widths, no such sample, places that are no
            numbers.

    Returns:
        The rows; None after an error was noted.
    """
    bare = _header_index(text) is None
    table = read_delimited(_with_header(text), issues, comment="")
    # A quote left open in the header swallows columns that the line, as it stands, names.
    if table is None or any(
        find_column(table, names, issues=issues) is None for names in ENDS_OF_BEDPE
    ):
        return None
    selected = rows_of_sample(table, _SAMPLE, sample, KIND, issues)
    if selected is None:
        return None
    mine, others = selected
    if bare:
        # The names were put before the first line, so every row stands one line higher.
        mine = replace(mine, frame=mine.frame.with_columns(pl.col(LINE) - 1))
    before = len(issues.errors)
    tumour = _genotyped_sample(mine, sample, issues)
    bedpe = _Bedpe(mine, tumour, issues, said=text.dialect)
    frame, brass = bedpe.rows()
    if len(issues.errors) > before:
        return None
    parts = (
        "no header" if bare else "by its header",
        "BRASS strands" if brass else "",
        "" if bedpe.strands else "no strands",
        f"tumour {tumour}" if tumour else "",
    )
    return SvRows(
        frame=frame,
        dialect=f"BEDPE ({', '.join(part for part in parts if part)})",
        rows=table.rows,
        others=others,
    )


def _header_index(text: TextFile) -> int | None:
    for index, line in enumerate(text.lines[:_HEADER_WITHIN_LINES]):
        header = {fold(name) for name in column_names(line.lstrip("# "))}
        if all(any(fold(name) in header for name in names) for names in ENDS_OF_BEDPE):
            return index
    return None


def _bare_width(text: TextFile) -> int:
    """Fields of the first row where it is six or more columns of two intervals; else 0."""
    line = next(
        (item for item in text.lines if item.strip() and not item.startswith(("#", "track"))), ""
    )
    cells = line.split("\t") if "\t" in line else line.split()
    numbers = [cells[i].strip() for i in (1, 2, 4, 5)] if len(cells) >= len(_BARE) else []
    fits = bool(numbers) and all(re.fullmatch(r"-?[0-9]+", cell) for cell in numbers)
    return len(cells) if fits else 0


def _with_header(text: TextFile) -> TextFile:
    """The text with one header line and no comments; without a header, one line is put before."""
    index = _header_index(text)
    if index is None:
        head = _names_of_bare(text)
        return replace(text, lines=[head, *(_row(line) for line in text.lines)])
    line = text.lines[index].lstrip("# ")
    separator = next((mark for mark in "\t," if mark in line), None)
    if separator is not None:
        line = separator.join(_distinct(line.split(separator)))
    rows = (_row(line) for line in text.lines[index + 1 :])
    return replace(text, lines=[*[""] * index, line, *rows])


def _names_of_bare(text: TextFile) -> str:
    """Names for a table without a header; the word behind the tenth column may be a kind."""
    width = _bare_width(text)
    names = [*_TEN, *(f"column_{n}" for n in range(len(_TEN) + 1, width + 1))][:width]
    rows = (line for line in text.lines if line.strip() and not line.startswith(("#", "track")))
    cells = next(rows).split()
    if width > len(_TEN) and is_kind(pl.Series([cells[len(_TEN)].removeprefix("TYPE:")]))[0]:
        names[len(_TEN)] = "type"
    return ("\t" if any("\t" in line for line in text.lines) else " ").join(names)


def _distinct(names: list[str]) -> list[str]:
    """Later columns of one name (BRASS has the strand of the gene too) get a number."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found


def _row(line: str) -> str:
    return "" if line.startswith(("#", "track")) else line


def _genotyped_sample(file: DelimitedFile, sample: Asked, issues: Issues) -> str | None:
    """The tumour among the columns behind FORMAT; None in a file without genotypes."""
    if "FORMAT" not in file.header:
        return None
    after = file.header[file.header.index("FORMAT") + 1 :]
    fields = file.frame["FORMAT"].str.count_matches(":")
    # Behind the genotypes a program may have put annotations, which have other fields.
    names = [name for name in after if (file.frame[name].str.count_matches(":") == fields).all()]
    if not names or not file.rows:
        return None
    found = choose_columns(names, (), Wanted(sample=sample), f"{file.name}: samples", issues)
    return None if found is None else found.tumour


@dataclass(frozen=True)
class _Bedpe:
    file: DelimitedFile
    tumour: str | None
    issues: Issues
    said: str = ""

    def name(self, names: tuple[str, ...]) -> str | None:
        return find_column(self.file, names, issues=self.issues, required=False)

    @property
    def strands(self) -> bool:
        return self.name(_STRANDS[0]) is not None

    def text(self, names: tuple[str, ...]) -> pl.Series:
        """A column; null where it is missing or says nothing."""
        column = self.name(names)
        if column is None:
            return pl.repeat(None, self.file.rows, dtype=pl.String, eager=True)
        cells = self.file.frame[column]
        return cells.set(cells.is_in(list(MISSING)), None)

    def rows(self) -> tuple[pl.DataFrame, bool]:
        """Columns of `SCHEMA`, and whether the strands are those of BRASS."""
        frame = self._with_counts().with_columns(
            contig1=self.text(_CONTIGS[0]),
            contig2=self.text(_CONTIGS[1]),
            middle1=self._middle(0),
            middle2=self._middle(1),
            kind=kinds(self._words()),
            gene1=self.text(_GENES[0]),
            gene2=self.text(_GENES[1]),
            id=self.text(_ID),
            mate=pl.lit(None, pl.String),
            event=info_text("EVENT"),
        )
        one, two, brass = self._oriented(frame)
        frame = frame.with_columns(strand1=one, strand2=two)
        frame = self._with_exact_places(frame)
        frame = unmarked(frame)
        filters = self.name(_FILTER)
        if filters is not None:
            reason = filter_reason(filters)
            frame = marked(frame, reason.is_not_null(), reason)
        lost = pl.col("position1").is_null() | (
            pl.col("position2").is_null() & pl.col("contig2").is_not_null()
        )
        frame = marked(frame, lost, pl.lit("the place of an end is not given"))
        alone = pl.when(pl.col("contig2").is_null()).then(pl.lit(StructuralKind.SINGLE.value))
        return frame.with_columns(kind=pl.coalesce(alone, "kind")).select(
            *(name for name in SCHEMA if name != "slack"), slack=pl.lit(None, pl.Int64)
        ), brass

    def _with_counts(self) -> pl.DataFrame:
        """The table with ``INFO``, ``support`` and ``vaf``."""
        info = self.text(("info_a", "info"))
        other = self.text(("info_b",))
        whole = info.set(info == "MISSING", None)
        frame = self.file.frame.drop("INFO", strict=False).with_columns(
            INFO=whole.zip_with(whole.is_not_null(), other)
        )
        frame = with_support(frame, self.tumour)
        support = self.text(_SUPPORT).cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
        parts = [self._count(f"TUM_{kind}_{allele}") for kind in ("PR", "SR") for allele in "AR"]
        if parts[0].count() or parts[2].count():
            alternative = parts[0].fill_null(0) + parts[2].fill_null(0)
            total = alternative + parts[1].fill_null(0) + parts[3].fill_null(0)
            frame = frame.with_columns(support=alternative, vaf=alternative / total).with_columns(
                vaf=pl.col("vaf").fill_nan(None)
            )
        return frame.with_columns(support=pl.coalesce("support", support))

    def _count(self, stem: str) -> pl.Series:
        names = {"A": "ALT", "R": "REF"}
        column = stem[:-1] + names[stem[-1]]
        return self.text((column,)).cast(pl.Int64, strict=False)

    def _middle(self, side: int) -> pl.Series:
        """0-based base in the middle of the range; ranges may be turned round, or empty."""
        numbers = []
        for names in (_STARTS[side], _ENDS[side]):
            column = self.name(names) or names[0]
            cells = self.file.frame[column]
            plain = cells.set(cells.is_in(list(_UNPLACED)), "")
            file = replace(self.file, frame=self.file.frame.with_columns(plain.alias(column)))
            numbers.append(read_numbers(file, column, self.issues, whole=True))
        low = pl.min_horizontal(*numbers)
        high = pl.max_horizontal(*numbers)
        middle = (low + high - 1).floordiv(2)
        return pl.select(pl.when(middle < 0).then(0).otherwise(middle)).to_series()

    def _words(self) -> pl.Series:
        words = self.text(_TYPE).str.replace("^TYPE:", "")
        info = self._with_info()
        return words.zip_with(words.is_not_null(), info)

    def _with_info(self) -> pl.Series:
        info = pl.DataFrame({"INFO": self.text(("info_a", "info"))})
        return info.select(pl.coalesce(info_text("SVTYPE"), info_text("TYPE"))).to_series()

    def _oriented(self, frame: pl.DataFrame) -> tuple[pl.Series, pl.Series, bool]:
        """Strands from their columns, else from the alternatives, flags or the kind."""
        one, two = (self._strand(names) for names in _STRANDS)
        flipped = two.replace(_FLIP)
        brass = self._is_brass(frame, one, two, flipped)
        two = flipped if brass else two
        brackets = breakends(self.text(("alt_a",)))
        partner = breakends(self.text(("alt_b",)))
        flags = self.text(("flags", "info_a", "info"))
        manta = flags.str.extract(r"(?:^|;)(INV[35])(?:;|$)").replace_strict(
            {"INV3": "++", "INV5": "--"}, default=None, return_dtype=pl.String
        )
        words = frame.select(pl.coalesce(pl.lit(manta), strands_of(pl.col("kind")))).to_series()
        sources = pl.DataFrame(
            {
                "a1": one,
                "a2": brackets["strand1"],
                "a3": partner["strand2"],
                "a4": words.str.slice(0, 1),
                "b1": two,
                "b2": brackets["strand2"],
                "b3": partner["strand1"],
                "b4": words.str.slice(1, 1),
            }
        )
        first = sources.select(pl.coalesce("a1", "a2", "a3", "a4")).to_series()
        second = sources.select(pl.coalesce("b1", "b2", "b3", "b4")).to_series()
        return first, second, brass

    def _strand(self, names: tuple[str, ...]) -> pl.Series:
        words = self.text(names).replace({"1": "+", "-1": "-"})
        raw = self.name(names)
        # "-" is a strand here, not a missing value.
        minus = self.file.frame[raw] == "-" if raw else words == "-"
        return words.set(minus.fill_null(value=False), "-").replace_strict(
            {"+": "+", "-": "-"}, default=None, return_dtype=pl.String
        )

    def _is_brass(
        self, frame: pl.DataFrame, one: pl.Series, two: pl.Series, flipped: pl.Series
    ) -> bool:
        """As the user says, else by the kinds of the rows where stated, else by the header."""
        if self.said:
            return self.said == BRASS
        local = frame["contig1"] == frame["contig2"]
        implied = frame.select(strands_of(pl.col("kind"))).to_series()
        told = local & implied.is_not_null() & one.is_not_null()
        if told.any():
            agree = ((one + two) == implied).filter(told).sum()
            return int(((one + flipped) == implied).filter(told).sum()) > int(agree)
        names = [fold(name) for name in self.file.header]
        last = names[-3:] == ["sample", "strand1", "strand2"]
        return last or any(fold(name) in names for name in _BRASS_COLUMNS)

    def _with_exact_places(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The base that the records behind the row state, else the middle of the range."""
        brackets = breakends(self.text(("alt_a",)))["position2"].alias("partner2")
        partner = breakends(self.text(("alt_b",)))["position2"].alias("partner1")
        frame = frame.with_columns(brackets, partner, own=self._own_position("info_a"))
        frame = frame.with_columns(other=self._own_position("info_b"))
        symbolic = pl.col("partner2").is_null() & pl.col("own").is_not_null()
        shift = [
            pl.when(symbolic & (pl.col(strand) == "-")).then(1).otherwise(0)
            for strand in ("strand1", "strand2")
        ]
        end = info_text("END").cast(pl.Int64, strict=False) - 1
        same = pl.col("contig1") == pl.col("contig2")
        return frame.with_columns(
            position1=pl.coalesce(pl.col("own") + shift[0], "partner1", "middle1"),
            position2=pl.coalesce(
                "partner2",
                pl.when(symbolic & same).then(end + shift[1]),
                "other",
                "middle2",
            ),
        )

    def _own_position(self, column: str) -> pl.Series:
        """0-based POS out of the keys of one side."""
        text = self.text((column,)).str.extract(r"(?:^|;)POS=([0-9]+)")
        return text.cast(pl.Int64, strict=False) - 1
