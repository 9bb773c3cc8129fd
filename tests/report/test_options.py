"""Drugs by verdict."""

from __future__ import annotations

import pytest

from crestome.errors import KnowledgeError
from crestome.model.assessment import Assessment
from crestome.model.therapy import TherapyOption, Verdict
from crestome.report.options import claims_of, drug_groups


def test_every_drug_stands_in_the_group_of_its_verdict(assessment: Assessment) -> None:
    groups = {
        group.verdict: [card.option.name for card in group.cards]
        for group in drug_groups(assessment)
    }
    assert groups[Verdict.DOWNGRADED] == ["Lorlatinib", "Trametinib"]
    assert groups[Verdict.AGAINST] == ["Crizotinib"]
    assert sum(len(names) for names in groups.values()) == len(assessment.therapies)


def test_the_groups_keep_the_order_of_the_page_even_when_empty(empty: Assessment) -> None:
    assert [group.verdict for group in drug_groups(empty)] == list(Verdict)


def test_only_the_drugs_that_do_not_match_are_folded(assessment: Assessment) -> None:
    assert [group.verdict for group in drug_groups(assessment) if group.folded] == [
        Verdict.NOT_MATCHED
    ]


def test_no_claim_is_lost_on_the_way(assessment: Assessment) -> None:
    for group in drug_groups(assessment):
        for card in group.cards:
            shown = [line.statement.text for item in card.lists for line in item.claims]
            assert shown == [claim.statement for claim in claims_of(card.option)]


def test_missing_assays_are_named_in_words(assessment: Assessment) -> None:
    [card] = drug_groups(assessment)[2].cards
    assert card.needs == ("ALT-associated PML bodies (immunofluorescence with telomere FISH)",)


def test_an_uncertain_curated_fact_is_marked(assessment: Assessment) -> None:
    [lorlatinib, _] = drug_groups(assessment)[1].cards
    marked = [line.needs_review for item in lorlatinib.lists for line in item.claims]
    assert marked == [False, False, True, False]


def test_a_drug_without_its_own_sources_cites_those_of_its_claims(assessment: Assessment) -> None:
    bare = assessment.therapies[0].model_copy(update={"sources": ()})
    changed = assessment.model_copy(update={"therapies": (bare,)})
    [card] = drug_groups(changed)[1].cards
    assert card.summary.sources == (
        "goldsmith-2023",
        "infarinato-2016",
        "berko-2023",
        "chen-2025",
    )


def test_a_drug_without_any_source_is_refused(empty: Assessment) -> None:
    bare = TherapyOption(
        drug="x", name="X", drug_class="", targets=(), verdict=Verdict.MATCHED, summary=""
    )
    with pytest.raises(KnowledgeError, match="'X' has no source"):
        drug_groups(empty.model_copy(update={"therapies": (bare,)}))


def test_claims_that_do_not_apply_are_folded_unless_they_are_the_verdict(
    assessment: Assessment,
) -> None:
    folded = {
        card.option.name: item.folded
        for group in drug_groups(assessment)
        for card in group.cards
        for item in card.lists
        if item.side == "not-met"
    }
    assert folded == {"Crizotinib": True, "Vemurafenib": False, "Telomestatin": False}


def test_combinations_and_cautions_cite_their_own_sources(assessment: Assessment) -> None:
    [lorlatinib, _] = drug_groups(assessment)[1].cards
    assert [line.sources for line in lorlatinib.combinations] == [("chen-2025",)]
    assert [line.sources for line in lorlatinib.cautions] == [("goldsmith-2023",)]
