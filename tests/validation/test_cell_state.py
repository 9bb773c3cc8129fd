"""The validation of cell state."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COHORTS = ROOT.parent / "shared" / "data"


def last_line(data: Path) -> str:
    finished = subprocess.run(  # noqa: S603 (our own program on our own arguments)
        [sys.executable, str(ROOT / "validation" / "cell_state.py"), "--data", str(data)],
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.splitlines()[-1]


def test_a_row_without_its_input_is_reported_as_not_run(tmp_path: Path) -> None:
    assert json.loads(last_line(tmp_path)) == dict.fromkeys(
        ("V-15", "V-16", "V-17", "M-11"), "not run"
    )


def test_published_cohorts_meet_their_goals() -> None:
    if not COHORTS.is_dir():
        pytest.skip("../shared/data is absent: the published cohorts are not shipped")
    rows = json.loads(last_line(COHORTS))
    lines = rows["V-15"]["transcripts of MYCN"]
    assert lines["right"] == lines["decided"]
    order = rows["V-15"]["order of lines"]
    assert order["mesenchymal_in_top_four"] == order["of"]
    assert order["adrenergic_below_zero"] == order["of_adrenergic"]
    published = rows["V-16"]["published scores"]
    assert published["classes_reproduced"] == published["n"]
    assert published["called"] < published["refused"]
    assert rows["V-17"]["coverage"]["label"] == "indeterminate"
    assert published["clouds_as_shipped"] is published["line_as_shipped"]
    assert rows["M-11"]["immune sets by MYCN"]["mhc_class_i"]["auc"] > 0.5
    assert rows["M-11"]["surface and immune calls"]["mhc_class_i_absent_in_bulk"] == 0
