"""The model as other programs read it: .bnet, and MaBoSS .bnd with .cfg.

Both are written from the curated file and hold the same rules; a tumour and a treatment become
values at the start. What differs between the cells of a tumour starts on in half of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from crestome.knowledge.logic_text import write_rule
from crestome.knowledge.pathway import Pathway
from crestome.model.simulation import ModelRate
from crestome.simulate.personalise import scaling_of


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a tumour under a treatment, as an export states them.

    Attributes:
        on: Inputs that are on in all of them.
        given: Share of them in which each other input is on.
        begins: Nodes that begin otherwise than the model says.
        rates: Rates that expression moves.
    """

    on: Collection[str] = ()
    given: Mapping[str, float] = field(default_factory=dict)
    begins: Mapping[str, bool] = field(default_factory=dict)
    rates: Sequence[ModelRate] = ()


_TRAJECTORIES: Final = 5000
_TIME: Final = 1000
"""Long against the slowest rate, so that cells have settled."""


def render_bnet(pathway: Pathway) -> str:
    """Every rule, and every input as a rule of itself, in .bnet."""
    lines = ["targets, factors"]
    lines += [f"{name}, {name}" for name in pathway.inputs]
    lines += [f"{name}, {write_rule(node.expression)}" for name, node in pathway.nodes.items()]
    return "\n".join(lines) + "\n"


def render_maboss_network(pathway: Pathway) -> str:
    """The network for MaBoSS: a node follows its rule at rates that the configuration states."""
    inputs = [f"node {name} {{ rate_up = 0; rate_down = 0; }}" for name in pathway.inputs]
    nodes = [
        f"node {name} {{ logic = {write_rule(node.expression)}; "
        f"rate_up = @logic ? $up_{name} : 0; rate_down = @logic ? 0 : $down_{name}; }}"
        for name, node in pathway.nodes.items()
    ]
    return "\n".join([*inputs, *nodes]) + "\n"


def render_maboss_configuration(pathway: Pathway, cells: Cells) -> str:
    """The configuration for MaBoSS: rates, the start, and which nodes are reported."""
    lines = [*_rates(pathway, cells), *_starts(pathway, cells)]
    reported = set(pathway.readouts.values())
    names = (*pathway.inputs, *pathway.nodes)
    lines += [f"{name}.is_internal = {0 if name in reported else 1};" for name in names]
    lines += [
        f"max_time = {_TIME};",
        f"time_tick = {_TIME // 10};",
        f"sample_count = {_TRAJECTORIES};",
        "discrete_time = 0;",
        "use_physrandgen = 0;",
        "seed_pseudorandom = 1;",
        "statdist_traj_count = 0;",
        "thread_count = 1;",
    ]
    return "\n".join(lines) + "\n"


def _rates(pathway: Pathway, cells: Cells) -> Iterator[str]:
    scaling = scaling_of(cells.rates)
    for name, node in pathway.nodes.items():
        rate = pathway.paces[node.pace].rate
        up, down = scaling.get(name, (1.0, 1.0))
        yield f"$up_{name} = {rate * up:g};"
        yield f"$down_{name} = {rate * down:g};"


def _starts(pathway: Pathway, cells: Cells) -> Iterator[str]:
    half = dict.fromkeys(pathway.contexts, 0.5) | dict(cells.given)
    for name in pathway.inputs:
        share = half.get(name)
        if name in cells.on or share is None:
            yield f"{name}.istate = {1 if name in cells.on else 0};"
        else:
            yield f"[{name}].istate = {1.0 - share:g} [0], {share:g} [1];"
    for name, node in pathway.nodes.items():
        yield f"{name}.istate = {1 if cells.begins.get(name, node.start) else 0};"
