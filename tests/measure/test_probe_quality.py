from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from measure.signals import FLAT, probes

from crestome.knowledge.load import load_knowledge
from crestome.measure.probe_quality import describe_quality, without_gc_trend
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.measure.segments import Wish, segment_probes

RULES = load_knowledge().rules("segmentation", SegmentationRules)


def test_waves_are_told_from_noise() -> None:
    rng = np.random.default_rng(1)
    still = 0.1 * rng.normal(size=4000)
    wavy = still + 0.1 * np.sin(np.arange(4000) / 100)
    weights = np.ones(4000)
    assert describe_quality(still, weights, 0.1, RULES, None).waviness < 0.02
    assert describe_quality(wavy, weights, 0.1, RULES, None).waviness > 0.05
    assert describe_quality(still[:20], weights[:20], 0.1, RULES, None).waviness == 0.0


def test_too_much_noise_is_uninformative_and_not_flat() -> None:
    quality = segment_probes(probes(FLAT, noise=0.9), RULES, Wish()).quality
    assert not quality.informative
    assert "noise" in quality.why
    assert segment_probes(probes(FLAT), RULES, Wish()).quality.informative


def test_too_few_tumour_cells_are_uninformative_and_not_flat() -> None:
    quality = segment_probes(probes(FLAT), RULES, Wish(purity=0.05)).quality
    assert not quality.informative
    assert "5%" in quality.why
    assert segment_probes(probes(FLAT), RULES, Wish(purity=0.5)).quality.informative


def test_the_least_purity_is_that_at_which_one_lost_copy_makes_the_least_step() -> None:
    quality = describe_quality(np.zeros(100), np.ones(100), 0.1, RULES, None)
    assert np.log2(1 - quality.least_purity / 2) == pytest.approx(-quality.least_step, abs=1e-3)


def with_gc(trend: float, rows: int = 2000) -> pl.DataFrame:
    rng = np.random.default_rng(2)
    gc = rng.uniform(0.3, 0.6, rows)
    log2 = 0.1 * rng.normal(size=rows) + trend * (gc - 0.45)
    return pl.DataFrame({"log2": log2, "gc": gc})


def test_a_trend_with_gc_is_taken_out() -> None:
    frame = with_gc(3.0)
    offsets = np.array([0, frame.height])
    values, corrected = without_gc_trend(frame, np.ones(frame.height), offsets)
    assert corrected
    assert values.std() == pytest.approx(0.1, rel=0.15)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(with_gc(0.0).with_columns(gc=pl.lit(None, pl.Float64)), id="no gc"),
        pytest.param(with_gc(0.0).with_columns(gc=pl.lit(0.4)), id="one gc"),
        pytest.param(with_gc(3.0, 60), id="few probes"),
        pytest.param(
            with_gc(0.0)
            .with_columns(gc=pl.int_range(pl.len()) / 4000)
            .with_columns(log2=(pl.int_range(pl.len()) % 2) * 0.1),
            id="no gain",
        ),
    ],
)
def test_without_a_trend_the_values_stay(frame: pl.DataFrame) -> None:
    offsets = np.array([0, frame.height])
    values, corrected = without_gc_trend(frame, np.ones(frame.height), offsets)
    assert not corrected
    assert values.tolist() == frame["log2"].to_list()
