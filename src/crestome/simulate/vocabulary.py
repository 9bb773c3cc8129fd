"""Names of alterations, drugs, contexts and read-outs → inputs and nodes of a pathway.

Names match exactly but for case: a drug by its curated name or synonym, an alteration by its name
in the pathway. Two alterations that no tumour is stated to carry together are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from crestome.knowledge.pathway import Pathway
from crestome.knowledge.schema import Drug

_SEE: Final = "; `crestome explain pathway` lists what it knows"
_JOINTS: Final = re.compile(r"[,;+/&]| and ")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the names of a pathway mean.

    Attributes:
        alterations: Name in lower case → name in the pathway.
        treatments: Name of a drug or class in lower case → identifier of the treatment.
        contexts: Name → input.
        pathway: Whose names they are.
        curated: Curated drugs by their names in lower case, in the model or not.
    """

    alterations: Mapping[str, str]
    treatments: Mapping[str, str]
    contexts: Mapping[str, str]
    pathway: Pathway
    curated: Mapping[str, Drug] = field(default_factory=dict)

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
        found: dict[str, str] = {}
        for name in names:
            key = self.alterations.get(name.casefold())
            if key is None:
                near = _near(name.casefold(), self._spelled)
                yield f"{name or 'an empty name'} is no alteration of the model{near}"
            elif key not in found:
                found[key] = name
            elif found[key].casefold() == name.casefold():
                yield f"{name} is stated twice; state each alteration once"
            else:
                yield f"{found[key]} and {name} are one input of the model; state one of them"
        for first, second in self.pathway.contradictions:
            if first in found and second in found:
                yield f"{first} and {second} contradict each other; state one of them"

    @property
    def _spelled(self) -> dict[str, str]:
        """Every name of an alteration as the pathway writes it, by the name in lower case."""
        known = self.pathway.alterations.items()
        return {word.casefold(): word for name, item in known for word in (name, *item.also)}

    def faults_of_drugs(self, names: Iterable[str]) -> Iterator[str]:
        """Names that the model does not have, and drugs that it cannot tell apart."""
        found: dict[str, str] = {}
        for name in names:
            key = self.treatments.get(name.casefold())
            if key is None:
                yield self._absent_drug(name)
            elif key not in found:
                found[key] = name
            elif found[key].casefold() == name.casefold():
                yield f"{name} is given twice; give each drug once"
            else:
                title = self.pathway.treatments[key].title
                yield f"{found[key]} and {name} are one in the model ({title}); give one of them"

    def _absent_drug(self, name: str) -> str:
        """Why a name is refused: several names in one, a drug of no modelled class, or unknown."""
        parts = [part.strip() for part in _JOINTS.split(name)]
        if len(parts) > 1 and all(part.casefold() in self.treatments for part in parts):
            return f"{name} names {len(parts)} drugs; give each by its own --drug or entry"
        drug = self.curated.get(name.casefold())
        if drug is not None:
            like = [x for x in self._modelled if self._is_like(x, drug)]
            has = f"; of its class it has {', '.join(like)}" if like else _SEE
            return f"the model has no {drug.name} ({drug.drug_class}){has}"
        if not name.strip():
            return f"an empty name{_SEE}"
        return f"the model has no {name}{_near(name.casefold(), list(self.treatments))}"

    @property
    def _modelled(self) -> tuple[str, ...]:
        """Curated drugs that the model has."""
        return tuple(name for item in self.pathway.treatments.values() for name in item.drugs)

    def _is_like(self, name: str, drug: Drug) -> bool:
        other = self.curated.get(name.casefold())
        return other is not None and other.drug_class == drug.drug_class

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
        curated={
            name.casefold(): drug
            for drug in drugs.values()
            for name in (drug.id, drug.name, *drug.synonyms)
        },
    )


def _near(name: str, names: Iterable[str]) -> str:
    """The name that may be meant; or else where all are listed."""
    close = get_close_matches(name, list(names), n=1)
    if not close:
        return _SEE
    meant = names[close[0]] if isinstance(names, Mapping) else close[0]
    return f"; did you mean {meant}?"
