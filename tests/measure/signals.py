"""Invented probes for tests."""

from __future__ import annotations

import numpy as np
import polars as pl

from crestome.model.signal import ProbeTable

SPACING_BP = 10_000


def probes(
    levels: dict[str, list[tuple[int, float]]],
    *,
    noise: float = 0.1,
    seed: int = 1,
    baf: dict[str, list[tuple[int, float]]] | None = None,
) -> ProbeTable:
    """Probes at given levels: for each contig, (number of probes, log2 ratio) in turn."""
    rng = np.random.default_rng(seed)
    parts = []
    for contig, pieces in levels.items():
        values = np.concatenate([np.full(count, level) for count, level in pieces])
        count = values.size
        share: list[float | None] = [None] * count
        if baf is not None:
            major = np.concatenate([np.full(n, b) for n, b in baf[contig]])
            side = rng.choice([-1.0, 1.0], count)
            drawn = 0.5 + side * (major - 0.5) + 0.02 * rng.normal(size=count)
            share = [float(x) for x in np.where(rng.random(count) < 0.5, drawn, 1.0)]
        parts.append(
            pl.DataFrame(
                {
                    "contig": [contig] * count,
                    "start": np.arange(count) * SPACING_BP,
                    "end": np.arange(count) * SPACING_BP + 1,
                    "log2": values + noise * rng.normal(size=count),
                    "weight": pl.Series([None] * count, dtype=pl.Float64),
                    "baf": pl.Series(share, dtype=pl.Float64),
                    "gc": pl.Series([None] * count, dtype=pl.Float64),
                }
            )
        )
    return ProbeTable(pl.concat(parts))


FLAT = {str(number): [(100, 0.0)] for number in range(3, 23)}
"""Twenty chromosomes without a change."""
