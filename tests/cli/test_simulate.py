from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from knowledge.pathways import P
from knowledge.pathways import document as small_document
from typer.testing import CliRunner

from crestome import assess_case, example_case
from crestome.cli.app import app
from crestome.cli.simulate import print_answer
from crestome.errors import UsageError

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


def test_every_fault_of_a_request_is_one_report_with_exit_2(tmp_path: Path) -> None:
    arguments = ["simulate", str(tmp_path / "no.json"), "--strength", "7", "--drug", "aspirin"]
    result = RUN.invoke(app, arguments)
    assert result.exit_code == 2
    assert "3 faults in the input; nothing was written" in result.stderr


def test_an_empty_name_of_a_folder_is_exit_2(document: str) -> None:
    result = RUN.invoke(app, ["simulate", document, "--out", ""])
    assert result.exit_code == 2
    assert "an empty name; give a folder" in result.stderr


RULE = {
    "unknown node": ("!Kinase & Oops", "Oops is neither a node nor an input"),
    "dual sign": ("!Kinase & (Kinase | !Kinase)", "Kinase raises and lowers it"),
    "never settles": ("!Kinase & !Rest", "nodes.Rest.rule: never settles"),
    "too deep": ("(" * 3000 + "Kinase" + ")" * 3000, "at most 40 parentheses"),
}


@pytest.mark.parametrize("kind", RULE)
@pytest.mark.parametrize("command", ["simulate", "screen", "experiments"])
def test_a_faulty_rule_is_exit_3_with_the_rule(
    document: str, tmp_path: Path, kind: str, command: str
) -> None:
    rule, fault = RULE[kind]
    content = small_document()
    nodes = content["nodes"]
    assert isinstance(nodes, dict)
    nodes["Rest"]["rule"] = rule
    nodes["Rest"]["edges"]["Rest"] = {"sign": "-", **P}
    content["id"] = "neuroblastoma"
    (tmp_path / "pathways").mkdir()
    path = tmp_path / "pathways" / "neuroblastoma.yaml"
    path.write_text(json.dumps(content), "utf-8")
    result = RUN.invoke(app, [command, document, "--knowledge", str(tmp_path)])
    assert result.exit_code == 3
    assert f"{path}: " in result.stderr
    assert fault in result.stderr


class _Full(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_on_stdout_is_a_fault_of_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", _Full())
    with pytest.raises(UsageError, match="stdout: cannot be written"):
        print_answer("x")
