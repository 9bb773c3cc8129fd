"""The programs on chromosomes run without data, and say so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("program", "answer"),
    [
        ("chromosomes", {"V-06": "not run", "V-07": "not run", "V-13": "not run"}),
        ("array_cutoffs", {"array cut-offs": "not run"}),
        ("ladder", {"V-13 from probes": "not run"}),
    ],
)
def test_a_program_without_its_input_says_that_it_did_not_run(
    tmp_path: Path, program: str, answer: dict[str, str]
) -> None:
    finished = subprocess.run(  # noqa: S603 (our own program on our own arguments)
        [sys.executable, str(ROOT / "validation" / f"{program}.py"), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(finished.stdout.splitlines()[-1]) == answer
