"""Experiments → conditions → whether the model behaves as stated.

All conditions of all experiments are run at once; each experiment then looks at its own. With
``best_single`` the combination of ``a`` is compared with the best of its single agents: the lowest
read-out where ``a`` shall be lower, the highest where it shall be higher.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crestome.errors import InputError
from crestome.model.experiment import BEST_SINGLE, Experiment, ExperimentResult, Relation, Side
from crestome.simulate.compiled_pathway import CompiledPathway, Condition, Settled
from crestome.simulate.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class _Planned:
    """An experiment with the places of its conditions among all."""

    experiment: Experiment
    node: str
    a: int
    b: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Experiments that can be run.

    Attributes:
        conditions: Every condition, once.
        planned: The experiments, in their order.
    """

    conditions: tuple[Condition, ...]
    planned: tuple[_Planned, ...]

    def judge(self, compiled: CompiledPathway) -> tuple[ExperimentResult, ...]:
        """Run everything and say of each experiment whether it holds."""
        settled = compiled.settle(self.conditions)
        shares = {node: settled.share(node) for node in {item.node for item in self.planned}}
        return tuple(_judged(item, shares[item.node]) for item in self.planned)

    def passed(self, settled: Settled) -> NDArray[np.bool_]:
        """Whether each experiment holds, of conditions that ran in the order of the plan."""
        shares = {node: settled.share(node) for node in {item.node for item in self.planned}}
        return np.array([_judged(item, shares[item.node]).passed for item in self.planned])


def plan_experiments(experiments: Sequence[Experiment], vocabulary: Vocabulary) -> Plan:
    """Find the conditions of all experiments.

    Args:
        experiments: The experiments.
        vocabulary: What their names mean.

    Raises:
        InputError: With every name that means nothing to the model, and every contradiction.
    """
    faults = [
        f"{experiment.id}: {fault}"
        for experiment in experiments
        for fault in faults_of_names(experiment, vocabulary)
    ]
    if faults:
        raise InputError(*faults)
    places: dict[Condition, int] = {}
    planned = []
    for experiment in experiments:
        sides = [experiment.a, *_compared_with(experiment)]
        where = [places.setdefault(condition_of(side, vocabulary), len(places)) for side in sides]
        node = vocabulary.pathway.readouts[experiment.readout]
        planned.append(_Planned(experiment, node, where[0], tuple(where[1:])))
    return Plan(tuple(places), tuple(planned))


def condition_of(side: Side, vocabulary: Vocabulary) -> Condition:
    """The condition of a side whose names were checked."""
    inputs = vocabulary.alteration_inputs(side.alterations)
    return Condition(
        inputs | vocabulary.treatment_inputs(side.drugs),
        tuple(sorted((vocabulary.contexts[name], value) for name, value in side.context.items())),
    )


def _compared_with(experiment: Experiment) -> tuple[Side, ...]:
    side = experiment.b
    if side is None:
        return ()
    if side.drugs != (BEST_SINGLE,):
        return (side,)
    return tuple(side.model_copy(update={"drugs": (drug,)}) for drug in experiment.a.drugs)


def faults_of_names(experiment: Experiment, vocabulary: Vocabulary) -> Iterator[str]:
    """Names that mean nothing to the model, and contradictions; an unnamed read-out is passed."""
    if experiment.readout and experiment.readout not in vocabulary.pathway.readouts:
        known = ", ".join(vocabulary.pathway.readouts)
        yield f"readout: {experiment.readout} is unknown; expected one of {known}"
    for place, side in (("a", experiment.a), ("b", experiment.b)):
        if side is None:
            continue
        drugs = [name for name in side.drugs if name != BEST_SINGLE]
        yield from (f"{place}: {x}" for x in vocabulary.faults_of_alterations(side.alterations))
        yield from (f"{place}: {x}" for x in vocabulary.faults_of_drugs(drugs))
        yield from (f"{place}: {x}" for x in vocabulary.faults_of_contexts(side.context))


def _judged(item: _Planned, shares: NDArray[np.float64]) -> ExperimentResult:
    a = float(shares[item.a])
    compared = [float(shares[place]) for place in item.b]
    lowest = item.experiment.relation is Relation.LOWER
    b = (min(compared) if lowest else max(compared)) if compared else None
    return ExperimentResult(
        experiment=item.experiment.id,
        passed=_holds(item.experiment, a, b),
        a=None if np.isnan(a) else a,
        b=None if b is None or np.isnan(b) else b,
    )


def _holds(experiment: Experiment, a: float, b: float | None) -> bool:
    """Whether the relation holds; a condition that did not settle (not a number) never does."""
    margin = experiment.margin
    other = 0.0 if b is None else b
    match experiment.relation:
        case Relation.LOWER:
            return a <= other - margin
        case Relation.HIGHER:
            return a >= other + margin
        case Relation.ALIKE:
            return abs(a - other) <= margin
        case Relation.LOW:
            return a <= margin
        case Relation.HIGH:
            return a >= 1.0 - margin
