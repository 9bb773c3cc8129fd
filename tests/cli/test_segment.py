from __future__ import annotations

import json
from pathlib import Path

from measure.signals import FLAT, probes
from typer.testing import CliRunner

from crestome.cli.app import app


def test_segments_and_document_are_written_and_the_json_printed(tmp_path: Path) -> None:
    path, out = tmp_path / "T1.parquet", tmp_path / "T1.seg"
    probes({"1": [(60, -0.5), (90, 0.0)], **FLAT}).frame.rename({"contig": "chrom"}).write_parquet(
        path
    )
    result = CliRunner().invoke(app, ["segment", str(path), "--out", str(out), "--json"])
    assert result.exit_code == 0, result.output
    assert out.read_text().startswith("ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean")
    assert json.loads(result.stdout) == json.loads(out.with_suffix(".json").read_text())
    assert "Research use only" in result.stderr
    quiet = CliRunner().invoke(app, ["segment", str(path), "--out", str(out), "--quiet"])
    assert (quiet.stdout, quiet.stderr) == ("", "")


def test_bad_input_is_one_report_and_exit_2(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("chrom\tposition\tlog2\n1\t5\thigh\n")
    result = CliRunner().invoke(app, ["segment", str(path), "--out", str(tmp_path / "x.seg")])
    assert result.exit_code == 2
    assert "no number: 'high'" in result.stderr
    assert not (tmp_path / "x.seg").exists()
