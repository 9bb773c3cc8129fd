from __future__ import annotations

from crestome.model.clinical import Clinical, Inss


def test_what_is_not_stated_is_none() -> None:
    assert set(Clinical().model_dump().values()) == {None}


def test_stages_are_read_from_their_words() -> None:
    assert Clinical.from_document({"inss": "4S"}).inss is Inss.STAGE_4S
