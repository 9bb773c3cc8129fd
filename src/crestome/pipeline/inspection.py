"""A text without a case → what it holds, on which assembly and sample it can be read, and how."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from crestome.model.copy_number import CellsCounted, CopyNumberProfile, PurityPloidy
from crestome.model.genome import Genome
from crestome.model.inspection import FileKind, Inspection
from crestome.model.issue import Issues
from crestome.model.signal import ProbeTable
from crestome.model.small_variant import SmallVariants
from crestome.read.assembly_found import AssemblyFound, find_assembly
from crestome.read.dialect_names import find_named
from crestome.read.file_alone import READ, FileAlone, read_file_alone
from crestome.read.forced_dialect import BY_OPTION, said_to_be
from crestome.read.reading import Reading, Wanted
from crestome.read.recognise import Recognition, recognise
from crestome.read.sample_roles import find_roles
from crestome.read.samples_listed import listed_samples
from crestome.read.text import TextFile
from crestome.read.vcf_samples import Roles

_FORCED: Final = f"forced by {BY_OPTION}"


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """One attempt to read a file, on one assembly."""

    genome: Genome
    reading: Reading[object] | None
    issues: Issues

    @property
    def fits(self) -> bool:
        return self.reading is not None and not self.issues.errors


@dataclass(frozen=True, kw_only=True)
class _Look:
    """What was found out about a file, and the attempts to read it.

    ``roles`` says which sample is read; ``example``, that it is one of several and none was named.
    """

    seen: Recognition
    stated: AssemblyFound
    samples: tuple[str, ...]
    wanted: Wanted
    trials: tuple[_Trial, ...]
    roles: Roles | None
    example: bool = False

    @property
    def fitting(self) -> tuple[_Trial, ...]:
        return tuple(trial for trial in self.trials if trial.fits)

    @property
    def chosen(self) -> _Trial:
        return next(iter(self.fitting), self.trials[0])


def inspect_text(
    path: Path,
    text: TextFile,
    kind: FileKind | None,
    wanted: Wanted,
    genomes: Sequence[Genome],
) -> Inspection:
    """What crestome sees in a text; see `crestome.pipeline.inspect.inspect_file`."""
    seen = recognise(text) if kind is None else Recognition(kind=kind, why=_FORCED)
    if seen.kind not in READ:
        return _not_read(text, seen)
    said = find_named(wanted.dialect) if wanted.dialect else None
    if said is not None:
        seen = replace(seen, dialect=said.name)
        issues = Issues()
        held = said_to_be(text, said, issues)
        if held is None:
            return Inspection(
                file=text.name,
                kind=seen.kind,
                dialect=said.name,
                why=seen.why,
                issues=tuple(issues.items),
            )
        text = held
    look = _look(FileAlone(path=path, text=text, kind=seen.kind), seen, wanted, genomes)
    return _inspection(text.name, look)


def _not_read(text: TextFile, seen: Recognition) -> Inspection:
    issues = Issues()
    if seen.kind is FileKind.CASE:
        return Inspection(
            file=text.name,
            kind=seen.kind,
            dialect=seen.dialect,
            why=seen.why,
            suggestion=(f"crestome assess {text.name} --out DIR",),
            usable=True,
        )
    issues.error(
        text.name,
        f"in no form that crestome knows; {seen.why}",
        expected=", ".join(READ),
        remedy="export it from its program in a form that the documentation lists under readers, "
        "or say with --dialect which kind it is",
    )
    return Inspection(file=text.name, why=seen.why, issues=tuple(issues.items))


def _look(file: FileAlone, seen: Recognition, wanted: Wanted, genomes: Sequence[Genome]) -> _Look:
    stated = find_assembly(file.text, genomes)
    tried = sorted(genomes, key=lambda genome: genome.assembly is not stated.assembly)
    samples = listed_samples(file.text, file.kind)
    look = _Look(
        seen=seen,
        stated=stated,
        samples=samples,
        wanted=wanted,
        trials=_trials(file, wanted, tried, stated),
        roles=find_roles(file.text, samples, wanted),
    )
    if look.fitting or look.roles is not None or wanted.sample is not None or not samples:
        return look
    # A cohort's file is no fault: one of its samples shows whether the others can be read.
    first = Roles(samples[0], None, f"the first of {len(samples)}, as an example; name one")
    again = _trials(file, replace(wanted, sample=samples[0]), tried, stated)
    return replace(look, trials=again, roles=first, example=True)


def _trials(
    file: FileAlone, wanted: Wanted, genomes: Sequence[Genome], stated: AssemblyFound
) -> tuple[_Trial, ...]:
    """One for each assembly; the one that the file states is enough if it fits."""
    trials: list[_Trial] = []
    for genome in genomes:
        issues = Issues()
        reading = read_file_alone(file, wanted, genome, issues)
        trials.append(_Trial(genome=genome, reading=reading, issues=issues))
        if trials[-1].fits and stated.assembly is genome.assembly:
            break
    return tuple(trials)


def _inspection(name: str, look: _Look) -> Inspection:
    trial = look.chosen
    issues = trial.issues
    if look.stated.other:
        issues.error(
            name,
            f"made on another assembly: {look.stated.why}",
            expected=" or ".join(item.genome.assembly for item in look.trials),
            remedy="lift it over",
        )
    reading = trial.reading if trial.fits else None
    if trial.fits and look.stated.assembly not in {None, trial.genome.assembly}:
        issues.warn(
            name,
            f"{look.stated.why}, but its positions fit {trial.genome.assembly} only",
            remedy="ask who made it which of the two is right",
        )
    roles = look.roles or Roles(None, None, "")
    placed = reading is not None and _has_places(reading.value, look.seen.kind)
    aside = () if reading is None else reading.set_aside
    rows = None if reading is None else reading.source.rows
    return Inspection(
        file=name,
        kind=look.seen.kind,
        dialect=look.seen.dialect if reading is None else reading.source.dialect,
        why=look.seen.why,
        caller=look.seen.caller,
        assemblies=tuple(item.genome.assembly for item in look.fitting) if placed else (),
        assembly_why=_assembly_why(look) if placed else "",
        samples=look.samples,
        tumour=roles.tumour or "",
        normal=roles.normal or "",
        tumour_why=roles.reason,
        rows=rows,
        kept=None if rows is None else rows - sum(entry.rows for entry in aside),
        kept_as="" if reading is None else _kept_as(reading.value),
        set_aside=aside,
        suggestion=() if reading is None else _suggestion(name, look, placed=placed),
        issues=tuple(issues.items),
        usable=reading is not None and trial.fits,
    )


def _has_places(value: object, kind: FileKind) -> bool:
    """Whether positions were read, so that the assembly matters."""
    if isinstance(value, SmallVariants):
        return value.frame["position"].null_count() < len(value)
    if kind is FileKind.COPY_NUMBER:
        return isinstance(value, CopyNumberProfile | ProbeTable)
    return kind in {FileKind.STRUCTURAL_VARIANTS, FileKind.FUSIONS}


def _assembly_why(look: _Look) -> str:
    if look.stated.assembly is look.chosen.genome.assembly:
        return look.stated.why
    others = [trial for trial in look.trials if not trial.fits]
    if not others:
        return f"its positions lie within both; {look.stated.why}"
    return f"its positions do not fit {others[0].genome.assembly}"


_KEYS = {
    FileKind.SMALL_VARIANTS: "small_variants",
    FileKind.COPY_NUMBER: "copy_number",
    FileKind.STRUCTURAL_VARIANTS: "structural_variants",
    FileKind.FUSIONS: "fusions",
    FileKind.EVENTS: "events",
    FileKind.GENES_SEQUENCED: "genes_sequenced",
    FileKind.TELOMERES: "telomeres",
}
_BESIDE = {
    FileKind.SMALL_VARIANTS: 'sequencing = "genome"  # or exome; genes_sequenced for a panel',
    FileKind.COPY_NUMBER: 'platform = "wgs"  # or snp_array, acgh, wes, panel',
    FileKind.EVENTS: "events_cover = []  # genes without an entry that were looked at",
}


def _suggestion(name: str, look: _Look, *, placed: bool) -> tuple[str, ...]:
    """The lines of a case that name the file."""
    value = _named_file(name, look)
    reading = look.chosen.reading
    if reading is not None and isinstance(reading.value, PurityPloidy):
        return (f'copy_number = ["SEGMENTS", {value}]  # beside the segments of the same run',)
    lines = [f"{_KEYS[look.seen.kind]} = {value}"]
    if look.seen.kind in _BESIDE:
        lines.append(_BESIDE[look.seen.kind])
    if placed and len(look.fitting) == 1:
        lines.append(f'assembly = "{look.chosen.genome.assembly}"  # above [patient]')
    return tuple(lines)


def _named_file(name: str, look: _Look) -> str:
    """The file, with the samples where they were named or must be."""
    parts = [f"file = {_quoted(Path(name).name)}"]
    named = look.example or look.wanted.sample is not None
    if named and look.roles is not None and look.roles.tumour is not None:
        parts.append(f"sample = {_quoted(look.roles.tumour)}")
    if look.wanted.normal is not None:
        parts.append(f"normal = {_quoted(look.wanted.normal)}")
    if look.wanted.dialect:
        parts.append(f"dialect = {_quoted(look.wanted.dialect)}")
    if look.wanted.germline:
        parts.append("germline = true")
    return _quoted(Path(name).name) if len(parts) == 1 else f"{{ {', '.join(parts)} }}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _kept_as(value: object) -> str:
    if isinstance(value, CopyNumberProfile):
        contigs = value.segments.frame["contig"].n_unique()
        return f"segments of {contigs} chromosome(s){_shares(value)}"
    if isinstance(value, ProbeTable):
        contigs = value.frame["contig"].n_unique()
        return f"probes of {contigs} chromosome(s), to be segmented"
    return ""


def _shares(profile: CopyNumberProfile) -> str:
    """What the file says of the share of cells; of all cells it says little without the purity."""
    shares = profile.segments.frame["cell_fraction"].drop_nulls()
    if not len(shares):
        return ""
    if profile.cells_counted is CellsCounted.ALL:
        return f", {len(shares)} with their share of all cells"
    return f", {(shares < 1).sum()} of {len(shares)} in a part of the tumour cells"
