"""Kernels of rank and weighted scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from oracles.signature_scores import ucell

from crestome.numerics import rank_scores
from crestome.numerics.rank_scores import (
    LARGEST_COUNTED,
    MEMBER,
    SKIPPED,
    column_sums,
    rank_sums,
    weighted_sums,
)

Matrix = NDArray[np.float32]


def plain(kernel: Callable[..., None]) -> Callable[..., None]:
    """The kernel uncompiled."""
    return cast("Callable[..., None]", getattr(kernel, "py_func", kernel))


def sparse(matrix: Matrix) -> tuple[NDArray[np.int64], NDArray[np.int32], Matrix]:
    rows, columns = np.nonzero(matrix)
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(matrix)))])
    return starts.astype(np.int64), columns.astype(np.int32), matrix[rows, columns]


def scores(
    matrix: Matrix, sets: list[list[int]], max_rank: int, kernel: Callable[..., None] = rank_sums
) -> NDArray[np.float64]:
    starts, columns, values = sparse(matrix)
    pairs = sorted((gene, number) for number, genes in enumerate(sets) for gene in genes)
    marks = np.zeros(matrix.shape[1], np.uint8)
    marks[[gene for gene, _ in pairs]] = MEMBER
    begins = np.searchsorted([gene for gene, _ in pairs], np.arange(matrix.shape[1] + 1))
    own = np.array([number for _, number in pairs], np.int32)
    sums = np.full((len(matrix), len(sets) + 2), -7.0)
    kernel(starts, columns, values, marks, begins.astype(np.int64), own, max_rank, sums)
    for number, genes in enumerate(sets):
        sums[:, number] /= len(genes) * max_rank - len(genes) * (len(genes) + 1) / 2
    return sums


@pytest.mark.parametrize("scale", [1.0, 0.37, LARGEST_COUNTED])
@pytest.mark.parametrize("max_rank", [4, 9, 40])
def test_scores_equal_the_oracle_whatever_the_values_are(scale: float, max_rank: int) -> None:
    matrix = np.random.default_rng(4).poisson(0.9, (30, 25)).astype(np.float32) * np.float32(scale)
    matrix[3] = 0
    sets = [[0, 3, 5], [24, 1], [2, 3]]
    found = scores(matrix, sets, max_rank)
    wanted = [[ucell(list(row), genes, max_rank) for genes in sets] for row in matrix.tolist()]
    assert found[:, :3] == pytest.approx(np.array(wanted), abs=1e-12)
    assert found[:, 3].tolist() == (matrix > 0).sum(axis=1).tolist()


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 6), min_size=8, max_size=8), min_size=1, max_size=5))
def test_counting_and_sorting_and_the_kernel_uncompiled_agree(rows: list[list[int]]) -> None:
    matrix = np.array(rows, np.float32)
    counted = scores(matrix, [[0, 2, 4]], 5)
    assert scores(np.log1p(matrix), [[0, 2, 4]], 5) == pytest.approx(counted)
    assert scores(matrix, [[0, 2, 4]], 5, plain(rank_sums)) == pytest.approx(counted)


def test_sorting_uncompiled_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = np.random.default_rng(2).gamma(1.0, 1.0, (6, 12)).astype(np.float32)
    matrix[matrix < 0.5] = 0
    compiled = scores(matrix, [[0, 2, 4]], 4)
    monkeypatch.setattr(rank_scores, "_rank_sorted", plain(rank_scores._rank_sorted))
    assert scores(matrix, [[0, 2, 4]], 4, plain(rank_sums)) == pytest.approx(compiled)


def test_a_column_that_is_no_gene_has_no_rank() -> None:
    matrix = np.array([[5, 1, 9], [0.5, 0.1, 0.9]], np.float32)
    starts, columns, values = sparse(matrix)
    marks = np.array([MEMBER, 0, SKIPPED], np.uint8)
    begins, own = np.array([0, 1, 1, 1], np.int64), np.zeros(1, np.int32)
    for kernel in (rank_sums, plain(rank_sums)):
        sums = np.zeros((2, 3))
        kernel(starts, columns, values, marks, begins, own, 10, sums)
        assert sums[:, 0].tolist() == [9.0, 9.0]
        assert sums[:, 1].tolist() == [2.0, 2.0]


def test_what_is_no_number_or_below_zero_has_no_rank() -> None:
    matrix = np.array([[np.nan, 3, -2, 1]], np.float32)
    found = scores(matrix, [[0, 2], [1]], 3)
    assert found[0].tolist() == [0.0, 1.0, 2.0, 0.0]


def test_tied_genes_beyond_the_last_rank_are_counted() -> None:
    deep = np.array([[9, 8, 1, 1, 1, 1], [9, 1, 0, 0, 0, 0]], np.float32)
    assert scores(deep, [[0]], 3)[:, 2].tolist() == [4.0, 0.0]
    assert scores(deep * np.float32(0.3), [[0]], 3)[:, 2].tolist() == [4.0, 0.0]


@pytest.mark.parametrize("uncompiled", [True, False])
def test_weighted_and_column_sums_equal_the_product(*, uncompiled: bool) -> None:
    matrix = np.random.default_rng(1).poisson(1.0, (9, 7)).astype(np.float32)
    starts, columns, values = sparse(matrix)
    weights = np.array([0.5, -1.0, 2.0])
    begins = np.array([0, 1, 1, 3, 3, 3, 3, 3], np.int64)
    sums, totals = np.full((9, 2), 3.0), np.zeros(7)
    first = plain(weighted_sums) if uncompiled else weighted_sums
    first(starts, columns, values, begins, np.array([0, 0, 1], np.int32), weights, sums)
    assert sums[:, 0] == pytest.approx(0.5 * matrix[:, 0] - matrix[:, 2])
    assert sums[:, 1] == pytest.approx(2.0 * matrix[:, 2])
    (plain(column_sums) if uncompiled else column_sums)(starts, columns, values, totals)
    assert totals == pytest.approx(matrix.sum(axis=0))
