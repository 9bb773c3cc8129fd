"""``assess``: a case file → calls, therapies and open questions → one document and its report."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crestome.call import MECHANISMS
from crestome.call.segment_state import SegmentStateRules
from crestome.errors import UsageError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Rules
from crestome.model.assessment import (
    Assessment,
    Provenance,
    ReferenceEntry,
    SampleAssessment,
)
from crestome.model.call import Calls
from crestome.model.case import Case
from crestome.model.evidence import CaseEvidence
from crestome.pipeline.interpretation import interpret
from crestome.pipeline.knowledge import rules_of
from crestome.pipeline.ledger import account
from crestome.pipeline.measure import measure_case
from crestome.pipeline.page import assay_titles, drawn_segments, genome_map, mechanism_titles
from crestome.pipeline.pathway_map import draw_map
from crestome.pipeline.progress import announced_steps
from crestome.pipeline.supposition import Suppositions
from crestome.pipeline.versions import package_version
from crestome.read.case import read_case
from crestome.report.html import render_html
from crestome.report.tabular import render_ledger
from crestome.report.text import render_text


def assess_case(
    path: Path,
    *,
    knowledge_root: Path | None = None,
    quiet: bool = True,
    dialects: Sequence[str] = (),
) -> Assessment:
    """Read and assess one case.

    Args:
        path: The case file.
        knowledge_root: A folder of curated data; None for the shipped.
        quiet: Whether no progress is shown.
        dialects: What files are said to be, as ``FILE=NAME`` or ``NAME``.

    Raises:
        InputError: With every fault of the case and its files.
        KnowledgeError: If the curated data cannot be used.
    """
    with announced_steps(quiet=quiet) as step:
        step("curated knowledge")
        knowledge = load_knowledge(knowledge_root)
        step("files of the case")
        case = read_case(path, knowledge, dialects)
        step("segments of raw signal")
        case = measure_case(case, knowledge)
        step("calls")
        return assess(case, knowledge)


def assess(case: Case, knowledge: Knowledge) -> Assessment:
    """Assess a case that was read."""
    rules = rules_of(knowledge)
    drawing = knowledge.rules("segment_state", SegmentStateRules)
    samples: tuple[SampleAssessment, ...] = ()
    for evidence in case.evidence:
        earlier = tuple(sample.calls for sample in samples)
        followed = replace(evidence, earlier=earlier)
        samples = (*samples, _assess_sample(followed, rules, drawing))
    latest = case.evidence[-1]
    suppose = Suppositions(case.evidence, rules)
    meaning = interpret(latest.clinical, samples, knowledge, suppose)
    cited = {key for sample in samples for _, call in sample.calls.items() for key in call.sources}
    cited |= meaning.sources
    return Assessment(
        patient=latest.patient,
        clinical=latest.clinical,
        samples=samples,
        risk=meaning.risk,
        therapies=meaning.therapies,
        trials=meaning.trials,
        next_tests=meaning.next_tests,
        ledger=account(case, rules),
        issues=case.issues,
        references=tuple(
            ReferenceEntry(key=key, citation=entry.citation, link=entry.link)
            for key, entry in knowledge.references.items()
            if key in cited
        ),
        provenance=Provenance(
            crestome_version=package_version(),
            knowledge_version=knowledge.version,
            knowledge_overlay=knowledge.laid_over,
            assembly=latest.genome.assembly,
            inputs=case.inputs,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            host=f"Python {platform.python_version()} on {platform.system()} {platform.machine()}",
        ),
    )


def call_sample(evidence: CaseEvidence, rules: dict[str, Rules]) -> Calls:
    """All verdicts on one sample, in the order of the mechanisms."""
    calls = Calls()
    for mechanism in MECHANISMS:
        calls = calls.having(mechanism.answer(evidence, calls, rules[mechanism.name]))
    return calls


def _assess_sample(
    evidence: CaseEvidence, rules: dict[str, Rules], segment_rules: SegmentStateRules
) -> SampleAssessment:
    calls = call_sample(evidence, rules)
    segments, scale = drawn_segments(evidence, segment_rules)
    return SampleAssessment(
        sample=evidence.sample, calls=calls, segments=segments, segment_scale=scale
    )


def write_report(
    assessment: Assessment, out: Path, *, knowledge_root: Path | None = None
) -> tuple[Path, ...]:
    """Write page, document and ledger; all of them or none.

    Raises:
        UsageError: If ``out`` is a file or cannot be written to, or if an input of the case or a
            folder has the name of one of these files there.
    """
    places = genome_map(assessment.provenance.assembly)
    knowledge = load_knowledge(knowledge_root)
    assays = assay_titles(knowledge)
    drawn = draw_map(assessment, knowledge)
    contents = {
        "index.html": render_html(assessment, mechanism_titles(), places, assays, drawn),
        "assessment.json": assessment.model_dump_json(indent=1) + "\n",
        "ledger.tsv": render_ledger(assessment),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in contents:
            _refuse_to_replace(out / name, assessment)
        with tempfile.TemporaryDirectory(prefix=".crestome-", dir=out) as scratch:
            for name, content in contents.items():
                (Path(scratch) / name).write_text(content, "utf-8")
            for name in contents:
                os.replace(Path(scratch) / name, out / name)  # noqa: PTH105 (atomic, also on Windows)
    except OSError as error:
        message = f"{out}: cannot write the report here ({error.strerror}); choose another --out"
        raise UsageError(message) from None
    return tuple(out / name for name in contents)


def _refuse_to_replace(path: Path, assessment: Assessment) -> None:
    """Refuse where a folder, or an input of this case, has the name of a file of the report."""
    if path.is_dir():
        message = f"{path}: is a folder, where a file of the report belongs; choose another --out"
        raise UsageError(message)
    if not path.is_file():
        return
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    if digest in {source.sha256 for source in assessment.provenance.inputs}:
        message = f"{path}: is an input of the case, and would be replaced; choose another --out"
        raise UsageError(message)


def summary(assessment: Assessment) -> str:
    """The verdict lines, for the terminal."""
    return render_text(assessment)
