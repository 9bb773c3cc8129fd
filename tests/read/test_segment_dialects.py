from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.segment_dialects import column_names, find_dialect, refuse
from crestome.read.text import TextFile


def text(*lines: str) -> TextFile:
    return TextFile("x.seg", "", list(lines))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean", "SEG"),
        ("Sample\tChromosome\tStart\tEnd\tNum_Probes\tSegment_Mean", "SEG"),
        ("Sample\tChromosome\tStart.bp\tEnd.bp\tNum.Markers\tLog2.Ratio", "SEG"),
        ('"sampleName"\t"chromosome"\t"start"\t"end"\t"nbrOfLoci"\t"mean"', "SEG"),
        ("ID chrom loc.start loc.end num.mark seg.mean", "SEG"),
        ("#chromosome\tstart\tend\ttcnNbrOfLoci\ttcnMean\tc1Mean\tc2Mean\tTCN", "ACEseq"),
        ("chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight", "CNVkit"),
        ("sample,chrom,start,end,logratio,call", "plain table"),
        ("chr\tstartpos\tendpos\tnMajor\tnMinor", "plain table"),
        ("chrom\tstart\tend\ttot_cn", "plain table"),
    ],
)
def test_a_header_tells_the_dialect(header: str, name: str) -> None:
    found = find_dialect(text(header))
    assert found is not None
    assert found[0].name.startswith(name)


def test_lines_above_the_header_are_blanked_and_line_numbers_kept() -> None:
    found = find_dialect(text("WARNING: R says so", "#chrom\tstart\tend\tlog2", "1\t1\t9\t0.1"))
    assert found is not None
    assert found[1].lines == ["", "chrom\tstart\tend\tlog2", "1\t1\t9\t0.1"]


@pytest.mark.parametrize(
    "header",
    [
        "chromosome\tstart\tend\tgene\tlog2\tdepth\tweight",  # bins, not segments
        "ID\tchr\tstart\tend\tloglik\tvalue",  # copies or log2? it does not say
        "sample\tchrom\tstart\tend\tmean",  # DNAcopy's, if it had the number of markers
        "Hugo_Symbol\tEntrez_Gene_Id\tT1",
        "",
    ],
)
def test_a_header_that_does_not_say_what_its_numbers_are_is_not_guessed(header: str) -> None:
    assert find_dialect(text(header)) is None


def test_a_renamed_column_is_named_with_its_near_miss() -> None:
    issues = Issues()
    refuse(text("ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.maen"), issues)
    (error,) = issues.errors
    assert error.where == "x.seg: header"
    assert error.what == "no column that is known to hold log2 ratios, copies or calls"
    assert error.remedy == "seg.maen: did you mean seg.mean?"


def test_a_missing_column_is_named() -> None:
    issues = Issues()
    refuse(text("# c", "ID\tloc.start\tloc.end\tnum.mark\tseg.mean"), issues)
    (error,) = issues.errors
    assert error.what == "no column chrom"
    assert "the header has ID, loc.start" in error.remedy


def test_a_column_of_copies_is_no_near_miss_of_a_log2_ratio() -> None:
    issues = Issues()
    refuse(text("chromosome\tstart\tend\tcopyNumber"), issues)
    assert "did you mean" not in issues.errors[0].remedy


def test_a_foreign_table_is_refused_in_one_sentence() -> None:
    issues = Issues()
    refuse(text("", "\t".join(f"<script>{n}" for n in range(20))), issues)
    (error,) = issues.errors
    assert error.what.startswith("neither segments nor copies of genes")
    assert error.what.endswith("<script>11 …")
    assert "SEG" in error.remedy


def test_the_header_shows_its_separator() -> None:
    assert column_names("#a\tb c") == ("a", "b c")
    assert column_names('"a", b') == ("a", "b")
    assert column_names("a b  c") == ("a", "b", "c")
