from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.segment_header import find_table, refuse, without_row_names
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
        ("chr\tstartpos\tendpos\tnMajor\tnMinor", "allele-specific segments (ASCAT)"),
        ("chromosome\tstart\tend\ttotal_cn\tmajor_cn\tminor_cn", "plain table"),
        ("chrom\tseg\tnum.mark\tcnlr.median\tstart\tend\ttcn.em\tlcn.em", "FACETS"),
        ("ID\tchrom\tloc.start\tloc.end\tnum.mark\tcnlr.median\ttcn\tlcn", "FACETS"),
        ('"chromosome"\t"start.pos"\t"end.pos"\t"depth.ratio"\t"CNt"\t"A"\t"B"', "Sequenza"),
        ("ID\tchr\tstart\tend\tloglik\tvalue", "ClinCNV for IGV"),
        ("CONTIG\tSTART\tEND\tNUM_POINTS_COPY_RATIO\tMEAN_LOG2_COPY_RATIO", "GATK"),
        ("sample\tchr\tstart\tend\tevent\tcopy.number\tbins\tmedian", "ichorCNA segments"),
        ("T1\tchr\tstart\tend\tloglik", None),
        ("chrom\tstart\tend\ttot_cn", "plain table"),
    ],
)
def test_a_header_tells_the_dialect(header: str, name: str | None) -> None:
    found = find_table(text(header))
    assert (found is None) == (name is None)
    assert found is None or found.dialect.name.startswith(name or "")


def test_lines_above_the_header_are_blanked_and_line_numbers_kept() -> None:
    found = find_table(text("WARNING: R says so", "#chrom\tstart\tend\tlog2", "1\t1\t9\t0.1"))
    assert found is not None
    assert found.text.lines == ["", "chrom\tstart\tend\tlog2", "1\t1\t9\t0.1"]


@pytest.mark.parametrize(
    "header",
    [
        "chromosome\tstart\tend\tgene\tlog2\tdepth\tweight",  # bins, not segments
        "ID\tchr\tstart\tend\tvalue",  # copies or log2? it does not say
        "sample\tchrom\tstart\tend\tmean",  # DNAcopy's, if it had the number of markers
        "Hugo_Symbol\tEntrez_Gene_Id\tT1",
        "",
    ],
)
def test_a_header_that_does_not_say_what_its_numbers_are_is_not_guessed(header: str) -> None:
    assert find_table(text(header)) is None


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


def test_what_stands_above_the_header_is_kept_apart() -> None:
    found = find_table(text("# Purity = 0.5", "chrom\tstart\tend\tlog2"))
    assert found is not None
    assert found.above == ("# Purity = 0.5",)


def test_a_table_without_a_header_gets_one_and_says_by_how_much_its_lines_moved() -> None:
    found = find_table(text("2\t0\t99\t6\tgain\tAAB\t0.1"))
    assert found is not None
    assert found.shift == 1
    assert found.text.lines[0].split("\t")[3:] == ["copy number", "status", "column 6", "column 7"]


@pytest.mark.parametrize(
    "lines",
    [
        ("2\t0\t99\t6\tgain", "2\t0\t99\t6\tgain\tAAB"),
        ("2\t0\t99\t6\tgain", "2\t0\t99\tsix\tgain"),
        ("2\t0\t99\tMYCN",),
        ("1,2,3,4,5",),
    ],
)
def test_rows_that_differ_in_shape_are_no_headerless_table(lines: tuple[str, ...]) -> None:
    assert find_table(text(*lines)) is None


def test_columns_of_two_samples_keep_their_names() -> None:
    header = "chr\tstart\tend\tA.copy.number\tA.logR\tA.event\tB.copy.number"
    assert find_table(text(header)) is None


@pytest.mark.parametrize("body", [["1\t2"], ["a\t1\t2", "1\t2"], []])
def test_rows_as_wide_as_the_header_have_no_names(body: list[str]) -> None:
    assert without_row_names("chrom\tstart", body) == body


def test_comments_and_blank_lines_between_named_rows_stay() -> None:
    body = ["a\t1\t2", "# c", "", "b\t3\t4"]
    assert without_row_names("chrom\tstart", body) == ["1\t2", "# c", "", "3\t4"]


def test_a_table_that_is_known_and_not_read_is_refused_with_its_remedy() -> None:
    issues = Issues()
    refuse(text("chromosome\tstart\tend\tgene\tlog2\tdepth\tweight"), issues)
    (error,) = issues.errors
    assert error.what.startswith("these are bins of CNVkit")
