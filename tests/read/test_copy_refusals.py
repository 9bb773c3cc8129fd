from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.copy_refusals import refuse_known
from crestome.read.text import TextFile


@pytest.mark.parametrize(
    ("lines", "what", "remedy"),
    [
        (["chromosome\tstart\tend\tgene\tlog2\tdepth\tweight"], "bins of CNVkit (.cnr)", ".cns"),
        (["chromosome\tstart\tend\tgene\tdepth"], "CNVkit reference or of coverage", "fix"),
        (["chromosome\tstart\tend\tgene\tlog2\tp_bintest\tprobes"], "bintest", ".cns"),
        (["Chromosome\tStart\tRatio\tMedianRatio\tCopyNumber"], "Control-FREEC", "_CNVs"),
        (["@HD\tVN:1.6", "CONTIG\tSTART\tEND\tLOG2_COPY_RATIO"], "denoised bins", "ModelSegments"),
        (["chromosome\tarm\tmeanCopyNumber\tmedianCopyNumber"], "arms (PURPLE)", "purple.cnv"),
        (["Unique Name\tDescriptor\tWide Peak Limits"], "all_lesions", "by_genes"),
        (["cytoband\t1p33\t", "q value\t0.1\t"], "genes under the peaks", "segments"),
        (
            ["index\tpeak_start\tpeak_end\tgenes_in_peak"],
            "this is a table of the peaks",
            "by_genes",
        ),
        (["Type\tChromosome\tStart\tEnd\t-log10(q-value)\tG-score"], "scores", "by_genes"),
        (["Chromosome Arm\tT1\tT2"], "whole chromosome arms (GISTIC)", "segments"),
        (["## x", "#chr\tstart\tend\tCN_change\tloglikelihood"], "germline", "tumor_CN_change"),
        (["Chr\tPosition\tRefCount\tDepth\tTITANstate"], "positions of TITAN", "segs.txt"),
        (["chromosome\tposition\tbase.ref\tdepth.ratio"], "seqz", "_segments.txt"),
        (["chromosome\tposition\ttumorGCRatio"], "COBALT", "purple.cnv"),
    ],
)
def test_a_known_table_is_refused_with_the_remedy(lines: list[str], what: str, remedy: str) -> None:
    issues = Issues()
    assert refuse_known(TextFile("x.txt", "", lines), issues)
    (error,) = issues.errors
    assert what in error.what
    assert remedy in error.remedy


@pytest.mark.parametrize(
    "line",
    [
        "chromosome\tstart\tend\tgene\tlog2\tprobes",
        "gene\tchromosome\tstart\tend\tlog2\tdepth\tweight",
        "cytoband\tT1",
        "#chr\tstart\tend\ttumor_CN_change\tCN_change\tloglikelihood",
        "",
    ],
)
def test_other_tables_are_left_to_their_readers(line: str) -> None:
    issues = Issues()
    assert not refuse_known(TextFile("x.txt", "", [line, "a"]), issues)
    assert issues.items == []
