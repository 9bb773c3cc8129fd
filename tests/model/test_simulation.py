from __future__ import annotations

from crestome.model.simulation import Range


def test_a_range_of_one_value_is_printed_as_one() -> None:
    assert str(Range(low=0.25, high=0.25)) == "0.25"
    assert str(Range(low=0.25, high=1.0)) == "0.25 to 1.00"
