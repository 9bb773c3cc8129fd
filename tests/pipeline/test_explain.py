from __future__ import annotations

import json

import pytest

from crestome.errors import UsageError
from crestome.pipeline.explain import explain_topic


@pytest.mark.parametrize(
    ("topic", "says"),
    [
        ("alk", "clonal_vaf = 0.2 fraction"),
        ("telomere maintenance", "present: TELOMERASE_MYCN"),
        ("loratinib", "lorlatinib (drug)"),
        ("AZD6738", "ALT neuroblastoma cells resist"),
        ("alk.clonal_vaf", "Mark: L✓"),
        ("clonal_vaf", "alk.clonal_vaf (rule)"),
        ("S-22", "R1275"),
        ("e-07", "printed 'loratinib'"),
        ("E-47", "MYCN amplification downgrades by one tier"),
        ("T2-03c", "13 % complete and partial"),
        ("T2-01b", "NEEDS REVIEW, decides nothing."),
        ("berko-2023", "Cited by: "),
        ("koneru-2021", "prints the title with ALK in the place of ALT"),
        ("c_circle", "Answers: "),
        ("pathway model", "Edges left out:"),
        ("pathway.MEK", "lowered by D_MEK [S; chen-2025]"),
        ("pathway.TelShort", "Attrition takes weeks"),
    ],
)
def test_a_topic_is_explained(topic: str, says: str) -> None:
    assert says in explain_topic(topic, None, as_json=False)


def test_every_explanation_ends_in_its_sources() -> None:
    text = explain_topic("T2-10", None, as_json=False)
    assert "Sources:\n  chen-2025: " in text
    assert "https://doi.org/10.1126/scitranslmed.abd5750" in text


def test_an_explanation_is_also_json() -> None:
    (document,) = json.loads(explain_topic("T2-10", None, as_json=True))
    assert document["kind"] == "row"
    assert document["sources"][0]["key"] == "chen-2025"


def test_an_unknown_topic_names_the_nearest_and_takes_none_of_them() -> None:
    with pytest.raises(UsageError, match=r"lorlatinob: no such topic.*nearest are lorlatinib"):
        explain_topic("lorlatinob", None, as_json=False)
    with pytest.raises(UsageError, match=r"assay, pathway or pathway\.NODE$"):
        explain_topic("qqqqqqqq", None, as_json=False)


@pytest.mark.parametrize("name", ["NCT02780128", "nepenthe"])
def test_a_trial_is_explained_by_its_number_or_name(name: str) -> None:
    said = explain_topic(name, None, as_json=False)
    assert said.startswith("NCT02780128 (trial)")
    for words in ("Criteria, all of which must hold:", "Arm trametinib", "Not checked:", "E-12:"):
        assert words in said
    assert "verify it in the registry" in said
