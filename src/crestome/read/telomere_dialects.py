"""What programs that measure telomeres on the reads of a genome write, one declaration for each.

A dialect is told by its columns alone. Each program has its own quantity and unit, so that figures
of two programs are never set against each other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from crestome.read.segment_dialects import Names, column_names, fold
from crestome.read.text import TextFile


@dataclass(frozen=True, kw_only=True)
class TelomereDialect:
    """Which column means what.

    Attributes:
        key: What a user calls it, who says which program wrote a file.
        program: Name of the program.
        quantity: What its figure is.
        unit: The unit of the figure.
        marks: Columns that must be there, to tell the dialect from others.
        value: Column of the figure.
        sample: Column that names the sample; "" where a file holds one.
        role: Column that says tumour or control; "" where the names of the samples say it.
        weight: Column of all reads, by which read groups of a sample are weighted; "" where a
            sample has one row.
        reads: Columns of telomere reads, added up.
        settings: Columns that must be alike in tumour and control for their figures to compare.
        for_tumour_cells: Whether normal cells are taken out of the figure of a tumour.
        counts_variants: Whether it counts variant repeats.
    """

    key: str
    program: str
    quantity: str
    unit: str
    marks: tuple[str, ...]
    value: str
    sample: str = ""
    role: str = ""
    weight: str = ""
    reads: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    for_tumour_cells: bool = False
    counts_variants: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without which there is no figure, or nothing says whose it is."""
        return tuple(filter(None, (self.role or self.sample, self.value, self.weight)))


TELOMEREHUNTER: Final = TelomereDialect(
    key="telomerehunter",
    program="TelomereHunter",
    quantity="telomere content",
    unit="intratelomeric reads in a million reads of like GC",
    marks=("PID", "sample", "tel_content", "intratelomeric_reads", "total_reads_with_tel_gc"),
    value="tel_content",
    sample="PID",
    role="sample",
    reads=("intratelomeric_reads",),
    settings=("repeat_threshold_used", "gc_bins_for_correction"),
    counts_variants=True,
)
_EARLIER_TELOMEREHUNTER: Final = replace(
    TELOMEREHUNTER,
    marks=("PID", "sample", "tel_content", "intratel_reads", "total_reads_with_tel_gc"),
    reads=("intratel_reads",),
)
TELSEQ: Final = TelomereDialect(
    key="telseq",
    program="TelSeq",
    quantity="telomere length",
    unit="kb",
    marks=("ReadGroup", "Sample", "Total", "LENGTH_ESTIMATE", "TEL0"),
    value="LENGTH_ESTIMATE",
    sample="Sample",
    weight="Total",
    # Seven repeats in a read make it a telomere read, unless the user asked for another number.
    reads=tuple(f"TEL{repeats}" for repeats in range(7, 17)),
)
TELOMERECAT: Final = TelomereDialect(
    key="telomerecat",
    program="telomerecat",
    quantity="telomere length",
    unit="bp",
    marks=("Sample", "F1", "F2", "F4", "Psi", "Length"),
    value="Length",
    sample="Sample",
    reads=("F1",),
    settings=("Read_length",),
)
TEAL: Final = TelomereDialect(
    key="teal",
    program="TEAL",
    quantity="telomere length",
    unit="bp",
    marks=("type", "rawTelomereLength", "finalTelomereLength", "totalTelomericReads"),
    value="finalTelomereLength",
    sample="sampleId",
    role="type",
    reads=("totalTelomericReads",),
    for_tumour_cells=True,
)
DIALECTS: Final = (TELOMEREHUNTER, _EARLIER_TELOMEREHUNTER, TELSEQ, TELOMERECAT, TEAL)

_HEADER_WITHIN_LINES: Final = 50


def find_telomere_dialect(text: TextFile) -> tuple[TelomereDialect, TextFile] | None:
    """The dialect of a text, and the text from its header on, line numbers kept.

    TelSeq writes lines of its log above the header. Where the user says which program wrote the
    file, its needed columns are enough, and no other program is looked for.
    """
    dialects = [item for item in DIALECTS if text.dialect in {"", item.key}]
    for index, line in enumerate(text.lines[:_HEADER_WITHIN_LINES]):
        header = {fold(name) for name in column_names(line)}
        fitting = [item for item in dialects if _has(header, item.marks)]
        if text.dialect:
            fitting += [item for item in dialects if _has(header, item.needed)]
        if fitting:
            return fitting[0], replace(text, lines=[""] * index + text.lines[index:])
    return None


def _has(header: Collection[str], names: Names) -> bool:
    return all(fold(name) in header for name in names)
