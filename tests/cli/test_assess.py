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


def test_a_file_of_the_case_is_read_as_the_option_says(tmp_path: Path) -> None:
    table = "chromosome\tstart.pos\tend.pos\tCNt\tA\tB\ttcn.em\tlcn.em\n2\t1\t900\t5\t4\t1\t9\t2\n"
    (tmp_path / "T.seg").write_text(table)
    case = tmp_path / "case.toml"
    case.write_text(
        'assembly = "GRCh38"\n[patient]\nid = "P"\n[[sample]]\nid = "T"\ncopy_number = "T.seg"\n'
    )
    for option, status in (("sequenza", 0), ("T.seg=facets", 0), ("T.seg=titan", 2)):
        told = RUNNER.invoke(
            app, ["assess", str(case), "-o", str(tmp_path / "r"), "--dialect", option]
        )
        assert told.exit_code == status
    assert "forced by --dialect" in (tmp_path / "r" / "index.html").read_text("utf-8")
