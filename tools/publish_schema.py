"""Write the JSON Schemas of the assessment and of the curated files into the documentation.

An editor that is pointed to them completes keys and marks faults while a curator writes.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import JsonValue, TypeAdapter

from crestome.knowledge.assay import AssayDescription
from crestome.knowledge.decision import Fact, Figure, Scheme
from crestome.knowledge.pathway import Pathway
from crestome.knowledge.review_row import ReviewRow
from crestome.knowledge.sample_words import WordList
from crestome.knowledge.schema import Curated, Drug, Reference
from crestome.knowledge.trial import Trial
from crestome.model.assessment import Assessment
from crestome.model.simulation import Simulation
from crestome.model.telomere import TelomereComparison

FOLDER = Path(__file__).parents[1] / "docs" / "reference" / "schema"


def render_schemas() -> dict[str, str]:
    """Every schema by the name of its file."""
    shapes: dict[str, type] = {
        "drug": Drug,
        "risk": Scheme,
        "trial": Trial,
        "rules": dict[str, Curated[JsonValue]],
        "references": dict[str, Reference],
        "assays": dict[str, AssayDescription],
        "risk_facts": dict[str, Fact],
        "prognosis": dict[str, Figure],
        "review_rows": dict[str, ReviewRow],
        "pathway": Pathway,
        "sample_words": dict[str, WordList],
    }
    schemas = {name: TypeAdapter(shape).json_schema() for name, shape in shapes.items()}
    schemas["telomeres"] = TelomereComparison.model_json_schema(mode="serialization")
    schemas["assessment"] = Assessment.model_json_schema(mode="serialization")
    schemas["simulation"] = Simulation.model_json_schema(mode="serialization")
    return {
        f"{name}.schema.json": json.dumps(schema, indent=1) + "\n"
        for name, schema in sorted(schemas.items())
    }


def main() -> None:
    """Write the schemas."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in render_schemas().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
