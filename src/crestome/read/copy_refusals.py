"""Tables of copy number that are known and not read, with the reason and the remedy.

Bins are not segments: a log2 ratio of one bin is noise. The peaks and arms of a cohort are no
statement on one tumour, and germline copies are none on its changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from crestome.model.issue import Issues
from crestome.read.segment_dialects import Names, column_names, fold
from crestome.read.text import TextFile

_HEADER_WITHIN_LINES: Final = 50


@dataclass(frozen=True, kw_only=True)
class KnownTable:
    """A table that is recognised in order to be refused.

    Attributes:
        what: What it is, for the message.
        marks: Columns that must be there, each with its spellings.
        unlike: Columns that speak against it.
        first: Spellings of its first column; () where any column may come first.
        second: What the line under the header begins with; "" for anything.
        remedy: What to give instead.
    """

    what: str
    marks: tuple[Names, ...] = ()
    unlike: Names = ()
    first: Names = ()
    second: str = ""
    remedy: str

    def fits(self, header: tuple[str, ...], below: str) -> bool:
        """Whether a header (folded), and the line below it, are of this table."""
        return (
            all(any(fold(name) in header for name in names) for names in self.marks)
            and not any(fold(name) in header for name in self.unlike)
            and (not self.first or header[:1] in [(fold(name),) for name in self.first])
            and below.startswith(self.second)
        )


_CHROMOSOME: Final = ("chromosome", "chrom", "chr", "contig")
_SEGMENT_FIRST: Final = "segment them first, and give the segments"
_OWN_TUMOUR: Final = "give the tumour's own segments, or its column of all_thresholded.by_genes.txt"
_KNOWN: Final = (
    KnownTable(
        what="bins of CNVkit (.cnr), not segments",
        marks=(("start",), ("end",), ("gene",), ("log2",)),
        unlike=("probes",),
        first=_CHROMOSOME,
        remedy=f"{_SEGMENT_FIRST}: crestome segment, or cnvkit.py segment, which writes .cns",
    ),
    KnownTable(
        what="single bins that differ from their segment (CNVkit bintest), not segments",
        marks=(("log2",), ("p_bintest",)),
        remedy="give the .cns that they were tested against",
    ),
    KnownTable(
        what="bins of a CNVkit reference or of coverage (.cnn), not segments",
        marks=(("start",), ("end",), ("gene",), ("depth", "coverage")),
        unlike=("probes", "log2"),
        first=_CHROMOSOME,
        remedy="run cnvkit.py fix and segment, and give the .cns",
    ),
    KnownTable(
        what="windows of Control-FREEC (_ratio.txt), not segments",
        marks=(("Ratio",), ("MedianRatio",), ("CopyNumber",)),
        remedy="give the file _CNVs of the same run",
    ),
    KnownTable(
        what="denoised bins of GATK, not segments",
        marks=(_CHROMOSOME, ("start",), ("end",), ("LOG2_COPY_RATIO",)),
        remedy=f"{_SEGMENT_FIRST}: gatk ModelSegments and CallCopyRatioSegments (.called.seg)",
    ),
    KnownTable(
        what="copies of whole chromosome arms (PURPLE), not segments",
        marks=(("arm",), ("medianCopyNumber", "meanCopyNumber")),
        remedy="give the segments of the same run: purple.cnv.somatic.tsv",
    ),
    KnownTable(
        what="read depth of PURPLE's input (COBALT), not segments",
        marks=(_CHROMOSOME, ("tumorGCRatio",)),
        remedy="give the segments of PURPLE: purple.cnv.somatic.tsv",
    ),
    KnownTable(
        what="peaks of a cohort (GISTIC all_lesions), not the copies of one tumour",
        marks=(("Unique Name",), ("Wide Peak Limits",)),
        remedy=_OWN_TUMOUR,
    ),
    KnownTable(
        what="genes under the peaks of a cohort (GISTIC), not the copies of one tumour",
        first=("cytoband",),
        second="q value",
        remedy=_OWN_TUMOUR,
    ),
    KnownTable(
        what="a table of the peaks of a cohort (GISTIC), not the copies of one tumour",
        marks=(("peak_start",), ("genes_in_peak", "n_genes_in_peak")),
        remedy=_OWN_TUMOUR,
    ),
    KnownTable(
        what="scores of a cohort (GISTIC), not the copies of one tumour",
        marks=(("G-score",), ("-log10(q-value)",)),
        remedy=_OWN_TUMOUR,
    ),
    KnownTable(
        what="levels of whole chromosome arms (GISTIC), not segments",
        first=("Chromosome Arm", "Arm"),
        remedy=_OWN_TUMOUR,
    ),
    KnownTable(
        what="germline copies (ClinCNV), not those of a tumour",
        marks=(("CN_change",), ("loglikelihood",)),
        unlike=("tumor_CN_change",),
        remedy="give the somatic file, which has the column tumor_CN_change",
    ),
    KnownTable(
        what="single positions of TITAN, not segments",
        marks=(("RefCount",), ("TITANstate", "TITANcall")),
        remedy="give the file segs.txt of the same run",
    ),
    KnownTable(
        what="single positions of Sequenza (seqz), not segments",
        marks=(("base.ref",), ("depth.ratio",)),
        remedy="give the file _segments.txt of the same run",
    ),
)


def refuse_known(text: TextFile, issues: Issues) -> bool:
    """Refuse a table that is known and not read; False where it is no such table."""
    lines = list(islice(filter(str.strip, text.lines), _HEADER_WITHIN_LINES))
    for line, below in pairwise([*lines, ""]):
        header = tuple(fold(name) for name in column_names(line))
        found = next((table for table in _KNOWN if table.fits(header, below)), None)
        if found is not None:
            issues.error(
                text.name,
                f"these are {found.what}"
                if not found.what.startswith("a ")
                else f"this is {found.what}",
                expected="segments, or copies of genes, of one tumour",
                remedy=found.remedy,
            )
            return True
    return False
