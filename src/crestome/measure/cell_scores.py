"""Single cells → scores of cell state, in one pass over the file.

In each cell genes are ranked from the most expressed down, and a signature scores by the ranks of
its genes. A cell has few genes, and a deeper cell has more of any list: so each signature is judged
against control sets of like expression in the same cell. Nothing of this says whether a cell
belongs to the tumour. A cell that scores mesenchymal is a fibroblast until its chromosomes, or the
tool that looked at them, say otherwise.

References:
    andreatta-2021, van-groningen-2017, crestome-conventions
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crestome.knowledge.signature import Role, Signature
from crestome.measure.cell_chunks import Numbers
from crestome.measure.signature_rules import SignatureRules
from crestome.model.single_cell import CellChunk, CellSource, Coverage
from crestome.numerics.rank_scores import MEMBER, SKIPPED, column_sums, rank_sums

ADRENERGIC: Final = "adrenergic"
MESENCHYMAL: Final = "mesenchymal"
_PREVIEWS: Final = 20
_SEED: Final = 2017


@dataclass(frozen=True)
class Membership:
    """Which sets each column belongs to, as the kernels want it.

    Attributes:
        marks: `MEMBER`, `SKIPPED` or 0 for each column.
        starts: Where the sets of each column begin in ``sets``.
        sets: Sets.
        spans: For each set the sum of ranks that would be a score of 1.
        max_rank: The last rank.
    """

    marks: NDArray[np.uint8]
    starts: NDArray[np.int64]
    sets: NDArray[np.int32]
    spans: Numbers
    max_rank: int


def scored_sets(
    source: CellSource, signatures: Mapping[str, Signature], rules: SignatureRules
) -> tuple[dict[str, NDArray[np.int64]], tuple[Coverage, ...]]:
    """Columns of each signature that the file covers well enough, and the coverage of all.

    Markers of other cells lack the members of the two states, as in bulk tissue. Of several
    columns of one gene the first is taken.
    """
    place: dict[str, int] = {}
    for column, gene in enumerate(source.genes):
        if gene is not None and source.ranked[column]:
            place.setdefault(gene, column)
    own = set(signatures[ADRENERGIC].genes) | set(signatures[MESENCHYMAL].genes)
    found: dict[str, NDArray[np.int64]] = {}
    coverage = []
    for name, signature in signatures.items():
        stroma = signature.role is Role.STROMA
        if name not in {ADRENERGIC, MESENCHYMAL} and not stroma:
            continue
        genes = [gene for gene in signature.genes if not (stroma and gene in own)]
        columns = np.array([place[gene] for gene in genes if gene in place], np.int64)
        enough = len(columns) >= rules.minimum_coverage.value * len(genes)
        coverage.append(
            Coverage(signature=name, found=len(columns), defined=len(genes), scored=enough)
        )
        if enough:
            found[name] = columns
    return found, tuple(coverage)


def membership(
    sets: list[NDArray[np.int64]], defined: list[int], ranked: NDArray[np.bool_], max_rank: int
) -> Membership:
    """Arrays of the kernels; genes of a set that the file lacks count as the last rank."""
    columns = np.concatenate([np.empty(0, np.int64), *sets])
    numbers = np.repeat(np.arange(len(sets), dtype=np.int32), [len(item) for item in sets])
    order = np.argsort(columns, kind="stable")
    starts = np.zeros(ranked.size + 1, np.int64)
    np.cumsum(np.bincount(columns, minlength=ranked.size), out=starts[1:])
    marks = np.where(ranked, 0, SKIPPED).astype(np.uint8)
    marks[columns] = MEMBER
    size = np.array(defined, np.float64)
    spans = size * max_rank - size * (size + 1) / 2
    return Membership(marks, starts, numbers[order], spans, max_rank)


def score_chunk(chunk: CellChunk, sets: Membership) -> Numbers:
    """Scores (0 to 1) of all sets in each cell, then genes seen and genes beyond the last rank."""
    sums = np.empty((len(chunk), len(sets.spans) + 2))
    rank_sums(
        chunk.rows,
        chunk.columns,
        chunk.values,
        sets.marks,
        sets.starts,
        sets.sets,
        sets.max_rank,
        sums,
    )
    sums[:, :-2] /= sets.spans
    return sums


def mean_expression(source: CellSource, rules: SignatureRules) -> Numbers:
    """Mean value of every column over cells from all parts of the file."""
    wanted = min(len(source), int(rules.cell_preview.value))
    size = max(1, -(-wanted // _PREVIEWS))
    sums, cells = np.zeros(len(source.genes)), 0
    for first in np.unique(np.linspace(0, len(source) - size, _PREVIEWS).astype(int)):
        chunk = source.read(int(first), int(first) + size)
        column_sums(chunk.rows, chunk.columns, chunk.values, sums)
        cells += len(chunk)
    return sums / cells


def control_sets(
    columns: NDArray[np.int64], means: Numbers, ranked: NDArray[np.bool_], rules: SignatureRules
) -> list[NDArray[np.int64]]:
    """Sets of the same size, each gene replaced by one of like mean expression.

    No member of the signature is among them. The draw is the same whenever the means are.
    """
    others = ranked.copy()
    others[columns] = False
    bins = expression_bins(means, ranked, int(rules.expression_bins.value))
    chance = np.random.default_rng(_SEED)
    draws = int(rules.cell_controls.value)
    picked = np.empty((draws, len(columns)), np.int64)
    for bin_ in np.unique(bins[columns]):
        where = np.flatnonzero(bins[columns] == bin_)
        pool = np.flatnonzero(others & (bins == bin_))
        pool = pool if len(pool) else np.flatnonzero(others)
        for draw in range(draws):
            again = len(pool) < len(where)
            picked[draw, where] = chance.choice(pool, len(where), replace=again)
    return list(picked)


def expression_bins(means: Numbers, ranked: NDArray[np.bool_], number: int) -> NDArray[np.int64]:
    """The bin of each column, of ``number`` with as many genes each; -1 where it is no gene."""
    bins = np.full(means.size, -1, np.int64)
    own = np.flatnonzero(ranked)
    order = np.argsort(means[own], kind="stable")
    bins[own[order]] = np.arange(len(own)) * number // max(1, len(own))
    return bins


def null_of(scores: Numbers, controls: Numbers) -> tuple[Numbers, Numbers]:
    """Distance and one-sided p of a score against the control sets of the same cell."""
    centre, spread = controls.mean(axis=1), controls.std(axis=1, ddof=1)
    z = np.divide(scores - centre, spread, out=np.full_like(scores, np.nan), where=spread > 0)
    above = (controls >= scores[:, None]).sum(axis=1)
    return z, (1 + above) / (1 + controls.shape[1])


def programmes(table: pl.DataFrame, rules: SignatureRules) -> pl.Series:
    """Which signature is on in each cell, by the matched-control rule, version 1.

    ``ADRN`` or ``MES`` where that one alone beats its control sets, ``mixed`` where both do, and
    ``indeterminate`` where none does or the cell has too few genes; null without both scores.
    """
    on = [pl.col(f"{name}_p") <= rules.cell_p.value for name in (ADRENERGIC, MESENCHYMAL)]
    few = pl.col("genes") < rules.cell_least_genes.value
    state = (
        pl.when(few | ~(on[0] | on[1]))
        .then(pl.lit("indeterminate"))
        .when(on[0] & on[1])
        .then(pl.lit("mixed"))
        .when(on[0])
        .then(pl.lit("ADRN"))
        .otherwise(pl.lit("MES"))
    )
    both = pl.col("adrenergic").is_not_null() & pl.col("mesenchymal").is_not_null()
    return table.select(pl.when(both).then(state).alias("programme"))["programme"]
