from __future__ import annotations

from crestome.model.worked_case import Confidence, ExpectedItem


def test_an_item_is_graded_and_sure_unless_it_says_otherwise() -> None:
    item = ExpectedItem(key="mycn", call="amplified")
    assert item.graded
    assert item.confidence is Confidence.HIGH
