from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.model.worked_case import Confidence, WorkedCase
from crestome.read.worked_case import read_worked_cases

KNOWLEDGE = load_knowledge()


def read(folder: Path, text: str) -> tuple[WorkedCase, ...]:
    path = folder / "cases.yaml"
    path.write_text(text)
    return read_worked_cases(path, KNOWLEDGE)


CASE = """
cases:
- id: X-1
  title: invented
  confidence: medium
  input:
    sample: {material: cell_line}
    telomere: {c_circle: positive}
  expected:
    tmm: {call: ALT, confidence: high, subtype: ATRX_WT, accept: [conflict], must_not: [x]}
    genes_hemizygous: {call: {include: [CHD5], exclude: [ARID1A]}}
    cell_state: {call: MES, graded: false}
    cog_sca: {call: true}
    risk: {inrg: {call: high}}
    therapy: {matched: [lorlatinib]}
"""


def test_expected_items_are_read_with_their_confidence(tmp_path: Path) -> None:
    (case,) = read(tmp_path, CASE)
    items = {item.key: item for item in case.expected}
    assert items["tmm"].confidence is Confidence.HIGH
    assert items["tmm"].details == {"subtype": "ATRX_WT"}
    assert items["tmm"].accept == ("conflict",)
    assert items["genes_hemizygous"].call == ("CHD5",)
    assert items["genes_hemizygous"].exclude == ("ARID1A",)
    assert not items["cell_state"].graded
    assert items["cog_sca"].call is True
    assert items["risk.inrg"].confidence is Confidence.MEDIUM
    assert items["therapy.matched"].call == ("lorlatinib",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("cases: [", "cases.yaml: not YAML"),
        ("- 1", "cases.yaml: not a mapping"),
        ("cases: []", "cases.yaml: holds no case"),
        ("cases: [1]", "cases.yaml: case 1: not a mapping"),
        (
            "cases: [{id: A, input: {sample: {material: stone}}}]",
            "cases.yaml: A: sample.material: ",
        ),
        (
            "cases: [{id: A, input: {}, confidence: huge}]",
            "cases.yaml: A: 'huge' is not a valid Confidence",
        ),
    ],
)
def test_a_fault_names_its_case(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, text)
    assert any(fault in told for told in refused.value.faults), refused.value.faults


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml"):
        read_worked_cases(tmp_path / "none.yaml", KNOWLEDGE)
