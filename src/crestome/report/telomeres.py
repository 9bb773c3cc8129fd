"""Telomere content of a tumour and its control as JSON, as a table, and in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crestome.model.telomere import (
    ReadsLookedAt,
    TelomereComparison,
    TelomereMeasurement,
    TelomereReads,
)

RESEARCH_USE: Final = "Research use only; not a medical device."
NO_CONTROL: Final = (
    "Without a control that was sequenced alike, content can be called neither high nor low."
)
NOT_ALT: Final = (
    "Long telomeres alone do not show ALT, and cut-offs differ between laboratories: a C-circle "
    "assay decides."
)
QUICK: Final = (
    "Only reads without a place, those at the ends of chromosomes and a sample of the others were "
    "looked at: reads of telomeres that were put on repeats inside chromosomes or on decoys are "
    "missed, so that content is a little low, and most junction and intrachromosomal reads too."
)
_CLASSES: Final = ("intratelomeric", "junction", "subtelomeric", "intrachromosomal")
_COUNTS: Final = ("reads", "counted", "telomere_reads", *_CLASSES, "gc_matched_reads")


def notes_on(tumour: TelomereMeasurement, control: TelomereMeasurement | None) -> tuple[str, ...]:
    """What a reader of the figures must know."""
    notes = (NO_CONTROL,) if control is None else ()
    quick = (QUICK,) if tumour.looked_at is ReadsLookedAt.INDEXED else ()
    return (*notes, *quick, NOT_ALT, RESEARCH_USE)


def render_telomere_document(comparison: TelomereComparison) -> str:
    """The figures as JSON, without a clock."""
    return comparison.model_dump_json(indent=1) + "\n"


def render_telomere_table(comparison: TelomereComparison) -> str:
    """A row for each sample and read group, tab-separated; an empty cell is not assessed."""
    header = ("role", "file", "read_group", *_COUNTS, "content", "not_assessed")
    rows: list[tuple[str, ...]] = [header]
    for role, one in _sides(comparison):
        first = (role, one.file, "")
        rows.append((*first, *_cells(one), one.not_assessed))
        rows += [(role, one.file, group.read_group, *_cells(group), one.not_assessed)
                 for group in one.read_groups]  # fmt: skip
    ratio = "" if comparison.content_log2 is None else f"{comparison.content_log2:.4f}"
    lines = ["\t".join(row) for row in rows]
    return "\n".join((f"# {RESEARCH_USE}", f"# content_log2\t{ratio}", *lines)) + "\n"


def render_telomere_summary(comparison: TelomereComparison) -> str:
    """The figures for the terminal, in plain English."""
    sides = tuple(_sides(comparison))
    rows = [("", *(f"{role} ({one.file})" for role, one in sides))]
    rows += [
        (words, *(f"{getattr(one, name):,}" for _role, one in sides))
        for name, words in _WORDS.items()
    ]
    rows.append(("telomere content *", *(_content(one) for _role, one in sides)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        row[0].ljust(widths[0])
        + "".join("  " + cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
    lines.append("* intratelomeric reads in a million reads of the same GC")
    if comparison.content_log2 is not None:
        lines.append(f"tumour over control: log2 {comparison.content_log2:+.2f}")
    lines += [f"{role}: not assessed: {one.not_assessed}"
              for role, one in sides if one.not_assessed]  # fmt: skip
    return "\n".join((*lines, *comparison.notes))


_WORDS: Final = {
    "counted": "reads counted",
    "gc_matched_reads": "with the GC of telomeres",
    "telomere_reads": "reads of telomeres",
    "intratelomeric": "  inside a telomere",
    "junction": "  at its border",
    "subtelomeric": "  placed near an end",
    "intrachromosomal": "  placed elsewhere",
}


def _content(one: TelomereMeasurement) -> str:
    return "not assessed" if one.content is None else f"{one.content:,.1f}"


def _sides(comparison: TelomereComparison) -> Iterator[tuple[str, TelomereMeasurement]]:
    yield "tumour", comparison.tumour
    if comparison.control is not None:
        yield "control", comparison.control


def _cells(reads: TelomereReads) -> tuple[str, ...]:
    content = "" if reads.content is None else f"{reads.content:.4f}"
    return (*(str(getattr(reads, name)) for name in _COUNTS), content)
