"""Segmental chromosomes of crestome against published cohorts (V-06, V-07, V-13).

``python validation/chromosomes.py --data DIR [--calibrate] [--write]``

Every tumour becomes the evidence of a case with its segments and its platform, and goes through the
same calls as a user's tumour. ``--calibrate`` prints which cut-offs five folds of tumours choose;
``--write`` renews the table in ``results``, which names no tumour.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import polars as pl

from crestome.call import ploidy, segmental_chromosome
from crestome.call.chromosome_survey import (
    Change,
    SegmentalChromosomeRules,
    survey_chromosomes,
)
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.call import Call, Calls
from crestome.model.copy_number import CopyNumberProfile, CopyNumberSegments, Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.patient import Patient, Sample
from crestome.read.segments import read_segments
from crestome.read.text import read_text_file

FOLDS = 5
Z_95 = 1.959964
RESULTS = Path(__file__).parent / "results" / "chromosomes.tsv"
ARMS = {
    "chr1p": "1p_loss",
    "chr3p": "3p_loss",
    "chr4p": "4p_loss",
    "chr11q": "11q_loss",
    "chr14q": "14q_loss",
    "chr1q": "1q_gain",
    "chr2p": "2p_gain",
    "chr17q": "17q_gain",
}
PLATFORMS = {
    "Affymetrix": Platform.SNP_ARRAY,
    "Illumina": Platform.SNP_ARRAY,
    "Agilent": Platform.ACGH,
    "NimbleGen": Platform.ACGH,
}
PUBLISHED_CALLS = {"ampl": "amplified"}
FREQUENCIES = {
    "11q_loss": {"HR_NA": 0.60, "HR_MNA": 0.14},
    "1p_loss": {"HR_MNA": 0.75, "HR_NA": 0.11, "LOWINT": 0.03},
}
GRID_MINIMUM_MB = (2.0, 3.0, 5.0, 10.0)
GRID_STEP_LOG2 = (0.05, 0.08, 0.1, 0.15, 0.2)

Figures = dict[str, object]


@dataclass(frozen=True)
class Counts:
    """How calls and truth met."""

    both: int = 0
    called_only: int = 0
    true_only: int = 0
    neither: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.both + other.both,
            self.called_only + other.called_only,
            self.true_only + other.true_only,
            self.neither + other.neither,
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and sensitivity; 1 where there is nothing to find."""
        whole = 2 * self.both + self.called_only + self.true_only
        return 2 * self.both / whole if whole else 1.0

    def figures(self) -> Figures:
        """The numbers of a row."""
        true, untrue = self.both + self.true_only, self.called_only + self.neither
        return {
            "n": true + untrue,
            "f1": round(self.f1, 4),
            "errors": self.called_only + self.true_only,
            "sensitivity": share(self.both, true),
            "sensitivity_95": wilson(self.both, true),
            "specificity": share(self.neither, untrue),
            "specificity_95": wilson(self.neither, untrue),
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


@dataclass(frozen=True)
class Tumour:
    """One tumour: its evidence and, where curated, its status by arm."""

    name: str
    evidence: CaseEvidence
    truth: dict[str, bool]
    group: str = ""

    @property
    def fold(self) -> int:
        """The tumour's fold, by its name's hash."""
        return int(hashlib.sha256(self.name.encode()).hexdigest(), 16) % FOLDS


class Bench:
    """The shipped knowledge, and the way from a tumour's segments to its calls."""

    def __init__(self) -> None:
        self.knowledge: Knowledge = load_knowledge()
        self.rules = self.knowledge.rules("segmental_chromosome", SegmentalChromosomeRules)
        self.ploidy_rules = self.knowledge.rules("ploidy", ploidy.PloidyRules)
        self.genome = self.knowledge.genome(Assembly.GRCH37)

    def profile(self, frame: pl.DataFrame, platform: Platform) -> CopyNumberProfile:
        """The segments of one tumour as a profile."""
        declared = CopyNumberSegments.schema()
        blank = {name: "" if kind is pl.String else None for name, kind in declared.items()}
        columns = [
            (pl.col(name) if name in frame.columns else pl.lit(blank[name])).cast(kind).alias(name)
            for name, kind in declared.items()
        ]
        segments = CopyNumberSegments(frame.select(columns).sort("contig", "start"))
        return CopyNumberProfile(segments=segments, platform=platform)

    def evidence(self, profile: CopyNumberProfile, ploidy_stated: float | None) -> CaseEvidence:
        """A case that holds nothing but this profile."""
        return CaseEvidence(
            patient=Patient(id="validation"),
            sample=Sample(id="validation", ploidy=ploidy_stated),
            genome=self.genome,
            copy_number=profile,
        )

    def segmental(self, evidence: CaseEvidence) -> Call:
        """The call of segmental chromosomes, as in an assessment."""
        return segmental_chromosome.MECHANISM.answer(evidence, Calls(), self.rules)

    def ploidy(self, evidence: CaseEvidence) -> Call:
        """The call of ploidy, as in an assessment."""
        return ploidy.MECHANISM.answer(evidence, Calls(), self.ploidy_rules)


def find(data: Path, pattern: str) -> Path | None:
    """The first file under ``data`` that fits a pattern."""
    return next(iter(sorted(data.glob(pattern))), None)


def high_risk(bench: Bench, data: Path, *, with_calls: bool) -> list[Tumour]:
    """The high-risk array cohort with its curated status of eight arms."""
    segments = find(data, "*/hrnb*_segments*.parquet")
    samples = find(data, "*/hrnb*_samples*.parquet")
    if segments is None or samples is None:
        return []
    frame = pl.read_parquet(segments).rename({"chrom": "contig", "logratio": "log2"})
    frame = frame.with_columns(pl.col("call").replace(PUBLISHED_CALLS))
    frames = (frame if with_calls else frame.drop("call")).partition_by("sample", as_dict=True)
    tumours = []
    for row in pl.read_parquet(samples).iter_rows(named=True):
        if (row["sample"],) in frames:
            profile = bench.profile(frames[(row["sample"],)], PLATFORMS[row["Platform"]])
            truth = {name: row[column] == 1 for column, name in ARMS.items()}
            tumours.append(Tumour(str(row["sample"]), bench.evidence(profile, None), truth))
    return tumours


def target(bench: Bench, data: Path) -> list[Tumour]:
    """The SNP-array cohort with its groups of risk and MYCN."""
    segments = find(data, "*/target_snp_segments*.parquet")
    groups = find(data, "*/target_snp_groups*.parquet")
    if segments is None or groups is None:
        return []
    group_of = dict(pl.read_parquet(groups).select("sample", "group").iter_rows())
    frame = pl.read_parquet(segments).rename({"chrom": "contig", "n_probes": "probes"})
    return [
        Tumour(
            name, bench.evidence(bench.profile(part, Platform.SNP_ARRAY), None), {}, group_of[name]
        )
        for (name,), part in frame.partition_by("sample", as_dict=True).items()
        if name in group_of
    ]


def compare(called: Sequence[str], truth: dict[str, bool]) -> dict[str, Counts]:
    """Calls against the curated status, by arm."""
    return {
        name: Counts(
            both=int(true and name in called),
            called_only=int(not true and name in called),
            true_only=int(true and name not in called),
            neither=int(not true and name not in called),
        )
        for name, true in truth.items()
    }


def curated_arms(bench: Bench, tumours: list[Tumour]) -> tuple[Figures, list[str]]:
    """V-07: the eight arms of every tumour against their curated status."""
    by_arm = dict.fromkeys(ARMS.values(), Counts())
    errors = []
    for tumour in tumours:
        call = bench.segmental(tumour.evidence)
        for name, counts in compare(call.texts("sca_any"), tumour.truth).items():
            by_arm[name] += counts
            if counts.called_only or counts.true_only:
                word = "called, not curated" if counts.called_only else "curated, not called"
                errors.append(f"{tumour.name}: {name} {word}")
    total = sum(by_arm.values(), Counts())
    arms = {name: counts.figures() for name, counts in by_arm.items()}
    return {"tumours": len(tumours)} | total.figures() | {"arms": arms}, errors


def group_frequencies(bench: Bench, tumours: list[Tumour]) -> Figures:
    """V-06: how often 11q, 1p and 17q are called in each group; 17q beside whole chromosome 17."""
    wanted = ("11q_loss", "1p_loss", "17q_gain", "17_gain")
    found: dict[str, Counter[str]] = {}
    for tumour in tumours:
        call = bench.segmental(tumour.evidence)
        names = {*call.texts("sca_any"), *call.texts("numerical")}
        counter = found.setdefault(tumour.group, Counter())
        counter.update({"n", call.label, *(name for name in wanted if name in names)})
    figures: Figures = {"n": len(tumours)}
    for group, counter in sorted(found.items()):
        n = counter["n"]
        figures[group] = {"n": n, "uninformative": counter["uninformative"]} | {
            name: {"share": share(counter[name], n), "share_95": wilson(counter[name], n)}
            for name in wanted
        }
    return figures


def stated_purity_ploidy(data: Path) -> dict[str, tuple[float, float]]:
    """Purity and ploidy by tumour, as the cohort states them."""
    path = find(data, "*/cohort_purity_ploidy*.tsv")
    if path is None:
        return {}
    table = pl.read_csv(path, separator="\t").select("sample", "purity", "ploidy")
    return {name: (purity, copies) for name, purity, copies in table.iter_rows()}


def allele_specific(bench: Bench, data: Path) -> Iterator[tuple[str, CopyNumberProfile]]:
    """Every allele-specific profile, read as a user's file is."""
    for path in sorted(data.glob("*/pair*_*.aceseq.tsv*")):
        named = re.match(r"pair\d+_([A-Za-z0-9-]+)_", path.name)
        issues = Issues()
        text = read_text_file(path, path.name, issues)
        reading = text and read_segments(
            text, genome=bench.genome, sample=None, platform=Platform.WGS, issues=issues
        )
        if named is None or not reading:
            print(f"V-13  not read: {path.name}: {[str(issue) for issue in issues.errors]}")
            continue
        yield named[1], reading.value


def near_triploid(bench: Bench, data: Path) -> Figures:
    """V-13: ploidy from the segments, and how much of the genome is called gained."""
    stated = stated_purity_ploidy(data)
    tumours: list[Figures] = []
    for name, profile in allele_specific(bench, data):
        copies = stated.get(name, (None, None))[1]
        plain = bench.evidence(profile, None)
        told = bench.evidence(profile, copies)
        segmental = bench.segmental(told)
        tumours.append(
            {
                "ploidy_stated": copies,
                "dna_index_of_segments": bench.ploidy(plain).detail["dna_index"],
                "gained_with_stated_ploidy": gained(bench, told),
                "gained_without": gained(bench, plain),
                "label": segmental.label,
                "sca_typical": ", ".join(segmental.texts("sca_typical")),
                "numerical": ", ".join(segmental.texts("numerical")),
            }
        )
    return {"n": len(tumours), "tumours": tumours}


def gained(bench: Bench, evidence: CaseEvidence) -> float | None:
    """Share of the measured autosomes that is called gained or amplified."""
    surveys = survey_chromosomes(evidence, bench.rules).values()
    pieces = [piece for survey in surveys for piece in survey.pieces]
    up = (Change.GAIN, Change.AMPLIFIED)
    return share(
        sum(piece.length_bp for piece in pieces if piece.change in up),
        sum(piece.length_bp for piece in pieces),
    )


def calibrate(bench: Bench, tumours: list[Tumour]) -> None:
    """Print the cut-offs that each four of five folds choose, and what they cost on the fifth."""
    counts: dict[tuple[float, float], list[Counts]] = {}
    for minimum, step in product(GRID_MINIMUM_MB, GRID_STEP_LOG2):
        rules = bench.rules.model_copy(
            update={
                "minimum_mb": bench.rules.minimum_mb.model_copy(update={"value": minimum}),
                "step": bench.rules.step.model_copy(
                    update={"value": bench.rules.step.value | {"log2": step}}
                ),
            }
        )
        folds = [Counts()] * FOLDS
        for tumour in tumours:
            call = segmental_chromosome.MECHANISM.answer(tumour.evidence, Calls(), rules)
            arms = compare(call.texts("sca_any"), tumour.truth)
            folds[tumour.fold] += sum(arms.values(), Counts())
        counts[minimum, step] = folds
        print(f"at least {minimum:g} Mb, step {step:g}: F1 {sum(folds, Counts()).f1:.4f}")
    held_out = Counts()
    for fold in range(FOLDS):
        trained = {
            key: sum((item for index, item in enumerate(folds) if index != fold), Counts()).f1
            for key, folds in counts.items()
        }
        best = max(trained, key=lambda key: trained[key])
        met = counts[best][fold]
        held_out += met
        print(f"fold {fold}: {best[0]:g} Mb, step {best[1]:g}; held out F1 {met.f1:.4f}")
    print(f"held out in all: F1 {held_out.f1:.4f}, {held_out.figures()['errors']} errors")


def rows_of(summary: dict[str, Figures]) -> Iterator[list[object]]:
    """The summary as lines of a table: row, part, measure, value."""
    for row, figures in summary.items():
        for part, measure, value in flattened("", figures):
            yield [row, part, measure, value]


def flattened(part: str, figures: object) -> Iterator[tuple[str, str, object]]:
    """Nested figures as parts, measures and values."""
    if not isinstance(figures, dict):
        return
    for key, value in figures.items():
        if isinstance(value, dict):
            yield from flattened(f"{part} {key}".strip(), value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, item in enumerate(value, start=1):
                yield from flattened(f"{part} {key} {number}".strip(), item)
        else:
            yield part, key, value


def measure(bench: Bench, data: Path) -> dict[str, Figures]:
    """Every row whose input is there; the errors of V-07 are printed by tumour."""
    summary: dict[str, Figures] = {}
    groups = target(bench, data)
    if groups:
        summary["V-06"] = group_frequencies(bench, groups) | {"reference": FREQUENCIES}
    for row, with_calls in (("V-07", True), ("V-07 without the file's calls", False)):
        tumours = high_risk(bench, data, with_calls=with_calls)
        if tumours:
            summary[row], errors = curated_arms(bench, tumours)
            print("\n".join(f"{row}  {error}" for error in errors if with_calls))
    triploid = near_triploid(bench, data)
    if triploid["n"]:
        summary["V-13"] = triploid
    return summary


def write(summary: dict[str, Figures], version: str) -> None:
    """Renew the committed table; it names no tumour."""
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter="\t", lineterminator="\n")
        table.writerow(["row", "part", "measure", "value", "knowledge"])
        table.writerows([*line, version] for line in rows_of(summary))


def main() -> None:
    """Measure what is there and report what is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the cohorts")
    parser.add_argument("--calibrate", action="store_true", help="print the choice of cut-offs")
    parser.add_argument("--write", action="store_true", help="renew the committed table")
    arguments = parser.parse_args()
    bench = Bench()
    summary = measure(bench, arguments.data)
    for line in rows_of(summary):
        print("\t".join(str(value) for value in line))
    absent = [row for row in ("V-06", "V-07", "V-13") if row not in summary]
    for row in absent:
        print(f"{row}  not run: its input is not under {arguments.data}")
    tumours = high_risk(bench, arguments.data, with_calls=True) if arguments.calibrate else []
    if tumours:
        calibrate(bench, tumours)
    if arguments.write and summary:
        write(summary, bench.knowledge.version)
    print(json.dumps(summary | dict.fromkeys(absent, "not run")))


if __name__ == "__main__":
    main()
