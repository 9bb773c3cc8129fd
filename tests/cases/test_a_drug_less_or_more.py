"""A drug is its file: without it nothing of it is left in a document, with it all is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.assessment import Assessment
from crestome.model.case import Case
from crestome.pipeline.assess import assess
from crestome.read.case import read_case
from crestome.report.text import render_text

CASE = Path(__file__).parent / "ten_alterations" / "case.toml"
DRUGS = ("lorlatinib", "crizotinib", "idasanutlin", "palbociclib", "imetelstat", "shp099")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def case(knowledge: Knowledge) -> Case:
    return read_case(CASE, knowledge)


@pytest.fixture(scope="module")
def whole(case: Case, knowledge: Knowledge) -> Assessment:
    return assess(case, knowledge)


@pytest.mark.parametrize("drug", DRUGS)
def test_without_its_file_nothing_of_a_drug_is_left(
    case: Case, knowledge: Knowledge, whole: Assessment, drug: str
) -> None:
    others = {key: entry for key, entry in knowledge.drugs.items() if key != drug}
    made = assess(case, replace(knowledge, drugs=others))
    kept = tuple(option for option in whole.therapies if option.drug != drug)
    assert made.therapies == kept
    assert len(kept) == len(whole.therapies) - 1
    assert drug not in made.latest.calls["alk"].detail
    rows = made.latest.calls["alk"].detail["responses"]
    assert isinstance(rows, tuple)
    assert drug not in {row["drug"] for row in rows if isinstance(row, dict)}
    decided = {
        change.id for test in made.next_tests for c in test.consequences for change in c.changes
    }
    assert drug not in decided
    # A trial is its own file and keeps its name.
    lines = [line for line in render_text(made).splitlines() if "Trials" not in line]
    assert not any(drug in line for line in lines)


def test_a_further_drug_with_its_alleles_appears_everywhere(
    case: Case, knowledge: Knowledge, whole: Assessment
) -> None:
    model = knowledge.drugs["lorlatinib"].model_dump_json(by_alias=True)
    further = type(knowledge.drugs["lorlatinib"]).model_validate_json(
        model.replace("lorlatinib", "inventinib")
    )
    made = assess(case, replace(knowledge, drugs=knowledge.drugs | {"inventinib": further}))
    options = {option.drug: option for option in made.therapies}
    assert len(options) == len(whole.therapies) + 1
    assert options["inventinib"].verdict is options["lorlatinib"].verdict
    assert made.latest.calls["alk"].detail["inventinib"] == "sensitive"
    assert "inventinib" in render_text(made)
