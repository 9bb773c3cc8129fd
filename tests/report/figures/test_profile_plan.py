"""Where everything of the genome profile goes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crestome.model.assessment import Assessment, GenomeSegment, SampleAssessment
from crestome.model.call import Calls
from crestome.model.genome import Chromosome
from crestome.model.page import GenomeMap
from crestome.model.patient import Sample
from crestome.report.figures.profile_plan import LEFT, RIGHT, ProfilePlan, plan_profile

ONE_CHROMOSOME = GenomeMap(
    chromosomes=(
        Chromosome(
            name="2",
            length_bp=240_000_000,
            centromere_start_bp=90_000_000,
            centromere_end_bp=95_000_000,
        ),
    )
)


def planned(genome: GenomeMap, *segments: GenomeSegment, scale: str = "log2") -> ProfilePlan:
    sample = SampleAssessment(
        sample=Sample(id="T"), calls=Calls(), segments=segments, segment_scale=scale
    )
    return plan_profile(sample, genome)


def segment(value: float | None, call: str, contig: str = "2") -> GenomeSegment:
    return GenomeSegment(contig=contig, start=15_000_000, end=17_000_000, value=value, call=call)


def test_the_chromosomes_fill_the_width_in_order(assessment: Assessment, genome: GenomeMap) -> None:
    slots = plan_profile(assessment.latest, genome).slots
    assert [slot.name for slot in slots][:2] == ["1", "2"]
    assert slots[-1].name == "X"
    assert abs(slots[-1].left + slots[-1].width - RIGHT) < 0.001
    assert slots[0].left == LEFT


def test_each_segment_is_one_bar_with_its_own_value(
    assessment: Assessment, genome: GenomeMap
) -> None:
    bars = plan_profile(assessment.latest, genome).bars
    assert len(bars) == len(assessment.latest.segments)
    for bar, item in zip(bars, assessment.latest.segments, strict=True):
        assert bar.state == item.call
        assert bar.cut or bar.level == item.value


def test_a_value_beyond_the_axis_is_cut_and_marked(genome: GenomeMap) -> None:
    plan = planned(genome, segment(9.0, "amplified"), segment(-7.0, "homdel"))
    assert [(bar.level, bar.cut) for bar in plan.bars] == [(3.0, True), (-2.0, True)]


def test_copies_have_a_longer_axis(genome: GenomeMap) -> None:
    assert planned(genome, segment(98.0, "amplified"), scale="copies").high == 8.0


def test_an_unknown_scale_is_drawn_like_log2(genome: GenomeMap) -> None:
    assert planned(genome, segment(98.0, "amplified"), scale="").high == 3.0


def test_without_values_the_axis_names_states(genome: GenomeMap) -> None:
    plan = planned(
        genome,
        segment(None, "loss"),
        segment(None, "amplified"),
        segment(None, "neutral"),
        scale="",
    )
    assert [bar.level for bar in plan.bars] == [-1.0, 2.0, 0.0]
    assert dict(plan.ticks)[2.0] == "amp"


def test_a_gene_shows_the_segment_that_covers_it(assessment: Assessment, genome: GenomeMap) -> None:
    genes = {label.name: label.says for label in plan_profile(assessment.latest, genome).genes}
    assert genes["MYCN"] == "amp +5.3"
    assert genes["CDKN2A"] == "homdel -3.2"
    assert genes["TP53"] == "neutral"


def test_a_gene_without_a_segment_is_not_called_neutral(genome: GenomeMap) -> None:
    genes = {label.name: label.says for label in planned(genome, segment(None, "gain")).genes}
    assert genes["MYCN"] == "gain"
    assert genes["TP53"] == "no segment"


def test_a_segment_without_value_and_state_is_not_drawn_as_unaltered(genome: GenomeMap) -> None:
    plan = planned(genome, segment(None, ""), segment(0.5, "gain", contig="3"))
    assert [bar.state for bar in plan.bars] == ["gain"]
    assert {label.name: label.says for label in plan.genes}["MYCN"] == "no value"


def test_a_profile_of_states_alone_holds_unaltered_segments(genome: GenomeMap) -> None:
    plan = planned(genome, segment(None, "neutral"), scale="")
    assert [bar.level for bar in plan.bars] == [0.0]
    assert {label.name: label.says for label in plan.genes}["MYCN"] == "neutral"


def test_labels_keep_their_distance_and_stay_on_the_page(
    assessment: Assessment, genome: GenomeMap
) -> None:
    at = [label.words_at for label in plan_profile(assessment.latest, genome).genes]
    assert all(right - left >= 69.9 for left, right in pairwise(at))
    assert min(at) > LEFT
    assert max(at) < RIGHT


def test_contigs_that_the_figure_does_not_draw_are_left_out(genome: GenomeMap) -> None:
    assert planned(genome, segment(0.0, "", contig="MT"), segment(0.0, "", contig="Y")).bars == ()


@given(st.floats(-50, 200), st.sampled_from(["log2", "copies"]))
def test_no_level_leaves_the_plot(value: float, scale: str) -> None:
    plan = planned(ONE_CHROMOSOME, segment(value, "gain"), scale=scale)
    assert plan.low <= plan.bars[0].level <= plan.high
    assert plan.low <= 0 <= plan.high


def test_a_part_of_the_tumour_cells_stands_behind_the_state(genome: GenomeMap) -> None:
    def says(share: float | None, call: str) -> str:
        piece = segment(-1.0, call).model_copy(update={"clonal_fraction": share})
        return {label.name: label.says for label in planned(genome, piece).genes}["MYCN"]

    assert says(0.55, "loss") == "loss -1.0 (55%)"
    assert says(1.0, "loss") == says(None, "loss") == "loss -1.0"
    assert says(0.55, "neutral") == "neutral"
