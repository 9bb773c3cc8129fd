from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crestome import assess_case, example_case
from crestome.cli.app import app

RUN = CliRunner()


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("assessed") / "assessment.json"
    path.write_text(assess_case(example_case()).model_dump_json(), "utf-8")
    return str(path)


def test_simulate_prints_words(document: str) -> None:
    result = RUN.invoke(app, ["simulate", document])
    assert result.exit_code == 0
    assert "no treatment advice" in result.stdout


def test_screen_prints_json_and_writes_files(document: str, tmp_path: Path) -> None:
    result = RUN.invoke(app, ["screen", document, "--json", "--quiet", "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["single"][0]["tier"] == 1
    assert (tmp_path / "simulation.html").is_file()
    assert "Written:" in result.stderr


def test_a_drug_that_is_unknown_is_exit_2(document: str) -> None:
    result = RUN.invoke(app, ["simulate", document, "--drug", "lorlatinb", "--quiet"])
    assert result.exit_code == 2
    assert "did you mean lorlatinib?" in result.stderr
