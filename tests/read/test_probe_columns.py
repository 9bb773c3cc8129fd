from __future__ import annotations

import re

import pytest

from crestome.model.issue import Issues
from crestome.read.probe_columns import ProbeColumns, find_columns, is_probe_header, read_frame
from crestome.read.sample_names import Meant
from crestome.read.text import TextFile


def columns(*lines: str) -> tuple[ProbeColumns | None, Issues]:
    issues = Issues()
    frame = read_frame(TextFile("x.tsv", "", list(lines)), issues)
    return (None if frame is None else find_columns(frame, "x.tsv", issues)), issues


def fault(*lines: str, sample: str | None = None) -> str:
    found, issues = columns(*lines)
    if found is not None:
        found.frame(found.choose(sample, issues), issues)
    assert len(issues.errors) == 1
    return str(issues.errors[0])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("chromosome\tstart\tend\tgene\tlog2\tdepth\tweight", True),
        ("CONTIG\tSTART\tEND\tLOG2_COPY_RATIO", True),
        ("Name\tChr\tPosition\tB Allele Freq\tLog R Ratio", True),
        ("chromosome\tstart\tend\tgene\tlog2\tcn\tprobes", False),
        ("chromosome\tstart\tend\tlog2\tp_bintest\tgene", False),
        ("chrom\tstart\tend\tlog2", False),
        ("gene\tlog2", False),
        ("chrom\tlog2", False),
    ],
)
def test_headers_of_probes_are_told_from_those_of_segments(header: str, expected: bool) -> None:
    assert is_probe_header(header) is expected


def test_every_column_is_found_by_its_spelling() -> None:
    found, _ = columns(
        "Name\tChr\tPosition\tB Allele Freq\tLog R Ratio\tweight\tGC content",
        "rs1\t1\t100\t0.4\t-0.1\t2\t40",
        "",
        "rs2\t1\t200\tNaN\tNA\t1\t60",
    )
    assert found is not None
    frame = found.frame(None, Issues())
    assert frame.row(0) == (2, "1", 99, 100, -0.1, 2.0, 0.4, 0.4)
    assert frame.row(1) == (4, "1", 199, 200, None, 1.0, None, 0.6)
    assert found.meaning.startswith("probes at positions, log2 ratios in Log R Ratio; weight")


def test_bins_of_cnvkit_count_from_0_and_others_from_1() -> None:
    cnvkit, _ = columns("chromosome\tstart\tend\tgene\tlog2", "1\t0\t9\tA\t0.1")
    gatk, _ = columns("@HD\tVN:1.6", "CONTIG\tSTART\tEND\tLOG2_COPY_RATIO", "1\t1\t9\t0.1")
    assert cnvkit is not None
    assert gatk is not None
    for found in (cnvkit, gatk):
        assert found.frame(None, Issues()).select("start", "end").row(0) == (0, 9)
    assert "bins" in gatk.meaning


def test_a_start_without_an_end_is_a_position() -> None:
    found, _ = columns("chrom,start,log2", "1,10,0.1")
    assert found is not None
    assert found.frame(None, Issues()).select("start", "end").row(0) == (9, 10)


def test_quoted_cells_of_a_comma_separated_table_are_read() -> None:
    found, _ = columns('"chrom","position","log2","gene"', '"1","10","0.1","A, B"')
    assert found is not None
    assert found.frame(None, Issues())["log2"].to_list() == [0.1]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["# only a comment"], "holds no header line"),
        (["chrom\tpos\tlog2", "1\t2"], r"line 2: 1 row\(s\) of another width"),
        (["chrom\tpos\tintensity", "1\t2\t3"], "no column log2; the header has: chrom, pos"),
        (["chrom\tpos\tlog2", "1\t2\thigh"], "line 2, column log2: 1 cell"),
        (["chrom\tpos\tlog2", "1\t2.5\t0.1"], "no whole number: '2.5'"),
        (["chrom\tpos\tlog2", "1\t\t0.1"], "no whole number"),
        (["chrom\tpos\tlog2\tbaf", "1\t2\t0.1\t50"], r"outside 0 to 1"),
        (['"chrom","pos","log2"', '"1","2"', '"1","2","3","4"'], "no table"),
        (["chrom\tpos\tlog2\tlog2", "1\t9\t5\t0.1"], "several columns are named log2"),
        (
            ["sample\tchrom\tpos\tlog2", "A\t1\t1\t0", "B\t1\t1\t0"],
            "2 samples and nothing says which one is meant: .*A.*B",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(lines: list[str], message: str) -> None:
    assert re.search(message, fault(*lines))


def test_one_sample_of_several_is_read_and_the_others_are_counted() -> None:
    lines = ["sample\tchrom\tpos\tlog2", "A\t1\t1\t0", "B\t1\t1\t0"]
    found, issues = columns(*lines)
    assert found is not None
    assert found.choose("b ", issues) == "B"
    assert found.choose(Meant(id="B"), issues) == "B"
    assert found.frame("B", issues).height == 1
    assert [entry.rows for entry in found.other_samples("B", 1)] == [1]
    assert found.other_samples("B", 2) == ()
    assert "no sample 'C'" in fault(*lines, sample="C")
    alone, _ = columns("sample\tchrom\tpos\tlog2", "A\t1\t1\t0")
    assert alone is not None
    assert alone.frame(None, issues).height == 1
