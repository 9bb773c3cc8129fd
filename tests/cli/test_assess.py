from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from crestome.cli.app import app
from crestome.pipeline.demo import example_case

RUNNER = CliRunner()


def test_a_case_is_assessed_into_a_folder(tmp_path: Path) -> None:
    told = RUNNER.invoke(app, ["assess", str(example_case()), "--out", str(tmp_path / "r")])
    assert told.exit_code == 0
    assert "MYCN" in told.stderr
    assert told.stdout == ""
    assert (tmp_path / "r" / "index.html").is_file()


def test_json_goes_to_stdout_and_quiet_says_nothing(tmp_path: Path) -> None:
    told = RUNNER.invoke(
        app, ["assess", str(example_case()), "-o", str(tmp_path / "r"), "--json", "--quiet"]
    )
    assert told.stderr == ""
    assert json.loads(told.stdout)["patient"]["id"] == "DEMO-01"


def test_faults_of_the_input_end_in_status_2_and_nothing_is_written(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text('[patient]\nid = "P"\n[[sample]]\nid = "T"\nsmall_variants = "none.maf"\n')
    told = RUNNER.invoke(app, ["assess", str(case), "--out", str(tmp_path / "r")])
    assert told.exit_code == 2
    assert "no file 'none.maf'" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "r").exists()


def test_another_folder_of_knowledge_that_does_not_exist_ends_in_status_3(tmp_path: Path) -> None:
    told = RUNNER.invoke(
        app,
        ["assess", str(example_case()), "-o", str(tmp_path), "--knowledge", str(tmp_path / "no")],
    )
    assert told.exit_code == 3
