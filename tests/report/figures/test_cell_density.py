"""The figure of single cells: its data, not its pixels."""

from __future__ import annotations

import re
from dataclasses import replace

from crestome.model.single_cell import (
    Malignancy,
    SampleCells,
    ScoredCells,
    StateDensity,
    StateFraction,
)
from crestome.report.figures.cell_density import describe_cells, draw_cell_density

STATES = (
    StateFraction(state="MES", cells=3, fraction=0.25, lower=0.1, upper=0.5),
    StateFraction(state="ADRN", cells=0),
)
SAMPLE = SampleCells(sample="T<1>", malignant=12, normal=0, unverified=2, states=STATES)
DENSITY = StateDensity(
    sample="T<1>",
    malignancy=Malignancy.MALIGNANT,
    upper=0.5,
    counts=((0, 9), (3, 0)),
)
SCORED = ScoredCells(
    cells=14,
    samples=(SAMPLE,),
    density=(DENSITY,),
    coverage=(),
    rule="r",
    malignancy="column",
    max_rank=1500,
    median_genes=800.0,
    cliff_fraction=0.0,
)


def test_every_square_says_how_many_cells_lie_in_it_and_the_fullest_is_the_darkest() -> None:
    svg = draw_cell_density(SCORED)
    assert re.findall(r"<title>(\d+ cells[^<]*)</title>", svg) == [
        "9 cells: adrenergic from 0.000, mesenchymal from 0.250",
        "3 cells: adrenergic from 0.250, mesenchymal from 0.000",
    ]
    shades = [float(item) for item in re.findall(r'fill-opacity="([\d.]+)"', svg)]
    assert shades[0] == 1.0 > shades[1]
    assert ">0.5+</text>" in svg
    assert svg.count("none with both scores") == 2


def test_names_are_escaped_and_the_figure_is_told_in_words() -> None:
    svg = draw_cell_density(SCORED)
    assert "T&lt;1&gt;" in svg
    assert "<1>" not in svg
    assert describe_cells(SCORED) == (
        "T<1>: 12 malignant, 2 unverified, 0 normal cells. "  # a name may hold anything
        "Of the malignant: MES 25.0% (10.0% to 50.0%)."
    )


def test_a_sample_without_malignant_cells_says_that_none_has_a_state() -> None:
    bare = SAMPLE.model_copy(update={"sample": "", "malignant": 0, "states": ()})
    svg = draw_cell_density(replace(SCORED, samples=(bare,), density=()))
    assert "No malignant cell has a state." in svg
    assert ">all cells</text>" in svg


def test_more_than_twelve_samples_are_left_to_the_document_and_none_is_said() -> None:
    many = tuple(SAMPLE.model_copy(update={"sample": f"S{number}"}) for number in range(14))
    svg = draw_cell_density(replace(SCORED, samples=many))
    assert "2 more samples stand in the document" in svg
    assert ">S12</text>" not in svg
    assert "No sample with scores." in draw_cell_density(replace(SCORED, samples=()))
