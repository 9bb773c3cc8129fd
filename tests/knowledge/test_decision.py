from __future__ import annotations

import pytest
from pydantic import ValidationError

from crestome.knowledge.decision import Fact, Scheme, Span, TableRow
from crestome.knowledge.load import Knowledge

ROW = {"id": "A", "group": "low", "title": "t", "mark": "P", "sources": ["chen-2025"]}


def test_a_row_asks_for_words_or_for_a_range() -> None:
    row = TableRow.from_document(
        {**ROW, "when": {"stage": ["M"], "age": {"from": 365, "below": 547}}}
    )
    assert row.when["stage"] == ("M",)
    assert row.when["age"] == Span.from_document({"from": 365, "below": 547})


def test_a_row_without_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="sources"):
        TableRow.from_document({**ROW, "sources": []})


def test_a_fact_knows_its_words_from_a_field_or_from_calls() -> None:
    assert Fact(title="t", clinical="inpc", values=("FH", "UH")).domain == ("FH", "UH")
    called = Fact.from_document({"title": "t", "calls": {"yes": {"mechanism": "mycn"}}})
    assert called.domain == ("yes",)


def test_the_shipped_schemes_stand_in_their_order(knowledge: Knowledge) -> None:
    assert list(knowledge.schemes) == ["inrg", "cog_v2", "cog_inss", "siopen", "status"]
    assert all(isinstance(scheme, Scheme) for scheme in knowledge.schemes.values())


def test_every_letter_of_the_inrg_is_there_and_h_twice(knowledge: Knowledge) -> None:
    codes = [row.code for row in knowledge.schemes["inrg"].rows]
    assert sorted(codes) == sorted("ABCDEFGHHIJKNOPQR")
