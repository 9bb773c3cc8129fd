from __future__ import annotations

import json
from pathlib import Path

import pytest

from crestome.call.alk import MECHANISM
from crestome.call.alk_clones import AlkRules
from crestome.errors import KnowledgeError
from crestome.knowledge.bundle import write_bundle
from crestome.knowledge.load import (
    BUNDLE,
    Knowledge,
    checksum,
    load_knowledge,
    read_sources,
    shipped_root,
)
from crestome.model.genome import Assembly


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder"):
        load_knowledge(tmp_path / "nowhere")


def test_every_file_that_is_not_yaml_is_named(folder: Path) -> None:
    for name in ("drugs/crizotinib.yaml", "assays.yaml"):
        (folder / name).write_text("a: [", "utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_knowledge(folder)
    assert [fault.split(":")[0].endswith(".yaml") for fault in error.value.faults] == [True, True]


def test_a_list_where_keys_are_expected_is_named(folder: Path) -> None:
    (folder / "assays.yaml").write_text("- a\n", "utf-8")
    (folder / "rules" / "mycn.yaml").write_text("- a\n", "utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_knowledge(folder)
    assert all("expected keys with values, found list" in fault for fault in error.value.faults)
    assert len(error.value.faults) == 2


def test_a_folder_without_version_is_laid_over_the_shipped_one(folder: Path) -> None:
    (folder / "VERSION").unlink()
    laid = load_knowledge(folder)
    assert laid.drugs == load_knowledge().drugs
    assert "+overlay." in laid.version


def test_a_mechanism_without_rules_is_refused(folder: Path) -> None:
    (folder / "rules" / "alk.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"alk.yaml: missing"):
        load_knowledge(folder).rules("alk", MECHANISM.rules)


def test_responses_by_allele_come_out_of_the_files_of_the_drugs(knowledge: Knowledge) -> None:
    rules = knowledge.rules("alk", MECHANISM.rules)
    assert isinstance(rules, AlkRules)
    drugs = [entry.drug for entry in rules.allele_responses]
    assert {"ceritinib", "crizotinib", "lorlatinib"} <= set(drugs)
    assert drugs == sorted(drugs)


def test_the_bundle_is_taken_while_it_fits_and_yaml_when_it_does_not(folder: Path) -> None:
    path = write_bundle(folder)
    stored = json.loads(path.read_text("utf-8"))
    assert stored["checksum"] == checksum(folder)
    stored["files"]["assays.yaml"] = {}
    path.write_text(json.dumps(stored), "utf-8")
    assert load_knowledge(folder).assays == {}
    assays = folder / "assays.yaml"
    assays.write_text(assays.read_text("utf-8") + "# touched\n", "utf-8")
    assert load_knowledge(folder).assays != {}


@pytest.mark.parametrize("content", ["no JSON", "[]"])
def test_a_broken_bundle_is_passed_over(folder: Path, content: str) -> None:
    (folder / BUNDLE).write_text(content, "utf-8")
    assert load_knowledge(folder).assays


def test_yaml_and_bundle_say_the_same(folder: Path) -> None:
    (folder / BUNDLE).unlink(missing_ok=True)
    from_yaml = load_knowledge(folder)
    write_bundle(folder)
    assert load_knowledge(folder) == from_yaml
    assert set(read_sources(folder)) == set(read_sources(shipped_root()))


@pytest.mark.parametrize("assembly", list(Assembly))
def test_the_tables_of_an_assembly_are_read(knowledge: Knowledge, assembly: Assembly) -> None:
    genome = knowledge.genome(assembly)
    assert genome.gene("MYCN").interval.contig == "2"
    assert "11q23" in genome.regions


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "drugs" / "a.yaml").mkdir(parents=True)
    (tmp_path / "drugs" / "b.yaml").symlink_to(tmp_path / "nothing")
    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(tmp_path)
    assert [fault.split(": ")[0][-6:] for fault in refusal.value.faults] == ["a.yaml", "b.yaml"]
