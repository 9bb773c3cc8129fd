"""Expression of one sample → scores of gene sets, with what chance and other cells would give.

The score of a signature is the mean percentile rank of its genes among all protein-coding genes of
the sample: it needs no other sample and does not change when one is added. How high is high is told
by control sets, how firm by resampling the genes, and how much of a mesenchymal score may come from
stroma by the markers of other cells and by the purity.

References:
    van-groningen-2017, gmkf-nbl, barbie-2009, tirosh-2016, bonine-2024, noureen-2021
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Final

import polars as pl

from crestome.knowledge.signature import Role, Signature
from crestome.measure.signature_rules import SignatureRules
from crestome.model.expression import (
    ExpressionProfile,
    ExpressionUnit,
    ScoreWarning,
    SignatureScore,
    StateScores,
)

ADRENERGIC: Final = "adrenergic"
MESENCHYMAL: Final = "mesenchymal"
_SEED: Final = 2017
_APART: Final = frozenset({Role.TELOMERASE, Role.IMMUNE})
"""Roles of gene sets that say nothing of the state of tumour cells."""
TELOMERASE: Final = "telomerase"
_ONE_BIN: Final = pl.lit(0, pl.Int64)


@dataclass(frozen=True)
class _Ranking:
    """The genes of a sample.

    Attributes:
        frame: See `ranked`.
        present: All genes that were measured, also those that code for no protein.
        few: Whether too few were ranked to score anything.
    """

    frame: pl.DataFrame
    present: frozenset[str]
    few: bool


@dataclass(frozen=True)
class _Drawn:
    """A score, and the scores of its resampled genes; empty where there is no score."""

    score: SignatureScore
    resampled: pl.Series


def measure_state(
    profile: ExpressionProfile,
    signatures: Mapping[str, Signature],
    rules: SignatureRules,
    purity: float | None,
) -> StateScores:
    """Score one sample.

    Args:
        profile: Its expression, absolute; only the order of the genes counts for the score.
        signatures: Gene sets by name; ``adrenergic`` and ``mesenchymal`` among them.
        rules: See `SignatureRules`.
        purity: Tumour cell fraction, where known; only the residual needs it.

    Returns:
        Scores with coverage, interval, z and p. A signature without enough of its genes, or a
        sample without enough genes, has no score and a warning by name.

    References:
        van-groningen-2017, gmkf-nbl
    """
    frame = ranked(profile, rules)
    few = frame.height < rules.least_genes.value
    ranking = _Ranking(frame, frozenset(profile.table.frame["gene"]), few)
    own = {name: set(signatures[name].genes) for name in (ADRENERGIC, MESENCHYMAL)}
    drawn = {name: _scored(name, ranking, genes, rules) for name, genes in own.items()}
    panel = tuple(
        _scored(name, ranking, _apart(signature, own), rules).score
        for name, signature in signatures.items()
        if name not in own and signature.role not in _APART
    )
    scores = StateScores(
        ranked_genes=frame.height,
        adrenergic=drawn[ADRENERGIC].score,
        mesenchymal=drawn[MESENCHYMAL].score,
        panel=panel,
        null=_null(profile, rules),
    )
    stroma = {name for name, item in signatures.items() if item.role is Role.STROMA}
    warnings = _warnings(scores, stroma, rules, cohort=_is_cohort(profile, rules))
    scores = scores.model_copy(update={"warnings": warnings})
    return _with_ratio(scores, drawn, rules, purity)


def measure_sets(
    profile: ExpressionProfile, signatures: Mapping[str, Signature], rules: SignatureRules
) -> tuple[SignatureScore, ...]:
    """Score what a state is not made of: immune gene sets, and the 13 genes of telomerase.

    The published telomerase score is scaled over a cohort and changes with it; only the raw rank
    mean of its genes is given here. It says nothing of ALT.

    Returns:
        One score for each set, with the same coverage, interval, z and p as those of the states.

    References:
        noureen-2021, forloni-2010, ayers-2017, messina-2012, rooney-2015, brandetti-2017
    """
    sets = {name: set(item.genes) for name, item in signatures.items() if item.role is Role.IMMUNE}
    telomerase = [item.genes for item in signatures.values() if item.role is Role.TELOMERASE]
    sets[TELOMERASE] = {gene for genes in telomerase for gene in genes}
    # Three genes of telomerase, its RNA among them, code for no protein.
    frame = ranked(profile, rules, frozenset(sets[TELOMERASE]))
    few = frame.height < rules.least_genes.value
    ranking = _Ranking(frame, frozenset(profile.table.frame["gene"]), few)
    return tuple(_scored(name, ranking, genes, rules).score for name, genes in sets.items())


def ranked(
    profile: ExpressionProfile, rules: SignatureRules, also: frozenset[str] = frozenset()
) -> pl.DataFrame:
    """Coding genes with ``percentile`` (0 to 1), ``log`` expression and the ``bin`` of controls.

    Genes of ``also`` are ranked among them though they code for no protein.
    """
    linear = profile.unit is not ExpressionUnit.LOG2
    coding = profile.table.frame.filter(pl.col("coding") | pl.col("gene").is_in(list(also)))
    matched = _is_cohort(profile, rules)
    bins = rules.expression_bins.value
    place = (pl.col("cohort_mean").rank("ordinal").cast(pl.Float64) - 1) * bins / pl.len()
    return coding.select(
        "gene",
        percentile=pl.col("value").rank("average") / pl.len(),
        log=(pl.col("value") + 1).log(2) if linear else pl.col("value"),
        bin=place.floor().cast(pl.Int64) if matched else _ONE_BIN,
    )


def _is_cohort(profile: ExpressionProfile, rules: SignatureRules) -> bool:
    return profile.samples >= rules.least_cohort.value


def _null(profile: ExpressionProfile, rules: SignatureRules) -> str:
    if _is_cohort(profile, rules):
        return (
            f"coding genes of like mean expression over the {profile.samples} samples of the file"
        )
    return "any coding genes"


def _apart(signature: Signature, own: Mapping[str, set[str]]) -> set[str]:
    """Its genes; without those of the two states where it marks another kind of cell."""
    genes = set(signature.genes)
    return genes if signature.role is Role.STATE else genes.difference(*own.values())


def _scored(name: str, ranking: _Ranking, genes: set[str], rules: SignatureRules) -> _Drawn:
    frame = ranking.frame
    members = frame.filter(pl.col("gene").is_in(genes))
    found = len(ranking.present & genes)
    bare = SignatureScore(name=name, found=found, ranked=members.height, defined=len(genes))
    if ranking.few or members.height < rules.minimum_coverage.value * len(genes):
        return _Drawn(bare, pl.Series([], dtype=pl.Float64))
    score = _mean(members["percentile"])
    again = _draws(members["percentile"], members.height, int(rules.resamples.value))
    null, contrast = _controls(frame, members, int(rules.controls.value))
    tail = rules.interval_tail.value
    spread = _number(null.std())
    full = bare.model_copy(
        update={
            "score": score,
            "lower": _number(again.quantile(tail, "linear")),
            "upper": _number(again.quantile(1 - tail, "linear")),
            "z": (score - _mean(null)) / spread if spread > 0 else None,
            "p": (1 + int((null >= score).sum())) / (1 + len(null)),
            "contrast": contrast,
            "ssgsea": ssgsea(frame, genes, rules.ssgsea_exponent.value),
        }
    )
    return _Drawn(full, again)


def _controls(frame: pl.DataFrame, members: pl.DataFrame, draws: int) -> tuple[pl.Series, float]:
    """Scores of control sets of the same size and bins; and the contrast with all such genes.

    Members of the signature are no controls. Genes are drawn with replacement.
    """
    others = frame.join(members.select("gene"), on="gene", how="anti")
    total = pl.zeros(draws, dtype=pl.Float64, eager=True)
    expected = 0.0
    for place, (bin_, size) in enumerate(members["bin"].value_counts().sort("bin").iter_rows()):
        pool = others.filter(pl.col("bin") == bin_)
        pool = others if pool.is_empty() else pool
        total += _draws(pool["percentile"], size, draws, place + 1) * size
        expected += _mean(pool["log"]) * size
    return total / members.height, _mean(members["log"]) - expected / members.height


def _draws(values: pl.Series, size: int, draws: int, salt: int = 0) -> pl.Series:
    """Means of ``draws`` sets of ``size`` values each."""
    drawn = values.sample(size * draws, with_replacement=True, seed=_SEED + salt)
    sets = pl.DataFrame({"value": drawn, "set": pl.int_range(size * draws, eager=True) % draws})
    return sets.group_by("set").agg(pl.col("value").mean()).sort("set")["value"]


def ssgsea(frame: pl.DataFrame, genes: set[str], exponent: float) -> float:
    """The enrichment score: summed distance of two running sums from the top of the ranking.

    One climbs at the genes of the set, by their rank to the power of ``exponent``, the other at
    all other genes alike.
    """
    order = frame.sort("percentile", "gene", descending=[True, False])
    inside = order["gene"].is_in(genes)
    place = frame.height - pl.int_range(frame.height, eager=True)
    weights = place.cast(pl.Float64).pow(exponent) * inside.cast(pl.Float64)
    climbed = weights.cum_sum() / _number(weights.sum())
    others = (~inside).cast(pl.Float64)
    return _number((climbed - others.cum_sum() / _number(others.sum())).sum())


def _with_ratio(
    scores: StateScores, drawn: Mapping[str, _Drawn], rules: SignatureRules, purity: float | None
) -> StateScores:
    adrenergic, mesenchymal = scores.adrenergic.score, scores.mesenchymal.score
    if adrenergic is None or mesenchymal is None:
        return scores
    ratio = adrenergic / mesenchymal
    again = drawn[ADRENERGIC].resampled / drawn[MESENCHYMAL].resampled.shuffle(seed=_SEED)
    tail, line = rules.interval_tail.value, rules.log_ratio_by_purity.value
    residual = None
    # Beyond the purities that the line was made of it would only be a guess.
    if purity is not None and purity >= line["from"]:
        residual = (log(ratio) - line["intercept"] - line["slope"] * purity) / line["spread"]
    return scores.model_copy(
        update={
            "ratio": ratio,
            "ratio_lower": _number(again.quantile(tail, "linear")),
            "ratio_upper": _number(again.quantile(1 - tail, "linear")),
            "purity_residual": residual,
            "purity_line": dict(line),
        }
    )


def _warnings(
    scores: StateScores, stroma: set[str], rules: SignatureRules, *, cohort: bool
) -> tuple[ScoreWarning, ...]:
    mesenchymal = scores.mesenchymal.score
    lacking = None in {scores.adrenergic.score, mesenchymal}
    few = scores.ranked_genes < rules.least_genes.value
    alike = mesenchymal is not None and any(
        item.score is not None and item.score > mesenchymal
        for item in scores.panel
        if item.name in stroma
    )
    found = {
        ScoreWarning.FEW_GENES: few,
        ScoreWarning.LOW_COVERAGE: lacking and not few,
        ScoreWarning.STROMA_LIKE: alike,
        ScoreWarning.COHORT_RELATIVE: cohort,
    }
    return tuple(warning for warning, holds in found.items() if holds)


def _mean(values: pl.Series) -> float:
    return _number(values.mean())


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
