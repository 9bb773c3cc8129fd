"""What is said of the cells of a source, and what is refused before any is scored."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from read.cell_files import counts, gene_symbols, write_h5ad

from crestome.errors import InputError
from crestome.model.single_cell import ScoredCells
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.cells import score_cell_file

GENES = gene_symbols(2500)


def scored(path: Path, **asked: object) -> tuple[pl.DataFrame, ScoredCells]:
    parts: list[pl.DataFrame] = []
    result = score_cell_file(CellRequest(path=path, **asked), parts.append)  # type: ignore[arg-type]
    return pl.concat(parts), result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    words = ["tumor", "normal", ""] * 20
    matrix = counts(60, len(GENES), raised=slice(369, 854))
    return write_h5ad(tmp_path / "T1.h5ad", matrix, GENES, c_kind=words)


def test_the_reference_goes_to_the_inference_of_copy_number(file: Path) -> None:
    with pytest.raises(InputError) as error:
        scored(file, reference="c_kind=normal")
    assert "20 normal cells of the reference; expected at least 100" in str(error.value)
    assert "genes of known place; expected at least 5,000" in str(error.value)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["0", "1", "2"], "bare answers beside other words, as of clusters: '0' 20, '1' 20"),
        (["blue", "", "Malignant cell"], "'blue' 20, 'malignant cell' 20"),
        (["", "", ""], "every cell is without one"),
    ],
)
def test_a_column_that_does_not_tell_malignant_cells_is_refused_with_its_words(
    tmp_path: Path, words: list[str], said: str
) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", counts(60, len(GENES)), GENES, kind_=words * 20)
    with pytest.raises(InputError) as error:
        scored(path, malignant="kind_")
    assert "x.h5ad, column kind_: " in str(error.value)
    assert said in str(error.value)
    assert "expected malignant, tumor" in str(error.value)


def test_a_table_that_does_not_tell_malignant_cells_is_refused(file: Path) -> None:
    table = file.with_suffix(".txt")
    lines = [f"cell{at}\tpurple" for at in range(60)]
    table.write_text("\n".join(["cell.names\tcopykat.pred", *lines]) + "\n")
    with pytest.raises(InputError, match=r"CopyKAT, .*no word that tells .*'purple' 60"):
        scored(file, malignant_table=table)


def test_a_matrix_of_zeros_alone_has_nothing_to_score(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", counts(20, len(GENES)) * 0, GENES)
    with pytest.raises(InputError, match="no gene above zero in any cell"):
        scored(path)


def test_cells_against_a_reference_have_a_verdict(tmp_path: Path) -> None:
    genes = gene_symbols(7000)
    matrix = counts(140, len(genes))
    kinds = ["T cell"] * 110 + ["other"] * 30
    path = write_h5ad(tmp_path / "T1.h5ad", matrix, genes, c_kind=kinds)
    frame, result = scored(path, reference="c_kind=T cell")
    assert frame["malignancy"].to_list() == ["normal"] * 110 + ["unverified"] * 30
    assert result.malignancy.endswith("version 1, against c_kind=T cell")
    assert "no clone seen" in str(result.issues[0])
