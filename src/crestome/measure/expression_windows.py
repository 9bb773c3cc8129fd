"""Expression of single cells → how far each stretch of the genome lies from normal cells.

Where a cell has a chromosome arm too many, its genes there are a little more active than in normal
cells. One gene says nothing; the mean over a hundred neighbours does. This is the published
moving-window method, as infercnvpy computes it.

References:
    tirosh-2016, infercnvpy
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
from crestome.model.genome import AUTOSOMES, Genome
from crestome.model.single_cell import CellChunk, CellSource
from crestome.numerics.moving_windows import window_means

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class WindowLayout:
    """Windows over the genes of a file, in the order of the genome.

    Attributes:
        places: Place of each column in that order; -1 without one.
        windows: First place, first weight and length of each window.
        weights: Weights of windows.
        arms: The arm that each window lies in; "" where it spans the centromere.
        gene_arms: The arm of each place.
        scaled_sum: What the counts of a cell are scaled to before the logarithm; None where the
            values are logarithms already.
        cap: A gene differs by at most this much.
    """

    places: NDArray[np.int32]
    windows: NDArray[np.int64]
    weights: Numbers
    arms: tuple[str, ...]
    gene_arms: tuple[str, ...]
    scaled_sum: float | None
    cap: float

    @property
    def genes(self) -> int:
        """Genes of known place."""
        return int((self.places >= 0).sum())


def lay_windows(
    source: CellSource,
    places: Mapping[str, tuple[str, int]],
    genome: Genome,
    rules: ExpressionCopyNumberRules,
) -> WindowLayout:
    """Put the genes of a file in order, and windows over them; sex chromosomes are left out."""
    known: dict[str, tuple[int, int, int]] = {}
    for column, gene in enumerate(source.genes):
        name = gene or ""
        contig, start = places.get(name, ("", 0))
        if contig in AUTOSOMES and source.ranked[column]:
            known.setdefault(name, (AUTOSOMES.index(contig), start, column))
    ordered = sorted(known.values())
    at = np.full(len(source.genes), -1, np.int32)
    at[[column for _, _, column in ordered]] = np.arange(len(ordered))
    length, step = int(rules.window_genes.value), int(rules.window_step.value)
    windows, weights, arms = [], [pyramid(length)], []
    first = 0
    for contig, group in groupby(ordered, key=lambda item: item[0]):
        starts = [start for _, start, _ in group]
        if len(starts) > length:
            spans = [(begin, 0, length) for begin in range(0, len(starts) - length + 1, step)]
        else:
            spans = [(0, sum(map(len, weights)), len(starts))]
            weights.append(np.full(len(starts), 1 / len(starts)))
        for begin, weight, size in spans:
            windows.append((first + begin, weight, size))
            arms.append(_arm(genome, contig, starts[begin], starts[begin + size - 1]))
        first += len(starts)
    scaled = rules.scaled_sum.value if source.counts else None
    return WindowLayout(
        at,
        np.array(windows, np.int64).reshape(-1, 3),
        np.concatenate(weights),
        tuple(arms),
        tuple(_arm(genome, contig, start, start) for contig, start, _ in ordered),
        scaled,
        rules.log_fold_cap.value,
    )


def pyramid(length: int) -> Numbers:
    """Weights that rise to the middle and fall again, and add up to 1.

    Example:
        >>> pyramid(4).round(3).tolist()
        [0.167, 0.333, 0.333, 0.167]
    """
    rising = np.arange(1, length + 1)
    both = np.minimum(rising, rising[::-1]).astype(np.float64)
    return np.asarray(both / both.sum())


def _arm(genome: Genome, contig: int, first: int, last: int) -> str:
    chromosome = genome.autosomes[contig]
    if last < chromosome.centromere_start_bp:
        return f"{chromosome.name}p"
    return f"{chromosome.name}q" if first >= chromosome.centromere_start_bp else ""


def levels(chunk: CellChunk, layout: WindowLayout) -> Numbers:
    """The values of a chunk on the scale on which cells are compared."""
    begin, end = int(chunk.rows[0]), int(chunk.rows[-1])
    values = chunk.values[begin:end].astype(np.float64)
    if layout.scaled_sum is None:
        return values
    sizes = np.diff(chunk.rows)
    sums = depths(chunk)
    factors = np.divide(layout.scaled_sum, sums, out=np.zeros_like(sums), where=sums > 0)
    return np.asarray(np.log1p(values * np.repeat(factors, sizes)))


def depths(chunk: CellChunk) -> Numbers:
    """The sum of the values of each cell."""
    begin, end = int(chunk.rows[0]), int(chunk.rows[-1])
    running = np.concatenate([[0.0], np.cumsum(chunk.values[begin:end], dtype=np.float64)])
    return np.asarray(np.diff(running[chunk.rows - begin]))


def window_profiles(chunk: CellChunk, layout: WindowLayout, bounds: Numbers) -> Numbers:
    """How far each window of each cell lies from normal cells; its median cell by cell is 0.

    Args:
        chunk: Some cells.
        layout: See `WindowLayout`.
        bounds: For each place the lowest and the highest mean of the kinds of normal cells; between
            them nothing differs.

    References:
        infercnvpy
    """
    begin = int(chunk.rows[0])
    own = chunk.columns[begin : int(chunk.rows[-1])]
    means = np.empty((len(chunk), len(layout.windows)))
    window_means(
        chunk.rows - begin,
        layout.places[own],
        levels(chunk, layout),
        bounds,
        layout.cap,
        layout.windows,
        layout.weights,
        means,
    )
    if means.shape[1]:
        means -= np.median(means, axis=1)[:, None]
    return means
