"""Frozen references of expression: how high single genes are in published cohorts.

How high is high can only be told against other tumours measured and counted in the same way: the
same gene can differ between two ways of counting reads by more than between tumours. A reference
therefore names its pipeline and unit and serves no other, and what it holds are summary figures of
a published cohort, which do not change when somebody adds a sample.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crestome.knowledge.load import shipped_root

FOLDER: Final = "expression"
_REFERENCES: Final = "references.tsv"
_QUANTILES: Final = "quantiles.tsv"
_PREFIX: Final = "q"
_ALL: Final = "all"
_PERCENT: Final = 100.0


@dataclass(frozen=True, kw_only=True)
class GeneQuantiles:
    """One gene in one group of tumours.

    Attributes:
        group: The group.
        tumours: How many.
        percentiles: Where in their order the values stand, ascending, 0 to 100.
        values: The expression there.
    """

    group: str
    tumours: int
    percentiles: tuple[float, ...]
    values: tuple[float, ...]

    def percentile_of(self, value: float) -> float:
        """The part of the tumours below ``value``, in percent, by straight lines between values.

        Between the ends of the table and 0 or 100 the middle is taken; where several percentiles
        have the same value (no transcript at all, for instance), the middle of them.

        Example:
            >>> gene = GeneQuantiles(
            ...     group="all", tumours=9, percentiles=(1.0, 50.0, 99.0), values=(0.0, 0.0, 4.0)
            ... )
            >>> [gene.percentile_of(value) for value in (-1.0, 0.0, 2.0, 4.0, 9.0)]
            [0.5, 25.5, 74.5, 99.0, 99.5]
        """
        pairs = tuple(zip(self.values, self.percentiles, strict=True))
        same = [at for known, at in pairs if known == value]
        if same:
            return (same[0] + same[-1]) / 2
        below = [pair for pair in pairs if pair[0] < value]
        above = [pair for pair in pairs if pair[0] > value]
        if not below:
            return above[0][1] / 2
        if not above:
            return (below[-1][1] + _PERCENT) / 2
        (low, start), (high, end) = below[-1], above[0]
        return start + (end - start) * (value - low) / (high - low)


@dataclass(frozen=True, kw_only=True)
class ExpressionReference:
    """A published cohort as summary figures.

    Attributes:
        name: Its name here.
        pipeline: The way of counting that it holds for.
        unit: The unit that it holds for.
        source: Key into the references.
        tumours: Which tumours, in words.
        licence: Terms under which the figures are carried.
        genes: Quantiles of each gene, by group; ``all`` first.
    """

    name: str
    pipeline: str
    unit: str
    source: str
    tumours: str
    licence: str
    genes: dict[str, tuple[GeneQuantiles, ...]] = field(repr=False)


def load_expression_references(root: Path | None = None) -> tuple[ExpressionReference, ...]:
    """All references under ``root`` (default: the shipped data); none where there is no folder.

    Example:
        >>> (seqc,) = load_expression_references()
        >>> seqc.pipeline, seqc.genes["MYCN"][0].tumours, "CD276" in seqc.genes
        ('aceview', 346, False)
    """
    folder = (root or shipped_root()) / FOLDER
    if not folder.is_dir():
        return ()
    genes: dict[str, dict[str, list[GeneQuantiles]]] = {}
    for row in _rows(folder / _QUANTILES):
        steps = [key for key in row if key.removeprefix(_PREFIX).isdigit()]
        quantiles = GeneQuantiles(
            group=row["group"],
            tumours=int(row["n"]),
            percentiles=tuple(float(step.removeprefix(_PREFIX)) for step in steps),
            values=tuple(float(row[step]) for step in steps),
        )
        genes.setdefault(row["reference"], {}).setdefault(row["gene"], []).append(quantiles)
    return tuple(
        ExpressionReference(
            name=row["reference"],
            pipeline=row["pipeline"],
            unit=row["unit"],
            source=row["source"],
            tumours=row["tumours"],
            licence=row["licence"],
            genes={gene: tuple(found) for gene, found in genes.get(row["reference"], {}).items()},
        )
        for row in _rows(folder / _REFERENCES)
    )


def find_reference_faults(root: Path, references: Collection[str]) -> Iterator[str]:
    """What is wrong with the references: source, licence, no gene, order of groups and values."""
    for item in load_expression_references(root):
        where = f"{root / FOLDER / _REFERENCES}: {item.name}"
        if item.source not in references:
            yield f"{where}: source {item.source} is not in references.yaml"
        if not item.licence:
            yield f"{where}: no licence; state it, or do not ship the figures"
        if not item.genes:
            yield f"{where}: no gene of it in {_QUANTILES}"
        for gene, groups in item.genes.items():
            place = f"{root / FOLDER / _QUANTILES}: {item.name}, {gene}"
            if groups[0].group != _ALL:
                yield f"{place}: first group {groups[0].group!r}; expected {_ALL!r}"
            if any(list(group.values) != sorted(group.values) for group in groups):
                yield f"{place}: quantiles that fall"


def reference_sources(root: Path | None = None) -> frozenset[str]:
    """Keys of the references that they cite."""
    return frozenset(item.source for item in load_expression_references(root))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))
