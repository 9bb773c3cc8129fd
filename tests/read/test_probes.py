from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues, Severity
from crestome.model.signal import ProbeTable
from crestome.read.probes import holds_probes, is_parquet, read_probes
from crestome.read.reading import Reading

GENOME = load_genome(Assembly.GRCH37)
HEADER = "chrom\tposition\tlog2"

Outcome = tuple[Reading[ProbeTable] | None, Issues]


def read(path: Path, *lines: str, sample: str | None = None) -> Outcome:
    if lines:
        path.write_text("\n".join(lines) + "\n")
    issues = Issues()
    reading = read_probes(path, path.name, genome=GENOME, sample=sample, issues=issues)
    assert (reading is None) == bool(issues.errors)
    if reading is not None:
        rows = len(reading.value) + sum(entry.rows for entry in reading.set_aside)
        assert rows == reading.source.rows
    return reading, issues


def values(outcome: Outcome) -> list[tuple[object, ...]]:
    reading, issues = outcome
    assert reading is not None, [str(issue) for issue in issues.items]
    return reading.value.frame.select("contig", "start", "log2").rows()


def test_rows_in_any_order_are_sorted_and_places_given_twice_are_averaged(tmp_path: Path) -> None:
    outcome = read(
        tmp_path / "x.tsv", HEADER, "chr2\t5\t0.1", "chr1\t9\t0.2", "1\t3\t0.3", "1\t9\t0.4"
    )
    assert values(outcome) == [("1", 2, 0.3), ("1", 8, pytest.approx(0.3)), ("2", 4, 0.1)]
    assert "averaged" in str(outcome[1].items[0])


def test_what_was_not_measured_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    lines = ["1\t1\t0.1", "1\t2\tNaN", "1\t3\t-inf", "1\t4\t-20", "7\t5\tNA", "GL000220.1\t1\t0"]
    reading, issues = read(tmp_path / "x.tsv", HEADER, *lines)
    assert reading is not None
    assert {entry.reason: entry.rows for entry in reading.set_aside} == {
        "on no chromosome": 1,
        "no number: not measured": 2,
        "an infinite number": 1,
        "no read in the bin: not measured": 1,
    }
    said = "\n".join(str(issue) for issue in issues.items)
    assert "outside the chromosomes set aside: GL000220.1" in said
    assert "1 infinite value(s) set aside" in said
    assert "no probe with a number on chromosome 7: not looked at there" in said
    assert {issue.severity for issue in issues.items} == {Severity.WARNING}


def test_a_probe_of_weight_0_is_set_aside(tmp_path: Path) -> None:
    reading, _ = read(tmp_path / "x.tsv", HEADER + "\tweight", "1\t1\t0.1\t0", "1\t2\t0.1\t1")
    assert reading is not None
    assert reading.value.frame["weight"].to_list() == [1.0]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([HEADER, "1\t249250622\t0.1"], "beyond the end of the chromosome"),
        ([HEADER, "scaffold_1\t1\t0.1"], "no row lies on a human chromosome: scaffold_1"),
        ([HEADER, "1\t0\t0.1"], "before the chromosome"),
        (["chrom\tstart\tend\tlog2", "1\t9\t5\t0.1"], "an end before their start"),
        ([HEADER], "no row lies on a human chromosome: there is no row"),
        ([HEADER, "1\t1\tNA"], "no probe has a number"),
        ([HEADER, "1\t1\thigh"], "no number: 'high'"),
        (["a\tb", "1\t2"], "no column chromosome"),
        (["#"], "holds no header line"),
    ],
)
def test_faults_are_told_with_what_to_do(tmp_path: Path, lines: list[str], message: str) -> None:
    _, issues = read(tmp_path / "x.tsv", *lines)
    assert message in str(issues.errors[0])


def test_a_probe_without_a_place_is_no_fault(tmp_path: Path) -> None:
    assert values(read(tmp_path / "x.tsv", HEADER, "0\t0\t0.1", "1\t2\t0.1")) == [("1", 1, 0.1)]


def test_a_start_of_0_where_the_first_base_is_1_is_the_first_base(tmp_path: Path) -> None:
    header = "chrom\tstart\tend\tlog2"
    assert values(read(tmp_path / "x.tsv", header, "1\t0\t5\t0.1")) == [("1", 0, 0.1)]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "not found" in str(read(tmp_path / "none.tsv")[1].errors[0])
    assert not is_parquet(tmp_path / "none.tsv")
    assert not holds_probes(tmp_path / "none.tsv")


def test_parquet_says_the_same_as_text(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "chrom": ["chr1", "2"],
            "position": [5, 7],
            "log2": [0.1, float("nan")],
            "sample": ["A", "A"],
        }
    )
    frame.write_parquet(tmp_path / "x.parquet")
    frame.write_csv(tmp_path / "x.tsv", separator="\t")
    assert holds_probes(tmp_path / "x.parquet")
    assert holds_probes(tmp_path / "x.tsv")
    assert values(read(tmp_path / "x.parquet")) == values(read(tmp_path / "x.tsv"))


def test_a_damaged_parquet_file_and_one_with_words_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 and nothing more")
    assert "damaged Parquet file" in str(read(tmp_path / "x.parquet")[1].errors[0])
    pl.DataFrame({"chrom": ["1"], "position": ["5"], "log2": [[1.0]]}).write_parquet(
        tmp_path / "y.parquet"
    )
    assert "no number" in str(read(tmp_path / "y.parquet")[1].errors[0])
