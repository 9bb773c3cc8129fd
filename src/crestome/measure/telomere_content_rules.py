"""The numbers that make a read one of a telomere; they stand in ``rules/telomere_content.yaml``."""

from __future__ import annotations

from crestome.knowledge.schema import Rules, Threshold


class TelomereContentRules(Rules):
    """See ``rules/telomere_content.yaml``.

    Attributes:
        repeats_per_hundred: Repeats in a hundred letters that make a read one of a telomere.
        least_repeats: However short the read.
        placed_quality: With a lower mapping quality a read is taken as unplaced.
        band_bp: Reach of the first and the last band of a chromosome.
        gc_lowest: Percent of G and C of the reads that telomere reads are set against, from.
        gc_highest: The same, to.
        flank: Canonical repeats in a row on either side of a variant that stands alone.
        least_reads: A file must count so many reads.
        least_evenness: Median over mean of reads in windows of the reference, in a whole genome.
        quick_end_bp: Reach of the ends of chromosomes that the quick mode looks at.
        quick_sample_every: Of so many windows of the index, the quick mode looks at one.
    """

    repeats_per_hundred: Threshold
    least_repeats: Threshold
    placed_quality: Threshold
    band_bp: Threshold
    gc_lowest: Threshold
    gc_highest: Threshold
    flank: Threshold
    least_reads: Threshold
    least_evenness: Threshold
    quick_end_bp: Threshold
    quick_sample_every: Threshold
