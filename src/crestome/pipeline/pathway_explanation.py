"""``explain pathway``: the executable model, and one node of it, in lines with sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from crestome.knowledge.pathway import Context, Node, Pathway
from crestome.pipeline.explanation import Explanation

PREFIX: Final = "pathway"
"""What a topic of the model begins with: ``pathway``, ``pathway model``, ``pathway.RAF``."""


def pathway_topics(pathway: Pathway) -> Iterator[tuple[str, Explanation]]:
    """The model and every node of it, by the names that can be asked for."""
    whole = explain_pathway(pathway)
    yield PREFIX, whole
    yield f"{PREFIX} model", whole
    for name, node in pathway.nodes.items():
        explanation = explain_node(name, node)
        yield f"{PREFIX}.{name}", explanation
        yield f"{PREFIX}.{node.title}", explanation


def explain_pathway(pathway: Pathway) -> Explanation:
    """What the model holds, what it assumes, and what it leaves out."""
    edges = [edge for node in pathway.nodes.values() for edge in node.edges.values()]
    assumed = sum(edge.mark.value == "P" for edge in edges)
    lines = [
        pathway.status,
        f"{len(pathway.nodes)} nodes, {len(edges)} edges, {assumed} of them assumptions [P]",
        f"One node: crestome explain {PREFIX}.NODE",
        f"Nodes: {', '.join(pathway.nodes)}",
        "Differs between the cells of a tumour, in half of them each:",
        *(_context_line(item) for item in pathway.contexts.values()),
        "Alterations that it knows:",
        *(f"  {item.title} [{item.mark.value}]" for item in pathway.alterations.values()),
        "Treatments that it tells apart:",
        *(
            f"  {item.title}: {', '.join((*item.drugs, *item.names))} [{item.mark.value}"
            + (f"; {item.note}]" if item.note else "]")
            for item in pathway.treatments.values()
        ),
        "Expression: how a tumour begins, and rates where cells are drawn by chance:",
        *(f"  {item.title}, otherwise {item.otherwise}" for item in pathway.starts),
        *(
            f"  {item.title}: {item.node} at level {item.level:g} [{item.mark.value}]"
            for item in pathway.levels
        ),
        "Prognostic, not modelled:",
        *(f"  {item.title}: {item.why}" for item in pathway.unmodelled),
        "Never read:",
        *(f"  {text}" for text in pathway.blind),
        "Edges left out:",
        *(f"  {item.source} {item.sign} {item.target}: {item.why}" for item in pathway.omitted),
    ]
    return Explanation(
        kind="pathway", name=pathway.title, lines=tuple(lines), sources=_once([pathway.sources])
    )


def explain_node(name: str, node: Node) -> Explanation:
    """When a node is on, and what each name in its rule rests on."""
    lines = [f"{node.title}; follows its rule {node.pace}", f"On when: {node.rule}"]
    lines += [node.note] if node.note else []
    for source, edge in node.edges.items():
        word = "raised" if edge.sign == "+" else "lowered"
        note = f": {edge.note}" if edge.note else ""
        lines.append(f"  {word} by {source} [{edge.mark.value}; {', '.join(edge.sources)}]{note}")
    return Explanation(
        kind="node",
        name=f"{PREFIX}.{name}",
        lines=tuple(lines),
        sources=_once(edge.sources for edge in node.edges.values()),
    )


def _context_line(context: Context) -> str:
    return f"  {context.title}: {context.meaning} [{context.mark.value}]"


def _once(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for keys in lists for key in keys))
