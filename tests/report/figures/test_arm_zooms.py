"""The single arms as SVG."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from crestome.model.assessment import GenomeSegment, SampleAssessment
from crestome.model.call import Call, Calls, CallState, Row
from crestome.model.genome import Assembly
from crestome.model.page import GenomeMap
from crestome.model.patient import Sample
from crestome.pipeline.page import genome_map
from crestome.report.figures.arm_zooms import describe_arms, draw_arm_zooms

MB = 1_000_000


@pytest.fixture(scope="module")
def places() -> GenomeMap:
    return genome_map(Assembly.GRCH38)


def segment(
    contig: str, span: tuple[int, int], value: float | None, call: str = ""
) -> GenomeSegment:
    start, end = span
    return GenomeSegment(contig=contig, start=start * MB, end=end * MB, value=value, call=call)


def sample_with(*segments: GenomeSegment, name: str = "T") -> SampleAssessment:
    return SampleAssessment(
        sample=Sample(id=name), calls=Calls(), segments=segments, segment_scale="log2"
    )


def test_without_a_profile_or_an_arm_nothing_is_drawn(places: GenomeMap) -> None:
    assert draw_arm_zooms(sample_with(), places) == ""
    assert draw_arm_zooms(sample_with(segment("2", (0, 50), 0.0)), GenomeMap()) == ""


def test_every_arm_is_drawn_with_its_genes_and_regions(places: GenomeMap) -> None:
    drawn = draw_arm_zooms(sample_with(segment("1", (0, 30), -0.6, "loss")), places)
    words = [text.text for text in ET.fromstring(drawn).iter("text")]  # noqa: S314 (our own)
    for word in ("1p", "2p", "6q", "11q", "17q", "ARID1A", "CHEK1", "6q21", "11q13", "Mb", "120"):
        assert word in words
    assert words.count("not measured") == 4


def test_the_arms_are_told_in_words(places: GenomeMap) -> None:
    sample = sample_with(
        segment("1", (0, 30), -0.6, "loss"),
        segment("2", (0, 50), 0.0),
        segment("6", (70, 170), None),
    )
    told = describe_arms(sample, places)
    assert told == (
        "1p: loss; 2p: no change; 6q: not measured; 11q: not measured; 17q: not measured"
    )
    assert f"<desc>{told}</desc>" in draw_arm_zooms(sample, places)


def test_a_value_beyond_the_axis_gets_a_hollow_triangle(places: GenomeMap) -> None:
    inside = draw_arm_zooms(sample_with(segment("2", (15, 17), 2.0, "amplified")), places)
    above = draw_arm_zooms(sample_with(segment("2", (15, 17), 9.0, "amplified")), places)
    below = draw_arm_zooms(sample_with(segment("2", (15, 17), -9.0, "homdel")), places)
    assert [drawn.count("h-10z") for drawn in (inside, above, below)] == [0, 1, 1]


def test_a_lost_allele_is_a_band_along_the_baseline(places: GenomeMap) -> None:
    drawn = draw_arm_zooms(sample_with(segment("11", (60, 130), 0.0, "loh")), places)
    assert 'height="10" fill="#c6b3d3"' in drawn


def test_a_list_of_states_is_drawn_by_its_states(places: GenomeMap) -> None:
    drawn = draw_arm_zooms(sample_with(segment("17", (45, 83), None, "gain")), places)
    assert ">amp</text>" in drawn


def test_hostile_names_are_escaped(places: GenomeMap) -> None:
    drawn = draw_arm_zooms(sample_with(segment("2", (0, 50), 0.0), name="<b>"), places)
    assert "<b>" not in drawn


def test_what_became_of_a_region_stands_under_it(places: GenomeMap) -> None:
    rows: tuple[Row, ...] = (
        {"region": "11q23", "state": "partly lost"},
        {"region": "distal_6q", "state": "lost"},
    )
    call = Call(
        mechanism="segmental_chromosome",
        state=CallState.PRESENT,
        label="altered",
        reason="",
        detail={"named_regions": rows},
    )
    sample = sample_with(segment("11", (60, 130), -0.6, "loss"))
    sample = sample.model_copy(update={"calls": Calls().having(call)})
    words = [t.text for t in ET.fromstring(draw_arm_zooms(sample, places)).iter("text")]  # noqa: S314 (our own)
    assert "11q23: partly lost" in words
    assert "distal 6q: lost" in words
    assert "6q21" in words
