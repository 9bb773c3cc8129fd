"""What the readers make of real files of many callers, held against facts stated beside them.

``python validation/formats.py --data DIR [--write] [--all] [--cases]``

``DIR`` holds folders of files with a ``README.md`` each, whose table states for every file its
rows and facts that a reader must extract. Every fact that a machine can read is compared with what
crestome reads: right, set aside or refused with a reason, wrong, or not checked. Facts about single
records are checked on a copy that holds this record alone, passed by its caller, so that a filter
does not hide a wrong count. ``--cases`` assesses every file alone, with the lines that ``crestome
inspect`` suggests, and holds the ledger of the report against its rows. ``--all`` prints every
fact; ``--write`` renews the table in ``results``, which names no file.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import polars as pl

from crestome.errors import CrestomeError
from crestome.knowledge.load import load_genome
from crestome.model.copy_number import CopyNumberProfile, GeneCopyNumber, PurityPloidy
from crestome.model.fusion import Fusion
from crestome.model.genome import Assembly, Genome
from crestome.model.inspection import FileKind, Inspection
from crestome.model.issue import Issues
from crestome.model.signal import ProbeTable
from crestome.model.small_variant import SmallVariants
from crestome.model.structural_variant import StructuralKind, StructuralVariants
from crestome.model.telomere_content import TelomereContent
from crestome.pipeline.assess import assess_case, write_report
from crestome.pipeline.inspect import inspect_file
from crestome.read.contigs import assembly_named, bare_contigs
from crestome.read.delimited import find_column, read_delimited
from crestome.read.file_alone import FileAlone, read_file_alone
from crestome.read.gene_symbols import current_symbol
from crestome.read.protein_change import normalise_protein_change
from crestome.read.reading import Reading, Wanted
from crestome.read.segment_dialects import column_names
from crestome.read.text import TextFile, read_text_file

FOLDERS = ("small_variants", "maf", "copy_number", "structural_variants", "fusions", "telomeres")
RESULTS = Path(__file__).parent / "results" / "formats.tsv"
README_COLUMNS = 5
"""File, dialect, assembly, rows, facts; more may follow."""
MATE_SLACK_BP = 2
VAF_ROUNDING = 0.006
VALUE_ROUNDING = 1e-3
FILTER_FIELD = 6
PASSED = {"PASS", "."}
TOTALS = {"copyNumber", "tcn.em", "Tumour TCN", "tot_cn", "value", "CNt", "cn"}
MINORS = {"minorAlleleCopyNumber", "lcn.em", "Tumour BCN"}
LOG2 = {"log2", "seg.mean", "Segment_Mean", "Log2.Ratio", "mean", "cnlr.median"}
WITHOUT_LINES = {FileKind.GENES_SEQUENCED, FileKind.TELOMERES}
"""Kinds whose value does not say of which line each part is."""
KINDS = {
    "DEL": StructuralKind.DELETION,
    "DUP": StructuralKind.DUPLICATION,
    "INV": StructuralKind.INVERSION,
    "INS": StructuralKind.INSERTION,
    "TRA": StructuralKind.TRANSLOCATION,
}


class Verdict(StrEnum):
    """What became of a stated fact."""

    RIGHT = "right"
    ASIDE = "set aside or refused"
    WRONG = "WRONG"
    OPEN = "not checked"


@dataclass(frozen=True)
class Stated:
    """One row of a README: a file and its facts."""

    path: Path
    assembly: str
    rows: str
    facts: tuple[str, ...]


def read_readme(path: Path) -> Iterator[Stated]:
    """The rows of the table of files."""
    for line in path.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) < README_COLUMNS or not (path.parent / cells[0]).is_file():
            continue
        facts = tuple(fact.replace("\\|", "|").strip() for fact in cells[4].split(" ; "))
        yield Stated(path.parent / cells[0], cells[2], cells[3], facts)


def bare(contig: str) -> str:
    """The bare name of a contig."""
    return str(bare_contigs(pl.Series([contig]))[0])


def close(a: float | None, b: float, by: float) -> bool:
    """Whether two numbers are the same up to rounding."""
    return a is not None and abs(a - b) <= by


@dataclass
class Subject:
    """One file with what crestome sees in it, and copies of it cut to single records."""

    stated: Stated
    genomes: tuple[Genome, ...]
    scratch: Path
    text: TextFile
    seen: Inspection
    found: list[tuple[str, Verdict, str]] = field(default_factory=list)

    @property
    def kind(self) -> FileKind:
        """What the file was taken for."""
        return self.seen.kind

    @cached_property
    def genome(self) -> Genome:
        """The tables of the assembly that the file fits."""
        named = self.seen.assemblies or (assembly_named(self.stated.assembly),)
        return next((g for g in self.genomes if g.assembly in named), self.genomes[0])

    def read(
        self, lines: list[str], sample: str | None, *, germline: bool = False
    ) -> tuple[Reading[object] | None, str]:
        """The reading of a copy that holds these lines, and why there is none."""
        path = self.scratch / "copy.txt"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        issues = Issues()
        text = read_text_file(path, path.name, issues)
        if text is None:
            return None, "; ".join(map(str, issues.errors))
        alone = FileAlone(path=path, text=text, kind=self.kind)
        reading = read_file_alone(
            alone, Wanted(sample=sample, germline=germline), self.genome, issues
        )
        return reading, "; ".join(map(str, issues.errors))

    @cached_property
    def header(self) -> int:
        """Number of lines before the first record."""
        names = next((fact for fact in self.stated.facts if fact.startswith("header ")), "")
        wanted = names.removeprefix("header ").lstrip("#").rstrip("…").split(",")[:3]
        for index, line in enumerate(self.text.lines):
            if line.startswith("#CHROM\tPOS"):
                return index + 1
            if names and list(column_names(line)[: len(wanted)]) == wanted:
                return index + 1
        comments = [line.startswith("#") for line in self.text.lines]
        return (comments.index(False) if False in comments else len(comments)) + (
            FileKind.SMALL_VARIANTS is self.kind
        )

    @cached_property
    def records(self) -> list[str]:
        """The data rows."""
        return [line for line in self.text.lines[self.header :] if line.strip()]

    @cached_property
    def passed(self) -> Reading[object] | None:
        """The whole VCF read once more with every record passed by its caller."""
        lines = self.text.lines[: self.header] + [_passed(line) for line in self.records]
        return self.read(lines, self.seen.tumour or None)[0]

    @cached_property
    def value(self) -> object | None:
        """What the file says of the sample that inspect chose."""
        reading, _ = self.read(self.text.lines, self.seen.tumour or None)
        return None if reading is None else reading.value

    def kept_lines(self, value: object) -> set[int]:
        """The numbers of the lines whose rows reached a value."""
        if isinstance(value, SmallVariants | StructuralVariants):
            places = value.frame["where"].to_list()
        elif isinstance(value, CopyNumberProfile):
            places = value.segments.frame["where"].to_list()
        elif isinstance(value, ProbeTable):
            # Probes carry no line of the file; each is a row.
            places = [f"probe line {number}" for number in range(len(value))]
        elif isinstance(value, PurityPloidy | TelomereContent):
            places = [value.where]
        else:
            places = [item.where for item in value] if isinstance(value, tuple) else []
        return {int(place.rsplit(" line ", 1)[1]) for place in places}


def _passed(line: str) -> str:
    fields = line.split("\t")
    if len(fields) > FILTER_FIELD:
        fields[FILTER_FIELD] = "PASS"
    return "\t".join(fields)


Check = Callable[[Subject, re.Match[str]], tuple[Verdict, str]]
YES = (Verdict.RIGHT, "")


def judged(right: object, found: object) -> tuple[Verdict, str]:
    """Right, or wrong with what was found instead."""
    return YES if right else (Verdict.WRONG, f"found {found}")


def check_samples(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """``samples ['A', 'B']`` and ``samples 3: A, B`` and ``samples 1 (A)``."""
    names = subject.seen.samples
    if fact["listed"] is not None:
        stated = re.findall(r"'([^']*)'", fact["listed"])
        same = all(
            "/" in n if s == "(a path)" else s == n for s, n in zip(stated, names, strict=False)
        )
        return judged(same and len(stated) == len(names), names)
    stated = re.split(r", ", fact["named"] or "") if fact["named"] else []
    alike = all(any(n.startswith(s) for n in names) for s in stated)
    return judged(len(names) == int(fact["count"]) and alike, names[:5])


def check_tumour(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """The tumour among the samples."""
    if subject.seen.tumour_why.endswith("name one"):
        return Verdict.ASIDE, "nothing says which sample is the tumour"
    return judged(subject.seen.tumour == fact[1], subject.seen.tumour or "none")


def check_variant(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """One record of a VCF with its allele fraction."""
    start = re.compile(rf"{re.escape(fact['contig'])}\t{fact['pos']}\t[^\t]*\t{fact['ref']}\t")
    records = [line for line in subject.records if start.match(line)]
    lines = subject.text.lines[: subject.header] + [_passed(line) for line in records]
    sample = subject.seen.tumour or None
    reading, refusal = subject.read(lines, sample)
    if reading is None:
        reading, _ = subject.read(lines, sample, germline=True)
    if reading is None or not isinstance(reading.value, SmallVariants):
        return Verdict.ASIDE, refusal
    at, width = int(fact["pos"]) - 1, len(fact["ref"])
    rows = reading.value.frame.filter(
        (pl.col("contig") == bare(fact["contig"])) & pl.col("position").is_between(at, at + width)
    ).rows(named=True)
    if not rows:
        return Verdict.ASIDE, "; ".join(entry.reason for entry in reading.set_aside)
    if fact["gene"] and all(row["gene"] != fact["gene"] for row in rows):
        return Verdict.WRONG, f"gene {[row['gene'] for row in rows]}"
    return judged_vaf(fact["more"], [row["vaf"] for row in rows])


def judged_vaf(stated: str, found: list[float | None]) -> tuple[Verdict, str]:
    """Whether one of the fractions is the stated one; without reference reads alt over depth."""
    number = re.search(r"VAF (\d\.\d+)", stated)
    if number:
        return judged(any(close(vaf, float(number[1]), VAF_ROUNDING) for vaf in found), found)
    counts = re.search(r"(?:alt|AD \.,)\s*(\d+) (?:depth|DP) (\d+)", stated)
    if counts:
        share = int(counts[1]) / int(counts[2])
        return judged(any(v is None or close(v, share, VAF_ROUNDING) for v in found), found)
    return YES


def check_maf_variant(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """One row of a MAF with its protein change and allele fraction."""
    cells = (fact["contig"], fact["pos"])
    records = [
        line
        for line in subject.records
        if set(cells) <= set(line.split("\t")) and (fact["gene"] in line or fact["gene"] == "None")
    ]
    lines = subject.text.lines[: subject.header] + records[:1]
    reading, refusal = subject.read(lines, None)
    if reading is None or not isinstance(reading.value, SmallVariants):
        return Verdict.ASIDE, refusal
    if not len(reading.value):
        return Verdict.ASIDE, "; ".join(entry.reason for entry in reading.set_aside)
    row = reading.value.frame.row(0, named=True)
    same = row["gene"] == current_symbol(fact["gene"]) and row["position"] == int(fact["pos"]) - 1
    change = normalise_protein_change(fact["protein"])
    if not same or change != row["protein_change"]:
        return Verdict.WRONG, f"found {row}"
    return judged_vaf(fact["more"], [row["vaf"]])


def check_over_mycn(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Segments over a position, in one sample or several."""
    for part in fact["rest"].split(" / "):
        found = re.match(r"(?:(?P<sample>\S+) )?(?P<c>\w+):(?P<s>\d+)-(?P<e>\d+) (?P<v>.*)", part)
        if found is None:
            return Verdict.OPEN, part
        reading, refusal = subject.read(subject.text.lines, found["sample"])
        if reading is None or not isinstance(reading.value, CopyNumberProfile):
            return Verdict.ASIDE, refusal
        at = int(fact["pos"])
        rows = reading.value.segments.frame.filter(
            (pl.col("contig") == bare(found["c"])) & (pl.col("start") <= at) & (pl.col("end") > at)
        ).rows(named=True)
        if not rows:
            return Verdict.WRONG, f"no segment of {found['sample']}"
        row = rows[0]
        ends = abs(row["start"] - int(found["s"])) <= 1 and abs(row["end"] - int(found["e"])) <= 1
        wrong = [] if ends else [f"{row['start']}-{row['end']}"]
        values = dict(re.findall(r"([A-Za-z][\w .]*?) (-?\d[\d.]*)", found["v"].split(" and ")[0]))
        wrong += _wrong_values(values, row)
        if wrong:
            return Verdict.WRONG, f"found {'; '.join(wrong)}"
    return YES


def _wrong_values(values: dict[str, str], row: dict[str, float | None]) -> Iterator[str]:
    """Values of a segment that came out other than stated."""
    numbers = {name.strip(): float(text.rstrip(".")) for name, text in values.items()}
    alleles = [numbers[name] for name in ("nMajor", "nMinor") if name in numbers]
    if alleles:
        numbers = {"copyNumber": sum(alleles), "Tumour BCN": min(alleles)}
    for name, number in numbers.items():
        wanted = "total_copies" if name in TOTALS else "minor_copies" if name in MINORS else "log2"
        if name not in TOTALS | MINORS | LOG2 or (name == "mean" and "log2" in numbers):
            continue
        if not close(row[wanted], number, VALUE_ROUNDING):
            yield f"{wanted} {row[wanted]} for {name} {number}"


def profiles(subject: Subject) -> tuple[pl.DataFrame, int] | None:
    """Segments of all samples of a file, and the rows set aside that are of the sample itself."""
    frames, aside = [], 0
    for sample in subject.seen.samples or (None,):
        reading, _ = subject.read(subject.text.lines, sample)
        if reading is None or not isinstance(reading.value, CopyNumberProfile):
            return None
        frames.append(reading.value.segments.frame)
        aside += sum(e.rows for e in reading.set_aside if "other sample" not in e.reason)
        aside -= sum(e.rows for e in reading.set_aside if "another sample" in e.reason)
    return pl.concat(frames), aside


def check_nothing_over_mycn(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """No segment covers a position."""
    found = profiles(subject)
    if found is None:
        return Verdict.ASIDE, refusal_of(subject)
    at = int(fact["pos"])
    over = found[0].filter((pl.col("contig") == "2") & pl.lit(at).is_between("start", "end"))
    return judged(over.is_empty(), over.head(2).rows())


def check_range(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """The least and the greatest value of a column, and the rows on chromosome 2."""
    column = fact["column"]
    found = profiles(subject)
    if found is None:
        return Verdict.ASIDE, refusal_of(subject)
    values = {
        **dict.fromkeys(LOG2, pl.col("log2")),
        **dict.fromkeys(TOTALS, pl.col("total_copies")),
        **dict.fromkeys(MINORS | {"nMinor"}, pl.col("minor_copies")),
        "nMajor": pl.col("total_copies") - pl.col("minor_copies"),
    }
    if column not in values or (column == "mean" and "\tlog2\t" in subject.text.lines[0]):
        return Verdict.OPEN, ""
    frame, aside = found
    numbers = frame.select(value=values[column], contig="contig")
    if numbers["value"].null_count() == len(numbers):
        return Verdict.ASIDE, f"{column} is not read"
    ends = (numbers["value"].min(), numbers["value"].max())
    same = [
        close(float(str(a)), float(fact[b]), VALUE_ROUNDING)
        for a, b in zip(ends, ("min", "max"), strict=True)
    ]
    two = numbers.filter(pl.col("contig") == "2").height
    counted = fact["two"] is None or two == int(fact["two"])
    return judged((all(same) and counted) or aside > 0, (ends, two))


def check_chromosomes(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """How many chromosomes have segments."""
    found = profiles(subject)
    if found is None:
        return Verdict.ASIDE, refusal_of(subject)
    count = found[0]["contig"].n_unique()
    names = {cell for line in subject.records for cell in line.split("\t")[:3]}
    doubled = sum(pair <= names for pair in ({"X", "23"}, {"Y", "24"}))
    return judged(count == int(fact[1]) - doubled or found[1] > 0, count)


def check_row(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """One row of a table, read alone."""
    cells = [cell.strip() for cell in fact[1].split("|")]
    record = next((line for line in subject.records if _starts_with(line, cells)), None)
    if record is None:
        return Verdict.WRONG, "no such row found in the text"
    lines = [*subject.text.lines[: subject.header], record]
    reading, refusal = subject.read(lines, None)
    if reading is None:
        reading, refusal = subject.read(lines, subject.seen.tumour or None)
    if reading is None:
        return Verdict.ASIDE, refusal
    if not subject.kept_lines(reading.value):
        return Verdict.ASIDE, "; ".join(entry.reason for entry in reading.set_aside)
    return judged(_row_agrees(reading.value, cells), reading.value)


def _starts_with(line: str, cells: list[str]) -> bool:
    separator = "\t" if "\t" in line else ","
    own = [cell.strip(' "') for cell in line.split(separator)]
    return len(own) >= len(cells) and all(a.startswith(b) for a, b in zip(own, cells, strict=False))


def _figures(value: PurityPloidy | TelomereContent) -> set[float | None]:
    if isinstance(value, TelomereContent):
        return {value.tumour} - {None}
    return {value.purity, value.ploidy}


def _row_agrees(value: object, cells: list[str]) -> bool:
    numbers = [int(n) for cell in cells for n in re.findall(r"(?<![\w.])\d+(?![\w.])", cell)]
    words = {current_symbol(w) for cell in cells for w in re.split(r"--|::|[:^~_]", cell)}
    if isinstance(value, CopyNumberProfile | ProbeTable):
        table = value if isinstance(value, ProbeTable) else value.segments
        row = table.frame.row(0, named=True)
        return row["end"] in numbers and bool({row["start"], row["start"] + 1} & set(numbers))
    if isinstance(value, StructuralVariants):
        row = value.frame.row(0, named=True)
        ends = [row[name] for name in ("position1", "position2") if row[name] is not None]
        return all(
            any(abs(n - end) <= 1 for n in numbers)
            or any(min(a, b) <= end <= max(a, b) for a, b in pairwise(numbers))
            for end in ends
        )
    if isinstance(value, SmallVariants):
        return value.frame["position"][0] + 1 in numbers
    if isinstance(value, tuple) and isinstance(value[0], Fusion):
        return {value[0].five_prime, value[0].three_prime} - {""} <= words
    if isinstance(value, PurityPloidy | TelomereContent):
        stated = {float(cell) for cell in cells if re.fullmatch(r"\d+(\.\d+)?", cell)}
        return _figures(value) <= stated
    return (
        isinstance(value, tuple) and isinstance(value[0], GeneCopyNumber) and value[0].gene in words
    )


def check_filter(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """The words under FILTER, and that no record that failed one is kept."""
    words = Counter(line.split("\t")[FILTER_FIELD] for line in subject.records)
    stated = {word: int(n) for word, n in re.findall(r"(\S+):(\d+)(?:, |$)", fact[1])}
    if any(words[word.replace(",", ";")] != n and words[word] != n for word, n in stated.items()):
        return Verdict.WRONG, f"found {words}"
    if subject.value is None:
        return Verdict.ASIDE, refusal_of(subject)
    kept = (subject.text.lines[n - 1] for n in subject.kept_lines(subject.value))
    failed = [line[:40] for line in kept if line.split("\t")[FILTER_FIELD] not in PASSED]
    return judged(not failed, failed[:3])


def structural(subject: Subject) -> list[tuple[list[str], dict[str, object]]] | None:
    """The rows of a structural VCF with the record that each stands in; nothing if refused."""
    reading = subject.passed
    if reading is None or not isinstance(reading.value, StructuralVariants):
        return None
    rows = reading.value.frame.rows(named=True)
    lines = [*subject.text.lines[: subject.header], *subject.records]
    return [(lines[int(r["where"].rsplit(" line ", 1)[1]) - 1].split("\t"), r) for r in rows]


def check_kinds(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """SVTYPE counts, and that kept rows have the kind that SVTYPE says."""
    types = Counter(re.findall(r"(?<=[\t;]SVTYPE=)\w+", "\n".join(subject.records)))
    stated = {word: int(n) for word, n in re.findall(r"(\w+):(\d+)", fact[1])}
    rows = structural(subject)
    if rows is None:
        return Verdict.ASIDE, refusal_of(subject)
    wrong = []
    for fields, row in rows:
        named = re.search(r"SVTYPE=(\w+)", fields[7])
        # An allele <DUP> of SVTYPE=INS is a duplication that was found as an insertion.
        words = {word for word in (named and named[1], fields[4].strip("<>")) if word in KINDS}
        if words and row["kind"] not in {KINDS[word].value for word in words}:
            wrong.append((fields[2], fields[4][:30], named and named[1], row["kind"]))
    return judged(types == stated and not wrong, wrong[:3] or types)


FORMS = (
    (re.compile(r"[^][]+\[([^][]+):\d+\["), "t[p[", "+-"),
    (re.compile(r"[^][]+\]([^][]+):\d+\]"), "t]p]", "++"),
    (re.compile(r"\]([^][]+):\d+\][^][]+"), "]p]t", "-+"),
    (re.compile(r"\[([^][]+):\d+\[[^][]+"), "[p[t", "--"),
)


def check_brackets(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Bracket forms, and the strands that were read from them."""
    forms = Counter(
        form
        for line in subject.records
        for pattern, form, _ in FORMS
        if pattern.fullmatch(line.split("\t")[4])
    )
    stated = {form: int(n) for form, n in re.findall(r"(\S+) (\d+)(?:, |$)", fact[1])}
    rows = structural(subject)
    if rows is None:
        return Verdict.ASIDE, refusal_of(subject)
    wrong = [
        (fields[2], fields[4][:40], row["strand1"], row["strand2"])
        for fields, row in rows
        for pattern, _, strands in FORMS
        if pattern.fullmatch(fields[4])
        and strands
        not in {f"{row['strand1']}{row['strand2']}", f"{row['strand2']}{row['strand1']}"}
    ]
    return judged(forms == stated and not wrong, wrong[:3] or forms)


def check_singles(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Ends without a partner, kept or set aside."""
    rows = structural(subject)
    if rows is None:
        return Verdict.ASIDE, refusal_of(subject)
    count = sum(row["kind"] == StructuralKind.SINGLE for _, row in rows)
    return judged(count == int(fact[1]), count)


def check_mates(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Two records of one adjacency are one row with both ends."""
    rows = structural(subject)
    if rows is None:
        return Verdict.ASIDE, refusal_of(subject)
    stated = ((bare(fact["c1"]), int(fact["p1"]) - 1), (bare(fact["c2"]), int(fact["p2"]) - 1))
    found = [row for _, row in rows if all(_ends_at(row, contig, at) for contig, at in stated)]
    return judged(len(found) == 1, found[:3])


def _ends_at(row: dict[str, object], contig: str, at: int) -> bool:
    ends = ((row["contig1"], row["position1"]), (row["contig2"], row["position2"]))
    return any(
        name == contig and isinstance(place, int) and abs(place - at) <= MATE_SLACK_BP
        for name, place in ends
    )


def check_symbolic(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """A symbolic allele: both ends, and the strands that CT or STRANDS state."""
    rows = structural(subject)
    if rows is None:
        return Verdict.ASIDE, refusal_of(subject)
    here = [
        (fields[7], row)
        for fields, row in rows
        if fields[0] == fact["c"] and fields[1] == fact["p"] and fields[4] == fact["allele"]
    ]
    if not here:
        reading = subject.passed
        reasons = {entry.reason for entry in reading.set_aside} if reading else set()
        return Verdict.ASIDE, f"not kept; {'; '.join(sorted(reasons))}"
    info, row = here[0]
    ends = [row[name] for name in ("position1", "position2")]
    placed = fact["end"] == "None" or any(
        isinstance(place, int) and abs(place - int(fact["end"])) <= 1 for place in ends
    )
    stated = re.search(r"(?:^|;)(?:CT|STRANDS?)=(\dto\d|[+-]{2})", info)
    sides = stated[1].replace("3", "+").replace("5", "-").replace("to", "") if stated else ""
    strands = {f"{row['strand1']}{row['strand2']}", f"{row['strand2']}{row['strand1']}"}
    return judged(placed and (not sides or sides in strands), row)


def refusal_of(subject: Subject) -> str:
    """Why a file was not read."""
    return "; ".join(issue.what for issue in subject.seen.issues if issue.severity == "error")


def check_records(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Data rows, counted by another program."""
    if subject.seen.rows is None:
        return judged(len(subject.records) == int(fact[1]), len(subject.records))
    return judged(subject.seen.rows == int(fact[1]), subject.seen.rows)


def check_text(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """The header line stands where the file says."""
    names = fact[1].rstrip("…").lstrip("#").split(",")
    header = column_names(subject.text.lines[subject.header - 1])
    return judged(list(header[: len(names) - 1]) == names[:-1], header[: len(names)])


def check_cells(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Words of a column of a MAF and how often they occur, in the table that the reader splits."""
    column = {"classes": "Variant_Classification", "build": "NCBI_Build"}[fact[1]]
    table = read_delimited(subject.text, Issues())
    if table is None:
        return Verdict.WRONG, "not a table"
    name = find_column(table, [column], issues=Issues(), required=False)
    if name is None:
        return judged(fact[2].startswith("None"), "no such column")
    words = Counter(table.frame[name].to_list())
    stated = {word: int(n) for word, n in re.findall(r"([^:,]+):(\d+)(?:, |$)", fact[2])}
    return judged(all(words[word] == n for word, n in stated.items()), words)


def check_width(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Columns or comment lines of the table that the reader splits."""
    table = read_delimited(subject.text, Issues())
    if table is None:
        return Verdict.WRONG, "not a table"
    found = len(table.comments) if fact[1] is None else len(table.header)
    return judged(found == int(fact[1] or fact[2]), found)


def check_several(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Records with several alternative alleles."""
    found = sum("," in line.split("\t")[4] for line in subject.records)
    return judged(found == int(fact[1]), found)


def check_lines_above(subject: Subject, fact: re.Match[str]) -> tuple[Verdict, str]:
    """Lines above the header, none of which is a data row."""
    return judged(subject.header - 1 == int(fact[1]), subject.header - 1)


PLACE = r"(?P<contig>\w+):(?P<pos>\d+)"
CHECKS: tuple[tuple[str, Check], ...] = (
    (
        r"samples (?:\[(?P<listed>.*)\]|(?P<count>\d+)(?:: | \()?(?P<named>[^)]*)\)?)$",
        check_samples,
    ),
    (r"tumour sample (\S+) \(", check_tumour),
    (rf"{PLACE} (?P<ref>[ACGTN]+)>(?P<alt>\S+)(?: \[(?P<gene>\S+)\])?(?P<more>.*)$", check_variant),
    (
        rf"(?P<gene>\S+) (?P<protein>\S*) ?{PLACE} (?P<ref>[ACGTN-]*)>(?P<alt>\S*)(?P<more>.*)$",
        check_maf_variant,
    ),
    (r"over MYCN \(2:(?P<pos>\d+)\): (?P<rest>.*)$", check_over_mycn),
    (r"no segment over MYCN \(2:(?P<pos>\d+)\)", check_nothing_over_mycn),
    (
        r"(?P<column>.+?) min (?P<min>-?[\d.]+) max (?P<max>-?[\d.]+)(?:; chr2 n (?P<two>\d+))?",
        check_range,
    ),
    (r"chromosomes (\d+)", check_chromosomes),
    (r"header (.*)$", check_text),
    (r"row (.*)$", check_row),
    (r"FILTER ?(.*)$", check_filter),
    (r"SVTYPE (.*)$", check_kinds),
    (r"bracket forms (.*)$", check_brackets),
    (r"single breakends (\d+)", check_singles),
    (
        r"mate pair \S+ (?P<c1>\S+):(?P<p1>\d+) \S+ <-> \S+ (?P<c2>\S+):(?P<p2>\d+) \S+",
        check_mates,
    ),
    (r"first symbolic (?P<c>\w+):(?P<p>\d+) (?P<allele>\S+) END=(?P<end>\w+)", check_symbolic),
    (r"htslib reads (\d+)", check_records),
    (r"(classes|build) (.*)$", check_cells),
    (r"(?:(\d+) columns|comment lines (\d+))", check_width),
    (r"multi-allelic (\d+)", check_several),
    (r"(\d+) lines before the header", check_lines_above),
)


def check_fact(subject: Subject, fact: str) -> tuple[Verdict, str]:
    """The first check whose pattern a fact fits."""
    for pattern, check in CHECKS:
        found = re.match(pattern, fact)
        if found:
            return check(subject, found)
    return Verdict.OPEN, ""


def check_assembly(subject: Subject) -> tuple[Verdict, str]:
    """The assembly among those that the file fits."""
    stated = assembly_named(re.split(r"[ /]", subject.stated.assembly)[0])
    if stated is None or not subject.seen.assemblies:
        return Verdict.OPEN, ""
    return judged(stated in subject.seen.assemblies, subject.seen.assemblies)


def check_rows(subject: Subject) -> tuple[Verdict, str]:
    """The data rows, and that the account adds up to them."""
    seen = subject.seen
    if seen.rows is None:
        return Verdict.ASIDE, refusal_of(subject)
    entries = sum(entry.rows for entry in seen.set_aside)
    lines = len(subject.kept_lines(subject.value))
    if subject.kind not in WITHOUT_LINES and lines + entries != seen.rows:
        return Verdict.WRONG, f"{lines} kept and {entries} set aside of {seen.rows}"
    return judged(str(seen.rows) == subject.stated.rows, seen.rows)


def check_case(subject: Subject) -> tuple[Verdict, str]:
    """A case with the lines that inspect suggests, assessed to the report; its ledger adds up."""
    seen = subject.seen
    if not seen.usable or any("SEGMENTS" in line for line in seen.suggestion):
        return Verdict.ASIDE, refusal_of(subject) or "stands beside segments"
    stated = [line for line in seen.suggestion if line.startswith("assembly")]
    assembly = stated or [f'assembly = "{subject.genome.assembly}"']
    lines = [line for line in seen.suggestion if line not in stated]
    shutil.copy(subject.stated.path, subject.scratch)
    case = subject.scratch / "case.toml"
    sample = ["[patient]", 'id = "P"', "[[sample]]", 'id = "T"']
    case.write_text("\n".join([*assembly, *sample, *lines, ""]), "utf-8")
    try:
        assessment = assess_case(case)
        write_report(assessment, subject.scratch / "report")
    except CrestomeError as error:
        nothing = "no sample has a measurement" in str(error) and seen.kept == 0
        return (Verdict.ASIDE if nothing else Verdict.WRONG), str(error)
    ledger = assessment.ledger
    same = all(rows == seen.rows for rows in ledger.rows_read.values())
    return judged(ledger.adds_up and same, ledger.rows_read)


def examine(
    stated: Stated, genomes: tuple[Genome, ...], scratch: Path, *, cases: bool = False
) -> Subject | None:
    """Check every fact of one file; on demand also a whole case of it."""
    issues = Issues()
    text = read_text_file(stated.path, stated.path.name, issues)
    if text is None:
        return None
    seen = inspect_file(stated.path, None, Wanted(), genomes)
    subject = Subject(stated, genomes, scratch, text, seen)
    subject.found = [
        ("rows", *check_rows(subject)),
        ("assembly", *check_assembly(subject)),
        *((fact, *check_fact(subject, fact)) for fact in stated.facts),
    ]
    if cases:
        subject.found.append(("case", *check_case(subject)))
    return subject


def main() -> None:
    """Check every file of every folder that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the folders of files")
    parser.add_argument("--write", action="store_true", help="renew the committed table")
    parser.add_argument("--all", action="store_true", help="print every fact, not the wrong only")
    parser.add_argument("--cases", action="store_true", help="assess each file alone as a case")
    arguments = parser.parse_args()
    genomes = tuple(load_genome(assembly) for assembly in Assembly)
    totals: dict[str, Counter[str]] = {}
    for folder in FOLDERS:
        readme = next(iter(sorted(arguments.data.glob(f"**/{folder}/README.md"))), None)
        if readme is None:
            print(f"{folder}: not run, no README.md under {arguments.data}")
            continue
        totals[folder] = Counter()
        with tempfile.TemporaryDirectory() as scratch:
            for stated in read_readme(readme):
                subject = examine(stated, genomes, Path(scratch), cases=arguments.cases)
                totals[folder].update(report(stated, subject, every=arguments.all))
    if arguments.write and totals:
        write(totals)
    print(json.dumps({folder: dict(sorted(total.items())) for folder, total in totals.items()}))


def report(stated: Stated, subject: Subject | None, *, every: bool) -> Counter[str]:
    """Print one file and count its facts."""
    if subject is None:
        print(f"{stated.path.name}: not readable as text")
        return Counter(files=1, unreadable=1)
    counts = Counter(str(verdict) for _, verdict, _ in subject.found)
    seen = subject.seen
    read = f"{seen.rows} rows, {seen.kept} kept" if seen.rows is not None else "refused"
    sums = ", ".join(f"{counts[v]} {v}" for v in Verdict if counts[v])
    print(f"{stated.path.name}: {seen.kind}, {read}; of {len(subject.found)} facts {sums}")
    if seen.rows is None:
        print(f"      refused: {refusal_of(subject)[:200]}")
    for fact, verdict, why in subject.found:
        if every or verdict is Verdict.WRONG:
            print(f"      {verdict}: {fact[:90]}  {why[:200]}")
    counts.update({"files": 1, "files refused": int(seen.rows is None)})
    return counts


def write(totals: dict[str, Counter[str]]) -> None:
    """Renew the committed table."""
    columns = ("files", "files refused", *(verdict.value for verdict in Verdict))
    with RESULTS.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter="\t", lineterminator="\n")
        table.writerow(["folder", *columns])
        for folder, total in totals.items():
            table.writerow([folder, *(total[column] for column in columns)])


if __name__ == "__main__":
    main()
