"""Matrices of Cell Ranger."""

from __future__ import annotations

import gzip
from pathlib import Path

import h5py
import numpy as np
import pytest
from read.cell_files import TEXT, counts, gene_symbols, write_sparse

from crestome.errors import InputError
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource
from crestome.read.cells import CellsAsked, open_cells

GENES = gene_symbols(40)
MATRIX = counts(9, 40)


def opened(path: Path, genome: str | None = None) -> tuple[CellSource, Issues, int]:
    issues = Issues()
    with open_cells(path, path.name, CellsAsked(genome=genome), issues) as source:
        return source, issues, int(source.read(0, len(source)).values.sum())


def strings(group: h5py.Group, name: str, values: list[str]) -> None:
    group.create_dataset(name, data=np.array(values, object), dtype=TEXT)


def version_2(path: Path, genomes: list[str], genes: list[str]) -> Path:
    with h5py.File(path, "w") as handle:
        for genome in genomes:
            group = handle.create_group(genome)
            write_sparse(group, MATRIX)
            strings(group, "genes", [f"id{at}" for at in range(40)])
            strings(group, "gene_names", genes)
            strings(group, "barcodes", [f"b{at}" for at in range(9)])
    return path


def folder(tmp_path: Path, *, third: bool = True, packed: bool = True) -> Path:
    cells, genes = np.nonzero(MATRIX)
    lines = [f"{gene + 1} {cell + 1} {MATRIX[cell, gene]:.0f}"
             for cell, gene in zip(cells, genes, strict=True)]  # fmt: skip
    head = ["%%MatrixMarket matrix coordinate integer general", f"40 9 {len(lines)}"]
    kind = "\tGene Expression" if third else ""
    parts = {
        "matrix.mtx": "\n".join([*head, *lines]) + "\n",
        "features.tsv": "".join(f"id{at}\t{gene}{kind}\n" for at, gene in enumerate(GENES)),
        "barcodes.tsv": "".join(f"b{at}\n" for at in range(9)),
    }
    for name, text in parts.items():
        if packed:
            (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
        else:
            (tmp_path / name).write_text(text)
    return tmp_path


def test_version_3_keeps_antibodies_out_of_the_ranking(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "x.h5", "w") as handle:
        group = handle.create_group("matrix")
        write_sparse(group, MATRIX)
        strings(group, "features/id", [f"id{at}" for at in range(40)])
        strings(group, "features/name", GENES)
        kinds = ["Gene Expression"] * 38 + ["Antibody Capture"] * 2
        strings(group, "features/feature_type", kinds)
        strings(group, "barcodes", [f"b{at}" for at in range(9)])
    source, issues, total = opened(tmp_path / "x.h5")
    assert (len(source), total, source.counts) == (9, int(MATRIX.sum()), True)
    assert source.ranked.sum() == 38
    assert list(source.genes) == GENES
    assert not issues.errors


def test_version_2_of_one_genome_and_of_two(tmp_path: Path) -> None:
    source, _, total = opened(version_2(tmp_path / "one.h5", ["hg19"], GENES))
    assert (source.dialect, total) == ("10x HDF5, version 2", int(MATRIX.sum()))
    two = version_2(tmp_path / "two.h5", ["hg19", "mm10"], GENES)
    with pytest.raises(InputError, match=r"2 genomes: hg19, mm10.*--genome hg19"):
        opened(two)
    assert len(opened(two, "mm10")[0]) == 9
    with pytest.raises(InputError, match=r"no genome 'hg38'; expected hg19\."):
        opened(tmp_path / "one.h5", "hg38")


def test_a_mouse_is_refused(tmp_path: Path) -> None:
    mouse = version_2(tmp_path / "x.h5", ["mm10"], [gene.capitalize() for gene in GENES])
    with pytest.raises(InputError, match="as those of a mouse"):
        opened(mouse)


@pytest.mark.parametrize("third", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_a_folder_packed_or_not(tmp_path: Path, *, third: bool, packed: bool) -> None:
    source, _, total = opened(folder(tmp_path, third=third, packed=packed))
    assert (len(source), total) == (9, int(MATRIX.sum()))
    chunk = source.read(3, 5)
    assert chunk.values.sum() == MATRIX[3:5].sum()
    assert source.labels["cell"][3] == "b3"


def test_a_folder_that_lacks_a_file_or_whose_files_do_not_fit_is_refused(tmp_path: Path) -> None:
    whole = folder(tmp_path, packed=False)
    (whole / "barcodes.tsv").write_text("b0\nb1\n")
    with pytest.raises(InputError, match="states 40 genes, 9 cells"):
        opened(whole)
    (whole / "matrix.mtx").write_text(
        "%%MatrixMarket matrix coordinate integer general\nnot a matrix\n"
    )
    with pytest.raises(InputError, match="no MatrixMarket table"):
        opened(whole)
    (whole / "features.tsv").write_text("")
    with pytest.raises(InputError, match="empty"):
        opened(whole)
    (whole / "matrix.mtx").unlink()
    with pytest.raises(InputError, match="no file of matrix in this folder"):
        opened(whole)


def test_columns_of_cells_cannot_be_asked_of_a_matrix_that_has_none(tmp_path: Path) -> None:
    asked = CellsAsked(malignant="copykat", sample="patient")
    with (
        pytest.raises(InputError) as error,
        open_cells(folder(tmp_path), "x", asked, Issues()),
    ):
        pass
    assert len(error.value.faults) == 2


def test_values_of_cells_or_genes_beyond_those_stated_are_refused(tmp_path: Path) -> None:
    whole = folder(tmp_path, packed=False)
    lines = (whole / "matrix.mtx").read_text().splitlines()
    for bad in ("41 1 3", "1 10 3", "0 1 3"):
        (whole / "matrix.mtx").write_text("\n".join([*lines[:-1], bad]) + "\n")
        with pytest.raises(InputError, match="values of genes or cells beyond those stated"):
            opened(whole)


def version_3(path: Path) -> Path:
    with h5py.File(path, "w") as handle:
        group = handle.create_group("matrix")
        write_sparse(group, MATRIX)
        group["shape"] = np.array([40, 9])
        strings(group, "features/id", [f"id{at}" for at in range(40)])
        strings(group, "features/name", GENES)
        strings(group, "features/feature_type", ["Gene Expression"] * 40)
        strings(group, "barcodes", [f"b{at}" for at in range(9)])
    return path


@pytest.mark.parametrize("stated", [[9, 40], [3, 2], [40]])
def test_another_shape_than_that_of_the_tables_is_refused(
    tmp_path: Path, stated: list[int]
) -> None:
    path = version_3(tmp_path / "x.h5")
    assert len(opened(path)[0]) == 9
    with h5py.File(path, "a") as handle:
        del handle["matrix/shape"]
        handle["matrix/shape"] = np.array(stated)
    with pytest.raises(InputError, match=r"x\.h5: states its shape as .* the tables have 40 x 9"):
        opened(path)


def test_columns_of_features_of_several_lengths_are_refused(tmp_path: Path) -> None:
    path = version_3(tmp_path / "x.h5")
    with h5py.File(path, "a") as handle:
        del handle["matrix/features/feature_type"]
        strings(handle["matrix"], "features/feature_type", ["Gene Expression"] * 7)
    with pytest.raises(InputError, match="features: columns of 7 and 40 rows"):
        opened(path)


def test_a_line_that_lacks_a_number_is_refused_with_its_place(tmp_path: Path) -> None:
    whole = folder(tmp_path, packed=False)
    lines = (whole / "matrix.mtx").read_text().splitlines()
    (whole / "matrix.mtx").write_text("\n".join([*lines[:5], "7", *lines[6:]]) + "\n")
    with pytest.raises(InputError, match=r"1 line\(s\) without three numbers \(value 4\)"):
        opened(whole)


@pytest.mark.parametrize(
    "head",
    ["%", "%%MatrixMarket matrix array real general", "%%MatrixMarket matrix coordinate pattern"],
)
def test_a_matrix_that_says_it_is_another_or_nothing_is_refused(tmp_path: Path, head: str) -> None:
    whole = folder(tmp_path, packed=False)
    lines = (whole / "matrix.mtx").read_text().splitlines()
    (whole / "matrix.mtx").write_text("\n".join([head, *lines[1:]]) + "\n")
    with pytest.raises(InputError, match=r"begins with '%.*expected %%MatrixMarket matrix coord"):
        opened(whole)


def test_a_packed_matrix_that_is_cut_at_once_is_refused(tmp_path: Path) -> None:
    whole = folder(tmp_path)
    packed = (whole / "matrix.mtx.gz").read_bytes()
    (whole / "matrix.mtx.gz").write_bytes(packed[:12])
    with pytest.raises(InputError, match="begins with 'unreadable"):
        opened(whole)
