from __future__ import annotations

from crestome.model.patient import Sample, TimePoint


def test_a_second_relapse_says_its_number() -> None:
    assert Sample(id="a", time_point=TimePoint.RELAPSE, ordinal=2).when == "relapse 2"
    assert Sample(id="a", time_point=TimePoint.RELAPSE).when == "relapse"
    assert Sample(id="a").when == "not applicable"
