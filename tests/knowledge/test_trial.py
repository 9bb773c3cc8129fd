from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from crestome.errors import KnowledgeError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Leaf, Mark
from crestome.knowledge.trial import Arm, Criterion, Trial, leaves, names_of, with_drugs

NAMED_BY_THE_REVIEW = [
    "NCT00939770",
    "NCT01606878",
    "NCT02780128",
    "NCT01742286",
    "NCT03107988",
    "NCT03126916",
    "NCT00217412",
    "NCT01019850",
    "NCT01601535",
    "NCT01154816",
    "NCT04029688",
    "NCT02143635",
    "NCT03654716",
    "CTR20170975",
    "NCT00904241",
    "NCT01132911",
    "NCT02035137",
    "NCT02559778",
    "NCT01208454",
]


def test_every_trial_that_the_review_names_is_curated(knowledge: Knowledge) -> None:
    of_review = {key for key, trial in knowledge.trials.items() if not trial.beyond_review}
    assert set(NAMED_BY_THE_REVIEW) <= of_review
    assert all("chen-2025" in knowledge.trials[key].sources for key in of_review - {"NCT01587703"})


def test_every_registry_number_in_a_drugs_file_is_a_trial(knowledge: Knowledge) -> None:
    named = {
        number
        for drug in knowledge.drugs.values()
        for number in re.findall(r"\b(?:NCT\d{8}|CTR\d{8})\b", drug.model_dump_json())
    }
    assert named <= set(knowledge.trials)


def test_every_trial_says_what_is_not_checked_and_when_its_status_was_read(
    knowledge: Knowledge,
) -> None:
    for trial in knowledge.trials.values():
        assert trial.not_checked
        assert trial.status_as_of <= trial.curated.on
        assert trial.link.startswith("https://") or trial.id.startswith("CTR")


@pytest.mark.parametrize("number", ["NCT123", "nct03126916", "CTR2017097", "EudraCT 2020-1", ""])
def test_a_number_of_no_registry_is_refused(knowledge: Knowledge, number: str) -> None:
    document = knowledge.trials["NCT03126916"].model_dump(mode="json", by_alias=True)
    with pytest.raises(ValidationError, match="pattern"):
        Trial.from_document(document | {"id": number})


def test_numbers_of_three_registries_are_taken(knowledge: Knowledge) -> None:
    document = knowledge.trials["NCT03126916"].model_dump(mode="json", by_alias=True)
    for number in ("NCT00000001", "CTR20170975", "EudraCT-2020-003468-19"):
        assert Trial.from_document(document | {"id": number}).id == number
    assert Trial.from_document(document | {"id": "CTR20170975"}).link == ""


def test_leaves_stand_from_left_to_right() -> None:
    tree = {
        "all": [
            {"facts": {"age": {"below": 3}}},
            {"any": [{"mechanism": "alk"}, {"not": {"mechanism": "mycn"}}]},
        ]
    }
    criterion = Criterion(
        id="c",
        text="t",
        when=Criterion.from_document(
            {"id": "c", "text": "t", "when": tree, "mark": "L", "sources": ["chen-2025"]}
        ).when,
        mark=Mark.LITERATURE,
        sources=("chen-2025",),
    )
    found = [leaf.mechanism if isinstance(leaf, Leaf) else "" for leaf in leaves(criterion.when)]
    assert found == ["", "alk", "mycn"]


def test_a_trial_is_known_by_all_its_names_without_regard_to_case(knowledge: Knowledge) -> None:
    assert {"nct03126916", "anbl1531"} <= names_of(knowledge.trials["NCT03126916"])


def test_a_trial_is_named_by_its_file(folder: Path) -> None:
    (folder / "trials/NCT03126916.yaml").rename(folder / "trials/NCT00000001.yaml")
    with pytest.raises(KnowledgeError, match="a file is named by the id of its trial"):
        load_knowledge(folder)


def test_a_trial_keeps_the_arms_and_drugs_that_have_a_file(knowledge: Knowledge) -> None:
    given = knowledge.trials["NCT03126916"].model_copy(
        update={
            "agents": ("one", "two"),
            "arms": (Arm(name="first", agents=("one",)), Arm(name="second", agents=("two",))),
        }
    )
    reduced = with_drugs(given, {"two"})
    assert reduced is not None
    assert (reduced.agents, [arm.name for arm in reduced.arms]) == (("two",), ["second"])
    assert with_drugs(given, set()) is None
    # Without an arm the criteria of the trial alone must not stand for a match.
    other = given.model_copy(update={"agents": ("one", "two", "three")})
    assert with_drugs(other, {"three"}) is None
    plain = given.model_copy(update={"agents": (), "arms": (Arm(name="observation"),)})
    assert with_drugs(plain, set()) == plain
