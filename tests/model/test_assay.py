from __future__ import annotations

from crestome.model.assay import AssayOutcome, Assays


def test_an_assay_that_was_not_done_is_none() -> None:
    assert set(Assays().model_dump().values()) == {None}


def test_outcomes_are_read_from_their_words() -> None:
    assert Assays.from_document({"c_circle": "positive"}).c_circle is AssayOutcome.POSITIVE
