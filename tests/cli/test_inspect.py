from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from crestome.cli.app import app

HEADER = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n"


def test_what_is_seen_goes_to_stdout(tmp_path: Path) -> None:
    file = tmp_path / "T1.seg"
    file.write_text(HEADER + "T1\t2\t1\t900\t9\t0.1\nT2\t2\t1\t900\t9\t0.1\n")
    result = CliRunner().invoke(app, ["inspect", str(file), "--tumour", "t2"])
    assert result.exit_code == 0
    assert "tumour     T2" in result.stdout
    assert 'copy_number = { file = "T1.seg", sample = "T2" }' in result.stdout


def test_json_is_json(tmp_path: Path) -> None:
    file = tmp_path / "T1.seg"
    file.write_text(HEADER)
    result = CliRunner().invoke(app, ["inspect", str(file), "--json"])
    assert json.loads(result.stdout)[0]["rows"] == 0


def test_a_file_that_no_case_could_name_exits_with_2_and_the_others_are_shown(
    tmp_path: Path,
) -> None:
    good, bad = tmp_path / "T1.seg", tmp_path / "letter.txt"
    good.write_text(HEADER)
    bad.write_text("Dear colleague, thank you for referring this patient.\n")
    result = CliRunner().invoke(app, ["inspect", str(bad), str(good)])
    assert result.exit_code == 2
    assert "holds      copy number" in result.stdout
    assert "letter.txt: in no form that crestome knows" in result.stderr
    assert "1 fault in the input" in result.stderr


def test_bins_may_be_named_in_a_case(tmp_path: Path) -> None:
    file = tmp_path / "T1.cnr"
    rows = "".join(f"chr2\t{start}\t{start + 9}\tA\t0.1\n" for start in range(0, 90, 9))
    file.write_text("chromosome\tstart\tend\tgene\tlog2\n" + rows)
    result = CliRunner().invoke(app, ["inspect", str(file)])
    assert result.exit_code == 0
    assert "10 kept as probes of 1 chromosome(s), to be segmented" in result.stdout
    assert 'copy_number = "T1.cnr"' in result.stdout


def test_the_names_of_dialects_are_listed() -> None:
    result = CliRunner().invoke(app, ["inspect", "--dialects"])
    assert result.exit_code == 0
    assert "sequenza" in result.stdout


def test_without_a_file_nothing_is_inspected() -> None:
    result = CliRunner().invoke(app, ["inspect"])
    assert result.exit_code == 2
    assert "no file given" in result.stderr
