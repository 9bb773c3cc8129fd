"""The model as other programs read it: .bnet, and MaBoSS .bnd with .cfg.

Both are written from the curated file and hold the same rules; a tumour and a treatment become
values at the start. What differs between the cells of a tumour starts on in half of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from crestome.knowledge.logic_text import write_rule
from crestome.knowledge.pathway import Pathway

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
    """The network for MaBoSS: a node follows its rule at the rate of its pace."""
    inputs = [f"node {name} {{ rate_up = 0; rate_down = 0; }}" for name in pathway.inputs]
    nodes = [
        f"node {name} {{ logic = {write_rule(node.expression)}; "
        f"rate_up = @logic ? ${node.pace} : 0; rate_down = @logic ? 0 : ${node.pace}; }}"
        for name, node in pathway.nodes.items()
    ]
    return "\n".join([*inputs, *nodes]) + "\n"


def render_maboss_configuration(
    pathway: Pathway, on: Collection[str], strengths: dict[str, float] | None = None
) -> str:
    """The configuration for MaBoSS: rates, the start, and which nodes are reported.

    Args:
        pathway: The model.
        on: Inputs that are on in all cells.
        strengths: Share of cells in which an input is on, for others.
    """
    lines = [f"${pace} = {content.rate:g};" for pace, content in pathway.paces.items()]
    lines += _starts(pathway, on, strengths or {})
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


def _starts(pathway: Pathway, on: Collection[str], strengths: dict[str, float]) -> Iterator[str]:
    half = dict.fromkeys(pathway.contexts, 0.5) | strengths
    for name in pathway.inputs:
        share = half.get(name)
        if name in on or share is None:
            yield f"{name}.istate = {1 if name in on else 0};"
        else:
            yield f"[{name}].istate = {1.0 - share:g} [0], {share:g} [1];"
    for name, node in pathway.nodes.items():
        yield f"{name}.istate = {1 if node.start else 0};"
