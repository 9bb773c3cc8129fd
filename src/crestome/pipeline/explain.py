"""``explain``: every name that can be asked for, and what is known under it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from crestome.call import MECHANISMS
from crestome.errors import UsageError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.knowledge.schema import Rules
from crestome.pipeline.explanation import (
    Explanation,
    curated_values,
    document_of,
    explain_assay,
    explain_drug,
    explain_mechanism,
    explain_mentions,
    explain_reference,
    explain_rows,
    explain_rule,
    explain_statement,
    explain_trial,
    render_explanation,
)
from crestome.pipeline.knowledge import rules_of
from crestome.pipeline.pathway_explanation import PREFIX, pathway_topics

_SUGGESTIONS = 5


def explain_topic(topic: str, root: Path | None, *, as_json: bool) -> str:
    """Everything that bears the name ``topic``, without regard to case, as text or JSON.

    Raises:
        UsageError: If nothing does; names the nearest topics, and takes none of them for it.
    """
    knowledge = load_knowledge(root)
    wanted = _folded(topic)
    asked = (
        pathway_topics(load_pathway(knowledge))
        if wanted.startswith(PREFIX) and knowledge.pathway_documents
        else _topics(knowledge, rules_of(knowledge))
    )
    topics = [(_folded(name), item) for name, item in asked]
    found = list(dict.fromkeys(item for name, item in topics if name == wanted))
    if not found:
        raise UsageError(_unknown(topic, {name for name, _ in topics}))
    if as_json:
        documents = [document_of(item, knowledge) for item in found]
        return json.dumps(documents, ensure_ascii=False, indent=1)
    return "\n\n".join(render_explanation(item, knowledge) for item in found)


def _folded(name: str) -> str:
    return name.casefold().replace(" ", "_")


def _unknown(topic: str, names: set[str]) -> str:
    near = get_close_matches(_folded(topic), sorted(names), n=_SUGGESTIONS)
    hint = f"; nearest are {', '.join(near)}" if near else ""
    return (
        f"{topic}: no such topic; give a mechanism, drug, trial, rule, row (S-, E-, T2-), "
        f"reference, assay, {PREFIX} or {PREFIX}.NODE{hint}"
    )


def _topics(knowledge: Knowledge, rules: dict[str, Rules]) -> Iterator[tuple[str, Explanation]]:
    """Every name that can be asked for, with what stands under it."""
    return chain(
        ((key, explain_statement(key, row)) for key, row in knowledge.rows.items()),
        _mechanisms(rules),
        _drugs(knowledge),
        _trials(knowledge),
        _values(rules),
        (
            (key, explain_reference(key, reference, knowledge, rules))
            for key, reference in knowledge.references.items()
        ),
        ((key, explain_assay(key, assay)) for key, assay in knowledge.assays.items()),
    )


def _mechanisms(rules: dict[str, Rules]) -> Iterator[tuple[str, Explanation]]:
    for mechanism in MECHANISMS:
        explanation = explain_mechanism(mechanism, rules[mechanism.name])
        yield mechanism.name, explanation
        yield mechanism.title, explanation


def _drugs(knowledge: Knowledge) -> Iterator[tuple[str, Explanation]]:
    for drug in knowledge.drugs.values():
        explanation = explain_drug(drug)
        for name in (drug.id, drug.name, *drug.synonyms):
            yield name, explanation
        yield from explain_rows(drug)


def _trials(knowledge: Knowledge) -> Iterator[tuple[str, Explanation]]:
    for trial in knowledge.trials.values():
        explanation = explain_trial(trial, knowledge)
        for name in dict.fromkeys((trial.id, trial.name, *trial.synonyms)):
            yield name, explanation


def _values(rules: dict[str, Rules]) -> Iterator[tuple[str, Explanation]]:
    for file, key, value in curated_values(rules):
        name = f"{file}.{key}"
        explanation = explain_rule(name, value)
        yield name, explanation
        yield key, explanation
        yield from explain_mentions(name, value)
