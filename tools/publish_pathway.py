"""Write the reference page of the executable pathway from its curated file.

Every rule, edge, input and treatment stands there with its mark and sources; nothing of it is
written by hand, so that a changed rule changes the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.pathway import Edge, Pathway
from crestome.knowledge.pathway_load import load_pathway

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "pathway_model.md"


def render_page(knowledge: Knowledge) -> str:
    """The page."""
    pathway = load_pathway(knowledge)
    return "\n".join([*_lines(pathway, knowledge), ""])


def _lines(pathway: Pathway, knowledge: Knowledge) -> Iterator[str]:
    yield "# The rules of the pathway model"
    yield ""
    yield f"{pathway.status} How it runs: [the pathway model](../explanation/pathway_model.md)."
    yield ""
    yield "Marks: `S` the review says it, `L` other literature, `L✓` its text was read, `P` an"
    yield "assumption of this project. `!` is not, `&` and, `|` or."
    yield ""
    yield "## Nodes"
    for name, node in pathway.nodes.items():
        yield ""
        yield f"### {name}"
        yield ""
        yield f"{node.title}, {pathway.zones[node.zone].title}; follows its rule {node.pace}."
        yield ""
        yield f"`{node.rule.strip()}`"
        yield ""
        yield from _table(
            ("regulator", "effect", "mark", "sources", "note"), _edges(node.edges, knowledge)
        )
    yield from _inputs(pathway, knowledge)
    yield from _outside(pathway, knowledge)


def _edges(edges: Mapping[str, Edge], knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    for source, edge in edges.items():
        effect = "raises" if edge.sign == "+" else "lowers"
        cited = _cited(edge.sources, knowledge)
        yield f"`{source}`", effect, edge.mark.value, cited, edge.note


def _inputs(pathway: Pathway, knowledge: Knowledge) -> Iterator[str]:
    yield from ("", "## Differs between the cells of a tumour", "")
    yield from _table(
        ("input", "meaning", "mark", "sources"),
        (
            (f"`{name}`", item.meaning, item.mark.value, _cited(item.sources, knowledge))
            for name, item in pathway.contexts.items()
        ),
    )
    yield from ("", "## Alterations", "")
    yield from _table(
        ("alteration", "names in experiments", "input", "mark", "sources"),
        (
            (
                item.title,
                ", ".join((name, *item.also)),
                f"`{item.input}`",
                item.mark.value,
                _cited(item.sources, knowledge),
            )
            for name, item in pathway.alterations.items()
        ),
    )
    yield from ("", "## Treatments", "")
    yield from _table(
        ("class", "drugs", "inputs", "mark", "sources", "note"),
        (
            (
                item.title,
                ", ".join((*item.drugs, *item.names)),
                ", ".join(f"`{name}`" for name in item.inputs),
                item.mark.value,
                _cited(item.sources, knowledge),
                item.note if item.clinic else f"{item.note}; shown apart".removeprefix("; "),
            )
            for item in pathway.treatments.values()
        ),
    )
    yield from ("", "## Expression", "")
    yield from _table(
        ("finding", "what it does", "mark", "sources"),
        [
            *(
                (
                    item.title,
                    ", ".join(
                        f"`{name}` begins {'on' if on else 'off'}"
                        for name, on in item.nodes.items()
                    ),
                    item.mark.value,
                    _cited(item.sources, knowledge),
                )
                for item in pathway.starts
            ),
            *(
                (
                    item.title,
                    f"rates of `{item.node}` at level {item.level:g}",
                    item.mark.value,
                    _cited(item.sources, knowledge),
                )
                for item in pathway.levels
            ),
        ],
    )


def _outside(pathway: Pathway, knowledge: Knowledge) -> Iterator[str]:
    yield from ("", "## Prognostic, not modelled", "")
    yield from _table(
        ("finding", "why", "sources"),
        ((item.title, item.why, _cited(item.sources, knowledge)) for item in pathway.unmodelled),
    )
    yield from ("", "## Never read", "")
    yield from (f"- {text}" for text in pathway.blind)
    yield from ("", "## Edges left out", "")
    yield from _table(
        ("edge", "why", "sources"),
        (
            (
                f"{item.source} {'raises' if item.sign == '+' else 'lowers'} {item.target}",
                item.why,
                _cited(item.sources, knowledge),
            )
            for item in pathway.omitted
        ),
    )


def _table(
    head: Sequence[str], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]
) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()) for cell in row)} |"


def _cited(keys: Sequence[str], knowledge: Knowledge) -> str:
    links = ((key, knowledge.references[key].link) for key in keys)
    return ", ".join(f"[{key}]({link})" if link else key for key, link in links)


def main() -> None:
    """Write the page."""
    PAGE.write_text(render_page(load_knowledge()), "utf-8")


if __name__ == "__main__":
    main()
