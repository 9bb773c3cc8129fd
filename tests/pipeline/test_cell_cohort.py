"""Cohorts of cells, sample by sample."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from read.cell_files import as_zarr, counts, gene_symbols, write_h5ad

from crestome.errors import InputError, UsageError
from crestome.pipeline.cell_cohort import CohortRun, mark_of, write_cohort
from crestome.pipeline.cell_request import CellRequest

GENES = gene_symbols(1500)
MANIFEST = """[[sample]]
id = "P1"
file = "P1.h5ad"
malignant = "kind_"
[[sample]]
id = "P2"
file = "P2.zarr"
"""


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    for at, name in enumerate(("P1", "P2")):
        matrix = counts(20, len(GENES), seed=at)
        write_h5ad(tmp_path / f"{name}.h5ad", matrix, GENES, kind_=["tumor"] * 20)
    as_zarr(tmp_path / "P2.h5ad", tmp_path / "P2.zarr")
    (tmp_path / "cohort.toml").write_text(MANIFEST)
    return tmp_path / "cohort.toml"


def run(cohort: Path, lines: list[str] | None = None, **asked: object) -> CohortRun:
    said = [] if lines is None else lines
    request = CellRequest(path=cohort, **asked)  # type: ignore[arg-type]
    return write_cohort(request, cohort.parent / "out", told=said.append)


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.stem for path in paths]


def test_finished_samples_are_kept_and_that_is_told(cohort: Path) -> None:
    first = run(cohort)
    assert (names(first.scored), names(first.kept)) == (["P1", "P2"], [])
    out = cohort.parent / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "P1.json", "P1.parquet", "P1.svg", "P2.json", "P2.parquet", "P2.svg"
    ]  # fmt: skip
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    lines: list[str] = []
    again = run(cohort, lines, chunk_rows=7, workers=1)
    assert (names(again.scored), names(again.kept)) == ([], ["P1", "P2"])
    assert lines == ["P1: finished before, kept", "P2: finished before, kept"]
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


def test_a_changed_file_is_scored_again_and_no_other(cohort: Path) -> None:
    run(cohort)
    write_h5ad(cohort.parent / "P1.h5ad", counts(21, len(GENES)), GENES, kind_=["normal"] * 21)
    assert names(run(cohort).scored) == ["P1"]
    piece = cohort.parent / "P2.zarr" / "X" / "data" / "0"
    os.utime(piece, ns=(1, 1))
    assert names(run(cohort).scored) == ["P2"]


def test_other_options_score_again(cohort: Path) -> None:
    run(cohort)
    assert names(run(cohort, max_rank=700).scored) == ["P1", "P2"]
    cohort.write_text(MANIFEST.replace('malignant = "kind_"', ""))
    assert names(run(cohort, max_rank=700).scored) == ["P1"]


@pytest.mark.parametrize("left", ["", "{", "[]", "no document", "cut table"])
def test_what_was_left_by_half_is_made_anew(cohort: Path, left: str) -> None:
    run(cohort)
    document, table = (cohort.parent / "out" / f"P1{end}" for end in (".json", ".parquet"))
    whole = table.read_bytes()
    if left == "no document":
        document.unlink()
    elif left == "cut table":
        table.write_bytes(whole[:-9])
    else:
        document.write_text(left)
    assert names(run(cohort).scored) == ["P1"]
    assert table.read_bytes() == whole


def test_a_sample_with_a_fault_does_not_stop_the_others(cohort: Path) -> None:
    (cohort.parent / "P1.h5ad").write_text("no cells")
    with pytest.raises(InputError) as error:
        run(cohort)
    assert "sample P1: " in str(error.value)
    assert "cannot be opened as HDF5" in str(error.value)
    assert sorted(path.name for path in (cohort.parent / "out").iterdir()) == [
        "P2.json", "P2.parquet", "P2.svg"
    ]  # fmt: skip


def test_every_fault_of_every_sample_is_told_in_one_run_and_the_sound_ones_are_scored(
    cohort: Path,
) -> None:
    more = '[[sample]]\nid = "P3"\nfile = "P3.h5ad"\n[[sample]]\nid = "P4"\nfile = "P2.h5ad"\n'
    cohort.write_text(MANIFEST.replace('"kind_"', '"kin"') + more)
    (cohort.parent / "out" / "P4.json").mkdir(parents=True)
    with pytest.raises(InputError) as error:
        run(cohort)
    said = error.value.faults
    assert len(said) == 3
    assert "no column 'kin'" in said[0]
    assert said[0].endswith("Correct malignant.")
    assert "sample P3, file: no file 'P3.h5ad'" in said[1]
    assert "P4.json: is a folder" in said[2]
    assert (cohort.parent / "out" / "P2.parquet").is_file()


def test_options_of_one_sample_belong_into_the_manifest(cohort: Path) -> None:
    with pytest.raises(UsageError, match="--malignant: expected in the manifest"):
        run(cohort, malignant="kind_")
    (cohort.parent / "out").write_text("")
    with pytest.raises(UsageError, match="is a file; expected the folder"):
        run(cohort)


def test_the_mark_says_what_scores_depend_on(cohort: Path) -> None:
    one = CellRequest(path=cohort.parent / "P1.h5ad")
    same = CellRequest(path=one.path, workers=3, chunk_rows=9, scheduler="tcp://x:1")
    other = CellRequest(path=one.path, layer="X")
    assert mark_of(one, None) == mark_of(same, None) != mark_of(other, None)


def test_the_document_names_its_mark(cohort: Path) -> None:
    run(cohort)
    told = json.loads((cohort.parent / "out" / "P1.json").read_text())
    assert len(told["asked"]) == 64
