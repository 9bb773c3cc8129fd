"""MYCN calls of crestome against the clinical status of published cohorts (V-01 to V-05).

``python validation/mycn.py --data DIR [--calibrate] [--write]``

Every tumour becomes the evidence of a case with its segments and the platform of its data set,
and goes through the same call as a user's tumour. ``--calibrate`` prints how the cut-offs on log2
ratios were found, by five folds of tumours; ``--write`` renews the table in ``results``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median

import polars as pl

from crestome.call.gene_segment import find_gene_segments, survey_segments
from crestome.call.mycn import GENE, MECHANISM, MycnRules, copy_rules
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.assay import Assays, MycnPathology
from crestome.model.call import Call, Calls, CallState
from crestome.model.copy_number import CopyNumberProfile, CopyNumberSegments, Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Assembly
from crestome.model.patient import Patient, Sample

FOLDS = 5
Z_95 = 1.959964
HIGHEST_CUT = 2.0
RESULTS = Path(__file__).parent / "results" / "mycn.tsv"


@dataclass(frozen=True)
class Cohort:
    """One data set: its row in the table, its platform, its segments and its clinical status."""

    row: str
    title: str
    platform: Platform
    segments: pl.DataFrame
    amplified: Mapping[str, bool]

    def tumours(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Identifier and segments of every tumour with a known status."""
        for (tumour,), frame in self.segments.group_by("sample", maintain_order=True):
            if str(tumour) in self.amplified:
                yield str(tumour), frame


@dataclass
class Outcome:
    """What the calls of one cohort came to."""

    row: str
    title: str
    platform: str
    n: int = 0
    right_amplified: int = 0
    right_normal: int = 0
    errors: list[str] = field(default_factory=list)
    missed: int = 0
    missed_discordant: int = 0
    by_tolerance: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """The numbers of the row."""
        amplified = self.right_amplified + self.missed
        normal = self.n - amplified
        return {
            "n": self.n,
            "amplified": amplified,
            "platform": self.platform,
            "sensitivity": share(self.right_amplified, amplified),
            "sensitivity_95": wilson(self.right_amplified, amplified),
            "specificity": share(self.right_normal, normal),
            "specificity_95": wilson(self.right_normal, normal),
            "errors": len(self.errors),
            "missed": self.missed,
            "missed_discordant_with_status": self.missed_discordant,
            "called_by_breakpoint_tolerance": len(self.by_tolerance),
        }


def share(part: int, whole: int) -> float | None:
    """A proportion, or nothing of nothing."""
    return round(part / whole, 4) if whole else None


def wilson(part: int, whole: int) -> list[float]:
    """Wilson's 95 % interval of a proportion."""
    if not whole:
        return []
    p, z2 = part / whole, Z_95**2
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z_95 * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return [round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4)]


class Bench:
    """The shipped knowledge, and the way from a tumour's segments to its call."""

    def __init__(self) -> None:
        self.knowledge: Knowledge = load_knowledge()
        self.rules = self.knowledge.rules("mycn", MycnRules)
        self.genome = self.knowledge.genome(Assembly.GRCH37)

    def evidence(
        self, frame: pl.DataFrame, platform: Platform, status: MycnPathology | None = None
    ) -> CaseEvidence:
        """A case that holds nothing but these segments and, if given, a pathology report."""
        declared = CopyNumberSegments.schema()
        blank = {name: "" if kind is pl.String else None for name, kind in declared.items()}
        columns = [
            (pl.col(name) if name in frame.columns else pl.lit(blank[name])).cast(kind).alias(name)
            for name, kind in declared.items()
        ]
        segments = CopyNumberSegments(frame.select(columns).sort("contig", "start"))
        return CaseEvidence(
            patient=Patient(id="validation"),
            sample=Sample(id="validation"),
            genome=self.genome,
            copy_number=CopyNumberProfile(segments=segments, platform=platform),
            assays=Assays(mycn_pathology=status),
        )

    def call(self, evidence: CaseEvidence) -> Call:
        """The call of the mechanism, as in an assessment."""
        return MECHANISM.answer(evidence, Calls(), self.rules)


def measure(bench: Bench, cohort: Cohort) -> Outcome:
    """Call every tumour of a cohort and compare with its clinical status."""
    outcome = Outcome(cohort.row, cohort.title, cohort.platform.value)
    for tumour, frame in cohort.tumours():
        truth = cohort.amplified[tumour]
        call = bench.call(bench.evidence(frame, cohort.platform))
        called = call.state is CallState.PRESENT
        outcome.n += 1
        outcome.right_amplified += truth and called
        outcome.right_normal += not truth and not called
        if called and any("tolerance" in note for note in call.notes):
            outcome.by_tolerance.append(tumour)
        if truth is not called:
            outcome.errors.append(f"{tumour}: clinically {_word(truth)}; {call.reason}")
        if truth and not called:
            stated = bench.evidence(frame, cohort.platform, MycnPathology.AMPLIFIED)
            outcome.missed += 1
            outcome.missed_discordant += bench.call(stated).flag("discordant")
    return outcome


def _word(amplified: bool) -> str:
    return "amplified" if amplified else "not amplified"


def find(data: Path, pattern: str) -> Path | None:
    """The first file under ``data`` that fits a pattern."""
    return next(iter(sorted(data.glob(pattern))), None)


def statuses(frame: pl.DataFrame, key: str, column: str, words: tuple[str, str]) -> dict[str, bool]:
    """Clinical status by tumour, where the cohort states one of two words."""
    amplified, normal = words
    return {
        str(tumour): status == amplified
        for tumour, status in frame.select(key, column).cast(pl.String).iter_rows()
        if status in {amplified, normal}
    }


def read_table(path: Path) -> pl.DataFrame:
    """A tab-separated table of strings."""
    return pl.read_csv(path, separator="\t", infer_schema=False)


def target(data: Path, row: str, name: str, platform: Platform) -> Cohort | None:
    """TARGET segments with the clinical status of the TARGET tables."""
    segments = find(data, f"*/target_{name}_segments*.parquet")
    labels = find(data, "*/usi_labels*.tsv*")
    if segments is None or labels is None:
        return None
    status = statuses(read_table(labels), "usi", "mycn_status", ("Amplified", "Not Amplified"))
    frame = pl.read_parquet(segments).rename({"chrom": "contig"})
    return Cohort(row, f"TARGET {name}", platform, frame, status)


def high_risk(data: Path) -> Cohort | None:
    """The high-risk arrays with their curated MYCN status; the file's own calls are not read."""
    segments = find(data, "*/hrnb*_segments*.parquet")
    samples = find(data, "*/hrnb*_samples*.parquet")
    if segments is None or samples is None:
        return None
    frame = (
        pl.read_parquet(segments)
        .rename({"chrom": "contig", "logratio": "log2"})
        .drop("call")
        .with_columns(pl.col("sample").cast(pl.String))
    )
    status = statuses(pl.read_parquet(samples), "sample", "MYCN", ("1", "0"))
    return Cohort("V-03", "high-risk arrays", Platform.ACGH, frame, status)


def xenografts(data: Path) -> Cohort | None:
    """PPTC xenograft segments with the status of the model table."""
    segments = find(data, "pptc*/*.seg*")
    models = find(data, "pptc*/models.tsv")
    if segments is None or models is None:
        return None
    table = read_table(models)
    column = next(name for name in table.columns if name.startswith("MYCN_status"))
    names = ["sample", "contig", "start", "end", "probes", "log2"]
    frame = pl.read_csv(segments, separator="\t", schema_overrides={"chrom": pl.String})
    return Cohort(
        "V-05",
        "PPTC xenografts",
        Platform.SNP_ARRAY,
        frame.rename(dict(zip(frame.columns, names, strict=True))),
        statuses(table, "Model", column, ("amp", "non-amp")),
    )


SOURCES: dict[str, Callable[[Path], Cohort | None]] = {
    "V-01": lambda data: target(data, "V-01", "snp", Platform.SNP_ARRAY),
    "V-02": lambda data: target(data, "V-02", "cgi", Platform.WGS),
    "V-03": high_risk,
    "V-05": xenografts,
}


def expression(data: Path) -> dict[str, object] | None:
    """V-04: how well MYCN expression orders tumours by status; no call is made from log2 values."""
    matrix = find(data, "seqc*/expression*.tsv*")
    clinical = find(data, "seqc*/clinical.tsv")
    if matrix is None or clinical is None:
        return None
    status = statuses(read_table(clinical), "sample", "mycn_status", ("1", "0"))
    row = read_table(matrix).filter(pl.col("gene") == GENE).row(0, named=True)
    pairs = sorted((float(row[key]), truth) for key, truth in status.items() if key in row)
    high = [value for value, truth in pairs if truth]
    low = [value for value, truth in pairs if not truth]
    wins = sum((a > b) + 0.5 * (a == b) for a in high for b in low)
    right = max(sum((value >= cut) is truth for value, truth in pairs) for cut, _ in pairs)
    return {
        "n": len(pairs),
        "amplified": len(high),
        "auc": round(wins / (len(high) * len(low)), 4),
        "accuracy_of_best_threshold": round(right / len(pairs), 4),
    }


@dataclass(frozen=True)
class Feature:
    """What the cut-offs look at in one tumour."""

    tumour: str
    height: float
    focal: bool
    amplified: bool

    @property
    def fold(self) -> int:
        """The tumour's fold, by its name's hash."""
        return int(hashlib.sha256(self.tumour.encode()).hexdigest(), 16) % FOLDS


def features(bench: Bench, cohort: Cohort) -> list[Feature]:
    """Height and focality at MYCN of every tumour, as the call sees them."""
    rules = copy_rules(bench.rules)
    tolerance = rules.tolerance_mb.value[cohort.platform.value] * BP_PER_MB
    place = bench.genome.gene(GENE).interval
    found = []
    for tumour, frame in cohort.tumours():
        evidence = bench.evidence(frame, cohort.platform)
        at = find_gene_segments(place, survey_segments(evidence, rules.segment_state), tolerance)
        candidates = [] if at is None else [at.highest, *([at.beside] if at.beside else [])]
        for segment in sorted(candidates, key=lambda item: item.relative or 0.0)[-1:]:
            focal = (
                segment.width_mb < rules.segment_state.focal_mb.value
                and (segment.step or 0.0) >= rules.focal_step_log2.value
            )
            height = segment.relative or 0.0
            found.append(Feature(tumour, height, focal, cohort.amplified[tumour]))
    return found


def errors_at(cut: float, items: list[Feature]) -> int:
    """Wrong calls with this cut-off."""
    return sum((item.height >= cut) is not item.amplified for item in items)


def best_cuts(items: list[Feature], lowest: float) -> tuple[float, float, int]:
    """The widest interval of cut-offs with the fewest errors, and their number."""
    heights = sorted({lowest, HIGHEST_CUT, *(item.height for item in items)})
    edges = [height for height in heights if lowest <= height <= HIGHEST_CUT]
    scored = [
        (errors_at((low + high) / 2, items), low - high, low, high) for low, high in pairwise(edges)
    ]
    count, _, low, high = min(scored)
    return low, high, count


def calibrate(bench: Bench, cohorts: list[Cohort]) -> None:
    """Print the cut-offs that five folds of tumours choose, and what they cost on the others."""
    lowest = bench.rules.copy_level.segment_state.segment_cut.gain_log2.value
    for platform in (Platform.SNP_ARRAY, Platform.ACGH, Platform.WGS):
        pooled = [item for c in cohorts if c.platform is platform for item in features(bench, c)]
        for kind, items in (
            ("focal", [item for item in pooled if item.focal]),
            ("broad", [item for item in pooled if not item.focal]),
        ):
            if not items:
                continue
            low, high, count = best_cuts(items, lowest[platform.value])
            chosen, held_out = [], 0
            for fold in range(FOLDS):
                train = [item for item in items if item.fold != fold]
                test = [item for item in items if item.fold == fold]
                cut = sum(best_cuts(train, lowest[platform.value])[:2]) / 2
                chosen.append(cut)
                held_out += errors_at(cut, test)
            own = bench.rules
            table = own.amplified_log2 if kind == "focal" else own.broad_amplified_log2
            shipped = table.value[platform.value]
            print(
                f"{platform.value:10} {kind}: {len(items)} tumours, fewest errors {count} for "
                f"cut-offs {low:.2f} to {high:.2f}; folds {min(chosen):.2f} to {max(chosen):.2f} "
                f"(median {median(chosen):.2f}), {held_out} errors held out; shipped {shipped:g} "
                f"makes {errors_at(shipped, items)}"
            )


def report(outcomes: list[Outcome]) -> None:
    """Print the table and the errors by tumour."""
    for outcome in outcomes:
        figures = outcome.figures()
        print(
            f"{outcome.row}  {outcome.title:18} {outcome.platform:10} n {outcome.n:4}  "
            f"sensitivity {figures['sensitivity']} {figures['sensitivity_95']}  "
            f"specificity {figures['specificity']} {figures['specificity_95']}  "
            f"errors {len(outcome.errors)}; of {outcome.missed} missed "
            f"{outcome.missed_discordant} discordant with the status supplied; "
            f"{len(outcome.by_tolerance)} by breakpoint tolerance"
        )
        for line in outcome.errors:
            print(f"      {line}")


def write(outcomes: list[Outcome], version: str) -> None:
    """Renew the committed table; it names no tumour."""
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter="\t", lineterminator="\n")
        rows = [{"row": o.row, "cohort": o.title} | o.figures() for o in outcomes]
        table.writerow([*rows[0], "knowledge"])
        for row in rows:
            table.writerow([*row.values(), version])


def main() -> None:
    """Measure what is there and report what is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the cohorts")
    parser.add_argument("--calibrate", action="store_true", help="print the choice of cut-offs")
    parser.add_argument("--write", action="store_true", help="renew the committed table")
    arguments = parser.parse_args()
    bench = Bench()
    loaded = {row: source(arguments.data) for row, source in SOURCES.items()}
    cohorts = [cohort for cohort in loaded.values() if cohort is not None]
    outcomes = [measure(bench, cohort) for cohort in cohorts]
    report(outcomes)
    summary: dict[str, object] = {o.row: o.figures() for o in outcomes}
    expressed = expression(arguments.data)
    if expressed is not None:
        summary["V-04"] = expressed
        print(f"V-04  SEQC expression    {expressed}")
    for row in sorted({*SOURCES, "V-04"} - set(summary)):
        print(f"{row}  not run: its input is not under {arguments.data}")
        summary[row] = "not run"
    if arguments.calibrate:
        calibrate(bench, cohorts)
    if arguments.write and outcomes:
        write(outcomes, bench.knowledge.version)
    print(json.dumps(dict(sorted(summary.items()))))


if __name__ == "__main__":
    main()
