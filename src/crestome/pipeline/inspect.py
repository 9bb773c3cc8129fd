"""``inspect``: a file alone → what crestome sees in it and what it would use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crestome.errors import InputError, UsageError
from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly, Genome
from crestome.model.inspection import FileKind, Inspection
from crestome.model.issue import Issues, Severity
from crestome.pipeline.inspection import inspect_text
from crestome.read.case_files import suggestion
from crestome.read.dialect_names import NAMED, NamedDialect, find_named
from crestome.read.file_alone import READ
from crestome.read.reading import Wanted
from crestome.read.recognise import is_vcf, recognise
from crestome.read.text import TextFile, read_text_file, read_text_head
from crestome.read.vcf_sieve import is_large
from crestome.report.inspection import render_inspection


def inspect_files(
    paths: Sequence[Path], dialect: str | None, wanted: Wanted
) -> tuple[Inspection, ...]:
    """Look at each file, whatever is wrong with the others.

    Raises:
        UsageError: If ``dialect`` is no kind of file and no dialect.
    """
    said = None if dialect is None else _named(dialect)
    kind = None if said is None else said.kind
    if said is not None and not said.whole_kind:
        wanted = replace(wanted, dialect=said.key)
    genomes = tuple(load_genome(assembly) for assembly in Assembly)
    return tuple(inspect_file(path, kind, wanted, genomes) for path in paths)


def inspect_file(
    path: Path, kind: FileKind | None, wanted: Wanted, genomes: Sequence[Genome]
) -> Inspection:
    """Look at one file; its faults are in the answer.

    Args:
        path: Where it is.
        kind: What it is taken for; None to find out.
        wanted: The samples that the user means.
        genomes: The tables of the assemblies to try.
    """
    issues = Issues()
    text = _lines(path, kind, issues)
    if text is None:
        return Inspection(file=str(path), why="it cannot be read", issues=tuple(issues.items))
    return inspect_text(path, text, kind, wanted, genomes)


def _lines(path: Path, kind: FileKind | None, issues: Issues) -> TextFile | None:
    """The file; of a VCF of small variants that is read as a stream, the beginning.

    What the user says it is comes before what its beginning looks like: the reader of another kind
    needs the whole file.
    """
    head = read_text_head(path, str(path), issues)
    if head is None:
        return None
    streamed = is_large(path) and is_vcf(head)
    if streamed and (kind or recognise(head).kind) is FileKind.SMALL_VARIANTS:
        return head
    return read_text_file(path, str(path), issues)


def show_inspections(inspections: Sequence[Inspection], *, as_json: bool) -> str:
    """All of them as text or as one JSON list."""
    if as_json:
        documents = [item.model_dump(mode="json") for item in inspections]
        return json.dumps(documents, ensure_ascii=False, indent=1)
    return "\n\n".join(map(render_inspection, inspections))


def refuse_unusable(inspections: Sequence[Inspection]) -> None:
    """Raise every fault of every file that a case could not name as it is.

    Raises:
        InputError: If there is one.
    """
    faults = [
        str(issue)
        for item in inspections
        if not item.usable
        for issue in item.issues
        if issue.severity is Severity.ERROR
    ]
    if faults:
        raise InputError(*faults)


def show_dialects() -> str:
    """All names that ``--dialect`` takes, by what such files hold."""
    width = max(len(item.key) for item in NAMED)
    parts = []
    for kind in READ:
        rows = [f"  {item.key:{width}}  {item.name}" for item in NAMED if item.kind is kind]
        parts.append("\n".join([kind.value, *rows]))
    return "\n".join(parts)


def _named(word: str) -> NamedDialect:
    found = find_named(word)
    if found is None:
        message = f"--dialect {word}: no such dialect or kind of file; {suggestion(word)}"
        raise UsageError(message)
    return found
