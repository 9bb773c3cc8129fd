"""Scored cells in words."""

from __future__ import annotations

import json

from crestome.model.expression import ScoreWarning
from crestome.model.single_cell import (
    Coverage,
    Malignancy,
    SampleCells,
    ScoredCells,
    StateDensity,
    StateFraction,
)
from crestome.report.cells import render_cell_document, render_cell_summary


def scored(cliff: float, cells: int) -> ScoredCells:
    return ScoredCells(
        cells=0,
        density=(
            StateDensity(sample="T1", malignancy=Malignancy.NORMAL, upper=0.4, counts=((1, 0),)),
        ),
        malignancy="column kind",
        samples=(
            SampleCells(
                sample="T1",
                malignant=cells,
                normal=2,
                unverified=3,
                states=(
                    StateFraction(state="ADRN", cells=cells, fraction=1.0, lower=0.5, upper=1.0),
                    StateFraction(state="MES", cells=0),
                ),
            ),
        ),
        coverage=(Coverage(signature="adrenergic", found=3, defined=369, scored=False),),
        rule="r",
        max_rank=1500,
        median_genes=10.0,
        cliff_fraction=cliff,
        warnings=(ScoreWarning.LOW_COVERAGE,),
    )


def test_the_summary_says_what_was_found_and_what_not() -> None:
    said = render_cell_summary(scored(0.25, 7))
    assert "adrenergic 3 of 369 (too few)" in said
    assert "T1: 7 malignant, 2 normal, 3 unverified; of the malignant ADRN 100.0%" in said
    assert "DEPTH_CLIFF: in 25.0% of the cells" in said
    none = render_cell_summary(scored(0.0, 0))
    assert "DEPTH_CLIFF" not in none
    assert "no malignant cell has a state" in none


def test_the_document_holds_the_summary_and_no_cell() -> None:
    told = json.loads(render_cell_document(scored(0.25, 7)))
    assert told["warnings"] == ["LOW_COVERAGE"]
    assert told["research_use_only"] is True
    assert told["density"][0]["counts"] == [[1, 0]]
