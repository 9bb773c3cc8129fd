from __future__ import annotations

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.schema import Curated, Mark
from crestome.pipeline.explanation import (
    curated_values,
    explain_assay,
    explain_drug,
    explain_mentions,
    explain_reference,
    explain_rule,
    render_explanation,
)
from crestome.pipeline.knowledge import rules_of

KNOWLEDGE = load_knowledge()


def curated(value: object, unit: str = "", note: str = "") -> Curated[object]:
    return Curated[object](
        value=value, unit=unit, sources=("chen-2025",), mark=Mark.STATED, note=note
    )


def test_shared_rules_are_listed_once_under_their_own_file() -> None:
    names = [f"{file}.{key}" for file, key, _ in curated_values(rules_of(KNOWLEDGE))]
    assert len(names) == len(set(names))
    assert "segment_cut.loss_log2" in names


def test_values_are_written_for_people() -> None:
    assert explain_rule("a.b", curated(2.0, "fold")).lines[0] == "a.b = 2.0 fold"
    assert explain_rule("a.b", curated(("x", "y"))).lines[0] == "a.b = x, y"
    assert explain_rule("a.b", curated({"wgs": 1.5})).lines[0] == "a.b = wgs 1.5"
    assert explain_rule("a.b", curated(1, note="So.")).lines[-1] == "Why: So."


def test_a_row_named_in_a_note_leads_to_the_rule() -> None:
    ((row, explanation),) = explain_mentions("a.b", curated(1, note="From S-99, always."))
    assert row == "S-99"
    assert explanation.lines == ("a.b = 1 [S]. From S-99, always.",)
    assert list(explain_mentions("a.b", curated(1))) == []


def test_a_drug_without_synonyms_says_nothing_of_them() -> None:
    assert not any("Also called" in line for line in explain_drug(KNOWLEDGE.drugs["azd0156"]).lines)


def test_a_reference_that_no_value_cites_is_still_shown() -> None:
    entry = KNOWLEDGE.references["chen-2025"].model_copy(update={"note": ""})
    explanation = explain_reference("unused-2000", entry, KNOWLEDGE, {})
    assert explanation.lines == ()


def test_an_assay_that_no_mechanism_names_is_still_described() -> None:
    explanation = explain_assay(
        "unused", KNOWLEDGE.assays["apb"].model_copy(update={"sources": ()})
    )
    assert len(explanation.lines) == 1
    assert "Sources" not in render_explanation(explanation, KNOWLEDGE)
