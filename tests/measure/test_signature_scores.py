"""Scores of gene sets in one sample."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.signature_scores import enrichment, mean_percentile

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.signature import load_gene_names, load_signatures
from crestome.measure.signature_rules import SignatureRules
from crestome.measure.signature_scores import measure_sets, measure_state, ranked, ssgsea
from crestome.model.expression import (
    ExpressionProfile,
    ExpressionTable,
    ExpressionUnit,
    ScoreWarning,
    StateScores,
)

RULES = load_knowledge().rules("signature_scores", SignatureRules)
SIGNATURES = load_signatures()
NAMES = load_gene_names()


def profile(
    raised: dict[str, float] | None = None,
    *,
    lacking: frozenset[str] = frozenset(),
    samples: int = 1,
    unit: ExpressionUnit = ExpressionUnit.TPM,
) -> ExpressionProfile:
    """A transcriptome of chance, with the genes of some signatures raised by a factor."""
    chance = np.random.default_rng(7)
    factor = {gene: by for name, by in (raised or {}).items() for gene in SIGNATURES[name].genes}
    genes = sorted((NAMES.coding | NAMES.others) - lacking)
    values = [float(chance.lognormal(1, 2)) * factor.get(gene, 1.0) for gene in genes]
    frame = pl.DataFrame(
        {
            "gene": genes,
            "value": values,
            "coding": [gene in NAMES.coding for gene in genes],
            "cohort_mean": [value if samples > 1 else None for value in values],
            "cohort_percentile": [None] * len(values),
        },
        schema=ExpressionTable.schema(),
    )
    return ExpressionProfile(table=ExpressionTable(frame), unit=unit, samples=samples)


def scores(sample: ExpressionProfile, purity: float | None = None) -> StateScores:
    return measure_state(sample, SIGNATURES, RULES, purity)


def test_the_score_is_the_mean_percentile_of_the_oracle() -> None:
    sample = profile({"adrenergic": 9.0})
    frame = sample.table.frame.filter(pl.col("coding"))
    values = dict(frame.select("gene", "value").iter_rows())
    genes = set(SIGNATURES["adrenergic"].genes) & set(values)
    found = scores(sample).adrenergic
    assert (found.ranked, found.defined) == (len(genes), 369)
    assert found.found == 369
    assert found.score == pytest.approx(mean_percentile(values, genes))
    assert found.ssgsea == pytest.approx(enrichment(values, genes, 0.25), rel=1e-9)


def test_chance_scores_like_chance_and_a_raised_signature_does_not() -> None:
    plain, raised = scores(profile()), scores(profile({"mesenchymal": 9.0}))
    assert plain.adrenergic.z == pytest.approx(0.0, abs=3.0)
    assert raised.mesenchymal.z is not None
    assert raised.mesenchymal.z > 10
    assert raised.mesenchymal.p == pytest.approx(1 / 1001)
    assert raised.mesenchymal.contrast == pytest.approx(2.3, abs=0.6)
    assert raised.ratio is not None
    assert raised.ratio < 0.9


def test_the_interval_holds_the_score_and_the_ratio() -> None:
    found = scores(profile({"adrenergic": 4.0}))
    for item in (found.adrenergic, found.mesenchymal):
        assert item.lower is not None
        assert item.upper is not None
        assert item.score is not None
        assert item.lower < item.score < item.upper
    assert found.ratio_lower is not None
    assert found.ratio_upper is not None
    assert found.ratio is not None
    assert found.ratio_lower < found.ratio < found.ratio_upper


def test_other_samples_change_the_null_and_never_the_score() -> None:
    alone, among = scores(profile()), scores(profile(samples=30))
    assert among.adrenergic.score == alone.adrenergic.score
    assert among.ratio == alone.ratio
    assert "30 samples" in among.null
    assert ScoreWarning.COHORT_RELATIVE in among.warnings
    assert among.adrenergic.z != alone.adrenergic.z
    assert ranked(profile(samples=30), RULES)["bin"].n_unique() == 25


def test_a_monotone_scale_changes_no_score() -> None:
    linear = profile({"adrenergic": 3.0})
    logged = ExpressionProfile(
        table=ExpressionTable(linear.table.frame.with_columns(pl.col("value").log1p())),
        unit=ExpressionUnit.LOG2,
    )
    assert scores(logged).ratio == pytest.approx(scores(linear).ratio)


def test_a_panel_is_refused_by_name() -> None:
    few = frozenset(sorted(NAMES.coding)[: len(NAMES.coding) // 2])
    found = scores(profile(lacking=few))
    assert found.warnings == (ScoreWarning.FEW_GENES,)
    assert (found.adrenergic.score, found.ratio) == (None, None)


def test_a_signature_without_its_genes_is_refused_by_name() -> None:
    lacking = frozenset(SIGNATURES["mesenchymal"].genes[:100])
    found = scores(profile(lacking=lacking))
    assert found.warnings == (ScoreWarning.LOW_COVERAGE,)
    assert found.mesenchymal.score is None
    assert found.adrenergic.score is not None


def test_stroma_is_told_by_markers_that_are_no_members_of_the_signature() -> None:
    assert ScoreWarning.STROMA_LIKE in scores(profile({"fibroblast": 1e4})).warnings
    assert scores(profile({"mesenchymal": 9.0})).warnings == ()
    panel = {item.name: item for item in scores(profile()).panel}
    assert panel["fibroblast"].defined == 21
    assert "telomerase_markers" not in panel


def test_the_residual_is_what_purity_does_not_explain() -> None:
    assert scores(profile()).purity_residual is None
    pure, impure = (scores(profile(), purity).purity_residual for purity in (0.95, 0.5))
    assert pure is not None
    assert impure is not None
    assert pure < impure
    assert scores(profile(), 0.49).purity_residual is None


def test_two_measurements_are_the_same() -> None:
    assert scores(profile()) == scores(profile())


@settings(max_examples=20)
@given(st.lists(st.integers(0, 5), min_size=6, max_size=30), st.integers(1, 4))
def test_enrichment_equals_the_oracle(values: list[int], size: int) -> None:
    named = {f"g{at:02d}": float(value) for at, value in enumerate(values)}
    genes = set(list(named)[:size])
    frame = pl.DataFrame({"gene": list(named), "value": list(named.values())}).select(
        "gene", percentile=pl.col("value").rank("average") / pl.len()
    )
    assert ssgsea(frame, genes, 0.25) == pytest.approx(enrichment(named, genes, 0.25), abs=1e-9)


def test_sets_that_say_nothing_of_the_state_stand_apart_from_the_panel() -> None:
    sample = profile({"mhc_class_i": 50.0, "telomerase_markers": 50.0})
    found = {item.name: item for item in measure_sets(sample, SIGNATURES, RULES)}
    assert set(found) == {
        "mhc_class_i",
        "interferon_gamma",
        "chemokine",
        "cytolytic",
        "nk_ligands",
        "telomerase",
    }
    assert (found["telomerase"].defined, found["telomerase"].ranked) == (13, 13)
    assert found["mhc_class_i"].p is not None
    assert found["mhc_class_i"].p < 0.05 < (found["cytolytic"].p or 0.0)
    assert not set(found) & {item.name for item in scores(sample).panel}
