"""The telomere figures of a tumour and its control, from one file or two, with their account."""

from __future__ import annotations

from dataclasses import dataclass

from crestome.model.assessment import InputFile
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.model.telomere_content import TelomereContent
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked
from crestome.read.telomere_control import with_control
from crestome.read.telomere_rows import Sides
from crestome.read.telomere_tools import KIND, read_telomeres
from crestome.read.text import TextFile


@dataclass(frozen=True)
class TelomerePair:
    """The files of one tumour.

    Attributes:
        tumour: Its file; it may hold the control too.
        control: A file of the control alone.
        normal: The control as the file names it.
    """

    tumour: TextFile
    control: TextFile | None = None
    normal: str | None = None


@dataclass(frozen=True)
class PairRead:
    """What the files say.

    Attributes:
        value: The figures.
        inputs: The files.
        entries: The fate of every row.
    """

    value: TelomereContent
    inputs: tuple[InputFile, ...]
    entries: tuple[LedgerEntry, ...]


def read_telomere_pair(pair: TelomerePair, tumour: Asked, issues: Issues) -> PairRead | None:
    """Read the figures of a tumour, and of its control.

    Args:
        pair: The files.
        tumour: The tumour as its file names it, or what the case knows of it.
        issues: Takes the faults of both files.

    Returns:
        None after an error was noted.
    """
    inside = pair.normal if pair.control is None else None
    mine = read_telomeres(pair.tumour, Sides(tumour=tumour, control=inside), issues)
    if pair.control is None:
        return None if mine is None else _read(mine.value, mine)
    other = read_telomeres(pair.control, Sides(control=pair.normal, only_control=True), issues)
    if mine is None or other is None:
        return None
    value = with_control(mine.value, other.value, issues)
    return None if value is None else _read(value, mine, other)


def _read(value: TelomereContent, *readings: Reading[TelomereContent]) -> PairRead:
    return PairRead(
        value,
        tuple(reading.source for reading in readings),
        tuple(entry for reading in readings for entry in (*reading.set_aside, _used(reading))),
    )


def _used(reading: Reading[TelomereContent]) -> LedgerEntry:
    source = reading.source
    return LedgerEntry(
        file=source.path,
        kind=KIND,
        fate=Fate.USED,
        reason="the figure of the tumour, or of its control",
        rows=source.rows - sum(entry.rows for entry in reading.set_aside),
    )
