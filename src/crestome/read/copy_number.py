"""A copy-number file of either kind, segments or copies of genes, told apart by its header."""

from __future__ import annotations

from crestome.model.copy_number import CopyNumberProfile, GeneCopyNumber, Platform
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.read.gene_copies import holds_gene_copies, read_gene_copies
from crestome.read.reading import Reading
from crestome.read.segments import holds_segments, read_segments
from crestome.read.text import TextFile


def read_copy_number(
    text: TextFile,
    *,
    genome: Genome,
    sample: str | None,
    platform: Platform,
    issues: Issues,
) -> Reading[CopyNumberProfile] | Reading[tuple[GeneCopyNumber, ...]] | None:
    """Read segments or gene-level copies, whichever the header shows.

    Args:
        text: The file.
        genome: Tables of the case's assembly.
        sample: The sample that is meant; None where the file holds one.
        platform: How copy number was measured.
        issues: Takes the faults.

    Returns:
        A profile or the copies of single genes; None after an error was noted.
    """
    if holds_gene_copies(text) and not holds_segments(text):
        return read_gene_copies(
            text, genome=genome, sample=sample, platform=platform, issues=issues
        )
    return read_segments(text, genome=genome, sample=sample, platform=platform, issues=issues)
