"""Who and what was sampled: the patient, the sample, and when it was taken."""

from __future__ import annotations

from enum import StrEnum

from crestome.model.record import Record


class Sex(StrEnum):
    """Chromosomal sex as the case states it."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class TimePoint(StrEnum):
    """When in the course of the disease a sample was taken."""

    DIAGNOSIS = "diagnosis"
    REFRACTORY = "refractory"
    RELAPSE = "relapse"
    PROGRESSION = "progression"
    POST_TKI = "post_TKI"
    NOT_APPLICABLE = "not_applicable"


class Material(StrEnum):
    """What was sampled."""

    TUMOUR = "tumour"
    CTDNA = "ctdna"
    CELL_LINE = "cell_line"
    PDX = "pdx"


class Patient(Record):
    """The person.

    Attributes:
        id: A pseudonym; never a name.
        sex: See `Sex`.
    """

    id: str
    sex: Sex = Sex.UNKNOWN


class Sample(Record):
    """One biopsy, blood draw, line or xenograft.

    Attributes:
        id: Unique within the case.
        time_point: See `TimePoint`.
        day: Days from diagnosis to the day it was taken; None where not stated.
        ordinal: Which relapse or progression it was (``relapse 2`` → 2); 1 where not stated.
        material: See `Material`.
        purity: Tumour cell fraction, 0 to 1; None where not stated.
        ploidy: Mean copies per tumour cell; None where not stated.
        dna_index: DNA content relative to a diploid cell; None where not measured.
        mouse_reads_removed: For a xenograft, whether host reads were taken out.
    """

    id: str
    time_point: TimePoint = TimePoint.NOT_APPLICABLE
    day: int | None = None
    ordinal: int = 1
    material: Material = Material.TUMOUR
    purity: float | None = None
    ploidy: float | None = None
    dna_index: float | None = None
    mouse_reads_removed: bool | None = None

    @property
    def days_from_diagnosis(self) -> int | None:
        """Days from diagnosis to the day it was taken; 0 where that is said to be diagnosis."""
        at_diagnosis = self.time_point is TimePoint.DIAGNOSIS
        return 0 if self.day is None and at_diagnosis else self.day

    @property
    def when(self) -> str:
        """The time point in words, with its number where it is not the first."""
        label = self.time_point.value.replace("_", " ")
        return f"{label} {self.ordinal}" if self.ordinal > 1 else label
