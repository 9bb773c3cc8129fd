"""Cells scored by the workers of a scheduler."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import polars as pl
import pytest
from read.cell_files import counts, gene_symbols, write_h5ad

from crestome.errors import InputError, UsageError
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.measure.cell_state import CellWish, plan_cells, score_rows
from crestome.measure.signature_rules import SignatureRules
from crestome.model.issue import Issues
from crestome.pipeline import cell_cluster
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.cells import score_cell_file
from crestome.read.cells import CellsAsked, open_cells

GENES = gene_symbols(2500)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    from distributed import LocalCluster

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            yield cluster.scheduler_address


def scored(path: Path, **asked: object) -> tuple[pl.DataFrame, object]:
    parts: list[pl.DataFrame] = []
    result = score_cell_file(CellRequest(path=path, **asked), parts.append)  # type: ignore[arg-type]
    return pl.concat(parts), result


def test_two_workers_score_as_one_process_does(address: str, tmp_path: Path) -> None:
    matrix = counts(90, len(GENES), raised=slice(369, 854))
    path = write_h5ad(tmp_path / "x.h5ad", matrix, GENES, c_kind=["tumor", "normal", ""] * 30)
    here = scored(path, malignant="c_kind", chunk_rows=13)
    there = scored(path, malignant="c_kind", chunk_rows=13, scheduler=address)
    assert there[0].equals(here[0])
    assert there[1] == here[1]


def test_a_fault_that_a_worker_meets_is_told_as_of_the_file(address: str, tmp_path: Path) -> None:
    matrix = counts(4000, 30)
    matrix[1500, 4] = -3
    path = write_h5ad(tmp_path / "x.h5ad", matrix, GENES[:30])
    with pytest.raises(InputError, match=r"on a worker: .*negative values"):
        scored(path, layer="X", scheduler=address)


def test_where_nothing_answers_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_cluster, "_SECONDS_TO_CONNECT", 1)
    path = write_h5ad(tmp_path / "x.h5ad", counts(20, 60), GENES[:60])
    with pytest.raises(UsageError, match="expected the address of a Dask scheduler"):
        scored(path, scheduler="tcp://127.0.0.1:9")


@pytest.mark.parametrize(
    "given", ["", "nonsense", "http://127.0.0.1:9", "tcp://127.0.0.1", "tcp://h:8786/x", "a b:1"]
)
def test_what_is_no_address_is_refused_before_anything_is_tried(
    tmp_path: Path, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_cluster, "_connected", None)
    path = write_h5ad(tmp_path / "x.h5ad", counts(20, 60), GENES[:60])
    with pytest.raises(UsageError, match="is no address; expected the address of a Dask scheduler"):
        scored(path, scheduler=given)


@pytest.mark.parametrize("given", ["tcp://head-node:8786", "10.0.0.1:8786", "tls://[::1]:1"])
def test_addresses_with_and_without_a_protocol_are_taken(given: str) -> None:
    cell_cluster._refuse_address(given)


@pytest.mark.parametrize("error", [CancelledError("gone"), OSError("closed"), TimeoutError()])
def test_a_scheduler_that_goes_away_is_told_with_a_remedy(error: Exception, tmp_path: Path) -> None:
    request = CellRequest(path=tmp_path / "x.h5ad", scheduler="tcp://x:1")
    with (
        pytest.raises(UsageError, match=r"tcp://x:1: lost while .* was scored"),
        cell_cluster._told_lost(request),
    ):
        raise error


def test_workers_of_another_version_are_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_cluster, "package_version", lambda: "9.9")
    path = write_h5ad(tmp_path / "x.h5ad", counts(20, 60), GENES[:60])
    with pytest.raises(UsageError, match=r"expected workers with crestome 9\.9"):
        scored(path, scheduler=address)


def test_without_the_extra_the_install_line_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", counts(20, 60), GENES[:60])
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "distributed" else there(name)
    )
    with pytest.raises(UsageError, match=r'pip install "crestome\[cluster\]"'):
        scored(path, scheduler="tcp://127.0.0.1:9")


def test_what_a_worker_does_is_what_this_process_does(tmp_path: Path) -> None:
    path = write_h5ad(tmp_path / "x.h5ad", counts(30, len(GENES)), GENES)
    request, wish = CellRequest(path=path), CellWish(chunk_rows=4)
    rules = load_knowledge().rules("signature_scores", SignatureRules)
    with open_cells(path, "x", CellsAsked(), Issues()) as source:
        plan = plan_cells(source, load_signatures(), rules)
        whole = pl.concat(part for _, part in score_rows(source.read, (0, 30), plan, wish))
    piece = cell_cluster.score_piece(request, plan, (7, 19), wish)
    assert piece.equals(whole.slice(7, 12))


def test_lost_workers_are_told_with_a_remedy(tmp_path: Path) -> None:
    from distributed.scheduler import KilledWorker

    class Lost:
        def result(self) -> pl.DataFrame:
            raise KilledWorker("task", None, 3)  # type: ignore[arg-type]

    request = CellRequest(path=tmp_path / "x.h5ad", scheduler="tcp://x:1")
    with pytest.raises(UsageError, match="workers were lost while they scored"):
        cell_cluster._fetched(Lost(), request)  # type: ignore[arg-type]
