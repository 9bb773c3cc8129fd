"""Files of single cells."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
from read.cell_files import counts, gene_symbols, write_h5ad, write_sparse, write_table

from crestome.errors import InputError
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource
from crestome.read.cells import CellsAsked, open_cells

GENES = gene_symbols(60)
MATRIX = counts(30, 60)


def opened(path: Path, **asked: object) -> tuple[CellSource, Issues]:
    issues = Issues()
    with open_cells(path, path.name, CellsAsked(**asked), issues) as source:  # type: ignore[arg-type]
        source.read(0, len(source))
        return source, issues


def refused(path: Path, **asked: object) -> str:
    with pytest.raises(InputError) as error:
        opened(path, **asked)
    return "\n".join(error.value.faults)


def test_cells_genes_and_labels_are_read(tmp_path: Path) -> None:
    words = ["tumor"] * 10 + [""] * 20
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, c_kind=words, patient=["p"] * 30)
    source, issues = opened(path, malignant="c_kind", sample="patient")
    assert (len(source), source.counts, list(source.genes)) == (30, True, GENES)
    assert source.labels.row(0) == ("cell0", "p", "tumor", None)
    assert source.labels["word"][29] is None
    assert source.dialect == "AnnData, X, genes by _index"
    assert not issues.items


def test_without_a_column_of_malignancy_that_is_told(tmp_path: Path) -> None:
    _, issues = opened(write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES))
    assert "nothing says which cells are malignant" in str(issues.items[0])


def test_counts_are_looked_for_behind_other_values_and_told(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", np.log1p(MATRIX), GENES)
    source, issues = opened(path)
    assert not source.counts
    assert any("not whole numbers" in str(issue) for issue in issues.items)
    with h5py.File(path, "a") as handle:
        write_sparse(handle.create_group("layers/turned"), MATRIX, "csc_matrix")
        raw = handle.create_group("raw")
        write_sparse(raw.create_group("X"), MATRIX)
    with h5py.File(path, "a") as handle:
        write_table(handle, "raw/var", GENES)
    source, issues = opened(path)
    assert source.counts
    assert "X holds no counts, and raw is used" in str(issues.items[0])
    assert not opened(path, layer="X")[0].counts
    assert "stored gene by gene (csc_matrix)" in refused(path, layer="turned")
    assert "no matrix 'spliced'; expected X, turned, raw" in refused(path, layer="spliced")


def test_scaled_values_are_refused_unless_logarithms_stand_beside_them(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX - 0.5, GENES, kind="dense")
    assert "negative values" in refused(path)
    with h5py.File(path, "a") as handle:
        handle["layers/log"] = np.log1p(MATRIX)
    _, issues = opened(path)
    assert "X is scaled, and layer log is used" in str(issues.items[0])


def test_a_file_of_before_version_0_7_is_read(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "x.h5ad", "w") as handle:
        handle["X"] = MATRIX - 0.5
        kinds = np.array([(f"c{at}".encode(), at % 2, 0.5) for at in range(30)],
                         dtype=[("index", "S4"), ("kind", "i1"), ("depth", "f4")])  # fmt: skip
        handle["obs"] = kinds
        handle["var"] = np.array([(b"x",)] * 60, dtype=[("index", "S4")])
        handle["uns/kind_categories"] = np.array([b"normal", b"tumor"])
        handle["raw.var"] = np.array([(gene.encode(),) for gene in GENES], dtype=[("index", "S20")])
        raw = handle.create_group("raw.X")
        write_sparse(raw, MATRIX)
        del raw.attrs["encoding-type"]
        raw.attrs["h5sparse_format"] = "csr"
    source, issues = opened(tmp_path / "x.h5ad", malignant="kind", sample="depth")
    assert source.labels.row(1) == ("c1", "0.5", "tumor", None)
    assert list(source.genes) == GENES
    assert "X holds no counts, and raw is used" in str(issues.items[0])


def test_names_of_genes_are_found_in_another_column(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, [f"row{at}" for at in range(60)])
    with h5py.File(path, "a") as handle:
        del handle["var"]
    with h5py.File(path, "a") as handle:
        write_table(handle, "var", [f"row{at}" for at in range(60)], feature_name=GENES,
                    kind=["a"] * 60)  # fmt: skip
    source, _ = opened(path)
    assert source.dialect == "AnnData, X, genes by feature_name"
    assert list(source.genes) == GENES


def test_genes_twice_are_told(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, [*GENES[:58], "CCN1", "CYR61"])
    _, issues = opened(path)
    assert any("1 gene(s) in several columns" in str(issue) for issue in issues.items)


def test_genes_in_rows_are_refused_by_name(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "x.h5ad", "w") as handle:
        write_sparse(handle.create_group("X"), MATRIX.T.copy())
        write_table(handle, "obs", GENES)
        write_table(handle, "var", [f"cell{at}" for at in range(30)])
    assert "genes stand in rows and cells in columns" in refused(tmp_path / "x.h5ad")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([gene.capitalize() for gene in GENES], "as those of a mouse"),
        ([f"ENSMUSG000000000{at}" for at in range(60)], "mouse genes"),
        ([f"peak{at}" for at in range(60)], "no names of human genes"),
    ],
)
def test_other_than_human_genes_are_refused(tmp_path: Path, names: list[str], said: str) -> None:
    assert said in refused(write_h5ad(tmp_path / "x.h5ad", MATRIX, names))


def test_a_missing_column_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, patient=["p"] * 30)
    assert "no column 'copykat'; expected patient" in refused(path, malignant="copykat")
    assert "correct --sample" in refused(path, sample="donor").lower()


def test_what_is_no_file_of_cells_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened as HDF5" in refused(tmp_path / "absent.h5ad")
    (tmp_path / "text.h5ad").write_text("gene\tcell\n")
    assert "cannot be opened as HDF5" in refused(tmp_path / "text.h5ad")
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES)
    (tmp_path / "cut.h5ad").write_bytes(path.read_bytes()[:5000])
    assert "copy the file again if it is cut" in refused(tmp_path / "cut.h5ad")
    with h5py.File(tmp_path / "other.h5", "w") as handle:
        handle["reads"] = np.arange(3)
    assert "no tables of cells and genes in it: reads" in refused(tmp_path / "other.h5")
    with h5py.File(tmp_path / "no_x.h5ad", "w") as handle:
        write_table(handle, "obs", ["c"])
        write_table(handle, "var", GENES)
    assert "no expression in it" in refused(tmp_path / "no_x.h5ad")


def test_the_table_of_a_program_says_which_cells_are_malignant(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, kind_=["a"] * 30)
    table = tmp_path / "copykat.txt"
    table.write_text("cell.names\tcopykat.pred\ncell3\taneuploid\ncell4\tdiploid\n")
    source, issues = opened(path, table=table)
    assert source.labels["word"][3:6].to_list() == ["aneuploid", "diploid", None]
    assert source.malignancy == f"CopyKAT, {table}"
    assert not issues.items
    said = refused(path, table=table, malignant="kind_")
    assert "more than one of --malignant, --malignant-table and --reference" in said
    table.write_text("cell\tcluster\nq\t1\n")
    assert "no verdict on cells" in refused(path, table=table)


def test_every_fault_of_file_and_table_is_told_at_once(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, [f"peak{at}" for at in range(60)])
    table = tmp_path / "copykat.txt"
    table.write_text("cell\tcluster\nq\t1\n")
    said = refused(path, table=table, sample="donor")
    assert "no names of human genes" in said
    assert "no verdict on cells" in said
    assert "no column 'donor'" in said


def test_normal_cells_of_a_reference_are_marked(tmp_path: Path) -> None:
    kinds = ["T cell"] * 10 + ["B cell"] * 5 + ["other"] * 15
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES, c_kind=kinds)
    source, issues = opened(path, reference=("c_kind", ("T cell", "B cell")))
    assert source.labels["reference"].to_list() == [*kinds[:15], *[None] * 15]
    assert source.labels["word"].null_count() == 30
    assert not issues.items
    said = refused(path, reference=("c_kind", ("T cell", "NK")))
    assert "no cell has 'NK' in the column 'c_kind'; expected B cell, T cell, other" in said
    assert "no column 'none'" in refused(path, reference=("none", ("T cell",)))


def test_a_table_without_its_index_is_refused_with_file_and_remedy(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES)
    with h5py.File(path, "a") as handle:
        handle["obs"].attrs["_index"] = "nope"
    said = refused(path)
    assert said.startswith("x.h5ad: no array 'nope'; expected one")
    assert "write the file again" in said


def test_cells_of_one_name_are_told_and_refused_beside_a_table(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES)
    with h5py.File(path, "a") as handle:
        handle["obs/_index"][:] = "A"
    assert any("29 cells have the name of another" in str(item) for item in opened(path)[1].items)
    table = tmp_path / "calls.txt"
    table.write_text("cell.names\tcopykat.pred\nA\taneuploid\n")
    assert "29 cells have the name of another" in refused(path, table=table)


def test_values_that_count_as_they_stand_are_of_the_main_matrix(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", np.log1p(MATRIX), GENES)
    with h5py.File(path, "a") as handle:
        write_sparse(handle.create_group("layers/counts"), MATRIX)
    source, issues = opened(path, ranks=False)
    assert source.dialect == "AnnData, X, genes by _index"
    assert not any("whole numbers" in str(item) for item in issues.items)
    _, issues = opened(path, ranks=False, layer="counts")
    assert any("means are larger in deeper cells" in str(item) for item in issues.items)


def test_a_genome_is_chosen_of_a_10x_file_only(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES)
    assert "no genome 'hg19' to choose" in refused(path, genome="hg19")


def test_genes_in_rows_are_thought_of_where_no_name_is_known(tmp_path: Path) -> None:
    turned = write_h5ad(tmp_path / "x.h5ad", MATRIX.T.copy(), [f"cell{at}" for at in range(30)])
    assert "if genes stand in rows, turn it: adata = adata.T" in refused(turned)


def test_a_column_of_genes_that_is_cut_does_not_name_them(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", MATRIX, GENES)
    with h5py.File(path, "a") as handle:
        handle["var/symbol"] = np.array([gene.encode() for gene in GENES[:20]])
    assert list(opened(path)[0].genes) == GENES
