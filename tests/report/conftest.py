"""An invented case that fills the page: two samples, every verdict, hostile words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crestome.knowledge.load import load_genome, load_knowledge
from crestome.model.assessment import (
    Assessment,
    GenomeSegment,
    InputFile,
    Provenance,
    ReferenceEntry,
    SampleAssessment,
)
from crestome.model.call import Call, Calls, CallState
from crestome.model.clinical import Clinical, Course, Inrgss, Inss, Treatment, TreatmentResponse
from crestome.model.genome import Assembly
from crestome.model.issue import Issue, Severity
from crestome.model.ledger import Fate, Ledger, LedgerEntry
from crestome.model.page import GenomeMap, MechanismTitle, NamedRegion
from crestome.model.patient import Patient, Sample, Sex, TimePoint
from crestome.model.therapy import (
    ClaimOutcome,
    ClaimResult,
    Effect,
    NextTest,
    SourcedText,
    TherapyOption,
    Verdict,
)
from crestome.report.figures.profile_plan import DRAWN_CHROMOSOMES

MARKED_GENES = ("ALK", "MYCN", "TERT", "CDKN2A", "CCND1", "CDK4", "MDM2", "TP53", "ATRX")
MARKED_REGIONS = ("1p36", "11q23", "17q21.31-qter")
HOSTILE = "<script>alert('x')</script>{{7*7}}{% raw %}"
P, A, I, N = (  # noqa: E741 (the four answers, as short as the table that uses them)
    CallState.PRESENT,
    CallState.ABSENT,
    CallState.INDETERMINATE,
    CallState.NOT_ASSESSED,
)
MB = 1_000_000

ALTERED_AT_RELAPSE: dict[str, list[tuple[float, float, float, str]]] = {
    "1": [(0, 0.24, -0.55, "loss"), (0.62, 0.98, 0.45, "gain")],
    "2": [
        (0.0, 0.063, 0.4, "gain"),
        (0.0632, 0.0698, 5.3, "amplified"),
        (0.0698, 0.14, 0.4, "gain"),
    ],
    "3": [(0.0, 0.3, -0.5, "loss")],
    "6": [(0.96, 0.99, -0.62, "loss")],
    "7": [(0.0, 1.0, 0.38, "gain")],
    "9": [(0.15, 0.165, -3.2, "homdel")],
    "11": [(0.57, 1.0, -0.52, "loss")],
    "12": [(0.42, 0.44, 3.4, "amplified"), (0.5, 0.53, 4.6, "amplified")],
    "17": [(0.45, 1.0, 0.62, "gain")],
}
ALTERED_AT_DIAGNOSIS: dict[str, list[tuple[float, float, float, str]]] = {
    "1": [(0, 0.2, -0.5, "loss")],
    "2": [(0.0632, 0.0698, 4.8, "amplified")],
    "17": [(0.45, 1.0, 0.55, "gain")],
}


def _segments(
    altered: dict[str, list[tuple[float, float, float, str]]],
) -> Iterator[GenomeSegment]:
    chromosomes = load_genome(Assembly.GRCH38).chromosomes
    for name in DRAWN_CHROMOSOMES:
        length, done = chromosomes[name].length_bp, 0
        for start, end, value, call in altered.get(name, []):
            first, last = int(start * length), int(end * length)
            if first > done:
                yield GenomeSegment(contig=name, start=done, end=first, value=0.03, call="")
            yield GenomeSegment(contig=name, start=first, end=last, value=value, call=call)
            done = last
        if done < length:
            yield GenomeSegment(contig=name, start=done, end=length, value=-0.02, call="")


def call_of(
    name: str,
    state: CallState,
    label: str,
    reason: str,
    sources: tuple[str, ...] = ("chen-2025",),
    **more: object,
) -> Call:
    """A call in few words; what is none of the named fields goes into its detail."""
    where, quantity = more.pop("where", ""), more.pop("quantity", None)
    named = {
        "mechanism": name,
        "state": state.value,
        "label": label,
        "reason": reason,
        "sources": sources,
        "rules": () if state is N else (f"{name}.decided_by",),
        "needs_review": more.pop("review", False),
        "missing": more.pop("missing", ()),
        "notes": more.pop("notes", ()),
        "evidence": [{"what": f"what was seen of {name}", "where": where}] if where else [],
        "quantities": [quantity] if quantity else [],
        "detail": more,
    }
    return Call.from_document(named)


def relapse_calls() -> tuple[Call, ...]:
    return (
        call_of(
            "treatment_history",
            P,
            "treated",
            "Three courses are stated.",
            ("crestome-conventions",),
        ),
        call_of(
            "ploidy", N, "not_assessed", "No DNA index and no absolute copies were supplied.", ()
        ),
        call_of(
            "mycn",
            P,
            "amplified",
            "log2 ratio 5.3 over MYCN, focal (1.6 Mb); FISH ratio 8.5.",
            ("ambros-2009", "cohn-2009"),
            where="T2.seg line 14",
            quantity={"name": "log2 over MYCN", "value": 5.31, "unit": "log2 ratio"},
            notes=("The hazard of MYCN amplification differs by age and stage.",),
            discordant=False,
            basis="dna",
            focal=True,
        ),
        call_of(
            "alk",
            P,
            "mutated",
            "F1174L in the kinase domain, a hotspot; allele fraction 0.41, clonal.",
            ("chen-2025", "bresler-2014", "bellini-2021"),
            where="T2.maf line 52",
            quantity={"name": "allele fraction", "value": 0.41, "unit": "fraction"},
            variants=("F1174L",),
            variant_class="hotspot",
            clonality="clonal",
        ),
        call_of(
            "ras_mapk",
            P,
            "positive",
            "NRAS Q61K, allele fraction 0.12: not seen at diagnosis.",
            ("eleveld-2015",),
            where="T2.maf line 77",
            genes=("NRAS",),
            excl_alk=True,
        ),
        call_of(
            "p53_pathway",
            P,
            "pathway_inactivated_with_TP53_WT",
            "TP53 is sequenced and wild type; MDM2 is amplified and CDKN2A homozygously deleted.",
            ("carr-wilkinson-2010",),
            mdm2="amplified",
            cdkn2a="homdel",
        ),
        call_of(
            "tert",
            I,
            "indeterminate",
            "TERT rearrangement cannot be seen in an exome.",
            ("peifer-2015",),
            missing=("tert_sv", "tert_expression"),
        ),
        call_of(
            "atrx",
            I,
            "wildtype",
            "No ATRX variant in the exome; intragenic deletions were not looked for.",
            ("zeineldin-2020",),
            missing=("atrx_deletion",),
        ),
        call_of(
            "telomere_maintenance",
            P,
            "CONFLICT",
            "MYCN amplification implies telomerase, yet C-circles are positive.",
            ("chen-2025", "koneru-2020"),
            review=True,
            missing=("apb",),
            arms={
                "mycn": "positive",
                "tert_sv": "not_assessed",
                "tert_promoter": "negative",
                "tert_expression": "not_assessed",
                "telomerase_activity": "not_assessed",
                "atrx": "indeterminate",
                "c_circle": "positive",
                "apb": "not_assessed",
                "telomere_content": "not_assessed",
            },
        ),
        call_of(
            "segmental_chromosome",
            P,
            "altered",
            "Loss of 1p, 3p and 11q, gain of 1q, 2p and 17q, distal 6q loss.",
            ("schleiermacher-2012", "depuydt-2018"),
            sca_typical=("1p_loss", "3p_loss", "11q_loss", "1q_gain", "2p_gain", "17q_gain"),
            regions=(
                {"region": "1p", "state": "loss", "value": -0.55},
                {"region": "17q", "state": "gain", "value": 0.62},
            ),
        ),
        call_of(
            "focal_amplification",
            P,
            "high_level_amplification",
            "CDK4 and MDM2 beyond MYCN.",
            ("schleiermacher-2012",),
            genes=("CDK4", "MDM2"),
        ),
        call_of("genomic_profile", P, "MNA", "MYCN is amplified.", ("janoueix-lerosey-2009",)),
        call_of(
            "mutational_burden",
            A,
            "low",
            "1.2 mutations per Mb.",
            ("gmkf-nbl",),
            quantity={"name": "mutations per Mb", "value": 1.2, "unit": "1/Mb"},
        ),
        call_of(
            "mechanistic_group",
            P,
            "mech_very_high",
            "A telomere maintenance mechanism with RAS and p53 pathway hits.",
            ("ackermann-2018",),
        ),
        call_of(
            "cell_state",
            N,
            "not_assessed",
            "No expression and no cell-state score was supplied.",
            (),
            missing=("expression",),
        ),
        call_of(
            "germline_predisposition",
            I,
            "indeterminate",
            f"The file does not say whether {HOSTILE} is germline.",
            ("mosse-2008",),
            missing=("germline_sequencing",),
        ),
        call_of(
            "flags",
            P,
            "raised",
            "Subclonal partial target.",
            ("crestome-conventions",),
            flags=("check_subclones",),
        ),
    )


def diagnosis_calls() -> tuple[Call, ...]:
    return (
        call_of(
            "mycn",
            P,
            "amplified",
            "log2 ratio 4.8 over MYCN.",
            ("ambros-2009",),
            where="T1.seg line 9",
        ),
        call_of(
            "alk",
            P,
            "mutated",
            "F1174L, allele fraction 0.08: subclonal.",
            ("bresler-2014",),
            review=True,
        ),
        call_of("ras_mapk", A, "negative", "No hit in the genes sequenced.", ("eleveld-2015",)),
        call_of(
            "p53_pathway",
            I,
            "wildtype",
            "TP53 wild type; MDM2 and CDKN2A copies were not looked at.",
            ("carr-wilkinson-2010",),
            missing=("copy_number",),
        ),
        call_of(
            "telomere_maintenance",
            P,
            "TELOMERASE_MYCN",
            "MYCN amplification implies telomerase.",
            ("chen-2025",),
        ),
        call_of("genomic_profile", P, "MNA", "MYCN is amplified.", ("janoueix-lerosey-2009",)),
        call_of(
            "mechanistic_group",
            P,
            "mech_high",
            "Telomere maintenance without RAS or p53 hit in the genes looked at.",
            ("ackermann-2018",),
        ),
    )


def claim(
    effect: Effect, outcome: ClaimOutcome, statement: str, because: str, **more: object
) -> ClaimResult:
    document = {
        "id": statement[:12],
        "effect": effect.value,
        "outcome": outcome.value,
        "statement": statement,
        "because": because,
        "evidence_type": "clinical",
        "population": "relapsed or refractory neuroblastoma with an ALK alteration",
        "escat": "I-B",
        "amp": "II-C",
        "mark": "L",
        "sources": ["chen-2025"],
    }
    return ClaimResult.from_document(document | more)


def option(
    drug: str,
    drug_class: str,
    targets: tuple[str, ...],
    verdict: Verdict,
    summary: str,
    **more: object,
) -> TherapyOption:
    base = TherapyOption(
        drug=drug.lower(),
        name=drug,
        drug_class=drug_class,
        targets=targets,
        verdict=verdict,
        summary=summary,
        sources=("chen-2025",),
    )
    return base.model_copy(update=more)


HOLDS, FAILS, UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN


def therapies() -> tuple[TherapyOption, ...]:
    return (
        option(
            "Lorlatinib",
            "third-generation ALK inhibitor",
            ("ALK", "ROS1"),
            Verdict.DOWNGRADED,
            "ALK F1174L is sensitive, and the RAS pathway is hit beside it.",
            reasons_for=(
                claim(
                    Effect.SENSITIVITY,
                    HOLDS,
                    "Objective responses in relapsed neuroblastoma with ALK alterations.",
                    "ALK F1174L, clonal",
                    sources=["goldsmith-2023"],
                ),
                claim(
                    Effect.STRENGTHENS,
                    HOLDS,
                    "Active against F1174L in vitro, where crizotinib is not.",
                    "ALK F1174L",
                    evidence_type="in vitro",
                    population="cell lines",
                    escat="IV-A",
                    amp="II-D",
                    sources=["infarinato-2016"],
                ),
            ),
            reasons_against=(
                claim(
                    Effect.DOWNGRADE,
                    HOLDS,
                    "RAS-MAPK activation bypasses ALK inhibition.",
                    "NRAS Q61K at allele fraction 0.12",
                    mark="C",
                    sources=["berko-2023"],
                ),
            ),
            notes=(
                claim(
                    Effect.NOTE,
                    HOLDS,
                    "Passes into the brain.",
                    "always",
                    size="not measured in children",
                    condition="anything is known of the brain",
                ),
            ),
            counterfactual=("Without NRAS Q61K this would be an evidence match.",),
            combinations=(
                SourcedText(
                    text="with chemotherapy: stated in the review, phase 1 data",
                    sources=("chen-2025",),
                ),
            ),
            cautions=(
                SourcedText(
                    text="Central nervous system effects were frequent in the phase 1 study.",
                    sources=("goldsmith-2023",),
                ),
            ),
            escat="I-B",
            amp="II-C",
        ),
        option(
            "Idasanutlin",
            "MDM2 inhibitor",
            ("MDM2",),
            Verdict.MATCHED,
            "TP53 is wild type and MDM2 is amplified.",
            reasons_for=(
                claim(
                    Effect.SENSITIVITY,
                    HOLDS,
                    "MDM2 inhibition reactivates p53 where TP53 is wild type.",
                    "TP53 wild type, MDM2 amplified",
                    evidence_type="in vivo",
                    population="xenografts",
                    escat="IV-A",
                    amp="II-D",
                    sources=["chen-2019-idasanutlin"],
                ),
            ),
            escat="IV-A",
            amp="II-D",
        ),
        option(
            "AZD6738",
            "ATR inhibitor",
            ("ATR",),
            Verdict.CONDITIONAL,
            "Whether ALT is active is open.",
            open_questions=(
                claim(
                    Effect.CONDITIONAL_SENSITIVITY,
                    UNKNOWN,
                    "ATR inhibition was active in ALT models.",
                    "telomere maintenance is in conflict",
                    decided_by=["telomere_maintenance"],
                    missing=["apb"],
                    evidence_type="in vitro",
                    population="cell lines",
                    escat="IV-A",
                    amp="II-D",
                    sources=["george-2020"],
                ),
            ),
            missing=("apb",),
            beyond_review=True,
        ),
        option(
            "Crizotinib",
            "first-generation ALK inhibitor",
            ("ALK", "MET"),
            Verdict.AGAINST,
            "F1174L is expected to resist.",
            reasons_against=(
                claim(
                    Effect.RESISTANCE,
                    HOLDS,
                    "F1174L raises the affinity for ATP and needs concentrations out of reach.",
                    "ALK F1174L",
                    escat="X",
                    amp="",
                    sources=["bresler-2014", "mosse-2013"],
                ),
            ),
            not_met=(claim(Effect.SENSITIVITY, FAILS, "Responses with R1275Q.", "no R1275Q"),),
            counterfactual=("With R1275Q instead of F1174L this would be an evidence match.",),
        ),
        option(
            "Trametinib",
            "MEK inhibitor",
            ("MAP2K1", "MAP2K2"),
            Verdict.DOWNGRADED,
            "NRAS Q61K fits; amplified MYCN weakens it.",
            reasons_for=(
                claim(
                    Effect.SENSITIVITY,
                    HOLDS,
                    "RAS-mutated lines respond.",
                    "NRAS Q61K",
                    evidence_type="in vitro",
                    sources=["eleveld-2015"],
                ),
            ),
            reasons_against=(
                claim(
                    Effect.DOWNGRADE,
                    HOLDS,
                    "MYCN amplification with a RAS hit lowered the response.",
                    "MYCN amplified",
                    sources=["chen-2025"],
                ),
            ),
        ),
        option(
            "Vemurafenib",
            "BRAF inhibitor",
            ("BRAF",),
            Verdict.NOT_MATCHED,
            "BRAF V600E was looked for and not found.",
            not_met=(
                claim(
                    Effect.SENSITIVITY,
                    FAILS,
                    "Responses with BRAF V600E.",
                    "BRAF sequenced, wild type",
                ),
            ),
            counterfactual=("BRAF V600E would make this an evidence match.",),
        ),
        option(
            "Telomestatin",
            f"telomerase drug {HOSTILE}",
            ("TERT",),
            Verdict.NOT_MATCHED,
            "Telomerase is not shown.",
            not_met=(
                claim(
                    Effect.SENSITIVITY,
                    FAILS,
                    "Needs telomerase.",
                    "telomere maintenance is in conflict",
                    decided_by=["telomere_maintenance"],
                ),
            ),
        ),
    )


def ledger() -> Ledger:
    def entry(
        file: str, kind: str, fate: Fate, rows: int, reason: str, *examples: str
    ) -> LedgerEntry:
        return LedgerEntry(
            file=file, kind=kind, fate=fate, rows=rows, reason=reason, examples=examples
        )

    return Ledger(
        entries=(
            entry(
                "T2.maf",
                "small variants",
                Fate.USED,
                4,
                "in a gene that a call looks at",
                "ALK p.F1174L (line 52)",
                "NRAS p.Q61K (line 77)",
            ),
            entry(
                "T2.maf",
                "small variants",
                Fate.NOT_RELEVANT,
                1187,
                "no call looks at this gene",
                HOSTILE,
            ),
            entry("T2.maf", "small variants", Fate.FILTERED, 21, "the caller's filter is not PASS"),
            entry("T2.seg", "segments", Fate.USED, 96, "part of the copy-number profile"),
            entry("T1.seg", "segments", Fate.USED, 40, "part of the copy-number profile"),
            entry("case.toml", "assays", Fate.USED, 2, "stated in the case", "c_circle = positive"),
        ),
        rows_read={"T2.maf": 1212, "T2.seg": 96, "T1.seg": 41},
    )


def build_assessment() -> Assessment:
    calls = {}
    for name, made in (("T1", diagnosis_calls()), ("T2", relapse_calls())):
        calls[name] = Calls()
        for call in made:
            calls[name] = calls[name].having(call)
    references = load_knowledge().references
    cited = {key for made in calls.values() for _, call in made.items() for key in call.sources}
    cited |= {
        "chen-2025",
        "goldsmith-2023",
        "infarinato-2016",
        "berko-2023",
        "mosse-2013",
        "george-2020",
        "chen-2019-idasanutlin",
        "bresler-2014",
    }
    return Assessment(
        patient=Patient(id=f"NB-EX-{HOSTILE}", sex=Sex.FEMALE),
        clinical=Clinical(
            age_at_diagnosis_days=1240,
            inss=Inss.STAGE_4,
            inrgss=Inrgss.M,
            course=Course.RELAPSED,
            mibg_avid=True,
            treatments=(
                Treatment(
                    name="rapid COJEC", start_day=6, end_day=80, response=TreatmentResponse.PR
                ),
                Treatment(name="crizotinib", start_day=400, response=TreatmentResponse.PD),
                Treatment(name=f"dinutuximab {HOSTILE}"),
            ),
        ),
        samples=(
            SampleAssessment(
                sample=Sample(id="T1", time_point=TimePoint.DIAGNOSIS, purity=0.8),
                calls=calls["T1"],
                segments=tuple(_segments(ALTERED_AT_DIAGNOSIS)),
                segment_scale="log2",
            ),
            SampleAssessment(
                sample=Sample(id="T2", time_point=TimePoint.RELAPSE, ordinal=2, purity=0.65),
                calls=calls["T2"],
                segments=tuple(_segments(ALTERED_AT_RELAPSE)),
                segment_scale="log2",
            ),
        ),
        therapies=therapies(),
        next_tests=(
            NextTest(
                assay="apb",
                name="ALT-associated PML bodies (immunofluorescence with telomere FISH)",
                decides=("telomere maintenance", "AZD6738"),
                weight=3,
            ),
            NextTest(
                assay="tert_sv",
                name="TERT rearrangement (break-apart FISH, capture or whole genome)",
                decides=("TERT",),
                weight=2,
            ),
            NextTest(
                assay="expression",
                name="RNA sequencing",
                decides=("cell state", "TERT expression"),
                weight=2,
            ),
            NextTest(
                assay="germline_sequencing",
                name="Germline sequencing of blood",
                decides=("germline predisposition",),
                weight=1,
            ),
        ),
        ledger=ledger(),
        issues=(
            Issue(
                severity=Severity.WARNING,
                where="T2.maf line 812",
                what=f"gene name {HOSTILE}",
                expected="an HGNC symbol",
                remedy="correct the name",
            ),
            Issue(
                severity=Severity.NOTE,
                where="case.toml [[sample]] T2",
                what="platform not stated; the file looks like exome",
                remedy="state platform",
            ),
            Issue(severity=Severity.ERROR, where="T1.seg", what="41 rows, 40 accounted for"),
        ),
        references=(
            *(
                ReferenceEntry(key=key, citation=entry.citation, link=entry.link)
                for key, entry in references.items()
                if key in cited
            ),
            ReferenceEntry(
                key="zz-hostile", citation=f"A citation {HOSTILE}", link="javascript:alert(1)"
            ),
        ),
        provenance=Provenance(
            crestome_version="0.1.0",
            knowledge_version="2026.11.22",
            assembly=Assembly.GRCH38,
            inputs=(
                InputFile(
                    path=f"T2{HOSTILE}.maf",
                    role="small_variants",
                    dialect="MAF, Mutect",
                    sha256="ab" * 32,
                    rows=1212,
                ),
                InputFile(
                    path="T2.seg",
                    role="copy_number",
                    dialect="SEG, log2",
                    sha256="cd" * 32,
                    rows=96,
                ),
            ),
            created="2026-11-24T08:00:00+00:00",
            host="Python 3.11 on Linux x86_64",
        ),
    )


def build_titles() -> tuple[MechanismTitle, ...]:
    return (
        MechanismTitle(name="mycn", title="MYCN copy number", question="Is MYCN amplified?"),
        MechanismTitle(
            name="alk", title="ALK", question="Is ALK altered, and does the alteration activate it?"
        ),
        MechanismTitle(
            name="telomere_maintenance",
            title="Telomere maintenance",
            question="How does the tumour keep its telomeres?",
        ),
    )


def build_genome() -> GenomeMap:
    genome = load_genome(Assembly.GRCH38)
    return GenomeMap(
        chromosomes=tuple(genome.chromosomes.values()),
        genes=tuple(genome.genes[symbol] for symbol in MARKED_GENES),
        regions=tuple(
            NamedRegion(name=name, interval=genome.regions[name]) for name in MARKED_REGIONS
        ),
    )


def build_empty() -> Assessment:
    return Assessment(
        patient=Patient(id="P"),
        clinical=Clinical(),
        samples=(),
        ledger=Ledger(),
        provenance=Provenance(
            crestome_version="0", knowledge_version="0", assembly=Assembly.GRCH37
        ),
    )


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return build_assessment()


@pytest.fixture(scope="session")
def titles() -> tuple[MechanismTitle, ...]:
    return build_titles()


@pytest.fixture(scope="session")
def genome() -> GenomeMap:
    return build_genome()


@pytest.fixture(scope="session")
def empty() -> Assessment:
    return build_empty()
