"""The command for single cells."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
from read.cell_files import counts, gene_symbols, write_h5ad
from typer.testing import CliRunner

from crestome.cli.app import app


def test_the_table_is_written_and_the_json_printed(tmp_path: Path) -> None:
    genes = gene_symbols(1500)
    file = write_h5ad(tmp_path / "T1.h5ad", counts(20, 1500), genes, c_kind=["tumor"] * 20)
    out = tmp_path / "T1.parquet"
    command = ["cells", str(file), "--out", str(out), "--malignant", "c_kind"]
    result = CliRunner().invoke(app, [*command, "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == json.loads(out.with_suffix(".json").read_text())
    assert "Research use only" in result.stderr
    quiet = CliRunner().invoke(app, [*command, "--quiet"])
    assert (quiet.stdout, quiet.stderr) == ("", "")


def test_bad_input_is_one_report_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "x.h5ad").write_text("no cells")
    result = CliRunner().invoke(app, ["cells", str(tmp_path / "x.h5ad"), "-o", str(tmp_path / "o")])
    assert result.exit_code == 2
    assert "cannot be opened as HDF5" in result.stderr
    assert not (tmp_path / "o").exists()


def test_scores_by_control_means_are_written_with_their_method(tmp_path: Path) -> None:
    genes = gene_symbols(1500)
    file = write_h5ad(tmp_path / "T1.h5ad", np.log1p(counts(20, 1500)), genes)
    out = tmp_path / "T1.parquet"
    command = ["cells", str(file), "--out", str(out), "--method", "control-mean"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    told = json.loads(out.with_suffix(".json").read_text())
    assert (told["method"], told["max_rank"], told["density"]) == ("control-mean", None, [])
    figure = out.with_suffix(".svg").read_text()
    assert "Scores by control means are not drawn." in figure
    assert "none with both scores" not in figure
    assert (pl.read_parquet(out)["mesenchymal"].to_numpy() < 1).all()
