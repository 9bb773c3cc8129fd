"""``cells`` over a manifest: one table and one document for each sample, and no sample twice.

What a sample was made of is marked in its document: file, options, versions. A sample whose
document bears the mark of what is asked now is finished; any other is scored anew. So a run that
was broken off goes on where it stopped, and a changed file is scored again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crestome.errors import InputError, UsageError
from crestome.knowledge.load import load_knowledge
from crestome.pipeline.cell_output import checksum, unfit_place, write_cells
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.cells import cells_ready
from crestome.pipeline.versions import package_version
from crestome.report.cells import render_cell_summary

if TYPE_CHECKING:
    from crestome.read.cell_manifest import CellEntry

_UNMARKED = {"chunk_rows": None, "workers": None, "scheduler": None}
"""Options that change no score."""


@dataclass(frozen=True, kw_only=True)
class CohortRun:
    """What became of the samples of a manifest.

    Attributes:
        scored: Documents written now.
        kept: Documents of samples that were finished before.
    """

    scored: tuple[Path, ...]
    kept: tuple[Path, ...]


def write_cohort(
    request: CellRequest,
    out: Path,
    *,
    knowledge_root: Path | None = None,
    quiet: bool = True,
    told: Callable[[str], None] = lambda _line: None,
) -> CohortRun:
    """Score the samples of a manifest that are not finished.

    Args:
        request: The manifest as its path, and the options that hold for all samples.
        out: The folder of the outputs.
        knowledge_root: Another folder of curated data.
        quiet: No progress.
        told: Takes a few lines on each sample as it is done.

    Raises:
        InputError: With every fault of the manifest and of the samples; samples without a fault
            are scored and kept.
        UsageError: If an option belongs into the manifest, or the folder cannot be written.
    """
    cells_ready()
    from crestome.read.cell_manifest import absent_files, read_cell_manifest

    _refuse_options(request)
    if out.exists() and not out.is_dir():
        message = f"{out}: is a file; expected the folder for the samples; choose another --out"
        raise UsageError(message)
    entries = read_cell_manifest(request.path)
    scored, kept, faults = [], [], []
    for entry in entries:
        own = request_of(request, entry)
        table = out / f"{entry.id}.parquet"
        if found := absent_files(request.path, entry) or unfit_place(own, table):
            faults.append(InputError(*found))
            continue
        mark = mark_of(own, knowledge_root)
        if is_finished(table, mark):
            kept.append(table.with_suffix(".json"))
            told(f"{entry.id}: finished before, kept")
            continue
        try:
            result, (*_, document) = write_cells(
                own, table, knowledge_root=knowledge_root, quiet=quiet, asked=mark
            )
        except InputError as error:
            faults.append(InputError(*(_of_sample(entry, fault) for fault in error.faults)))
            continue
        scored.append(document)
        told(render_cell_summary(result))
    if faults:
        raise InputError.gather(faults)
    return CohortRun(scored=tuple(scored), kept=tuple(kept))


def _of_sample(entry: CellEntry, fault: str) -> str:
    """A fault as the manifest has it, whose keys are the options of one file."""
    for key in sorted(type(entry).model_fields, key=len, reverse=True):
        fault = fault.replace(f"--{key.replace('_', '-')}", key)
    return f"sample {entry.id}: {fault}"


def _refuse_options(request: CellRequest) -> None:
    own = ("layer", "genome", "sample", "malignant", "malignant_table", "reference")
    given = [f"--{name.replace('_', '-')}" for name in own if getattr(request, name) is not None]
    if given:
        message = (
            f"{', '.join(given)}: expected in the manifest, which says it of each sample; write it "
            f"there as {given[0].removeprefix('--').replace('-', '_')} = …"
        )
        raise UsageError(message)


def request_of(request: CellRequest, entry: CellEntry) -> CellRequest:
    """What is asked of one sample."""
    folder, table = request.path.parent, entry.malignant_table
    return replace(
        request,
        path=folder / entry.file,
        layer=entry.layer,
        genome=entry.genome,
        sample=entry.sample,
        malignant=entry.malignant,
        malignant_table=None if table is None else folder / table,
        reference=entry.reference,
    )


def mark_of(request: CellRequest, knowledge_root: Path | None) -> str:
    """A mark of all that the scores of a sample depend on."""
    asked = {key: str(value) for key, value in vars(replace(request, **_UNMARKED)).items()}  # type: ignore[arg-type]
    files = [path for path in (request.path, request.malignant_table) if path is not None]
    knowledge = load_knowledge(knowledge_root)
    told = [asked, [_state(path) for path in files], package_version(), knowledge.version]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _state(path: Path) -> list[object]:
    """What changes when a file or folder changes: its checksum, or else its sizes and times."""
    found = checksum(path)
    if found:
        return [found]
    parts = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [[str(part), part.stat().st_size, part.stat().st_mtime_ns]
            for part in parts if part.is_file()]  # fmt: skip


def is_finished(table: Path, mark: str) -> bool:
    """Whether a sample was scored as it is asked now, and its table is whole."""
    try:
        document = json.loads(table.with_suffix(".json").read_text("utf-8"))
        size = table.stat().st_size
    except (OSError, ValueError):
        return False
    if not isinstance(document, dict):
        return False
    return (document.get("asked"), document.get("table_bytes")) == (mark, str(size))
