"""Measure telomere content: reads that are made of telomere repeats, against reads alike in GC.

Telomeres are thousands of TTAGGG repeats, with variants among them near the chromosome's body and,
where telomeres are copied from each other (ALT), anywhere. Almost none of these reads find a place
in the reference. Those that do are repeats inside a chromosome or beside its end, and are counted
apart; an unplaced read whose mate has a place reaches from a telomere into the chromosome. Coverage
depends on GC, so the count is set against reads that have as much of it.

An exome or a panel captured other places than telomeres, and a file from which unplaced reads were
removed has lost its telomeres: neither says anything of telomere content, and a content of nought
would be wrong. Such files are not assessed.

References:
    crestome-conventions, feuerbach-2019, sieverling-2020
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import log2
from pathlib import Path
from typing import Final, Protocol, TypeVar

from crestome.measure.telomere_classes import TelomereClass, TelomereClasses
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.measure.telomere_scan import REPEATS, TelomereScanner
from crestome.model.telomere import (
    AlignmentHeader,
    ReadGroup,
    ReadGroupMeasurement,
    RepeatCount,
    TelomereMeasurement,
    TelomereReads,
)
from crestome.numerics.packed_records import COUNTED, TOTAL, UNMAPPED, Bytes, Integers

R = TypeVar("R")

READS_PER_CONTENT_ROWS: Final[int] = 1_000_000
INSIDE: Final = TelomereClass.INTRATELOMERIC
SHARED: Final = REPEATS[0][3:]
"""The letters that all repeats end in."""


class Source(Protocol):
    """Alignments that a function can be mapped over."""

    @property
    def path(self) -> Path:
        """The file."""
        ...

    @property
    def header(self) -> AlignmentHeader:
        """Its header."""
        ...

    def mapped(self, look: Callable[[Bytes], R], threads: int) -> Iterator[tuple[int, R]]:
        """Hand all records to a function; how far the file was read, and what it returned."""
        ...


def measure_telomeres(
    source: Source,
    rules: TelomereContentRules,
    threads: int,
    advanced: Callable[[int], None] = lambda _offset: None,
) -> TelomereMeasurement:
    """Measure telomere content on every read of a file.

    Args:
        source: The file.
        rules: What counts as a read of a telomere, and what a file must hold.
        threads: How many threads look.
        advanced: Told how far the file was read.

    Returns:
        Counts and content. Without content, ``not_assessed`` says why.

    Raises:
        FormatError: If the file is damaged or cut off.
    """
    scanner = TelomereScanner(source.header, rules)
    classes = TelomereClasses(source.header, rules, scanner.groups)
    for offset, hits in source.mapped(scanner, threads):
        classes.add(hits)
        advanced(offset)
    classes.finish()
    return summed_up(source, scanner, classes)


def summed_up(
    source: Source, scanner: TelomereScanner, classes: TelomereClasses
) -> TelomereMeasurement:
    """The measurement that the counts of one pass make."""
    rules, counts, evenness = scanner.rules, scanner.counts, scanner.evenness
    total = counts.sum(axis=0)
    why = why_not_assessed(source.header, total, evenness, rules)
    reads = reads_of(total, classes.classes.sum(axis=0), rules, assessed=not why)
    return TelomereMeasurement(
        **reads.model_dump(),
        file=source.path.name,
        samples=source.header.samples,
        not_assessed=why,
        unplaced=int(total[UNMAPPED]),
        evenness=evenness,
        repeats=repeats_of(classes),
        singletons=singletons_of(classes),
        read_groups=tuple(_read_groups(source.header, counts, classes, assessed=not why)),
    )


def why_not_assessed(
    header: AlignmentHeader,
    counts: Integers,
    evenness: float | None,
    rules: TelomereContentRules,
) -> str:
    """Why a file says nothing of telomere content; "" where it does.

    Args:
        header: Of the file.
        counts: Of all reads; columns as in `packed_records`.
        evenness: Median over mean of reads in windows.
        rules: What a file must hold.
    """
    return next(_obstacles(header, counts, evenness, rules), "")


def _obstacles(
    header: AlignmentHeader,
    counts: Integers,
    evenness: float | None,
    rules: TelomereContentRules,
) -> Iterator[str]:
    if len(header.samples) > 1:
        names = ", ".join(header.samples)
        yield f"the file mixes reads of several samples ({names}); measure each by itself"
    if counts[COUNTED] < rules.least_reads.value:
        yield (
            f"too few reads were counted ({int(counts[COUNTED]):,}; at least "
            f"{rules.least_reads.value:,.0f} of a whole genome are needed)"
        )
    if evenness is None:
        yield "no read has a place, so that a genome is not told from an exome; align the reads"
    elif evenness < rules.least_evenness.value:
        yield (
            f"reads do not cover the genome evenly (the median window has {evenness:.2f} of the "
            f"mean; {rules.least_evenness.value:g} at least is asked): an exome, a panel or a part "
            "of a file does not show telomeres"
        )
    if not counts[UNMAPPED]:
        yield (
            "no read is without a place: unplaced reads were removed, and reads of telomeres with "
            "them; give the file as the aligner wrote it"
        )
    if not counts[matching(rules)].any():
        yield "no read has the GC of telomeres, to set their reads against"


def matching(rules: TelomereContentRules) -> slice:
    """Columns of the counts of reads that are like telomeres in GC."""
    return slice(int(rules.gc_lowest.value), int(rules.gc_highest.value) + 1)


def reads_of(
    counts: Integers, classes: Integers, rules: TelomereContentRules, *, assessed: bool
) -> TelomereReads:
    """Counts of records and of classes as a figure."""
    matched, inside = int(counts[matching(rules)].sum()), int(classes[INSIDE])
    return TelomereReads(
        reads=int(counts[TOTAL]),
        counted=int(counts[COUNTED]),
        telomere_reads=int(classes.sum()),
        intratelomeric=inside,
        junction=int(classes[TelomereClass.JUNCTION]),
        subtelomeric=int(classes[TelomereClass.SUBTELOMERIC]),
        intrachromosomal=int(classes[TelomereClass.INTRACHROMOSOMAL]),
        gc_matched_reads=matched,
        content=READS_PER_CONTENT_ROWS * inside / matched if assessed and matched else None,
    )


def repeats_of(classes: TelomereClasses) -> tuple[RepeatCount, ...]:
    """Each kind of repeat in intratelomeric reads."""
    return tuple(
        RepeatCount(repeat=repeat, count=int(count))
        for repeat, count in zip(REPEATS, classes.repeats, strict=True)
    )


def singletons_of(classes: TelomereClasses) -> tuple[RepeatCount, ...]:
    """Single variants among canonical repeats, of the kinds that were seen."""
    return tuple(
        RepeatCount(repeat="".join(letters) + SHARED, count=int(count))
        for letters, count in zip(product("ACGT", repeat=3), classes.singles, strict=True)
        if count
    )


def content_log2(tumour: TelomereMeasurement, control: TelomereMeasurement) -> float | None:
    """Telomere content of the tumour over the control's; None where either has none."""
    if not tumour.content or not control.content:
        return None
    return log2(tumour.content / control.content)


def _read_groups(
    header: AlignmentHeader, counts: Integers, classes: TelomereClasses, *, assessed: bool
) -> Iterator[ReadGroupMeasurement]:
    if len(counts) == 1:
        return
    groups = (*header.read_groups, ReadGroup(identifier=""))
    for group, own, found in zip(groups, counts, classes.classes, strict=True):
        if own[TOTAL] or group.identifier:
            reads = reads_of(own, found, classes.rules, assessed=assessed)
            yield ReadGroupMeasurement(
                **reads.model_dump(), read_group=group.identifier, sample=group.sample
            )
