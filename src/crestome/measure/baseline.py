"""The baseline of a profile, and the ladder of whole copies above and below it.

A log2 ratio is a comparison with the mean of the tumour, which a near-triploid genome moves: its
three copies lie at 0, and two copies look like a loss. The baseline is the level that most of the
autosomes share. How many copies it stands for cannot be told from ratios alone; with the tumour
cell fraction or with allele fractions, levels must fall on whole numbers of copies and show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from crestome.measure.segmentation_rules import SegmentationRules
from crestome.model.genome import AUTOSOMES
from crestome.model.signal import CopyLadder
from crestome.numerics.segmentation import Numbers

BASELINES: Final = (2, 3, 4)
"""Copies that the commonest level may stand for, the likeliest first; haploid tumours are too rare
to be told from ratios."""
_HIGHEST_COPIES: Final = 8.0
"""Amplicons are not counted in whole copies."""
_DIPLOID: Final = 2.0
_LEAST_LEVELS: Final = 2
_FLAT: Final = 1e-6


def modal_level(segments: pl.DataFrame, width: float) -> float:
    """The level that most probes of the autosomes share; of all contigs where none is autosomal.

    Args:
        segments: ``contig``, ``probes`` and ``log2``.
        width: Standard deviation of the kernel, in log2 ratio.

    Example:
        >>> levels = {"contig": ["1", "2", "X"], "probes": [90, 10, 500], "log2": [0.3, 0.8, -1.0]}
        >>> round(modal_level(pl.DataFrame(levels), 0.05), 3)
        0.3
    """
    autosomal = segments.filter(pl.col("contig").is_in(AUTOSOMES))
    chosen = segments if autosomal.is_empty() else autosomal
    levels, sizes = chosen["log2"].to_numpy(), chosen["probes"].to_numpy()
    # Only levels of segments can be the commonest; the longest ones stand for all.
    candidates = levels[np.argsort(-sizes, kind="stable")[:500]]
    density = [
        float((sizes * np.exp(-(((levels - level) / width) ** 2) / 2.0)).sum())
        for level in candidates
    ]
    near = np.abs(levels - candidates[int(np.argmax(density))]) <= width
    return float(np.average(levels[near], weights=sizes[near]))


@dataclass(frozen=True)
class _Fit:
    """One baseline and purity, and how far the segments lie from whole copies then."""

    baseline: int
    purity: float
    misfit: float
    copies: Numbers


def fit_ladder(
    segments: pl.DataFrame, rules: SegmentationRules, purity: float | None
) -> tuple[pl.DataFrame, CopyLadder | None]:
    """Fit whole copies to the levels, and put every segment's copies beside it.

    Args:
        segments: ``contig``, ``probes``, ``log2`` over the baseline, ``baf`` and ``baf_sites``.
        rules: See ``rules/segmentation.yaml``.
        purity: Tumour cell fraction; None where not known.

    Returns:
        The segments with ``copies`` and ``minor_copies``, and the ladder; null and None where
        neither purity nor allele fractions are known, or where there is one level only, or none
        that whole copies are counted at.
    """
    nothing = pl.lit(None, pl.Float64)
    bare = segments.with_columns(copies=nothing, minor_copies=nothing)
    used = segments.filter(pl.col("contig").is_in(AUTOSOMES))
    allelic = bool((used["baf_sites"] > 0).any())
    distinct = used["log2"].round(1).n_unique()
    if (purity is None and not allelic) or distinct < _LEAST_LEVELS:
        return bare, None
    stated = purity is not None
    smallest = rules.least_step.value
    least, step = rules.ladder_least_purity.value, rules.ladder_step.value
    tried = [purity] if purity is not None else list(np.arange(least, 1.0 + step / 2, step))
    best = [
        min((_fit(used, baseline, float(p), smallest) for p in tried), key=lambda fit: fit.misfit)
        for baseline in BASELINES
    ]
    first, second = _simplest(best, rules.ladder_contrast.value)
    if not np.isfinite(first.misfit):
        return bare, None
    # Levels and alleles each have their distance from whole numbers, and the misfit is their sum.
    limit = rules.ladder_misfit.value * (2.0 if allelic else 1.0)
    contrast = first.misfit <= rules.ladder_contrast.value * max(second.misfit, _FLAT)
    ladder = CopyLadder(
        purity=round(first.purity, 4),
        purity_stated=stated,
        baseline_copies=first.baseline,
        ploidy=round(float(np.average(first.copies, weights=used["probes"].to_numpy())), 3),
        misfit=round(first.misfit, 4),
        firm=bool(contrast and first.misfit <= limit),
    )
    copies = copies_of(segments["log2"].to_numpy(), first.baseline, first.purity)
    minor = minor_copies_of(copies, segments["baf"], first.purity)
    return segments.with_columns(copies=pl.Series(copies), minor_copies=minor), ladder


def _simplest(fits: list[_Fit], contrast: float) -> tuple[_Fit, _Fit]:
    """The best fit, and the best of those that contradict it.

    Twice the copies in a purer tumour give the same levels, but for odd copies. A doubled genome is
    therefore believed only where it fits clearly better.
    """
    first, *others = sorted(fits, key=lambda fit: fit.misfit)
    single = next((fit for fit in others if 2 * fit.baseline == first.baseline), None)
    if single is not None and first.misfit > contrast * single.misfit:
        first, others = single, [fit for fit in others if fit is not single]
    return first, next(fit for fit in others if fit.baseline != 2 * first.baseline)


def copies_of(levels: Numbers, baseline: int, purity: float) -> Numbers:
    """Copies per tumour cell at log2 ratios over a baseline of so many copies.

    Example:
        >>> copies_of(np.array([0.0, -0.5146]), 2, 0.6).round(2).tolist()
        [2.0, 1.0]
    """
    mixture = purity * baseline + _DIPLOID * (1.0 - purity)
    copies = (mixture * 2.0**levels - _DIPLOID * (1.0 - purity)) / purity
    return np.maximum(copies, 0.0)


def minor_copies_of(copies: Numbers, larger_share: pl.Series, purity: float) -> pl.Series:
    """Copies of the rarer allele per tumour cell; null where there is no allele fraction.

    Args:
        copies: All copies per tumour cell.
        larger_share: Share of the larger allele in tumour and normal cells together.
        purity: Tumour cell fraction.

    Example:
        >>> minor_copies_of(np.array([2.0, 3.0]), pl.Series([0.8, None]), 0.6).round(2).to_list()
        [0.0, None]
    """
    mixture = purity * copies + _DIPLOID * (1.0 - purity)
    rarer = (1.0 - larger_share) * pl.Series(mixture) - (1.0 - purity)
    return (rarer / purity).clip(0.0, None)


def _fit(used: pl.DataFrame, baseline: int, purity: float, least_step: float) -> _Fit:
    levels, probes = used["log2"].to_numpy(), used["probes"].to_numpy()
    copies = copies_of(levels, baseline, purity)
    counted = probes * (copies <= _HIGHEST_COPIES)
    whole = np.round(copies)
    # The baseline lies on a whole number in every fit; only what is off it tells one from another.
    altered = counted * (np.abs(levels) >= least_step)
    if not altered.sum():
        return _Fit(baseline, purity, np.inf, copies)
    # In the most dilute fits, one copy is a small step and every level lies near a whole number.
    misfit = np.average(np.abs(copies - whole), weights=altered)
    misfit += np.average(_allele_distance(used, whole, purity), weights=counted)
    return _Fit(baseline, purity, float(misfit), copies)


def _allele_distance(used: pl.DataFrame, whole: Numbers, purity: float) -> Numbers:
    """How far the larger allele's copies lie from a whole number; 0 without allele fractions."""
    share = used["baf"].fill_null(0.5).to_numpy()
    mixture = purity * whole + _DIPLOID * (1.0 - purity)
    major = (share * mixture - (1.0 - purity)) / purity
    nearest = np.clip(np.round(major), np.ceil(whole / _DIPLOID), whole)
    known = (used["baf_sites"] > 0).to_numpy()
    return np.where(known, np.abs(major - nearest), 0.0)
