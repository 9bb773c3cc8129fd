"""What crestome sees in a file, as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Final

from crestome.model.inspection import FileKind, Inspection
from crestome.model.issue import Severity

_LABEL: Final = 10
_SHOWN_SAMPLES: Final = 8
_SHOWN_EXAMPLES: Final = 3


def render_inspection(inspection: Inspection) -> str:
    """The file, what it holds and why, what would be used, and the lines for a case."""
    lines = [inspection.file]
    for label, text in _lines(inspection):
        lines.append(f"  {label:{_LABEL}} {text}".rstrip())
    return "\n".join(lines)


def _lines(inspection: Inspection) -> Iterator[tuple[str, str]]:
    yield "holds", f"{inspection.kind.value} ({inspection.why})"
    stated = (
        ("dialect", inspection.dialect),
        ("caller", inspection.caller),
        ("assembly", _assembly(inspection)),
        ("samples", _samples(inspection)),
        ("tumour", f"{inspection.tumour}: {inspection.tumour_why}" if inspection.tumour else ""),
        ("normal", inspection.normal),
    )
    yield from ((label, text) for label, text in stated if text)
    yield from _rows(inspection)
    # Faults are gathered for all files at the end.
    for issue in inspection.issues:
        if issue.severity is not Severity.ERROR:
            yield issue.severity.value, str(issue)
    labels = chain(("case",), repeat(""))
    yield from zip(labels, inspection.suggestion, strict=False)


def _assembly(inspection: Inspection) -> str:
    if not inspection.assembly_why:
        return ""
    fitting = inspection.assemblies
    found = "fits both" if len(fitting) > 1 else fitting[0].value if fitting else "fits neither"
    return f"{found}: {inspection.assembly_why}"


def _samples(inspection: Inspection) -> str:
    names = inspection.samples
    more = f" … ({len(names)} in all)" if len(names) > _SHOWN_SAMPLES else ""
    return ", ".join(names[:_SHOWN_SAMPLES]) + more


def _rows(inspection: Inspection) -> Iterator[tuple[str, str]]:
    if inspection.rows is None or inspection.kept is None:
        if inspection.kind is not FileKind.CASE:
            yield "rows", "none read; see the faults below"
        return
    aside = inspection.rows - inspection.kept
    kept = f"{inspection.kept} kept{inspection.kept_as and ' as '}{inspection.kept_as}"
    yield "rows", f"{inspection.rows}: {kept}, {aside} set aside"
    for entry in inspection.set_aside:
        examples = ", ".join(entry.examples[:_SHOWN_EXAMPLES])
        shown = f" ({examples}{' …' if entry.rows > _SHOWN_EXAMPLES else ''})" if examples else ""
        yield "", f"{entry.rows:7} {entry.reason}{shown}"
