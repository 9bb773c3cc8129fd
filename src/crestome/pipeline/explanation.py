"""What is known of one mechanism, drug, rule, row, reference or assay, in lines with sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from crestome.call import MECHANISMS
from crestome.call.mechanism import Mechanism
from crestome.knowledge.assay import AssayDescription
from crestome.knowledge.load import Knowledge
from crestome.knowledge.review_row import ReviewRow
from crestome.knowledge.schema import (
    Claim,
    Curated,
    CurationNote,
    Drug,
    Mark,
    Reference,
    Rules,
)
from crestome.knowledge.trial import Criterion, Trial

_ROW: Final = re.compile(r"\b(?:S|E|T2)-\d+[a-z]?\b")
"""Numbers of the statements of the review (S, T2) and of their corrections (E)."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What is known of one topic.

    Attributes:
        kind: mechanism, drug, trial, rule, row, reference or assay.
        name: Its name.
        lines: The text, line by line.
        sources: Keys into the references.
    """

    kind: str
    name: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]


def curated_values(rules: dict[str, Rules]) -> Iterator[tuple[str, str, Curated[object]]]:
    """Every curated value once, by the file that holds it."""
    seen: set[str] = set()
    waiting = list(rules.items())
    while waiting:
        file, these = waiting.pop(0)
        if file in seen:
            continue
        seen.add(file)
        yield from ((file, key, value) for key, value in these.curated())
        fields = {key: getattr(these, key) for key in type(these).model_fields}
        waiting += [(key, value) for key, value in fields.items() if isinstance(value, Rules)]


def explain_mechanism(mechanism: Mechanism[Rules], rules: Rules) -> Explanation:
    """Its question, its answers, and every number that decides."""
    lines = [mechanism.question, "Answers:"]
    for state, labels in mechanism.labels.items():
        lines.append(f"  {state.value}: {', '.join(labels)}")
    lines.append(f"Assays: {', '.join(mechanism.assays) or 'none'}")
    values = list(rules.curated())
    lines += ["Numbers and lists that decide:"] if values else []
    lines += [f"  {key} = {_value(value)} [{value.mark.value}]" for key, value in values]
    sources = dict.fromkeys(source for _, value in values for source in value.sources)
    return Explanation(
        kind="mechanism", name=mechanism.name, lines=tuple(lines), sources=tuple(sources)
    )


def explain_rule(name: str, value: Curated[object]) -> Explanation:
    """One curated value, how sure it is, and why it is so."""
    lines = [f"{name} = {_value(value)}", f"Mark: {value.mark.value}"]
    lines += [f"Why: {value.note}"] if value.note else []
    return Explanation(kind="rule", name=name, lines=tuple(lines), sources=value.sources)


def _value(value: Curated[object]) -> str:
    content = value.value
    if isinstance(content, dict):
        content = ", ".join(f"{key} {item}" for key, item in content.items())
    elif isinstance(content, tuple):
        content = ", ".join(str(item) for item in content)
    return f"{content} {value.unit}".strip()


def explain_drug(drug: Drug) -> Explanation:
    """Whom it fits and whom not, by which claims."""
    targets = f"; targets {', '.join(drug.targets)}" if drug.targets else ""
    lines = [f"{drug.drug_class} ({drug.kind}){targets}"]
    lines += [f"Also called: {', '.join(drug.synonyms)}"] if drug.synonyms else []
    lines += ["Claims:", *(f"  {claim_line(claim)}" for claim in drug.claims)]
    for item in drug.combinations:
        reason = f" (for {item.alteration})" if item.alteration else ""
        lines.append(f"With {', '.join(item.partners)}{reason}: {item.statement}")
    lines += [f"Caution: {item.statement}" for item in drug.cautions]
    lines += [_noted(note) for note in drug.curation_notes]
    cited = [key for claim in drug.claims for key in claim.sources]
    cited += [key for item in drug.combinations for key in item.sources]
    cited += [key for item in drug.cautions for key in item.sources]
    sources = dict.fromkeys(cited)
    return Explanation(kind="drug", name=drug.name, lines=tuple(lines), sources=tuple(sources))


def claim_line(claim: Claim) -> str:
    """A claim in one line: mark, effect, statement, and what it rests on."""
    tiers = (("ESCAT", claim.escat), ("AMP", claim.amp))
    about = [claim.evidence_type, claim.population, claim.size]
    about += [f"{scale} {tier}" for scale, tier in tiers if tier]
    review = " NEEDS REVIEW, decides nothing." if claim.mark is Mark.TO_CHECK else ""
    effect = claim.effect.value.replace("_", " ")
    because = "; ".join(text for text in about if text)
    return f"{claim.id} [{claim.mark.value}] {effect}: {claim.statement} ({because}){review}"


def explain_statement(key: str, row: ReviewRow) -> Explanation:
    """A statement of the review, or its correction, and where it is used."""
    lines = [f"As printed: {row.as_printed!r}"] if row.as_printed else []
    lines += [f"{row.statement} [{row.mark.value}]"]
    lines += [f"Used by: {', '.join(row.used)}"] if row.used else []
    lines += [f"Context, decides nothing: {row.context}"] if row.context else []
    lines += [f"Not kept: {row.left_out}"] if row.left_out else []
    return Explanation(kind="row", name=key, lines=tuple(lines), sources=row.sources)


def explain_trial(trial: Trial, knowledge: Knowledge) -> Explanation:
    """Whom it enrols, by which criteria, and what is not checked."""
    named = [knowledge.drugs[agent].name for agent in trial.agents if agent in knowledge.drugs]
    lines = [f"{trial.name}, phase {trial.phase}: {trial.title}", f"Enrols: {trial.population}"]
    lines += [f"Agents: {', '.join((*named, *trial.partners))}"] if trial.agents else []
    lines += [f"Status: {trial.status}, as of {trial.status_as_of}; verify it in the registry"]
    lines += [f"Registry: {trial.link}"] if trial.link else []
    lines += ["Criteria, all of which must hold:", *map(_criterion_line, trial.criteria)]
    for arm in trial.arms:
        told = f" ({arm.status})" if arm.status else ""
        lines += [f"Arm {arm.name}{told}:", *map(_criterion_line, arm.criteria)]
    lines += ["Not checked:", *(f"  {text}" for text in trial.not_checked)]
    lines += [f"Note: {item.statement}" for item in trial.notes]
    lines += [_noted(note) for note in trial.curation_notes]
    cited = [trial.sources, *(item.sources for item in trial.all_criteria)]
    cited += [note.sources for note in trial.notes]
    cited += [note.sources for note in trial.curation_notes]
    sources = dict.fromkeys(key for keys in cited for key in keys)
    return Explanation(kind="trial", name=trial.id, lines=tuple(lines), sources=tuple(sources))


def _criterion_line(criterion: Criterion) -> str:
    review = " NEEDS REVIEW, decides nothing." if criterion.mark is Mark.TO_CHECK else ""
    return f"  {criterion.id} [{criterion.mark.value}] {criterion.text}{review}"


def _noted(note: CurationNote) -> str:
    return f"{note.id}: printed {note.as_printed!r}, stored {note.normalised!r}. {note.why}"


def explain_rows(drug: Drug) -> Iterator[tuple[str, Explanation]]:
    """Rows of the review and of its corrections that the drug's file holds, by row."""
    for claim in drug.claims:
        line = f"{drug.name}: {claim_line(claim)}"
        for row in dict.fromkeys((claim.id, *_rows(claim.id, claim.statement))):
            yield row, Explanation(kind="row", name=row, lines=(line,), sources=claim.sources)
    for note in drug.curation_notes:
        lines = (
            f"{drug.name}: printed {note.as_printed!r}",
            f"stored {note.normalised!r}",
            note.why,
        )
        yield note.id, Explanation(kind="row", name=note.id, lines=lines, sources=note.sources)


def explain_mentions(name: str, value: Curated[object]) -> Iterator[tuple[str, Explanation]]:
    """Rows that the note of a curated value names, by row."""
    for row in _rows(value.note):
        line = f"{name} = {_value(value)} [{value.mark.value}]. {value.note}"
        yield row, Explanation(kind="row", name=row, lines=(line,), sources=value.sources)


def _rows(*texts: str) -> list[str]:
    """Rows that texts name, each once."""
    return list(dict.fromkeys(row for text in texts for row in _ROW.findall(text)))


def explain_reference(
    key: str, reference: Reference, knowledge: Knowledge, rules: dict[str, Rules]
) -> Explanation:
    """What rests on the source."""
    citing = [
        f"{file}.{name}" for file, name, value in curated_values(rules) if key in value.sources
    ]
    citing += [
        f"{drug.id}.{claim.id}"
        for drug in knowledge.drugs.values()
        for claim in drug.claims
        if key in claim.sources
    ]
    lines = [f"Cited by: {', '.join(citing)}"] if citing else []
    lines += [reference.note] if reference.note else []
    return Explanation(kind="reference", name=key, lines=tuple(lines), sources=(key,))


def explain_assay(key: str, assay: AssayDescription) -> Explanation:
    """How it is done and what it answers."""
    asking = [mechanism.title for mechanism in MECHANISMS if key in mechanism.assays]
    lines = [f"{assay.name}. {assay.how}"]
    lines += [f"Answers: {', '.join(asking)}."] if asking else []
    return Explanation(kind="assay", name=key, lines=tuple(lines), sources=assay.sources)


def document_of(item: Explanation, knowledge: Knowledge) -> dict[str, object]:
    """The explanation with its sources spelled out, for JSON."""
    document: dict[str, object] = asdict(item)
    document["sources"] = [
        {"key": key, "citation": entry.citation, "link": entry.link}
        for key, entry in ((key, knowledge.references[key]) for key in item.sources)
    ]
    return document


def render_explanation(item: Explanation, knowledge: Knowledge) -> str:
    """The explanation with its sources, for people."""
    lines = [f"{item.name} ({item.kind})", *item.lines]
    lines += ["Sources:"] if item.sources else []
    for key in item.sources:
        entry = knowledge.references[key]
        lines.append(f"  {key}: {entry.citation} {entry.link}".rstrip())
    return "\n".join(lines)
