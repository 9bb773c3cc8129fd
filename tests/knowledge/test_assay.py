from __future__ import annotations

import pytest
from pydantic import ValidationError

from crestome.knowledge.assay import AssumedCall, PossibleResult
from crestome.knowledge.load import Knowledge


def test_a_result_cannot_make_a_call_open() -> None:
    with pytest.raises(ValidationError, match="state"):
        AssumedCall.from_document({"state": "not_assessed", "label": "not_assessed"})


def test_a_result_settles_details_alone_where_it_states_no_state() -> None:
    result = PossibleResult.from_document(
        {"title": "high", "calls": {"tert": {"detail": {"expression": "high"}}}}
    )
    assert result.calls["tert"].state is None
    assert not result.atypical


def test_an_assay_with_results_has_at_least_two(knowledge: Knowledge) -> None:
    for key, assay in knowledge.assays.items():
        assert len(assay.results) != 1, key
        titles = [result.title for result in assay.results]
        assert len(set(titles)) == len(titles), key
