from __future__ import annotations

from dataclasses import replace

import pytest
from knowledge.pathways import document

from crestome.errors import KnowledgeError
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway


def test_the_shipped_pathway_can_be_run() -> None:
    assert "ALK" in load_pathway(load_knowledge()).nodes


def test_a_pathway_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(KnowledgeError, match=r"glioma\.yaml: missing; .* are: neuroblastoma"):
        load_pathway(load_knowledge(), "glioma")


def test_a_wrong_rule_is_refused_with_the_file() -> None:
    content = document()
    nodes = content["nodes"]
    assert isinstance(nodes, dict)
    nodes["Rest"]["rule"] = "!Kinase & Oops"
    knowledge = replace(load_knowledge(), pathway_documents={"small": content})
    with pytest.raises(KnowledgeError, match=r"small\.yaml: nodes\.Rest\.rule: Oops is neither"):
        load_pathway(knowledge, "small")


def test_every_fault_of_a_file_is_reported_at_once() -> None:
    content = document()
    content |= {"id": "other", "score": {}}
    content["treatments"] = {"X": {"title": "x", "inputs": ["D_stop"], "drugs": ["crizotnib"]}}
    knowledge = replace(load_knowledge(), pathway_documents={"small": content})
    with pytest.raises(KnowledgeError) as refusal:
        load_pathway(knowledge, "small")
    assert [fault.split("small.yaml: ")[1].split(":")[0] for fault in refusal.value.faults] == [
        "score.up",
        "score.down",
        "id",
        "treatments.X.drugs",
    ]
