"""Whole files: a genome of 300,000 bins on one core, and a thousand arrays with their memory.

Run: ``python benchmarks/segment_files.py`` with a Python that has ``crestome[signal]``. The files
are invented. Times are those of reading and of segmenting, the least of three, without the start of
the interpreter; memory is what the process holds after so many arrays.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from crestome.knowledge.load import load_genome
from crestome.model.genome import AUTOSOMES, Assembly
from crestome.pipeline.segment import SegmentRequest, segment_file, write_segments

BINS: Final = 300_000
PROBES: Final = 4_000
ARRAYS: Final = 1_000
SEED: Final = 20261124
KB_PER_MB: Final = 1024


def invent(rows: int, noise: float, rng: np.random.Generator) -> pl.DataFrame:
    """Bins on all autosomes, two of which have a loss."""
    genome = load_genome(Assembly.GRCH37)
    lengths = {name: genome.chromosomes[name].length_bp for name in AUTOSOMES}
    parts = []
    for name, length in lengths.items():
        size = round(rows * length / sum(lengths.values()))
        values = noise * rng.normal(size=size)
        values[: size // 3] -= 0.6 * (name in {"1", "11"})
        places = np.linspace(1, length, size, dtype=np.int64)
        parts.append(pl.DataFrame({"chromosome": name, "position": places, "log2": values}))
    return pl.concat(parts).with_columns(pl.col("log2").round(5))


def seconds(path: Path) -> float:
    """From the file to the segments in memory, on one core; the least of three."""
    least = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        segment_file(SegmentRequest(path=path, workers=1))
        least = min(least, time.perf_counter() - started)
    return round(least, 3)


def peak_mb() -> float:
    """The most that this process has held so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_PER_MB, 1)


def main() -> None:
    """Print one JSON object."""
    rng = np.random.default_rng(SEED)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        array = Path(folder) / "array.tsv"
        started = time.perf_counter()
        for number in range(1, ARRAYS + 1):
            invent(PROBES, 0.1, rng).write_csv(array, separator="\t")
            write_segments(segment_file(SegmentRequest(path=array)), Path(folder) / "array.seg")
            if number in {ARRAYS // 10, ARRAYS}:
                figures[f"peak MB after {number} arrays"] = peak_mb()
        figures["arrays per second, invented and written too"] = round(
            ARRAYS / (time.perf_counter() - started), 1
        )
        genome = invent(BINS, 0.2, rng)
        genome.write_csv(Path(folder) / "genome.tsv", separator="\t")
        genome.write_parquet(Path(folder) / "genome.parquet")
        for suffix in ("tsv", "parquet"):
            figures[f"seconds for {BINS} bins, {suffix}"] = seconds(
                Path(folder) / f"genome.{suffix}"
            )
    print(json.dumps({"python": sys.version.split()[0], "seed": SEED, **figures}))


if __name__ == "__main__":
    main()
