from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.knowledge.load import load_genome
from crestome.model.copy_number import (
    CellsCounted,
    CopyNumberProfile,
    CopyNumberSegments,
    Platform,
)
from crestome.model.genome import AUTOSOMES, Assembly, Genome
from crestome.model.issue import Issues, Severity
from crestome.read.reading import Reading
from crestome.read.segments import holds_segments, read_segments
from crestome.read.text import TextFile, read_text_file

DATA = Path(__file__).parents[2].parent / "shared" / "data"
GRCH37 = load_genome(Assembly.GRCH37)
GRCH38 = load_genome(Assembly.GRCH38)
SEG = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean"
Outcome = tuple[Reading[CopyNumberProfile] | None, Issues]


def read(*lines: str, sample: str | None = None, genome: Genome = GRCH37) -> Outcome:
    text = TextFile("x.seg", "sha", list(lines))
    issues = Issues()
    reading = read_segments(
        text, genome=genome, sample=sample, platform=Platform.SNP_ARRAY, issues=issues
    )
    assert (reading is None) == bool(issues.errors)
    if reading is not None:
        rows = len(reading.value.segments) + sum(entry.rows for entry in reading.set_aside)
        assert rows == reading.source.rows
    return reading, issues


def segments(outcome: Outcome) -> pl.DataFrame:
    reading, issues = outcome
    assert reading is not None, [str(issue) for issue in issues.items]
    return reading.value.segments.frame


def profile_of_lines(*lines: str) -> CopyNumberProfile:
    reading, issues = read(*lines)
    assert reading is not None, [str(issue) for issue in issues.items]
    return reading.value


def reasons(outcome: Outcome) -> dict[str, int]:
    reading, _ = outcome
    assert reading is not None
    return {entry.reason: entry.rows for entry in reading.set_aside}


def fault(outcome: Outcome) -> str:
    _, issues = outcome
    assert len(issues.errors) == 1, [str(issue) for issue in issues.errors]
    return str(issues.errors[0])


def test_a_seg_file_becomes_0_based_segments_with_log2_ratios() -> None:
    outcome = read(SEG, "T1\tchr2\t1001\t2000\t12\t0.5", "T1\t23\t0\t500\t7\t-0.4")
    assert segments(outcome).rows(named=True) == [
        {
            "contig": "2",
            "start": 1000,
            "end": 2000,
            "log2": 0.5,
            "total_copies": None,
            "minor_copies": None,
            "probes": 12,
            "call": "",
            "where": "x.seg line 2",
            "cell_fraction": None,
        },
        {
            "contig": "X",
            "start": 0,
            "end": 500,
            "log2": -0.4,
            "total_copies": None,
            "minor_copies": None,
            "probes": 7,
            "call": "",
            "where": "x.seg line 3",
            "cell_fraction": None,
        },
    ]
    reading, issues = outcome
    assert issues.items == []
    assert reading is not None
    assert reading.source.dialect == (
        "SEG (DNAcopy, IGV, cBioPortal), by its header; log2 ratios in seg.mean; first base 1"
    )
    assert (reading.source.role, reading.source.sha256) == ("copy_number", "sha")
    assert reading.value.platform is Platform.SNP_ARRAY


def test_aceseq_gives_copies_and_the_smaller_allele() -> None:
    header = "#chromosome\tstart\tend\ttcnNbrOfLoci\ttcnMean\tc1Mean\tc2Mean\tA\tB\tTCN"
    frame = segments(
        read(
            header,
            "2\t101\t200\t50\t2.48\t1.69\t0.79\tsub\t1\tsub",
            "2\t200\t300\t9\t3.01\tNA\tNA\tNA\tNA\tNA",
        )
    )
    assert frame["total_copies"].to_list() == [2.48, 3.01]
    assert frame["minor_copies"].to_list() == [0.79, None]
    assert frame["log2"].null_count() == 2
    assert frame["start"].to_list() == [100, 200]  # the shared base 200 stays with the first


def test_zero_copies_where_no_probe_lies_are_no_homozygous_deletion() -> None:
    header = "#chromosome\tstart\tend\ttcnNbrOfLoci\ttcnMean\tc1Mean\tc2Mean"
    outcome = read(header, "11\t1\t900\t80\t2\t1\t1", "11\t901\t905\t0\t0\t0\t0")
    assert segments(outcome)["total_copies"].to_list() == [2.0]
    assert reasons(outcome) == {"no probe inside, so nothing was measured there": 1}


def test_two_allele_columns_make_the_total() -> None:
    frame = segments(read("chr\tstartpos\tendpos\tnMajor\tnMinor", "1\t10\t20\t3\t0"))
    assert frame.select("total_copies", "minor_copies").row(0) == (3.0, 0.0)


def test_a_nameless_column_is_not_taken_for_an_allele() -> None:
    frame = segments(read("chr\tstart\tend\tlog2\t-", "1\t10\t20\t0.1\t7"))
    assert frame["minor_copies"].to_list() == [None]


def profile(outcome: Outcome) -> CopyNumberProfile:
    reading, issues = outcome
    assert reading is not None, [str(issue) for issue in issues.items]
    return reading.value


def test_cnvkit_counts_bases_from_0_and_its_copies_are_those_of_the_mixture() -> None:
    header = "chromosome\tstart\tend\tgene\tlog2\tbaf\tcn\tcn1\tcn2\tprobes"
    outcome = read(header, "chr2\t100\t200\tALK\t0.1\t0.3\t3\t2\t1\t5", "3\t0\t9\t-\t0\t\t2\t\t\t5")
    values = ("start", "end", "log2", "total_copies", "minor_copies")
    assert segments(outcome).select(values).rows() == [
        (100, 200, 0.1, 3.0, 1.0),
        (0, 9, 0.0, 2.0, None),
    ]
    assert profile(outcome).mixed_copies
    assert "the log2 ratios decide" in outcome[1].items[0].what
    plain = read("chromosome\tstart\tend\tgene\tlog2\tprobes", "chr2\t100\t200\tALK\t0.1\t5")
    assert not profile(plain).mixed_copies
    assert plain[1].items == []


def test_a_linear_ratio_becomes_a_log2_ratio_exactly() -> None:
    header = "chromosome\tstart.pos\tend.pos\tBf\tdepth.ratio\tN.ratio\tCNt\tA\tB"
    frame = segments(read(header, "1\t1\t9\t0.3\t0.25\t8\t1\t1\t0", "2\t1\t9\t0.3\t0\t8\t0\t0\t0"))
    assert frame["log2"].to_list() == [-2.0, None]
    assert frame["total_copies"].to_list() == [1.0, 0.0]
    assert frame["minor_copies"].to_list() == [0.0, 0.0]


def test_a_linear_ratio_below_0_is_an_error_with_its_line() -> None:
    header = "Sample\tChromosome\tStart\tEnd\tNum_Probes\tSegment_Mean\tSegment_Call"
    message = fault(read(header, "T1\t1\t1\t9\t4\t1.0\t0", "T1\t2\t1\t9\t4\t-0.4\t-"))
    assert message.startswith("x.seg line 3, column Segment_Mean: ratios or copies below 0: '-0.4'")


def test_a_seg_with_calls_holds_linear_ratios() -> None:
    header = "Sample\tChromosome\tStart\tEnd\tNum_Probes\tSegment_Mean\tSegment_Call"
    frame = segments(read(header, "T1\t1\t1\t9\t4\t1\t0", "T1\t2\t1\t9\t4\t4\t+"))
    assert frame["log2"].to_list() == [0.0, 2.0]
    assert frame["call"].to_list() == ["normal", "gain"]


def test_the_dictionary_above_a_gatk_file_is_passed_over_and_its_signs_are_calls() -> None:
    above = ["@HD\tVN:1.6", *(f"@SQ\tSN:chrUn_{n}\tLN:9" for n in range(3000)), "@RG\tSM:T1"]
    header = "CONTIG\tSTART\tEND\tNUM_POINTS_COPY_RATIO\tMEAN_LOG2_COPY_RATIO\tCALL"
    frame = segments(
        read(
            *above,
            header,
            "chr1\t1\t9\t4\t-0.6\t-",
            "chr2\t1\t9\t4\t0.9\t+",
            "chrX\t1\t9\t4\t0\t0",
        )
    )
    assert frame["log2"].to_list() == [-0.6, 0.9, 0.0]
    assert frame["call"].to_list() == ["loss", "gain", "normal"]
    assert frame["where"][0] == "x.seg line 3004"


def test_model_segments_of_gatk_give_the_median_of_the_log2_ratio() -> None:
    header = (
        "CONTIG\tSTART\tEND\tNUM_POINTS_COPY_RATIO\tNUM_POINTS_ALLELE_FRACTION\t"
        "LOG2_COPY_RATIO_POSTERIOR_10\tLOG2_COPY_RATIO_POSTERIOR_50"
    )
    outcome = read(header, "chr2\t1\t9\t4\t2\t0.1\t0.5", "chr3\t1\t9\t0\t7\tNaN\tNaN")
    assert segments(outcome)["log2"].to_list() == [0.5]
    assert sum(reasons(outcome).values()) == 1


def test_purple_infers_copies_between_breakpoints_and_says_what_it_did_not_measure() -> None:
    header = (
        "#chromosome\tstart\tend\tcopyNumber\tbafCount\tobservedBAF\tbaf\tsegmentStartSupport\t"
        "segmentEndSupport\tmethod\tdepthWindowCount\tminorAlleleCopyNumber"
    )
    outcome = read(
        header,
        "1\t1\t99\t2.9\t40\t.6\t.6\tTELOMERE\tDEL\tBAF_WEIGHTED\t70\t0.9",
        "1\t100\t120\t-0.01\t0\t0\t1\tDEL\tDEL\tSTRUCTURAL_VARIANT\t0\t0",
        "Y\t1\t99\t1\t0\t0\t1\tTELOMERE\tNONE\tUNKNOWN\t0\t0",
    )
    frame = segments(outcome)
    assert frame.select("total_copies", "minor_copies", "probes").rows() == [
        (2.9, 0.9, 70),
        (-0.01, 0.0, None),
    ]
    assert reasons(outcome) == {"the caller did not measure it (method UNKNOWN)": 1}
    assert not profile(outcome).mixed_copies


def test_facets_gives_total_and_lesser_copies_and_its_comments_the_purity() -> None:
    header = "chrom\tseg\tnum.mark\tcnlr.median\tstart\tend\tcf.em\ttcn.em\tlcn.em"
    outcome = read(
        "# Purity = 0.61",
        "# Ploidy = 2.9",
        header,
        "2\t1\t99\t-0.34\t5\t9\t0.6\t1\t0",
        "23\t2\t99\t0.1\t5\t9\t1\t2\tNA",
    )
    frame = segments(outcome)
    assert frame.select("contig", "log2", "total_copies", "minor_copies").rows() == [
        ("2", -0.34, 1.0, 0.0),
        ("X", 0.1, 2.0, None),
    ]
    assert (profile(outcome).purity, profile(outcome).ploidy) == (0.61, 2.9)


BATTENBERG = "chr\tstartpos\tendpos\tBAF\tpval\tLogR\tntot"


@pytest.mark.parametrize(
    "states",
    [
        "nMaj1_A\tnMin1_A\tfrac1_A\tnMaj2_A\tnMin2_A\tfrac2_A",
        "clone_nMaj\tclone_nMin\tclone_frac\tsubclone_nMaj\tsubclone_nMin\tsubclone_frac",
    ],
)
def test_battenberg_gives_the_mean_over_the_tumour_cells(states: str) -> None:
    frame = segments(
        read(
            f"{BATTENBERG}\t{states}",
            "1\t1\t9\t.5\t1\t0.2\t2.1\t2\t1\t1\tNA\tNA\t0",
            "2\t1\t9\t.5\t0\t0.4\t2.6\t2\t0\t0.75\t3\t2\t0.25",
            "3\t1\t9\t.5\t0\t0.4\t2.6\tNA\tNA\tNA\tNA\tNA\tNA",
        )
    )
    assert frame.select("log2", "total_copies", "minor_copies").rows() == [
        (0.2, 3.0, 1.0),
        (0.4, 2.75, 0.5),
        (0.4, 2.6, None),
    ]


def test_titan_prefers_the_copies_that_it_corrected_beyond_its_highest_state() -> None:
    header = (
        "Sample\tChromosome\tStart_Position(bp)\tEnd_Position(bp)\tLength(snp)\tMedian_Ratio\t"
        "Median_logR\tTITAN_state\tTITAN_call\tCopy_Number\tMinorCN\tMajorCN\tClonal_Cluster\t"
        "Cellular_Prevalence"
    )
    row = "T1\t2\t1\t99\t12\t0.8\t3.1\t24\tUBCNA\t8\t1\t7\t1\t0.9"
    values = ("log2", "total_copies", "minor_copies", "probes")
    assert segments(read(header, row)).select(values).row(0) == (3.1, 8.0, 1.0, 12)
    more = f"{header}\tCorrected_Copy_Number\tCorrected_MinorCN"
    assert segments(read(more, f"{row}\t80\t1"))["total_copies"].to_list() == [80.0]


def test_clincnv_separates_the_copies_of_the_clone_from_those_of_the_mixture() -> None:
    header = (
        "#chr\tstart\tend\tsample\tsize\ttumor_CN_change\tstate\tmajor_CN_allele\t"
        "minor_CN_allele\ttumor_clonality\tCN_change\tloglikelihood\tnumber_of_regions\tgenes"
    )
    outcome = read(
        "##ANALYSISTYPE=CLINCNV_TUMOR_NORMAL_PAIR",
        header,
        "chr2\t0\t900\tsomatic\t901\t8\tAMP\t7\t1\t0.5\t4\t90\t7\tA,B",
    )
    assert segments(outcome).select("start", "log2", "total_copies", "minor_copies").row(0) == (
        0,
        1.0,
        8.0,
        1.0,
    )
    assert profile(outcome).altered_only
    assert not profile(outcome).mixed_copies


def test_the_igv_file_of_clincnv_holds_copies_of_the_mixture_under_the_name_value() -> None:
    outcome = read(
        "#type=GENE_EXPRESSION",
        '#track name="T1 CNV calls" viewLimits=0:2:6',
        "ID\tchr\tstart\tend\tloglik\tvalue",
        "T1\tchr2\t1\t99\t30\t8",
        "T1\tchr9\t1\t99\t30\t0.5",
    )
    assert segments(outcome).select("log2", "total_copies").rows() == [(2.0, 8.0), (-2.0, 0.5)]
    assert profile(outcome).mixed_copies
    assert profile(outcome).altered_only


def test_control_freec_writes_no_header() -> None:
    outcome = read("2\t0\t15999999\t6\tgain\tAAAAAB\t0.1", "X\t50000\t99999\t0\tloss\t-\t-1")
    frame = segments(outcome)
    assert frame.select("contig", "start", "total_copies", "call", "where").rows() == [
        ("2", 0, 6.0, "gain", "x.seg line 1"),
        ("X", 50000, 0.0, "loss", "x.seg line 2"),
    ]
    assert profile(outcome).altered_only
    assert profile(outcome).mixed_copies


def test_a_loss_of_two_copies_shows_that_the_tumour_was_taken_for_triploid() -> None:
    outcome = read("2\t0\t99\t4\tgain", "3\t0\t99\t2\tloss", "X\t0\t99\t1\tloss")
    assert profile(outcome).ploidy == 3.0
    assert "called against 3 copies, which is taken as the ploidy" in outcome[1].items[-2].what
    open_ended = read("3\t0\t99\t2\tloss")
    assert profile(open_ended).ploidy is None
    assert "against 3 or 4 or 5" in open_ended[1].items[0].what
    assert "against no one copies" in read("2\t0\t9\t2\tgain", "3\t0\t9\t4\tloss")[1].items[0].what


def test_gains_and_losses_that_fit_two_copies_say_nothing_on_the_ploidy() -> None:
    outcome = read("2\t0\t99\t6\tgain", "3\t0\t99\t1\tloss")
    assert profile(outcome).ploidy is None
    assert len(outcome[1].items) == 1


def test_control_freec_with_p_values_has_a_header() -> None:
    header = "chr\tstart\tend\tcopy number\tstatus\tWilcoxonRankSumTestPvalue"
    assert segments(read(header, "2\t0\t99\t4\tgain\t0.01"))["total_copies"].to_list() == [4.0]


def test_the_headerless_summary_of_ascat_is_read() -> None:
    frame = segments(read("1,2,12784,51315283,2,1,4,1", "2,X,5,90,2,1,1,0"))
    assert frame.select("contig", "start", "total_copies", "minor_copies").rows() == [
        ("2", 12783, 4.0, 1.0),
        ("X", 4, 1.0, 0.0),
    ]


def test_a_fault_of_a_headerless_file_is_placed_at_its_own_line() -> None:
    message = fault(read("2\t10\t20\t6\tgain", "2\t90\t50\t6\tgain"))
    assert message.startswith("x.seg line 2: start > end")


def test_ichorcna_gives_corrected_copies() -> None:
    header = (
        "ID\tchrom\tstart\tend\tnum.mark\tseg.median.logR\tcopy.number\tcall\t"
        "subclone.status\tlogR_Copy_Number\tCorrected_Copy_Number\tCorrected_Call"
    )
    frame = segments(read(header, "T1\tchr2\t1\t99\t5\t1.9\t5\tHLAMP\tFALSE\t21.4\t21\tHLAMP"))
    assert frame.select("log2", "total_copies", "call").row(0) == (1.9, 21.0, "")


def test_the_bins_of_ichorcna_carry_the_sample_in_their_header() -> None:
    header = (
        "chr\tstart\tend\tP.1.copy.number\tP.1.event\tP.1.logR\tP.1.subclone.status\t"
        "P.1.Corrected_Copy_Number\tP.1.Corrected_Call\tP.1.logR_Copy_Number"
    )
    outcome = read(header, "1\t1\t1000000\t3\tGAIN\t0.2\t0\t3\tGAIN\t3.1")
    assert segments(outcome).select("log2", "total_copies").row(0) == (0.2, 3.0)
    assert "bins of one size" in outcome[1].items[0].what


def test_the_summary_of_ascat_has_blanks_in_its_header_and_two_names_for_x() -> None:
    header = (
        "Sample\tChromosome\tStart Position\tEnd Position\tNormal TCN\tNormal BCN\t"
        "Tumour TCN\tTumour BCN"
    )
    rows = ("A\t23\t1\t9\t2\t1\t3\t1", "A\tX\t20\t29\t2\t1\t2\t0", "B\tX\t1\t9\t2\t1\t2\t1")
    frame = segments(read(header, *rows, sample="A"))
    assert frame.select("contig", "total_copies", "minor_copies").rows() == [
        ("X", 3.0, 1.0),
        ("X", 2.0, 0.0),
    ]


def test_the_segments_of_the_gdc_are_allele_specific() -> None:
    header = (
        "GDC_Aliquot\tChromosome\tStart\tEnd\tCopy_Number\tMajor_Copy_Number\tMinor_Copy_Number"
    )
    frame = segments(read(header, "a-1\tchr2\t1\t9\t5\t4\t1"))
    assert frame.select("total_copies", "minor_copies").row(0) == (5.0, 1.0)


@pytest.mark.parametrize("blank", ["\t", " "])
def test_row_names_of_r_are_passed_over(blank: str) -> None:
    lines = [
        "# DNAcopy",
        SEG.replace("\t", blank),
        *(f"{n} T1 {n} 1 9 4 0.{n}".replace(" ", blank) for n in (1, 2)),
    ]
    assert segments(read(*lines)).select("contig", "log2", "where").rows() == [
        ("1", 0.1, "x.seg line 3"),
        ("2", 0.2, "x.seg line 4"),
    ]


def test_a_plain_table_may_state_calls_purity_and_ploidy() -> None:
    header = "chrom,start,end,logratio,call,purity,ploidy"
    outcome = read(header, "1,5,90,0.9,ampl,0.7,3.1", "2,5,90,0.01,normal,0.7,3.1")
    assert segments(outcome)["call"].to_list() == ["amplified", "normal"]
    reading, _ = outcome
    assert reading is not None
    assert (reading.value.purity, reading.value.ploidy) == (0.7, 3.1)
    assert "states in call" in reading.source.dialect


def test_a_purity_that_varies_is_not_used() -> None:
    outcome = read("chrom\tstart\tend\ttotal_cn\tpurity", "1\t5\t90\t2\t0.7", "2\t5\t90\t2\t0.8")
    reading, issues = outcome
    assert reading is not None
    assert reading.value.purity is None
    assert "purity" in str(issues.items[0])


def test_a_call_without_a_number_is_a_value() -> None:
    assert segments(read("chrom\tstart\tend\tcall", "1\t5\t90\tgain"))["call"].to_list() == ["gain"]


def test_one_sample_of_many_is_read_and_the_others_are_accounted_for() -> None:
    rows = (SEG, "T1\t1\t1\t9\t1\t0.1", "T2\t1\t1\t9\t1\t-inf", "T2\t1\t20\t10\t1\t0.2")
    outcome = read(*rows, sample="T1")
    assert segments(outcome).height == 1
    assert reasons(outcome) == {"of another sample": 2}


def test_no_such_sample_is_an_error_with_the_names() -> None:
    message = fault(read(SEG, "P-T1\t1\t1\t9\t1\t0.1", "P-T2\t1\t1\t9\t1\t0.1", sample="T2"))
    assert message.startswith("x.seg, column ID: no sample 'T2'; expected one of 2: P-T1, P-T2")
    assert "Did you mean 'P-T2'?" in message


def test_several_samples_and_no_name_is_an_error() -> None:
    assert "2 samples" in fault(read(SEG, "T1\t1\t1\t9\t1\t0.1", "T2\t1\t1\t9\t1\t0.1"))


def test_unsorted_rows_are_sorted_with_a_note() -> None:
    outcome = read(SEG, "T1\t1\t500\t900\t3\t0.1", "T1\t1\t1\t400\t3\t0.2")
    assert segments(outcome)["start"].to_list() == [0, 499]
    assert [issue.severity for issue in outcome[1].items] == [Severity.NOTE]


def test_overlapping_segments_are_an_error_with_both_lines() -> None:
    message = fault(read(SEG, "T1\t1\t1\t500\t3\t0.1", "T1\t1\t400\t900\t3\t0.2"))
    assert "lines 2 and 3 share 101 bases of chromosome 1" in message


def test_start_beyond_end_is_an_error_with_its_line() -> None:
    assert fault(read(SEG, "T1\t1\t900\t5\t3\t0.1")).startswith("x.seg line 2: start > end")


def test_a_start_that_is_no_whole_number_is_an_error_with_its_line() -> None:
    message = fault(read(SEG, "T1\t1\t1.60E+07\t15940549\t3\t0.1", "T1\t1\tabc\t9\t3\t0.1"))
    assert message.startswith("x.seg line 2, column loc.start")


def test_a_missing_number_of_probes_does_not_matter() -> None:
    frame = segments(read(SEG, "T1\t1\t1\t9\t\t0.1", "T1\t2\t1\t9\tNA\t0.1"))
    assert frame["probes"].to_list() == [None, None]


def test_a_segment_without_a_start_is_an_error_with_its_line() -> None:
    message = fault(read(SEG, "T1\t1\t1\t9\t3\t0.1", "T1\t1\tNA\t9\t3\t0.1"))
    assert message.startswith("x.seg line 3, column loc.start: no position: 'NA'")


def test_positions_of_another_assembly_are_an_error_that_names_it() -> None:
    message = fault(read(SEG, "T1\t1\t1\t249200000\t3\t0.1", genome=GRCH38))
    assert "lies beyond chromosome 1" in message
    assert 'state assembly = "GRCh37"' in message


def test_unknown_contigs_are_set_aside_with_a_warning() -> None:
    outcome = read(SEG, "T1\t1\t1\t9\t3\t0.1", "T1\tGL000220.1\t1\t9\t3\t0.1")
    assert reasons(outcome) == {"on GL000220.1, not a chromosome": 1}
    assert outcome[1].items[0].severity is Severity.WARNING


def test_no_known_contig_at_all_is_an_error() -> None:
    message = fault(read(SEG, "T1\tscaffold_1\t1\t9\t3\t0.1"))
    assert message.startswith("x.seg line 2, column chrom: no row lies on a human chromosome")


@pytest.mark.parametrize("cell", [".", "NA", ""])
def test_a_segment_without_a_number_is_set_aside_with_a_warning(cell: str) -> None:
    outcome = read(SEG, "T1\t1\t1\t9\t3\t0.1", f"T1\t1\t20\t90\t3\t{cell}")
    assert reasons(outcome) == {"no value": 1}
    assert "1 segment(s) without a value" in outcome[1].items[0].what
    assert outcome[1].items[0].where == "x.seg line 3"


@pytest.mark.parametrize("cell", ["NaN", "nan", "inf", "-inf", "Infinity", "<script>", "{0}", "%s"])
def test_a_failed_computation_or_text_in_its_place_is_an_error_with_its_line(cell: str) -> None:
    message = fault(read(SEG, "T1\t1\t1\t9\t3\t0.1", f"T1\t1\t20\t90\t3\t{cell}"))
    assert message.startswith("x.seg line 3, column seg.mean")
    assert cell in message


def test_a_repeated_row_is_set_aside() -> None:
    outcome = read(SEG, *["T1\t1\t1\t9\t3\t0.1"] * 3)
    assert reasons(outcome) == {"the same segment again": 2}


def test_a_file_without_rows_is_a_profile_without_segments() -> None:
    outcome = read(SEG)
    assert segments(outcome).height == 0
    assert outcome[1].items[0].what.startswith("no segments")


def test_ragged_rows_and_unknown_headers_are_refused() -> None:
    assert "x.seg line 2" in fault(read(SEG, "T1\t1\t1\t9\t3"))
    assert "no column" in fault(read("ID\tchrom\tloc.start\tloc.end\tnum.mark\tsegmeans_"))


def test_all_faults_of_a_file_are_reported_at_once() -> None:
    _, issues = read(SEG, "T1\t1\t900\t5\t3\t0.1", "T1\t1\t-5\t9\t3\t0.1", "T1\t2\t1\t9\t3\tinf")
    assert len(issues.errors) == 3


def test_names_from_the_file_are_carried_verbatim() -> None:
    sample = "<script>alert(1)</script>{0}%s../../x"
    outcome = read(SEG, f"{sample}\t1\t1\t9\t3\t0.1", "T2\t1\t1\t9\t3\t0.1", sample=sample)
    assert segments(outcome).height == 1
    assert sample in fault(read(SEG, f"{sample}\t1\t1\t9\t3\t0.1", sample="T9"))


@st.composite
def profiles(draw: st.DrawFn) -> list[tuple[str, int, int, int, float]]:
    """Segments of a few chromosomes, apart or touching, in order."""
    rows = []
    for contig in draw(st.lists(st.sampled_from([*AUTOSOMES, "X"]), unique=True, max_size=4)):
        cuts = draw(st.lists(st.integers(0, 40_000_000), unique=True, max_size=8))
        edges = sorted(cuts)
        for start, end in pairwise(edges):
            value = draw(st.floats(-3, 1, allow_nan=False).map(lambda x: round(x, 4)))
            rows.append((contig, start, end, draw(st.integers(1, 99)), value))
    return rows


def write(rows: list[tuple[str, int, int, int, float]], prefix: str = "") -> list[str]:
    return [
        SEG,
        *(
            f"T1\t{prefix}{contig}\t{start + 1}\t{end}\t{probes}\t{value!r}"
            for contig, start, end, probes, value in rows
        ),
    ]


@settings(deadline=None)
@given(profiles())
def test_what_is_written_is_read_again(rows: list[tuple[str, int, int, int, float]]) -> None:
    frame = segments(read(*write(rows)))
    found = frame.select("contig", "start", "end", "probes", "log2").rows()
    assert sorted(found) == sorted(rows)


@settings(deadline=None)
@given(profiles(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_prefix_of_chromosomes_do_not_matter(
    rows: list[tuple[str, int, int, int, float]], random: st.DataObject
) -> None:
    header, *lines = write(rows, "chr")
    random.shuffle(lines)  # type: ignore[attr-defined]
    places = pl.exclude("where")
    assert (
        segments(read(header, *lines))
        .select(places)
        .equals(segments(read(*write(rows))).select(places))
    )


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6))
def test_no_text_raises(lines: list[str]) -> None:
    if any(line.strip() for line in lines):
        read(*lines)
        read(SEG, *lines)


def test_the_header_tells_whether_a_text_holds_segments() -> None:
    assert holds_segments(TextFile("x", "", [SEG]))
    assert not holds_segments(TextFile("x", "", ["gene\tcall"]))


def real(path: Path, sample: str | None, genome: Genome = GRCH37) -> CopyNumberSegments:
    if not path.is_file():
        pytest.skip(f"no real cohort at {path}")
    issues = Issues()
    text = read_text_file(path, path.name, issues)
    assert text is not None
    reading = read_segments(
        text, genome=genome, sample=sample, platform=Platform.UNKNOWN, issues=issues
    )
    assert reading is not None, [str(issue) for issue in issues.errors]
    rows = len(reading.value.segments) + sum(entry.rows for entry in reading.set_aside)
    assert rows == reading.source.rows
    return reading.value.segments


def over_mycn(table: CopyNumberSegments, column: str, genome: Genome = GRCH37) -> list[float]:
    gene = genome.gene("MYCN").interval
    here = (pl.col("contig") == gene.contig) & (pl.col("start") <= gene.start)
    return table.frame.filter(here & (pl.col("end") >= gene.end))[column].to_list()


@pytest.mark.parametrize(
    ("name", "column", "value", "genome"),
    [
        ("tcga_laml_AB3009_hg19.seg.gz", "log2", 0.0039, GRCH37),
        ("cnvkit_tr95t.cns", "log2", 0.011528, GRCH37),
        ("ascat_sarek3.5.1_HCC1395.cnvs.txt", "total_copies", 2.0, GRCH38),
        ("pcgr_T001-BRCA.grch38.cna.tsv", "total_copies", 1.0, GRCH38),
    ],
)
def test_public_files_say_what_they_say_over_mycn(
    name: str, column: str, value: float, genome: Genome
) -> None:
    table = real(DATA / "formats" / "copy_number" / name, None, genome)
    assert over_mycn(table, column, genome) == [value]


def test_every_tumour_of_the_real_cohorts_of_segments_is_read() -> None:
    folder = DATA / "nb_acgh"
    files = sorted(folder.glob("*_segments.parquet"))
    if not files:
        pytest.skip(f"no real cohort at {folder}")
    for file in files:
        cohort = pl.read_parquet(file)
        for (sample,), rows in list(cohort.group_by("sample", maintain_order=True))[:25]:
            lines = rows.write_csv(separator="\t").splitlines()
            table = segments(read(*lines, sample=str(sample)))
            assert table.height == rows.height


def test_every_aceseq_profile_is_near_the_ploidy_that_its_lengths_give() -> None:
    files = sorted((DATA / "koerber_wgs").glob("*.aceseq.tsv.xz"))
    if not files:
        pytest.skip(f"no real cohort at {DATA / 'koerber_wgs'}")
    for file in files:
        frame = real(file, None).frame.filter(pl.col("contig").is_in(AUTOSOMES))
        length = (pl.col("end") - pl.col("start")).cast(pl.Float64)
        ploidy = frame.select((length * pl.col("total_copies")).sum() / length.sum()).item()
        assert 2.4 < ploidy < 3.0


@pytest.mark.parametrize("folder", ["pptc_nbl_pdx", "target_nbl_2018"])
def test_every_sample_of_a_shared_seg_file_is_read(folder: str) -> None:
    files = sorted((DATA / folder).glob("*.seg.gz"))
    if not files:
        pytest.skip(f"no real cohort at {DATA / folder}")
    for file in files:
        names = pl.read_csv(file, separator="\t", columns=["ID"])["ID"].unique().to_list()
        assert all(len(real(file, name)) > 0 for name in names)


def test_the_share_of_cells_of_facets_is_one_of_all_cells() -> None:
    head = "chrom\tnum.mark\tcnlr.median\tstart\tend\tcf.em\ttcn.em\tlcn.em"
    rows = [
        "1\t90\t-0.9\t1\t900\t0.48\t1\t0",
        "2\t90\t0\t1\t900\tNA\t2\t1",
        "3\t90\t0\t1\t900\t7\t2\t1",
    ]
    profile = profile_of_lines(head, *rows)
    assert profile.cells_counted is CellsCounted.ALL
    assert profile.segments.frame["cell_fraction"].to_list() == [0.48, None, None]


def test_the_prevalence_of_titan_is_one_of_tumour_cells() -> None:
    head = (
        "Sample\tChromosome\tStart_Position(bp)\tEnd_Position(bp)\tLength(snp)\tMedian_Ratio\t"
        "Median_logR\tTITAN_state\tTITAN_call\tCopy_Number\tMinorCN\tMajorCN\tClonal_Cluster\t"
        "Cellular_Prevalence"
    )
    rows = [
        "T\t1\t1\t900\t90\t0.6\t-0.3\t1\tDLOH\t1\t0\t1\t2\t0.41",
        "T\t2\t1\t900\t90\t0.5\t0\t3\tHET\t2\t1\t1\tNA\tNA",
    ]
    profile = profile_of_lines(head, *rows)
    assert profile.cells_counted is CellsCounted.TUMOUR
    assert profile.segments.frame["cell_fraction"].to_list() == [0.41, None]


def test_of_several_populations_the_largest_share_counts() -> None:
    head = "chr\tstartpos\tendpos\tLogR\tnMaj1_A\tnMin1_A\tfrac1_A\tnMaj2_A\tnMin2_A\tfrac2_A"
    profile = profile_of_lines(
        head, "1\t1\t900\t0.1\t2\t1\t0.3\t1\t1\t0.7", "2\t1\t900\t0\t1\t1\t1\tNA\tNA\tNA"
    )
    assert profile.segments.frame["cell_fraction"].to_list() == [0.7, 1.0]
    assert profile.segments.frame["total_copies"].to_list() == [2.3, 2.0]
