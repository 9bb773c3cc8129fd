from __future__ import annotations

from collections import Counter
from pathlib import Path

from crestome.knowledge.load import Knowledge

ROOT = Path(__file__).parents[2]


def test_no_two_references_share_an_identifier(knowledge: Knowledge) -> None:
    for field in ("doi", "pmid", "url", "title"):
        values = [getattr(entry, field) for entry in knowledge.references.values()]
        repeated = [value for value, count in Counter(filter(None, values)).items() if count > 1]
        assert repeated == [], field


def test_every_reference_can_be_found_or_says_that_it_is_to_be_verified(
    knowledge: Knowledge,
) -> None:
    for key, entry in knowledge.references.items():
        own = key.startswith("crestome-")
        assert own or entry.link or "to be verified" in entry.note, key


def test_a_key_is_the_name_of_the_first_author_and_the_year(knowledge: Knowledge) -> None:
    for key, entry in knowledge.references.items():
        year = next((part for part in key.split("-") if part.isdigit() and len(part) == 4), "")
        assert year in {"", str(entry.year)}, key


def test_nothing_is_cited_that_is_not_listed_and_nothing_listed_that_is_not_cited(
    knowledge: Knowledge,
) -> None:
    texts = [
        path.read_text("utf-8")
        for folder in ("src", "docs", "validation", "tools")
        for pattern in ("*.py", "*.yaml", "*.md")
        for path in (ROOT / folder).rglob(pattern)
        if path.name != "references.yaml"
    ]
    everything = "\n".join(texts)
    assert [key for key in knowledge.references if key not in everything] == []
