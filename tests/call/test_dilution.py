from __future__ import annotations

import math
from dataclasses import replace

import pytest
from call.profile import flat, with_profile
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.dilution import (
    baseline_copies,
    expected_log2,
    stated_log2,
    stated_ploidy,
    stated_purity,
    whole_copies,
)
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Sample


def test_the_callers_purity_goes_before_that_of_the_sample(nothing: CaseEvidence) -> None:
    assert stated_purity(nothing) is None
    sampled = replace(with_profile(nothing, *flat()), sample=Sample(id="T", purity=0.8))
    assert stated_purity(sampled) == 0.8
    assert sampled.copy_number is not None
    estimated = replace(sampled, copy_number=replace(sampled.copy_number, purity=0.4))
    assert stated_purity(estimated) == 0.4


def test_the_baseline_is_the_stated_ploidy_or_two_copies(nothing: CaseEvidence) -> None:
    assert stated_ploidy(nothing) is None
    assert baseline_copies(nothing) == 2.0
    assert baseline_copies(replace(nothing, sample=Sample(id="T", ploidy=2.59))) == 3.0
    assert baseline_copies(replace(nothing, sample=Sample(id="T", dna_index=0.1))) == 1.0
    assert whole_copies(2.5) == 3.0


@pytest.mark.parametrize(
    ("copies", "purity", "baseline", "expected"),
    [
        (0.0, 0.6, 2.0, -1.32),
        (1.0, 0.6, 2.0, -0.51),
        (3.0, 1.0, 2.0, 0.58),
        (8.0, 1.0, 2.0, 2.0),
        (3.0, 0.8, 3.0, 0.0),
        (0.0, 1.0, 2.0, -math.inf),
    ],
)
def test_normal_cells_pull_every_ratio_towards_nothing(
    copies: float, purity: float, baseline: float, expected: float
) -> None:
    assert expected_log2(copies, purity, baseline) == pytest.approx(expected, abs=0.006)


@given(
    copies=st.floats(0.0, 20.0),
    more=st.floats(0.0, 20.0),
    purity=st.floats(0.05, 1.0),
    baseline=st.floats(1.0, 5.0),
)
def test_more_copies_never_lower_the_ratio(
    copies: float, more: float, purity: float, baseline: float
) -> None:
    higher = expected_log2(copies + more, purity, baseline)
    assert higher >= expected_log2(copies, purity, baseline)


def test_without_purity_no_ratio_is_expected(nothing: CaseEvidence) -> None:
    assert stated_log2(3.0, nothing) is None
    pure = replace(nothing, sample=Sample(id="T", purity=1.0))
    assert stated_log2(3.0, pure) == pytest.approx(0.585, abs=0.001)
