"""Mean expression of a signature in a cell less that of control genes of like expression.

Genes are put into bins by their mean over the file; from each bin in which the signature has a
gene, control genes are drawn, and their mean in the cell is taken off. Values count as they stand:
of counts, a cell of twice the depth has twice the score. Whether a signature is on is therefore
asked of control sets in the same cell, as with ranks.

References:
    tirosh-2016, crestome-conventions
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crestome.measure.cell_chunks import Numbers
from crestome.measure.signature_rules import SignatureRules
from crestome.model.single_cell import CellChunk
from crestome.numerics.rank_scores import weighted_sums

_SEED: Final = 2017
_NONE: Final = np.empty(0, np.int64)


@dataclass(frozen=True)
class Contrast:
    """Sets and their control genes as weights: 1 over their number, and the same below zero.

    Attributes:
        starts: Where the sets of each column begin in ``sets`` and ``weights``.
        sets: Sets.
        weights: Weight of the column in each.
        number: How many sets there are.
    """

    starts: NDArray[np.int64]
    sets: NDArray[np.int32]
    weights: Numbers
    number: int


def contrast_of(sets: list[tuple[NDArray[np.int64], NDArray[np.int64]]], columns: int) -> Contrast:
    """Weights of pairs of members and control genes."""
    pairs = [
        (part, np.int32(number), sign / len(part))
        for number, pair in enumerate(sets)
        for part, sign in zip(pair, (1.0, -1.0), strict=True)
        if len(part)
    ]
    every = np.concatenate([_NONE, *(part for part, _, _ in pairs)])
    order = np.argsort(every, kind="stable")
    starts = np.zeros(columns + 1, np.int64)
    np.cumsum(np.bincount(every, minlength=columns), out=starts[1:])
    numbers = np.concatenate([_NONE, *(np.full(len(part), number) for part, number, _ in pairs)])
    weights = np.concatenate(
        [np.empty(0), *(np.full(len(part), weight) for part, _, weight in pairs)]
    )
    return Contrast(starts, numbers[order].astype(np.int32), weights[order], len(sets))


def contrast_chunk(chunk: CellChunk, contrast: Contrast) -> Numbers:
    """Mean value of the members less mean value of the control genes, in each cell and set.

    References:
        tirosh-2016
    """
    sums = np.empty((len(chunk), contrast.number))
    weighted_sums(
        chunk.rows,
        chunk.columns,
        chunk.values,
        contrast.starts,
        contrast.sets,
        contrast.weights,
        sums,
    )
    return sums


def contrast_bins(means: Numbers, ranked: NDArray[np.bool_], number: int) -> NDArray[np.int64]:
    """The bin of each column by the rank of its mean, equal means together; -1 for no gene.

    There is a bin for every ``genes / (number - 1)`` ranks, which is how the method is run.
    """
    own = means[ranked]
    size = max(1, round(own.size / (number - 1)))
    bins = np.full(means.size, -1, np.int64)
    bins[ranked] = (np.searchsorted(np.sort(own), own) + 1) // size
    return bins


def contrast_controls(
    columns: NDArray[np.int64], means: Numbers, ranked: NDArray[np.bool_], rules: SignatureRules
) -> NDArray[np.int64]:
    """Control genes of a signature: so many of each of its bins, without its own genes."""
    bins = contrast_bins(means, ranked, int(rules.expression_bins.value))
    chance, wanted = np.random.default_rng(_SEED), int(rules.cell_contrast_genes.value)
    drawn = []
    for bin_ in np.unique(bins[columns]):
        pool = np.flatnonzero(bins == bin_)
        drawn.append(chance.choice(pool, wanted, replace=False) if pool.size > wanted else pool)
    return np.setdiff1d(np.concatenate(drawn), columns)


@dataclass(frozen=True)
class ContrastPlan:
    """Contrasts of signatures and means of their control sets.

    Attributes:
        contrast: Signatures first, then control sets, then the control genes of each state.
        nulls: Columns of the control sets, and the column of the control genes beside them.
        ranked: Whether a column is a gene.
    """

    contrast: Contrast
    nulls: tuple[tuple[slice, int], ...]
    ranked: NDArray[np.bool_]

    def scores(self, chunk: CellChunk) -> Numbers:
        """Contrasts of all sets in each cell, then genes seen, and 0 (no rank is the last)."""
        sums = contrast_chunk(chunk, self.contrast)
        for place, background in self.nulls:
            sums[:, place] -= sums[:, background : background + 1]
        span = slice(chunk.rows[0], chunk.rows[-1])
        seen = (chunk.values[span] > 0) & self.ranked[chunk.columns[span]]
        before = np.concatenate([[0], np.cumsum(seen)])[chunk.rows - chunk.rows[0]]
        return np.column_stack([sums, np.diff(before), np.zeros(len(chunk))])


def plan_contrasts(
    sets: list[NDArray[np.int64]],
    controls: list[NDArray[np.int64]],
    nulls: Mapping[int, slice],
    ranked: NDArray[np.bool_],
) -> ContrastPlan:
    """The plan of some signatures.

    Args:
        sets: Signatures, then control sets.
        controls: Control genes of each signature.
        nulls: Columns of the control sets of a signature.
        ranked: Whether a column is a gene.
    """
    pairs = [(own, controls[at] if at < len(controls) else _NONE) for at, own in enumerate(sets)]
    backgrounds = [(controls[at], _NONE) for at in nulls]
    places = tuple((place, len(sets) + at) for at, place in enumerate(nulls.values()))
    return ContrastPlan(contrast_of([*pairs, *backgrounds], ranked.size), places, ranked)
