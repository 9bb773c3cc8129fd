"""Measure telomere content on the parts of a file that an index finds.

Reads from inside telomeres have no place, or one in the repeats at the ends of an assembly; the
index tells where both lie. How many reads have the GC of telomeres is taken from a sample of the
others. What is missed are reads of telomeres that the aligner put, loosely, on repeats inside
chromosomes and on decoys, so that content comes out a little low; how low depends on the reference,
and only a measurement of every read tells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from crestome.measure.telomere_classes import TelomereClasses
from crestome.measure.telomere_content import (
    Source,
    reads_of,
    repeats_of,
    singletons_of,
    why_not_assessed,
)
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.measure.telomere_scan import TelomereScanner
from crestome.model.telomere import ReadsLookedAt, TelomereMeasurement
from crestome.numerics.packed_records import TOTAL, UNMAPPED, Integers


class IndexedSource(Protocol):
    """The parts of a file; see `read.alignment_index`."""

    @property
    def ends(self) -> Source:
        """Records at the ends of contigs."""
        ...

    @property
    def unplaced(self) -> Source:
        """Records without a place."""
        ...

    @property
    def sample(self) -> Source:
        """A sample of the records with a place."""
        ...

    @property
    def placed(self) -> int:
        """Records with a place."""
        ...

    @property
    def evenness(self) -> float | None:
        """Median over mean in windows."""
        ...


def measure_by_index(
    source: IndexedSource,
    rules: TelomereContentRules,
    threads: int,
    advanced: Callable[[int], None] = lambda _offset: None,
) -> TelomereMeasurement:
    """Measure telomere content on a part of the reads.

    Args:
        source: The parts.
        rules: What counts as a read of a telomere, and what a file must hold.
        threads: How many threads look.
        advanced: Told how far the file was read.

    Returns:
        Counts, those of all reads estimated from the sample, and content; without content,
        ``not_assessed`` says why. Read groups are not told apart.

    Raises:
        FormatError: If the file is damaged, cut off or does not fit its index.
    """
    header = source.unplaced.header.model_copy(update={"read_groups": ()})
    classes = TelomereClasses(header, rules, 1)

    def counted(part: Source, *, telomeres: bool) -> Integers:
        scanner = TelomereScanner(header, rules)
        for offset, hits in part.mapped(scanner, threads):
            if telomeres:
                classes.add(hits)
            advanced(offset)
        counts: Integers = scanner.counts[0]
        return counts

    counted(source.ends, telomeres=True)
    sampled = counted(source.sample, telomeres=False)
    unplaced = counted(source.unplaced, telomeres=True)
    classes.finish()
    scale = source.placed / max(int(sampled[TOTAL]), 1)
    counts = unplaced + np.rint(sampled * scale).astype(np.int64)
    why = why_not_assessed(source.unplaced.header, counts, source.evenness, rules)
    reads = reads_of(counts, classes.classes[0], rules, assessed=not why)
    return TelomereMeasurement(
        **reads.model_dump(),
        file=source.unplaced.path.name,
        samples=source.unplaced.header.samples,
        looked_at=ReadsLookedAt.INDEXED,
        not_assessed=why,
        unplaced=int(counts[UNMAPPED]),
        evenness=source.evenness,
        repeats=repeats_of(classes),
        singletons=singletons_of(classes),
    )
