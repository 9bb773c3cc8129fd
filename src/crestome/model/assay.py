"""Results of single assays that a laboratory reports as a word or a number."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from crestome.model.record import Record

NotNegative = Annotated[float, Field(ge=0)]


class AssayOutcome(StrEnum):
    """Outcome of a yes-or-no assay; an assay that was not done is None."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Level(StrEnum):
    """A level as the laboratory words it, against its own reference."""

    HIGH = "high"
    LOW = "low"


class MycnPathology(StrEnum):
    """MYCN status as a pathology report states it, method unknown."""

    AMPLIFIED = "amplified"
    NOT_AMPLIFIED = "not_amplified"


class Assays(Record):
    """Assay results; None means not done.

    Attributes:
        c_circle: C-circle assay (ALT).
        apb: ALT-associated PML bodies.
        telomerase_activity: TRAP assay.
        telomere_content: Telomere content of the tumour against its control.
        tert_rearrangement: TERT rearrangement by FISH, capture or whole genome, as reported.
        tert_expression: TERT mRNA against the laboratory's reference.
        atrx_protein: Nuclear ATRX by immunohistochemistry (``negative`` = lost).
        cdkn2a_promoter_methylation: p14ARF promoter methylation.
        mycn_fish_ratio: MYCN signals over chromosome 2 reference signals.
        mycn_fish_heterogeneous: Amplified and non-amplified cells side by side.
        mycn_pathology: MYCN status of unknown method.
        mycn_tpm: MYCN expression, transcripts per million.
        adrenergic_score: Single-sample score, 0 to 1.
        mesenchymal_score: Single-sample score, 0 to 1.
        assessed_mutations_per_mb: Mutational burden as the laboratory reports it.
    """

    c_circle: AssayOutcome | None = None
    apb: AssayOutcome | None = None
    telomerase_activity: AssayOutcome | None = None
    telomere_content: Level | None = None
    tert_rearrangement: AssayOutcome | None = None
    tert_expression: Level | None = None
    atrx_protein: AssayOutcome | None = None
    cdkn2a_promoter_methylation: AssayOutcome | None = None
    mycn_fish_ratio: Annotated[float, Field(gt=0, le=1000)] | None = None
    mycn_fish_heterogeneous: bool | None = None
    mycn_pathology: MycnPathology | None = None
    mycn_tpm: NotNegative | None = None
    adrenergic_score: float | None = None
    mesenchymal_score: float | None = None
    assessed_mutations_per_mb: NotNegative | None = None
