"""Renders the report: one page that needs no network, no script and no second file.

The page follows the order in which a tumour board asks: who and when, what drives the tumour, what
fits it and what will not work, what nobody looked at, and then the evidence behind every line. It
arranges and words what the assessment holds, and decides nothing.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from crestome.model.assessment import Assessment
from crestome.model.call import Calls
from crestome.model.page import AssayTitle, GenomeMap, MechanismTitle
from crestome.report.accounts import FileAccount, file_accounts
from crestome.report.citation import ListedReference, list_references
from crestome.report.figures.arm_zooms import draw_arm_zooms
from crestome.report.figures.cell_state import draw_cell_state
from crestome.report.figures.genome_profile import describe_profile, draw_genome_profile
from crestome.report.figures.telomere_panel import draw_telomere_panel
from crestome.report.options import DrugGroup, claims_of, drug_groups
from crestome.report.patient import SampleStrip, patient_facts, sample_strips
from crestome.report.printable import printable
from crestome.report.resistance import ResistanceView, view_resistance
from crestome.report.risk import RiskView, view_risk
from crestome.report.telomere_evidence import TelomereArm, telomere_arms, telomere_sources
from crestome.report.trials import TrialGroup, trial_groups
from crestome.report.verdicts import (
    Fact,
    MethodRow,
    VerdictRow,
    all_rows,
    assay_names,
    board_rows,
    method_rows,
    most_recent_first,
    open_rows,
)

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class SampleFigures:
    """The figures of one sample; SVG that is safe to embed.

    Attributes:
        profile: The genome profile, or the sentence that there is none.
        described: The profile in words; "" without one.
        scale: What its scale means; "" without one.
        arms: The arms that matter most, each by itself; "" without a profile.
        telomeres: The telomere panel; "" where no arm is known.
        telomere_arms: Its arms, for a table.
        telomere_sources: What its sentences cite.
        cell_state: The state among published tumours; "" without both scores.
        cell_state_sources: What it cites.
    """

    profile: str
    described: str
    scale: str
    arms: str
    telomeres: str
    telomere_arms: tuple[TelomereArm, ...] = ()
    telomere_sources: tuple[str, ...] = ()
    cell_state: str = ""
    cell_state_sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template shows."""

    patient: tuple[Fact, ...]
    samples: tuple[SampleStrip, ...]
    board: tuple[VerdictRow, ...]
    risk: RiskView
    figures: tuple[SampleFigures, ...]
    resistance: ResistanceView
    drugs: tuple[DrugGroup, ...]
    trials: tuple[TrialGroup, ...]
    open_questions: tuple[VerdictRow, ...]
    calls: tuple[VerdictRow, ...]
    methods: tuple[MethodRow, ...]
    accounts: tuple[FileAccount, ...]
    references: tuple[ListedReference, ...]


_SCALES = {
    "log2": "log2 ratio to the baseline of the tumour",
    "copies": "copies over the baseline of the tumour",
}


def render_html(
    assessment: Assessment,
    titles: tuple[MechanismTitle, ...],
    genome: GenomeMap,
    assays: tuple[AssayTitle, ...] = (),
    pathway: str = "",
) -> str:
    """Render the report of one case.

    Args:
        assessment: The whole result; nothing else is consulted about the tumour.
        titles: Titles and questions of the mechanisms, in the order of the page.
        genome: Places that the figures draw.
        assays: Names of assays; those of the next tests are known without.
        pathway: The pathways with the alterations of the latest sample, as SVG; "" for none.

    Returns:
        A complete HTML document; the same assessment gives the same bytes. Everything from files
        is escaped, and a content policy forbids scripts, images and connections beside.

    Raises:
        KnowledgeError: If a call, drug or claim has no source, or cites one that is not listed.
    """
    page = arrange_page(assessment, titles, genome, assays)
    return _template().render(assessment=assessment, page=page, pathway=pathway)


def arrange_page(
    assessment: Assessment,
    titles: tuple[MechanismTitle, ...],
    genome: GenomeMap,
    assays: tuple[AssayTitle, ...] = (),
) -> Page:
    """Arrange an assessment for the template, which shows values and computes none."""
    rows = all_rows(assessment, titles, assays)
    return Page(
        patient=patient_facts(assessment),
        samples=sample_strips(assessment),
        board=board_rows(assessment, assays),
        risk=view_risk(assessment),
        figures=tuple(
            SampleFigures(
                profile=draw_genome_profile(sample, genome),
                described=describe_profile(sample) if sample.segments else "",
                scale=_SCALES.get(sample.segment_scale, "") if sample.segments else "",
                arms=draw_arm_zooms(sample, genome),
                telomeres=draw_telomere_panel(
                    sample.calls,
                    assessment.therapies if sample is assessment.latest else (),
                    assay_names(assessment, assays),
                ),
                telomere_arms=telomere_arms(sample.calls),
                telomere_sources=telomere_sources(sample.calls),
                cell_state=draw_cell_state(sample.calls),
                cell_state_sources=_sources_of(sample.calls, "cell_state"),
            )
            for sample in most_recent_first(assessment)
        ),
        resistance=view_resistance(assessment, assays),
        drugs=drug_groups(assessment, assays),
        trials=trial_groups(assessment, assays),
        open_questions=open_rows(rows),
        calls=rows,
        methods=method_rows(rows),
        accounts=file_accounts(assessment.ledger),
        references=list_references(assessment.references, _cited(assessment)),
    )


def _sources_of(calls: Calls, mechanism: str) -> tuple[str, ...]:
    return calls[mechanism].sources if mechanism in calls else ()


def _cited(assessment: Assessment) -> set[str]:
    """Every key that a sentence of the page cites."""
    cited = {
        key
        for sample in assessment.samples
        for _, call in sample.calls.items()
        for key in call.sources
    }
    cited |= assessment.risk.sources
    for option in assessment.therapies:
        cited.update(option.sources)
        cited.update(key for claim in claims_of(option) for key in claim.sources)
        beside = (*option.combinations, *option.cautions)
        cited.update(key for item in beside for key in item.sources)
    return cited.union(*(trial.cited for trial in assessment.trials))


def _shown(value: object) -> object:
    """Text of the case without control characters; what is marked as safe stays as it is."""
    return printable(value) if type(value) is str else value


@cache
def _template() -> Template:
    """The page's template, compiled once."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("crestome.report", "templates"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    assets = resources.files("crestome.report") / "assets"
    script = (assets / "print.js").read_text("utf-8").strip()
    digest = hashlib.sha256(script.encode()).digest()
    environment.globals.update(
        style=(assets / "page.css").read_text("utf-8"),
        script=script,
        script_hash=base64.b64encode(digest).decode(),
    )
    return environment.get_template("page.html.j2")
