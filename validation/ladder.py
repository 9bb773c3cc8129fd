"""The ladder of whole copies from raw probes whose tumour, purity and alleles are known (V-13).

``python validation/ladder.py --data DIR [--seeds N] [--write]``

Allele-specific profiles of real tumours are turned back into what an array or bins would show at
several tumour cell fractions: log2 ratios with noise over the mean of the genome and, in half of
the runs, allele fractions of heterozygous sites. On 12q one parent's copies are replaced by the
other's. They are segmented and called as a user's probes are.
Counted are: the ploidy and purity found, the share of the genome that is called gained, and the
typical changes against those that the profile itself shows. Needs the extra ``signal``. The last
line is one JSON object; the table names no tumour.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl
from chromosomes import Bench, Figures, gained, rows_of, share, stated_purity_ploidy, wilson

from crestome.call.segment_state import segment_states
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.measure.segments import Wish, segment_probes
from crestome.model.copy_number import CopyNumberProfile, Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES
from crestome.model.issue import Issues
from crestome.model.patient import Sample
from crestome.model.signal import ProbeTable, RawCopyNumber
from crestome.pipeline.measure import profile_of_signal
from crestome.read.segments import read_segments
from crestome.read.text import read_text_file

RESULTS = Path(__file__).parent / "results" / "ladder.tsv"
PATTERNS = (
    "*/pair*_*.aceseq.tsv*",
    "formats/copy_number/ascat_*.cnvs.txt",
    "formats/copy_number/purple_*.cnv.somatic.tsv",
    "formats/copy_number/purple_*.cnv.tsv",
    "formats/copy_number/facets_*_cncf.tsv",
)
"""Neuroblastomas, and cell lines of other cancers in the formats of other callers."""
PURITIES = (0.2, 0.3, 0.5, 0.7, 0.9)
SPACING_BP = 150_000
NOISE = 0.15
TAILS = 6
IMPLANTED, IMPLANTED_FROM_BP = "12", 40_000_000
"""Here every tumour loses one parent's copies and keeps its number of copies."""
DEPTH = 60
HETEROZYGOUS = 0.3
HALF = 0.5
PLOIDY_WITHIN = 0.25


@dataclass(frozen=True)
class Known:
    """A tumour whose copies and alleles are known."""

    evidence: CaseEvidence
    segments: pl.DataFrame
    ploidy: float


@dataclass(frozen=True)
class Run:
    """How it is looked at."""

    purity: float
    alleles: bool
    stated: bool
    seed: int


def tumours(bench: Bench, data: Path) -> Iterator[Known]:
    """Every allele-specific profile there is, with its stated ploidy or else its mean copies."""
    stated = stated_purity_ploidy(data)
    for path in sorted(found for pattern in PATTERNS for found in data.glob(pattern)):
        profile = allelic_profile(bench, path)
        if profile is None:
            print(f"V-13  not used: {path.name}")
            continue
        named = re.match(r"pair\d+_([A-Za-z0-9-]+)_", path.name)
        ploidy = stated.get(named[1] if named else "", (None, None))[1]
        frame = profile.segments.frame.filter(
            pl.col("contig").is_in(AUTOSOMES), pl.col("total_copies").is_finite()
        )
        mean = float(
            np.average(frame["total_copies"], weights=(frame["end"] - frame["start"]).to_numpy())
        )
        frame, own = implanted(frame, ploidy or mean), ploidy or mean
        profile = bench.profile(frame, Platform.WGS)
        yield Known(bench.evidence(profile, own), frame, own)


def implanted(frame: pl.DataFrame, ploidy: float) -> pl.DataFrame:
    """The segments with a loss of heterozygosity at an unchanged number of copies."""
    here = (pl.col("contig") == IMPLANTED) & (pl.col("start") >= IMPLANTED_FROM_BP)
    return frame.with_columns(
        total_copies=pl.when(here).then(float(round(ploidy))).otherwise("total_copies"),
        minor_copies=pl.when(here).then(0.0).otherwise("minor_copies"),
    )


def allelic_profile(bench: Bench, path: Path) -> CopyNumberProfile | None:
    """A file read as a user's; None without copies of both alleles on this assembly."""
    issues = Issues()
    text = read_text_file(path, path.name, issues)
    reading = text and read_segments(
        text, genome=bench.genome, sample=None, platform=Platform.WGS, issues=issues
    )
    if not reading:
        return None
    frame = reading.value.segments.frame
    known = frame.filter(pl.col("total_copies").is_finite(), pl.col("minor_copies").is_finite())
    enough = known.height > frame.height / 2 and known["contig"].n_unique() >= len(AUTOSOMES)
    return reading.value if enough else None


def probes_of(known: Known, run: Run) -> ProbeTable:
    """What probes would show of a tumour."""
    rng = np.random.default_rng(run.seed)
    parts = []
    for row in known.segments.iter_rows(named=True):
        starts = np.arange(row["start"] // SPACING_BP + 1, row["end"] // SPACING_BP + 1)
        copies, minor = row["total_copies"], row["minor_copies"]
        minor = copies / 2 if minor is None else min(minor, copies / 2)
        parts.append(
            pl.DataFrame(
                {"contig": row["contig"], "start": starts * SPACING_BP, "copies": copies}
            ).with_columns(minor=pl.lit(float(minor)))
        )
    frame = pl.concat(parts).unique(["contig", "start"]).sort("contig", "start")
    copies = frame["copies"].to_numpy()
    mixture = run.purity * copies + 2 * (1 - run.purity)
    log2 = np.log2(np.maximum(mixture, 0.05) / mixture.mean())
    log2 = log2 + NOISE * rng.standard_t(TAILS, copies.size)
    major = copies - frame["minor"].to_numpy()
    fraction = (run.purity * major + 1 - run.purity) / np.maximum(mixture, 0.05)
    seen = rng.binomial(DEPTH, np.clip(fraction, 0, 1)) / DEPTH
    seen = np.where(rng.random(copies.size) < HALF, seen, 1 - seen)
    het = rng.random(copies.size) < HETEROZYGOUS
    baf = np.where(het, seen, rng.integers(0, 2, copies.size))
    columns = {"log2": log2} | ({"baf": baf} if run.alleles else {})
    frame = frame.select("contig", "start", end=pl.col("start") + 1).with_columns(
        **{name: pl.Series(values, dtype=pl.Float64) for name, values in columns.items()}
    )
    missing = {name: None for name in ("weight", "baf", "gc") if name not in frame.columns}
    frame = frame.with_columns(**{n: pl.lit(v, dtype=pl.Float64) for n, v in missing.items()})
    return ProbeTable(frame.select(list(ProbeTable.schema())))


def measured(bench: Bench, known: Known, run: Run) -> tuple[CaseEvidence, Figures]:
    """The tumour from its probes, and what the ladder says of it."""
    rules = bench.knowledge.rules("segmentation", SegmentationRules)
    table = probes_of(known, run)
    purity = run.purity if run.stated else None
    signal = segment_probes(table, rules, Wish(purity=purity))
    sample = Sample(id="validation", purity=purity)
    empty = CaseEvidence(patient=known.evidence.patient, sample=sample, genome=bench.genome)
    raw = RawCopyNumber(probes=table, platform=Platform.WGS, file="probes")
    profile = profile_of_signal(signal, raw, empty)
    evidence = CaseEvidence(
        patient=empty.patient, sample=sample, genome=bench.genome, copy_number=profile
    )
    ladder = signal.ladder
    return evidence, {
        "firm": ladder is not None and ladder.firm,
        "purity": None if ladder is None else ladder.purity,
        "ploidy": None if ladder is None else ladder.ploidy,
    }


def lost_heterozygosity(bench: Bench, evidence: CaseEvidence) -> dict[tuple[str, int], str]:
    """The state at every megabase of the autosomes, by contig and megabase."""
    states = {}
    for row in segment_states(evidence, bench.rules.segment_state).iter_rows(named=True):
        for mb in range(row["start"] // 1_000_000 + 1, row["end"] // 1_000_000):
            states[row["contig"], mb] = row["state"]
    return states


def one(bench: Bench, known: Known, run: Run) -> Figures:
    """One tumour in one run, against what its own profile shows."""
    evidence, figures = measured(bench, known, run)
    truth = set(bench.segmental(known.evidence).texts("sca_typical"))
    call = bench.segmental(evidence)
    seen = set(call.texts("sca_typical"))
    before, after = (lost_heterozygosity(bench, it) for it in (known.evidence, evidence))
    loh = [place for place, state in before.items() if state == "loh" and place in after]
    return figures | {
        "truth": len(truth),
        "found": len(truth & seen),
        "more": len(seen - truth),
        "gained": gained(bench, evidence),
        "gained_truth": gained(bench, known.evidence),
        "loh": len(loh),
        "loh_found": sum(after[place] == "loh" for place in loh),
        "label": call.label,
        "told": any("nearly as common" in note for note in call.notes),
        "ploidy_truth": known.ploidy,
    }


def told(rows: list[Figures], purity: float) -> Figures:
    """Many runs of one kind in figures."""
    firm = [row for row in rows if row["firm"]]
    off = [abs(float(str(row["purity"])) - purity) for row in firm]
    apart = [abs(float(str(row["ploidy"])) - float(str(row["ploidy_truth"]))) for row in firm]
    right = sum(value <= PLOIDY_WITHIN for value in apart)
    totals = {
        key: sum(int(str(row[key])) for row in rows)
        for key in ("truth", "found", "more", "loh", "loh_found")
    }
    return {
        "runs": len(rows),
        "firm": len(firm),
        "ploidy right of firm": share(right, len(firm)),
        "ploidy right of firm 95": wilson(right, len(firm)),
        "second level told": sum(bool(row["told"]) for row in rows),
        "purity off by, median": round(median(off), 3) if off else None,
        "typical changes": totals["truth"],
        "found": share(totals["found"], totals["truth"]),
        "found 95": wilson(totals["found"], totals["truth"]),
        "called beyond": totals["more"],
        "LOH megabases found": share(totals["loh_found"], totals["loh"]),
        "gained, mean": round(float(np.mean([float(str(row["gained"])) for row in rows])), 4),
        "gained in the profile": round(
            float(np.mean([float(str(row["gained_truth"])) for row in rows])), 4
        ),
        "uninformative": sum(row["label"] == "uninformative" for row in rows),
    }


def main() -> None:
    """Measure what is there and report what is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the cohorts")
    parser.add_argument("--seeds", type=int, default=3, help="noise draws")
    parser.add_argument("--write", action="store_true", help="renew the committed table")
    options = parser.parse_args()
    bench = Bench()
    known = list(tumours(bench, options.data))
    summary: dict[str, Figures] = {}
    for alleles, stated, purity in product((False, True), (False, True), PURITIES):
        rows = [
            one(bench, tumour, Run(purity, alleles, stated, seed))
            for tumour in known
            for seed in range(options.seeds)
        ]
        name = f"{'alleles' if alleles else 'ratios'}, purity {'stated' if stated else 'unknown'}"
        summary[f"{name}, {purity:g}"] = told(rows, purity) if rows else {}
    lines = ["\t".join(str(value) for value in line) for line in rows_of(summary)]
    print("\n".join(lines))
    if options.write and known:
        header = f"run\tpart\tmeasure\tvalue\t# knowledge {bench.knowledge.version}"
        RESULTS.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    print(json.dumps({"V-13 from probes": summary if known else "not run"}))


if __name__ == "__main__":
    main()
