"""``crestome telomeres`` prints JSON, or writes it, or writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

from telomere_bam import lenient_knowledge, simulate, write_bam
from typer.testing import CliRunner

from crestome.cli.app import app


def test_json_goes_to_stdout_and_words_to_stderr(tmp_path: Path) -> None:
    path = write_bam(tmp_path / "t.bam", simulate(1, 500, telomere=0.2))
    result = CliRunner().invoke(app, ["telomeres", str(path)])
    assert result.exit_code == 0
    tumour = json.loads(result.stdout)["tumour"]
    assert tumour["telomere_reads"] > 0
    assert tumour["content"] is None
    assert (
        "tumour: not assessed: too few reads were counted (960; at least 1,000,000" in result.stderr
    )
    assert "a C-circle assay decides" in result.stderr


def test_json_or_a_table_is_written_where_asked(tmp_path: Path) -> None:
    path = write_bam(tmp_path / "t.bam", simulate(1, 500, telomere=0.2))
    knowledge = lenient_knowledge(tmp_path)
    for out in (tmp_path / "new" / "t.json", tmp_path / "t.tsv"):
        arguments = ["telomeres", str(path), "--control", str(path), "--out", str(out), "--quiet"]
        result = CliRunner().invoke(app, [*arguments, "--knowledge", str(knowledge)])
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    document = json.loads((tmp_path / "new" / "t.json").read_text("utf-8"))
    assert document["content_log2"] == 0.0
    assert len((tmp_path / "t.tsv").read_text("utf-8").splitlines()) == 5


def test_a_file_cut_off_writes_nothing(tmp_path: Path) -> None:
    path = write_bam(tmp_path / "t.bam", simulate(1, 500))
    path.write_bytes(path.read_bytes()[:-40])
    out = tmp_path / "t.json"
    result = CliRunner().invoke(app, ["telomeres", str(path), "--out", str(out)])
    assert result.exit_code == 2
    assert "the file is cut off inside a block" in result.stderr
    assert not out.exists()
