"""Calls of a tumour → inputs of the pathway: on, off, or both ways where nobody knows.

Which call switches which input stands in the pathway's file. A call that is not assessed or
indeterminate leaves its input open, and the tumour is run with it and without it, alone and
together with the other open ones. A variant of unknown significance switches nothing. Expression
sets how a tumour begins and how fast nodes change. What the model has no place for is listed,
never dropped.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import comb
from typing import Final

from crestome.knowledge.pathway import Alteration, Pathway, Start
from crestome.knowledge.predicate import Answer, evaluate
from crestome.knowledge.schema import Condition
from crestome.model.call import Calls
from crestome.model.simulation import ModelInput, ModelRate, ModelStart, OutsideModel, Switch
from crestome.model.therapy import ClaimOutcome
from crestome.simulate.unread import find_unread

MOST_SETTINGS: Final = 1024
"""Settings of open inputs that are run, at most: all of ten open inputs, and of more of them those
with few supposed at a time."""

Beginning = tuple[tuple[str, bool], ...]
"""Nodes that begin otherwise than the model says."""


@dataclass(frozen=True, slots=True)
class Tumour:
    """A tumour as the model sees it.

    Attributes:
        inputs: Every alteration of the model.
        outside: Alterations that it has no place for.
        settings: Names of the alterations that are on, one set for each setting of what is open.
        begins: How each setting begins, in their order; empty where all begin as the model says.
        starts: What expression says of the beginning.
        rates: What expression says of the rates.
        together: How many open alterations are supposed at a time, at most.
    """

    inputs: tuple[ModelInput, ...]
    outside: tuple[OutsideModel, ...]
    settings: tuple[frozenset[str], ...]
    begins: tuple[Beginning, ...] = ()
    starts: tuple[ModelStart, ...] = ()
    rates: tuple[ModelRate, ...] = ()
    together: int = 0

    @property
    def present(self) -> tuple[str, ...]:
        """Alterations that are surely there."""
        return tuple(item.alteration for item in self.inputs if item.switch is Switch.ON)

    @property
    def surely_begins(self) -> dict[str, bool]:
        """Nodes that begin otherwise in every setting."""
        shared = set.intersection(*(set(item) for item in self.begins)) if self.begins else set()
        return dict(sorted(shared))

    def only(self, places: Sequence[int]) -> Tumour:
        """The same tumour with some of its settings."""
        return replace(
            self,
            settings=tuple(self.settings[place] for place in places),
            begins=tuple(self.begins[place] for place in places) if self.begins else (),
        )


def personalise(pathway: Pathway, calls: Calls) -> Tumour:
    """Read the inputs of a pathway off the calls of one sample."""
    inputs = _not_contradicted(
        pathway,
        tuple(_input(name, alteration, calls) for name, alteration in pathway.alterations.items()),
    )
    outside = (*_outside(pathway, calls), *find_unread(pathway, inputs, calls))
    starts = tuple(_start(start, calls) for start in pathway.starts)
    beginnings = list(_beginnings(pathway, starts))
    together = _together(inputs, len(beginnings))
    settings = list(_settings(pathway, inputs, together))
    crossed = [(names, begin) for begin in beginnings for names in settings]
    return Tumour(
        inputs=inputs,
        outside=outside,
        settings=tuple(names for names, _ in crossed),
        begins=tuple(begin for _, begin in crossed) if any(beginnings) else (),
        starts=starts,
        rates=tuple(_rates(pathway, calls)),
        together=together,
    )


def _input(name: str, alteration: Alteration, calls: Calls) -> ModelInput:
    present = evaluate(alteration.present, calls)
    conflict = _holding(alteration.conflict, calls)
    switch, answer = (Switch.BOTH, conflict) if conflict else _switched(alteration, present, calls)
    return ModelInput(
        alteration=name,
        title=alteration.title,
        switch=switch,
        because="; ".join(answer.because),
        missing=answer.missing if switch is Switch.BOTH else (),
        conflict=conflict is not None,
    )


def _holding(condition: Condition | None, calls: Calls) -> Answer | None:
    """The answer to a condition that holds."""
    answer = None if condition is None else evaluate(condition, calls)
    return answer if answer is not None and answer.outcome is ClaimOutcome.HOLDS else None


def _outside(pathway: Pathway, calls: Calls) -> Iterator[OutsideModel]:
    for entry in pathway.unmodelled:
        if evaluate(entry.present, calls).outcome is ClaimOutcome.HOLDS:
            yield OutsideModel(title=entry.title, why=entry.why)


def _switched(alteration: Alteration, present: Answer, calls: Calls) -> tuple[Switch, Answer]:
    if present.outcome is ClaimOutcome.HOLDS:
        return Switch.ON, present
    if (opened := _holding(alteration.open, calls)) is not None:
        return Switch.BOTH, opened
    if (absent := _holding(alteration.absent, calls)) is not None:
        return Switch.OFF, absent
    off = present.outcome is ClaimOutcome.FAILS
    return (Switch.OFF if off else Switch.BOTH), present


def _not_contradicted(pathway: Pathway, inputs: tuple[ModelInput, ...]) -> tuple[ModelInput, ...]:
    """Take open alterations for absent where one that was found excludes them."""
    present = {item.alteration: item.title for item in inputs if item.switch is Switch.ON}
    excluded = {}
    for pair in pathway.contradictions:
        for name, other in (pair, pair[::-1]):
            if other in present:
                excluded[name] = f"excluded by {present[other]}, which was found"
    return tuple(
        item.model_copy(
            update={
                "switch": Switch.OFF,
                "because": f"{item.because}; {excluded[item.alteration]}",
                "missing": (),
            }
        )
        if item.switch is Switch.BOTH and item.alteration in excluded and not item.conflict
        else item
        for item in inputs
    )


def _start(start: Start, calls: Calls) -> ModelStart:
    """How a tumour begins; where no call says anything, as the model does, and that is said."""
    answer = evaluate(start.present, calls)
    switch = Switch.ON if answer.outcome is ClaimOutcome.HOLDS else Switch.OFF
    if switch is Switch.OFF and start.open is not None:
        opened = evaluate(start.open, calls)
        if opened.outcome is ClaimOutcome.HOLDS:
            switch, answer = Switch.BOTH, opened
    return ModelStart(
        title=start.title,
        otherwise=start.otherwise,
        switch=switch,
        because="; ".join(answer.because),
        assumed=switch is Switch.OFF and answer.outcome is ClaimOutcome.UNKNOWN,
    )


def _beginnings(pathway: Pathway, starts: Sequence[ModelStart]) -> Iterator[Beginning]:
    ways: list[tuple[Beginning, ...]] = []
    for start, found in zip(pathway.starts, starts, strict=True):
        nodes = tuple(start.nodes.items())
        ways.append(
            {Switch.ON: (nodes,), Switch.OFF: ((),), Switch.BOTH: ((), nodes)}[found.switch]
        )
    for chosen in itertools.product(*ways):
        yield tuple(itertools.chain.from_iterable(chosen))


def _rates(pathway: Pathway, calls: Calls) -> Iterator[ModelRate]:
    for level in pathway.levels:
        answer = evaluate(level.present, calls)
        if answer.outcome is ClaimOutcome.HOLDS and pathway.span is not None:
            yield ModelRate(
                title=level.title,
                node=level.node,
                name=pathway.nodes[level.node].title,
                factor=float(pathway.span.factor ** (2.0 * level.level - 1.0)),
                because="; ".join(answer.because),
            )


def _together(inputs: Sequence[ModelInput], beginnings: int) -> int:
    """How many open alterations can be supposed at a time within the limit; one at the least."""
    unknown = sum(item.switch is Switch.BOTH for item in inputs)
    settings, most = beginnings, 0
    while most < unknown:
        settings += beginnings * comb(unknown, most + 1)
        if most and settings > MOST_SETTINGS:
            break
        most += 1
    return most


def _settings(
    pathway: Pathway, inputs: Sequence[ModelInput], together: int
) -> Iterator[frozenset[str]]:
    present = frozenset(item.alteration for item in inputs if item.switch is Switch.ON)
    unknown = [item.alteration for item in inputs if item.switch is Switch.BOTH]
    for count in range(together + 1):
        for supposed in itertools.combinations(unknown, count):
            taken = present.union(supposed)
            if not any(set(pair) <= taken - present for pair in pathway.contradictions):
                yield taken


def scaling_of(rates: Sequence[ModelRate]) -> dict[str, tuple[float, float]]:
    """Factors on how fast each node goes on and off; what several findings say is multiplied.

    Example:
        >>> scaling_of([ModelRate(title="", node="TERT", name="", factor=10.0, because="")])
        {'TERT': (10.0, 0.1)}
    """
    factors: dict[str, float] = {}
    for item in rates:
        factors[item.node] = factors.get(item.node, 1.0) * item.factor
    return {name: (factor, 1.0 / factor) for name, factor in factors.items()}
