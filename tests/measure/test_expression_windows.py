"""Windows over the genes of cells, beside those of infercnvpy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from measure.test_cell_scores import source_of

from crestome.knowledge.gene_places import load_gene_places
from crestome.knowledge.load import load_knowledge
from crestome.measure.expression_copy_number import reference_bounds
from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
from crestome.measure.expression_windows import (
    depths,
    lay_windows,
    levels,
    pyramid,
    window_profiles,
)
from crestome.model.genome import Assembly
from crestome.model.single_cell import CellSource

KNOWLEDGE = load_knowledge()
RULES = KNOWLEDGE.rules("expression_copy_number", ExpressionCopyNumberRules)
GENOME = KNOWLEDGE.genome(Assembly.GRCH38)
STORED = Path(__file__).parents[1] / "reference" / "expression_windows"


def stored_cells() -> tuple[CellSource, dict[str, tuple[str, int]]]:
    rows = (line.split("\t") for line in (STORED / "places.tsv").read_text().splitlines())
    places = {gene: (contig, int(start)) for gene, contig, start in rows}
    values = np.loadtxt(STORED / "levels.tsv", delimiter="\t")
    source = source_of(values, list(places))  # type: ignore[arg-type]
    return replace(source, counts=False), places


def test_profiles_are_those_of_infercnvpy() -> None:
    source, places = stored_cells()
    layout = lay_windows(source, places, GENOME, RULES)
    codes = np.repeat([0, 1, -1], [10, 10, 20])
    bounds = reference_bounds(source, layout, codes)
    found = window_profiles(source.read(0, len(source)), layout, bounds)
    expected = np.loadtxt(STORED / "profiles.tsv", delimiter="\t")
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() < 1e-9


def test_profiles_do_not_depend_on_the_cells_beside_them() -> None:
    source, places = stored_cells()
    layout = lay_windows(source, places, GENOME, RULES)
    bounds = reference_bounds(source, layout, np.repeat([0, 1, -1], [10, 10, 20]))
    whole = window_profiles(source.read(0, 40), layout, bounds)
    assert np.array_equal(window_profiles(source.read(17, 23), layout, bounds), whole[17:23])


@pytest.mark.parametrize("length", [3, 4, 100, 101])
def test_weights_of_a_window_rise_to_the_middle_and_add_up_to_one(length: int) -> None:
    weights = pyramid(length)
    assert weights.sum() == pytest.approx(1.0)
    assert np.array_equal(weights, weights[::-1])


def test_counts_are_scaled_to_one_depth_and_zero_cells_stay_zero() -> None:
    matrix = np.array([[1, 3, 0], [10, 30, 0], [0, 0, 0]], np.float32)
    source = source_of(matrix, ["A1CF", "A2M", "x"])
    layout = lay_windows(source, load_gene_places(), GENOME, RULES)
    chunk = source.read(0, 3)
    assert depths(chunk).tolist() == [4, 40, 0]
    assert levels(chunk, layout)[:2].tolist() == pytest.approx(levels(chunk, layout)[2:].tolist())
    assert layout.genes == 2


def test_windows_know_their_arm_and_those_over_the_centromere_have_none() -> None:
    places = load_gene_places()
    genes = [gene for gene, (contig, _) in places.items() if contig in ("1", "21", "X")]
    source = source_of(np.ones((1, len(genes)), np.float32), [*genes, None, genes[0]])
    layout = lay_windows(source, places, GENOME, RULES)
    assert set(layout.arms) == {"1p", "1q", "", "21q"}
    assert layout.places[-1] == -1
    assert layout.places[0] >= 0 or places[genes[0]][0] == "X"
