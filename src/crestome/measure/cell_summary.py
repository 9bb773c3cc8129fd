"""What is said of all cells of a file, counted up while they pass.

No cell is kept, so that the memory for a summary does not grow with the file.

References:
    crestome-conventions
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import sqrt
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crestome.measure.cell_state import RULE, CellPlan
from crestome.model.cell_method import CellMethod
from crestome.model.expression import ScoreWarning
from crestome.model.single_cell import (
    CellSource,
    Malignancy,
    SampleCells,
    ScoredCells,
    StateDensity,
    StateFraction,
)

STATES: Final = ("ADRN", "MES", "mixed", "indeterminate")
DENSITY_STEPS: Final = 40
DENSITY_UPPER: Final = 0.4
"""Scores of whole signatures lie far below 1: a cell has too few genes to have them all first."""
_Z_95: Final = 1.959964


@dataclass
class CellSummary:
    """Counts of the cells seen so far.

    Attributes:
        cells: Cells.
        cliff: Those whose genes seen once all lie beyond the last rank.
        genes: Cells by the number of genes seen in them.
        kinds: Cells by sample and malignancy, in the order in which samples appear.
        states: Cells by sample and state.
        density: Cells by sample and malignancy on the plane of the scores.
    """

    cells: int = 0
    cliff: int = 0
    genes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    density: dict[tuple[str, str], NDArray[np.int64]] = field(default_factory=dict)

    def add(self, table: pl.DataFrame) -> None:
        """Count some more cells, as `measure_cells` yields them."""
        self.cells += table.height
        self.cliff += int(table["cliff"].sum())
        seen = np.bincount(table["genes"].to_numpy())
        longer = max(seen.size, self.genes.size)
        self.genes = np.pad(self.genes, (0, longer - self.genes.size))
        self.genes += np.pad(seen, (0, longer - seen.size))
        for (sample, kind), own in table.group_by("sample", "malignancy", maintain_order=True):
            self._add_kind(str(sample), str(kind), own)

    def _add_kind(self, sample: str, kind: str, own: pl.DataFrame) -> None:
        self.kinds[sample, kind] += own.height
        for state, number in own["state"].drop_nulls().value_counts().iter_rows():
            self.states[sample, state] += number
        both = own.select("adrenergic", "mesenchymal").drop_nulls().to_numpy()
        if len(both):
            steps = (both * DENSITY_STEPS / DENSITY_UPPER).astype(np.int64)
            at = np.clip(steps, 0, DENSITY_STEPS - 1)
            grid = np.zeros((DENSITY_STEPS, DENSITY_STEPS), np.int64)
            np.add.at(grid, (at[:, 0], at[:, 1]), 1)
            self.density[sample, kind] = self.density.get((sample, kind), 0) + grid

    @property
    def empty(self) -> int:
        """Cells without a gene."""
        return int(self.genes[0])

    def median_genes(self) -> float:
        """Median of the genes seen in a cell."""
        if self.cells == 0:
            return 0.0
        reached = np.cumsum(self.genes)
        middle = np.searchsorted(reached, [(self.cells - 1) // 2, self.cells // 2], side="right")
        return float(middle.mean())

    def finish(self, source: CellSource, plan: CellPlan) -> ScoredCells:
        """The summary of a file of which every cell was added."""
        malignant = sum(number for (_, kind), number in self.kinds.items()
                        if kind == Malignancy.MALIGNANT.value)  # fmt: skip
        by_ranks = plan.method is CellMethod.RANKS
        cliff = self.cliff / self.cells if self.cells else 0.0
        warned = {
            ScoreWarning.LOW_COVERAGE: not all(item.scored for item in plan.coverage[:2]),
            ScoreWarning.DEPTH_CLIFF: 0.0 < cliff < 1.0,
            ScoreWarning.COHORT_RELATIVE: bool(plan.nulls) and len(self._names()) > 1,
            ScoreWarning.NO_CNV_EVIDENCE: malignant == 0,
        }
        return ScoredCells(
            cells=self.cells,
            samples=tuple(self._sample(name) for name in self._names()),
            density=tuple(self._densities()) if by_ranks else (),
            coverage=plan.coverage,
            rule=RULE,
            malignancy=source.malignancy,
            max_rank=plan.members.max_rank if by_ranks else None,
            median_genes=self.median_genes(),
            cliff_fraction=cliff,
            warnings=tuple(warning for warning, holds in warned.items() if holds),
            method=plan.method,
        )

    def _names(self) -> list[str]:
        return list(dict.fromkeys(sample for sample, _ in self.kinds))

    def _sample(self, name: str) -> SampleCells:
        numbers = {state: self.states[name, state] for state in STATES}
        called = sum(numbers.values())
        return SampleCells(
            sample=name,
            malignant=self.kinds[name, Malignancy.MALIGNANT.value],
            normal=self.kinds[name, Malignancy.NORMAL.value],
            unverified=self.kinds[name, Malignancy.UNVERIFIED.value],
            states=tuple(fraction(state, number, called) for state, number in numbers.items()),
        )

    def _densities(self) -> list[StateDensity]:
        return [
            StateDensity(
                sample=sample,
                malignancy=kind,
                upper=DENSITY_UPPER,
                counts=tuple(map(tuple, self.density[sample, kind.value].tolist())),
            )
            for sample in self._names()
            for kind in Malignancy
            if (sample, kind.value) in self.density
        ]


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
