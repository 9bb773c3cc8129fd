"""Claims in the vocabulary of the GA4GH Variant Annotation Specification (VA-Spec 1.0).

There a statement takes a stand on a proposition: a subject, a predicate, a therapy and a disease;
it supports, disputes or stays neutral, with a strength, and names the documents that report it. A
claim here holds the same parts, so that an exchange is a mapping. Two things are wider here: the
subject is a condition on several calls and not one variant, and is given in words; and the levels
are those of AMP, ASCO and CAP, whose tier is written only where its direction is the statement's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import Field

from crestome.knowledge.assertion import is_of_neuroblastoma
from crestome.knowledge.load import Knowledge
from crestome.knowledge.predicate import in_words
from crestome.knowledge.schema import Claim, Drug, Reference
from crestome.model.record import Record
from crestome.model.therapy import Effect

SENSITIVITY: Final = "predictsSensitivityTo"
RESISTANCE: Final = "predictsResistanceTo"
SUPPORTS: Final = "supports"
DISPUTES: Final = "disputes"
NEUTRAL: Final = "neutral"
AMP_SYSTEM: Final = "AMP/ASCO/CAP Guidelines, 2017"

STANDS: Final = {
    Effect.SENSITIVITY: (SENSITIVITY, SUPPORTS),
    Effect.STRENGTHENS: (SENSITIVITY, SUPPORTS),
    Effect.CONDITIONAL_SENSITIVITY: (SENSITIVITY, NEUTRAL),
    Effect.DOWNGRADE: (SENSITIVITY, DISPUTES),
    Effect.RESISTANCE: (RESISTANCE, SUPPORTS),
}
"""Predicate and direction of each effect; a note takes no stand."""

TIERS: Final = {
    "I": ("tier i", "Tier I", SUPPORTS, "strong"),
    "II": ("tier ii", "Tier II", SUPPORTS, "potential"),
    "III": ("tier iii", "Tier III", NEUTRAL, None),
    "IV": ("tier iv", "Tier IV", DISPUTES, None),
}
"""For each tier: its code, its name, the direction it demands, and its strength."""


class Coding(Record):
    """A code of a system."""

    system: str
    code: str


class Concept(Record):
    """A concept by name, with a code where there is one."""

    concept_type: str | None = Field(default=None, serialization_alias="conceptType")
    name: str | None = None
    primary_coding: Coding | None = Field(default=None, serialization_alias="primaryCoding")


class Subject(Record):
    """The condition on the tumour, in words."""

    type: str = "CategoricalVariant"
    name: str


class Proposition(Record):
    """A possible fact on the response to a therapy."""

    type: str = "VariantTherapeuticResponseProposition"
    subject: Subject = Field(serialization_alias="subjectVariant")
    predicate: str
    therapy: Concept = Field(serialization_alias="objectTherapeutic")
    disease: Concept = Field(serialization_alias="conditionQualifier")


class Document(Record):
    """A document that reports the statement."""

    type: str = "Document"
    id: str
    title: str
    doi: str | None = None
    pmid: str | None = None
    urls: tuple[str, ...] | None = None


class Statement(Record):
    """A stand on a proposition."""

    type: str = "Statement"
    id: str
    description: str
    proposition: Proposition
    direction: str
    strength: Concept | None = None
    classification: Concept | None = None
    documents: tuple[Document, ...] = Field(serialization_alias="reportedIn")


def statements_of(knowledge: Knowledge) -> Iterator[Statement]:
    """Every claim that takes a stand, as a statement."""
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            if claim.effect in STANDS:
                yield statement_of(drug, claim, knowledge.references)


def statement_of(drug: Drug, claim: Claim, references: dict[str, Reference]) -> Statement:
    """One claim as a statement.

    Raises:
        KeyError: If the claim is a note, which takes no stand.
    """
    predicate, direction = STANDS[claim.effect]
    strength, classification = _level(claim.amp, direction)
    code = Coding(system="ncit", code=drug.code.removeprefix("ncit:")) if drug.code else None
    disease = "neuroblastoma" if is_of_neuroblastoma(claim) else claim.population
    return Statement(
        id=f"crestome:{drug.id}.{claim.id}",
        description=claim.statement,
        proposition=Proposition(
            subject=Subject(name=claim.condition or in_words(claim.when)),
            predicate=predicate,
            therapy=Concept(concept_type="Therapy", name=drug.name, primary_coding=code),
            disease=Concept(concept_type="Disease", name=disease),
        ),
        direction=direction,
        strength=strength,
        classification=classification,
        documents=tuple(_document(key, references[key]) for key in claim.sources),
    )


def _level(amp: str, direction: str) -> tuple[Concept | None, Concept | None]:
    """Strength and classification of a level, where its tier stands for this direction."""
    code, name, demanded, strength = TIERS.get(amp.partition("-")[0], ("", "", "", None))
    if not code or demanded != direction:
        return None, None
    classification = Concept(name=name, primary_coding=Coding(system=AMP_SYSTEM, code=code))
    if strength is None:
        return None, classification
    return Concept(primary_coding=Coding(system=AMP_SYSTEM, code=strength)), classification


def _document(key: str, reference: Reference) -> Document:
    return Document(
        id=key,
        title=reference.title,
        doi=reference.doi or None,
        pmid=reference.pmid or None,
        urls=(reference.url,) if reference.url else None,
    )
