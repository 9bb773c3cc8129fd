"""Cells of a file → a table of scores and states, piece by piece.

What is asked of a cell is planned once, from all of them: which columns the signatures have, and
which genes serve as controls. From then on cells are independent of one another, so that pieces can
be scored in any order and on any machine, with the same result.

References:
    andreatta-2021, crestome-conventions
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from crestome.knowledge.signature import Signature
from crestome.measure.cell_chunks import CHUNK_ROWS, Numbers, Reader, measure_chunks
from crestome.measure.cell_contrasts import ContrastPlan, contrast_controls, plan_contrasts
from crestome.measure.cell_scores import (
    ADRENERGIC,
    MESENCHYMAL,
    Membership,
    control_sets,
    mean_expression,
    membership,
    null_of,
    programmes,
    score_chunk,
    scored_sets,
)
from crestome.measure.malignancy_words import malignancies
from crestome.measure.signature_rules import SignatureRules
from crestome.model.cell_method import CellMethod
from crestome.model.expression import ScoreWarning
from crestome.model.single_cell import (
    CellChunk,
    CellSource,
    CellTable,
    Coverage,
    Malignancy,
)

RULE: Final = "matched controls in the cell, version 1"
STROMA: Final = ("fibroblast", "endothelial", "schwann", "macrophage")
_STATE_SETS: Final = (ADRENERGIC, MESENCHYMAL)
_NUMBERS: Final = tuple(name for name, dtype in CellTable.schema().items() if dtype is pl.Float64)
_NOTHING: Final = pl.lit(None, pl.String)
_TABLE_ROWS: Final = 10_000
"""Cells that are put into a table at once; fewer cost more than their scores."""


@dataclass(frozen=True, kw_only=True)
class CellWish:
    """How the user wants cells to be scored.

    Attributes:
        chunk_rows: Cells read at a time.
        workers: Threads; None for all processors.
    """

    chunk_rows: int = CHUNK_ROWS
    workers: int | None = None


@dataclass(frozen=True)
class CellPlan:
    """What is scored in every cell, the same for all pieces of a file.

    Attributes:
        members: See `Membership`.
        names: Signatures of the first columns of the scores.
        nulls: Columns of the control sets of the two states.
        coverage: See `Coverage`.
        contrasts: See `ContrastPlan`; None to score by ranks.
    """

    members: Membership
    names: list[str]
    nulls: dict[str, slice]
    coverage: tuple[Coverage, ...]
    contrasts: ContrastPlan | None = None

    @property
    def method(self) -> CellMethod:
        """How signatures are scored."""
        return CellMethod.RANKS if self.contrasts is None else CellMethod.CONTROL_MEAN

    def scores(self, chunk: CellChunk) -> Numbers:
        """Scores of all sets in some cells, genes seen, and genes beyond the last rank."""
        if self.contrasts is None:
            return score_chunk(chunk, self.members)
        return self.contrasts.scores(chunk)

    def reduced(self, scores: Numbers) -> Numbers:
        """Scores, z and p of some cells, genes seen, and genes beyond the last rank.

        The columns are those of `columns`; a cell without a gene has no score.
        """
        parts = [scores[:, : len(self.names)]]
        for name, place in self.nulls.items():
            z, p = null_of(scores[:, self.names.index(name)], scores[:, place])
            parts.append(np.column_stack([z, p]))
        whole = np.concatenate([*parts, scores[:, -2:]], axis=1)
        whole[scores[:, -2] == 0, :-2] = np.nan
        return whole

    @property
    def columns(self) -> list[str]:
        """Names of the columns of `reduced` but for the last two."""
        nulls = [f"{name}_{what}" for name in self.nulls for what in ("z", "p")]
        return [*self.names, *nulls]

    def frame(self, numbers: Numbers) -> pl.DataFrame:
        """The same as a table, with empty columns for what is not scored."""
        found = {name: numbers[:, at] for at, name in enumerate(self.columns)}
        wanted = [name for name in _NUMBERS if name != "difference"]
        nothing = np.full(len(numbers), np.nan)
        table = pl.DataFrame({name: found.get(name, nothing) for name in wanted}).fill_nan(None)
        return table.with_columns(
            pl.Series("genes", numbers[:, -2].astype(np.int32)),
            pl.Series("cliff", numbers[:, -1] > 0),
        )


def plan_cells(
    source: CellSource,
    signatures: Mapping[str, Signature],
    rules: SignatureRules,
    max_rank: int | None = None,
    method: CellMethod = CellMethod.RANKS,
) -> CellPlan:
    """Say what is scored in the cells of a file.

    Args:
        source: See `CellSource`; some cells from all parts of it are read.
        signatures: Gene sets by name.
        rules: See `SignatureRules`.
        max_rank: The last rank; None for that of the rules.
        method: See `CellMethod`.

    Returns:
        See `CellPlan`. A signature that the file does not cover is not in it.

    References:
        andreatta-2021, crestome-conventions
    """
    found, coverage = scored_sets(source, signatures, rules)
    names = list(found)
    defined = {item.signature: item.defined for item in coverage}
    sets, sizes = [found[name] for name in names], [defined[name] for name in names]
    nulls: dict[str, slice] = {}
    means = np.empty(0)
    if found:
        means = mean_expression(source, rules)
    if set(_STATE_SETS) <= found.keys():
        for name in _STATE_SETS:
            controls = control_sets(found[name], means, source.ranked, rules)
            nulls[name] = slice(len(sets), len(sets) + len(controls))
            sets += controls
            sizes += [defined[name]] * len(controls)
    last = max_rank or int(rules.cell_max_rank.value)
    members = membership(sets, sizes, source.ranked, last)
    if method is CellMethod.RANKS:
        return CellPlan(members, names, nulls, coverage)
    picked = [contrast_controls(found[name], means, source.ranked, rules) for name in names]
    places = {names.index(name): place for name, place in nulls.items()}
    contrasts = plan_contrasts(sets, picked, places, source.ranked)
    return CellPlan(members, names, nulls, coverage, contrasts)


def measure_cells(
    source: CellSource, plan: CellPlan, rules: SignatureRules, wish: CellWish
) -> Iterator[pl.DataFrame]:
    """Score all cells of a file, some after the other, in their order.

    Yields:
        See `describe_cells`.

    References:
        andreatta-2021, crestome-conventions
    """
    for first, scores in score_rows(source.read, (0, len(source)), plan, wish):
        yield describe_cells(source.labels.slice(first, scores.height), scores, rules)


def score_rows(
    read: Reader, between: tuple[int, int], plan: CellPlan, wish: CellWish
) -> Iterator[tuple[int, pl.DataFrame]]:
    """Score the cells between two rows, whoever they are.

    Yields:
        The first row of some chunks, and the scores of their cells.
    """
    begin, held, rows = between[0], list[Numbers](), 0
    for _, numbers in measure_chunks(
        read,
        between,
        lambda chunk: plan.reduced(plan.scores(chunk)),
        chunk_rows=wish.chunk_rows,
        workers=wish.workers,
    ):
        held.append(numbers)
        rows += len(numbers)
        if rows >= _TABLE_ROWS:
            yield begin, plan.frame(np.concatenate(held))
            begin, held, rows = begin + rows, [], 0
    if held:
        yield begin, plan.frame(np.concatenate(held))


def describe_cells(
    labels: pl.DataFrame, scores: pl.DataFrame, rules: SignatureRules
) -> pl.DataFrame:
    """Say of scored cells whether they are malignant, their states and warnings.

    Returns:
        Rows of `CellTable`, and ``cliff``, whether the genes seen once all lie beyond the last
        rank. Only malignant cells have a state; without a signature no cell has one.
    """
    table = pl.concat([labels.select("cell", "sample"), scores], how="horizontal")
    table = table.with_columns(
        malignancy=malignancies(labels["word"], rules),
        difference=pl.col(MESENCHYMAL) - pl.col(ADRENERGIC),
    )
    table = table.with_columns(programmes(table, rules))
    malignant = pl.col("malignancy") == Malignancy.MALIGNANT.value
    table = table.with_columns(
        state=pl.when(malignant).then("programme").otherwise(_NOTHING), warnings=_warnings()
    )
    return table.select(*CellTable.schema(), "cliff")


def _warnings() -> pl.Expr:
    """Names of the warnings of a cell."""
    kind = pl.col("malignancy")
    stroma = pl.max_horizontal(*STROMA)
    warned = {
        ScoreWarning.STROMA_LIKE: (kind == Malignancy.MALIGNANT.value)
        & (stroma > pl.col(MESENCHYMAL)),
        ScoreWarning.NOT_MALIGNANT: kind == Malignancy.NORMAL.value,
        ScoreWarning.NO_CNV_EVIDENCE: kind == Malignancy.UNVERIFIED.value,
        ScoreWarning.DEPTH_CLIFF: pl.col("cliff"),
    }
    return pl.concat_str(
        [pl.when(holds).then(pl.lit(name.value)) for name, holds in warned.items()],
        separator=",",
        ignore_nulls=True,
    )
