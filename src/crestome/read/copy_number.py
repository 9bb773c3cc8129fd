"""A copy-number file of any kind: segments, copies of genes, or the purity and ploidy of a tumour.

They are told apart by their headers.
"""

from __future__ import annotations

from crestome.model.copy_number import (
    CopyNumberProfile,
    GeneCopyNumber,
    Platform,
    PurityPloidy,
)
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.read.gene_copies import GENE_COPIES, holds_gene_copies, read_gene_copies
from crestome.read.purity import PURITY, holds_purity, read_purity
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked
from crestome.read.segments import holds_segments, read_segments
from crestome.read.text import TextFile

CopyNumberReading = (
    Reading[CopyNumberProfile] | Reading[tuple[GeneCopyNumber, ...]] | Reading[PurityPloidy]
)


def read_copy_number(
    text: TextFile,
    *,
    genome: Genome,
    sample: Asked,
    platform: Platform,
    issues: Issues,
) -> CopyNumberReading | None:
    """Read segments, gene-level copies, or purity and ploidy, whichever the header shows.

    Where the user says which of them it is, the header is not asked.

    Args:
        text: The file.
        genome: Tables of the case's assembly.
        sample: The sample that is meant; None where the file holds one.
        platform: How copy number was measured.
        issues: Takes the faults.

    Returns:
        A profile, the copies of single genes, or the purity and ploidy that stand beside them;
        None after an error was noted.
    """
    if not holds_segments(text):
        if text.dialect == GENE_COPIES or (not text.dialect and holds_gene_copies(text)):
            return read_gene_copies(
                text, genome=genome, sample=sample, platform=platform, issues=issues
            )
        if text.dialect == PURITY or (not text.dialect and holds_purity(text)):
            return read_purity(text, sample=sample, issues=issues)
    return read_segments(text, genome=genome, sample=sample, platform=platform, issues=issues)
