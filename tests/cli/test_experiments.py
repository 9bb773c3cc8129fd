from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from crestome.cli.app import app
from crestome.knowledge.load import shipped_root

RUN = CliRunner()


def test_all_passed_is_exit_0() -> None:
    result = RUN.invoke(
        app, ["experiments", str(shipped_root() / "experiments" / "neuroblastoma.yaml")]
    )
    assert result.exit_code == 0
    assert result.stdout.strip().endswith(" known to fail)")


def test_one_failed_is_exit_1(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "experiments:\n"
        "- {id: X1, title: T, readout: apoptosis, a: {}, relation: a high, margin: 0.1}\n",
        "utf-8",
    )
    assert RUN.invoke(app, ["experiments", str(path)]).exit_code == 1


def test_a_drug_without_a_target_is_exit_2_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "experiments:\n"
        "- {id: X1, title: T, readout: apoptosis, a: {drugs: [aspirin]}, relation: a low,"
        " margin: 0.1}\n",
        "utf-8",
    )
    result = RUN.invoke(app, ["experiments", str(path)])
    assert result.exit_code == 2
    assert "x.yaml line 2: X1: a: the model has no aspirin" in result.stderr
