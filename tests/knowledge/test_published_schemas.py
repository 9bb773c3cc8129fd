from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "reference" / "schema"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "publish_schema", ROOT / "tools" / "publish_schema.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_published_schemas_are_those_of_the_code(tool: ModuleType) -> None:
    """A failure is mended by ``python tools/publish_schema.py``."""
    published = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.schema.json")}
    assert published == tool.render_schemas()


def test_a_schema_refuses_unknown_keys_and_names_the_needed_ones() -> None:
    drug = json.loads((FOLDER / "drug.schema.json").read_text("utf-8"))
    assert drug["additionalProperties"] is False
    assert {"id", "name", "claims", "curated"} <= set(drug["required"])
    assert "not" in drug["$defs"]["NotOf"]["properties"]
