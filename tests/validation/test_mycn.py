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
        [sys.executable, str(ROOT / "validation" / "mycn.py"), "--data", str(data)],
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.splitlines()[-1]


def test_a_row_without_its_input_is_reported_as_not_run(tmp_path: Path) -> None:
    rows: dict[str, str] = json.loads(last_line(tmp_path))
    assert rows == dict.fromkeys(("V-01", "V-02", "V-03", "V-04", "V-05"), "not run")


def test_published_cohorts_meet_their_goals() -> None:
    if not COHORTS.is_dir():
        pytest.skip("../shared/data is absent: the published cohorts are not shipped")
    rows: dict[str, dict[str, float]] = json.loads(last_line(COHORTS))
    assert rows["V-01"]["sensitivity"] >= 0.95
    assert rows["V-01"]["specificity"] >= 0.99
    assert rows["V-02"]["errors"] == 0
    assert rows["V-03"]["errors"] <= 8
    assert rows["V-05"]["specificity"] == 1.0
    assert rows["V-05"]["called_by_breakpoint_tolerance"] == 2
    for row in ("V-01", "V-03", "V-05"):
        assert rows[row]["missed_discordant_with_status"] == rows[row]["missed"]
