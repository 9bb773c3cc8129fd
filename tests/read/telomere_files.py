"""Invented outputs of programs that measure telomeres."""

from __future__ import annotations

from crestome.read.text import TextFile

HUNTER_HEADER = (
    "PID\tsample\ttel_content\ttotal_reads\tread_lengths\trepeat_threshold_used\t"
    "intratelomeric_reads\tgc_bins_for_correction\ttotal_reads_with_tel_gc\t"
    "TTCGGG_arbitrary_context_norm_by_intratel_reads\tTTCGGG_singletons_norm_by_all_reads\t"
    "TTTGGG_singletons_norm_by_all_reads"
)
HUNTER = (
    HUNTER_HEADER,
    "P1\ttumor\t820.5\t1000000\t151\t9\t4100\t48-52\t5000000\t0.4\t0.00008\t0",
    "P1\tcontrol\t205.2\t800000\t151\t9\t980\t48-52\t4800000\t0.3\t0.00001\t0.00002",
    "P1\tlog2(tumor/control)\t2.0\t\t\t\t\t\t\t0.41",
)
TELSEQ_HEADER = (
    "ReadGroup\tLibrary\tSample\tTotal\tMapped\tDuplicates\tLENGTH_ESTIMATE\t"
    + "\t".join(f"TEL{n}" for n in range(17))
    + "\t"
)
TELSEQ = (
    "[t.bam, n.bam]",
    "2 BAMs",
    TELSEQ_HEADER,
    "rg1\tl\tT1\t300\t300\t0\t9.0\t" + "\t".join(["0"] * 7 + ["20"] * 10) + "\t",
    "rg2\tl\tT1\t100\t100\t0\t5.0\t" + "\t".join(["0"] * 7 + ["5"] * 10) + "\t",
    "rg3\tl\tT1\t100\t100\t0\tUNKNOWN\t" + "\t".join(["0"] * 17) + "\t",
    "rg4\tl\tN1\t500\t500\t0\t4.0\t" + "\t".join(["0"] * 7 + ["12"] * 10) + "\t",
)
TELOMERECAT = (
    "Sample,F1,F2,F4,Psi,Insert_mean,Insert_sd,Read_length,Initial_read_length,F2a,F2a_c,Length",
    "T1.bam,38000,8000,2500,2.5,397.0,96.9,112,112,5500,5500,2403.0",
    "N1_telbam.bam,49000,7500,3000,3.0,346.0,84.2,112,112,4500,4500,4806.0",
)
TEAL_HEADER = (
    "sampleId\ttype\trawTelomereLength\tfinalTelomereLength\tfullFragments\t"
    "cRichPartialFragments\tgRichPartialFragments\ttotalTelomericReads\tpurity\tploidy\t"
    "duplicateProportion\tmeanReadsPerKb\tgc50ReadsPerKb"
)
TEAL_TUMOUR = (
    TEAL_HEADER,
    "T1\ttumor\t7100.5\t9400.25\t20000\t3300\t1700\t42000\t0.7\t2.1\t0.1\t97\t99",
)
TEAL_CONTROL = (
    TEAL_HEADER,
    "N1\tref\t3889.97\t3889.97\t20433\t3396\t1729\t42533\t1\t2\t0.1\t97\t99",
)
_OWN_TUMOUR = '"samples": ["T1"], "reads": 10, "content": 812.5, "intratelomeric": 4000'
_OWN_CONTROL = '"content": 203.125, "intratelomeric": 1000, "gc_matched_reads": 9'
OWN = (f'{{"tumour": {{{_OWN_TUMOUR}, "gc_matched_reads": 9}}, "control": {{{_OWN_CONTROL}}}}}',)


def text(lines: tuple[str, ...], name: str = "x.tsv") -> TextFile:
    """The lines as a file."""
    return TextFile(name, "sha", list(lines))
