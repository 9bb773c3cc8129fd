"""No claim without a source, no source without an entry."""

from __future__ import annotations

import pytest

from crestome.errors import KnowledgeError
from crestome.model.assessment import ReferenceEntry
from crestome.report.citation import Sourced, list_references


def test_a_claim_without_a_source_cannot_be_built() -> None:
    with pytest.raises(KnowledgeError, match=r"'MYCN is amplified\.' has no source; add a key"):
        Sourced("MYCN is amplified.", ())


def test_a_cited_key_that_is_not_listed_is_refused() -> None:
    entry = ReferenceEntry(key="a-2020", citation="A. 2020.")
    with pytest.raises(KnowledgeError, match="references: b-2021 cited by a call or a drug"):
        list_references([entry], {"a-2020", "b-2021"})


@pytest.mark.parametrize("link", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//x"])
def test_only_web_addresses_become_links(link: str) -> None:
    [listed] = list_references([ReferenceEntry(key="a", citation="A.", link=link)], ())
    assert listed.link == ""


def test_references_stand_in_the_order_of_their_keys_and_keep_web_links() -> None:
    entries = [
        ReferenceEntry(key=key, citation=key, link=f"https://doi.org/{key}") for key in ("b", "a")
    ]
    assert [item.link for item in list_references(entries, {"b"})] == [
        "https://doi.org/a",
        "https://doi.org/b",
    ]
