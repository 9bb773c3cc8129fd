from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.pipeline.cases import grade_file

SHARED = Path(__file__).parents[2].parent / "shared" / "cases.yaml"
CASE = """
cases:
- id: X-1
  input:
    genes_cn: [{{gene: MYCN, chr2_ratio: 9.0, method: FISH}}]
  expected:
    mycn: {{call: {mycn}, confidence: {confidence}}}
    unheard_of: {{call: yes it is}}
    alk: {{call: wildtype, graded: false}}
    therapy: {{not_matched: [lorlatinib]}}
"""


def lines(folder: Path, mycn: str, confidence: str = "high", *, medium: bool = False) -> list[str]:
    path = folder / "cases.yaml"
    path.write_text(CASE.format(mycn=mycn, confidence=confidence))
    return [line.text for line in grade_file(path, medium=medium)]


def test_each_item_has_a_line_and_the_last_line_counts_cases(tmp_path: Path) -> None:
    told = lines(tmp_path, "amplified")
    assert told == [
        "X-1 mycn: pass: amplified (present)",
        "X-1 unheard_of: ungraded: no call of this version answers it",
        "X-1 alk: differs (not graded): expected wildtype, found not_assessed",
        "X-1 therapy.not_matched: pass: lorlatinib",
        "1 passed, 0 failed",
    ]


def test_a_wrong_answer_fails_its_case(tmp_path: Path) -> None:
    told = lines(tmp_path, "normal")
    assert told[0] == "X-1 mycn: FAIL: expected normal, found amplified"
    assert told[-1] == "0 passed, 1 failed"


def test_an_item_of_medium_confidence_decides_only_when_asked(tmp_path: Path) -> None:
    assert lines(tmp_path, "normal", "medium")[-1] == "1 passed, 0 failed"
    assert lines(tmp_path, "normal", "medium", medium=True)[-1] == "0 passed, 1 failed"


def test_a_file_that_cannot_be_read_is_refused_before_the_first_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml"):
        list(grade_file(tmp_path / "none.yaml"))


def test_all_published_worked_cases_pass() -> None:
    if not SHARED.is_file():
        pytest.skip("../shared/cases.yaml is absent")
    told = [line.text for line in grade_file(SHARED)]
    assert [text for text in told if "FAIL" in text] == []
    assert told[-1].endswith(" 0 failed")
