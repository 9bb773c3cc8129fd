"""A copy-number file of either kind, segments or copies of genes, told apart by its header."""

from __future__ import annotations

from pathlib import Path

from crestome.model.copy_number import CopyNumberProfile, GeneCopyNumber, Platform
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.read.gene_copies import holds_gene_copies, read_gene_copies
from crestome.read.reading import Reading
from crestome.read.segments import holds_segments, read_segments
from crestome.read.text import read_text_file


def read_copy_number(  # noqa: PLR0913 - the file, the case's statements on it, and the notepad
    path: Path,
    name: str,
    *,
    genome: Genome,
    sample: str | None,
    platform: Platform,
    issues: Issues,
) -> Reading[CopyNumberProfile] | Reading[tuple[GeneCopyNumber, ...]] | None:
    """Read segments or gene-level copies, whichever the header shows.

    Args:
        path: Where the file is.
        name: How the case names it.
        genome: Tables of the case's assembly.
        sample: The sample that is meant; None where the file holds one.
        platform: How copy number was measured.
        issues: Takes the faults.

    Returns:
        A profile or the copies of single genes; None after an error was noted.
    """
    text = read_text_file(path, name, issues)
    if text is None:
        return None
    if holds_gene_copies(text) and not holds_segments(text):
        return read_gene_copies(
            text, genome=genome, sample=sample, platform=platform, issues=issues
        )
    return read_segments(text, genome=genome, sample=sample, platform=platform, issues=issues)
