"""The ``input`` of a worked case, and the evidence that it states."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import polars as pl
from pydantic import BeforeValidator, ConfigDict

from crestome.knowledge.load import Knowledge
from crestome.model.assay import AssayOutcome, Assays, Level, MycnPathology
from crestome.model.clinical import (
    Clinical,
    Course,
    Differentiation,
    Histology,
    Inpc,
    Inrgss,
    Inss,
    Resection,
    Treatment,
)
from crestome.model.copy_number import (
    CopyNumberCall,
    CopyNumberProfile,
    CopyNumberSegments,
    GeneCopyNumber,
    Platform,
)
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.patient import Material, Patient, Sample, TimePoint
from crestome.model.record import Record
from crestome.model.small_variant import (
    Consequence,
    Origin,
    SequencedGenes,
    SequencingScope,
    SmallVariants,
)
from crestome.read.gene_symbols import current_symbol
from crestome.read.protein_change import current_numbering, normalise_protein_change

NOT_ASSESSED: Final = "not_assessed"


def _outcome_word(value: object) -> object:
    """Yes and no as words; a bare number has no cut-off here, so it says nothing."""
    if isinstance(value, bool):
        return "positive" if value else "negative"
    return NOT_ASSESSED if value is None or isinstance(value, int | float) else value


def _level_word(value: object) -> object:
    """A bare number has no reference here, so it says nothing."""
    return NOT_ASSESSED if value is None or isinstance(value, int | float) else value


def _text(value: object) -> object:
    """Unquoted YAML numbers (``inss: 4``) as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _pathology_word(value: object) -> object:
    """The words of pathology reports for MYCN."""
    if not isinstance(value, str):
        return value
    word = value.casefold().replace("-", " ").replace("_", " ")
    if word in {"amplified", "amp"}:
        return MycnPathology.AMPLIFIED.value
    if word in {"not amplified", "non amplified", "non amp", "normal"}:
        return MycnPathology.NOT_AMPLIFIED.value
    return None if word in {"not assessed", "unknown"} else value


Outcome = Annotated[Literal["positive", "negative", "not_assessed"], BeforeValidator(_outcome_word)]
HighOrLow = Annotated[
    Literal["high", "low", "normal", "not_assessed"], BeforeValidator(_level_word)
]
Text = Annotated[str, BeforeValidator(_text)]


class _Open(Record):
    """A part of a worked case; keys for people (notes, regions) are let through unread."""

    model_config = ConfigDict(extra="ignore")


class ClinicalInput(_Open):
    """``input.clinical``."""

    timepoint: TimePoint = TimePoint.NOT_APPLICABLE
    course: Course | None = None
    age_at_diagnosis_days: int | None = None
    inrgss: Inrgss | None = None
    inss: Annotated[Inss | None, BeforeValidator(_text)] = None
    inpc: Inpc | None = None
    histologic_category: Histology | None = None
    differentiation: Differentiation | None = None
    resection: Resection | None = None
    symptomatic: bool | None = None
    prior_therapy: tuple[str, ...] | None = None


class SampleInput(_Open):
    """``input.sample``."""

    material: Material = Material.TUMOUR
    purity: float | None = None
    ploidy: float | None = None
    dna_index: float | None = None
    copy_number_assessed: bool = False
    mouse_reads_removed: bool | None = None


class GeneCopiesInput(_Open):
    """One item of ``input.genes_cn``."""

    gene: str
    call: CopyNumberCall | None = None
    chr2_ratio: float | None = None
    total_cn: float | None = None
    log2: float | None = None
    method: str = ""
    platform: str = ""


class SegmentInput(_Open):
    """One item of ``input.segments``; 0-based, half-open."""

    build: Assembly = Assembly.GRCH38
    chrom: str
    start: int
    end: int
    type: Literal["loss", "gain", "amplification", "loh", "homdel"]
    total_cn: float | None = None
    minor_cn: float | None = None
    log2: float | None = None


class VariantInput(_Open):
    """One item of ``input.variants``."""

    gene: str
    hgvs_p: str = ""
    consequence: Literal[
        "missense", "nonsense", "frameshift", "splice", "inframe", "synonymous", "promoter"
    ]
    vaf: float | None = None
    origin: Literal["somatic", "germline"] = "somatic"
    phase_group: Text | None = None


class StructuralInput(_Open):
    """One item of ``input.structural``; ``pos`` is 1-based."""

    gene: str
    type: str
    build: Assembly = Assembly.GRCH38
    chrom: str = ""
    pos: int | None = None
    exons: Text = ""
    frame: Literal["in_frame", "out_of_frame", ""] = ""
    kinase_kept: bool | None = None
    breakpoint_within_50kb_of_tss: bool | str | None = None


class TelomereInput(_Open):
    """``input.telomere``."""

    c_circle: Outcome = NOT_ASSESSED
    apb: Outcome = NOT_ASSESSED
    telomerase_activity: Outcome = NOT_ASSESSED
    telomere_content: HighOrLow = NOT_ASSESSED
    tert_sv: Outcome = NOT_ASSESSED
    tert_expression: HighOrLow = NOT_ASSESSED


class ExpressionInput(_Open):
    """``input.expression``."""

    MYCN_tpm: float | None = None
    adrn_score: float | None = None
    mes_score: float | None = None


class PathologyInput(_Open):
    """``input.pathology``."""

    mycn: Annotated[MycnPathology | None, BeforeValidator(_pathology_word)] = None


class WorkedInput(_Open):
    """``input``."""

    clinical: ClinicalInput = ClinicalInput()
    sample: SampleInput = SampleInput()
    genes_cn: tuple[GeneCopiesInput, ...] = ()
    segments: tuple[SegmentInput, ...] = ()
    variants: tuple[VariantInput, ...] = ()
    structural: tuple[StructuralInput, ...] = ()
    telomere: TelomereInput = TelomereInput()
    expression: ExpressionInput = ExpressionInput()
    pathology: PathologyInput = PathologyInput()
    genes_sequenced: tuple[str, ...] = ()


_METHODS: Final = {
    "fish": Platform.FISH,
    "snp_array": Platform.SNP_ARRAY,
    "acgh": Platform.ACGH,
    "wgs": Platform.WGS,
    "wes": Platform.WES,
    "panel": Platform.PANEL,
}
_SEGMENT_CALLS: Final = {
    "loss": CopyNumberCall.LOSS,
    "gain": CopyNumberCall.GAIN,
    "amplification": CopyNumberCall.AMPLIFIED,
    "homdel": CopyNumberCall.HOMDEL,
    "loh": CopyNumberCall.LOH,
}


def evidence_of(case_id: str, stated: WorkedInput, knowledge: Knowledge) -> CaseEvidence:
    """The evidence that a worked case states."""
    builds = [segment.build for segment in stated.segments]
    builds += [item.build for item in stated.structural]
    return CaseEvidence(
        patient=Patient(id=case_id),
        sample=Sample(
            id=case_id,
            time_point=stated.clinical.timepoint,
            material=stated.sample.material,
            purity=stated.sample.purity,
            ploidy=stated.sample.ploidy,
            dna_index=stated.sample.dna_index,
            mouse_reads_removed=stated.sample.mouse_reads_removed,
        ),
        genome=knowledge.genome(builds[0] if builds else Assembly.GRCH38),
        clinical=_clinical(stated.clinical),
        small_variants=_variants(stated),
        sequenced=SequencedGenes(
            scope=SequencingScope.PANEL,
            genes=frozenset(current_symbol(gene) for gene in stated.genes_sequenced),
        ),
        copy_number=_profile(stated),
        gene_copies=tuple(_copies(item) for item in stated.genes_cn),
        events=tuple(_event(item) for item in stated.structural) or None,
        assays=_assays(stated),
    )


def _clinical(stated: ClinicalInput) -> Clinical:
    given = stated.prior_therapy
    return Clinical(
        age_at_diagnosis_days=stated.age_at_diagnosis_days,
        inss=stated.inss,
        inrgss=stated.inrgss,
        histology=stated.histologic_category,
        differentiation=stated.differentiation,
        inpc=stated.inpc,
        resection=stated.resection,
        symptomatic=stated.symptomatic,
        course=stated.course,
        treatments=None if given is None else tuple(Treatment(name=name) for name in given),
    )


def _variants(stated: WorkedInput) -> SmallVariants | None:
    if not stated.variants and not stated.genes_sequenced:
        return None
    rows = [
        {
            "gene": current_symbol(item.gene),
            "protein_change": current_numbering(
                current_symbol(item.gene), normalise_protein_change(item.hgvs_p)
            ),
            "consequence": Consequence(item.consequence).value,
            "contig": "",
            "position": None,
            "reference": "",
            "alternative": "",
            "vaf": item.vaf,
            "depth": None,
            "origin": Origin(item.origin).value,
            "phase_group": item.phase_group or "",
            "where": f"variants line {number}",
        }
        for number, item in enumerate(stated.variants, start=1)
    ]
    return SmallVariants(pl.DataFrame(rows, schema=SmallVariants.schema()))


def _profile(stated: WorkedInput) -> CopyNumberProfile | None:
    if not stated.segments and not stated.sample.copy_number_assessed:
        return None
    rows = [
        {
            "contig": item.chrom.removeprefix("chr"),
            "start": item.start,
            "end": item.end,
            "log2": item.log2,
            "total_copies": item.total_cn,
            "minor_copies": item.minor_cn,
            "probes": None,
            "call": _SEGMENT_CALLS[item.type].value,
            "where": f"segments line {number}",
        }
        for number, item in enumerate(stated.segments, start=1)
    ]
    frame = pl.DataFrame(rows, schema=CopyNumberSegments.schema()).sort("contig", "start")
    return CopyNumberProfile(segments=CopyNumberSegments(frame), altered_only=True)


def _copies(item: GeneCopiesInput) -> GeneCopyNumber:
    return GeneCopyNumber(
        gene=current_symbol(item.gene),
        call=item.call,
        chr2_ratio=item.chr2_ratio,
        total_copies=item.total_cn,
        log2=item.log2,
        platform=_METHODS.get((item.method or item.platform).casefold(), Platform.UNKNOWN),
        where="genes_cn",
    )


def _event(item: StructuralInput) -> GeneEvent:
    """An event; a rearrangement whose breakpoint was not looked at stays OTHER, so open."""
    located = item.pos is not None or item.breakpoint_within_50kb_of_tss is True
    open_breakpoint = item.breakpoint_within_50kb_of_tss is not None and not located
    kinds = {kind.value: kind for kind in EventKind}
    kind = kinds.get(item.type, EventKind.OTHER)
    if item.type.startswith("rearrangement"):
        kind = EventKind.OTHER if open_breakpoint else EventKind.REARRANGEMENT
    return GeneEvent(
        gene=current_symbol(item.gene),
        kind=kind,
        reported_as=item.type.replace("_", " "),
        contig=item.chrom.removeprefix("chr"),
        position=None if item.pos is None else item.pos - 1,
        exons=item.exons,
        in_frame=None if not item.frame else item.frame == "in_frame",
        kinase_kept=item.kinase_kept,
        where="structural",
    )


def _outcome(value: Outcome) -> AssayOutcome | None:
    return None if value == NOT_ASSESSED else AssayOutcome(value)


def _level(value: HighOrLow) -> Level | None:
    """A normal level counts as not high."""
    return {"high": Level.HIGH, "low": Level.LOW, "normal": Level.LOW}.get(value)


def _assays(stated: WorkedInput) -> Assays:
    telomere = stated.telomere
    return Assays(
        c_circle=_outcome(telomere.c_circle),
        apb=_outcome(telomere.apb),
        telomerase_activity=_outcome(telomere.telomerase_activity),
        telomere_content=_level(telomere.telomere_content),
        tert_rearrangement=_outcome(telomere.tert_sv),
        tert_expression=_level(telomere.tert_expression),
        mycn_pathology=stated.pathology.mycn,
        mycn_tpm=stated.expression.MYCN_tpm,
        adrenergic_score=stated.expression.adrn_score,
        mesenchymal_score=stated.expression.mes_score,
    )
