"""Whether the rules of a pathway come to rest, and which of them circle where they do not.

Rules that raise and lower one another in a ring can change for ever: then no share of cells can be
stated. A pathway is tried without alterations, with each, under each treatment, with pairs of them
and with random mixtures, before anything is answered from it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from crestome.errors import KnowledgeError
from crestome.knowledge.load import Knowledge
from crestome.knowledge.pathway import Pathway
from crestome.knowledge.pathway_load import NEUROBLASTOMA, load_pathway
from crestome.numerics.boolean_network import NONE
from crestome.simulate.compiled_pathway import (
    CompiledPathway,
    Condition,
    Settled,
    compile_pathway,
)

_MIXTURES_ROWS: Final = 2048
_SEED: Final = 8
_SHARE_ON: Final = 0.25
"""Of the inputs of a random mixture."""


def load_settling_pathway(
    knowledge: Knowledge, name: str = NEUROBLASTOMA
) -> tuple[Pathway, CompiledPathway]:
    """Read one pathway, check it, and try whether its rules come to rest.

    Raises:
        KnowledgeError: With every fault of the file, and every ring of rules that circles.
    """
    pathway = load_pathway(knowledge, name)
    compiled = compile_pathway(pathway)
    path = knowledge.path(f"pathways/{name}.yaml")
    faults = [f"{path}: {fault}" for fault in find_circles(pathway, compiled)]
    if faults:
        raise KnowledgeError(*faults)
    return pathway, compiled


def find_circles(pathway: Pathway, compiled: CompiledPathway) -> tuple[str, ...]:
    """Every ring of rules that is found to circle, each with a condition in which it does."""
    conditions = list(_conditions(pathway))
    settled = compiled.settle(conditions)
    found: dict[tuple[str, ...], str] = {}
    for column in np.flatnonzero(settled.open != NONE).tolist():
        words = _in_words(pathway, conditions[column])
        one = Settled(settled.words[:, [column]], settled.open[[column]], settled.rows)
        for ring in _rings(pathway, compiled, one):
            # A larger ring through the same rules, in a fuller mixture, is the same fault.
            if not any(set(ring) & set(other) for other in found):
                found[ring] = words
    return tuple(_fault(ring, words) for ring, words in found.items())


def _conditions(pathway: Pathway) -> Iterator[Condition]:
    """Conditions to try; each once, the simple ones first."""
    sets: list[tuple[str, ...]] = [(item.input,) for item in pathway.alterations.values()]
    sets += [item.inputs for item in pathway.treatments.values()]
    yield Condition()
    yield from (Condition(frozenset(one)) for one in sets)
    for one, other in itertools.combinations(sets, 2):
        yield Condition(frozenset(one).union(other))
    draw = np.random.default_rng(_SEED)
    switched = [name for name in pathway.inputs if name not in pathway.contexts]
    for row in draw.random((_MIXTURES_ROWS, len(switched))) < _SHARE_ON:
        yield Condition(frozenset(itertools.compress(switched, row.tolist())))


def _rings(
    pathway: Pathway, compiled: CompiledPathway, settled: Settled
) -> tuple[tuple[str, ...], ...]:
    """Nodes that go on changing and act on one another, ring by ring, in the order of the file."""
    changing = set(compiled.circling(settled))
    acts = {name: [x for x in pathway.nodes[name].edges if x in changing] for name in changing}
    reach = {name: _reached(acts, name) for name in changing}
    circling = {name for name in changing if name in reach[name]}
    rings = (
        tuple(x for x in pathway.nodes if x in reach[name] and name in reach[x])
        for name in pathway.nodes
        if name in circling
    )
    # What is driven by another ring circles with it, and is no cause.
    return tuple(
        ring for ring in dict.fromkeys(rings) if circling.intersection(reach[ring[0]]) <= set(ring)
    )


def _reached(acts: Mapping[str, Sequence[str]], name: str) -> set[str]:
    """Everything that acts on a node, over any number of others."""
    reached: set[str] = set()
    waiting = list(acts[name])
    while waiting:
        one = waiting.pop()
        if one in acts and one not in reached:
            reached.add(one)
            waiting += acts[one]
    return reached


def _fault(ring: Sequence[str], words: str) -> str:
    rules = ", ".join(ring)
    what = "rule: never settles" if len(ring) == 1 else "rule: never settles in a ring with it"
    others = f" ({rules})" if len(ring) > 1 else ""
    return (
        f"nodes.{ring[0]}.{what}{others}, found {words}; change the rule so that nothing lowers "
        "itself by the way of the others"
    )


def _in_words(pathway: Pathway, condition: Condition) -> str:
    on = [key for key, item in pathway.alterations.items() if item.input in condition.inputs]
    on += [
        key for key, item in pathway.treatments.items() if condition.inputs.issuperset(item.inputs)
    ]
    return f"with {', '.join(on)}" if on else "without alteration and treatment"
