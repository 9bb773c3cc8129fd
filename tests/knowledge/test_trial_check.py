from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crestome.errors import KnowledgeError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Leaf
from crestome.knowledge.trial_check import find_trial_faults
from crestome.pipeline.knowledge import check_knowledge

TODAY = date(2027, 1, 1)
FILE = "trials/NCT03126916.yaml"


def no_leaf_faults(_leaf: Leaf) -> Iterator[str]:
    yield from ()


def faults(knowledge: Knowledge, today: date = TODAY) -> list[str]:
    return list(find_trial_faults(knowledge, today, no_leaf_faults))


def test_the_shipped_trials_have_no_fault(knowledge: Knowledge) -> None:
    assert faults(knowledge) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "agents: [131i-mibg, lorlatinib]",
            "agents: [131i-mibg, lorlatinibb]",
            "lorlatinibb is no",
        ),
        ("agents: [131i-mibg, lorlatinib]", "agents: [131i-mibg]", "not among the agents"),
        ("criteria:\n", "partners: [crizotinib]\ncriteria:\n", "crizotinib is the drug crizotinib"),
        ("- id: age", "- id: course", "criteria: course stands 2 times"),
        ("inrgss: [M]", "inrgss: [M1]", "criteria.risk: inrgss is never M1"),
        ("inrgss: [M]", "stage: [M]", "stage is no fact"),
        ("inrgss: [M]", "cog_v2: [highest]", "cog_v2 has no group highest"),
        (
            "status_as_of: 2026-03-21",
            "status_as_of: 2028-03-21",
            "status_as_of: 2028-03-21 lies in",
        ),
        ("name: ANBL1531", "name: HR-NBL2", "hr-nbl2 names 2 trials"),
    ],
)
def test_a_fault_is_told_with_its_place(folder: Path, old: str, new: str, fault: str) -> None:
    text = (folder / FILE).read_text("utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), "utf-8")
    found = faults(load_knowledge(folder))
    assert any(fault in item for item in found)
    assert all("trials" in item for item in found)


def test_a_review_is_by_another_person_and_not_of_tomorrow(folder: Path) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as out:
        out.write("reviewed: {by: crestome curators, on: 2028-01-01}\n")
    found = faults(load_knowledge(folder))
    assert [item.partition(".yaml: ")[2].partition(":")[0] for item in found] == [
        "reviewed.on",
        "reviewed.by",
    ]


def test_the_command_refuses_an_unknown_mechanism_and_source_by_name_and_place(
    folder: Path,
) -> None:
    text = (folder / FILE).read_text("utf-8")
    text = text.replace("mechanism: alk", "mechanism: alkk").replace(
        "sources: [nct03126916]", "sources: [nct0312691]"
    )
    (folder / FILE).write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as refused:
        check_knowledge(folder)
    said = "\n".join(refused.value.faults)
    assert "NCT03126916.yaml: criteria.alk: alkk is no mechanism; did you mean alk?" in said
    assert "NCT03126916.yaml: criteria.course: source nct0312691 is not in references" in said


def test_an_overlay_may_remove_the_drug_of_a_shipped_trial(tmp_path: Path) -> None:
    (tmp_path / "removed.yaml").write_text("drugs/lorlatinib.yaml: not used here\n", "utf-8")
    assert faults(load_knowledge(tmp_path)) == []
