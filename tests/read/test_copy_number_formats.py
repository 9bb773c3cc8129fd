"""Public copy-number files of many callers, against the facts that were computed from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from crestome.knowledge.load import load_genome
from crestome.model.copy_number import (
    CopyNumberProfile,
    CopyNumberSegments,
    GeneCopyNumber,
    Platform,
    PurityPloidy,
)
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.read.copy_number import CopyNumberReading, read_copy_number
from crestome.read.text import read_text_file

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "formats" / "copy_number"
README = FOLDER / "README.md"
LOG2, TOTAL, MINOR = pl.col("log2"), pl.col("total_copies"), pl.col("minor_copies")
COLUMNS = {
    **dict.fromkeys(("log2", "seg.mean", "Segment_Mean", "Log2.Ratio", "cnlr.median"), LOG2),
    **dict.fromkeys(("cn", "copyNumber", "tcn.em", "Tumour TCN", "tot_cn", "value"), TOTAL),
    **dict.fromkeys(("minorAlleleCopyNumber", "lcn.em", "Tumour BCN", "nMinor"), MINOR),
    "tumor_CN_change": TOTAL,
    "nMajor": TOTAL - MINOR,
    "CN_change": 2 ** (LOG2 + 1),
}
REFUSED = {
    "cnvkit_amplicon.cnr.gz": "bins of CNVkit",
    "gistic_all_lesions.conf_99.txt.gz": "peaks of a cohort",
    "gistic_amp_genes.conf_99.txt": "genes under the peaks",
    "gistic_gene_amps_table.txt": "peaks of a cohort",
    "purple_arms_colo829.tsv": "whole chromosome arms",
}


@dataclass(frozen=True)
class Stated:
    """One row of the table of facts."""

    name: str
    assembly: Assembly
    rows: int
    facts: str


def stated() -> list[Stated]:
    if not README.is_file():
        return []
    found = []
    for line in README.read_text("utf-8").splitlines():
        cells = re.split(r"(?<!\\)\|", line)
        if len(cells) > 6 and cells[4].strip().isdigit():
            hg38 = "GRCh38" in cells[3] and "GRCh37" not in cells[3] and "or 37" not in cells[3]
            assembly = Assembly.GRCH38 if hg38 or "or 37" in cells[3] else Assembly.GRCH37
            found.append(Stated(cells[1].strip(), assembly, int(cells[4]), cells[5]))
    return found


def read(file: Stated, sample: str | None = None) -> tuple[CopyNumberReading | None, Issues]:
    issues = Issues()
    text = read_text_file(FOLDER / file.name, file.name, issues)
    assert text is not None
    reading = read_copy_number(
        text,
        genome=load_genome(file.assembly),
        sample=sample,
        platform=Platform.WGS,
        issues=issues,
    )
    return reading, issues


def samples(issues: Issues, file: Stated) -> list[str | None]:
    """The samples of a file that holds several, the first ones and those that a fact names."""
    asked = [issue for issue in issues.errors if "nothing says which one" in issue.what]
    if not asked:
        return [None]
    listed = asked[0].what.split(": ", 1)[1].removesuffix(" …").split(", ")
    return list(dict.fromkeys([*listed, *re.findall(r"(\S+) 2:\d+-\d+ ", file.facts)]))


def profiles(file: Stated) -> dict[str | None, CopyNumberSegments]:
    _, issues = read(file)
    found = {}
    for sample in samples(issues, file):
        reading, faults = read(file, sample)
        assert reading is not None, [str(issue) for issue in faults.errors]
        assert isinstance(reading.value, CopyNumberProfile)
        found[sample] = reading.value.segments
    return found


NONE = pytest.param(None, marks=pytest.mark.skip(f"no public files at {FOLDER}"))
FILES = stated()
WITH_SEGMENTS = [file for file in FILES if file.name not in REFUSED and "over MYCN" in file.facts]


def name_of(file: object) -> str:
    return file.name if isinstance(file, Stated) else "none"


@pytest.mark.parametrize("file", FILES or [NONE], ids=name_of)
def test_every_row_is_read_or_accounted_for_or_the_file_refused_in_words(file: Stated) -> None:
    _, issues = read(file)
    for sample in samples(issues, file):
        reading, faults = read(file, sample)
        if reading is None:
            (error,) = faults.errors
            assert REFUSED[file.name] in error.what
            assert error.remedy
            continue
        assert file.name not in REFUSED
        kept = 1
        if isinstance(reading.value, CopyNumberProfile):
            kept = len(reading.value.segments)
            places = reading.value.segments.frame["where"].to_list()
        elif isinstance(reading.value, PurityPloidy):
            places = [reading.value.where]
        else:
            kept, places = len(reading.value), [item.where for item in reading.value]
        assert kept + sum(entry.rows for entry in reading.set_aside) == file.rows
        assert reading.source.rows == file.rows
        pattern = re.compile(re.escape(file.name) + r" line \d+")
        assert all(pattern.fullmatch(place) for place in places)


@pytest.mark.parametrize("file", WITH_SEGMENTS or [NONE], ids=name_of)
def test_segments_say_over_mycn_what_the_file_says(file: Stated) -> None:
    gene = load_genome(file.assembly).gene("MYCN").interval
    over = (pl.col("contig") == gene.contig) & (pl.col("start") <= gene.start)
    frames = {
        sample: table.frame.filter(over & (pl.col("end") >= gene.end))
        for sample, table in profiles(file).items()
    }
    facts = re.search(r"(?<!segment )over MYCN \([^)]*\): ([^;]*)", file.facts)
    if facts is None:
        assert all(frame.is_empty() for frame in frames.values())
        return
    checked = 0
    for fact in facts[1].split(" / "):
        match = re.match(r"(?:(\S+) )?2:(\d+)-(\d+) (.*?)(?: and \d+ more)?\s*$", fact)
        assert match is not None, fact
        frame = frames[match[1] if match[1] in frames else None]
        assert frame["end"].to_list() == [int(match[3])]
        for column, value in re.findall(r"([A-Za-z][\w. ]*?) (-?\d[\d.e-]*)", match[4]):
            if column in COLUMNS:
                found = frame.select(COLUMNS[column]).item()
                assert found == pytest.approx(float(value), abs=1e-5), column
                checked += 1
    assert checked


@pytest.mark.parametrize("file", WITH_SEGMENTS or [NONE], ids=name_of)
def test_the_extremes_of_each_column_are_those_of_the_file(file: Stated) -> None:
    frame = pl.concat(table.frame for table in profiles(file).values())
    several = len(profiles(file)) > 2
    for column, low, high in re.findall(
        r"; ([A-Za-z][\w. ]*?) min (-?[\d.e-]+) max (-?[\d.e]+)", file.facts
    ):
        # One file has a row on the mitochondrial genome, which is set aside.
        if column in COLUMNS and not several and "1…MT" not in file.facts:
            found = COLUMNS[column]
            extremes = frame.select(low=found.min(), high=found.max()).row(0)
            assert extremes == pytest.approx((float(low), float(high)), rel=1e-5), column


def test_what_gene_tables_say_is_read_for_one_sample() -> None:
    files = {file.name: file for file in stated()}
    if not files:
        pytest.skip(f"no public files at {FOLDER}")
    wanted = {
        "oncokb_individual_cna.txt": "TCGA-02-0033-01",
        "oncokb_cna_matrix.txt": "TCGA-02-0033-01",
    }
    for name, sample in wanted.items():
        reading, _ = read(files[name], sample)
        assert reading is not None
        assert isinstance(reading.value, tuple)
        calls = {item.gene: item.call for item in reading.value if isinstance(item, GeneCopyNumber)}
        assert [str(calls[gene]) for gene in ("MET", "CDK4")] == ["amplified", "amplified"]


def test_purity_and_ploidy_are_those_of_the_purity_files() -> None:
    files = [file for file in stated() if file.name.endswith(".purity.tsv")]
    if not files:
        pytest.skip(f"no public files at {FOLDER}")
    for file in files:
        cells = re.split(r" \\\| | \| ", file.facts.split("row ")[1])
        reading, _ = read(file)
        assert reading is not None
        assert isinstance(reading.value, PurityPloidy)
        assert (reading.value.purity, reading.value.ploidy) == (float(cells[0]), float(cells[4]))
