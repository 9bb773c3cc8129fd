"""Shape of a trial's file: whom the registry says it enrols, as a tree that can be read.

Only criteria that a source states are written as a tree. What a registry asks beside them (organ
function, washout, consent) no assessment can see: it is listed in words as not checked.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from crestome.knowledge.decision import FactTests
from crestome.knowledge.schema import (
    Caution,
    Curation,
    CurationNote,
    DrugId,
    Leaf,
    Mark,
    Sources,
    Text,
)
from crestome.model.record import Record

TrialId = Annotated[str, Field(pattern=r"^(NCT\d{8}|CTR\d{8}|EudraCT-\d{4}-\d{6}-\d{2})$")]
Status = Literal[
    "recruiting",
    "active, not recruiting",
    "closed to enrolment",
    "completed",
    "terminated",
    "withdrawn",
    "unknown",
]
CLOSED: Final = (
    "active, not recruiting",
    "closed to enrolment",
    "completed",
    "terminated",
    "withdrawn",
)
"""Statuses under which a trial takes no patients."""
_REGISTRY: Final = "https://clinicaltrials.gov/study/"


class FactsLeaf(Record):
    """A condition on facts of the case: each must be one of these words, or in this range.

    Attributes:
        facts: By name of ``risk_facts.yaml``, or of a scheme, whose group is read.
    """

    facts: Annotated[FactTests, Field(min_length=1)]


class AllCriteria(Record):
    """Every part holds."""

    all: Annotated[tuple[Eligibility, ...], Field(min_length=1)]


class AnyCriteria(Record):
    """At least one part holds."""

    any: Annotated[tuple[Eligibility, ...], Field(min_length=1)]


class NotCriterion(Record):
    """The part does not hold."""

    not_: Annotated[Eligibility, Field(alias="not")]


Eligibility = Leaf | FactsLeaf | AllCriteria | AnyCriteria | NotCriterion


class Criterion(Record):
    """One criterion of a registry record.

    Attributes:
        id: Its name, unique in the trial or arm.
        text: The criterion in our own words.
        when: When it is met.
        mark: See `Mark`; a criterion marked ``C`` decides nothing.
        sources: Keys into ``references.yaml``.
    """

    id: Text
    text: Text
    when: Eligibility
    mark: Mark
    sources: Sources


class Arm(Record):
    """One arm.

    Attributes:
        name: In words.
        agents: Identifiers of its curated drugs.
        criteria: What it asks beside the trial; all must hold.
        status: What became of it, in words.
    """

    name: Text
    agents: tuple[DrugId, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    status: str = ""


class Trial(Record):
    """One trial, one file.

    Attributes:
        id: Its registry identifier; also the file's name.
        name: Its short name, by which it can be asked for.
        synonyms: Other names, matched exactly but for case.
        title: What it studies, in our own words.
        phase: Its phase.
        population: Whom it enrols, in words.
        agents: Identifiers of its curated drugs.
        partners: Other agents, by name.
        criteria: All must hold.
        arms: Where there are any, the criteria of at least one must hold.
        not_checked: What the registry asks beside, in words.
        status: Status in the record that was read.
        status_as_of: The day of that record, or of the curation where it bears none.
        notes: Sentences that always stand beside the trial.
        curation_notes: Departures from the printed text.
        beyond_review: Not a trial of the review.
        mark: How sure the identity is.
        sources: Keys into ``references.yaml``.
        curated: Who, when.
        reviewed: Who, when; another person than the curator.
    """

    id: TrialId
    name: Text
    synonyms: tuple[Text, ...] = ()
    title: Text
    phase: Literal["1", "1/2", "2", "3", "biology", "umbrella"]
    population: Text
    agents: tuple[DrugId, ...] = ()
    partners: tuple[Text, ...] = ()
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    arms: tuple[Arm, ...] = ()
    not_checked: Annotated[tuple[Text, ...], Field(min_length=1)]
    status: Status
    status_as_of: date
    notes: tuple[Caution, ...] = ()
    curation_notes: tuple[CurationNote, ...] = ()
    beyond_review: bool = False
    mark: Mark
    sources: Sources
    curated: Curation
    reviewed: Curation | None = None

    @property
    def link(self) -> str:
        """The registry record; "" where there is no stable address."""
        return f"{_REGISTRY}{self.id}" if self.id.startswith("NCT") else ""

    @property
    def all_criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the trial and of its arms."""
        return (*self.criteria, *(item for arm in self.arms for item in arm.criteria))


def names_of(trial: Trial) -> frozenset[str]:
    """Every name of the trial, without regard to case."""
    return frozenset(name.casefold() for name in (trial.id, trial.name, *trial.synonyms))


def with_drugs(trial: Trial, drugs: Container[str]) -> Trial | None:
    """The trial with the arms and the drugs that have a file; None where nothing is left to give.

    An overlay may remove a drug. A trial that names no drug, and an arm that names none, stays.
    """
    arms = tuple(
        arm for arm in trial.arms if not arm.agents or any(agent in drugs for agent in arm.agents)
    )
    agents = tuple(agent for agent in trial.agents if agent in drugs)
    if (trial.agents and not agents) or (trial.arms and not arms):
        return None
    return trial.model_copy(update={"arms": arms, "agents": agents})


def leaves(condition: Eligibility) -> Iterator[Leaf | FactsLeaf]:
    """Every leaf of a criterion, from left to right."""
    match condition:
        case Leaf() | FactsLeaf():
            yield condition
        case AllCriteria():
            for part in condition.all:
                yield from leaves(part)
        case AnyCriteria():
            for part in condition.any:
                yield from leaves(part)
        case NotCriterion():
            yield from leaves(condition.not_)


for _model in (AllCriteria, AnyCriteria, NotCriterion, Criterion, Arm, Trial):
    _model.model_rebuild()
