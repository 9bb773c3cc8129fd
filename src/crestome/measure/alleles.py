"""B-allele fractions: breakpoints that the copies do not show, and the state of each segment.

Where a tumour lost one parent's stretch and doubled the other's, its copies stay at two and only
the allele fractions of heterozygous sites part from one half. Sites that are homozygous in the
patient say nothing, and fractions are mirrored at one half, as nobody knows which allele is whose.
"""

from __future__ import annotations

from itertools import pairwise
from math import log
from typing import Final

import numpy as np
import polars as pl

from crestome.measure.segmentation_rules import SegmentationRules
from crestome.numerics.noise import difference_spread
from crestome.numerics.segmentation import Counts, Numbers, segment_runs

_HALF: Final = 0.5
_APART: Final = 3.0
"""Mirrored sites of one side have a mean of so many times their scatter; balanced ones 1.3."""


def allele_splits(frame: pl.DataFrame, ends: Counts, rules: SegmentationRules) -> Counts:
    """The ends of segments, with those added where the allele fractions change.

    Args:
        frame: The probes.
        ends: Ends of the segments by their copies, not included.
        rules: See ``rules/segmentation.yaml``.
    """
    share, sites = _mirrored(frame, rules)
    if not sites.size:
        return ends
    bounds = np.concatenate([[0], np.searchsorted(sites, ends)]).astype(np.int64)
    weights = np.ones(share.size)
    noise = difference_spread(share, weights, bounds)
    least = int(rules.baf_least_sites.value)
    price = rules.permissive_penalty.value * noise**2 * log(max(share.size, least))
    found = segment_runs(
        share,
        weights,
        bounds,
        np.full(ends.size, max(price, np.finfo(float).eps)),
        rules.baf_least_step.value,
        least,
    )
    inner = np.setdiff1d(found, bounds)
    return np.union1d(ends, sites[inner])


def allele_states(
    frame: pl.DataFrame, segments: pl.DataFrame, ends: Counts, rules: SegmentationRules
) -> pl.DataFrame:
    """The segments with the larger allele's share and how many sites it rests on."""
    share, sites = _mirrored(frame, rules)
    bounds = np.concatenate([[0], np.searchsorted(sites, ends)])
    counts = np.diff(bounds)
    least = rules.baf_least_sites.value
    pieces = [share[first:last] for first, last in pairwise(bounds)]
    noise = _noise_of_sites([piece for piece in pieces if piece.size >= least])
    shares = [_HALF + _unfolded(piece, noise) if piece.size >= least else None for piece in pieces]
    return segments.with_columns(
        baf=pl.Series(shares, dtype=pl.Float64),
        baf_sites=pl.Series(np.where(counts >= least, counts, 0), dtype=pl.Int64),
    )


def _noise_of_sites(pieces: list[Numbers]) -> float:
    """Standard deviation of one site; 0 without any.

    Where the alleles lie apart it is the scatter on their side; where they balance, mirrored sites
    scatter by it about zero. The smallest of the long pieces is taken, as both can only be too
    large, and short ones are small by chance.
    """
    largest = max((piece.size for piece in pieces), default=0)
    pieces = [piece for piece in pieces if piece.size >= largest / 4]
    scatter = [float(piece.std()) for piece in pieces if piece.mean() > _APART * piece.std()]
    folded = [float(np.sqrt(np.mean(piece**2))) for piece in pieces]
    return min([*scatter, *folded], default=0.0)


def _unfolded(share: Numbers, noise: float) -> float:
    """Distance of the larger allele's share from one half, without what mirroring adds to it.

    Balanced sites come to lie on one side of one half by their noise alone: with few tumour cells,
    by more than a lost copy would move them.
    """
    middle = float(np.median(share))
    if middle >= 2.0 * noise:
        return middle
    return float(np.sqrt(max(0.0, float(np.mean(share**2)) - noise**2)))


def _mirrored(frame: pl.DataFrame, rules: SegmentationRules) -> tuple[Numbers, Counts]:
    """Distances from one half of the sites that can be heterozygous, and their rows."""
    limit = rules.baf_homozygous.value
    kept = frame["baf"].is_between(1.0 - limit, limit, closed="none").fill_null(value=False)
    sites = kept.arg_true().to_numpy().astype(np.int64)
    return np.abs(frame["baf"].gather(sites).to_numpy().astype(np.float64) - _HALF), sites
