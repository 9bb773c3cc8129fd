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
        [sys.executable, str(ROOT / "validation" / "segmentation.py"), "--data", str(data)],
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.splitlines()[-1]


def test_without_labels_the_row_is_reported_as_not_run(tmp_path: Path) -> None:
    assert json.loads(last_line(tmp_path)) == {"V-08": "not run"}


def test_the_rule_agrees_with_the_experts_as_well_as_published_ones() -> None:
    if not COHORTS.is_dir():
        pytest.skip("../shared/data is absent: the labels are not shipped")
    rows: dict[str, dict[str, float]] = json.loads(last_line(COHORTS))["V-08"]
    fitted = rows["systematic, rule fitted to these labels"]
    assert fitted["mean_over_foldings"] <= 0.0167
    assert rows["detailed, one rule for both"]["mean_over_foldings"] <= 0.05
    assert rows["real probes"]["errors_permissive"] == 0
