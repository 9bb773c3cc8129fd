"""The model in continuous time: cells that follow their rules by chance, at the rates of the file.

What the exact sweep leaves out is the race between rules. Here every cell draws its own inputs and
its own waiting times; the share of cells that show a read-out at the end carries the error of the
draw. The rates are conventions, not measurements: slow rules are fifty times slower than fast ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from crestome.knowledge.pathway import Pathway
from crestome.model.logic import Expression, literals_of
from crestome.model.simulation import DrawnCells
from crestome.numerics.jump_process import Bits, Numbers, Places, count_ends
from crestome.simulate.mutation import truth_table
from crestome.simulate.personalise import Tumour, scaling_of
from crestome.simulate.treatment import range_of

_TIME: Final = 1000.0
"""Long against the slowest rate, so that cells have settled."""
_HALF: Final = 0.5
_95_PERCENT: Final = 1.96


CHANCE_SEMANTICS: Final = (
    "continuous time: each node follows its rule after an exponential waiting time, at the rate of "
    "its pace; from a fresh start until the cells have settled"
)


@dataclass(frozen=True, slots=True)
class Chances:
    """Shares of cells at the end of their trajectories.

    Attributes:
        shares: By variable.
        trajectories: How many cells were drawn.
    """

    shares: Mapping[str, float]
    trajectories: int

    def error(self, name: str) -> float:
        """Half the width of the 95 % interval of a share, from the draw alone."""
        share = self.shares[name]
        return _95_PERCENT * sqrt(share * (1.0 - share) / self.trajectories)


@dataclass(frozen=True, slots=True)
class JumpModel:
    """A pathway as truth tables.

    Attributes:
        names: Variables, inputs first.
        tables: See `count_ends`.
        regulators: See `count_ends`.
        dependents: See `count_ends`.
        rates: See `count_ends`.
        start: Share of cells in which each begins on, without alteration and drug.
    """

    names: tuple[str, ...]
    tables: tuple[Bits, Places]
    regulators: tuple[Places, Places]
    dependents: tuple[Places, Places]
    rates: Numbers
    start: Numbers

    def draw_cells(self, shares: Mapping[str, float], trajectories: int, seed: int = 1) -> Chances:
        """Draw cells.

        Args:
            shares: Share of cells in which inputs are on; others as the model begins.
            trajectories: How many cells.
            seed: Of the draw; the same seed gives the same cells.
        """
        start = self.start.copy()
        for name, share in shares.items():
            start[self.names.index(name)] = share
        runs = (trajectories, _TIME, seed)
        ends = count_ends(self.tables, self.regulators, self.dependents, self.rates, start, runs)
        return Chances(
            dict(zip(self.names, (ends / trajectories).tolist(), strict=True)), trajectories
        )


def tabulate(
    pathway: Pathway, scaling: Mapping[str, tuple[float, float]] | None = None
) -> JumpModel:
    """Truth tables and rates of a pathway.

    Args:
        pathway: The model.
        scaling: Factors on how fast nodes go on and off, as expression may give them.
    """
    names = (*pathway.inputs, *pathway.nodes)
    places = {name: place for place, name in enumerate(names)}
    rules = [_rule(pathway, name) for name in names]
    regulators = [[] if rule is None else _names_of(rule) for rule in rules]
    tables = [
        [] if rule is None else _table(rule, regulators[place]) for place, rule in enumerate(rules)
    ]
    dependents: list[list[int]] = [[] for _ in names]
    for place, sources in enumerate(regulators):
        for source in sources:
            dependents[places[source]].append(place)
    bits, begins = _joined(tables)
    start = [pathway.nodes[name].start * 1.0 if name in pathway.nodes else 0.0 for name in names]
    for name in pathway.contexts:
        start[places[name]] = _HALF
    return JumpModel(
        names=names,
        tables=(bits.astype(np.uint8), begins),
        regulators=_joined([[places[source] for source in sources] for sources in regulators]),
        dependents=_joined(dependents),
        rates=np.array([_rates(pathway, name, scaling or {}) for name in names]),
        start=np.array(start),
    )


def draw_tumour(
    pathway: Pathway,
    tumour: Tumour,
    given: Mapping[str, float],
    trajectories: int,
    seed: int = 1,
) -> DrawnCells:
    """Read-outs of a tumour by chance, as ranges over the settings of what is unknown.

    Args:
        pathway: The model.
        tumour: Its alterations in each setting, and how it begins.
        given: Share of cells in which each drug input is on.
        trajectories: Cells for each setting.
        seed: Of the draw.
    """
    model = tabulate(pathway, scaling_of(tumour.rates))
    begins = tumour.begins or ((),) * len(tumour.settings)
    drawn = [
        model.draw_cells(
            {pathway.alterations[name].input: 1.0 for name in names}
            | dict(given)
            | {name: float(value) for name, value in begin},
            trajectories,
            seed,
        )
        for names, begin in zip(tumour.settings, begins, strict=True)
    ]
    nodes = pathway.readouts
    return DrawnCells(
        trajectories=trajectories,
        seed=seed,
        semantics=CHANCE_SEMANTICS,
        readouts={
            name: range_of(np.array([cells.shares[node] for cells in drawn]))
            for name, node in nodes.items()
        },
        error=max(cells.error(node) for cells in drawn for node in nodes.values()),
    )


def _rule(pathway: Pathway, name: str) -> Expression | None:
    return pathway.nodes[name].expression if name in pathway.nodes else None


def _names_of(rule: Expression) -> list[str]:
    return sorted({name for name, _ in literals_of(rule)})


def _table(rule: Expression, names: list[str]) -> list[int]:
    bits = truth_table(rule, names)
    return [bits >> row & 1 for row in range(1 << len(names))]


def _rates(
    pathway: Pathway, name: str, scaling: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    if name not in pathway.nodes:
        return 0.0, 0.0
    rate = pathway.paces[pathway.nodes[name].pace].rate
    up, down = scaling.get(name, (1.0, 1.0))
    return rate * up, rate * down


def _joined(lists: Sequence[Sequence[int]]) -> tuple[Places, Places]:
    """Lists one after another, and where each begins and the last one ends."""
    begins = np.cumsum([0, *(len(items) for items in lists)])
    return np.array(list(itertools.chain.from_iterable(lists)), np.int64), begins.astype(np.int64)
