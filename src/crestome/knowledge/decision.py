"""Shapes of decision tables: facts of a case, rows that read them, figures of who fits them.

A table is read from the top, and the first row that fits decides, as the published tables of risk
groups are meant to be read by a person.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from crestome.knowledge.schema import Condition, Curation, Mark, Sources, Text
from crestome.model.record import Record

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Span(Record):
    """A range of whole numbers.

    Attributes:
        from_: The lowest that fits; None without lower limit.
        below: The first that does not fit any more; None without upper limit.
    """

    from_: Annotated[int | None, Field(alias="from")] = None
    below: int | None = None


Values = Annotated[tuple[Text, ...], Field(min_length=1)]
FactTest = Values | Span
"""What a row asks of one fact: one of these words, or a number in this range."""
FactTests = dict[str, FactTest]


class Derivation(Record):
    """How a fact that is not stated follows from another, and which stated pairs disagree.

    Attributes:
        fact: The other fact.
        gives: For each of its values, the values that it leaves possible.
        agrees: Further values that may stand beside it without contradiction.
        used: Sentence beside a group where the fact was derived.
        disagrees: Sentence beside a group where both are stated and contradict each other.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    fact: Text
    gives: dict[str, Values]
    agrees: dict[str, Values] = Field(default_factory=dict)
    used: Text
    disagrees: Text
    mark: Mark
    sources: Sources


class Limit(Record):
    """A value that is defined only within a range of another fact.

    Attributes:
        value: The value.
        fact: The other fact, a number.
        within: Where the value is possible.
        otherwise: What is read instead, where the value is stated outside.
        text: Sentence beside a group where that was done.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    value: Text
    fact: Text
    within: Span
    otherwise: Values
    text: Text
    mark: Mark
    sources: Sources


class Fact(Record):
    """One fact that tables read; exactly one of ``clinical``, ``sample`` and ``calls`` is stated.

    A number may state both ``clinical`` and ``sample`` and is then their sum: the age at a later
    sample is the age at diagnosis and the days since.

    Attributes:
        title: In words.
        clinical: The field of the clinical facts that states it.
        sample: The field of the most recent sample that states it.
        calls: For each value, the condition on the calls under which it holds.
        open_when: A condition on the calls under which every value stays possible.
        values: Every value of a field; empty for ``calls`` and for a number.
        unit: Unit of a number; "" for words.
        derived: See `Derivation`.
        limits: See `Limit`.
    """

    title: Text
    clinical: str = ""
    sample: str = ""
    calls: dict[str, Condition] = Field(default_factory=dict)
    open_when: Condition | None = None
    values: tuple[Text, ...] = ()
    unit: str = ""
    derived: Derivation | None = None
    limits: tuple[Limit, ...] = ()

    @property
    def domain(self) -> tuple[str, ...]:
        """Every word that the fact may be; empty for a number."""
        return self.values or tuple(self.calls)


class TableRow(Record):
    """One row.

    Attributes:
        id: Its name, unique in the table.
        code: What the scheme prints for it, where it prints anything.
        group: What follows where it is the first that fits.
        title: The row in words.
        when: What it asks of each fact; all must hold.
        any: Alternatives, of which at least one must hold; none to ask where empty.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    id: Text
    code: str = ""
    group: Text
    title: Text
    when: FactTests = Field(default_factory=dict)
    any: tuple[FactTests, ...] = ()
    mark: Mark
    sources: Sources


class Remark(Record):
    """A sentence that stands beside the group where its condition holds.

    Attributes:
        when: What it asks of each fact; all must hold, and an unknown fact does not.
        text: The sentence.
        needs_review: A person should look.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    when: FactTests
    text: Text
    needs_review: bool = False
    mark: Mark
    sources: Sources


class Group(Record):
    """One group of a scheme.

    Attributes:
        title: In words.
        same_as: The tiers (low, intermediate, high) that it can mean where schemes are compared;
            empty where it is compared with none.
    """

    title: Text
    same_as: tuple[Literal["low", "intermediate", "high"], ...] = ()


class Scheme(Record):
    """One decision table, one file.

    Attributes:
        id: Its identifier; also the file's name.
        title: Its name.
        kind: ``risk`` for a scheme in use, ``legacy`` for one kept for old cohorts and compared
            with no other, ``status`` for the status of the disease.
        place: Where it stands among the others, lowest first.
        groups: Every group.
        rows: In the order of reading.
        remarks: Sentences that stand beside it on a condition.
        sources: Keys into ``references.yaml``.
        curated: Who, when.
        reviewed: Who, when; another person than the curator.
    """

    id: Identifier
    title: Text
    kind: Literal["risk", "legacy", "status"]
    place: int
    groups: Annotated[dict[str, Group], Field(min_length=1)]
    rows: Annotated[tuple[TableRow, ...], Field(min_length=1)]
    remarks: tuple[Remark, ...] = ()
    sources: Sources
    curated: Curation
    reviewed: Curation | None = None


class Figure(Record):
    """A published outcome, and who it speaks of.

    Attributes:
        when: What it asks of each fact or of the group of a scheme; all must hold.
        any: Alternatives, of which at least one must hold; none to ask where empty.
        statement: What was found, in our own words.
        population: In whom.
        n: How many.
        endpoint: What was measured.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
        locator: Where in the source.
    """

    when: FactTests = Field(default_factory=dict)
    any: tuple[FactTests, ...] = ()
    statement: Text
    population: Text
    n: int | None = None
    endpoint: Text
    mark: Mark
    sources: Sources
    locator: str = ""
