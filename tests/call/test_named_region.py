from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from call.genome import Change as Stretch
from call.genome import genome
from call.profile import profile_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crestome.call.chromosome_survey import SegmentalChromosomeRules, survey_chromosomes
from crestome.call.named_region import (
    NOT_ASSESSED,
    UNALTERED,
    Extent,
    RegionReading,
    extent_of,
    read_regions,
    stretch_row,
)
from crestome.knowledge.load import Knowledge
from crestome.model.evidence import CaseEvidence


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> SegmentalChromosomeRules:
    return knowledge.rules("segmental_chromosome", SegmentalChromosomeRules)


def readings(evidence: CaseEvidence, rules: SegmentalChromosomeRules) -> dict[str, RegionReading]:
    surveys = survey_chromosomes(evidence, rules)
    return {item.region: item for item in read_regions(surveys, evidence.genome.regions, rules)}


def test_every_region_is_read_and_says_how_much_was_measured(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    found = readings(genome(nothing), rules)
    assert tuple(found) == rules.named_regions.value
    assert {item.state for item in found.values()} == {UNALTERED}
    assert {item.measured_fraction for item in found.values()} == {1.0}


def test_a_loss_takes_a_region_whole_or_ends_inside_it(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    found = readings(genome(nothing, {"1": [(0, 60, -0.6)], "11": [(115, 135.1, -0.6)]}), rules)
    assert (found["1p36"].state, found["1p36"].altered_fraction) == ("lost", 1.0)
    assert found["11q23"].state == "partly lost"
    assert found["11q23"].altered_fraction == pytest.approx(0.589, abs=0.001)
    assert found["11q14.1"].state == UNALTERED


def test_what_the_whole_chromosome_did_is_said(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    found = readings(genome(nothing, {"17": [(0, 83.3, 0.4)], "6": [(100, 171, -0.6)]}), rules)
    assert (found["17q21.31-qter"].state, found["17q21.31-qter"].whole_chromosome) == (
        "gained",
        True,
    )
    assert (found["6q21"].state, found["6q21"].whole_chromosome) == ("lost", False)


def test_an_amplicon_inside_a_region_is_named(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    found = readings(genome(nothing, {"2": [(15.5, 16.5, 3.0)]}), rules)
    assert found["2p24.3"].state == "partly amplified"


def test_lost_heterozygosity_of_a_region_is_no_loss(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    profile = profile_of(
        ("11", 0, 60, {"total_copies": 2.0, "minor_copies": 1.0}),
        ("11", 60, 135.086622, {"total_copies": 2.0, "minor_copies": 0.0}),
    )
    found = readings(replace(nothing, copy_number=profile), rules)
    assert found["11q23"].state == "loh"


def test_a_region_of_which_little_was_measured_is_not_assessed(
    nothing: CaseEvidence, rules: SegmentalChromosomeRules
) -> None:
    profile = profile_of(("1", 20, 120, {"log2": 0.0}), ("3", 0, 198, {"log2": 0.0}))
    found = readings(replace(nothing, copy_number=profile), rules)
    assert found["1p36"].state == NOT_ASSESSED
    assert found["1p36"].altered_fraction is None
    assert found["1p36"].measured_fraction == pytest.approx(0.275, abs=0.001)
    assert found["11q23"].measured_fraction == 0.0
    assert found["1p36"].row()["state"] == NOT_ASSESSED


@pytest.mark.parametrize(
    ("chromosome", "change", "placed"),
    [
        ("1", (0, 60, -0.6), (Extent.DISTAL, 0.493)),
        ("1", (90, 122, -0.6), (Extent.PROXIMAL, 0.259)),
        ("1", (30, 60, -0.6), (Extent.INTERSTITIAL, 0.247)),
        ("3", (0, 90.9, -0.6), (Extent.WHOLE_ARM, 1.0)),
        ("11", (72, 135.1, -0.6), (Extent.DISTAL, 0.796)),
        ("11", (50, 70, -0.6), (Extent.PROXIMAL, 0.184)),
        ("21", (0, 46.8, -0.6), (Extent.WHOLE_CHROMOSOME, None)),
    ],
)
def test_a_stretch_is_placed_on_its_arm(
    nothing: CaseEvidence,
    rules: SegmentalChromosomeRules,
    chromosome: str,
    change: Stretch,
    placed: tuple[Extent, float | None],
) -> None:
    extent, share = placed
    survey = survey_chromosomes(genome(nothing, {chromosome: [change]}), rules)[chromosome]
    stretch = survey.whole or survey.stretches[-1]
    assert extent_of(stretch, survey, rules) is extent
    row = stretch_row(stretch, survey, rules)
    assert row["extent"] == extent.value
    assert row["arm_fraction"] == (None if share is None else pytest.approx(share, abs=0.01))


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ends=st.lists(st.floats(4, 120), min_size=2, max_size=4))
def test_a_longer_loss_never_takes_less_of_a_region(
    knowledge: Knowledge, nothing: CaseEvidence, ends: Sequence[float]
) -> None:
    rules = knowledge.rules("segmental_chromosome", SegmentalChromosomeRules)
    shares = [
        readings(genome(nothing, {"1": [(0, end, -0.6)]}), rules)["1p36"].altered_fraction or 0.0
        for end in sorted(ends)
    ]
    assert shares == sorted(shares)
