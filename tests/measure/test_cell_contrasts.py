"""Scores by control means, against the program in wide use and by what they must not depend on."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from measure.test_cell_scores import PEER_SETS, REFERENCE, reader_of, reference, source_of
from read.cell_files import counts, gene_symbols

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.measure.cell_contrasts import (
    contrast_bins,
    contrast_chunk,
    contrast_controls,
    contrast_of,
)
from crestome.measure.cell_scores import mean_expression
from crestome.measure.cell_state import CellWish, measure_cells, plan_cells
from crestome.measure.cell_summary import CellSummary
from crestome.measure.signature_rules import SignatureRules
from crestome.model.cell_method import CellMethod

RULES = load_knowledge().rules("signature_scores", SignatureRules)
GENES = gene_symbols(3000)
RAISED = slice(369, 369 + 485)


def scored(matrix: np.ndarray, chunk_rows: int = 17) -> pl.DataFrame:
    words: list[str | None] = ["tumor"] * len(matrix)
    source = source_of(matrix, [*GENES], words)
    plan = plan_cells(source, load_signatures(), RULES, method=CellMethod.CONTROL_MEAN)
    parts = measure_cells(source, plan, RULES, CellWish(chunk_rows=chunk_rows))
    return pl.concat(list(parts))


def test_contrasts_equal_those_of_scanpy_on_the_same_controls() -> None:
    matrix, wanted = reference()
    lines = (REFERENCE / "controls.tsv").read_text().splitlines()
    pairs = [
        (
            np.array(PEER_SETS[line.split("\t")[0]]),
            np.array([int(gene[1:]) for gene in line.split("\t")[1].split()]),
        )
        for line in lines
    ]
    found = contrast_chunk(reader_of(matrix)(0, len(matrix)), contrast_of(pairs, matrix.shape[1]))
    for at, name in enumerate("ab"):
        assert np.abs(found[:, at] - wanted[f"score_genes_{name}"].to_numpy()).max() < 1e-9


def test_bins_hold_equal_means_together_and_no_column_that_is_no_gene() -> None:
    means = np.array([0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 9.0, 4.0])
    ranked = np.array([True] * 7 + [False])
    assert contrast_bins(means, ranked, 4).tolist() == [0, 0, 0, 2, 2, 3, 3, -1]


def test_controls_are_of_the_bins_of_the_signature_and_none_of_its_genes() -> None:
    means, ranked = np.arange(2000.0), np.ones(2000, np.bool_)
    own = np.array([3, 9, 1500])
    found = contrast_controls(own, means, ranked, RULES)
    bins = contrast_bins(means, ranked, 25)
    assert set(bins[found]) == set(bins[own])
    assert not set(found) & set(own)
    assert 95 <= len(found) <= 100
    assert (found == contrast_controls(own, means, ranked, RULES)).all()


def test_the_score_of_a_cell_is_the_mean_of_its_genes_less_that_of_the_controls() -> None:
    matrix = np.log1p(counts(40, len(GENES), raised=RAISED))
    source = source_of(matrix, [*GENES], [None] * 40)
    means = mean_expression(source, RULES)
    controls = contrast_controls(np.arange(369, 854), means, source.ranked, RULES)
    wanted = matrix[:, 369:854].mean(axis=1) - matrix[:, controls].mean(axis=1)
    assert scored(matrix)["mesenchymal"].to_numpy() == pytest.approx(wanted, abs=1e-6)


def test_a_raised_signature_is_on_and_depth_and_chunks_change_no_state() -> None:
    matrix = np.log1p(counts(40, len(GENES), raised=RAISED))
    frame = scored(matrix)
    assert frame["state"].head(20).to_list() == ["MES"] * 20
    assert frame.equals(scored(matrix, chunk_rows=40))
    deeper = scored(2 * matrix)
    assert deeper["state"].equals(frame["state"])
    assert deeper["mesenchymal_z"].to_numpy() == pytest.approx(frame["mesenchymal_z"].to_numpy())
    assert (frame["genes"].to_numpy() == (matrix > 0).sum(axis=1)).all()


def test_a_cell_without_genes_has_no_score_and_the_summary_no_rank() -> None:
    matrix = np.log1p(counts(6, len(GENES)))
    matrix[2] = 0
    source = source_of(matrix, [*GENES], [None] * 6)
    plan = plan_cells(source, load_signatures(), RULES, method=CellMethod.CONTROL_MEAN)
    summary = CellSummary()
    for part in measure_cells(source, plan, RULES, CellWish()):
        assert part["mesenchymal"].is_null().to_list() == [False] * 2 + [True] + [False] * 3
        summary.add(part)
    found = summary.finish(source, plan)
    assert (found.method, found.max_rank, found.density) == (CellMethod.CONTROL_MEAN, None, ())


def test_a_panel_has_scores_of_no_signature() -> None:
    matrix = counts(10, 60)
    source = source_of(matrix, [*GENES[:60]], [None] * 10)
    plan = plan_cells(source, load_signatures(), RULES, method=CellMethod.CONTROL_MEAN)
    (part,) = measure_cells(source, plan, RULES, CellWish())
    assert part["mesenchymal"].null_count() == part["programme"].null_count() == 10
