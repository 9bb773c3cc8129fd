"""Calls of a tumour → inputs of the pathway: on, off, or both ways where nobody knows.

Which call switches which input stands in the pathway's file. A call that is not assessed or
indeterminate leaves its input open, and the tumour is run with it and without it; of alterations
that exclude each other at most one open one is taken at a time. A variant of unknown significance
switches nothing. What the model has no place for is listed, never dropped.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from crestome.knowledge.pathway import Alteration, Pathway
from crestome.knowledge.predicate import Answer, evaluate
from crestome.model.call import Calls
from crestome.model.simulation import ModelInput, OutsideModel, Switch
from crestome.model.therapy import ClaimOutcome


@dataclass(frozen=True, slots=True)
class Tumour:
    """A tumour as the model sees it.

    Attributes:
        inputs: Every alteration of the model.
        outside: Alterations that it has no place for.
        settings: Names of the alterations that are on, one set for each setting of what is open.
        begins: Nodes that begin otherwise than the model says, because a call says so.
    """

    inputs: tuple[ModelInput, ...]
    outside: tuple[OutsideModel, ...]
    settings: tuple[frozenset[str], ...]
    begins: tuple[tuple[str, bool], ...] = ()

    @property
    def present(self) -> tuple[str, ...]:
        """Alterations that are surely there."""
        return tuple(item.alteration for item in self.inputs if item.switch is Switch.ON)


def personalise(pathway: Pathway, calls: Calls) -> Tumour:
    """Read the inputs of a pathway off the calls of one sample."""
    inputs = tuple(
        _input(name, alteration, calls) for name, alteration in pathway.alterations.items()
    )
    outside = tuple(
        OutsideModel(title=entry.title, why=entry.why)
        for entry in pathway.unmodelled
        if evaluate(entry.present, calls).outcome is ClaimOutcome.HOLDS
    )
    begins = {
        name: value
        for start in pathway.starts
        if evaluate(start.present, calls).outcome is ClaimOutcome.HOLDS
        for name, value in start.nodes.items()
    }
    return Tumour(inputs, outside, tuple(_settings(pathway, inputs)), tuple(begins.items()))


def _input(name: str, alteration: Alteration, calls: Calls) -> ModelInput:
    present = evaluate(alteration.present, calls)
    switch, answer = _switched(alteration, present, calls)
    return ModelInput(
        alteration=name,
        title=alteration.title,
        switch=switch,
        because="; ".join(answer.because),
        missing=answer.missing if switch is Switch.BOTH else (),
    )


def _switched(alteration: Alteration, present: Answer, calls: Calls) -> tuple[Switch, Answer]:
    if present.outcome is ClaimOutcome.HOLDS:
        return Switch.ON, present
    if alteration.open is not None:
        opened = evaluate(alteration.open, calls)
        if opened.outcome is ClaimOutcome.HOLDS:
            return Switch.BOTH, opened
    if alteration.absent is not None:
        absent = evaluate(alteration.absent, calls)
        if absent.outcome is ClaimOutcome.HOLDS:
            return Switch.OFF, absent
    off = present.outcome is ClaimOutcome.FAILS
    return (Switch.OFF if off else Switch.BOTH), present


def _settings(pathway: Pathway, inputs: tuple[ModelInput, ...]) -> Iterator[frozenset[str]]:
    groups: dict[str, list[ModelInput]] = {}
    for item in inputs:
        groups.setdefault(pathway.alterations[item.alteration].group, []).append(item)
    present = {item.alteration for item in inputs if item.switch is Switch.ON}
    for choice in itertools.product(*(_alternatives(group) for group in groups.values())):
        taken = frozenset().union(*choice)
        if not _contradicts(pathway, taken, present):
            yield taken


def _alternatives(group: list[ModelInput]) -> list[frozenset[str]]:
    known = frozenset(item.alteration for item in group if item.switch is Switch.ON)
    unknown = [item.alteration for item in group if item.switch is Switch.BOTH]
    return [known, *(known | {name} for name in unknown)]


def _contradicts(pathway: Pathway, taken: frozenset[str], present: set[str]) -> bool:
    """Whether an open alteration contradicts another one; what was measured stands."""
    return any(set(pair) <= taken and not set(pair) <= present for pair in pathway.contradictions)
