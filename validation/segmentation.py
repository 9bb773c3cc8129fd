"""The learned penalty and the segments against breakpoints that experts marked (V-08).

``python validation/segmentation.py --data DIR [--fit] [--write]``

For each chromosome of an array, the stored curve says how many labels the exact least-squares
segmentation contradicts at any penalty. A rule that predicts the penalty from the signal alone is
fitted on some profiles and judged on others: five folds by a hash of the profile's name, and the
whole again with other hashes, as 40 errors among thousands of labels move by chance. ``--fit``
prints the coefficients fitted to all profiles, which stand in ``rules/segmentation.yaml``;
``--write`` renews the table in ``results``. Where probes themselves are there, both penalties of
crestome are run on them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crestome.knowledge.load import load_knowledge
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.measure.segments import Wish, penalty_features, segment_probes
from crestome.model.signal import Penalty, ProbeTable

FOLDS = 5
FOLDINGS = ("", "a", "b", "c", "d")
MARGIN = 1.0
SHRINKAGE = 1e-3
STEPS = 1500
Z_95 = 1.959964
NAMES = tuple(penalty_features(np.array([0.0, 1.0, 0.0, 2.0])))
"""Names of the features, as the package computes them of probes."""
NORMAL_TAILS = 3.0
GOALS = {"systematic": 0.0167, "detailed": 0.045}
SHIPPED = {"systematic": "learned_penalty", "detailed": "learned_penalty_detailed"}
LOG_PENALTIES = (-8.0, 6.0, 0.05)
"""From, to and step of the logarithms of penalties that are tried for a whole profile."""
RESULTS = Path(__file__).parent / "results" / "segmentation.tsv"

Numbers = NDArray[np.float64]
Figures = dict[str, object]


@dataclass(frozen=True)
class LabelSet:
    """One set of labels: what is known of each chromosome, and what any penalty costs there.

    Attributes:
        sequences: ``sequenceID``, ``profile_id``, the features of `NAMES`, and the interval of
            logarithms of the penalty with the fewest errors.
        curves: Errors between ``min_log_lambda`` and ``max_log_lambda``.
    """

    sequences: pl.DataFrame
    curves: pl.DataFrame

    def features(self) -> Numbers:
        """One row for each sequence."""
        return self.sequences.select(NAMES).to_numpy()

    def interval(self) -> tuple[Numbers, Numbers]:
        """The least and the largest logarithm of the penalty without avoidable errors."""
        frame = self.sequences
        return frame["min_log_lambda"].to_numpy(), frame["max_log_lambda"].to_numpy()

    def folds(self, salt: str) -> Numbers:
        """The fold of every sequence, by the hash of its profile."""
        hashes = (hashlib.sha256((salt + name).encode()) for name in self.sequences["profile_id"])
        return np.array([int(item.hexdigest(), 16) % FOLDS for item in hashes])

    def errors(self, log_penalty: Numbers) -> pl.DataFrame:
        """``errors``, ``labels``, ``fp`` and ``fn`` of every sequence at its penalty."""
        chosen = self.sequences.select("sequenceID").with_columns(at=pl.Series(log_penalty))
        inside = (pl.col("min_log_lambda") < pl.col("at")) & (
            pl.col("at") <= pl.col("max_log_lambda")
        )
        return chosen.join(self.curves, on="sequenceID").filter(inside)


def find(data: Path, pattern: str) -> Path | None:
    """The first file under ``data`` that fits a pattern."""
    return next(iter(sorted(data.glob(pattern))), None)


def read_label_set(data: Path, kind: str) -> LabelSet | None:
    """One set of labels with the features of its chromosomes; None where files are absent."""
    wanted = ("error_curves", "target_intervals")
    paths = [find(data, f"*/{kind}_{name}*.parquet") for name in wanted]
    systematic = find(data, "*/systematic_features*.parquet")
    detailed = find(data, "*/detailed_features*.parquet")
    if paths[0] is None or paths[1] is None or systematic is None or detailed is None:
        return None
    curves, intervals = pl.read_parquet(paths[0]), pl.read_parquet(paths[1])
    features = _features(pl.read_parquet(systematic), pl.read_parquet(detailed))
    sequences = intervals.select(
        "sequenceID", "profile_id", "min_log_lambda", "max_log_lambda"
    ).join(features, on="sequenceID")
    return LabelSet(sequences.sort("sequenceID"), curves)


def _features(systematic: pl.DataFrame, detailed: pl.DataFrame) -> pl.DataFrame:
    """What `penalty_features` makes of the probes, out of the stored features of a chromosome.

    A few chromosomes have no stored sum of differences; their noise by Hall's estimator, which is
    the same on average, and the tails of normal noise stand in.
    """
    direct = detailed.select(
        "sequenceID",
        log_noise=(pl.col("sum_diff") / pl.col("length")).log(),
        log_log_probes=pl.col("length").log().log(),
        log_tails=(pl.col("kurtosis") + NORMAL_TAILS).log(),
    )
    other = systematic.join(direct, on="sequenceID", how="anti").select(
        "sequenceID",
        log_noise=pl.col("log_hall"),
        log_log_probes=pl.col("n").log().log(),
        log_tails=pl.lit(math.log(NORMAL_TAILS)),
    )
    return pl.concat([direct, other])


def fit(features: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Intercept and coefficients by interval regression: squared hinge loss, accelerated descent.

    A prediction inside an interval, and farther from its ends than the margin, costs nothing.
    """
    centre, spread = features.mean(axis=0), features.std(axis=0)
    design = np.column_stack([np.ones(len(features)), (features - centre) / spread])
    ends = np.concatenate([low[np.isfinite(low)], high[np.isfinite(high)]])
    now = np.zeros(design.shape[1])
    now[0] = np.median(ends)
    ahead, momentum = now.copy(), 1.0
    slope = 2 * (2 * np.linalg.eigvalsh(design.T @ design / len(design))[-1] + SHRINKAGE)
    for _ in range(STEPS):
        at = design @ ahead
        below = np.where(np.isfinite(low), np.maximum(0.0, low + MARGIN - at), 0.0)
        above = np.where(np.isfinite(high), np.maximum(0.0, at - high + MARGIN), 0.0)
        gradient = 2 * design.T @ (above - below) / len(design)
        gradient[1:] += SHRINKAGE * ahead[1:]
        after = ahead - gradient / slope
        grown = (1 + math.sqrt(1 + 4 * momentum**2)) / 2
        ahead = after + (momentum - 1) / grown * (after - now)
        now, momentum = after, grown
    own = now[1:] / spread
    return np.concatenate([[now[0] - (own * centre).sum()], own])


def fit_on(sets: dict[str, LabelSet], kept: dict[str, NDArray[np.bool_]]) -> Numbers:
    """Coefficients fitted to the kept sequences of all given sets together."""
    parts = [(sets[kind].features()[rows], rows, kind) for kind, rows in kept.items()]
    low = np.concatenate([sets[kind].interval()[0][rows] for _, rows, kind in parts])
    high = np.concatenate([sets[kind].interval()[1][rows] for _, rows, kind in parts])
    return fit(np.concatenate([part for part, _, _ in parts]), low, high)


def held_out(
    sets: dict[str, LabelSet], trained: tuple[str, ...], judged: str
) -> list[pl.DataFrame]:
    """For each folding, the errors of every sequence at the penalty of a rule that never saw it."""
    found = []
    for salt in FOLDINGS:
        folds = {kind: sets[kind].folds(salt) for kind in {*trained, judged}}
        predicted = np.zeros(len(sets[judged].sequences))
        for fold in range(FOLDS):
            rule = fit_on(sets, {kind: folds[kind] != fold for kind in trained})
            rows = folds[judged] == fold
            predicted[rows] = rule[0] + sets[judged].features()[rows] @ rule[1:]
        found.append(sets[judged].errors(predicted))
    return found


def wilson(part: int, whole: int) -> list[float]:
    """Wilson's 95 % interval of a proportion."""
    p, z2 = part / whole, Z_95**2
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z_95 * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return [round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4)]


def figures(foldings: list[pl.DataFrame], goal: float) -> Figures:
    """The first folding, with its interval, and the range over all of them."""
    first = foldings[0]
    errors, labels = int(first["errors"].sum()), int(first["labels"].sum())
    rates = [float(item["errors"].sum()) / float(item["labels"].sum()) for item in foldings]
    return {
        "labels": labels,
        "errors": errors,
        "false_positive": int(first["fp"].sum()),
        "false_negative": int(first["fn"].sum()),
        "label_error": round(errors / labels, 4),
        "label_error_95": wilson(errors, labels),
        "over_foldings": [round(min(rates), 4), round(max(rates), 4)],
        "mean_over_foldings": round(sum(rates) / len(rates), 4),
        "goal": goal,
        "goal_met": sum(rates) / len(rates) <= goal,
    }


def shipped(labels: LabelSet, name: str, rules: SegmentationRules) -> Figures:
    """Errors of the coefficients in the curated rules; the tumours here may have made them."""
    coefficients = getattr(rules, name).value
    weights = np.array([coefficients[key] for key in NAMES])
    found = labels.errors(coefficients["intercept"] + labels.features() @ weights)
    errors, total = int(found["errors"].sum()), int(found["labels"].sum())
    return {
        "labels": total,
        "errors": errors,
        "label_error": round(errors / total, 4),
        "label_error_95": wilson(errors, total),
    }


def least_errors(labels: LabelSet) -> Figures:
    """What no rule can undercut: the fewest errors with the labels known beforehand.

    ``of_chromosomes``: each has a penalty of its own; ``of_profiles``: a profile has one.
    """
    tried = pl.concat(
        labels.errors(np.full(len(labels.sequences), at)).with_columns(
            log_penalty=pl.lit(at), profile=labels.sequences["profile_id"]
        )
        for at in np.arange(*LOG_PENALTIES).tolist()
    )
    total = int(labels.errors(np.zeros(len(labels.sequences)))["labels"].sum())
    best = labels.curves.filter(
        pl.col("sequenceID").is_in(labels.sequences["sequenceID"].to_list())
    )
    single = int(best.group_by("sequenceID").agg(pl.col("errors").min())["errors"].sum())
    shared = tried.group_by("profile", "log_penalty").agg(pl.col("errors").sum())
    joint = int(shared.group_by("profile").agg(pl.col("errors").min())["errors"].sum())
    return {
        "labels": total,
        "of_chromosomes": single,
        "of_chromosomes_rate": round(single / total, 4),
        "of_profiles": joint,
        "of_profiles_rate": round(joint / total, 4),
    }


def judge_probes(data: Path, rules: SegmentationRules) -> Figures | None:
    """Labels that the segments of real probes contradict, by either penalty of crestome."""
    path = find(data, "*/raw_probes*seq.parquet")
    marked = find(data, "*/raw_probes*labels.parquet")
    if path is None or marked is None:
        return None
    probes, labels = pl.read_parquet(path), pl.read_parquet(marked)
    wrong = {str(penalty): 0 for penalty in Penalty}
    for (profile,), own in probes.group_by("profile_id", maintain_order=True):
        table = _table(own)
        for penalty in Penalty:
            frame = segment_probes(table, rules, Wish(penalty=penalty)).segments.frame
            for label in labels.filter(pl.col("profile_id") == profile).to_dicts():
                ends = frame.filter(pl.col("contig") == label["chrom"])
                breaks = [
                    (end + start) / 2
                    for end, start in zip(ends["end"][:-1], ends["start"][1:], strict=True)
                ]
                inside = sum(label["start"] < place < label["end"] for place in breaks)
                expected = 0 if label["annotation"] == "0breakpoints" else 1
                wrong[str(penalty)] += inside != expected
    return {"labels": labels.height, **{f"errors_{name}": count for name, count in wrong.items()}}


def _table(own: pl.DataFrame) -> ProbeTable:
    nothing = pl.lit(None, pl.Float64)
    order = pl.col("contig").str.pad_start(2)
    return ProbeTable(
        own.select(
            contig=pl.col("chrom"),
            start=pl.col("position") - 1,
            end=pl.col("position"),
            log2=pl.col("logratio"),
            weight=nothing,
            baf=nothing,
            gc=nothing,
        ).sort(order, "start")
    )


def main() -> None:
    """Print a table, and one JSON object in the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fit", action="store_true", help="print the coefficients of all profiles")
    parser.add_argument("--write", action="store_true", help="renew the table in results/")
    options = parser.parse_args()
    rules = load_knowledge().rules("segmentation", SegmentationRules)
    found = {kind: read_label_set(options.data, kind) for kind in GOALS}
    sets = {kind: item for kind, item in found.items() if item is not None}
    rows: dict[str, Figures] = {}
    for kind, labels in sets.items():
        rows[f"{kind}, rule fitted to these labels"] = figures(
            held_out(sets, (kind,), kind), GOALS[kind]
        )
        rows[f"{kind}, one rule for both"] = figures(held_out(sets, tuple(sets), kind), GOALS[kind])
        rows[f"{kind}, least errors of any penalty"] = least_errors(labels)
        rows[f"{kind}, rule as shipped"] = shipped(labels, SHIPPED[kind], rules)
    if options.fit and sets:
        for kind, trained in (("systematic", ("systematic",)), ("both", tuple(sets))):
            kept = {item: np.ones(len(sets[item].sequences), bool) for item in trained}
            coefficients = fit_on(sets, kept).round(4).tolist()
            print(kind, json.dumps(dict(zip(("intercept", *NAMES), coefficients, strict=True))))
    probes = judge_probes(options.data, rules)
    for name in GOALS.keys() - sets.keys():
        print(f"{name}: not run, its curves, intervals or features are absent")
    if probes is not None:
        rows["real probes"] = probes
    for name, row in rows.items():
        print(name, *(f"{key}={value}" for key, value in row.items()), sep="\t")
    if options.write:
        lines = [f"{name}\t{json.dumps(row, sort_keys=True)}" for name, row in rows.items()]
        RESULTS.write_text("\n".join(["check\tfigures", *lines]) + "\n", "utf-8")
    print(json.dumps({"V-08": rows or "not run"}))


if __name__ == "__main__":
    main()
