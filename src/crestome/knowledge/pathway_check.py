"""Faults of an executable pathway that its schema cannot see: names, signs, targets, conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from crestome.knowledge.logic_text import RuleTextError
from crestome.knowledge.pathway import Node, Pathway
from crestome.knowledge.predicate import leaves_of
from crestome.knowledge.schema import Condition, Leaf
from crestome.model.logic import literals_of

MOST_CONTEXTS: Final = 6
"""Settings of the contexts share one machine word: two to this power are 64."""

MOST_REGULATORS: Final = 16
"""Names in one rule: exports and cells by chance hold its table of two to this power rows."""


def find_pathway_faults(pathway: Pathway) -> tuple[str, ...]:
    """Every fault of a pathway, each with its key, what is wrong and what to do."""
    faults = [f"nodes.{name}.{fault}" for name, fault in _nodes(pathway)]
    faults += _inputs(pathway)
    faults += _names(pathway)
    if len(pathway.contexts) > MOST_CONTEXTS:
        faults.append(f"contexts: {len(pathway.contexts)}; at most {MOST_CONTEXTS} can be averaged")
    return tuple(faults)


def find_drug_faults(pathway: Pathway, drugs: Mapping[str, object]) -> Iterator[str]:
    """Drugs of a pathway that are not among the curated ones."""
    for name, treatment in pathway.treatments.items():
        for drug in treatment.drugs:
            if drug not in drugs:
                near = _near(drug, set(drugs))
                yield f"treatments.{name}.drugs: {drug} is no curated drug{near}; or use names"


def find_condition_faults(
    pathway: Pathway, check: Callable[[Leaf], Iterator[str]]
) -> Iterator[str]:
    """Conditions on calls that cannot hold.

    Args:
        pathway: The pathway.
        check: What is wrong with a condition on a call.
    """
    for place, condition in _conditions(pathway):
        for leaf in leaves_of(condition):
            yield from (f"{place}: {fault}" for fault in check(leaf))


def _conditions(pathway: Pathway) -> Iterator[tuple[str, Condition]]:
    for name, alteration in pathway.alterations.items():
        for key in ("present", "open", "absent", "conflict"):
            condition = getattr(alteration, key)
            if condition is not None:
                yield f"alterations.{name}.{key}", condition
    for start in pathway.starts:
        yield f"starts.{start.title}.present", start.present
        if start.open is not None:
            yield f"starts.{start.title}.open", start.open
    for level in pathway.levels:
        yield f"levels.{level.title}.present", level.present
    for entry in pathway.unmodelled:
        yield f"unmodelled.{entry.title}.present", entry.present


def _nodes(pathway: Pathway) -> Iterator[tuple[str, str]]:
    known = {*pathway.nodes, *pathway.inputs}
    places: dict[tuple[int, int], str] = {}
    for name, node in pathway.nodes.items():
        if name in pathway.inputs:
            yield name, "rule: is an input too; an input has no rule, rename one of them"
        if node.zone not in pathway.zones:
            yield (
                name,
                f"zone: {node.zone} is not among the zones{_near(node.zone, set(pathway.zones))}",
            )
        if (other := places.setdefault(node.place, name)) != name:
            yield name, f"place: {other} stands there already; move one of them"
        for fault in _rule(node, known):
            yield name, fault


def _rule(node: Node, known: set[str]) -> Iterator[str]:
    try:
        literals = list(literals_of(node.expression))
    except RuleTextError as error:
        yield f"rule: {error}; correct the rule"
        return
    signs: dict[str, set[bool]] = {}
    for name, positive in literals:
        signs.setdefault(name, set()).add(positive)
    if len(signs) > MOST_REGULATORS:
        yield f"rule: {len(signs)} names; at most {MOST_REGULATORS}, split the node"
    for name, found in signs.items():
        if name not in known:
            yield f"rule: {name} is neither a node nor an input{_near(name, known)}"
        yield from _edge(node, name, found)
    for name in node.edges:
        if name not in signs:
            yield f"edges: {name} does not stand in the rule; remove the edge"


def _edge(node: Node, name: str, found: set[bool]) -> Iterator[str]:
    if len(found) > 1:
        yield f"rule: {name} raises and lowers it; an edge has one sign, split the node"
    elif name not in node.edges:
        yield f"edges: {name} stands in the rule and has no edge; add one with its source"
    elif (node.edges[name].sign == "+") not in found:
        yield f"edges.{name}.sign: {node.edges[name].sign}; the rule says the opposite"


def _inputs(pathway: Pathway) -> Iterator[str]:
    """Inputs that move nothing, and alterations that share one."""
    edges = {edge for node in pathway.nodes.values() for edge in node.edges}
    used = edges - set(pathway.nodes)
    switched = [(f"alterations.{key}.input", x.input) for key, x in pathway.alterations.items()]
    switched += [(f"contexts.{key}", key) for key in pathway.contexts]
    yield from (f"{place}: {name} is in no rule" for place, name in switched if name not in used)
    for name, treatment in pathway.treatments.items():
        for target in sorted(set(treatment.inputs) - used):
            yield f"treatments.{name}.inputs: {target} is in no rule: a drug without a target"
        for tool in sorted(set(treatment.tools) - set(treatment.drugs)):
            yield f"treatments.{name}.tools: {tool} is none of its drugs"
    for name, count in Counter(x.input for x in pathway.alterations.values()).items():
        if count > 1:
            yield f"alterations: {count} of them switch {name}; one alteration switches one input"


def _names(pathway: Pathway) -> Iterator[str]:
    """Names of nodes, read-outs and alterations that are not there."""
    known = pathway.alterations
    for name, node in pathway.readouts.items():
        yield from _absent(f"readouts.{name}", node, "node", pathway.nodes)
    yield from _scores(pathway)
    for pair in pathway.alleles:
        yield from (x for y in pair for x in _absent("alleles", y, "alteration", known))
    for pair in pathway.contradictions:
        for name in pair:
            yield from _absent("contradictions", name, "alteration", known)
    yield from _expression(pathway)
    yield from _figures(pathway)
    yield from _double_names(pathway)


def _scores(pathway: Pathway) -> Iterator[str]:
    """Faults of the two scores."""
    for direction in ("up", "down"):
        if direction not in pathway.score:
            yield f"score.{direction}: missing; name the read-out that a treatment should move"
    for score, stated in (("score", pathway.score), ("lasting", pathway.lasting)):
        for direction, name in stated.items():
            yield from _absent(f"{score}.{direction}", name, "read-out", pathway.readouts)
    if len(pathway.lasting) == 1:
        yield "lasting: half of a score; state up and down, or neither"


def _figures(pathway: Pathway) -> Iterator[str]:
    """Nodes of a part of the figure that are not there, or stand where another does."""
    for title, places in pathway.figures.items():
        stand: dict[tuple[int, int], str] = {}
        for name, place in places.items():
            yield from _absent(f"figures.{title}", name, "node", pathway.nodes)
            if (other := stand.setdefault(place, name)) != name:
                yield f"figures.{title}.{name}: {other} stands there already; move one of them"


def _expression(pathway: Pathway) -> Iterator[str]:
    """Faults of what expression says of the beginning and of the rates."""
    for start in pathway.starts:
        for name in start.nodes:
            yield from _absent(f"starts.{start.title}.nodes", name, "node", pathway.nodes)
    for level in pathway.levels:
        yield from _absent(f"levels.{level.title}.node", level.node, "node", pathway.nodes)
    if pathway.levels and pathway.span is None:
        yield "span: missing; levels of expression need the factor by which they move a rate"


def _double_names(pathway: Pathway) -> Iterator[str]:
    called: dict[str, set[str]] = {}
    for key, alteration in pathway.alterations.items():
        for word in (key, *alteration.also):
            called.setdefault(word.casefold(), set()).add(key)
    for key, treatment in pathway.treatments.items():
        for word in (*treatment.drugs, *treatment.names):
            called.setdefault(word.casefold(), set()).add(key)
    for word, owners in called.items():
        if len(owners) > 1:
            yield f"{word} names {' and '.join(sorted(owners))}; a name names one thing"


def _absent(place: str, name: str, kind: str, names: Mapping[str, object]) -> Iterator[str]:
    if name not in names:
        yield f"{place}: {name} is no {kind}{_near(name, set(names))}"


def _near(name: str, names: set[str]) -> str:
    close = get_close_matches(name, sorted(names), n=1)
    return f"; did you mean {close[0]}?" if close else ""
