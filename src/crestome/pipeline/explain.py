"""``explain``: what a topic asks or says, which numbers decide, and which papers stand behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path

from crestome.call import MECHANISMS
from crestome.call.mechanism import Mechanism
from crestome.errors import UsageError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Claim, Curated, Drug, Reference, Rules
from crestome.pipeline.knowledge import rules_of


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What is known of one topic.

    Attributes:
        kind: mechanism, drug, rule, row, reference or assay.
        name: Its name.
        lines: The text, line by line.
        sources: Keys into the references.
    """

    kind: str
    name: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]


def explain_topic(topic: str, root: Path | None, *, as_json: bool) -> str:
    """Everything that bears the name ``topic``, as text or JSON.

    Raises:
        UsageError: If nothing does; names the nearest topics.
    """
    knowledge = load_knowledge(root)
    rules = rules_of(knowledge)
    wanted = _folded(topic)
    found = [item for name, item in _topics(knowledge, rules) if name == wanted]
    if not found:
        names = sorted({name for name, _ in _topics(knowledge, rules)})
        near = get_close_matches(wanted, names, n=5)
        hint = f"; near are {', '.join(near)}" if near else ""
        message = (
            f"{topic}: not a mechanism, drug, rule, row (S-, E-, T2-), reference or assay{hint}"
        )
        raise UsageError(message)
    if as_json:
        return json.dumps(
            [_document(item, knowledge) for item in found], ensure_ascii=False, indent=1
        )
    return "\n\n".join(_text(item, knowledge) for item in found)


def _folded(name: str) -> str:
    return name.casefold().replace(" ", "_")


def _topics(knowledge: Knowledge, rules: dict[str, Rules]) -> Iterator[tuple[str, Explanation]]:
    """Every name that can be asked for, with what it explains."""
    for mechanism in MECHANISMS:
        explanation = _mechanism(mechanism, rules[mechanism.name])
        for name in {_folded(mechanism.name), _folded(mechanism.title)}:
            yield name, explanation
    for drug in knowledge.drugs.values():
        explanation = _drug(drug)
        for name in {_folded(item) for item in (drug.id, drug.name, *drug.synonyms)}:
            yield name, explanation
        yield from _rows(drug)
    for file, key, value in _curated(rules):
        for name in (f"{file}.{key}", key):
            yield name, _rule(f"{file}.{key}", value)
    for key, reference in knowledge.references.items():
        yield key, _reference(key, reference, knowledge, rules)
    for key, assay in knowledge.assays.items():
        asking = [item.title for item in MECHANISMS if key in item.assays]
        lines = [f"{assay.name}. {assay.how}"]
        lines += [f"Answers: {', '.join(asking)}."] if asking else []
        yield key, Explanation(kind="assay", name=key, lines=tuple(lines), sources=assay.sources)


def _curated(rules: dict[str, Rules]) -> Iterator[tuple[str, str, Curated[object]]]:
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


def _mechanism(mechanism: Mechanism[Rules], rules: Rules) -> Explanation:
    lines = [mechanism.question, "Answers:"]
    for state, labels in mechanism.labels.items():
        lines.append(f"  {state.value}: {', '.join(labels)}")
    lines.append(f"Assays: {', '.join(mechanism.assays) or 'none'}")
    values = list(rules.curated())
    lines += ["Numbers and lists that decide:"] if values else []
    lines += [f"  {key} = {_value(value)}" for key, value in values]
    sources = dict.fromkeys(source for _, value in values for source in value.sources)
    return Explanation(
        kind="mechanism", name=mechanism.name, lines=tuple(lines), sources=tuple(sources)
    )


def _rule(name: str, value: Curated[object]) -> Explanation:
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


def _drug(drug: Drug) -> Explanation:
    lines = [f"{drug.drug_class} ({drug.kind}); targets {', '.join(drug.targets)}"]
    lines += [f"Also called: {', '.join(drug.synonyms)}"] if drug.synonyms else []
    lines += ["Claims:", *(f"  {_claim(claim)}" for claim in drug.claims)]
    for item in drug.combinations:
        lines.append(f"With {', '.join(item.partners)}: {item.statement}")
    lines += [f"Caution: {text}" for text in drug.cautions]
    for note in drug.curation_notes:
        lines.append(
            f"{note.id}: printed {note.as_printed!r}, stored {note.normalised!r}. {note.why}"
        )
    sources = dict.fromkeys(source for claim in drug.claims for source in claim.sources)
    return Explanation(kind="drug", name=drug.name, lines=tuple(lines), sources=tuple(sources))


def _claim(claim: Claim) -> str:
    tiers = ", ".join(
        text
        for text in (
            f"ESCAT {claim.escat}" if claim.escat else "",
            f"AMP {claim.amp}" * bool(claim.amp),
        )
        if text
    )
    about = "; ".join(
        text for text in (claim.evidence_type, claim.population, claim.size, tiers) if text
    )
    review = " NEEDS REVIEW, decides nothing." if claim.mark.value == "C" else ""
    effect = claim.effect.value.replace("_", " ")
    return f"{claim.id} [{claim.mark.value}] {effect}: {claim.statement} ({about}){review}"


def _rows(drug: Drug) -> Iterator[tuple[str, Explanation]]:
    """Rows of the review and of its curation that the drug's file holds."""
    for claim in drug.claims:
        lines = (f"{drug.name}: {_claim(claim)}",)
        yield (
            _folded(claim.id),
            Explanation(kind="row", name=claim.id, lines=lines, sources=claim.sources),
        )
    for note in drug.curation_notes:
        lines = (
            f"{drug.name}: printed {note.as_printed!r}",
            f"stored {note.normalised!r}",
            note.why,
        )
        yield (
            _folded(note.id),
            Explanation(kind="row", name=note.id, lines=lines, sources=note.sources),
        )


def _reference(
    key: str, reference: Reference, knowledge: Knowledge, rules: dict[str, Rules]
) -> Explanation:
    citing = [f"{file}.{name}" for file, name, value in _curated(rules) if key in value.sources]
    citing += [
        f"{drug.id}.{claim.id}"
        for drug in knowledge.drugs.values()
        for claim in drug.claims
        if key in claim.sources
    ]
    lines = [f"Cited by: {', '.join(citing)}"] if citing else []
    lines += [reference.note] if reference.note else []
    return Explanation(kind="reference", name=key, lines=tuple(lines), sources=(key,))


def _document(item: Explanation, knowledge: Knowledge) -> dict[str, object]:
    document: dict[str, object] = asdict(item)
    document["sources"] = [
        {"key": key, "citation": entry.citation, "link": entry.link}
        for key, entry in ((key, knowledge.references[key]) for key in item.sources)
    ]
    return document


def _text(item: Explanation, knowledge: Knowledge) -> str:
    lines = [f"{item.name} ({item.kind})", *item.lines]
    lines += ["Sources:"] if item.sources else []
    for key in item.sources:
        entry = knowledge.references[key]
        lines.append(f"  {key}: {entry.citation} {entry.link}".rstrip())
    return "\n".join(lines)
