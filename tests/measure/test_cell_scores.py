"""Scores of single cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from oracles.signature_scores import ucell
from read.cell_files import counts, gene_symbols

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.measure.cell_chunks import measure_chunks
from crestome.measure.cell_scores import (
    control_sets,
    expression_bins,
    mean_expression,
    membership,
    null_of,
    programmes,
    score_chunk,
    scored_sets,
)
from crestome.measure.signature_rules import SignatureRules
from crestome.model.single_cell import CellChunk, CellSource

RULES = load_knowledge().rules("signature_scores", SignatureRules)
SIGNATURES = load_signatures()


def reader_of(matrix: NDArray[np.float32]) -> Callable[[int, int], CellChunk]:
    def read(first: int, last: int) -> CellChunk:
        rows, columns = np.nonzero(matrix[first:last])
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=last - first))])
        values = matrix[first:last][rows, columns]
        return CellChunk(starts.astype(np.int64), columns.astype(np.int32), values)

    return read


def source_of(
    matrix: NDArray[np.float32], genes: list[str | None], words: list[str | None] | None = None
) -> CellSource:
    cells = len(matrix)
    return CellSource(
        name="x",
        dialect="",
        genes=tuple(genes),
        ranked=np.ones(len(genes), np.bool_),
        labels=pl.DataFrame(
            {
                "cell": [f"c{at}" for at in range(cells)],
                "sample": ["s"] * cells,
                "word": words or [None] * cells,
                "reference": [None] * cells,
            },
            schema=dict.fromkeys(("cell", "sample", "word", "reference"), pl.String),
        ),
        counts=True,
        read=reader_of(matrix),
    )


@pytest.mark.parametrize(("chunk", "workers"), [(7, 1), (7, 3), (1000, 2)])
def test_scores_equal_the_oracle_and_do_not_depend_on_chunks_or_threads(
    chunk: int, workers: int
) -> None:
    matrix = counts(40, 200)
    sets = [np.array([1, 5, 9]), np.array([5, 30, 31, 32])]
    members = membership(sets, [3, 6], np.ones(200, np.bool_), 50)
    work = lambda part: score_chunk(part, members)  # noqa: E731 (as short as its use)
    read, rows = reader_of(matrix), (0, 40)
    parts = list(measure_chunks(read, rows, work, chunk_rows=chunk, workers=workers))
    assert [first for first, _ in parts] == list(range(0, 40, chunk))
    found = np.concatenate([part for _, part in parts])
    for row, cell in zip(found, matrix.tolist(), strict=True):
        assert row[0] == pytest.approx(ucell(cell, [1, 5, 9], 50), abs=1e-12)
        lacking = [*cell, 0.0]
        assert row[1] == pytest.approx(ucell(lacking, [5, 30, 31, 32, 200, 200], 50), abs=1e-12)


def test_coverage_is_told_and_a_thin_signature_left_out() -> None:
    genes = gene_symbols(1200)
    thin = [gene for gene in genes if gene not in set(SIGNATURES["mesenchymal"].genes[:200])]
    found, coverage = scored_sets(source_of(counts(2, len(thin)), [*thin]), SIGNATURES, RULES)
    told = {item.signature: (item.found, item.scored) for item in coverage}
    assert told["adrenergic"] == (369, True)
    assert told["mesenchymal"] == (285, False)
    assert "mesenchymal" not in found
    assert set(found) == {"adrenergic", "fibroblast", "endothelial", "schwann", "macrophage"}


def test_of_two_columns_of_a_gene_the_first_is_scored_and_no_antibody() -> None:
    source = source_of(counts(2, 3), ["MYCN", "ALK", "ALK"])
    found, _ = scored_sets(source, {**SIGNATURES}, RULES)
    assert found == {}


def test_controls_are_of_like_expression_and_no_member_of_the_set() -> None:
    means, ranked = np.arange(1000.0), np.ones(1000, np.bool_)
    ranked[::10] = False
    columns = np.array([1, 501, 999])
    drawn = control_sets(columns, means, ranked, RULES)
    assert len(drawn) == 100
    assert all(not set(item) & set(columns) for item in drawn)
    assert all(ranked[item].all() for item in drawn)
    assert all((np.abs(item - columns) <= 40).all() for item in drawn)
    again = control_sets(columns, means, ranked, RULES)
    assert all((one == other).all() for one, other in zip(drawn, again, strict=True))


def test_a_bin_of_members_alone_takes_its_controls_elsewhere() -> None:
    means, ranked = np.arange(50.0), np.ones(50, np.bool_)
    drawn = control_sets(np.array([0, 1]), means, ranked, RULES)
    assert all(not {0, 1} & set(item) for item in drawn)
    small = control_sets(np.arange(1, 50), means, ranked, RULES)
    assert all(set(item) == {0} for item in small)


def test_bins_hold_as_many_genes_each() -> None:
    ranked = np.array([True] * 9 + [False])
    assert expression_bins(np.arange(10.0), ranked, 3).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, -1]


def test_the_mean_is_taken_from_all_parts_of_the_file() -> None:
    matrix = counts(300, 20)
    assert mean_expression(source_of(matrix, [None] * 20), RULES) == pytest.approx(
        matrix.mean(axis=0), rel=0.3
    )
    one = counts(1, 20)
    assert mean_expression(source_of(one, [None] * 20), RULES) == pytest.approx(one[0])


def test_z_and_p_against_the_controls_of_the_cell() -> None:
    z, p = null_of(np.array([4.0, 1.0]), np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]]))
    assert z[0] == pytest.approx(2.0)
    assert np.isnan(z[1])
    assert p.tolist() == [0.25, 1.0]


def test_the_rule_of_states() -> None:
    table = pl.DataFrame(
        {
            "adrenergic": [0.5, 0.5, 0.5, 0.5, 0.5, None],
            "mesenchymal": [0.5] * 6,
            "adrenergic_p": [0.01, 0.9, 0.05, 0.9, 0.01, 0.01],
            "mesenchymal_p": [0.9, 0.01, 0.05, 0.9, 0.9, 0.9],
            "genes": [900, 900, 900, 900, 50, 900],
        }
    )
    assert programmes(table, RULES).to_list() == [
        "ADRN",
        "MES",
        "mixed",
        "indeterminate",
        "indeterminate",
        None,
    ]


REFERENCE = Path(__file__).parents[1] / "reference" / "cell_scores"
PEER_SETS = {"a": list(range(0, 60, 3)), "b": list(range(1, 200, 11)), "lacking": [1, 2]}


def reference() -> tuple[NDArray[np.float32], pl.DataFrame]:
    table = pl.read_csv(REFERENCE / "counts.tsv", separator="\t", has_header=False)
    scores = pl.read_csv(REFERENCE / "scores.tsv", separator="\t")
    return table.to_numpy().astype(np.float32), scores


def test_rank_scores_equal_those_of_pyucell_to_a_millionth() -> None:
    matrix, wanted = reference()
    sets = [np.array(columns) for columns in PEER_SETS.values()]
    members = membership(sets, [20, 19, 4], np.ones(matrix.shape[1], np.bool_), 40)
    for values in (matrix, np.log1p(matrix)):
        found = score_chunk(reader_of(values)(0, len(values)), members)
        for at, name in enumerate(PEER_SETS):
            assert np.abs(found[:, at] - wanted[f"ucell_{name}"].to_numpy()).max() < 1e-6
