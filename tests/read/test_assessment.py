from __future__ import annotations

import json
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
        ("{}", "provenance.schema_version: missing; expected the assessment.json"),
        ('{"provenance": {"schema_version": "0.1"}}', "0.1; expected .* Assess the case again"),
    ],
)
def test_another_document_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        read_assessment(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_assessment(tmp_path / "none.json")


def test_a_damaged_document_is_refused_with_the_key(tmp_path: Path, assessment: Assessment) -> None:
    document = json.loads(assessment.model_dump_json())
    document["samples"] = 3
    with pytest.raises(InputError, match=r"samples: "):
        read_assessment(written(tmp_path, json.dumps(document)))
