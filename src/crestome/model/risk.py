"""Risk groups, status of the disease and published outcome figures, as a report shows them."""

from __future__ import annotations

from pydantic import ConfigDict

from crestome.model.record import Record

UNDECIDED = "indeterminate"
"""The label where missing facts leave more than one group within reach."""


class RiskNote(Record):
    """A sentence that must stand beside a group.

    Attributes:
        text: The sentence.
        sources: Keys into the references.
        needs_review: A person should look.
    """

    text: str
    sources: tuple[str, ...] = ()
    needs_review: bool = False


class RiskResult(Record):
    """What one scheme says.

    Attributes:
        scheme: Its identifier.
        title: Its name.
        label: The group; ``indeterminate`` where more than one is within reach.
        code: The letter or number that the scheme prints for the row, where one row is left.
        rule: The row that decided, where one row is left.
        reachable: Every group that some answer to the missing facts leads to.
        rules: Every row within reach.
        decided_by: Missing facts that would decide; empty where the group is firm.
        asks: The same facts in words.
        missing: Assays that would supply them, where they are no clinical facts.
        reason: Why, in words.
        sources: Keys into the references.
        needs_review: A person should look.
        notes: Sentences that must stand beside it.
    """

    scheme: str
    title: str
    label: str
    code: str = ""
    rule: str = ""
    reachable: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str
    sources: tuple[str, ...] = ()
    needs_review: bool = False
    notes: tuple[RiskNote, ...] = ()


class PrognosticFigure(Record):
    """A published outcome of a population that the patient belongs to; never an individual chance.

    Attributes:
        id: Its key in the curated data.
        statement: What was found.
        population: In whom.
        n: How many.
        endpoint: What was measured.
        mark: How sure the curators are.
        needs_review: The figure is uncertain.
        sources: Keys into the references.
        locator: Where in the source.
    """

    id: str
    statement: str
    population: str
    n: int | None = None
    endpoint: str
    mark: str
    needs_review: bool = False
    sources: tuple[str, ...]
    locator: str = ""


class Risk(Record):
    """Every scheme side by side; beside the fields below, one `RiskResult` by scheme.

    Attributes:
        applies_to: The time that risk groups speak of, always ``diagnosis``.
        sample: The sample whose calls were read; "" where there is none.
        systems_disagree: Whether two schemes in use give groups that cannot be the same; None
            where missing facts leave that open.
        status: Status of the disease.
        prognosis: Published outcomes of populations that fit.
        notes: Sentences on stage and sample that hold for all schemes.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, RiskResult]

    applies_to: str = "diagnosis"
    sample: str = ""
    systems_disagree: bool | None = None
    status: RiskResult | None = None
    prognosis: tuple[PrognosticFigure, ...] = ()
    notes: tuple[RiskNote, ...] = ()

    @property
    def schemes(self) -> dict[str, RiskResult]:
        """The result of each scheme, by its identifier."""
        return dict(self.__pydantic_extra__)

    @property
    def sources(self) -> frozenset[str]:
        """Every key that anything here cites."""
        results = [*self.schemes.values(), *([self.status] if self.status else [])]
        notes = [*self.notes, *(note for result in results for note in result.notes)]
        cited = [
            *(result.sources for result in results),
            *(note.sources for note in notes),
            *(figure.sources for figure in self.prognosis),
        ]
        return frozenset(key for keys in cited for key in keys)
