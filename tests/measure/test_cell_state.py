"""States of cells and their fractions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from measure.test_cell_scores import source_of
from read.cell_files import counts, gene_symbols

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.measure import cell_state
from crestome.measure.cell_state import CellWish, measure_cells, plan_cells
from crestome.measure.cell_summary import CellSummary
from crestome.measure.signature_rules import SignatureRules
from crestome.model.expression import ScoreWarning
from crestome.model.single_cell import CellSource, ScoredCells

RULES = load_knowledge().rules("signature_scores", SignatureRules)
SIGNATURES = load_signatures()
GENES = gene_symbols(3000)
MESENCHYMAL = slice(369, 369 + 485)
ADRENERGIC = slice(0, 369)
CELLS = 60


def scored(
    source: CellSource, max_rank: int | None = None, chunk_rows: int = 25
) -> tuple[pl.DataFrame, ScoredCells]:
    plan, summary, parts = plan_cells(source, SIGNATURES, RULES, max_rank), CellSummary(), []
    for part in measure_cells(source, plan, RULES, CellWish(chunk_rows=chunk_rows)):
        summary.add(part)
        parts.append(part)
    return pl.concat(parts), summary.finish(source, plan)


def measured(
    raised: slice | None, words: list[str | None] | None = None
) -> tuple[pl.DataFrame, ScoredCells]:
    matrix = counts(CELLS, len(GENES), raised=raised)
    matrix[-1] = 0
    return scored(source_of(matrix, [*GENES], words))


def test_raised_signatures_are_on_in_their_cells_and_not_in_others() -> None:
    found = measured(MESENCHYMAL, ["tumor"] * CELLS)[0]
    assert found["programme"].head(CELLS // 2).to_list() == ["MES"] * (CELLS // 2)
    later = found["programme"].slice(CELLS // 2).drop_nulls().to_list()
    assert later.count("MES") <= 5
    assert found["state"].equals(found["programme"], check_names=False)
    adrenergic = measured(ADRENERGIC, ["tumor"] * CELLS)[0]
    assert set(adrenergic["state"].head(CELLS // 2)) == {"ADRN"}


@pytest.mark.parametrize(
    ("word", "warning"), [(None, "NO_CNV_EVIDENCE"), ("T cell", "NO_CNV_EVIDENCE"),
                          ("diploid", "NOT_MALIGNANT")]
)  # fmt: skip
def test_a_cell_that_is_not_shown_to_be_malignant_never_has_a_state(
    word: str | None, warning: str
) -> None:
    frame, found = measured(MESENCHYMAL, [word] * CELLS)
    assert frame["state"].null_count() == CELLS
    assert set(frame["warnings"].str.split(",").list.first()) == {warning}
    assert all(state.cells == 0 for sample in found.samples for state in sample.states)
    assert ScoreWarning.NO_CNV_EVIDENCE in found.warnings


def test_fractions_are_of_malignant_cells_and_others_counted_apart() -> None:
    words = ["Aneuploid"] * 20 + ["normal"] * 15 + [None] * 25
    (sample,) = measured(MESENCHYMAL, [*words])[1].samples
    assert (sample.malignant, sample.normal, sample.unverified) == (20, 15, 25)
    states = {state.state: state for state in sample.states}
    assert states["MES"].fraction == 1.0
    assert states["MES"].lower == pytest.approx(0.839, abs=0.001)
    assert states["ADRN"].upper == pytest.approx(0.161, abs=0.001)


def test_an_empty_cell_has_neither_score_nor_state() -> None:
    last = measured(None, ["tumor"] * CELLS)[0].row(-1, named=True)
    assert (last["genes"], last["adrenergic"], last["mesenchymal_p"]) == (0, None, None)
    assert last["programme"] is None


def test_without_the_genes_no_cell_has_a_score_or_state() -> None:
    few = [gene if at % 2 else None for at, gene in enumerate(GENES)]
    source = source_of(counts(CELLS, len(few), raised=MESENCHYMAL), few, ["tumor"] * CELLS)
    frame, found = scored(source)
    assert ScoreWarning.LOW_COVERAGE in found.warnings
    assert frame["mesenchymal"].null_count() == CELLS
    assert frame["state"].null_count() == CELLS
    assert all(state.fraction is None for state in found.samples[0].states)


def test_the_depth_cliff_is_told_where_some_cells_lie_beyond_it() -> None:
    matrix = counts(CELLS, len(GENES))
    matrix[:30, 500:] = 0
    source = source_of(matrix, [*GENES])
    frame, found = scored(source, max_rank=400)
    assert ScoreWarning.DEPTH_CLIFF in found.warnings
    assert 0 < found.cliff_fraction < 1
    assert frame["warnings"].str.contains("DEPTH_CLIFF").any()
    none = scored(source, max_rank=len(GENES))[1]
    assert ScoreWarning.DEPTH_CLIFF not in none.warnings


def test_another_sample_in_the_file_changes_no_score() -> None:
    first, more = counts(20, len(GENES)), counts(20, len(GENES), seed=9, raised=MESENCHYMAL)
    columns = ["adrenergic", "mesenchymal", "fibroblast"]
    alone, _ = scored(source_of(first, [*GENES]))
    among, _ = scored(source_of(np.concatenate([first, more]), [*GENES]))
    assert among.head(20).select(columns).equals(alone.select(columns))


def test_cells_come_in_pieces_that_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_of(counts(20, len(GENES)), [*GENES])
    plan = plan_cells(source, SIGNATURES, RULES)
    whole = scored(source, chunk_rows=100)[0]
    monkeypatch.setattr(cell_state, "_TABLE_ROWS", 8)
    parts = list(measure_cells(source, plan, RULES, CellWish(chunk_rows=4)))
    assert [part.height for part in parts] == [8, 8, 4]
    assert pl.concat(parts).equals(whole)


def test_a_malignant_cell_with_the_markers_of_another_is_warned_about() -> None:
    stroma = [at for at, gene in enumerate(GENES) if gene in SIGNATURES["macrophage"].genes]
    matrix = counts(CELLS, len(GENES))
    matrix[:20, stroma] += 50
    frame, _ = scored(source_of(matrix, [*GENES], [*["tumor"] * 40, *["normal"] * 20]))
    warned = frame["warnings"].str.contains("STROMA_LIKE")
    assert warned[:20].all()
    assert not warned[40:].any()


def test_that_controls_are_matched_over_several_samples_is_told() -> None:
    source = source_of(counts(20, len(GENES)), [*GENES])
    assert ScoreWarning.COHORT_RELATIVE not in scored(source)[1].warnings
    labels = source.labels.with_columns(sample=pl.Series(["a", "b"] * 10))
    two = replace(source, labels=labels)
    assert ScoreWarning.COHORT_RELATIVE in scored(two)[1].warnings
