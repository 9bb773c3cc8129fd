"""Cells of a file → a table of scores and states, and the fractions of malignant cells.

References:
    andreatta-2021, crestome-conventions
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
import polars as pl

from crestome.knowledge.signature import Signature
from crestome.measure.cell_scores import (
    ADRENERGIC,
    CHUNK_ROWS,
    MESENCHYMAL,
    Membership,
    Numbers,
    control_sets,
    mean_expression,
    membership,
    null_of,
    programmes,
    score_cells,
    scored_sets,
)
from crestome.measure.signature_rules import SignatureRules
from crestome.model.expression import ScoreWarning
from crestome.model.single_cell import (
    CellSource,
    CellTable,
    Coverage,
    Malignancy,
    SampleCells,
    ScoredCells,
    StateFraction,
)

RULE: Final = "matched controls in the cell, version 1"
STATES: Final = ("ADRN", "MES", "mixed", "indeterminate")
_STATE_SETS: Final = (ADRENERGIC, MESENCHYMAL)
_Z_95: Final = 1.959964
_NUMBERS: Final = tuple(name for name, dtype in CellTable.schema().items() if dtype is pl.Float64)
_NOTHING: Final = pl.lit(None, pl.String)


@dataclass(frozen=True, kw_only=True)
class CellWish:
    """How the user wants cells to be scored.

    Attributes:
        max_rank: The last rank; None for that of the rules.
        chunk_rows: Cells read at a time.
        workers: Threads; None for all processors.
    """

    max_rank: int | None = None
    chunk_rows: int = CHUNK_ROWS
    workers: int | None = None


def measure_cells(
    source: CellSource,
    signatures: Mapping[str, Signature],
    rules: SignatureRules,
    wish: CellWish,
    told: Callable[[int], None] = lambda _cells: None,
) -> ScoredCells:
    """Score all cells of a file.

    Args:
        source: See `CellSource`.
        signatures: Gene sets by name.
        rules: See `SignatureRules`.
        wish: See `CellWish`.
        told: Takes the number of cells done, for the progress.

    Returns:
        Scores of every cell; states of malignant cells alone. A signature that the file does not
        cover has no score, and then no cell has a state.

    References:
        andreatta-2021, crestome-conventions
    """
    found, coverage = scored_sets(source, signatures, rules)
    names = list(found)
    defined = {item.signature: item.defined for item in coverage}
    sets, sizes = [found[name] for name in names], [defined[name] for name in names]
    nulls: dict[str, slice] = {}
    if set(_STATE_SETS) <= found.keys():
        means = mean_expression(source, rules)
        for name in _STATE_SETS:
            controls = control_sets(found[name], means, source.ranked, rules)
            nulls[name] = slice(len(sets), len(sets) + len(controls))
            sets += controls
            sizes += [defined[name]] * len(controls)
    max_rank = wish.max_rank or int(rules.cell_max_rank.value)
    members = membership(sets, sizes, source.ranked, max_rank)
    frame = _scored(source, _Layout(members, names, nulls), wish, told)
    return _described(source, frame, rules, coverage, max_rank)


@dataclass(frozen=True)
class _Layout:
    """Which column of the scores holds what.

    Attributes:
        members: See `Membership`.
        names: Signatures of the first columns.
        nulls: Columns of the control sets of the two states.
    """

    members: Membership
    names: list[str]
    nulls: dict[str, slice]

    def frame(self, scores: Numbers) -> pl.DataFrame:
        """Scores, z and p of some cells; nothing of a cell without a gene."""
        empty = scores[:, -2] == 0
        columns: dict[str, Numbers] = {name: scores[:, at] for at, name in enumerate(self.names)}
        for name, place in self.nulls.items():
            own = columns[name]
            columns[f"{name}_z"], columns[f"{name}_p"] = null_of(own, scores[:, place])
        filled = {
            name: pl.Series(np.where(empty, np.nan, columns[name])).fill_nan(None)
            if name in columns
            else pl.repeat(None, len(scores), dtype=pl.Float64, eager=True)
            for name in _NUMBERS
            if name != "difference"
        }
        return pl.DataFrame(
            {**filled, "genes": scores[:, -2].astype(np.int32), "cliff": scores[:, -1] > 0}
        )


def _scored(
    source: CellSource, layout: _Layout, wish: CellWish, told: Callable[[int], None]
) -> pl.DataFrame:
    parts = []
    chunks = score_cells(source, layout.members, chunk_rows=wish.chunk_rows, workers=wish.workers)
    for first, scores in chunks:
        parts.append(layout.frame(scores))
        told(first + len(scores))
    return pl.concat(parts)


def _described(
    source: CellSource,
    frame: pl.DataFrame,
    rules: SignatureRules,
    coverage: tuple[Coverage, ...],
    max_rank: int,
) -> ScoredCells:
    """The table with malignancy, states and warnings, and the summary of each sample."""
    table = pl.concat([source.labels.select("cell", "sample"), frame], how="horizontal")
    table = table.with_columns(
        malignancy=_malignancy(source.labels["word"], rules),
        difference=pl.col(MESENCHYMAL) - pl.col(ADRENERGIC),
    )
    table = table.with_columns(programmes(table, rules))
    malignant = pl.col("malignancy") == Malignancy.MALIGNANT.value
    table = table.with_columns(
        state=pl.when(malignant).then("programme").otherwise(_NOTHING), warnings=_warnings()
    )
    cliff = float(table["cliff"].mean() or 0.0)  # type: ignore[arg-type]
    warned = {
        ScoreWarning.LOW_COVERAGE: not all(item.scored for item in coverage[:2]),
        ScoreWarning.DEPTH_CLIFF: 0.0 < cliff < 1.0,
        ScoreWarning.NO_CNV_EVIDENCE: not table.select(malignant.any()).item(),
    }
    return ScoredCells(
        table=CellTable(table.select(list(CellTable.schema()))),
        samples=_samples(table),
        coverage=coverage,
        rule=RULE,
        max_rank=max_rank,
        median_genes=float(table["genes"].median() or 0.0),  # type: ignore[arg-type]
        cliff_fraction=cliff,
        warnings=tuple(warning for warning, holds in warned.items() if holds),
    )


def _malignancy(words: pl.Series, rules: SignatureRules) -> pl.Series:
    """What the word of the file says of each cell; unverified where it says nothing known."""
    known = dict.fromkeys(rules.malignant_words.value, Malignancy.MALIGNANT.value)
    known |= dict.fromkeys(rules.normal_words.value, Malignancy.NORMAL.value)
    folded = words.str.strip_chars().str.to_lowercase()
    return folded.replace_strict(
        known, default=Malignancy.UNVERIFIED.value, return_dtype=pl.String
    ).alias("malignancy")


def _warnings() -> pl.Expr:
    """Names of the warnings of a cell."""
    kind = pl.col("malignancy")
    warned = {
        ScoreWarning.NOT_MALIGNANT: kind == Malignancy.NORMAL.value,
        ScoreWarning.NO_CNV_EVIDENCE: kind == Malignancy.UNVERIFIED.value,
        ScoreWarning.DEPTH_CLIFF: pl.col("cliff"),
    }
    return pl.concat_str(
        [pl.when(holds).then(pl.lit(name.value)) for name, holds in warned.items()],
        separator=",",
        ignore_nulls=True,
    )


def _samples(table: pl.DataFrame) -> tuple[SampleCells, ...]:
    """Counts of each sample, and the states of its malignant cells."""
    found = []
    for (sample,), own in table.group_by("sample", maintain_order=True):
        kinds = dict(own["malignancy"].value_counts().iter_rows())
        states = dict(own["state"].drop_nulls().value_counts().iter_rows())
        malignant = kinds.get(Malignancy.MALIGNANT.value, 0)
        called = sum(states.values())
        found.append(
            SampleCells(
                sample=str(sample),
                malignant=malignant,
                normal=kinds.get(Malignancy.NORMAL.value, 0),
                unverified=kinds.get(Malignancy.UNVERIFIED.value, 0),
                states=tuple(fraction(state, states.get(state, 0), called) for state in STATES),
            )
        )
    return tuple(found)


def fraction(state: str, cells: int, whole: int) -> StateFraction:
    """Part of the malignant cells, with Wilson's 95 % interval.

    Example:
        >>> found = fraction("MES", 0, 50)
        >>> found.fraction, found.lower, round(found.upper, 3)
        (0.0, 0.0, 0.071)
    """
    if whole == 0:
        return StateFraction(state=state, cells=cells)
    part, square = cells / whole, _Z_95**2
    centre = (part + square / (2 * whole)) / (1 + square / whole)
    half = _Z_95 * sqrt(part * (1 - part) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return StateFraction(
        state=state,
        cells=cells,
        fraction=part,
        lower=max(0.0, centre - half) if cells else 0.0,
        upper=min(1.0, centre + half),
    )
