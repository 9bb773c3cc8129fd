"""Curated data meet the mechanisms: rules in their shapes, and all checks between the files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Final

from crestome.call import MECHANISMS
from crestome.errors import KnowledgeError, UsageError
from crestome.knowledge.assertion import count_assertions
from crestome.knowledge.bundle import bundle_is_current, write_bundle
from crestome.knowledge.check import MechanismFacts, find_faults
from crestome.knowledge.expression_reference import find_reference_faults, reference_sources
from crestome.knowledge.format import unformatted_files, write_canonical
from crestome.knowledge.load import BUNDLE, Knowledge, load_knowledge
from crestome.knowledge.schema import Drug, Rules
from crestome.knowledge.signature import find_signature_faults, signature_sources
from crestome.knowledge.trial import names_of
from crestome.knowledge.va_spec import statements_of
from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
from crestome.measure.gene_expression import GeneExpressionRules
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.measure.signature_rules import SignatureRules
from crestome.measure.telomere_content_rules import TelomereContentRules

MEASURES: Final[dict[str, type[Rules]]] = {
    "gene_expression": GeneExpressionRules,
    "expression_copy_number": ExpressionCopyNumberRules,
    "segmentation": SegmentationRules,
    "signature_scores": SignatureRules,
    "telomere_content": TelomereContentRules,
}
"""Rules that turn raw signal into evidence, beside those of the mechanisms."""


def rules_of(knowledge: Knowledge) -> dict[str, Rules]:
    """The rules of every mechanism, by its name.

    Raises:
        KnowledgeError: With every fault of every file of rules.
    """
    rules: dict[str, Rules] = {}
    faults: list[str] = []
    for mechanism in MECHANISMS:
        try:
            rules[mechanism.name] = knowledge.rules(mechanism.name, mechanism.rules)
        except KnowledgeError as error:
            faults.extend(error.faults)
    if faults:
        raise KnowledgeError(*dict.fromkeys(faults))
    return rules


def mechanism_facts(rules: dict[str, Rules]) -> tuple[MechanismFacts, ...]:
    """What the curated data may say of each mechanism."""
    return tuple(
        MechanismFacts(
            name=mechanism.name,
            labels={state: tuple(labels) for state, labels in mechanism.labels.items()},
            details={key.name: key.values for key in mechanism.detail_keys(rules[mechanism.name])},
            assays=mechanism.assays,
            rules=rules[mechanism.name],
        )
        for mechanism in MECHANISMS
    )


def check_knowledge(root: Path | None) -> str:
    """Check all curated files against their schemas, each other and the mechanisms.

    Returns:
        One line that says how much was checked.

    Raises:
        KnowledgeError: With every fault found.
    """
    knowledge = load_knowledge(root)
    rules = rules_of(knowledge)
    facts = (*mechanism_facts(rules), *measure_facts(knowledge))
    today = datetime.now(UTC).date()
    cited = _cited_in_code(knowledge) | signature_sources(knowledge.root)
    cited |= reference_sources(knowledge.root)
    faults = list(find_faults(knowledge, facts, today, cited))
    faults += find_signature_faults(knowledge.root, knowledge.references)
    faults += find_reference_faults(knowledge.root, knowledge.references)
    if not faults:
        faults += _circles(knowledge)
    faults += [
        f"{path}: not in canonical form; `crestome knowledge format` rewrites it"
        for path in unformatted_files(_own_folder(knowledge))
    ]
    if not faults and not knowledge.laid_over and not bundle_is_current(knowledge.root):
        faults.append(
            f"{knowledge.root / BUNDLE}: missing or older than the YAML; "
            "`crestome knowledge format` rewrites it"
        )
    if faults:
        raise KnowledgeError(*faults)
    claims = sum(len(drug.claims) for drug in knowledge.drugs.values())
    asserted = count_assertions(knowledge)
    return (
        f"{asserted.total} cited neuroblastoma assertions ({asserted.claims} claims on drugs, "
        f"{asserted.alleles} responses of alleles, {asserted.outcomes} outcomes); "
        f"{len(knowledge.references)} references, {len(rules)} mechanisms, "
        f"{len(knowledge.drugs)} drugs with {claims} claims, {len(knowledge.trials)} trials, "
        f"{len(knowledge.assays)} assays, "
        f"{len(knowledge.rows)} statements of the review, "
        f"{len(knowledge.schemes)} decision tables, {len(knowledge.figures)} published outcomes, "
        f"{len(knowledge.pathway_documents)} executable pathways: "
        f"no fault (knowledge {knowledge.version})"
    )


def _circles(knowledge: Knowledge) -> list[str]:
    """Rules of the executable pathways that never settle; the pathways were checked before."""
    from crestome.simulate.settling import load_settling_pathway

    faults: list[str] = []
    for name in knowledge.pathway_documents:
        try:
            load_settling_pathway(knowledge, name)
        except KnowledgeError as error:
            faults += error.faults
    return faults


def measure_facts(knowledge: Knowledge) -> tuple[MechanismFacts, ...]:
    """The rules that turn raw signal into evidence: no call, so that no condition may name them."""
    return tuple(
        MechanismFacts(
            name=name, labels={}, details={}, assays=(), rules=knowledge.rules(name, shape)
        )
        for name, shape in MEASURES.items()
    )


def _cited_in_code(knowledge: Knowledge) -> frozenset[str]:
    """Keys of references that modules of the package name."""
    package = Path(str(resources.files("crestome")))
    code = "\n".join(path.read_text("utf-8") for path in sorted(package.rglob("*.py")))
    return frozenset(key for key in knowledge.references if key in code)


def _own_folder(knowledge: Knowledge) -> Path:
    """The folder whose files the user may write: the overlay where there is one."""
    overlay = None if knowledge.folders is None else knowledge.folders.overlay
    return overlay or knowledge.root


def format_knowledge(root: Path | None) -> tuple[Path, ...]:
    """Rewrite every curated file in canonical form, and the bundle; return the files changed.

    Raises:
        KnowledgeError: If a file is not YAML or not as its schema demands.
    """
    knowledge = load_knowledge(root)
    folder = _own_folder(knowledge)
    changed = write_canonical(folder)
    if knowledge.laid_over or bundle_is_current(folder):
        return changed
    return (*changed, write_bundle(folder))


def export_knowledge(root: Path | None) -> str:
    """All curated data as one JSON document."""
    knowledge = load_knowledge(root)
    document = {
        "version": knowledge.version,
        "references": {
            key: entry.model_dump(mode="json") for key, entry in knowledge.references.items()
        },
        "assays": {key: entry.model_dump(mode="json") for key, entry in knowledge.assays.items()},
        "drugs": {
            key: entry.model_dump(mode="json", by_alias=True)
            for key, entry in knowledge.drugs.items()
        },
        "review_rows": {
            key: entry.model_dump(mode="json") for key, entry in knowledge.rows.items()
        },
        "rules": dict(sorted(knowledge.rule_documents.items())),
        "pathways": dict(sorted(knowledge.pathway_documents.items())),
        "risk": {
            key: entry.model_dump(mode="json", by_alias=True)
            for key, entry in knowledge.schemes.items()
        },
        "sample_words": {
            key: entry.model_dump(mode="json") for key, entry in knowledge.sample_words.items()
        },
        "risk_facts": {
            key: entry.model_dump(mode="json", by_alias=True)
            for key, entry in knowledge.facts.items()
        },
        "trials": {
            key: entry.model_dump(mode="json", by_alias=True)
            for key, entry in knowledge.trials.items()
        },
        "prognosis": {
            key: entry.model_dump(mode="json", by_alias=True)
            for key, entry in knowledge.figures.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def export_statements(root: Path | None) -> str:
    """Every claim that takes a stand, as statements of the GA4GH VA-Spec, in one JSON list."""
    statements = [
        statement.model_dump(mode="json", by_alias=True, exclude_none=True)
        for statement in statements_of(load_knowledge(root))
    ]
    return json.dumps(statements, ensure_ascii=False, indent=1) + "\n"


def show_entry(name: str, root: Path | None) -> str:
    """The curated file of a drug, trial or rules as it stands, or the entry of one key as JSON.

    Raises:
        UsageError: If nothing has this name.
    """
    knowledge = load_knowledge(root)
    wanted = name.casefold()
    drug = next((item for item in knowledge.drugs.values() if _is_called(item, wanted)), None)
    if drug is not None:
        return knowledge.path(f"drugs/{drug.id}.yaml").read_text("utf-8")
    trial = next((item for item in knowledge.trials.values() if wanted in names_of(item)), None)
    if trial is not None:
        return knowledge.path(f"trials/{trial.id}.yaml").read_text("utf-8")
    if wanted in knowledge.schemes:
        return knowledge.path(f"risk/{wanted}.yaml").read_text("utf-8")
    for folder, documents in (
        ("rules", knowledge.rule_documents),
        ("pathways", knowledge.pathway_documents),
    ):
        if wanted in documents:
            return knowledge.path(f"{folder}/{wanted}.yaml").read_text("utf-8")
    entry = knowledge.references.get(wanted) or knowledge.assays.get(wanted)
    if entry is not None:
        return (
            json.dumps({wanted: entry.model_dump(mode="json")}, ensure_ascii=False, indent=1) + "\n"
        )
    message = f"{name}: no curated entry of this name; `crestome explain {name}` looks further"
    raise UsageError(message)


def _is_called(drug: Drug, wanted: str) -> bool:
    """Whether the drug has this name, exactly but for case."""
    return wanted in {name.casefold() for name in (drug.id, drug.name, *drug.synonyms)}
