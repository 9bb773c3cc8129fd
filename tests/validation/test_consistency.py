from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_program_counts_what_it_finds() -> None:
    finished = subprocess.run(  # noqa: S603 (our own program on our own arguments)
        [sys.executable, str(ROOT / "validation" / "consistency.py"), "--tumours", "5"],
        capture_output=True,
        text=True,
        check=True,
    )
    row = json.loads(finished.stdout.splitlines()[-1])
    assert (row["tumours"], row["inconsistencies"], row["kinds"]) == (5, 0, {})
    assert sum(row["resistance"].values()) == 5
