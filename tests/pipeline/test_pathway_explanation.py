from __future__ import annotations

from knowledge.pathways import small, with_node

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.pipeline.pathway_explanation import (
    explain_node,
    explain_pathway,
    pathway_topics,
)


def test_the_model_and_every_node_can_be_asked_for_by_name_and_title() -> None:
    topics = dict(pathway_topics(small()))
    assert {"pathway", "pathway model", "pathway.Kinase", "pathway.Rest"} <= set(topics)
    assert topics["pathway"].kind == "pathway"


def test_the_model_says_what_it_assumes_and_what_it_leaves_out() -> None:
    lines = explain_pathway(load_pathway(load_knowledge())).lines
    assert any("of them assumptions [P]" in line for line in lines)
    assert "Edges left out:" in lines
    assert "  17q gained: prognostic; no single gene explains it" in lines
    assert "  mesenchymal by expression, otherwise adrenergic" in lines


def test_a_node_says_its_rule_and_what_each_edge_rests_on() -> None:
    node = with_node("Kinase", note="For people.").nodes["Kinase"]
    explained = explain_node("Kinase", node)
    assert explained.lines == (
        "Kinase; follows its rule fast",
        "On when: Receptor & !D_stop",
        "For people.",
        "  raised by Receptor [P; crestome-conventions]",
        "  lowered by D_stop [P; crestome-conventions]",
    )
    assert explained.sources == ("crestome-conventions",)
