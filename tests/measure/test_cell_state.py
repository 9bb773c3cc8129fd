"""States of cells and their fractions."""

from __future__ import annotations

import numpy as np
import pytest
from measure.test_cell_scores import source_of
from read.cell_files import counts, gene_symbols

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.measure.cell_state import CellWish, fraction, measure_cells
from crestome.measure.signature_rules import SignatureRules
from crestome.model.expression import ScoreWarning
from crestome.model.single_cell import ScoredCells

RULES = load_knowledge().rules("signature_scores", SignatureRules)
SIGNATURES = load_signatures()
GENES = gene_symbols(3000)
MESENCHYMAL = slice(369, 369 + 485)
ADRENERGIC = slice(0, 369)
CELLS = 60


def measured(raised: slice | None, words: list[str | None] | None = None) -> ScoredCells:
    matrix = counts(CELLS, len(GENES), raised=raised)
    matrix[-1] = 0
    return measure_cells(source_of(matrix, [*GENES], words), SIGNATURES, RULES, CellWish())


def test_raised_signatures_are_on_in_their_cells_and_not_in_others() -> None:
    found = measured(MESENCHYMAL, ["tumor"] * CELLS).table.frame
    assert found["programme"].head(CELLS // 2).to_list() == ["MES"] * (CELLS // 2)
    later = found["programme"].slice(CELLS // 2).drop_nulls().to_list()
    assert later.count("MES") <= 5
    assert found["state"].equals(found["programme"], check_names=False)
    adrenergic = measured(ADRENERGIC, ["tumor"] * CELLS).table.frame
    assert set(adrenergic["state"].head(CELLS // 2)) == {"ADRN"}


@pytest.mark.parametrize(
    ("word", "warning"), [(None, "NO_CNV_EVIDENCE"), ("T cell", "NO_CNV_EVIDENCE"),
                          ("diploid", "NOT_MALIGNANT")]
)  # fmt: skip
def test_a_cell_that_is_not_shown_to_be_malignant_never_has_a_state(
    word: str | None, warning: str
) -> None:
    found = measured(MESENCHYMAL, [word] * CELLS)
    assert found.table.frame["state"].null_count() == CELLS
    assert set(found.table.frame["warnings"].str.split(",").list.first()) == {warning}
    assert all(state.cells == 0 for sample in found.samples for state in sample.states)
    assert ScoreWarning.NO_CNV_EVIDENCE in found.warnings


def test_fractions_are_of_malignant_cells_and_others_counted_apart() -> None:
    words = ["Aneuploid"] * 20 + ["normal"] * 15 + [None] * 25
    (sample,) = measured(MESENCHYMAL, [*words]).samples
    assert (sample.malignant, sample.normal, sample.unverified) == (20, 15, 25)
    states = {state.state: state for state in sample.states}
    assert states["MES"].fraction == 1.0
    assert states["MES"].lower == pytest.approx(0.839, abs=0.001)
    assert states["ADRN"].upper == pytest.approx(0.161, abs=0.001)


def test_an_empty_cell_has_neither_score_nor_state() -> None:
    last = measured(None, ["tumor"] * CELLS).table.frame.row(-1, named=True)
    assert (last["genes"], last["adrenergic"], last["mesenchymal_p"]) == (0, None, None)
    assert last["programme"] is None


def test_without_the_genes_no_cell_has_a_score_or_state() -> None:
    few = [gene if at % 2 else None for at, gene in enumerate(GENES)]
    source = source_of(counts(CELLS, len(few), raised=MESENCHYMAL), few, ["tumor"] * CELLS)
    found = measure_cells(source, SIGNATURES, RULES, CellWish())
    assert ScoreWarning.LOW_COVERAGE in found.warnings
    assert found.table.frame["mesenchymal"].null_count() == CELLS
    assert found.table.frame["state"].null_count() == CELLS
    assert all(state.fraction is None for state in found.samples[0].states)


def test_the_depth_cliff_is_told_where_some_cells_lie_beyond_it() -> None:
    matrix = counts(CELLS, len(GENES))
    matrix[:30, 500:] = 0
    source = source_of(matrix, [*GENES])
    found = measure_cells(source, SIGNATURES, RULES, CellWish(max_rank=400))
    assert ScoreWarning.DEPTH_CLIFF in found.warnings
    assert 0 < found.cliff_fraction < 1
    assert found.table.frame["warnings"].str.contains("DEPTH_CLIFF").any()
    none = measure_cells(source, SIGNATURES, RULES, CellWish(max_rank=len(GENES)))
    assert ScoreWarning.DEPTH_CLIFF not in none.warnings


def test_another_sample_in_the_file_changes_no_score() -> None:
    first, more = counts(20, len(GENES)), counts(20, len(GENES), seed=9, raised=MESENCHYMAL)
    columns = ["adrenergic", "mesenchymal", "fibroblast"]
    alone = measure_cells(source_of(first, [*GENES]), SIGNATURES, RULES, CellWish())
    both = np.concatenate([first, more])
    among = measure_cells(source_of(both, [*GENES]), SIGNATURES, RULES, CellWish())
    assert among.table.frame.head(20).select(columns).equals(alone.table.frame.select(columns))


def test_progress_is_told() -> None:
    done: list[int] = []
    source = source_of(counts(20, len(GENES)), [*GENES])
    measure_cells(source, SIGNATURES, RULES, CellWish(chunk_rows=8), done.append)
    assert done == [8, 16, 20]


def test_the_interval_of_a_fraction_is_that_of_wilson() -> None:
    half = fraction("MES", 10, 20)
    assert half.lower == pytest.approx(0.299, abs=1e-3)
    assert half.upper == pytest.approx(0.701, abs=1e-3)
