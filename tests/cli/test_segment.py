from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
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


def segmented(tmp_path: Path, frame: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """What ``crestome segment`` writes and says of a table of probes."""
    path, out = tmp_path / "T1.tsv", tmp_path / "T1.seg"
    table = frame.select(chrom="contig", position="end", log2="log2")
    table.write_csv(path, separator="\t")
    result = CliRunner().invoke(app, ["segment", str(path), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return pl.read_csv(out, separator="\t", infer_schema_length=None), result.stderr


@pytest.mark.parametrize(
    "levels",
    [{"X": -1.0, "Y": -1.0}, {"X": 0.0, "Y": 0.0}, {"X": 0.0}, {"X": 1.0, "Y": -4.0}],
    ids=["a boy", "a boy against a male reference", "a girl", "a girl against a male reference"],
)
def test_x_and_y_have_their_own_level_and_leave_the_baseline_alone(
    tmp_path: Path, levels: dict[str, float]
) -> None:
    own = {contig: [(300, level)] for contig, level in levels.items()}
    frame, _ = segmented(tmp_path, probes({**FLAT, **own}).frame)
    rows = frame.select(pl.col("chrom").cast(pl.String), pl.col("seg.mean").round(1)).rows()
    assert dict(rows) == {**dict.fromkeys(FLAT, 0.0), **levels}


def test_a_hundred_contigs_beside_the_chromosomes_are_told_and_left_out(tmp_path: Path) -> None:
    odd = {f"GL{number:06d}.1": [(10, -2.0)] for number in range(100)}
    frame, said = segmented(tmp_path, probes({**FLAT, **odd}).frame)
    assert frame["chrom"].cast(pl.String).to_list() == list(FLAT)
    assert "1000 row(s) outside the chromosomes set aside" in said
