"""Clinical facts of the patient, as stated by the case; nothing here is inferred."""

from __future__ import annotations

from enum import StrEnum

from crestome.model.record import Record


class Inss(StrEnum):
    """International Neuroblastoma Staging System (1993)."""

    STAGE_1 = "1"
    STAGE_2A = "2A"
    STAGE_2B = "2B"
    STAGE_3 = "3"
    STAGE_4 = "4"
    STAGE_4S = "4S"


class Inrgss(StrEnum):
    """International Neuroblastoma Risk Group Staging System (2009)."""

    L1 = "L1"
    L2 = "L2"
    M = "M"
    MS = "MS"


class Histology(StrEnum):
    """Histologic category of the International Neuroblastoma Pathology Classification."""

    NB = "NB"
    GNB_NODULAR = "GNB_nodular"
    GNB_INTERMIXED = "GNB_intermixed"
    GN_MATURING = "GN_maturing"


class Differentiation(StrEnum):
    """Grade of differentiation."""

    DIFFERENTIATING = "differentiating"
    POORLY_DIFFERENTIATED = "poorly_differentiated"
    UNDIFFERENTIATED = "undifferentiated"


class Inpc(StrEnum):
    """Favourable or unfavourable histology."""

    FAVOURABLE = "FH"
    UNFAVOURABLE = "UH"


class Resection(StrEnum):
    """Gross resection of the primary."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"


class Course(StrEnum):
    """Course of the disease."""

    REFRACTORY = "refractory"
    RELAPSED = "relapsed"
    PROGRESSIVE = "progressive"


class TreatmentResponse(StrEnum):
    """Response terms of the INRC 2017."""

    CR = "CR"
    PR = "PR"
    MR = "MR"
    SD = "SD"
    PD = "PD"
    NOT_STATED = "not_stated"


class Treatment(Record):
    """One course of treatment.

    Attributes:
        name: Drug or regimen as the case writes it.
        start_day: Days from diagnosis to its start.
        end_day: Days from diagnosis to its end.
        response: Best response to it.
    """

    name: str
    start_day: int | None = None
    end_day: int | None = None
    response: TreatmentResponse = TreatmentResponse.NOT_STATED


class Clinical(Record):
    """What the clinic stated; None means not stated.

    Attributes:
        age_at_diagnosis_days: Age at diagnosis.
        inss: Legacy stage.
        inrgss: Stage before treatment by imaging.
        histology: Histologic category.
        differentiation: Grade of differentiation.
        inpc: Favourable or unfavourable histology.
        resection: Of the primary, where stage L1.
        symptomatic: Life-threatening symptoms, where stage MS.
        mibg_avid: Whether lesions take up MIBG.
        course: Refractory, relapsed or progressive.
        treatments: Everything given so far; None means not stated, empty means untreated.
    """

    age_at_diagnosis_days: int | None = None
    inss: Inss | None = None
    inrgss: Inrgss | None = None
    histology: Histology | None = None
    differentiation: Differentiation | None = None
    inpc: Inpc | None = None
    resection: Resection | None = None
    symptomatic: bool | None = None
    mibg_avid: bool | None = None
    course: Course | None = None
    treatments: tuple[Treatment, ...] | None = None

    @property
    def best_response(self) -> TreatmentResponse | None:
        """The best response stated to any treatment, in the order of the terms."""
        said = {item.response for item in self.treatments or ()} - {TreatmentResponse.NOT_STATED}
        return next((term for term in TreatmentResponse if term in said), None)

    @property
    def progressed(self) -> bool | None:
        """True where disease progressed on any treatment; never False, since some may be unsaid."""
        said = {item.response for item in self.treatments or ()}
        return True if TreatmentResponse.PD in said else None
