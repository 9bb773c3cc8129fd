"""The shape of a mechanism: one biological question, its rules and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence

R = TypeVar("R", bound=Rules)


class Sourced(Protocol):
    """A curated value of any kind."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys into the references."""
        ...


def cited(*values: Sourced) -> tuple[str, ...]:
    """The sources of curated values, each once, in their order."""
    return tuple(dict.fromkeys(key for value in values for key in value.sources))


def _no_genes(_rules: Rules) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class DetailKey:
    """A named fact of a call.

    Attributes:
        name: Key in ``Call.detail``.
        meaning: What it says; None in a call always means unknown or not applicable.
        values: The closed set of values, where there is one.
    """

    name: str
    meaning: str
    values: tuple[str, ...] = ()


def _no_details(_rules: Rules) -> tuple[DetailKey, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Mechanism(Generic[R]):
    """One biological question.

    Attributes:
        name: Key in the calls; also the name of its module, rules and page.
        title: For people.
        question: What is asked.
        labels: The words that each state may carry (``product.md``, One vocabulary).
        details: Every key that its calls may carry.
        assays: What can answer it, in the order of usefulness.
        rules: Shape of ``rules/<name>.yaml``.
        call: The answer: evidence, calls made so far, rules → call.
        genes: The genes whose small variants and events it looks at, out of its rules; the ledger
            counts their rows as used.
        curated_details: Detail keys that come with the curated data (one per drug whose responses
            the rules hold), so that a drug stays a change of data alone.
    """

    name: str
    title: str
    question: str
    labels: Mapping[CallState, tuple[str, ...]]
    details: tuple[DetailKey, ...]
    assays: tuple[str, ...]
    rules: type[R]
    call: Callable[[CaseEvidence, Calls, R], Call]
    genes: Callable[[R], frozenset[str]] = _no_genes
    curated_details: Callable[[R], tuple[DetailKey, ...]] = _no_details

    def detail_keys(self, rules: Rules) -> tuple[DetailKey, ...]:
        """Every key that calls made with ``rules`` may carry.

        Raises:
            TypeError: If ``rules`` are another mechanism's.
        """
        return (*self.details, *self.curated_details(self._own(rules)))

    def answer(self, evidence: CaseEvidence, calls: Calls, rules: Rules) -> Call:
        """Call the mechanism with its own rules.

        Raises:
            TypeError: If ``rules`` are another mechanism's, or the call carries a state, label or
                detail key that the mechanism does not declare (a bug of the mechanism).

        A call never leaves without sources, so that no line of a report can stand without one.
        """
        call = self.call(evidence, calls, self._own(rules))
        self._check(call, {key.name for key in self.detail_keys(rules)})
        if call.sources:
            return call
        # A verdict that cites nothing of its own cites the rules by which the question was asked.
        asked_by = cited(*(value for _, value in rules.curated()))
        return call.model_copy(update={"sources": asked_by})

    def _own(self, rules: Rules) -> R:
        if not isinstance(rules, self.rules):
            message = f"{self.name} was handed {type(rules).__name__}"
            raise TypeError(message)
        return rules

    def _check(self, call: Call, declared: set[str]) -> None:
        undeclared = set(call.detail) - declared
        if (
            call.mechanism != self.name
            or call.label not in self.labels.get(call.state, ())
            or undeclared
        ):
            message = (
                f"{self.name} answered {call.mechanism} {call.state.value}/{call.label} with "
                f"undeclared details {sorted(undeclared)}"
            )
            raise TypeError(message)
