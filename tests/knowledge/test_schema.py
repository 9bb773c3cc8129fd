from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from crestome.call import MECHANISMS
from crestome.errors import KnowledgeError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Claim, Curated, Leaf, Mark, NotOf, Reference, Rules
from crestome.model.call import CallState
from crestome.pipeline.knowledge import rules_of


class _OneRule(Rules):
    """A shape with one curated value and one plain list."""

    limit: Curated[float]
    names: tuple[str, ...] = ()


def test_every_curated_file_has_its_shape(knowledge: Knowledge) -> None:
    assert set(rules_of(knowledge)) == {mechanism.name for mechanism in MECHANISMS}


def test_a_value_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="sources"):
        Curated[float].from_document({"value": 1.0, "sources": [], "mark": "P"})


def test_curated_values_are_listed_and_plain_ones_are_not() -> None:
    rules = _OneRule.from_document(
        {"limit": {"value": 1.0, "sources": ["chen-2025"], "mark": "P"}, "names": ["a"]}
    )
    assert [key for key, _ in rules.curated()] == ["limit"]


def test_a_condition_reads_as_a_leaf_or_a_connective() -> None:
    document = {
        "id": "x",
        "when": {"not": {"mechanism": "mycn", "state": ["present"]}},
        "effect": "note",
        "statement": "s",
        "evidence_type": "case",
        "population": "p",
        "mark": "L",
        "sources": ["chen-2025"],
    }
    claim = Claim.from_document(document)
    assert claim.when == NotOf.model_validate(
        {"not": Leaf(mechanism="mycn", state=(CallState.PRESENT,))}
    )
    assert claim.mark is Mark.LITERATURE
    with pytest.raises(ValidationError, match="when"):
        Claim.from_document(document | {"when": {"none": []}})


def test_a_reference_links_by_doi_then_pubmed_then_address() -> None:
    base = {"authors": "A B.", "title": "T.", "venue": "V", "year": 2020}
    with_all = {"doi": "10.1000/x", "pmid": "12", "url": "https://example.org"}
    assert Reference.from_document(base | with_all).link == "https://doi.org/10.1000/x"
    assert Reference.from_document(base | {"pmid": "12"}).link.endswith("/12/")
    assert Reference.from_document(base).link == ""
    assert Reference.from_document(base).citation == "A B. T. V, 2020."


def test_a_misspelt_key_of_a_rule_is_named_with_its_file(folder: Path) -> None:
    path = folder / "rules" / "alk.yaml"
    path.write_text(path.read_text("utf-8").replace("clonal_vaf:", "clonal_waf:", 1), "utf-8")
    with pytest.raises(KnowledgeError) as error:
        rules_of(load_knowledge(folder))
    faults = "\n".join(error.value.faults)
    assert "alk.yaml: clonal_vaf: Field required" in faults
    assert "alk.yaml: clonal_waf: Extra inputs are not permitted" in faults


def test_every_curated_rule_is_read_by_code() -> None:
    package = Path(load_knowledge().root).parents[1]
    code = "\n".join(path.read_text("utf-8") for path in (package / "call").glob("*.py"))
    waiting = [mechanism.rules for mechanism in MECHANISMS]
    shapes: list[type[Rules]] = []
    while waiting:
        shape = waiting.pop()
        shapes.append(shape)
        hints = [field.annotation for field in shape.model_fields.values()]
        waiting += [hint for hint in hints if isinstance(hint, type) and issubclass(hint, Rules)]
    for shape in shapes:
        for key in shape.model_fields:
            assert f".{key}" in code or f'"{key}"' in code, f"{shape.__name__}.{key}"
