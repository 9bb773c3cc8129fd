from __future__ import annotations

import json

import pytest

from crestome.knowledge.load import Knowledge
from crestome.knowledge.va_spec import STANDS, TIERS, statement_of, statements_of
from crestome.model.therapy import Effect
from crestome.pipeline.knowledge import export_statements

# The terms of VA-Spec 1.0: base Statement, VariantTherapeuticResponseProposition, and its profile
# of the AMP/ASCO/CAP guidelines.
PREDICATES = {"predictsSensitivityTo", "predictsResistanceTo"}
DIRECTIONS = {"supports", "disputes", "neutral"}
STRENGTHS = {"strong", "potential"}
CLASSIFICATIONS = {"tier i", "tier ii", "tier iii", "tier iv"}


def test_every_effect_but_a_note_takes_a_stand_in_the_terms_of_the_specification() -> None:
    assert set(STANDS) == set(Effect) - {Effect.NOTE}
    assert {predicate for predicate, _ in STANDS.values()} == PREDICATES
    assert {direction for _, direction in STANDS.values()} == DIRECTIONS


def test_every_tier_is_one_of_the_guideline() -> None:
    assert {code for code, *_ in TIERS.values()} == CLASSIFICATIONS
    assert {direction for _, _, direction, _ in TIERS.values()} == DIRECTIONS
    assert {strength for *_, strength in TIERS.values()} == STRENGTHS | {None}


def test_sensitivity_and_resistance_are_two_predicates(knowledge: Knowledge) -> None:
    claims = {claim.id: claim for claim in knowledge.drugs["crizotinib"].claims}
    drug = knowledge.drugs["crizotinib"]
    fits = statement_of(drug, claims["S-22"], knowledge.references)
    fails = statement_of(drug, claims["S-23"], knowledge.references)
    assert (fits.proposition.predicate, fits.direction) == ("predictsSensitivityTo", "supports")
    assert (fails.proposition.predicate, fails.direction) == ("predictsResistanceTo", "supports")
    assert fits.proposition.therapy.name == "crizotinib"


def test_a_claim_that_lowers_a_match_disputes_sensitivity(knowledge: Knowledge) -> None:
    drug = knowledge.drugs["trametinib"]
    claim = next(item for item in drug.claims if item.id == "S-77-MYCN")
    statement = statement_of(drug, claim, knowledge.references)
    assert (statement.proposition.predicate, statement.direction) == (
        "predictsSensitivityTo",
        "disputes",
    )


def test_a_note_takes_no_stand(knowledge: Knowledge) -> None:
    drug = knowledge.drugs["crizotinib"]
    note = next(item for item in drug.claims if item.effect is Effect.NOTE)
    with pytest.raises(KeyError):
        statement_of(drug, note, knowledge.references)
    assert f"crestome:crizotinib.{note.id}" not in {s.id for s in statements_of(knowledge)}


def test_every_statement_is_whole_and_cites_documents(knowledge: Knowledge) -> None:
    statements = list(statements_of(knowledge))
    assert len({statement.id for statement in statements}) == len(statements)
    for statement in statements:
        assert statement.documents
        assert statement.proposition.subject.name
        tier = statement.classification
        if tier is not None and tier.primary_coding is not None:
            demanded = {code: direction for code, _, direction, _ in TIERS.values()}
            assert demanded[tier.primary_coding.code] == statement.direction
        else:
            assert statement.strength is None


def test_the_export_uses_the_names_of_the_specification() -> None:
    exported = json.loads(export_statements(None))
    assert {item["type"] for item in exported} == {"Statement"}
    assert set(exported[0]["proposition"]) == {
        "type",
        "subjectVariant",
        "predicate",
        "objectTherapeutic",
        "conditionQualifier",
    }
    assert {key for item in exported for key in item} == {
        "type",
        "id",
        "description",
        "proposition",
        "direction",
        "strength",
        "classification",
        "reportedIn",
    }
