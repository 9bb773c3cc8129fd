from __future__ import annotations

from pathlib import Path

import pytest

from crestome.model.issue import Issues
from crestome.read.case_document import CASE_BUDGET_BYTES, read_case_document

START = '[patient]\nid = "P1"\n'


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "case.toml"
    path.write_text(text, "utf-8")
    issues = Issues()
    document = read_case_document(path, issues)
    assert (document is None) == bool(issues.errors)
    return [str(issue) for issue in issues.errors]


def test_a_document_of_toml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(START, "utf-8")
    assert read_case_document(path, Issues()) == {"patient": {"id": "P1"}}


def test_dots_in_text_numbers_and_comments_are_no_levels(tmp_path: Path) -> None:
    dots = f'# {"." * 200}\ngenes = ["{"a." * 90}", {", ".join(["1.5"] * 90)}]\n'
    assert not faults(tmp_path, dots)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("patient: P1\n", "case.toml: not TOML: Expected '='"),
        ("a = " + "[" * 5000 + "]" * 5000, "case.toml: nested deeper than 32 levels"),
        ("a = " + "[" * 40 + "]" * 40, "case.toml: nested deeper than 32 levels"),
        ("a" + ".a" * 50_000 + " = 1", "case.toml line 1: nested deeper than 32 levels"),
        ("[a" + ".a" * 50 + "]", "Correct the brackets and the dots."),
        ("\na = " + "9" * 5000, "case.toml line 2: a number of more than 64 digits; expected "),
        ("a = 0x" + "f" * 5000, "case.toml line 1: a number of more than 64 digits"),
        ("[x]\na = [{ b = 07:32:00 }]", "case.toml: b: a time of day does not fit here; expected"),
        ("", "case.toml: the file is empty (0 bytes)"),
    ],
)
def test_what_no_case_holds_is_refused_with_place_and_remedy(
    tmp_path: Path, text: str, fault: str
) -> None:
    assert any(fault in told for told in faults(tmp_path, text))


def test_a_file_beyond_the_budget_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, START + "# remark\n" * (CASE_BUDGET_BYTES // 9))
    assert told.startswith("case.toml: the text is longer than 1 MB; expected at most 1 MB. Cut ")
