from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crestome.call import MECHANISMS
from crestome.errors import KnowledgeError, UsageError
from crestome.knowledge.load import load_knowledge, shipped_root
from crestome.pipeline.knowledge import (
    check_knowledge,
    export_knowledge,
    format_knowledge,
    mechanism_facts,
    rules_of,
    show_entry,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(shipped_root(), copy)
    return copy


def test_every_mechanism_has_rules_in_its_shape() -> None:
    rules = rules_of(load_knowledge())
    for mechanism in MECHANISMS:
        assert isinstance(rules[mechanism.name], mechanism.rules)


def test_the_faults_of_all_rules_are_reported_at_once(folder: Path) -> None:
    for name in ("alk", "tert"):
        (folder / "rules" / f"{name}.yaml").write_text("nothing: 1\n", "utf-8")
    with pytest.raises(KnowledgeError) as error:
        rules_of(load_knowledge(folder))
    assert {Path(fault.split(":")[0]).stem for fault in error.value.faults} == {"alk", "tert"}


def test_details_that_come_with_the_drugs_may_be_named_in_conditions() -> None:
    facts = {item.name: item for item in mechanism_facts(rules_of(load_knowledge()))}
    assert "lorlatinib" in facts["alk"].details


def test_formatted_data_pass_the_check_and_stay_as_they_are(folder: Path) -> None:
    format_knowledge(folder)
    assert "no fault" in check_knowledge(folder)
    assert format_knowledge(folder) == ()


def test_the_check_names_layout_and_a_stale_bundle(folder: Path) -> None:
    format_knowledge(folder)
    path = folder / "assays.yaml"
    path.write_text(path.read_text("utf-8") + "# a last line\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"knowledge.json: missing or older"):
        check_knowledge(folder)
    path.write_text("\n" + path.read_text("utf-8"), "utf-8")
    with pytest.raises(KnowledgeError, match=r"assays.yaml: not in canonical form"):
        check_knowledge(folder)


def test_the_export_is_one_document_of_everything() -> None:
    document = json.loads(export_knowledge(None))
    assert {"version", "references", "assays", "drugs", "rules"} < set(document)
    assert {"risk", "risk_facts", "prognosis"} < set(document)
    assert document["drugs"]["lorlatinib"]["claims"][0]["id"] == "T2-03a"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("Lorbrena", "id: lorlatinib"),
        ("idasanutrin", "id: idasanutlin"),
        ("alk", "# ALK"),
        ("berko-2023", '{\n "berko-2023"'),
        ("c_circle", '{\n "c_circle"'),
    ],
)
def test_an_entry_is_shown_as_it_is_stored(name: str, begins: str) -> None:
    assert show_entry(name, None).startswith(begins)


def test_a_name_that_is_only_alike_is_not_taken_for_a_drug() -> None:
    with pytest.raises(UsageError, match="loratadine: no curated entry"):
        show_entry("loratadine", None)
