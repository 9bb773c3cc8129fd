"""The figure of the cell state: its data, not its pixels."""

from __future__ import annotations

import re

import pytest

from crestome.call.cell_state import MECHANISM, CellStateRules
from crestome.knowledge.load import load_knowledge
from crestome.model.call import Call, Calls, CallState, DetailValue, Row
from crestome.report.figures.cell_state import Scale, describe_cell_state, draw_cell_state

CLOUDS = load_knowledge().rules("cell_state", CellStateRules).reference_clouds.value


def call(**detail: DetailValue) -> Call:
    rows: tuple[Row, ...] = tuple({"group": name, **figures} for name, figures in CLOUDS.items())
    signatures: tuple[Row, ...] = ({"signature": "adrenergic", "lower": 0.61, "upper": 0.67},)
    full: dict[str, DetailValue] = {
        "ratio": 0.9,
        "class": "MES",
        "adrenergic_score": 0.64,
        "mesenchymal_score": 0.71,
        "ratio_interval": "0.850 to 0.950",
        "purity": 0.55,
        "purity_residual": 0.6,
        "purity_line": {"intercept": -0.651, "slope": 0.9143, "spread": 0.0762, "from": 0.5},
        "reference_clouds": rows,
        "signatures": signatures,
    }
    return Call(
        mechanism="cell_state",
        state=CallState.INDETERMINATE,
        label="indeterminate",
        reason="r",
        detail=full | detail,
    )


def draw(**detail: DetailValue) -> str:
    return draw_cell_state(Calls().having(call(**detail)))


def titles(svg: str) -> list[str]:
    return re.findall(r"<title>([^<]*)</title>", svg)


def test_without_a_ratio_nothing_is_drawn() -> None:
    assert draw_cell_state(Calls()) == ""
    assert draw(ratio=None) == ""


def test_every_part_says_what_it_is() -> None:
    said = titles(draw())
    assert "50 % of 163 tumours of purity of at least 80 %" in said
    assert "90 % of 38 tumours of purity below 80 %" in said
    assert "Stroma may explain it: bulk tissue is not called mesenchymal here" in said
    assert "This tumour: ratio 0.90 at a purity of 55%" in said
    assert "Ratio of published tumours over purity; two standard deviations" in said


def test_the_figure_in_words() -> None:
    assert describe_cell_state(call()) == (
        "Adrenergic score 0.64, mesenchymal score 0.71, ratio 0.90 (0.850 to 0.950); class MES, "
        "called indeterminate; purity 55%; +0.6 standard deviations from what tumours of this "
        "purity have on average; drawn over 163 tumours of purity of at least 80 % and 38 tumours "
        "of purity below 80 %."
    )


def test_an_unknown_purity_is_a_line_across() -> None:
    said = titles(draw(purity=None, purity_residual=None))
    assert "ratio 0.90; purity unknown" in said
    assert "purity unknown" in describe_cell_state(call(purity=None, purity_residual=None))


def test_scores_that_a_laboratory_states_have_no_interval_and_no_line() -> None:
    bare = draw(ratio_interval=None, purity_line=None, signatures=None, reference_clouds=None)
    said = titles(bare)
    assert not any("published tumours" in words for words in said)
    assert "This tumour: ratio 0.90 at a purity of 55%" in said


@pytest.mark.parametrize("ratio", [0.01, 40.0])
def test_a_ratio_beyond_the_axis_stays_in_the_box(ratio: float) -> None:
    circles = re.findall(r'cy="([\d.]+)"', draw(ratio=ratio))
    assert all(24 <= float(place) <= 324 for place in circles)


def test_the_interval_lies_around_the_score_and_the_bounds_have_their_numbers() -> None:
    svg = draw()
    assert all(f">{bound}</text>" in svg for bound in ("0.9", "1", "1.1"))
    assert 'role="img"' in svg
    assert "&lt;" not in svg


def test_a_scale_keeps_what_is_beyond_it_at_its_edge() -> None:
    scale = Scale((10.0, 20.0, 100.0, 50.0), (0.0, 1.0), (0.0, 1.0))
    assert (scale.x(0.5), scale.y(1.0)) == (60.0, 20.0)
    assert scale.point(2.0, -1.0) == "110 70"


def test_the_call_carries_what_is_drawn() -> None:
    declared = {key.name for key in MECHANISM.details}
    assert {"reference_clouds", "purity_line", "purity", "signatures"} <= declared
