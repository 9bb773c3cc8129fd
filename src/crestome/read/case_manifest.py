"""The case manifest: the shape of the TOML file that says which files belong to whom."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from pydantic import Field, StringConstraints, ValidationError

from crestome.model.assay import Assays
from crestome.model.clinical import (
    Course,
    Differentiation,
    Histology,
    Inpc,
    Inrgss,
    Inss,
    Resection,
    TreatmentResponse,
)
from crestome.model.copy_number import Platform
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.patient import Material, Sex
from crestome.model.record import Record
from crestome.model.small_variant import SequencingScope

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Fraction = Annotated[float, Field(gt=0, le=1)]
Positive = Annotated[float, Field(gt=0, le=100)]
LONGEST_LIFE_DAYS: Final = 45_000
Days = Annotated[int, Field(ge=0, le=LONGEST_LIFE_DAYS)]

Day = Annotated[int, Field(ge=-LONGEST_LIFE_DAYS, le=LONGEST_LIFE_DAYS)]


class PatientEntry(Record):
    """``[patient]``."""

    id: Name
    sex: Sex = Sex.UNKNOWN


class TreatmentEntry(Record):
    """One item of ``clinical.treatments``; dates need ``clinical.diagnosis_date``."""

    name: Name
    start: date | None = None
    end: date | None = None
    start_day: Day | None = None
    end_day: Day | None = None
    response: TreatmentResponse = TreatmentResponse.NOT_STATED


class ClinicalEntry(Record):
    """``[clinical]``."""

    age_at_diagnosis_days: Days | None = None
    diagnosis_date: date | None = None
    inss: Inss | None = None
    inrgss: Inrgss | None = None
    histology: Histology | None = None
    differentiation: Differentiation | None = None
    inpc: Inpc | None = None
    resection: Resection | None = None
    symptomatic: bool | None = None
    mibg_avid: bool | None = None
    course: Course | None = None
    treatments: tuple[Name | TreatmentEntry, ...] | None = None


class FileEntry(Record):
    """A file with more to say about it than its path."""

    file: Name
    sample: Name | None = None
    tumour: Name | None = None
    normal: Name | None = None
    germline: bool = False
    dialect: Name | None = None
    platform: Platform | None = None


class TelomereEntry(FileEntry):
    """Telomere figures, and the file of the control where it has one of its own."""

    control: Name | None = None

    def of_control(self) -> FileEntry | None:
        """The file of the control; the program that wrote it is that of the tumour."""
        return FileEntry(file=self.control, dialect=self.dialect) if self.control else None


class ExpressionEntry(Record):
    """An expression matrix and the column of the sample."""

    file: Name
    column: Name
    unit: Name


File = Name | FileEntry


class SampleEntry(Record):
    """One ``[[sample]]``."""

    id: Name
    time_point: Name | None = None
    day: Days | None = None
    material: Material = Material.TUMOUR
    purity: Fraction | None = None
    ploidy: Positive | None = None
    dna_index: Positive | None = None
    mouse_reads_removed: bool | None = None
    sequencing: SequencingScope = SequencingScope.UNSTATED
    genes_sequenced: Name | tuple[Name, ...] | None = None
    small_variants: File | None = None
    reference_fasta: Name | None = None
    gene_model: Name | None = None
    platform: Platform = Platform.UNKNOWN
    copy_number: File | tuple[File, ...] | None = None
    events: File | None = None
    events_cover: tuple[Name, ...] = ()
    structural_variants: File | None = None
    fusions: File | None = None
    telomeres: Name | TelomereEntry | None = None
    expression: ExpressionEntry | None = None
    alignments: File | None = None
    assays: Assays = Assays()

    def names(self) -> frozenset[str]:
        """Every name by which its files may call the sample or its normal."""
        named = {name for item in self.files() for name in (item.sample, item.tumour) if name}
        return self.normals() | named | {self.id}

    def normals(self) -> frozenset[str]:
        """The names of its normals."""
        return frozenset(item.normal for item in self.files() if item.normal)

    def files_by_key(self) -> tuple[tuple[str, File], ...]:
        """The measured files, each with the key that names it."""
        stated = (
            ("small_variants", self.small_variants),
            ("events", self.events),
            ("structural_variants", self.structural_variants),
            ("fusions", self.fusions),
            *(("telomeres", file) for file in self.telomere_files()),
            *(("copy_number", file) for file in self.copy_number_files()),
        )
        return tuple((key, file) for key, file in stated if file)

    def files(self) -> tuple[FileEntry, ...]:
        """The measured files of which the case says more than the path."""
        return tuple(file for _, file in self.files_by_key() if isinstance(file, FileEntry))

    def file_names(self) -> tuple[str, ...]:
        """Every file that the sample names."""
        measured = (file for _, file in self.files_by_key())
        files = [item.file if isinstance(item, FileEntry) else item for item in measured]
        listed = self.genes_sequenced
        return (*files, listed) if isinstance(listed, str) else tuple(files)

    def copy_number_files(self) -> tuple[File, ...]:
        """The files under ``copy_number``, one or several."""
        stated = self.copy_number
        return stated if isinstance(stated, tuple) else (stated,) if stated else ()

    def telomere_files(self) -> tuple[File | None, ...]:
        """The file under ``telomeres``, and that of the control where it has one of its own."""
        stated = self.telomeres
        control = stated.of_control() if isinstance(stated, TelomereEntry) else None
        return stated, control


class CaseManifest(Record):
    """The whole file; reference and gene model hold for samples that name none of their own."""

    assembly: Assembly | None = None
    reference_fasta: Name | None = None
    gene_model: Name | None = None
    patient: PatientEntry
    clinical: ClinicalEntry = ClinicalEntry()
    sample: tuple[SampleEntry, ...]


NOT_READ_YET: Final = {
    "expression": "give gene-level findings as events, or single results under assays",
    "alignments": "measure them with crestome telomeres, and name its JSON under telomeres",
}
"""Keys of a sample that this version accepts and does not read, and what to do instead."""

_SHOWN: Final = 60
_ALIKE: Final = 0.7
_SECTIONS: Final[Mapping[str, tuple[type[Record], ...]]] = {
    "at the top of the file": (CaseManifest,),
    "under [patient]": (PatientEntry,),
    "under [clinical]": (ClinicalEntry,),
    "under [[sample]]": (SampleEntry,),
    "in a treatment": (TreatmentEntry,),
    "with a file": (FileEntry, TelomereEntry, ExpressionEntry),
    "under assays of a sample": (Assays,),
}
"""Where keys stand, in words, and the shapes that hold them."""
_KNOWN_KEYS: Final = sorted(
    {key for shapes in _SECTIONS.values() for shape in shapes for key in shape.model_fields}
)


def shape_manifest(
    document: Mapping[str, object], name: str, issues: Issues
) -> CaseManifest | None:
    """Shape a parsed TOML document; note every fault at once and return None if there is any."""
    try:
        return CaseManifest.from_document(document)
    except ValidationError as error:
        seen: set[tuple[str, str]] = set()
        for fault in error.errors(include_url=False):
            where = f"{name}: {_place(fault['loc'])}"
            what, expected, remedy = _explain(
                fault["type"], fault["msg"], fault["loc"], fault["input"]
            )
            if (where, what) not in seen:
                seen.add((where, what))
                issues.error(where, what, expected=expected, remedy=remedy)
        return None


def _place(location: tuple[int | str, ...]) -> str:
    """``("sample", 0, "purity")`` → ``sample 1, purity``; names of union branches are left out."""
    parts: list[str] = []
    for part in location:
        if isinstance(part, int):
            parts[-1] = f"{parts[-1]} {part + 1}" if parts else str(part + 1)
        elif part in _KNOWN_KEYS or not _is_branch(part):
            parts.append(part)
    return ", ".join(parts)


def _is_branch(part: str) -> bool:
    return part.startswith(("constrained-", "tuple[", "str", "function-")) or part.endswith("Entry")


def _explain(
    kind: str, message: str, location: tuple[int | str, ...], found: object
) -> tuple[str, str, str]:
    key = _shortened(str(location[-1]))
    if kind == "extra_forbidden":
        return f"unknown key {key!r}", "", _remedy(key)
    if kind == "missing":
        return "missing", "a value; it is not optional", f"add {key}"
    text = message[0].lower() + message[1:]
    shown = _shortened(repr(found)) if isinstance(found, str | int | float) else "this"
    expected = text.removeprefix("input should be ").removeprefix("string should have ")
    return f"{shown} does not fit here", expected, "correct it"


def _remedy(key: str) -> str:
    """Where a key belongs that stands in a wrong place, or the key that was meant."""
    places = [
        place
        for place, shapes in _SECTIONS.items()
        if any(key in shape.model_fields for shape in shapes)
    ]
    if places:
        return f"move it: it belongs {' or '.join(places)}"
    near = difflib.get_close_matches(key, _KNOWN_KEYS, n=1, cutoff=_ALIKE)
    return f"did you mean {near[0]!r}?" if near else "remove it or correct its name"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"
