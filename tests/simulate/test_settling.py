from __future__ import annotations

from dataclasses import replace

import pytest
from knowledge.pathways import P, document

from crestome.errors import KnowledgeError
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway import Pathway
from crestome.simulate.compiled_pathway import compile_pathway
from crestome.simulate.settling import find_circles, load_settling_pathway

MINUS = {"sign": "-", **P}


def changed(**rules: tuple[str, dict[str, object]]) -> dict[str, object]:
    """The small pathway with other rules, and edges added for them."""
    content = document()
    nodes = content["nodes"]
    assert isinstance(nodes, dict)
    for name, (rule, edges) in rules.items():
        nodes[name]["rule"] = rule
        nodes[name]["edges"] |= edges
    return content


def circles(content: dict[str, object]) -> tuple[str, ...]:
    pathway = Pathway.from_document(content)
    return find_circles(pathway, compile_pathway(pathway))


def test_the_shipped_pathway_settles_in_every_condition_that_is_tried() -> None:
    pathway, _ = load_settling_pathway(load_knowledge())
    assert pathway.id == "neuroblastoma"


def test_a_rule_that_lowers_itself_is_named() -> None:
    (fault,) = circles(changed(Rest=("!Kinase & !Rest", {"Rest": MINUS})))
    assert fault.startswith("nodes.Rest.rule: never settles, found without alteration")


def test_a_ring_is_named_whole_with_what_reveals_it_and_without_what_it_drives() -> None:
    ring = changed(Receptor=("(C_Food | A_on) & !Kinase", {"Kinase": MINUS}))
    (fault,) = circles(ring)
    assert fault.startswith(
        "nodes.Receptor.rule: never settles in a ring with it (Receptor, Kinase)"
    )
    assert "Rest" not in fault


def test_a_ring_that_only_an_alteration_closes_is_found() -> None:
    (fault,) = circles(changed(Rest=("!Kinase & !(Rest & A_on)", {"Rest": MINUS, "A_on": MINUS})))
    assert "found with R:mut" in fault


def test_a_pathway_that_never_settles_is_refused_with_its_file() -> None:
    content = changed(Rest=("!Kinase & !Rest", {"Rest": MINUS}))
    content["treatments"] = {"STOP": {"title": "Inhibitor", "inputs": ["D_stop"]}}
    knowledge = replace(load_knowledge(), pathway_documents={"small": content})
    with pytest.raises(KnowledgeError, match=r"small\.yaml: nodes\.Rest\.rule: never settles"):
        load_settling_pathway(knowledge, "small")
