from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from crestome.cli.app import app

RUNNER = CliRunner()


def test_the_demo_writes_a_report_and_says_where(tmp_path: Path) -> None:
    told = RUNNER.invoke(app, ["demo", "--out", str(tmp_path / "demo")])
    assert told.exit_code == 0
    assert "in a browser" in told.stderr
    assert (tmp_path / "demo" / "index.html").is_file()


def test_the_demo_can_be_quiet(tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["demo", "--out", str(tmp_path), "--quiet"]).stderr == ""
