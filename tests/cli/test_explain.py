from __future__ import annotations

import json

from typer.testing import CliRunner

from crestome.cli.app import app


def test_a_topic_is_explained_on_stdout() -> None:
    result = CliRunner().invoke(app, ["explain", "lorlatinib"])
    assert result.exit_code == 0
    assert "T2-03b" in result.stdout
    assert "https://doi.org/" in result.stdout


def test_json_is_json() -> None:
    result = CliRunner().invoke(app, ["explain", "alk", "--json"])
    assert {item["kind"] for item in json.loads(result.stdout)} == {"mechanism"}


def test_an_unknown_topic_exits_with_2_and_names_the_nearest() -> None:
    result = CliRunner().invoke(app, ["explain", "crizotinibe"])
    assert result.exit_code == 2
    assert "nearest are crizotinib" in result.stderr
