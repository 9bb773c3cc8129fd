from __future__ import annotations

import pytest
from call.profile import profile_of
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.common_level import (
    LevelStretch,
    commonest_level,
    mean_copies,
    rival_level,
    stretches_of,
)
from crestome.model.genome import AUTOSOMES

WIDTH, FRACTION = 0.1, 0.8


def levels(*pairs: tuple[float, float], contig: str = "1") -> list[LevelStretch]:
    return sorted(
        (LevelStretch(contig, value, length) for value, length in pairs),
        key=lambda item: item.value,
    )


def test_the_commonest_ratio_is_the_mean_of_the_window_that_covers_most() -> None:
    found = commonest_level(levels((-0.5, 30), (0.0, 40), (0.04, 20)), AUTOSOMES, "log2", WIDTH)
    assert found == pytest.approx(0.8 / 60)


def test_a_stretch_without_length_is_its_own_level() -> None:
    assert commonest_level(levels((0.3, 0.0)), AUTOSOMES, "log2", WIDTH) == 0.3


def test_of_equally_common_copies_the_fewer_count() -> None:
    assert commonest_level(levels((2.0, 50), (3.0, 50)), AUTOSOMES, "copies", WIDTH) == 2.0


def test_sex_chromosomes_say_nothing_of_the_autosomes() -> None:
    there = levels((1.0, 50), contig="X")
    assert commonest_level(there, AUTOSOMES, "copies", WIDTH) is None
    assert mean_copies(there, 0.0) is None
    assert rival_level(there, 0.0, WIDTH, FRACTION) is None


def test_the_mean_is_weighted_by_length() -> None:
    pairs = levels((2.0, 41), (3.0, 59))
    assert mean_copies(pairs, 100.0) == pytest.approx(2.59)
    assert mean_copies(pairs, 101.0) is None


def test_a_level_nearly_as_common_is_a_rival_and_a_rarer_one_is_not() -> None:
    assert rival_level(levels((0.0, 50), (0.5, 41)), 0.0, WIDTH, FRACTION) == pytest.approx(0.5)
    assert rival_level(levels((0.0, 50), (0.5, 39)), 0.0, WIDTH, FRACTION) is None


def test_the_shoulder_of_a_level_is_no_rival_of_it() -> None:
    assert rival_level(levels((0.0, 50), (0.15, 49)), 0.0, WIDTH, FRACTION) is None


def test_a_list_of_altered_segments_and_values_without_a_number_have_no_level() -> None:
    piece = ("1", 0.0, 100.0, {"log2": -0.5})
    assert stretches_of(profile_of(piece, altered_only=True), "log2") == []
    endless = ("2", 0.0, 100.0, {"log2": float("-inf")})
    assert len(stretches_of(profile_of(piece, endless), "log2")) == 1
    assert stretches_of(profile_of(piece), "copies") == []


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(1, 100)), min_size=1, max_size=8),
    st.floats(-0.3, 0.3),
)
def test_a_shift_of_all_ratios_shifts_the_level(
    pairs: list[tuple[float, float]], shift: float
) -> None:
    value, length = max(pairs, key=lambda pair: pair[1])
    pairs = [*pairs, (value, sum(it[1] for it in pairs) + length)]
    before = commonest_level(levels(*pairs), AUTOSOMES, "log2", WIDTH)
    moved = levels(*((level + shift, size) for level, size in pairs))
    after = commonest_level(moved, AUTOSOMES, "log2", WIDTH)
    assert before is not None
    assert after is not None
    assert abs(after - before - shift) <= 2 * WIDTH
