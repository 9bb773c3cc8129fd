"""Names of alterations, drugs, contexts and read-outs → inputs and nodes of a pathway.

Names match exactly but for case: a drug by its curated name or synonym, an alteration by its name
in the pathway. Two alterations that no tumour is stated to carry together are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from crestome.knowledge.pathway import Pathway
from crestome.knowledge.schema import Drug

_SEE: Final = "; `crestome explain pathway` lists what it knows"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the names of a pathway mean.

    Attributes:
        alterations: Name in lower case → name in the pathway.
        treatments: Name of a drug or class in lower case → identifier of the treatment.
        contexts: Name → input.
        pathway: Whose names they are.
    """

    alterations: Mapping[str, str]
    treatments: Mapping[str, str]
    contexts: Mapping[str, str]
    pathway: Pathway

    def alteration_inputs(self, names: Iterable[str]) -> frozenset[str]:
        """Inputs of alterations whose names were checked."""
        known = self.pathway.alterations
        return frozenset(known[self.alterations[name.casefold()]].input for name in names)

    def treatment_inputs(self, names: Iterable[str]) -> frozenset[str]:
        """Inputs of drugs whose names were checked."""
        known = self.pathway.treatments
        return frozenset(
            target for name in names for target in known[self.treatments[name.casefold()]].inputs
        )

    def faults_of_alterations(self, names: Iterable[str]) -> Iterator[str]:
        """Unknown, repeated and contradictory alterations."""
        found: list[str] = []
        stated: set[str] = set()
        for name in names:
            if name.casefold() not in self.alterations:
                near = _near(name.casefold(), self._spelled)
                yield f"{name} is no alteration of the model{near}"
                continue
            if name.casefold() in stated:
                yield f"{name} is stated twice; state each alteration once"
            stated.add(name.casefold())
            found.append(self.alterations[name.casefold()])
        for first, second in self.pathway.contradictions:
            if first in found and second in found:
                yield f"{first} and {second} contradict each other; state one of them"

    @property
    def _spelled(self) -> dict[str, str]:
        """Every name of an alteration as the pathway writes it, by the name in lower case."""
        known = self.pathway.alterations.items()
        return {word.casefold(): word for name, item in known for word in (name, *item.also)}

    def faults_of_drugs(self, names: Iterable[str]) -> Iterator[str]:
        """Drugs without a target in the model."""
        for name in names:
            if name.casefold() not in self.treatments:
                near = _near(name.casefold(), list(self.treatments))
                yield f"{name} has no target in the model{near}"

    def faults_of_contexts(self, names: Iterable[str]) -> Iterator[str]:
        """Unknown inputs of the environment."""
        for name in names:
            if name not in self.contexts:
                yield f"{name} is no context{_near(name, list(self.contexts))}"


def vocabulary_of(pathway: Pathway, drugs: Mapping[str, Drug]) -> Vocabulary:
    """Every name that means something to a pathway.

    Args:
        pathway: The pathway.
        drugs: Curated drugs by identifier, whose names and synonyms are known as well.
    """
    treatments: dict[str, str] = {}
    for key, treatment in pathway.treatments.items():
        names = [treatment.title, *treatment.names]
        for identifier in treatment.drugs:
            drug = drugs.get(identifier)
            names += [identifier, *(() if drug is None else (drug.name, *drug.synonyms))]
        treatments |= {name.casefold(): key for name in names}
    return Vocabulary(
        alterations={
            word.casefold(): name
            for name, alteration in pathway.alterations.items()
            for word in (name, *alteration.also)
        },
        treatments=treatments,
        contexts={context.name: key for key, context in pathway.contexts.items()},
        pathway=pathway,
    )


def _near(name: str, names: Iterable[str]) -> str:
    """The name that may be meant; or else where all are listed."""
    close = get_close_matches(name, list(names), n=1)
    if not close:
        return _SEE
    meant = names[close[0]] if isinstance(names, Mapping) else close[0]
    return f"; did you mean {meant}?"
