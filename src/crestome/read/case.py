"""The case file → evidence of every sample, with all faults of all files in one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crestome.errors import InputError
from crestome.knowledge.load import Knowledge
from crestome.model.case import Case
from crestome.model.clinical import Clinical, Treatment
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.patient import Patient, Sample, TimePoint
from crestome.read.case_document import read_case_document
from crestome.read.case_files import CaseFiles, DialectOption, read_dialect_options
from crestome.read.case_manifest import (
    LONGEST_LIFE_DAYS,
    CaseManifest,
    ClinicalEntry,
    TreatmentEntry,
    shape_manifest,
)
from crestome.read.case_sample import SampleReader
from crestome.read.effect_files import EffectFiles

_ORDER_OF_TIME = {
    TimePoint.DIAGNOSIS: 0,
    TimePoint.REFRACTORY: 1,
    TimePoint.PROGRESSION: 2,
    TimePoint.RELAPSE: 3,
    TimePoint.POST_TKI: 4,
    TimePoint.NOT_APPLICABLE: 5,
}


def read_case(path: Path, knowledge: Knowledge, dialects: Sequence[str] = ()) -> Case:
    """Read a case and every file that it names.

    Args:
        path: The TOML file; the files that it names are looked for beside it.
        knowledge: Supplies the tables of the assembly.
        dialects: What the command line says of files, as ``FILE=NAME`` or ``NAME``.

    Returns:
        The evidence of every sample, in order of time.

    Raises:
        InputError: With every fault of the case file and of all its files.
    """
    issues = Issues()
    manifest = _read_manifest(path, issues)
    if manifest is None:
        raise _refusal(issues)
    _check_sample_names(manifest, path.name, issues)
    options = read_dialect_options(dialects, manifest.sample, issues)
    if manifest.assembly is not None:
        case, found = _read_under(manifest.assembly, manifest, path, knowledge, options)
    else:
        case, found = _read_under_either(manifest, path, knowledge, options)
    issues.items.extend(found.items)
    if issues.errors:
        raise _refusal(issues)
    return Case(
        evidence=case.evidence,
        inputs=case.inputs,
        set_aside=case.set_aside,
        issues=tuple(issues.items),
    )


def _refusal(issues: Issues) -> InputError:
    return InputError(*(str(issue) for issue in issues.errors))


def _read_manifest(path: Path, issues: Issues) -> CaseManifest | None:
    document = read_case_document(path, issues)
    return None if document is None else shape_manifest(document, path.name, issues)


def _check_sample_names(manifest: CaseManifest, name: str, issues: Issues) -> None:
    for sample, count in Counter(entry.id for entry in manifest.sample).items():
        if count > 1:
            issues.error(
                name,
                f"{count} samples are named {sample!r}",
                expected="one name for one sample",
                remedy="give each sample an id of its own",
            )


def _read_under(
    assembly: Assembly,
    manifest: CaseManifest,
    path: Path,
    knowledge: Knowledge,
    options: tuple[DialectOption, ...],
) -> tuple[Case, Issues]:
    """Read all files as of one assembly; errors stay in the returned notepad."""
    issues = Issues()
    files = CaseFiles(
        folder=path.parent,
        case_name=path.name,
        issues=issues,
        shared=_shared_files(manifest),
        options=options,
    )
    reader = SampleReader(
        files=files,
        genome=knowledge.genome(assembly),
        effects=EffectFiles(files=files, of_case=(manifest.reference_fasta, manifest.gene_model)),
        entries=manifest.sample,
    )
    patient = Patient(id=manifest.patient.id, sex=manifest.patient.sex)
    clinical = _clinical(manifest.clinical, path.name, issues)
    evidence = [reader.read(entry, patient, clinical) for entry in manifest.sample]
    if not any(item.measured for item in evidence) and not issues.errors:
        issues.error(
            path.name,
            "no sample has a measurement",
            expected="small_variants, copy_number, structural_variants, fusions, events or assays "
            "of at least one sample",
            remedy="add one",
        )
    case = Case(
        evidence=_in_order_of_time(evidence, path.name, issues),
        inputs=tuple(reader.inputs),
        set_aside=tuple(reader.set_aside),
    )
    return case, issues


def _in_order_of_time(
    evidence: list[CaseEvidence], name: str, issues: Issues
) -> tuple[CaseEvidence, ...]:
    """The samples by their day where all state one, else by their time point.

    Each learns whether a later one follows. A day that puts another sample before diagnosis is a
    contradiction, because the last sample decides therapies.
    """
    days = [item.sample.day for item in evidence if item.sample.day is not None]
    if len(days) == len(evidence):
        moments = [(day, 0) for day in days]
    else:
        moments = [_moment(item) for item in evidence]
    for early in evidence:
        for late in evidence:
            _check_day(early.sample, late.sample, name, issues)
    ordered = sorted(zip(moments, evidence, strict=True), key=lambda pair: pair[0])
    last = max(moments, default=(0, 0))
    return tuple(replace(item, followed=moment < last) for moment, item in ordered)


def _check_day(diagnosis: Sample, other: Sample, name: str, issues: Issues) -> None:
    """Refuse a day of another time point that lies before the sample of diagnosis."""
    if diagnosis.time_point is not TimePoint.DIAGNOSIS or other.time_point in _UNORDERED:
        return
    if diagnosis.day is not None and other.day is not None and other.day < diagnosis.day:
        issues.error(
            f"{name}: sample {other.id}, day",
            f"day {other.day} of {other.when} lies before day {diagnosis.day} of {diagnosis.id}, "
            "the sample of diagnosis",
            expected="days from diagnosis, in the order of the time points",
            remedy="correct a day or a time point",
        )


_UNORDERED = (TimePoint.DIAGNOSIS, TimePoint.NOT_APPLICABLE)


def _moment(evidence: CaseEvidence) -> tuple[int, int]:
    sample = evidence.sample
    return _ORDER_OF_TIME[sample.time_point], sample.ordinal


def _shared_files(manifest: CaseManifest) -> frozenset[str]:
    """Files that more than one sample names (a study table); their rows are counted per sample."""
    counts = Counter(name for entry in manifest.sample for name in set(entry.file_names()))
    return frozenset(name for name, count in counts.items() if count > 1)


def _read_under_either(
    manifest: CaseManifest, path: Path, knowledge: Knowledge, options: tuple[DialectOption, ...]
) -> tuple[Case, Issues]:
    """The case states no assembly: take the only one that all files fit, or ask."""
    readings = {
        assembly: _read_under(assembly, manifest, path, knowledge, options) for assembly in Assembly
    }
    fitting = [assembly for assembly, (_, issues) in readings.items() if not issues.errors]
    remedy = 'add assembly = "GRCh37" or assembly = "GRCh38" as the first line'
    if len(fitting) == 1:
        case, issues = readings[fitting[0]]
        issues.note(
            path.name,
            f"no assembly stated; the files fit {fitting[0].value} only, which is used",
            remedy=remedy,
        )
        return case, issues
    case, issues = readings[Assembly.GRCH38]
    if not fitting:
        other = readings[Assembly.GRCH37]
        return min((case, issues), other, key=lambda reading: len(reading[1].errors))
    if any(item.has_positions for item in case.evidence):
        issues.error(
            path.name,
            "no assembly stated, and the files fit both",
            expected="GRCh37 or GRCh38",
            remedy=remedy,
        )
    return case, issues


def _clinical(entry: ClinicalEntry, name: str, issues: Issues) -> Clinical:
    treatments = entry.treatments
    facts = entry.model_dump(exclude={"treatments", "diagnosis_date"})
    return Clinical(
        **facts,
        treatments=None
        if treatments is None
        else tuple(_treatment(item, entry, name, issues) for item in treatments),
    )


def _treatment(
    item: str | TreatmentEntry, entry: ClinicalEntry, name: str, issues: Issues
) -> Treatment:
    if isinstance(item, str):
        return Treatment(name=item)
    start, end = item.start_day, item.end_day
    if (item.start or item.end) and entry.diagnosis_date is None:
        issues.error(
            f"{name}: clinical, treatments, {item.name}",
            "a date, and no date of diagnosis to count from",
            expected="clinical.diagnosis_date, or start_day and end_day",
            remedy="add one of them",
        )
    elif entry.diagnosis_date is not None:
        origin = entry.diagnosis_date
        start = (item.start - origin).days if item.start else start
        end = (item.end - origin).days if item.end else end
    if start is not None and end is not None and start > end:
        issues.error(
            f"{name}: clinical, treatments, {item.name}",
            f"begins on day {start} and ends on day {end}",
            expected="an end after the start",
            remedy="correct the dates",
        )
    if any(day is not None and abs(day) > LONGEST_LIFE_DAYS for day in (start, end)):
        issues.error(
            f"{name}: clinical, treatments, {item.name}",
            f"from day {start} to day {end} of the disease",
            expected=f"days of one life, at most {LONGEST_LIFE_DAYS:,}",
            remedy="correct the dates",
        )
    return Treatment(name=item.name, start_day=start, end_day=end, response=item.response)
