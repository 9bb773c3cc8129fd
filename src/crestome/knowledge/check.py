"""Cross-checks between the curated files, and between them and the mechanisms that read them.

A schema sees one file. What it cannot see is checked here: that every source resolves and is used,
that conditions speak of mechanisms, labels and details that exist, that symbols and assays are
known, and that nobody reviewed their own entry. All faults are found at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from crestome.errors import KnowledgeError
from crestome.knowledge.assay_check import find_result_faults
from crestome.knowledge.load import Knowledge, shipped_root
from crestome.knowledge.pathway import Pathway
from crestome.knowledge.pathway_check import find_condition_faults
from crestome.knowledge.pathway_load import is_own, load_pathway
from crestome.knowledge.predicate import leaves_of
from crestome.knowledge.review_row import find_row_faults
from crestome.knowledge.sample_words import FILE, find_word_faults
from crestome.knowledge.schema import AlleleResponse, Claim, Drug, Leaf, Reference, Rules
from crestome.knowledge.table_check import find_table_faults
from crestome.knowledge.trial_check import find_trial_faults
from crestome.model.call import CallState
from crestome.model.genome import Assembly
from crestome.model.record import Record

_OWN = "crestome-"
_TARGETS = "target_symbols.tsv"
_UNVERIFIED = "to be verified"


@dataclass(frozen=True, kw_only=True)
class MechanismFacts:
    """What curated data may say of one mechanism.

    Attributes:
        name: Its name.
        labels: Labels by state.
        details: Detail keys with their closed set of values, empty where it is open.
        assays: Assays that answer it.
        rules: Its rules.
    """

    name: str
    labels: Mapping[CallState, tuple[str, ...]]
    details: Mapping[str, tuple[str, ...]]
    assays: tuple[str, ...]
    rules: Rules


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What a drug's file may name."""

    mechanisms: Mapping[str, MechanismFacts]
    symbols: set[str]
    assays: set[str]
    today: date


def find_faults(
    knowledge: Knowledge,
    mechanisms: tuple[MechanismFacts, ...],
    today: date,
    cited_elsewhere: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Every fault between the files, each with file, key, what is wrong and what was expected.

    Args:
        knowledge: All curated files.
        mechanisms: Every mechanism, in any order.
        today: No date may lie after it.
        cited_elsewhere: Keys of references that code cites.
    """
    known = _Known(
        mechanisms={facts.name: facts for facts in mechanisms},
        symbols=_symbols(knowledge),
        assays=set(knowledge.assays),
        today=today,
    )
    faults = [*_sources(knowledge, cited_elsewhere), *_references(knowledge, today)]
    faults += _rules(knowledge, mechanisms)
    faults += _assays(knowledge, mechanisms)
    faults += _names(knowledge)
    faults += _facts(knowledge, known)
    faults += _results(knowledge, known)
    faults += find_table_faults(knowledge, today)
    faults += find_trial_faults(knowledge, today, lambda leaf: _condition(leaf, known))
    faults += _statements(knowledge, known)
    faults += _pathways(knowledge, known)
    faults += [
        f"{knowledge.path(FILE)}: {fault}" for fault in find_word_faults(knowledge.sample_words)
    ]
    for drug in knowledge.drugs.values():
        path = knowledge.path(f"drugs/{drug.id}.yaml")
        faults += [f"{path}: {fault}" for fault in _drug(drug, known)]
    return tuple(faults)


def _statements(knowledge: Knowledge, known: _Known) -> Iterator[str]:
    """Faults of the statements of the review; of an overlay's own only: it may drop a drug."""
    folders = knowledge.folders
    rows = knowledge.rows
    if folders is not None:
        own = folders.laid_over.get("review_rows.yaml", frozenset())
        rows = {key: row for key, row in rows.items() if key in own}
    path = knowledge.path("review_rows.yaml")
    gaps = folders is None
    faults = find_row_faults(rows, set(_places(knowledge, known)), gaps=gaps)
    yield from (f"{path}: {fault}" for fault in faults)


def _pathways(knowledge: Knowledge, known: _Known) -> Iterator[str]:
    """Faults of the executable pathways; of an overlay's own only: it may drop a drug."""
    for name in filter(lambda name: is_own(knowledge, name), knowledge.pathway_documents):
        path = knowledge.path(f"pathways/{name}.yaml")
        try:
            pathway = knowledge.pathway(name, Pathway)
        except KnowledgeError as error:
            yield from error.faults
            continue
        try:
            load_pathway(knowledge, name)
        except KnowledgeError as error:
            yield from error.faults
        links = find_condition_faults(pathway, lambda leaf: _condition(leaf, known))
        yield from (f"{path}: {fault}" for fault in links)


def _places(knowledge: Knowledge, known: _Known) -> Iterator[str]:
    """Every place that may carry a statement of the review."""
    for name, rules in knowledge.rule_documents.items():
        yield from (f"rules/{name}.{key}" for key in rules)
    for drug in knowledge.drugs.values():
        yield from (f"drugs/{drug.id}.{claim.id}" for claim in drug.claims)
        yield from (f"drugs/{drug.id}.{note.id}" for note in drug.curation_notes)
    for scheme in knowledge.schemes.values():
        yield from (f"risk/{scheme.id}.{row.id}" for row in scheme.rows)
    yield from (f"trials/{key}" for key in knowledge.trials)
    yield from (f"prognosis.{key}" for key in knowledge.figures)
    yield from (f"assays.{key}" for key in knowledge.assays)
    yield from (f"call/{name}" for name in known.mechanisms)


def _symbols(knowledge: Knowledge) -> set[str]:
    """Genes with a place in the genome, and targets of drugs that need none."""
    placed = {symbol for assembly in Assembly for symbol in knowledge.genome(assembly).genes}
    listed = {
        line.split("\t")[0]
        for folder in {shipped_root(), knowledge.root}
        if (path := folder / _TARGETS).is_file()
        for line in path.read_text("utf-8").splitlines()
        if not line.startswith(("#", "symbol\t"))
    }
    return placed | listed


def _drug(drug: Drug, known: _Known) -> Iterator[str]:
    for symbol in drug.targets:
        if symbol not in known.symbols:
            near = _near(symbol, known.symbols)
            yield f"targets: {symbol} is in neither genome/*/genes.tsv nor {_TARGETS}{near}"
    for name, count in Counter(claim.id for claim in drug.claims).items():
        if count > 1:
            yield f"claims: {name} stands {count} times; an id names one claim"
    for claim in drug.claims:
        yield from (f"claims.{claim.id}.{fault}" for fault in _claim(claim, known))
    yield from _alleles(drug, known.mechanisms)
    yield from _dates(drug, known.today)


def _facts(knowledge: Knowledge, known: _Known) -> Iterator[str]:
    """Conditions on calls in the facts that decision tables read."""
    for name, fact in knowledge.facts.items():
        opened = () if fact.open_when is None else (fact.open_when,)
        for condition in (*fact.calls.values(), *opened):
            for leaf in leaves_of(condition):
                place = f"{knowledge.path('risk_facts.yaml', name)}: {name}"
                yield from (f"{place}: {fault}" for fault in _condition(leaf, known))


def _results(knowledge: Knowledge, known: _Known) -> Iterator[str]:
    """What the results of assays would settle."""
    for key, assay in knowledge.assays.items():
        for result in assay.results:
            place = f"{knowledge.path('assays.yaml', key)}: {key}: {result.title}"
            for fault in find_result_faults(result, lambda leaf: _condition(leaf, known)):
                yield f"{place}: {fault}"


def _claim(claim: Claim, known: _Known) -> Iterator[str]:
    for assay in claim.needs:
        if assay not in known.assays:
            yield f"needs: {assay} is not in assays.yaml{_near(assay, known.assays)}"
    for leaf in leaves_of(claim.when):
        yield from (f"when: {fault}" for fault in _condition(leaf, known))


def _condition(leaf: Leaf, known: _Known) -> Iterator[str]:
    facts = known.mechanisms.get(leaf.mechanism)
    if facts is None:
        yield f"{leaf.mechanism} is no mechanism{_near(leaf.mechanism, known.mechanisms)}"
        return
    yield from _leaf(leaf, facts)


def _leaf(leaf: Leaf, facts: MechanismFacts) -> Iterator[str]:
    for state in leaf.state:
        if state not in facts.labels:
            yield f"{facts.name} is never {state.value}"
    states = leaf.state or tuple(facts.labels)
    labels = {label.casefold() for state in states for label in facts.labels.get(state, ())}
    for label in leaf.label:
        if label.casefold() not in labels:
            yield f"{facts.name} has no label {label} there; expected one of {_listed(labels)}"
    yield from _details(leaf, facts)


def _details(leaf: Leaf, facts: MechanismFacts) -> Iterator[str]:
    for key, wanted in leaf.detail.items():
        if key not in facts.details:
            yield f"{facts.name} has no detail {key}{_near(key, facts.details)}"
            continue
        closed = {value.casefold() for value in facts.details[key]}
        for value in wanted:
            if closed and str(value).casefold() not in closed:
                yield f"{facts.name}.{key} is never {value}; expected one of {_listed(closed)}"


def _alleles(drug: Drug, known: Mapping[str, MechanismFacts]) -> Iterator[str]:
    table = drug.allele_responses
    if table is None:
        return
    facts = known.get(table.mechanism)
    if facts is None:
        yield f"allele_responses.mechanism: {table.mechanism} is no mechanism"
    elif "allele_responses" not in type(facts.rules).model_fields:
        yield f"allele_responses.mechanism: {table.mechanism} reads no responses by allele"
    described = [name for entry in table.entries for name in _described(entry)]
    for name, count in Counter(described).items():
        if count > 1:
            yield f"allele_responses: {name} is described {count} times; state one response"
    for entry in table.entries:
        parts = (entry.variants, entry.residues, entry.classes)
        if sum(bool(part) for part in parts) != 1:
            place = ", ".join(_described(entry)) or "an entry"
            yield f"allele_responses: {place}: state exactly one of variants, residues and classes"


def _described(entry: AlleleResponse) -> tuple[str, ...]:
    return (*entry.variants, *(str(residue) for residue in entry.residues), *entry.classes)


def _dates(drug: Drug, today: date) -> Iterator[str]:
    for name, curation in (("curated", drug.curated), ("reviewed", drug.reviewed)):
        if curation is not None and curation.on > today:
            yield f"{name}.on: {curation.on} lies in the future"
    if drug.reviewed is not None and drug.reviewed.by == drug.curated.by:
        yield f"reviewed.by: {drug.reviewed.by} curated the entry; another person reviews it"


def _sources(knowledge: Knowledge, cited_elsewhere: frozenset[str]) -> Iterator[str]:
    cited = set(cited_elsewhere)
    for path, document in _documents(knowledge):
        for place, key in _citations(document):
            cited.add(key)
            if key not in knowledge.references:
                near = _near(key, knowledge.references)
                yield f"{path}: {place}: source {key} is not in references.yaml{near}"
    for key in _own_references(knowledge):
        if key not in cited:
            path = knowledge.path("references.yaml", key)
            yield f"{path}: {key}: nothing cites it; remove it"


def _own_references(knowledge: Knowledge) -> Collection[str]:
    """All references, or those of a user's own folder: an overlay may orphan shipped ones."""
    folders = knowledge.folders
    if folders is None:
        return knowledge.references
    return sorted(folders.laid_over.get("references.yaml", ()))


def _documents(knowledge: Knowledge) -> Iterator[tuple[Path, object]]:
    for name, rules in knowledge.rule_documents.items():
        yield knowledge.path(f"rules/{name}.yaml"), rules
    for name, pathway in knowledge.pathway_documents.items():
        yield knowledge.path(f"pathways/{name}.yaml"), pathway
    folders: dict[str, Mapping[str, Record]] = {
        "drugs": knowledge.drugs,
        "risk": knowledge.schemes,
        "trials": knowledge.trials,
    }
    for folder, whole in folders.items():
        for key, entry in whole.items():
            yield knowledge.path(f"{folder}/{key}.yaml"), entry.model_dump(mode="json")
    files: dict[str, Mapping[str, Record]] = {
        "assays.yaml": knowledge.assays,
        "risk_facts.yaml": knowledge.facts,
        "review_rows.yaml": knowledge.rows,
        "prognosis.yaml": knowledge.figures,
        "sample_words.yaml": knowledge.sample_words,
    }
    for file, entries in files.items():
        for key, entry in entries.items():
            yield knowledge.path(file, key), {key: entry.model_dump(mode="json")}


def _citations(document: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every key under ``sources`` with its place in the document."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key == "sources" and isinstance(value, list):
                yield from ((place, str(item)) for item in value)
            else:
                yield from _citations(value, f"{place}.{key}" if place else str(key))
    elif isinstance(document, list):
        for item in document:
            name = item.get("id", "") if isinstance(item, dict) else ""
            yield from _citations(item, f"{place}.{name}" if name else place)


def _references(knowledge: Knowledge, today: date) -> Iterator[str]:
    for key, reference in knowledge.references.items():
        path = knowledge.path("references.yaml", key)
        if reference.year > today.year:
            yield f"{path}: {key}.year: {reference.year} lies in the future"
        if not _identified(key, reference):
            yield f"{path}: {key}: no doi, pmid or url; add one, or note that it is {_UNVERIFIED}"


def _identified(key: str, reference: Reference) -> bool:
    own = key.startswith(_OWN)
    return own or bool(reference.link) or _UNVERIFIED in reference.note


def _rules(knowledge: Knowledge, mechanisms: tuple[MechanismFacts, ...]) -> Iterator[str]:
    read = {name for facts in mechanisms for name in (facts.name, *_shared(facts.rules))}
    for name in knowledge.rule_documents:
        if name not in read:
            path = knowledge.path(f"rules/{name}.yaml")
            yield f"{path}: no mechanism reads it{_near(name, read)}"


def _shared(rules: Rules) -> Iterator[str]:
    """Names of the rules that these rules share with others."""
    for key in type(rules).model_fields:
        value = getattr(rules, key)
        if isinstance(value, Rules):
            yield key
            yield from _shared(value)


def _assays(knowledge: Knowledge, mechanisms: tuple[MechanismFacts, ...]) -> Iterator[str]:
    for facts in mechanisms:
        for assay in facts.assays:
            if assay not in knowledge.assays:
                path = knowledge.path("assays.yaml")
                yield f"{path}: {assay}: missing; {facts.name} names it as an assay"


def _names(knowledge: Knowledge) -> Iterator[str]:
    """Names are matched exactly, so no two drugs may share one."""
    owners: dict[str, set[str]] = {}
    for drug in knowledge.drugs.values():
        for name in (drug.id, drug.name, *drug.synonyms):
            owners.setdefault(name.casefold(), set()).add(drug.id)
    for name, drugs in owners.items():
        if len(drugs) > 1:
            yield f"{knowledge.root / 'drugs'}: {name} names {' and '.join(sorted(drugs))}"


def _near(name: str, names: Mapping[str, object] | set[str]) -> str:
    close = get_close_matches(name, list(names), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
