from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import KnowledgeError
from crestome.interpret.therapy import match_drugs
from crestome.knowledge.load import load_knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.therapy import Verdict
from crestome.pipeline.knowledge import (
    check_knowledge,
    format_knowledge,
    mechanism_facts,
    rules_of,
)

DRUG = """\
id: inventinib
name: inventinib
drug_class: invented inhibitor
kind: small molecule
targets: [MYCN]
claims:
- id: invented
  when: {mechanism: mycn, label: [amplified]}
  condition: MYCN is amplified
  effect: sensitivity
  statement: An invented statement.
  evidence_type: in vitro
  population: invented cells
  escat: IV-A
  amp: II-D
  mark: L
  sources: [ambros-2009]
curated: {by: someone, on: 2026-01-01}
"""


def test_one_file_makes_a_drug_appear_among_the_options(folder: Path) -> None:
    (folder / "drugs" / "inventinib.yaml").write_text(DRUG, "utf-8")
    calls = Calls().having(
        Call(mechanism="mycn", state=CallState.PRESENT, label="amplified", reason="invented")
    )
    options = {option.drug: option for option in match_drugs(calls, load_knowledge(folder))}
    assert options["inventinib"].verdict is Verdict.MATCHED


def test_one_file_passes_all_checks(folder: Path) -> None:
    (folder / "drugs" / "inventinib.yaml").write_text(DRUG, "utf-8")
    format_knowledge(folder)
    assert "8 drugs" in check_knowledge(folder)


def test_an_unknown_source_is_refused_by_name(folder: Path) -> None:
    text = DRUG.replace("ambros-2009", "ambros-2019")
    (folder / "drugs" / "inventinib.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=r"source ambros-2019 is not in .*ambros-2009"):
        check_knowledge(folder)


def test_a_file_that_is_named_otherwise_than_its_drug_is_refused(folder: Path) -> None:
    (folder / "drugs" / "another.yaml").write_text(DRUG, "utf-8")
    with pytest.raises(KnowledgeError, match=r"another.yaml: id: inventinib"):
        load_knowledge(folder)


def test_an_unknown_effect_names_file_and_key(folder: Path) -> None:
    text = DRUG.replace("effect: sensitivity", "effect: cures")
    (folder / "drugs" / "inventinib.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=r"inventinib.yaml: claims.0.effect"):
        load_knowledge(folder)


def test_without_its_file_a_drug_is_nowhere(folder: Path) -> None:
    (folder / "drugs" / "lorlatinib.yaml").unlink()
    knowledge = load_knowledge(folder)
    assert "lorlatinib" not in {option.drug for option in match_drugs(Calls(), knowledge)}
    details = {facts.name: facts.details for facts in mechanism_facts(rules_of(knowledge))}
    assert "lorlatinib" not in details["alk"]
    assert "crizotinib" in details["alk"]
