"""Words the facts of the patient and of the samples for the head of the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crestome.model.assessment import Assessment
from crestome.model.clinical import Clinical, Treatment, TreatmentResponse
from crestome.model.patient import Sample, TimePoint
from crestome.report.verdicts import Fact, most_recent_first
from crestome.report.words import NOT_STATED, age_text, humanise, number_text


@dataclass(frozen=True, slots=True)
class SampleStrip:
    """One sample in the head of the page and above its column."""

    name: str
    when: str
    facts: tuple[Fact, ...]


def patient_facts(assessment: Assessment) -> tuple[Fact, ...]:
    """What the clinic stated; a fact that was not stated says so."""
    clinical = assessment.clinical
    avid = clinical.mibg_avid
    return (
        Fact("Patient", assessment.patient.id),
        Fact("Sex", assessment.patient.sex.value),
        Fact("Age at diagnosis", age_text(clinical.age_at_diagnosis_days)),
        Fact("INSS stage", _word(clinical.inss)),
        Fact("INRGSS stage", _word(clinical.inrgss)),
        Fact("Histology", _word(clinical.histology)),
        Fact("Differentiation", _word(clinical.differentiation)),
        Fact("INPC", _word(clinical.inpc)),
        Fact("Course", _word(clinical.course)),
        Fact("MIBG", NOT_STATED if avid is None else "avid" if avid else "not avid"),
        *_stated_only(clinical),
        Fact("Treatments so far", _treatments(clinical.treatments)),
    )


def sample_strips(assessment: Assessment) -> tuple[SampleStrip, ...]:
    """The samples, the most recent first."""
    return tuple(_strip(item.sample) for item in most_recent_first(assessment))


def _strip(sample: Sample) -> SampleStrip:
    return SampleStrip(
        name=sample.id,
        when="" if sample.time_point is TimePoint.NOT_APPLICABLE else sample.when,
        facts=(
            Fact("Material", humanise(sample.material.value)),
            Fact("Purity", _number(sample.purity)),
            Fact("Ploidy", _number(sample.ploidy)),
            Fact("DNA index", _number(sample.dna_index)),
        ),
    )


def _stated_only(clinical: Clinical) -> tuple[Fact, ...]:
    """Facts that matter in one stage only, and are shown where they are stated."""
    facts = []
    if clinical.resection is not None:
        facts.append(Fact("Resection", _word(clinical.resection)))
    if clinical.symptomatic is not None:
        facts.append(Fact("Life-threatening symptoms", "yes" if clinical.symptomatic else "no"))
    return tuple(facts)


def _word(value: StrEnum | None) -> str:
    return NOT_STATED if value is None else humanise(value.value)


def _number(value: float | None) -> str:
    return NOT_STATED if value is None else number_text(value)


def _treatments(treatments: tuple[Treatment, ...] | None) -> str:
    if treatments is None:
        return NOT_STATED
    return "; ".join(_treatment(item) for item in treatments) or "none"


def _treatment(treatment: Treatment) -> str:
    days = [day for day in (treatment.start_day, treatment.end_day) if day is not None]
    when = f"day {' to '.join(str(day) for day in days)}" if days else ""
    response = treatment.response
    best = "" if response is TreatmentResponse.NOT_STATED else f"best response {response.value}"
    about = ", ".join(part for part in (when, best) if part)
    return f"{treatment.name} ({about})" if about else treatment.name
