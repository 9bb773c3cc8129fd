"""Telomere content as measured on the reads of a sample."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from crestome.model.record import Record

Count = Annotated[int, Field(ge=0)]
NotNegative = Annotated[float, Field(ge=0)]


class ReadGroup(Record):
    """A run of the sequencer, as the head of a file names it.

    Attributes:
        identifier: Its name.
        sample: The sample that was sequenced; "" where it is not said.
    """

    identifier: str
    sample: str = ""


class AlignmentHeader(Record):
    """What the head of a file of alignments says.

    Attributes:
        contigs: Name and length of each.
        read_groups: In the order of the file.
    """

    contigs: tuple[tuple[str, Count], ...]
    read_groups: tuple[ReadGroup, ...] = ()

    @property
    def samples(self) -> tuple[str, ...]:
        """Names of the samples of the read groups, each once."""
        return tuple(dict.fromkeys(group.sample for group in self.read_groups if group.sample))


class ReadsLookedAt(StrEnum):
    """Which reads of a file were looked at."""

    ALL = "all"
    """Every read."""
    INDEXED = "indexed"
    """Reads without a place, those at the ends of chromosomes, and a sample of the others."""


class RepeatCount(Record):
    """Repeats of one kind.

    Attributes:
        repeat: On the G-rich strand.
        count: In intratelomeric reads, on both strands.
    """

    repeat: str
    count: Count


class TelomereReads(Record):
    """Reads of telomeres, and what they are set against.

    Attributes:
        reads: All records.
        counted: Primary records that are no duplicates and have a sequence.
        telomere_reads: Those of them with enough repeats.
        intratelomeric: Of these: without a place, and so is the mate.
        junction: Without a place, and the mate has one.
        subtelomeric: With a place in the first or last band of a chromosome.
        intrachromosomal: With a place elsewhere.
        gc_matched_reads: Counted reads with the GC of telomeres.
        content: Intratelomeric reads in a million reads of the same GC; None where it is not
            assessed.
    """

    reads: Count
    counted: Count
    telomere_reads: Count
    intratelomeric: Count
    junction: Count
    subtelomeric: Count
    intrachromosomal: Count
    gc_matched_reads: Count
    content: NotNegative | None


class ReadGroupMeasurement(TelomereReads):
    """The same for the reads of one read group.

    Attributes:
        read_group: As the file names it; "" for reads that name none of the file's.
        sample: Its sample.
    """

    read_group: str
    sample: str


class TelomereMeasurement(TelomereReads):
    """Reads of telomeres in one file.

    Attributes:
        file: Its name.
        samples: As the file names them.
        looked_at: Which reads were looked at.
        not_assessed: Why there is no content; "" where there is one.
        unplaced: Counted reads without a place in the reference.
        evenness: Median over mean of reads in windows of the reference: near 1 for a genome, near
            0 where only parts were captured; None where no read has a place.
        repeats: Each kind of repeat in intratelomeric reads.
        singletons: Variant repeats that stand alone among canonical ones, in intratelomeric reads;
            kinds that were not seen are left out.
        read_groups: Each read group by itself, where the file names more than one.
    """

    file: str
    samples: tuple[str, ...]
    looked_at: ReadsLookedAt = ReadsLookedAt.ALL
    not_assessed: str = ""
    unplaced: Count
    evenness: NotNegative | None
    repeats: tuple[RepeatCount, ...]
    singletons: tuple[RepeatCount, ...] = ()
    read_groups: tuple[ReadGroupMeasurement, ...] = ()


class TelomereComparison(Record):
    """The document of ``crestome telomeres``: a tumour, and its control where there is one.

    Attributes:
        tumour: The tumour's measurement.
        control: The control's.
        content_log2: Tumour over control; None without a control, or where either is not assessed
            or has none.
        notes: What the figures do not say.
        crestome_version: The program.
        knowledge_version: The curated data.
    """

    tumour: TelomereMeasurement
    control: TelomereMeasurement | None = None
    content_log2: float | None = None
    notes: tuple[str, ...] = ()
    crestome_version: str = ""
    knowledge_version: str = ""
