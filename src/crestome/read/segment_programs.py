"""How segment files name their columns, one declaration for each dialect.

A dialect is told by its header alone; file names and suffixes are never looked at. To read one
more, declare it here: which column means what, and which columns tell it from the others.

Scales are the reason to be strict. A column called "mean" or "value" may hold log2 ratios,
ratios or copies; only names that say which, or a header that only one program writes, are taken.
Copies are not all alike either: some callers count them in a tumour cell, others in the mixture
of tumour and normal cells that lay in the tube.
"""

from __future__ import annotations

from typing import Final

from crestome.read.segment_dialects import SegmentDialect

SAMPLE_COLUMNS: Final = (
    "ID",
    "Sample",
    "sampleName",
    "sample_id",
    "Tumor_Sample_Barcode",
    "case_id",
    "GDC_Aliquot",
)
_CONTIG: Final = ("chrom", "chromosome", "chr", "contig")
_START: Final = (
    "loc.start",
    "start",
    "Start.bp",
    "start_position",
    "startpos",
    "start.pos",
    "Start_Position(bp)",
)
_END: Final = (
    "loc.end",
    "end",
    "End.bp",
    "end_position",
    "endpos",
    "end.pos",
    "End_Position(bp)",
)
_PROBES: Final = (
    "num.mark",
    "Num_Probes",
    "Num.Markers",
    "nbrOfLoci",
    "n_probes",
    "probes",
    "bins",
)
LOG2_COLUMNS: Final = (
    "seg.mean",
    "Segment_Mean",
    "log2",
    "log2_ratio",
    "logratio",
    "log_ratio",
)
_MIXED: Final = (
    "the copies of this file count the mixture of tumour and normal cells, unless the caller was "
    "given the purity; "
)

SEG: Final = SegmentDialect(
    key="seg",
    name="SEG (DNAcopy, IGV, cBioPortal)",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    # "mean" says nothing by itself; beside sample and marker number it is DNAcopy's.
    log2=(*LOG2_COLUMNS, "mean"),
    probes=_PROBES,
    marks=(SAMPLE_COLUMNS, _PROBES),
    unlike=("gene",),
)
_LINEAR_SEG: Final = SegmentDialect(
    key="dragen-seg",
    name="SEG of linear ratios with a call (DRAGEN, early GATK 4)",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    ratio=("Segment_Mean",),
    probes=_PROBES,
    call=("Segment_Call",),
    signs=True,
    marks=(("Segment_Call",), ("Segment_Mean",), _PROBES),
)
_ACESEQ: Final = SegmentDialect(
    key="aceseq",
    name="ACEseq",
    contig=_CONTIG,
    start=_START,
    end=_END,
    total_copies=("tcnMean",),
    alleles=(("c1Mean",), ("c2Mean",)),
    probes=("tcnNbrOfLoci",),
    marks=(("c1Mean",), ("c2Mean",)),
)
_CNVKIT: Final = SegmentDialect(
    key="cnvkit",
    name="CNVkit segments",
    contig=_CONTIG,
    start=_START,
    end=_END,
    log2=("log2",),
    total_copies=("cn",),
    alleles=(("cn1",), ("cn2",)),
    probes=("probes",),
    marks=(("gene",), ("log2",), ("probes",)),
    # Single bins that differ from their segment.
    unlike=("p_bintest",),
    first_base=0,
    mixed_copies=True,
    caveat=_MIXED + "the log2 ratios decide",
)
_PURPLE: Final = SegmentDialect(
    key="purple",
    name="PURPLE segments",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    total_copies=("copyNumber",),
    minor_copies=("minorAlleleCopyNumber", "minorAllelePloidy"),
    probes=("depthWindowCount",),
    method=("method",),
    marks=(("copyNumber",), ("bafCount", "minorAlleleCopyNumber", "minorAllelePloidy")),
    unlike=("gene",),
    infers=True,
)
_FACETS: Final = SegmentDialect(
    key="facets",
    name="FACETS segments (cncf)",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    log2=("cnlr.median",),
    total_copies=("tcn.em", "tcn"),
    minor_copies=("lcn.em", "lcn"),
    shares=("cf.em", "cf"),
    shares_of_all=True,
    probes=("num.mark",),
    purity=("purity",),
    ploidy=("ploidy",),
    marks=(("tcn.em", "tcn"), ("lcn.em", "lcn")),
    unlike=("gene",),
)
_ASCAT_SUMMARY: Final = SegmentDialect(
    key="ascat-ngs",
    name="ASCAT summary (ascatNgs, CaVEMan)",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    total_copies=("Tumour TCN", "Tumor TCN"),
    minor_copies=("Tumour BCN", "Tumor BCN"),
    marks=(("Tumour TCN", "Tumor TCN"), ("Tumour BCN", "Tumor BCN")),
)
_ASCAT: Final = SegmentDialect(
    key="ascat",
    name="allele-specific segments (ASCAT)",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    alleles=(("nMajor", "Major_Copy_Number"), ("nMinor", "Minor_Copy_Number")),
    purity=("purity",),
    ploidy=("ploidy",),
    marks=(("nMajor", "Major_Copy_Number"), ("nMinor", "Minor_Copy_Number")),
    # With a ratio or a call beside the alleles, the plain table reads both.
    unlike=("gene", "call", *LOG2_COLUMNS),
)
_BATTENBERG: Final = SegmentDialect(
    key="battenberg",
    name="Battenberg subclones",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    log2=("LogR",),
    # Beside the fitted states; read only where a segment has none.
    total_copies=("ntot",),
    clones=(
        (("nMaj1_A", "clone_nMaj"), ("nMin1_A", "clone_nMin"), ("frac1_A", "clone_frac")),
        (
            ("nMaj2_A", "subclone_nMaj"),
            ("nMin2_A", "subclone_nMin"),
            ("frac2_A", "subclone_frac"),
        ),
    ),
    marks=(
        ("nMaj1_A", "clone_nMaj"),
        ("nMin1_A", "clone_nMin"),
        ("frac1_A", "clone_frac"),
        ("nMaj2_A", "subclone_nMaj"),
    ),
)
_SEQUENZA: Final = SegmentDialect(
    key="sequenza",
    name="Sequenza segments",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    ratio=("depth.ratio",),
    total_copies=("CNt",),
    alleles=(("A",), ("B",)),
    probes=("N.ratio",),
    marks=(("CNt",), ("A",), ("B",)),
)
_TITAN: Final = SegmentDialect(
    key="titan",
    name="TITAN segments",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    log2=("Median_logR",),
    total_copies=("Corrected_Copy_Number", "Copy_Number"),
    minor_copies=("Corrected_MinorCN", "MinorCN"),
    shares=("Cellular_Prevalence", "Cellular_Frequency"),
    probes=("Length(snp)",),
    marks=(("TITAN_state", "TITAN_call"), ("Copy_Number",), ("Median_logR",)),
)
_ABSOLUTE: Final = SegmentDialect(
    key="absolute",
    name="ABSOLUTE segments",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    ratio=("total_copy_ratio", "copy_ratio"),
    total_copies=("rescaled_total_cn", "corrected_total_cn", "modal_total_cn"),
    alleles=(("modal.a1",), ("modal.a2",)),
    probes=_PROBES,
    marks=(("modal_total_cn",), ("modal.a1",), ("modal.a2",)),
)
_CLINCNV: Final = SegmentDialect(
    key="clincnv",
    name="ClinCNV somatic",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    mixture=("CN_change",),
    total_copies=("tumor_CN_change",),
    minor_copies=("minor_CN_allele",),
    shares=("tumor_clonality",),
    shares_of_all=True,
    probes=("number_of_regions",),
    marks=(("tumor_CN_change",), ("tumor_clonality",)),
    altered_only=True,
)
_CLINCNV_IGV: Final = SegmentDialect(
    key="clincnv-igv",
    name="ClinCNV for IGV",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    # Viewed in IGV as any other SEG, but the value is a number of copies.
    mixture=("value",),
    total_copies=("value",),
    marks=(("loglik",), ("value",)),
    altered_only=True,
    mixed_copies=True,
    caveat=(
        "the values of this file are copies of the mixture of tumour and normal cells, not log2 "
        "ratios; their logarithm against two copies decides"
    ),
)
_ICHOR: Final = SegmentDialect(
    key="ichorcna",
    name="ichorCNA segments",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    log2=("seg.median.logR", "median"),
    total_copies=("Corrected_Copy_Number", "copy.number"),
    probes=("num.mark", "bins"),
    marks=(
        ("seg.median.logR", "median"),
        ("Corrected_Copy_Number", "copy.number"),
        ("call", "event"),
    ),
)
_ICHOR_BINS: Final = SegmentDialect(
    key="ichorcna-bins",
    name="ichorCNA bins (.cna.seg)",
    contig=_CONTIG,
    start=_START,
    end=_END,
    log2=("logR",),
    total_copies=("Corrected_Copy_Number", "copy.number"),
    marks=(("logR",), ("copy.number",), ("event",)),
    caveat=(
        "the rows are bins of one size, each with the copies of its segment; the file of segments "
        "(.seg.txt) of the same run is shorter and says the same"
    ),
)
_GATK: Final = SegmentDialect(
    key="gatk",
    name="GATK segments",
    contig=("contig",),
    start=("start",),
    end=("end",),
    log2=("MEAN_LOG2_COPY_RATIO", "LOG2_COPY_RATIO_POSTERIOR_50"),
    probes=("NUM_POINTS_COPY_RATIO",),
    call=("CALL",),
    signs=True,
    marks=(
        ("NUM_POINTS_COPY_RATIO",),
        ("MEAN_LOG2_COPY_RATIO", "LOG2_COPY_RATIO_POSTERIOR_50"),
    ),
)
_FREEC: Final = SegmentDialect(
    key="control-freec",
    name="Control-FREEC _CNVs",
    contig=_CONTIG,
    start=_START,
    end=_END,
    total_copies=("copy number",),
    call=("status",),
    marks=(("copy number",), ("status",)),
    unlike=(*_PROBES, "gene"),
    # The program counts windows from 0 and includes the last base.
    first_base=0,
    altered_only=True,
    mixed_copies=True,
    caveat=(
        _MIXED + "segments that are not listed count as unaltered, at two copies unless the case "
        "states the ploidy"
    ),
)
TABLE: Final = SegmentDialect(
    key="table",
    name="plain table",
    sample=SAMPLE_COLUMNS,
    contig=_CONTIG,
    start=_START,
    end=_END,
    log2=LOG2_COLUMNS,
    total_copies=("total_cn", "total_copies", "tot_cn", "total_copy_number"),
    alleles=(("nMajor", "major_cn"), ("nMinor", "minor_cn")),
    probes=_PROBES,
    call=("call", "cn_call", "copy_number_call"),
    purity=("purity",),
    ploidy=("ploidy",),
    # With a gene column, rows are bins, exons or genes.
    unlike=("gene",),
)
DIALECTS: Final = (
    _ACESEQ,
    _CNVKIT,
    _PURPLE,
    _FACETS,
    _BATTENBERG,
    _SEQUENZA,
    _TITAN,
    _ABSOLUTE,
    _CLINCNV,
    _CLINCNV_IGV,
    _ICHOR,
    _ICHOR_BINS,
    _GATK,
    _ASCAT_SUMMARY,
    _FREEC,
    _LINEAR_SEG,
    SEG,
    _ASCAT,
    TABLE,
)
"""In the order of trying: a dialect that only one program writes comes first."""
