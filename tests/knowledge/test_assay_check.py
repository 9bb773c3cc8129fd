from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crestome.knowledge.check import find_faults
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.pipeline.knowledge import mechanism_facts, rules_of

TODAY = date(2027, 1, 1)


def faults_of(knowledge: Knowledge) -> list[str]:
    found = find_faults(knowledge, mechanism_facts(rules_of(knowledge)), TODAY)
    return [fault for fault in found if "assays.yaml" in fault]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("label: rearranged", "label: rearrangd", "tert has no label rearrangd"),
        ("      tert: {detail", "      trt: {detail", "calls: trt is no mechanism"),
        ("{expression: high}", "{expresion: high}", "tert has no detail expresion"),
        ("{expression: high}", "{expression: much}", "tert.expression is never much"),
        ("while_open: negative", "while_open: none", "tert has no label none there"),
        ("{mechanism: alk,", "{mechanism: akl,", "event: akl is no mechanism"),
        ("{c_circle: positive}", "{c_circl: positive}", "assays: c_circl: Extra inputs"),
        ("clinical: {inpc: FH}", "clinical: {inpc: good}", "clinical: inpc: Input should be"),
        ("clinical: {inpc: FH}", "clinical: {}", "favourable: settles nothing"),
        ("{detail: {expression: high}}", "{label: high}", "state and label stand together"),
    ],
)
def test_a_result_that_settles_what_does_not_exist_is_told_with_its_place(
    folder: Path, old: str, new: str, fault: str
) -> None:
    path = folder / "assays.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    faults = faults_of(load_knowledge(folder))
    assert any(fault in told for told in faults), faults
    assert all(str(path) in told for told in faults)


def test_the_shipped_results_have_no_fault(knowledge: Knowledge) -> None:
    assert faults_of(knowledge) == []
