"""Wires the measurement of telomere content on the reads of a tumour and its control."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from crestome.errors import UsageError
from crestome.knowledge.rules_alone import data_version, load_rules
from crestome.model.telomere import TelomereComparison, TelomereMeasurement
from crestome.pipeline.progress import Share, announced_share
from crestome.report.telomeres import notes_on, render_telomere_document, render_telomere_table

if TYPE_CHECKING:
    from crestome.measure.telomere_content_rules import TelomereContentRules
    from crestome.read.alignments import Alignments

TABLE: str = ".tsv"


@dataclass(frozen=True, kw_only=True)
class TelomereRequest:
    """What the user asks of ``telomeres``.

    Attributes:
        tumour: BAM or CRAM.
        control: The same of the patient's blood.
        reference: FASTA of a CRAM's reference.
        quick: Look only where an index says that telomeres are likely.
        threads: None for all processors.
        knowledge: Another folder of curated data.
    """

    tumour: Path
    control: Path | None = None
    reference: Path | None = None
    quick: bool = False
    threads: int | None = None
    knowledge: Path | None = None


def compare_telomeres(request: TelomereRequest, *, quiet: bool = True) -> TelomereComparison:
    """Measure a tumour and, where there is one, its control.

    Raises:
        UsageError: If the extra is not installed, or a file has no index where one is needed.
        FormatError: If a file is damaged, cut off or neither BAM nor CRAM.
        KnowledgeError: If the rules are not as they must be.
    """
    if importlib.util.find_spec("numba") is None:
        message = 'telomeres needs the extra signal: pip install "crestome[signal]"'
        raise UsageError(message)
    with announced_share(quiet=quiet) as show:
        from crestome.measure.telomere_content import content_log2
        from crestome.measure.telomere_content_rules import TelomereContentRules

        rules = load_rules("telomere_content", TelomereContentRules, request.knowledge)
        tumour = _measure(request.tumour, rules, request, show)
        other = request.control
        control = None if other is None else _measure(other, rules, request, show)
    ratio = None if control is None else content_log2(tumour, control)
    return TelomereComparison(
        tumour=tumour,
        control=control,
        content_log2=ratio,
        notes=notes_on(tumour, control),
        crestome_version=metadata.version("crestome"),
        knowledge_version=data_version(request.knowledge),
    )


def _measure(
    path: Path,
    rules: TelomereContentRules,
    request: TelomereRequest,
    show: Callable[[Share], None],
) -> TelomereMeasurement:
    from crestome.measure.telomere_content import measure_telomeres

    threads = request.threads or os.cpu_count() or 1
    if request.quick:
        return _measure_quickly(path, rules, threads, show)
    source = _opened(path, request.reference, threads)
    size = source.size_bytes
    show(Share(path.name, 0, size))
    return measure_telomeres(
        source, rules, threads, lambda offset: show(Share(path.name, offset, size))
    )


def _measure_quickly(
    path: Path, rules: TelomereContentRules, threads: int, show: Callable[[Share], None]
) -> TelomereMeasurement:
    from crestome.measure.telomere_quick import measure_by_index
    from crestome.read.alignment_cram import is_cram
    from crestome.read.alignment_index import read_indexed

    if path.is_file() and is_cram(path):
        message = f"{path}: --quick goes by the index of a BAM; measure a CRAM without it"
        raise UsageError(message)
    source = read_indexed(path, int(rules.quick_end_bp.value), int(rules.quick_sample_every.value))
    size = path.stat().st_size
    return measure_by_index(
        source, rules, threads, lambda offset: show(Share(path.name, offset, size))
    )


def _opened(path: Path, reference: Path | None, threads: int) -> Alignments:
    from crestome.read.alignment_cram import is_cram, read_cram
    from crestome.read.alignments import read_alignments

    if path.is_file() and is_cram(path):
        return read_cram(path, reference, threads)
    return read_alignments(path)


def write_telomeres(comparison: TelomereComparison, out: Path) -> None:
    """Write JSON, or a table where the name ends in ``.tsv``; whole or not at all.

    Raises:
        UsageError: If it cannot be written there.
    """
    table = out.suffix == TABLE
    content = render_telomere_table(comparison) if table else render_telomere_document(comparison)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".crestome-", dir=out.parent) as scratch:
            whole = Path(scratch) / out.name
            whole.write_text(content, "utf-8")
            whole.replace(out)
    except OSError as error:
        message = f"{out}: cannot write here ({error.strerror}); choose another --out"
        raise UsageError(message) from None
