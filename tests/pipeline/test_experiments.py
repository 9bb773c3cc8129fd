from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.load import shipped_root
from crestome.pipeline.experiments import grade_experiments

OWN = shipped_root() / "experiments" / "neuroblastoma.yaml"
GIVEN = Path(__file__).parents[3] / "shared" / "pathway_experiments.yaml"


def test_the_model_shows_every_behaviour_that_ships_with_it() -> None:
    lines = list(grade_experiments(OWN))
    failed = [line.text for line in lines if ": FAIL" in line.text]
    assert not failed
    assert lines[-1].text == f"{len(lines) - 1} passed, 0 failed"


def test_the_model_shows_the_given_behaviours() -> None:
    if not GIVEN.is_file():
        pytest.skip("../shared/pathway_experiments.yaml is absent")
    assert list(grade_experiments(GIVEN))[-1].failed == 0


def test_a_line_says_what_was_found_and_what_was_wanted(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "experiments:\n"
        "- {id: X1, title: T, readout: apoptosis, a: {}, relation: a high, margin: 0.1}\n"
        "- {id: X2, title: T, readout: MYCN, a: {}, b: {}, relation: a~b, margin: 0.1}\n",
        "utf-8",
    )
    assert [(line.text, line.failed) for line in grade_experiments(path)] == [
        ("X1 apoptosis: FAIL: a = 0.000; wanted a high by 0.1 (T)", 1),
        ("X2 MYCN: pass: a = 0.000, b = 0.000; wanted a~b by 0.1 (T)", 1),
        ("1 passed, 1 failed", 1),
    ]
