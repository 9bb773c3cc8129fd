from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from penalty_attempts import with_path, with_profile

ROOT = Path(__file__).parents[2]


def test_without_labels_it_is_reported_as_not_run(tmp_path: Path) -> None:
    finished = subprocess.run(  # noqa: S603 (our own program on our own arguments)
        [sys.executable, str(ROOT / "validation" / "penalty_attempts.py"), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(finished.stdout.splitlines()[-1]) == {"V-08": "not run"}


def test_a_path_with_few_changes_ends_in_its_last_one() -> None:
    row = with_path([2.0, 1.5, -1.0], 0.25)
    assert [row[f"critical_{number}"] for number in (1, 3, 7)] == [2.0, -1.0, -1.0]
    assert row["gap"] == 2.5
    assert row["tail"] == pytest.approx(-1.5)


def test_medians_of_a_tumour_are_over_the_chosen_chromosomes() -> None:
    rows = pl.DataFrame(
        {
            "profile_id": ["a", "a", "a", "b"],
            "chrom": ["1", "2", "20", "20"],
            "log_noise": [0.0, 1.0, 9.0, 5.0],
            "log_tails": [0.0] * 4,
            "log_probes": [0.0] * 4,
            "tail": [0.0] * 4,
        }
    )
    found = with_profile(rows, ["1", "2"])
    assert found["profile_log_noise"].to_list() == [0.5, 0.5, 0.5, 0.5]
    assert found["chromosome_1"].to_list() == [1.0, 0.0, 0.0, 0.0]
    assert with_profile(rows, ["1", "20"])["profile_log_noise"].to_list() == [4.5, 4.5, 4.5, 5.0]
