from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from crestome.cli.app import app

RUNNER = CliRunner()
CASE = """
cases:
- id: X-1
  input: {{genes_cn: [{{gene: MYCN, call: normal}}]}}
  expected: {{mycn: {call}}}
"""


@pytest.mark.parametrize(("call", "status"), [("normal", 0), ("amplified", 1)])
def test_the_exit_status_says_whether_any_case_failed(
    tmp_path: Path, call: str, status: int
) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(CASE.format(call=call))
    told = RUNNER.invoke(app, ["cases", str(path)])
    assert told.exit_code == status
    assert told.stdout.splitlines()[-1] == f"{1 - status} passed, {status} failed"


def test_a_file_that_does_not_exist_ends_in_status_2(tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["cases", str(tmp_path / "none.yaml")]).exit_code == 2
