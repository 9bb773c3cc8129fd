from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure.signals import FLAT, SPACING_BP, probes

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.measure import segments as module
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.measure.segments import Wish, learned_penalty, penalty_features, segment_probes
from crestome.model.signal import Penalty, ProbeTable

RULES = load_knowledge().rules("segmentation", SegmentationRules)


def pieces(table: ProbeTable, wish: Wish | None = None) -> pl.DataFrame:
    return segment_probes(table, RULES, wish or Wish()).segments.frame


def on(frame: pl.DataFrame, contig: str) -> list[tuple[int, float]]:
    rows = frame.filter(pl.col("contig") == contig)
    return [(probes, round(level, 1)) for probes, level in rows.select("probes", "log2").rows()]


@pytest.mark.parametrize("penalty", list(Penalty))
def test_a_loss_and_an_amplicon_are_found_where_they_are(penalty: Penalty) -> None:
    levels = {"1": [(150, -0.5), (250, 0.0)], "2": [(60, 0.0), (5, 3.0), (200, 0.0)], **FLAT}
    table = probes(levels, noise=0.05)
    frame = pieces(table, Wish(penalty=penalty))
    assert on(frame, "1") == [(150, -0.5), (250, 0.0)]
    assert on(frame, "2") == [(60, 0.0), (5, 3.0), (200, 0.0)]
    loss = frame.row(0, named=True)
    assert (loss["start"], loss["end"]) == (0, 149 * SPACING_BP + 1)
    assert frame.filter(pl.col("contig") == "7").height == 1


def test_the_figures_of_a_segment_are_those_of_its_probes() -> None:
    table = probes({"1": [(400, 0.0)], **FLAT}, noise=0.2)
    row = pieces(table).row(0, named=True)
    values = table.frame.filter(pl.col("contig") == "1")["log2"].to_numpy()
    assert row["mad"] == pytest.approx(
        float(np.median(np.abs(values - np.median(values)))), abs=0.02
    )
    assert row["standard_error"] == pytest.approx(0.2 / 20, rel=0.25)
    assert row["median"] == pytest.approx(row["log2"], abs=0.05)


def test_a_single_probe_is_no_event_and_two_are() -> None:
    alone = probes({"2": [(99, 0.0), (1, 4.0), (100, 0.0)], **FLAT})
    assert on(pieces(alone), "2") == [(200, 0.0)]
    assert segment_probes(alone, RULES, Wish()).quality.outliers == 1
    pair = probes({"2": [(99, 0.0), (2, 4.0), (100, 0.0)], **FLAT})
    assert on(pieces(pair), "2") == [(99, 0.0), (2, 4.0), (100, 0.0)]


def test_a_small_step_is_joined_and_the_learned_penalty_joins_nothing() -> None:
    table = probes({"1": [(2000, 0.0), (2000, 0.07)], **FLAT}, noise=0.05)
    assert len(on(pieces(table), "1")) == 1
    assert len(on(pieces(table, Wish(penalty=Penalty.LEARNED_DETAILED)), "1")) == 2


def test_bins_of_little_weight_count_little() -> None:
    rng = np.random.default_rng(5)
    frame = probes({"1": [(300, 0.0)], **FLAT}, noise=0.1).frame
    weight = np.ones(frame.height)
    values = frame["log2"].to_numpy().copy()
    bad = slice(100, 130)
    weight[bad], values[bad] = 0.01, 1.0 * rng.normal(size=30) + 0.4
    weighed = ProbeTable(frame.with_columns(log2=values, weight=weight))
    assert len(on(pieces(weighed), "1")) == 1


def test_too_few_probes_are_refused_with_their_number() -> None:
    with pytest.raises(InputError, match=r"1 probe\(s\) with a value; expected at least 20"):
        pieces(probes({"1": [(1, 0.0)]}))


@pytest.mark.parametrize("penalty", list(Penalty))
def test_a_constant_signal_is_flat(penalty: Penalty) -> None:
    signal = segment_probes(probes({"1": [(50, 0.3)]}, noise=0.0), RULES, Wish(penalty=penalty))
    assert on(signal.segments.frame, "1") == [(50, 0.0)]
    assert signal.quality.noise == 0.0


def test_steps_without_noise_are_found() -> None:
    frame = pieces(probes({"1": [(30, 0.0), (30, 1.0), (40, 0.0)]}, noise=0.0))
    assert on(frame, "1") == [(30, 0.0), (30, 1.0), (40, 0.0)]


def test_a_chromosome_of_one_or_two_probes_is_one_segment() -> None:
    frame = pieces(
        probes({**FLAT, "X": [(1, -1.0)], "Y": [(2, -2.0)]}), Wish(penalty=Penalty.LEARNED)
    )
    assert [count for count, _ in on(frame, "X") + on(frame, "Y")] == [1, 2]


def test_x_and_y_of_a_man_do_not_move_the_baseline() -> None:
    woman = pieces(probes({**FLAT, "X": [(900, 0.0)]}))
    man = pieces(probes({**FLAT, "X": [(900, -1.0)], "Y": [(90, -1.0)]}))
    assert on(man, "X") == [(900, -1.0)]
    assert on(man, "5") == on(woman, "5") == [(100, 0.0)]


def test_a_near_triploid_genome_has_its_commonest_level_at_the_baseline() -> None:
    levels = {str(number): [(100, 0.3)] for number in range(1, 15)}
    levels |= {str(number): [(100, -0.3)] for number in range(15, 23)}
    signal = segment_probes(probes(levels), RULES, Wish())
    assert on(signal.segments.frame, "1") == [(100, 0.0)]
    assert on(signal.segments.frame, "20") == [(100, -0.6)]
    assert signal.quality.baseline == pytest.approx(0.3, abs=0.02)


def test_side_by_side_the_chromosomes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    table = probes({"1": [(150, -0.5), (250, 0.0)], **FLAT})
    alone = pieces(table, Wish(workers=1))
    monkeypatch.setattr(module, "PARALLEL_ROWS", 100)
    assert pieces(table, Wish(workers=2)).equals(alone)
    assert pieces(table, Wish(workers=1)).equals(alone)


def test_the_learned_penalty_grows_with_noise_and_number() -> None:
    rng = np.random.default_rng(3)
    values, rules = 0.1 * rng.normal(size=400), RULES.learned_penalty.value
    assert learned_penalty(2 * values, rules) > learned_penalty(values, rules)
    assert learned_penalty(values, rules) > learned_penalty(values[:100], rules)
    assert learned_penalty(values[:2], rules) == np.inf
    assert set(penalty_features(values)) | {"intercept"} == set(rules)
    assert set(rules) == set(RULES.learned_penalty_detailed.value)


@settings(max_examples=25)
@given(st.floats(-1.0, 1.0), st.integers(0, 1000))
def test_a_shift_of_all_probes_changes_the_baseline_alone(shift: float, seed: int) -> None:
    table = probes({"1": [(60, -0.5), (60, 0.0)], **FLAT}, seed=seed)
    moved = ProbeTable(table.frame.with_columns(pl.col("log2") + shift))
    before, after = segment_probes(table, RULES, Wish()), segment_probes(moved, RULES, Wish())
    assert before.segments.frame["end"].equals(after.segments.frame["end"])
    assert after.quality.baseline - before.quality.baseline == pytest.approx(shift, abs=1e-5)


def test_a_million_bins_are_two_segments_with_the_breakpoint_where_it_is() -> None:
    table = probes({"1": [(400_000, 0.0), (600_000, -0.5)]}, noise=0.2)
    frame = pieces(table, Wish(workers=1))
    assert frame["probes"].to_list() == pytest.approx([400_000, 600_000], abs=5)
    assert frame["log2"].to_list() == pytest.approx([0.5, 0.0], abs=0.01)
