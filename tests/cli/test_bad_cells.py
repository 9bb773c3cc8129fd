"""Bad files of cells through the command: one report, exit status 2 or a warning by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from read.cell_files import as_zarr, counts, gene_symbols, write_h5ad, write_sparse, write_table
from typer.testing import CliRunner, Result

from crestome.cli.app import app
from crestome.knowledge.signature import load_gene_names

GENES = gene_symbols(1500)
MATRIX = counts(20, 1500)


def run(file: Path, *options: str) -> Result:
    out = file.parent / "out" / "T1.parquet"
    result = CliRunner().invoke(app, ["cells", str(file), "--out", str(out), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    if result.exit_code:
        assert not list(out.parent.rglob("*")), "something was written"
    return result


def negative(folder: Path) -> Path:
    return write_h5ad(folder / "x.h5ad", MATRIX - 1, GENES, kind="dense")


def not_a_number(folder: Path) -> Path:
    matrix = MATRIX.copy()
    matrix[3, 3] = np.nan
    return write_h5ad(folder / "x.h5ad", matrix, GENES)


def genes_in_rows(folder: Path) -> Path:
    with h5py.File(folder / "x.h5ad", "w") as handle:
        write_sparse(handle.create_group("X"), MATRIX.T.copy())
        write_table(handle, "obs", GENES)
        write_table(handle, "var", [f"cell{at}" for at in range(20)])
    return folder / "x.h5ad"


def of_a_mouse(folder: Path) -> Path:
    return write_h5ad(folder / "x.h5ad", MATRIX, [gene.capitalize() for gene in GENES])


def truncated(folder: Path) -> Path:
    path = write_h5ad(folder / "whole.h5ad", MATRIX, GENES)
    (folder / "x.h5ad").write_bytes(path.read_bytes()[:-9000])
    return folder / "x.h5ad"


def cut_zarr(folder: Path) -> Path:
    path = as_zarr(write_h5ad(folder / "whole.h5ad", MATRIX, GENES), folder / "x.zarr")
    (path / "X" / "data" / "0").unlink()
    return path


def matrix_of_other_genes(folder: Path) -> Path:
    path = write_h5ad(folder / "x.h5ad", MATRIX, GENES)
    with h5py.File(path, "a") as handle:
        handle["X/indices"][7] = 1_000_000
    return path


def half_a_folder(folder: Path) -> Path:
    (folder / "ten_x").mkdir()
    (folder / "ten_x" / "barcodes.tsv").write_text("A-1\n")
    return folder / "ten_x"


def absent(folder: Path) -> Path:
    return folder / "absent.h5ad"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (negative, "negative values"),
        (not_a_number, "values that are no numbers"),
        (genes_in_rows, "genes stand in rows and cells in columns"),
        (of_a_mouse, "symbols written as those of a mouse"),
        (truncated, "copy the file again if it is cut"),
        (cut_zarr, "1 pieces are absent"),
        (matrix_of_other_genes, "values of genes beyond the 1,500 of the table"),
        (half_a_folder, "no file of matrix, features in this folder"),
        (absent, "cannot be opened as HDF5"),
    ],
)
def test_what_cannot_be_scored_is_refused_by_name(
    tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    result = run(make(tmp_path))
    assert result.exit_code == 2
    assert said in result.stderr
    assert "nothing was written" in result.stderr


def test_every_fault_is_in_the_one_report(tmp_path: Path) -> None:
    table = tmp_path / "calls.txt"
    table.write_text("cell\tcluster\nq\t1\n")
    result = run(of_a_mouse(tmp_path), "--malignant-table", str(table), "--sample", "donor")
    assert result.exit_code == 2
    assert "3 faults in the input" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--malignant", "kind"], "no column 'kind'"),
        (["--reference", "kind"], "expected a column and the words of normal cells"),
        (["--layer", "spliced"], "no matrix 'spliced'"),
        (["--scheduler", "nonsense://x"], "expected the address of a Dask scheduler"),
    ],
)
def test_what_cannot_be_met_as_asked_is_refused(
    tmp_path: Path, options: list[str], said: str
) -> None:
    result = run(write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES), *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_normalised_values_are_warned_about(tmp_path: Path) -> None:
    result = run(write_h5ad(tmp_path / "x.h5ad", np.log1p(MATRIX / 3), GENES))
    assert result.exit_code == 0
    assert "not whole numbers" in result.stderr
    assert "--layer" in result.stderr


def test_symbols_twice_are_warned_about(tmp_path: Path) -> None:
    result = run(write_h5ad(tmp_path / "x.h5ad", MATRIX, [*GENES[:-1], GENES[0]]))
    assert result.exit_code == 0
    assert "1 gene(s) in several columns" in result.stderr


def test_empty_cells_are_warned_about_and_have_no_score(tmp_path: Path) -> None:
    matrix = MATRIX.copy()
    matrix[4:6] = 0
    result = run(write_h5ad(tmp_path / "x.h5ad", matrix, GENES))
    assert result.exit_code == 0
    assert "2 cells without a gene" in result.stderr


def test_identifiers_of_ensembl_with_versions_are_read(tmp_path: Path) -> None:
    by_symbol = {symbol: name for name, symbol in load_gene_names().by_ensembl.items()}
    names = [f"{by_symbol[gene]}.7" if gene in by_symbol else gene for gene in GENES]
    assert sum(name.endswith(".7") for name in names) > 1400
    result = run(write_h5ad(tmp_path / "x.h5ad", MATRIX, names))
    assert result.exit_code == 0
    assert "mesenchymal 485 of 485" in result.stderr
    assert "adrenergic 369 of 369" in result.stderr


def test_a_cohort_with_a_fault_keeps_the_samples_without(tmp_path: Path) -> None:
    write_h5ad(tmp_path / "good.h5ad", MATRIX, GENES)
    of_a_mouse(tmp_path)
    manifest = tmp_path / "cohort.toml"
    manifest.write_text(
        '[[sample]]\nid = "bad"\nfile = "x.h5ad"\n[[sample]]\nid = "good"\nfile = "good.h5ad"\n'
    )
    out = tmp_path / "out"
    result = CliRunner().invoke(app, ["cells", str(manifest), "--out", str(out)])
    assert result.exit_code == 2
    assert "samples without a fault are written" in result.stderr
    assert "sample bad: " in result.stderr
    assert sorted(path.name for path in out.iterdir()) == [
        "good.json",
        "good.parquet",
        "good.svg",
    ]
    write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES)
    again = CliRunner().invoke(app, ["cells", str(manifest), "--out", str(out), "--json"])
    assert again.exit_code == 0
    assert "good: finished before, kept" in again.stderr
    assert "1 scored, 1 finished before" in again.stderr
    assert again.stdout.startswith("[{")


def test_a_manifest_with_faults_writes_nothing(tmp_path: Path) -> None:
    manifest = tmp_path / "cohort.toml"
    manifest.write_text('[[sample]]\nid = "P1"\nfile = "P1.h5ad"\nlayr = "X"\n')
    result = CliRunner().invoke(app, ["cells", str(manifest), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "Did you mean 'layer'?" in result.stderr
    assert not (tmp_path / "out").exists()
