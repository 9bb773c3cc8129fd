from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crestome.errors import KnowledgeError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.table_check import find_table_faults

TODAY = date(2027, 1, 1)
REVIEWED = "curated: {by: crestome curators, on: 2026-11-24}\nreviewed: {by: %s, on: %s}"


def test_the_shipped_tables_have_no_fault(knowledge: Knowledge) -> None:
    assert list(find_table_faults(knowledge, TODAY)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("risk/inrg.yaml", "id: INRG-B", "id: INRG-A", "INRG-A stands 2 times"),
        ("risk/inrg.yaml", "group: very_low", "group: lowest", "no group is lowest"),
        ("risk/inrg.yaml", "inrgss: [L1]", "inrgss: [L3]", "inrgss is never L3"),
        ("risk/inrg.yaml", "inrgss: [L1]", "stage: [L1]", "stage is no fact"),
        ("risk/inrg.yaml", "inrgss: [L1]", "inrgss: {below: 3}", "a number takes a range"),
        ("risk/siopen.yaml", "group: not_high", "group: high", "no row leads to not_high"),
        ("risk_facts.yaml", "clinical: inpc", "clinical: ipnc", "ipnc is no field of Clinical"),
        ("risk_facts.yaml", "sample: time_point", "sample: tp", "tp is no field of Sample"),
        ("risk_facts.yaml", "  fact: age\n", "  fact: years\n", "years is no fact with a unit"),
        ("risk_facts.yaml", "fact: inss", "fact: ins", "derived.fact: ins is no fact"),
        ("risk_facts.yaml", "'4': [M]", "'4': [M4]", "derived: it is never M4"),
        ("risk_facts.yaml", "- value: MS", "- value: MX", "limits: it is never MX"),
        (
            "risk_facts.yaml",
            "clinical: inpc",
            "clinical: inpc\n  sample: id",
            "state exactly one of clinical, sample and calls",
        ),
        ("prognosis.yaml", "inrg: [high]", "inrg: [highest]", "inrg has no group highest"),
        ("prognosis.yaml", "inrg: [high]", "inrg: {below: 3}", "a group takes a list of groups"),
        ("prognosis.yaml", "inrgss: [M]", "inrgs: [M]", "inrgs is no fact"),
    ],
)
def test_a_fault_is_told_with_its_place(
    folder: Path, file: str, old: str, new: str, fault: str
) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    faults = list(find_table_faults(load_knowledge(folder), TODAY))
    assert any(fault in told and str(path) in told for told in faults), faults


@pytest.mark.parametrize(
    ("by", "on", "fault"),
    [
        ("crestome curators", "2026-11-24", "another person reviews it"),
        ("someone else", "2028-01-01", "lies in the future"),
    ],
)
def test_a_review_is_by_another_person_and_not_of_tomorrow(
    folder: Path, by: str, on: str, fault: str
) -> None:
    path = folder / "risk" / "inrg.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(REVIEWED.split("\n", maxsplit=1)[0], REVIEWED % (by, on)), "utf-8")
    faults = list(find_table_faults(load_knowledge(folder), TODAY))
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_scheme_is_named_by_its_file(folder: Path) -> None:
    (folder / "risk" / "inrg.yaml").rename(folder / "risk" / "inrg_2009.yaml")
    with pytest.raises(KnowledgeError, match="named by the id of its scheme"):
        load_knowledge(folder)


def test_a_scheme_that_is_taken_out_is_gone(folder: Path) -> None:
    (folder / "risk" / "siopen.yaml").unlink()
    assert "siopen" not in load_knowledge(folder).schemes
