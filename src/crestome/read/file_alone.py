"""One file that no case names → its reading, by the kind that it was recognised as."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crestome.model.copy_number import Platform
from crestome.model.genome import Genome
from crestome.model.inspection import FileKind
from crestome.model.issue import Issues
from crestome.read.copy_number import read_copy_number
from crestome.read.events import read_events
from crestome.read.fusions import read_fusions
from crestome.read.genes_sequenced import read_genes_sequenced
from crestome.read.probe_columns import holds_probe_header
from crestome.read.probes import read_probes
from crestome.read.reading import Reading, Wanted
from crestome.read.sample_names import Asked
from crestome.read.small_variants import read_small_variants
from crestome.read.structural_variants import read_structural_variants
from crestome.read.telomere_rows import Sides
from crestome.read.telomere_tools import read_telomeres
from crestome.read.text import TextFile

READ: Final = (
    FileKind.SMALL_VARIANTS,
    FileKind.COPY_NUMBER,
    FileKind.STRUCTURAL_VARIANTS,
    FileKind.FUSIONS,
    FileKind.EVENTS,
    FileKind.GENES_SEQUENCED,
    FileKind.TELOMERES,
)
"""The kinds that have a reader."""


@dataclass(frozen=True, kw_only=True)
class FileAlone:
    """A file and what it was taken for.

    Attributes:
        path: Where it is.
        text: Its lines.
        kind: One of `READ`.
    """

    path: Path
    text: TextFile = field(repr=False)
    kind: FileKind


def read_file_alone(
    file: FileAlone, wanted: Wanted, genome: Genome, issues: Issues
) -> Reading[object] | None:
    """Read a file with the reader of its kind; None after an error was noted."""
    name, sample = file.text.name, wanted.sample
    reading: Reading[object] | None = None
    match file.kind:
        case FileKind.SMALL_VARIANTS:
            reading = read_small_variants(
                file.path, name, genome=genome, wanted=wanted, issues=issues
            )
        case FileKind.EVENTS:
            reading = read_events(file.path, name, sample=sample, issues=issues)
        case FileKind.GENES_SEQUENCED:
            reading = read_genes_sequenced(file.path, name, issues, genome)
        case FileKind.TELOMERES:
            sides = Sides(tumour=sample, control=wanted.normal)
            reading = read_telomeres(file.text, sides, issues)
        case _:
            reading = _read_text(file, sample, genome, issues)
    return reading


def _read_text(
    file: FileAlone, sample: Asked, genome: Genome, issues: Issues
) -> Reading[object] | None:
    text = file.text
    match file.kind:
        case FileKind.COPY_NUMBER:
            if holds_probe_header(text):
                return read_probes(
                    file.path, text.name, genome=genome, sample=sample, issues=issues
                )
            platform = Platform.UNKNOWN
            return read_copy_number(
                text, genome=genome, sample=sample, platform=platform, issues=issues
            )
        case FileKind.STRUCTURAL_VARIANTS:
            return read_structural_variants(text, genome=genome, sample=sample, issues=issues)
        case FileKind.FUSIONS:
            return read_fusions(text, genome=genome, sample=sample, issues=issues)
        case _:
            issues.error(text.name, f"{file.kind.value}: not read alone", expected=", ".join(READ))
            return None
