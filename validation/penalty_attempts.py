"""Which ways of learning a penalty were tried on the detailed labels, and what each came to.

``python validation/penalty_attempts.py --data DIR [--write]``

The rule that is shipped knows three things of a chromosome: noise, number of probes and tails. The
features of the published rules are tried beside it: the penalties at which the best segmentation
changes, spread, range and skew, the medians over the other chromosomes of the tumour, and which
chromosome it is. Folds, foldings and errors are those of ``segmentation.py``; nothing is chosen by
looking at a fold that is judged. Where there are several strengths of shrinkage, either each is
shown, or the mean of the rules, or the one that inner folds of the training profiles choose.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean, stdev

import numpy as np
import polars as pl
from numpy.typing import NDArray
from segmentation import FOLDS, NAMES, LabelSet, Numbers, find, fit, read_label_set

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly

FOLDINGS = ("", "a", "b", "c", "d", "h", "i", "j", "k", "l", "m", "n", "o")
"""The first five were looked at while features were tried, the others were not."""
LOOKED_AT = 5
SIMPLE_SHRINKAGE = 1e-3
STRENGTHS = (0.006, 0.02, 0.06, 0.2)
CRITICAL = 7
TAIL_FROM = 3
LABELLED = ("1", "2", "3", "4", "11", "17")
CHROMOSOME = tuple(f"chromosome_{name}" for name in LABELLED)
PATH = (*(f"critical_{number}" for number in range(1, CRITICAL + 1)), "gap", "tail")
SHAPE = ("spread", "log_range", "skew", "log_bp_per_probe")
PROFILE = tuple(f"profile_{name}" for name in ("log_noise", "log_tails", "log_probes", "tail"))
ALL = (*SHAPE, *PATH, *PROFILE, *CHROMOSOME)
KNOTS = (0.25, 0.5, 0.75)
BAGS = 10
LEAST_DISTINCT = 10
RESULTS = Path(__file__).parent / "results" / "penalty_attempts.tsv"

Rows = NDArray[np.bool_]
Rule = Callable[[Rows], Numbers]
"""Fitted to some sequences, the logarithm of the penalty of all."""
Row = dict[str, float | str]


def with_features(labels: LabelSet, data: Path) -> pl.DataFrame:
    """The sequences with their own features; an unknown stretch of probes is the chromosome's."""
    detailed = pl.read_parquet(found_of(data, "*/detailed_features*.parquet"))
    systematic = pl.read_parquet(found_of(data, "*/systematic_features*.parquet"))
    lengths = {
        name: chromosome.length_bp
        for name, chromosome in load_genome(Assembly.GRCH37).chromosomes.items()
    }
    own = detailed.join(systematic.select("sequenceID", "bases"), on="sequenceID", how="left")
    stretch = pl.col("bases").fill_null(pl.col("chrom").replace_strict(lengths))
    shape = own.select(
        "sequenceID",
        "chrom",
        spread=pl.col("sd").log() - (pl.col("sum_diff") / pl.col("length")).log(),
        log_range=pl.col("range_value").log(),
        skew=pl.col("abs_skewness"),
        log_probes=pl.col("length").log(),
        log_bp_per_probe=(stretch / pl.col("length")).log(),
    )
    ends = labels.curves.filter(pl.col("max_log_lambda").is_finite())
    path = ends.group_by("sequenceID").agg(
        critical=pl.col("max_log_lambda").sort(descending=True).head(CRITICAL)
    )
    known = labels.sequences.join(shape, on="sequenceID").join(path, on="sequenceID")
    known = known.sort("sequenceID")
    paths = [
        with_path(critical, noise)
        for critical, noise in known.select("critical", "log_noise").rows()
    ]
    return pl.concat([known.drop("critical"), pl.DataFrame(paths)], how="horizontal")


def found_of(data: Path, pattern: str) -> Path:
    """A file that is there, since the labels were read."""
    path = find(data, pattern)
    if path is None:
        message = f"{data}: no file like {pattern}"
        raise FileNotFoundError(message)
    return path


def with_path(critical: Sequence[float], log_noise: float) -> Row:
    """The features of the penalties at which the segmentation changes, given the largest."""
    path = [*critical, *[critical[-1]] * CRITICAL][:CRITICAL]
    return {
        **{f"critical_{number}": value for number, value in enumerate(path, 1)},
        "gap": max(larger - smaller for larger, smaller in pairwise(path)),
        "tail": fmean(path[TAIL_FROM:]) - 2.0 * log_noise,
    }


def with_profile(rows: pl.DataFrame, chosen: Sequence[str]) -> pl.DataFrame:
    """Medians over the chosen chromosomes of the tumour, and which chromosome it is."""
    names = [name.removeprefix("profile_") for name in PROFILE]
    medians = (
        rows.filter(pl.col("chrom").is_in(chosen))
        .group_by("profile_id")
        .agg(pl.col(name).median().alias(f"profile_{name}") for name in names)
    )
    flags = [
        (pl.col("chrom") == own).cast(pl.Float64).alias(f"chromosome_{own}") for own in LABELLED
    ]
    joined = rows.join(medians, on="profile_id", how="left").with_columns(flags)
    return joined.with_columns(pl.col(name).fill_null(pl.col(name).median()) for name in PROFILE)


def linear(
    labels: LabelSet, names: Sequence[str], strength: float, *, hinges: bool = False
) -> Rule:
    """Interval regression; the simple features are hardly shrunk, the others by the strength."""
    features = labels.sequences.select(*NAMES, *names).to_numpy()
    low, high = labels.interval()

    def rule(rows: Rows) -> Numbers:
        bent = with_hinges(features, rows) if hinges else features
        extra = bent.shape[1] - len(NAMES)
        shrinkage = np.array([SIMPLE_SHRINKAGE] * len(NAMES) + [strength] * extra)
        found = fit(bent[rows], low[rows], high[rows], shrinkage)
        predicted: Numbers = found[0] + bent @ found[1:]
        return predicted

    return rule


def with_hinges(features: Numbers, rows: Rows) -> Numbers:
    """Each feature also as what it exceeds its quartiles by; the quartiles are of given rows."""
    parts = [features]
    for column in features.T:
        if np.unique(column[rows]).size >= LEAST_DISTINCT:
            knots = np.quantile(column[rows], KNOTS)
            parts.extend(np.maximum(0.0, column - knot)[:, None] for knot in knots)
    return np.concatenate(parts, axis=1)


def mean_of(rules: Sequence[Rule]) -> Rule:
    """The mean of several rules."""
    return lambda rows: np.mean([rule(rows) for rule in rules], axis=0)


def chosen_inside(labels: LabelSet, rules: Sequence[Rule]) -> Rule:
    """The rule with the fewest errors in folds of the training profiles."""

    def rule(rows: Rows) -> Numbers:
        inner = labels.folds("inner")
        wrong = [0] * len(rules)
        for number, own in enumerate(rules):
            for fold in range(FOLDS):
                judged = rows & (inner == fold)
                errors = labels.errors(own(rows & (inner != fold)))
                seen = labels.sequences.filter(pl.Series(judged)).select("sequenceID")
                wrong[number] += int(errors.join(seen, on="sequenceID")["errors"].sum())
        return rules[int(np.argmin(wrong))](rows)

    return rule


def bagged(labels: LabelSet, names: Sequence[str], strength: float) -> Rule:
    """The mean of rules fitted to profiles drawn with replacement."""
    profiles = labels.sequences["profile_id"].to_numpy()
    features = labels.sequences.select(*NAMES, *names).to_numpy()
    low, high = labels.interval()
    shrinkage = np.array([SIMPLE_SHRINKAGE] * len(NAMES) + [strength] * len(names))

    def rule(rows: Rows) -> Numbers:
        rng = np.random.default_rng(1)
        own = {name: np.flatnonzero(rows & (profiles == name)) for name in set(profiles[rows])}
        order, total = sorted(own), np.zeros(len(profiles))
        for _ in range(BAGS):
            drawn = np.concatenate([own[name] for name in rng.choice(order, len(order))])
            found = fit(features[drawn], low[drawn], high[drawn], shrinkage)
            total += found[0] + features @ found[1:]
        return total / BAGS

    return rule


def attempts(labels: LabelSet, seen: LabelSet) -> dict[str, Rule]:
    """All rules by name; ``seen`` has the medians over exactly those chromosomes with a label."""
    groups = {"shape": SHAPE, "path": PATH, "profile": PROFILE, "chromosome": CHROMOSOME}

    def several(names: Sequence[str], of: LabelSet = labels, *, hinges: bool = False) -> list[Rule]:
        return [linear(of, names, strength, hinges=hinges) for strength in STRENGTHS]

    rules = {"simple": linear(labels, (), 0.0)}
    rules |= {f"with {name}": mean_of(several(names)) for name, names in groups.items()}
    rules["with all but chromosome"] = mean_of(several((*SHAPE, *PATH, *PROFILE)))
    for strength, rule in zip(STRENGTHS, several(ALL), strict=True):
        rules[f"with all, shrunk by {strength}"] = rule
    rules["with all, chosen in inner folds"] = chosen_inside(labels, several(ALL))
    rules["with all, mean"] = mean_of(several(ALL))
    rules["with all and hinges, mean"] = mean_of(several(ALL, hinges=True))
    rules["with all, ten draws of profiles, mean"] = bagged(labels, ALL, STRENGTHS[2])
    rules["with all, medians over labelled chromosomes alone, mean"] = mean_of(several(ALL, seen))
    return rules


def judge(labels: LabelSet, rule: Rule) -> dict[str, float]:
    """Mean label error over foldings, its range, and the spread over folds."""
    rates, of_folds = [], []
    for salt in FOLDINGS:
        folds, predicted = labels.folds(salt), np.zeros(len(labels.sequences))
        for fold in range(FOLDS):
            predicted[folds == fold] = rule(folds != fold)[folds == fold]
        errors = labels.errors(predicted)
        rates.append(float(errors["errors"].sum()) / float(errors["labels"].sum()))
        fold_of = labels.sequences.select("sequenceID", fold=pl.Series(folds))
        sums = (
            errors.join(fold_of, on="sequenceID")
            .group_by("fold")
            .agg(pl.col("errors", "labels").sum())
        )
        of_folds += (sums["errors"] / sums["labels"]).to_list()
    return {
        "mean": round(fmean(rates), 4),
        "least": round(min(rates), 4),
        "largest": round(max(rates), 4),
        "mean_of_foldings_looked_at": round(fmean(rates[:LOOKED_AT]), 4),
        "mean_of_others": round(fmean(rates[LOOKED_AT:]), 4),
        "spread_over_folds": round(stdev(of_folds), 4),
    }


def main() -> None:
    """Print a table, and one JSON object in the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="renew the table in results/")
    options = parser.parse_args()
    bare = read_label_set(options.data, "detailed")
    if bare is None:
        print(json.dumps({"V-08": "not run"}))
        return
    known = with_features(bare, options.data)
    labels, seen = (
        LabelSet(with_profile(known, chosen), bare.curves)
        for chosen in (LABELLED, known["chrom"].unique().to_list())
    )
    rows: dict[str, dict[str, float]] = {}
    for name, rule in attempts(labels, seen).items():
        rows[name] = judge(labels, rule)
        print(name, *(f"{key}={value}" for key, value in rows[name].items()), sep="\t", flush=True)
    if options.write:
        lines = ["\t".join([name, *map(str, row.values())]) for name, row in rows.items()]
        head = "\t".join(["rule", *rows["simple"]])
        RESULTS.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
