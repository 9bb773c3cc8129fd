"""Telomere content as measured on the reads of a sample."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from crestome.model.record import Record

Count = Annotated[int, Field(ge=0)]


class AlignmentHeader(Record):
    """What the head of a file of alignments says.

    Attributes:
        contigs: Name and length of each.
        read_groups: Identifiers, in the order of the file.
        samples: Names of the samples of the read groups, each once.
    """

    contigs: tuple[tuple[str, Count], ...]
    read_groups: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


class RepeatCount(Record):
    """Repeats of one kind.

    Attributes:
        repeat: On the G-rich strand.
        count: In all reads of telomeres, both strands.
    """

    repeat: str
    count: Count


class TelomereMeasurement(Record):
    """Reads of telomeres in one sample, and what they are set against.

    Attributes:
        samples: As the file names them.
        reads: All records.
        counted: Primary records that are no duplicates and have a sequence.
        telomere_reads: Those of them with enough repeats.
        intratelomeric: Unplaced, and so is the mate.
        junction: Unplaced, and the mate is placed.
        subtelomeric: Placed in the first or last band of a chromosome.
        intrachromosomal: Placed elsewhere.
        gc_matched_reads: Counted reads with the GC of telomeres.
        content: Intratelomeric reads in a million reads of the same GC; None without any.
        repeats: Each kind of repeat in the reads of telomeres.
    """

    samples: tuple[str, ...]
    reads: Count
    counted: Count
    telomere_reads: Count
    intratelomeric: Count
    junction: Count
    subtelomeric: Count
    intrachromosomal: Count
    gc_matched_reads: Count
    content: Annotated[float, Field(ge=0)] | None
    repeats: tuple[RepeatCount, ...]


class TelomereComparison(Record):
    """A tumour, and its control where there is one.

    Attributes:
        tumour: The tumour's measurement.
        control: The control's.
        content_log2: Tumour over control; None without a control or where either has none.
        notes: What the figures do not say.
    """

    tumour: TelomereMeasurement
    control: TelomereMeasurement | None = None
    content_log2: float | None = None
    notes: tuple[str, ...] = ()
