"""What a page needs beside an assessment."""

from __future__ import annotations

from crestome.model.genome import Interval
from crestome.model.page import GenomeMap, MechanismTitle, NamedRegion


def test_a_map_without_places_is_allowed() -> None:
    assert GenomeMap().chromosomes == ()


def test_a_region_has_a_name_and_an_extent() -> None:
    region = NamedRegion(name="1p36", interval=Interval(contig="1", start=0, end=9))
    assert GenomeMap(regions=(region,)).regions[0].name == "1p36"


def test_a_title_may_go_without_a_question() -> None:
    assert MechanismTitle(name="mycn", title="MYCN").question == ""
