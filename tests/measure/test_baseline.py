from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.knowledge.load import load_knowledge
from crestome.measure.baseline import copies_of, fit_ladder, modal_level
from crestome.measure.segmentation_rules import SegmentationRules

RULES = load_knowledge().rules("segmentation", SegmentationRules)


def tumour(
    copies: list[tuple[int, int]], purity: float, *, baseline: int, alleles: bool = False
) -> pl.DataFrame:
    """Exact levels of segments with (total, minor) copies, 100 probes each."""
    total = np.array([c for c, _ in copies], float)
    minor = np.array([m for _, m in copies], float)
    mixture = purity * total + 2 * (1 - purity)
    levels = np.log2(mixture / (purity * baseline + 2 * (1 - purity)))
    share = (purity * (total - minor) + 1 - purity) / mixture
    return pl.DataFrame(
        {
            "contig": [str(number % 22 + 1) for number in range(len(copies))],
            "probes": [100] * len(copies),
            "log2": levels,
            "baf": share if alleles else pl.Series([None] * len(copies), dtype=pl.Float64),
            "baf_sites": [40 if alleles else 0] * len(copies),
        }
    )


DIPLOID = [(2, 1)] * 8 + [(1, 0)] * 2 + [(3, 1)] * 3
TRIPLOID = [(3, 1)] * 8 + [(2, 1)] * 4 + [(4, 2)] * 3 + [(2, 0)]


def test_without_autosomes_all_contigs_count() -> None:
    frame = pl.DataFrame({"contig": ["X"], "probes": [5], "log2": [-0.4]})
    assert modal_level(frame, 0.05) == pytest.approx(-0.4)


def test_the_commonest_level_is_the_mode_and_not_the_mean() -> None:
    frame = pl.DataFrame(
        {"contig": ["1", "2", "3"], "probes": [50, 40, 60], "log2": [0.0, 0.01, 1.0]}
    )
    assert modal_level(frame, 0.05) == pytest.approx(0.4 / 90)


@given(st.sampled_from([2, 3, 4]), st.floats(0.2, 1.0), st.integers(0, 8))
def test_copies_come_back_from_their_level(baseline: int, purity: float, copies: int) -> None:
    mixture = purity * copies + 2 * (1 - purity)
    if mixture > 0:
        level = np.log2(mixture / (purity * baseline + 2 * (1 - purity)))
        assert copies_of(np.array([level]), baseline, purity)[0] == pytest.approx(copies, abs=1e-6)


def test_without_purity_or_alleles_there_is_no_ladder() -> None:
    frame, ladder = fit_ladder(tumour(DIPLOID, 0.6, baseline=2), RULES, None)
    assert ladder is None
    assert frame["copies"].null_count() == frame.height


def test_a_flat_genome_has_no_ladder() -> None:
    assert fit_ladder(tumour([(2, 1)] * 5, 0.6, baseline=2), RULES, 0.6)[1] is None


def test_with_its_purity_a_near_triploid_tumour_is_told() -> None:
    frame, ladder = fit_ladder(tumour(TRIPLOID, 0.73, baseline=3), RULES, 0.73)
    assert ladder is not None
    assert (ladder.baseline_copies, ladder.firm, ladder.purity_stated) == (3, True, True)
    assert ladder.ploidy == pytest.approx(np.mean([c for c, _ in TRIPLOID]), abs=0.01)
    assert frame["copies"].round(2).to_list() == [float(c) for c, _ in TRIPLOID]


@pytest.mark.parametrize(("copies", "baseline"), [(DIPLOID, 2), (TRIPLOID, 3)])
def test_alleles_tell_purity_and_baseline(copies: list[tuple[int, int]], baseline: int) -> None:
    frame = tumour(copies, 0.6, baseline=baseline, alleles=True)
    _, ladder = fit_ladder(frame, RULES, None)
    assert ladder is not None
    assert ladder.baseline_copies == baseline
    assert ladder.purity == pytest.approx(0.6, abs=0.02)


def test_levels_that_fit_no_ladder_are_not_firm() -> None:
    frame = tumour([(2, 1)] * 4, 0.9, baseline=2).with_columns(
        log2=pl.Series([0.0, 0.31, -0.27, 0.83])
    )
    ladder = fit_ladder(frame, RULES, 0.9)[1]
    assert ladder is not None
    assert not ladder.firm


def test_amplicons_alone_make_no_ladder() -> None:
    frame = tumour([(2, 1)] * 2, 0.9, baseline=2).with_columns(log2=pl.Series([6.0, 7.0]))
    assert fit_ladder(frame, RULES, 0.9)[1] is None


def test_minor_copies_come_back_from_the_allele_fraction() -> None:
    frame, ladder = fit_ladder(tumour(TRIPLOID, 0.6, baseline=3, alleles=True), RULES, 0.6)
    assert ladder is not None
    assert frame["minor_copies"].round(2).to_list() == [float(m) for _, m in TRIPLOID]


def test_without_allele_fractions_there_are_no_minor_copies() -> None:
    frame, _ = fit_ladder(tumour(DIPLOID, 0.6, baseline=2), RULES, 0.6)
    assert frame["copies"].null_count() == 0
    assert frame["minor_copies"].null_count() == frame.height
