"""Wires the measurement of telomere content on the reads of a tumour and its control."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crestome.errors import UsageError
from crestome.knowledge.load import load_knowledge
from crestome.model.telomere import TelomereComparison, TelomereMeasurement
from crestome.pipeline.progress import announced_steps

if TYPE_CHECKING:
    from crestome.measure.telomere_content_rules import TelomereContentRules
    from crestome.read.alignments import ReadBlock

NOTES = (
    "Telomere content alone does not show ALT, cut-offs differ: a C-circle assay decides.",
    "Research use only; not a medical device.",
)
NO_CONTROL = "Without a control, the content cannot be called high or low."


def compare_telomeres(
    tumour: Path, control: Path | None, threads: int | None, *, quiet: bool
) -> TelomereComparison:
    """Measure a tumour and, where there is one, its control.

    Raises:
        UsageError: If the extra is not installed.
        FormatError: If a file is damaged, cut off or no BAM.
    """
    if importlib.util.find_spec("numba") is None:
        message = "telomeres needs compiled kernels: pip install 'crestome[signal]'"
        raise UsageError(message)
    from crestome.measure.telomere_content import content_log2
    from crestome.measure.telomere_content_rules import TelomereContentRules

    rules = load_knowledge().rules("telomere_content", TelomereContentRules)
    count = threads or os.cpu_count() or 1
    with announced_steps(quiet=quiet) as step:
        measured = _measure(tumour, rules, count, step)
        other = None if control is None else _measure(control, rules, count, step)
    notes = NOTES if other is not None else (NO_CONTROL, *NOTES)
    ratio = None if other is None else content_log2(measured, other)
    return TelomereComparison(tumour=measured, control=other, content_log2=ratio, notes=notes)


def _measure(
    path: Path, rules: TelomereContentRules, threads: int, step: Callable[[str], None]
) -> TelomereMeasurement:
    from crestome.measure.telomere_content import measure_telomeres
    from crestome.read.alignments import read_alignments

    header, blocks = read_alignments(path, threads)
    size = path.stat().st_size

    def announced() -> Iterator[ReadBlock]:
        for block in blocks:
            step(f"{path.name}: {100 * block.offset // size} %")
            yield block

    return measure_telomeres(path, (header, announced()), rules, threads)


def describe_comparison(comparison: TelomereComparison) -> str:
    """A few lines for the terminal."""
    lines = []
    for name, one in (("tumour", comparison.tumour), ("control", comparison.control)):
        if one is not None:
            content = "none (no read of that GC)" if one.content is None else f"{one.content:.1f}"
            lines.append(
                f"{name}: content {content} intratelomeric reads in a million of the same GC; "
                f"{one.telomere_reads} telomere reads of {one.counted} "
                f"({one.intratelomeric} intratelomeric, {one.junction} junction, "
                f"{one.subtelomeric} subtelomeric, {one.intrachromosomal} intrachromosomal)"
            )
    if comparison.content_log2 is not None:
        lines.append(f"tumour over control: log2 {comparison.content_log2:+.2f}")
    return "\n".join((*lines, *comparison.notes))
