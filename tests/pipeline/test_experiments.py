from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.knowledge.load import shipped_root
from crestome.pipeline.experiments import grade_experiments

OWN = shipped_root() / "experiments" / "neuroblastoma.yaml"
GIVEN = Path(__file__).parents[3] / "shared" / "pathway_experiments.yaml"


def test_the_model_shows_every_behaviour_that_ships_with_it() -> None:
    lines = list(grade_experiments(OWN))
    failed = [line.text for line in lines if ": FAIL" in line.text]
    assert all(": FAIL, known: " in text for text in failed)
    known = len(failed)
    told = f"{len(lines) - 1 - known} passed, {known} failed ({known} known to fail)"
    assert (lines[-1].text, lines[-1].failed) == (told, 0)


def test_a_known_failure_that_passes_is_a_surprise(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "experiments:\n"
        "- {id: X1, title: T, readout: MYCN, a: {}, relation: a low, margin: 0,\n"
        "   known_failure: W}\n"
        "- {id: X2, title: T, readout: MYCN, a: {}, relation: a high, margin: 0,\n"
        "   known_failure: W}\n",
        "utf-8",
    )
    first, second, last = grade_experiments(path)
    assert "pass, known: W, and yet it passes: take known_failure away" in first.text
    assert "FAIL, known: W: a = 0.000" in second.text
    assert (last.text, last.failed) == ("1 passed, 1 failed (2 known to fail)", 1)


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


def test_faults_of_shape_and_of_names_are_one_report_in_the_order_of_their_kind(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "experiments:\n"
        "- {id: X1, title: T, readout: odd, a: {}, relation: a high, margin: 0.1}\n"
        "- {id: X2, title: T, readout: MYCN, a: {drugs: [none]}, relation: a high, margin: x}\n"
        "- {id: X3, title: T, readout: MYCN, a: {alterations: [MYCN:amplified]},\n"
        "   relation: a high, margin: 0.1}\n",
        "utf-8",
    )
    with pytest.raises(InputError) as refusal:
        list(grade_experiments(path))
    assert [fault[:29] for fault in refusal.value.faults] == [
        "x.yaml line 3: X2: margin: In",
        "x.yaml line 2: X1: readout: o",
        "x.yaml line 3: X2: a: the mod",
        "x.yaml line 4: X3: a: MYCN:am",
    ]
