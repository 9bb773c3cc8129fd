"""Write the JSON Schema of the assessment document into the documentation."""

from __future__ import annotations

import json
from pathlib import Path

from crestome.model.assessment import Assessment

TARGET = Path(__file__).parents[1] / "docs" / "reference" / "schema" / "assessment.schema.json"


def main() -> None:
    """Write the schema."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    schema = Assessment.model_json_schema(mode="serialization")
    TARGET.write_text(json.dumps(schema, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
