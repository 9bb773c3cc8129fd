from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from crestome import assess_case, example_case
from crestome.errors import InputError
from crestome.model.assessment import Assessment
from crestome.read.assessment import read_assessment


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess_case(example_case())


def written(folder: Path, text: str) -> Path:
    path = folder / "assessment.json"
    path.write_text(text, "utf-8")
    return path


def test_what_was_written_is_read_as_it_was(tmp_path: Path, assessment: Assessment) -> None:
    path = written(tmp_path, assessment.model_dump_json())
    assert read_assessment(path) == assessment


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        ("", "not JSON"),
        ("[" * 100_000, "too many levels of lists and objects"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ('{"a": ' + "9" * 6000 + "}", "not JSON"),
        ('{"a": 1, "a": 2}', "a: stands twice in one object"),
        ('{"x": [{"b": 1, "b": 2}]}', "b: stands twice in one object"),
        ("{}", "provenance.schema_version: missing; expected the assessment.json"),
        ('{"provenance": {"schema_version": "0.1"}}', "0.1; expected .* Assess the case again"),
    ],
)
def test_another_document_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        read_assessment(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not found; expected a file"):
        read_assessment(tmp_path / "none.json")


def test_a_damaged_document_is_refused_with_the_key(tmp_path: Path, assessment: Assessment) -> None:
    document = json.loads(assessment.model_dump_json())
    document["samples"] = 3
    with pytest.raises(InputError, match=r"samples: "):
        read_assessment(written(tmp_path, json.dumps(document)))


def test_a_key_that_stands_twice_is_refused(tmp_path: Path, assessment: Assessment) -> None:
    text = assessment.model_dump_json()
    with pytest.raises(InputError) as refusal:
        read_assessment(written(tmp_path, text[:-1] + ', "samples": []}'))
    assert len(refusal.value.faults) == 1
    assert "samples: stands twice in one object" in refusal.value.faults[0]


def test_a_mark_of_byte_order_is_passed_over(tmp_path: Path, assessment: Assessment) -> None:
    assert read_assessment(written(tmp_path, "\ufeff" + assessment.model_dump_json())) == assessment


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes("{}".encode("utf-16"))
    with pytest.raises(InputError, match="byte 0 is not UTF-8"):
        read_assessment(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is a device or a pipe"):
        read_assessment(tmp_path / "pipe")


def test_a_document_beyond_the_budget_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crestome.read.assessment.BUDGET_BYTES", 1 << 20)
    with pytest.raises(InputError, match="longer than 1 MB"):
        read_assessment(written(tmp_path, " " * ((1 << 20) + 1)))


def test_a_document_that_cannot_be_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, "{}")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\)"):
        read_assessment(path)


def test_of_very_many_faults_the_first_are_shown_and_the_others_counted(
    tmp_path: Path, assessment: Assessment
) -> None:
    document = json.loads(assessment.model_dump_json())
    document |= {f"odd{number}": 1 for number in range(60)}
    with pytest.raises(InputError) as refusal:
        read_assessment(written(tmp_path, json.dumps(document)))
    assert len(refusal.value.faults) == 51
    assert "10 further faults" in refusal.value.faults[-1]
