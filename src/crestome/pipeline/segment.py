"""``segment``: probes or bins → segments, with a document that says how good they are."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from crestome.errors import InputError, UsageError
from crestome.knowledge.load import Knowledge, load_genome, load_knowledge
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.signal import Penalty, ProbeTable, SegmentedFile, SegmentedSignal
from crestome.pipeline.progress import announced_steps
from crestome.pipeline.versions import package_version
from crestome.read.contigs import assembly_named
from crestome.read.probes import read_probes
from crestome.read.reading import Reading
from crestome.report.segments import render_seg, render_segment_document, render_segment_summary

if TYPE_CHECKING:
    from crestome.measure.segmentation_rules import SegmentationRules

_INSTALL = 'pip install "crestome[signal]"'


@dataclass(frozen=True, kw_only=True)
class SegmentRequest:
    """What the user asks of ``segment``.

    Attributes:
        path: The table of probes.
        sample: The sample that is meant; None where the file holds one.
        assembly: Its assembly; None for the one that the positions fit.
        penalty: See `Penalty`.
        purity: Tumour cell fraction, where known.
        workers: Chromosomes segmented side by side; None for all processors.
    """

    path: Path
    sample: str | None = None
    assembly: Assembly | None = None
    penalty: Penalty = Penalty.PERMISSIVE
    purity: float | None = None
    workers: int | None = None


def assembly_of(word: str | None) -> Assembly | None:
    """The assembly that the user names, in any of its names.

    Raises:
        UsageError: If it is none.
    """
    if word is None:
        return None
    found = assembly_named(word)
    if found is None:
        message = f"--assembly {word}: expected {' or '.join(Assembly)}"
        raise UsageError(message)
    return found


def penalty_of(word: str) -> Penalty:
    """The penalty that the user names.

    Raises:
        UsageError: If there is none of that name.
    """
    if word not in set(Penalty):
        message = f"--penalty {word}: expected {' or '.join(Penalty)}"
        raise UsageError(message)
    return Penalty(word)


def segmentation_ready() -> None:
    """Refuse where the compiled kernels cannot be had.

    Raises:
        UsageError: With the line that installs them.
    """
    if importlib.util.find_spec("numba") is None:
        message = f"segmentation needs the extra signal, which is not installed; {_INSTALL}"
        raise UsageError(message)


def segment_signal(
    table: ProbeTable, name: str, knowledge: Knowledge, purity: float | None
) -> SegmentedSignal:
    """Segment probes that a case brought.

    Raises:
        InputError: If there are too few.
        UsageError: If the extra is not installed.
    """
    segmentation_ready()
    from crestome.measure.segmentation_rules import SegmentationRules
    from crestome.measure.segments import Wish, segment_probes

    rules = knowledge.rules("segmentation", SegmentationRules)
    try:
        return segment_probes(table, rules, Wish(purity=purity))
    except InputError as error:
        raise InputError(*(f"{name}: {fault}" for fault in error.faults)) from None


def segment_file(
    request: SegmentRequest, *, knowledge_root: Path | None = None, quiet: bool = True
) -> SegmentedFile:
    """Read and segment one file.

    Raises:
        InputError: With every fault of the file.
        UsageError: If the extra is not installed, or the purity is none.
    """
    segmentation_ready()
    if request.purity is not None and not 0.0 < request.purity <= 1.0:
        message = f"--purity {request.purity:g}: expected a fraction above 0 and up to 1"
        raise UsageError(message)
    with announced_steps(quiet=quiet) as step:
        step("curated knowledge")
        from crestome.measure.segmentation_rules import SegmentationRules

        knowledge = load_knowledge(knowledge_root)
        rules = knowledge.rules("segmentation", SegmentationRules)
        step(f"probes of {request.path.name}")
        issues = Issues()
        reading, fitting = _read(request, issues, knowledge_root)
        signal = _segment(reading.value, rules, request, step)
    return SegmentedFile(
        name=request.sample or request.path.name.split(".")[0],
        signal=signal,
        source=reading.source,
        assemblies=fitting,
        issues=tuple(issues.items),
        crestome_version=package_version(),
        knowledge_version=knowledge.version,
    )


def _segment(
    table: ProbeTable,
    rules: SegmentationRules,
    request: SegmentRequest,
    step: Callable[[str], None],
) -> SegmentedSignal:
    step("kernels (compiled at the first use)")
    from crestome.measure.segments import Wish, segment_probes

    step(f"segments of {len(table):,} probes")
    wish = Wish(penalty=request.penalty, purity=request.purity, workers=request.workers)
    try:
        return segment_probes(table, rules, wish)
    except InputError as error:
        raise InputError(*(f"{request.path}: {fault}" for fault in error.faults)) from None


def _read(
    request: SegmentRequest, issues: Issues, root: Path | None
) -> tuple[Reading[ProbeTable], tuple[Assembly, ...]]:
    """The probes, and the assemblies that they fit."""
    tried = (request.assembly,) if request.assembly else tuple(Assembly)
    faults: list[str] = []
    name = str(request.path)
    for assembly in tried:
        own = Issues()
        genome = load_genome(assembly, root)
        reading = read_probes(request.path, name, genome=genome, sample=request.sample, issues=own)
        if reading is not None:
            issues.items.extend(own.items)
            return reading, _fitting(reading.value, tried, root)
        faults.extend(str(issue) for issue in own.errors)
    raise InputError(*dict.fromkeys(faults))


def _fitting(
    table: ProbeTable, tried: tuple[Assembly, ...], root: Path | None
) -> tuple[Assembly, ...]:
    last = dict(table.frame.group_by("contig").agg(pl.col("end").max()).iter_rows())
    return tuple(
        assembly
        for assembly in tried
        if all(
            end <= chromosomes[contig].length_bp
            for chromosomes in (load_genome(assembly, root).chromosomes,)
            for contig, end in last.items()
        )
    )


def write_segments(result: SegmentedFile, out: Path) -> tuple[Path, Path]:
    """Write the table, and the document beside it; both or neither.

    Raises:
        UsageError: If they cannot be written there, or would replace the input.
    """
    document = out.with_suffix(".json")
    for path in (out, document):
        if path.is_dir() or (path.exists() and path.samefile(result.source.path)):
            message = f"{path}: is a folder or the input itself; choose another --out"
            raise UsageError(message)
    if document == out:
        message = f"{out}: the document of the same name stands beside it; end --out in .seg"
        raise UsageError(message)
    contents = {out: render_seg(result), document: render_segment_document(result)}
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".crestome-", dir=out.parent) as scratch:
            for path, content in contents.items():
                (Path(scratch) / path.name).write_text(content, "utf-8")
            for path in contents:
                os.replace(Path(scratch) / path.name, path)  # noqa: PTH105 (atomic, also on Windows)
    except OSError as error:
        message = f"{out}: cannot write here ({error.strerror}); choose another --out"
        raise UsageError(message) from None
    return out, document


def segment_document(result: SegmentedFile) -> str:
    """The document as JSON."""
    return render_segment_document(result)


def segment_summary(result: SegmentedFile) -> str:
    """A few lines for the terminal."""
    return render_segment_summary(result)
