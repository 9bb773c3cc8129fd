"""How well and how fast do segmenters find breakpoints that are known? One run, one machine.

Semi-real profiles: the segments of real tumours, the noise of real arrays (drawn from the stored
features of profiles), Student noise of six degrees of freedom, 0.2 % outliers, and a wave of 0.02.
No peer sees anything else than crestome does. Breakpoints count as found within five probes; labels
are the six regions that experts marked, wrong if they hold a breakpoint where there is none, or
none where there is one.

Run: ``python benchmarks/segmenters.py --data DIR`` with a Python that has ``crestome[signal]``
and, where they are to be compared, skchange, ruptures and CNVkit; DNAcopy is run through
``Rscript``. What is absent is said and left out. The slow peers see a fixed random sample
(``--sample``), on which the others are scored once more. All calls are made once before they are
timed. Times are of the processor, so that others on the machine count little: for a fast segmenter
the least of seven, turn by turn with the others, for a slow one that of its only run. The two
kernels are called from one compiled loop over the chromosomes each, so that neither pays for
the interpreter.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, cast

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from crestome.knowledge.load import load_knowledge
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.measure.segments import Wish, clean_signal, find_segments, segment_probes
from crestome.model.signal import ProbeTable
from crestome.numerics.segmentation import ends_of, last_changes

DENSITIES: Final = (4_000, 44_000)
TOLERANCE: Final = 5
TURNS: Final = 7
OUTLIERS: Final = 0.002
WAVE_BP: Final = 30_000_000
Z_95: Final = 1.959964
RULES: Final = load_knowledge().rules("segmentation", SegmentationRules)
R_PROGRAM: Final = """
suppressMessages(library(DNAcopy)); arguments <- commandArgs(TRUE)
probes <- read.delim(arguments[1]); undo <- arguments[3]; set.seed(1); seconds <- 0; found <- NULL
for (profile in unique(probes$profile)) {
  own <- probes[probes$profile == profile, ]
  started <- sum(proc.time()[1:2])
  cna <- smooth.CNA(CNA(own$y, own$run, own$place, data.type = "logratio", presorted = TRUE))
  result <- segment(cna, undo.splits = undo, undo.SD = 2, verbose = 0)
  seconds <- seconds + sum(proc.time()[1:2]) - started
  found <- rbind(found, cbind(profile = profile, result$output[, c("chrom", "loc.end")]))
}
write.table(found, arguments[2], sep = "\\t", row.names = FALSE, quote = FALSE)
cat(seconds)
"""

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Regions = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Profile:
    """One semi-real profile: its probes, and where the breakpoints are, by run."""

    contigs: tuple[str, ...]
    offsets: Counts
    positions: Counts
    values: Numbers
    truth: tuple[Counts, ...]

    @cached_property
    def table(self) -> ProbeTable:
        """The probes as crestome reads them."""
        contig = np.repeat(np.array(self.contigs), np.diff(self.offsets))
        nothing = pl.lit(None, pl.Float64)
        return ProbeTable(
            pl.DataFrame(
                {
                    "contig": contig,
                    "start": self.positions,
                    "end": self.positions + 1,
                    "log2": self.values,
                }
            ).with_columns(weight=nothing, baf=nothing, gc=nothing)
        )

    def penalties(self) -> Numbers:
        """What the exact segmenters pay for a breakpoint: the permissive penalty of crestome."""
        noise = clean_signal(self.table.frame, RULES).noise
        sizes = np.maximum(np.diff(self.offsets), 3)
        return RULES.permissive_penalty.value * noise**2 * np.log(sizes)

    def runs(self) -> list[Numbers]:
        """Values by chromosome."""
        return np.split(self.values, self.offsets[1:-1])


@dataclass
class Score:
    """Breakpoints and labels of many profiles, right and wrong."""

    found: int = 0
    false: int = 0
    missed: int = 0
    label_false: int = 0
    label_missed: int = 0
    labels: int = 0
    seconds: float = 0.0
    profiles: int = 0
    f1_by_profile: list[float] = field(default_factory=list)

    def add(self, profile: Profile, ends: Counts, regions: Regions) -> None:
        """Judge the ends of one profile's segments."""
        found = false = missed = 0
        for run, contig in enumerate(profile.contigs):
            first, last = profile.offsets[run], profile.offsets[run + 1]
            breaks = ends[(ends > first) & (ends < last)] - first
            truth = profile.truth[run]
            hits = _matched(breaks, truth)
            found, false, missed = (
                found + hits,
                false + breaks.size - hits,
                missed + truth.size - hits,
            )
            if contig in regions:
                at = profile.positions[first:last]
                marked = [np.any(_inside(at, some, regions[contig])) for some in (breaks, truth)]
                self.label_false += bool(marked[0] and not marked[1])
                self.label_missed += bool(marked[1] and not marked[0])
                self.labels += 1
        self.found, self.false, self.missed = (
            self.found + found,
            self.false + false,
            self.missed + missed,
        )
        self.f1_by_profile.append(_f1(found, false, missed))
        self.profiles += 1

    def figures(self) -> dict[str, object]:
        """For the table."""
        wrong = self.label_false + self.label_missed
        return {
            "profiles": self.profiles,
            "f1": round(_f1(self.found, self.false, self.missed), 4),
            "breakpoints_false": self.false,
            "breakpoints_missed": self.missed,
            "label_error": round(wrong / self.labels, 4),
            "label_error_95": wilson(wrong, self.labels),
            "labels": self.labels,
            "profiles_per_second": round(self.profiles / self.seconds, 2) if self.seconds else None,
        }


def _f1(found: int, false: int, missed: int) -> float:
    whole = 2 * found + false + missed
    return 2 * found / whole if whole else 1.0


def wilson(part: int, whole: int) -> list[float]:
    """Wilson's 95 % interval of a proportion."""
    p, z2 = part / whole, Z_95**2
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z_95 * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return [round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4)]


def _matched(breaks: Counts, truth: Counts) -> int:
    """Pairs within the tolerance, the nearest first, each breakpoint once."""
    near = sorted(
        (abs(int(a) - int(b)), i, j)
        for i, a in enumerate(breaks)
        for j, b in enumerate(truth)
        if abs(int(a) - int(b)) <= TOLERANCE
    )
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in near:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


def _inside(at: Counts, breaks: Counts, region: tuple[int, int]) -> NDArray[np.bool_]:
    middle = (at[breaks - 1] + at[breaks]) / 2
    return (middle > region[0]) & (middle < region[1])


def simulate(
    segments: pl.DataFrame, probes: int, noise: float, rng: np.random.Generator
) -> Profile:
    """Probes on the segments of one tumour, spread evenly over its chromosomes."""
    groups = segments.partition_by("chrom", maintain_order=True, as_dict=True)
    lengths = {str(key[0]): int(own["end"].max()) for key, own in groups.items()}  # type: ignore[arg-type]
    positions, values, truth, offsets = [], [], [], [0]
    for (contig,), own in groups.items():
        length = lengths[str(contig)]
        size = max(3, round(probes * length / sum(lengths.values())))
        place = np.sort(rng.integers(0, length, size))
        ends = own["end"].to_numpy()
        which = np.minimum(np.searchsorted(ends, place, side="right"), ends.size - 1)
        level = own["logratio"].to_numpy()[which]
        wave = 0.02 * np.sin(2 * np.pi * place / WAVE_BP + rng.uniform(0, 2 * np.pi))
        signal = level + noise * rng.standard_t(6, size) / math.sqrt(1.5) + wave
        out = rng.random(size) < OUTLIERS
        signal[out] += rng.choice([-1, 1], out.sum()) * rng.uniform(0.5, 2.0, out.sum())
        truth.append(np.flatnonzero(np.diff(level) != 0) + 1)
        positions.append(place)
        values.append(signal)
        offsets.append(offsets[-1] + size)
    return Profile(
        contigs=tuple(lengths),
        offsets=np.array(offsets, np.int64),
        positions=np.concatenate(positions),
        values=np.concatenate(values),
        truth=tuple(truth),
    )


Segmenter = Callable[[Profile], Counts]


def _joined(profile: Profile, ends: list[Counts]) -> Counts:
    starts = profile.offsets[:-1]
    return np.concatenate([own + start for own, start in zip(ends, starts, strict=True)])


def _over_runs(kernel: Callable[..., Counts]) -> Callable[..., Counts]:
    """A kernel in a compiled loop over all chromosomes."""

    @numba.njit
    def loop(values: Numbers, offsets: Counts, penalties: Numbers) -> Counts:
        changes = np.empty(values.size, np.int64)
        for run in range(offsets.size - 1):
            first, last = offsets[run], offsets[run + 1]
            changes[first:last] = kernel(values[first:last], penalties[run])
        return changes

    return cast("Callable[..., Counts]", loop)


@numba.njit
def _unweighted(values: Numbers, penalty: float) -> Counts:
    return last_changes(values - values.mean(), np.ones(values.size), penalty)


@lru_cache
def _crestome_loop() -> Callable[..., Counts]:
    return _over_runs(cast("Callable[..., Counts]", _unweighted))


@lru_cache
def _skchange_loop() -> Callable[..., Counts]:
    from skchange.detectors._fpop import _fpop_mean  # type: ignore[import-not-found]

    return _over_runs(_fpop_mean)


def crestome_kernel(profile: Profile, penalties: Numbers) -> Counts:
    """The exact kernel on every chromosome, as positions of last changes."""
    return _crestome_loop()(profile.values, profile.offsets, penalties)


def skchange_kernel(profile: Profile, penalties: Numbers) -> Counts:
    """The FPOP kernel of skchange, compiled by the same compiler."""
    return _skchange_loop()(profile.values, profile.offsets, penalties)


def ends_of_changes(profile: Profile, changes: Counts, shift: int) -> Counts:
    """The ends of the segments out of what a kernel returns; not timed.

    ``shift``: crestome names where the last segment begins, skchange the position before it.
    """
    firsts = zip(profile.offsets[:-1], profile.offsets[1:], strict=True)
    return _joined(profile, [ends_of(changes[first:last] + shift) for first, last in firsts])


def crestome_signal(profile: Profile, _penalties: Numbers) -> Counts:
    """Outliers, noise, kernel and joining: what the other segmenters do, without tables."""
    return find_segments(clean_signal(profile.table.frame, RULES), RULES, Wish(workers=1))


def crestome_whole(profile: Profile, _penalties: Numbers) -> Counts:
    """From the table of probes to the table of segments, baseline and quality included."""
    frame = segment_probes(profile.table, RULES, Wish(workers=1)).segments.frame
    return np.cumsum(frame["probes"].to_numpy())


def ruptures_kernel(profile: Profile, penalties: Numbers) -> Counts:
    """The C kernel of ruptures."""
    import ruptures  # type: ignore[import-not-found]

    ends = [
        np.array(ruptures.KernelCPD(kernel="linear", min_size=1).fit(run).predict(pen=price))
        for run, price in zip(profile.runs(), penalties, strict=True)
    ]
    return _joined(profile, ends)


def cnvkit_haar(profile: Profile, _penalties: Numbers) -> Counts:
    """CNVkit's own segmenter; its default is DNAcopy."""
    import pandas as pd  # type: ignore[import-untyped]
    from cnvlib.cnary import CopyNumArray  # type: ignore[import-not-found]
    from cnvlib.segmentation import do_segmentation  # type: ignore[import-not-found]

    frame = pd.DataFrame(
        {
            "chromosome": np.repeat(np.array(profile.contigs), np.diff(profile.offsets)),
            "start": profile.positions,
            "end": profile.positions + 1,
            "gene": "-",
            "log2": profile.values,
            "weight": 1.0,
        }
    )
    found = do_segmentation(CopyNumArray(frame), "haar")
    return np.cumsum(found["probes"].to_numpy())


FAST: Final = {
    "crestome kernel": (crestome_kernel, "numba"),
    "crestome": (crestome_signal, "numba"),
    "crestome, tables": (crestome_whole, "numba"),
    "skchange FPOP kernel": (skchange_kernel, "skchange"),
}
SHIFTS: Final = {"crestome kernel": 0, "skchange FPOP kernel": 1}
SLOW: Final = {
    "ruptures KernelCPD": (ruptures_kernel, "ruptures"),
    "CNVkit haar": (cnvkit_haar, "cnvlib"),
}


def time_fast(
    profiles: list[Profile], regions: Regions, chosen: dict[str, Callable[..., Counts]]
) -> dict[str, Score]:
    """Score and time, turn by turn."""
    scores = {name: Score() for name in chosen}
    for profile in profiles:
        penalties = profile.penalties()
        least = dict.fromkeys(chosen, math.inf)
        ends: dict[str, Counts] = {}
        for _ in range(TURNS):
            for name, segmenter in chosen.items():
                started = time.process_time()
                ends[name] = segmenter(profile, penalties)
                least[name] = min(least[name], time.process_time() - started)
        for name, score in scores.items():
            score.seconds += least[name]
            found = ends[name]
            if name in SHIFTS:
                found = ends_of_changes(profile, found, SHIFTS[name])
            score.add(profile, found, regions)
    return scores


def time_slow(profiles: list[Profile], regions: Regions, segmenter: Callable[..., Counts]) -> Score:
    """Score and time, once."""
    score = Score()
    for profile in profiles:
        penalties = profile.penalties()
        started = time.process_time()
        ends = segmenter(profile, penalties)
        score.seconds += time.process_time() - started
        score.add(profile, ends, regions)
    return score


def time_dnacopy(profiles: list[Profile], regions: Regions, undo: str) -> Score | None:
    """DNAcopy through Rscript; None where either is absent."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        probes, found, program = (Path(folder) / name for name in ("in.tsv", "out.tsv", "run.R"))
        program.write_text(R_PROGRAM)
        pl.concat(_for_r(number, profile) for number, profile in enumerate(profiles)).write_csv(
            probes, separator="\t"
        )
        finished = subprocess.run(  # noqa: S603 (a program written here)
            [rscript, str(program), str(probes), str(found), undo],
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            print("DNAcopy not run:", finished.stderr.strip().splitlines()[-1:])
            return None
        table = pl.read_csv(found, separator="\t")
    score = Score(seconds=float(finished.stdout.split()[-1]))
    for number, profile in enumerate(profiles):
        own = table.filter(pl.col("profile") == number)
        starts = profile.offsets[own["chrom"].to_numpy()]
        score.add(profile, np.sort(own["loc.end"].to_numpy() + starts), regions)
    return score


def _for_r(number: int, profile: Profile) -> pl.DataFrame:
    sizes = np.diff(profile.offsets)
    return pl.DataFrame(
        {
            "profile": np.full(profile.values.size, number),
            "run": np.repeat(np.arange(sizes.size), sizes),
            "place": np.concatenate([np.arange(1, size + 1) for size in sizes]),
            "y": profile.values,
        }
    )


def real_parts(data: Path) -> tuple[list[pl.DataFrame], Numbers, Regions]:
    """Segments of real tumours, the noise of real profiles, and the regions that experts marked."""
    segments = pl.read_parquet(next(iter(sorted(data.glob("*/hrnb*_segments*.parquet")))))
    features = pl.read_parquet(next(iter(sorted(data.glob("*/systematic_features*.parquet")))))
    labels = pl.read_parquet(next(iter(sorted(data.glob("*/systematic_labels*.parquet")))))
    noise = features.group_by("profile_id").agg(pl.col("mad").median()).sort("profile_id")["mad"]
    marked = (
        labels.group_by("chrom", "labelStart", "labelEnd")
        .len()
        .sort("len", "chrom", descending=True)
        .unique("chrom", keep="first", maintain_order=True)
    )
    regions = {
        str(contig): (start, end)
        for contig, start, end in marked.select("chrom", "labelStart", "labelEnd").rows()
    }
    order = ["sample", "chrom", "start"]
    return (
        segments.sort(order).partition_by("sample", maintain_order=True),
        noise.to_numpy(),
        regions,
    )


def measure(data: Path, probes: int, options: argparse.Namespace) -> dict[str, dict[str, object]]:
    """All segmenters at one density."""
    tumours, noise, regions = real_parts(data)
    rng = np.random.default_rng([options.seed, probes])
    profiles = [
        simulate(tumour, probes, float(rng.choice(noise)), rng)
        for _ in range(options.draws)
        for tumour in tumours[: options.tumours]
    ]
    chosen = {name: made for name, (made, package) in FAST.items() if _has(name, package)}
    for segmenter in chosen.values():
        segmenter(profiles[0], profiles[0].penalties())
    rows = {name: score.figures() for name, score in time_fast(profiles, regions, chosen).items()}
    picked = rng.choice(len(profiles), min(options.sample, len(profiles)), replace=False)
    few = [profiles[index] for index in sorted(picked)]
    for name, score in time_fast(few, regions, chosen).items():
        rows[f"{name} (sample)"] = score.figures()
    for undo, name in (("none", "DNAcopy"), ("sdundo", "DNAcopy sdundo 2")):
        found = time_dnacopy(few, regions, undo)
        rows |= {} if found is None else {f"{name} (sample)": found.figures()}
    for name, (segmenter, package) in SLOW.items():
        if _has(name, package):
            rows[f"{name} (sample)"] = time_slow(few, regions, segmenter).figures()
    return rows


def _has(name: str, package: str) -> bool:
    if importlib.util.find_spec(package) is not None:
        return True
    print(f"{name}: not run, {package} is not installed")
    return False


def main() -> None:
    """Print a line for each segmenter, and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--draws", type=int, default=3, help="noise draws for each tumour")
    parser.add_argument("--tumours", type=int, default=None, help="the first so many tumours only")
    parser.add_argument("--sample", type=int, default=60, help="profiles that slow peers see")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--density", type=int, action="append", help="probes; default 4k, 44k")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    results: dict[str, dict[str, dict[str, object]]] = {}
    for probes in options.density or DENSITIES:
        results[str(probes)] = measure(options.data, probes, options)
        for name, row in results[str(probes)].items():
            print(probes, name, *(f"{key}={value}" for key, value in row.items()), sep="\t")
    print(json.dumps(results))


if __name__ == "__main__":
    main()
