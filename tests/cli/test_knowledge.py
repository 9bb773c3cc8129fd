from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crestome.cli.app import app
from crestome.knowledge.load import shipped_root


@pytest.fixture
def folder(tmp_path: Path) -> str:
    copy = tmp_path / "data"
    shutil.copytree(shipped_root(), copy)
    return str(copy)


def test_formatted_data_pass_the_check(folder: str) -> None:
    assert CliRunner().invoke(app, ["knowledge", "format", "--knowledge", folder]).exit_code == 0
    again = CliRunner().invoke(app, ["knowledge", "format", "--knowledge", folder])
    assert again.stdout == ""
    checked = CliRunner().invoke(app, ["knowledge", "check", "--knowledge", folder])
    assert checked.exit_code == 0
    assert "no fault" in checked.stdout


def test_wrong_data_exit_with_3_and_name_every_fault(folder: str) -> None:
    for name in ("alk", "tert"):
        (Path(folder) / "rules" / f"{name}.yaml").write_text("nothing: 1\n", "utf-8")
    result = CliRunner().invoke(app, ["knowledge", "check", "--knowledge", folder])
    assert result.exit_code == 3
    assert "alk.yaml" in result.stderr
    assert "tert.yaml" in result.stderr
    assert result.stdout == ""


def test_the_export_is_json_on_stdout() -> None:
    result = CliRunner().invoke(app, ["knowledge", "export"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["drugs"]["azd0156"]["name"] == "AZD0156"


def test_an_entry_is_shown_and_an_unknown_one_exits_with_2() -> None:
    assert "F1174L" in CliRunner().invoke(app, ["knowledge", "show", "crizotinib"]).stdout
    assert CliRunner().invoke(app, ["knowledge", "show", "aspirin"]).exit_code == 2
