"""The genome profile as SVG."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from crestome.model.assessment import Assessment, GenomeSegment, SampleAssessment
from crestome.model.call import Calls
from crestome.model.page import GenomeMap
from crestome.model.patient import Sample
from crestome.report.figures.genome_profile import (
    NO_PROFILE,
    describe_profile,
    draw_genome_profile,
)


def sample_with(*segments: GenomeSegment, name: str = "T") -> SampleAssessment:
    return SampleAssessment(
        sample=Sample(id=name), calls=Calls(), segments=segments, segment_scale="log2"
    )


def test_without_a_profile_the_figure_says_so(genome: GenomeMap) -> None:
    assert NO_PROFILE in draw_genome_profile(sample_with(), genome)


def test_without_places_nothing_is_drawn(assessment: Assessment) -> None:
    assert NO_PROFILE in draw_genome_profile(assessment.latest, GenomeMap())


def test_the_figure_is_sound_and_names_genes_regions_and_chromosomes(
    assessment: Assessment, genome: GenomeMap
) -> None:
    drawn = ET.fromstring(draw_genome_profile(assessment.latest, genome))  # noqa: S314 (our own)
    words = [text.text for text in drawn.iter("text")]
    for word in ("MYCN", "amp +5.3", "11q23", "17q21.31-qter", "22", "X", "gain", "loss", "+3"):
        assert word in words


def test_the_figure_reads_without_colour_and_without_eyes(
    assessment: Assessment, genome: GenomeMap
) -> None:
    drawn = draw_genome_profile(assessment.latest, genome)
    assert "<desc>41 segments: 3 amp, 5 gain, 4 loss, 1 homdel, 28 neutral</desc>" in drawn
    assert 'role="img"' in drawn


def test_triangles_mark_amplifications_deletions_and_cut_values(genome: GenomeMap) -> None:
    places = {"start": 15_000_000, "end": 17_000_000}
    filled = GenomeSegment(contig="2", value=2.0, call="amplified", **places)
    hollow = GenomeSegment(contig="2", value=-9.0, call="", **places)
    both = draw_genome_profile(sample_with(filled, hollow), genome)
    assert both.count("h-10z") == 2
    assert both.count('fill="#ffffff" stroke=') == 1


def test_a_thousand_segments_stay_small(genome: GenomeMap) -> None:
    many = [
        GenomeSegment(contig="1", start=k * 100_000, end=k * 100_000 + 99_999, value=0.1, call="")
        for k in range(2000)
    ]
    assert len(draw_genome_profile(sample_with(*many), genome)) < 120_000


def test_a_hostile_name_stays_a_name(genome: GenomeMap) -> None:
    segment = GenomeSegment(contig="1", start=0, end=9, value=0.0, call="")
    assert "<script>" not in draw_genome_profile(sample_with(segment, name="<script>"), genome)


def test_many_segments_are_counted_with_a_comma() -> None:
    segment = GenomeSegment(contig="1", start=0, end=9, value=0.0, call="")
    assert describe_profile(sample_with(*[segment] * 1200)) == "1,200 segments: 1,200 neutral"


def test_shares_of_cells_are_counted_where_the_caller_gives_them() -> None:
    segment = GenomeSegment(contig="4", start=0, end=9, value=1.0, call="gain", clonal_fraction=0.5)
    assert "for 1 the caller gives the share" in describe_profile(sample_with(segment))


def test_a_lost_allele_without_a_step_is_seen_in_its_lane(genome: GenomeMap) -> None:
    lost = GenomeSegment(contig="4", start=0, end=150_000_000, value=0.0, call="loh")
    drawn = draw_genome_profile(sample_with(lost), genome)
    assert "1 segment: 1 LOH" in drawn
    assert 'fill="#6a4788"' in drawn


def test_a_state_that_the_figure_does_not_know_is_drawn_and_named(genome: GenomeMap) -> None:
    odd = GenomeSegment(contig="4", start=0, end=150_000_000, value=0.4, call="odd")
    drawn = draw_genome_profile(sample_with(odd), genome)
    assert "1 segment: 1 odd" in drawn
    assert drawn.count('stroke-width="2.6"') == 1
