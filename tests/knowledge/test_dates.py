from __future__ import annotations

from datetime import UTC, datetime

from crestome.knowledge.load import Knowledge


def test_no_entry_was_curated_or_reviewed_in_the_future(knowledge: Knowledge) -> None:
    today = datetime.now(UTC).date()
    for drug in knowledge.drugs.values():
        assert drug.curated.on <= today, drug.id
        assert drug.reviewed is None or drug.curated.on <= drug.reviewed.on <= today, drug.id


def test_nobody_reviewed_their_own_entry(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        assert drug.reviewed is None or drug.reviewed.by != drug.curated.by, drug.id


def test_no_reference_is_from_the_future(knowledge: Knowledge) -> None:
    year = datetime.now(UTC).year
    assert [key for key, entry in knowledge.references.items() if entry.year > year] == []


def test_the_version_is_a_date(knowledge: Knowledge) -> None:
    released = datetime.strptime(knowledge.version, "%Y.%m.%d").replace(tzinfo=UTC)
    assert released <= datetime.now(UTC)
