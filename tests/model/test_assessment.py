from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from crestome import assess_case, example_case
from crestome.model.assessment import Assessment

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "schema" / "assessment.schema.json"


def test_the_published_schema_is_current() -> None:
    expected = json.dumps(Assessment.model_json_schema(mode="serialization"), indent=1) + "\n"
    assert SCHEMA.read_text("utf-8") == expected, "run python tools/publish_schema.py"


def test_a_real_document_satisfies_the_published_schema() -> None:
    document = json.loads(assess_case(example_case()).model_dump_json())
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))


def test_a_document_reads_back_as_itself() -> None:
    assessment = assess_case(example_case())
    assert Assessment.model_validate_json(assessment.model_dump_json()) == assessment
