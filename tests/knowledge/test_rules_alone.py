"""One file of rules is read as it is among all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import KnowledgeError
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.rules_alone import data_version, load_rules
from crestome.measure.telomere_content_rules import TelomereContentRules

NAME = "telomere_content"


def test_rules_alone_are_those_of_the_whole() -> None:
    knowledge = load_knowledge()
    assert load_rules(NAME, TelomereContentRules) == knowledge.rules(NAME, TelomereContentRules)
    assert data_version() == knowledge.version
    assert data_version(knowledge.root) == knowledge.version


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder"):
        load_rules(NAME, TelomereContentRules, tmp_path / "none")


def test_rules_that_are_not_yaml_are_refused(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / f"{NAME}.yaml").write_text("flank: [", "utf-8")
    with pytest.raises(KnowledgeError, match=r"telomere_content\.yaml: not YAML"):
        load_rules(NAME, TelomereContentRules, tmp_path)


def test_a_folder_without_these_rules_leaves_the_shipped_ones(tmp_path: Path) -> None:
    shipped = load_rules(NAME, TelomereContentRules)
    assert load_rules(NAME, TelomereContentRules, tmp_path) == shipped
    assert data_version(tmp_path) == f"{data_version()}+overlay"
