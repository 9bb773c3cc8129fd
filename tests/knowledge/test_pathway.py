from __future__ import annotations

import pytest
from knowledge.pathways import document, small, with_node
from pydantic import ValidationError

from crestome.knowledge.logic_text import RuleTextError
from crestome.knowledge.pathway import Pathway


def test_inputs_are_listed_once_contexts_first() -> None:
    assert small().inputs == ("C_Food", "A_on", "D_stop")


def test_a_rule_is_read_when_it_is_asked_for() -> None:
    node = with_node("Kinase", rule="Receptor &").nodes["Kinase"]
    with pytest.raises(RuleTextError, match="found the end"):
        _ = node.expression


def test_an_edge_without_a_source_is_refused() -> None:
    content = document()
    nodes = content["nodes"]
    assert isinstance(nodes, dict)
    nodes["Rest"]["edges"]["Kinase"]["sources"] = []
    with pytest.raises(ValidationError, match=r"nodes\.Rest\.edges\.Kinase\.sources"):
        Pathway.from_document(content)
