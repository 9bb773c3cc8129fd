from __future__ import annotations

import subprocess
import sys

from typer.testing import CliRunner

from crestome.cli.app import app

RUNNER = CliRunner()


def test_help_names_every_command_and_the_notice() -> None:
    told = RUNNER.invoke(app, ["--help"])
    assert told.exit_code == 0
    for command in ("assess", "demo", "explain", "cases", "knowledge"):
        assert command in told.output
    assert "not a medical device" in " ".join(told.output.split())


def test_no_command_shows_help() -> None:
    assert "Usage" in RUNNER.invoke(app, []).output


def test_version_says_all_versions() -> None:
    told = RUNNER.invoke(app, ["--version"])
    assert told.exit_code == 0
    assert "crestome 0." in told.output


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from crestome.cli.app import app; "
        "heavy = {'polars', 'pydantic', 'jinja2', 'ruamel', 'rich.progress'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
