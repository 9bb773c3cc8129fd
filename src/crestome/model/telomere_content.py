"""Telomere content or length of a tumour, as a program measured it on the reads of a genome."""

from __future__ import annotations

from math import log2
from typing import Annotated

from pydantic import Field

from crestome.model.record import Record

NotNegative = Annotated[float, Field(ge=0)]


class VariantRepeat(Record):
    """A variant of the telomere repeat that stands alone among canonical ones.

    Attributes:
        repeat: On the G-rich strand.
        tumour: Share of all reads that hold it; None where it is not stated.
        control: The same in the control.
        tumour_count: How many were seen.
        control_count: The same in the control.
    """

    repeat: str
    tumour: NotNegative | None = None
    control: NotNegative | None = None
    tumour_count: NotNegative | None = None
    control_count: NotNegative | None = None

    @property
    def log2(self) -> float | None:
        """Tumour over control; None where either has none."""
        return _log2(self.tumour, self.control)


class TelomereContent(Record):
    """One figure for the telomeres of a tumour, and one for its control where there is one.

    The figures of different programs are not comparable, nor are those of one program on different
    libraries; a ratio of tumour to control, both measured alike, is.

    Attributes:
        program: Which program measured it.
        quantity: What it measured (``telomere content``, ``telomere length``).
        unit: Its unit.
        tumour: In the tumour; None where the program gave no usable figure.
        control: In the control.
        tumour_reads: Telomere reads that the figure rests on; None where they are not counted.
        control_reads: The same of the control.
        settings: With what the tumour was measured, where the program says so.
        for_tumour_cells: Whether the program has taken the share of normal cells out already.
        variants: Variant repeats, where the program counts them.
        where: File, or file and line.
    """

    program: str
    quantity: str
    unit: str
    tumour: NotNegative | None = None
    control: NotNegative | None = None
    tumour_reads: NotNegative | None = None
    control_reads: NotNegative | None = None
    settings: str = ""
    for_tumour_cells: bool = False
    variants: tuple[VariantRepeat, ...] = ()
    where: str = ""

    @property
    def reads(self) -> float | None:
        """The fewer of the reads of tumour and control; None where neither is counted."""
        counted = [n for n in (self.tumour_reads, self.control_reads) if n is not None]
        return min(counted, default=None)

    @property
    def log2(self) -> float | None:
        """Tumour over control; None where either is missing or nought."""
        return _log2(self.tumour, self.control)


def _log2(tumour: float | None, control: float | None) -> float | None:
    return log2(tumour) - log2(control) if tumour and control else None
