from __future__ import annotations

import numpy as np
import pytest

from crestome.numerics.statistics import piece_statistics


@pytest.mark.parametrize(
    "kernel",
    [piece_statistics, getattr(piece_statistics, "py_func", piece_statistics)],
    ids=["compiled", "plain"],
)
def test_each_piece_has_its_own_figures(kernel) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    values = np.array([0.0, 1.0, 5.0, 2.0])
    table = kernel(values, np.array([1.0, 1.0, 2.0, 1.0]), np.array([3, 4]))
    assert table[0].tolist() == [11 / 4, 1.0, 1.0, 4.0]
    assert table[1].tolist() == [2.0, 2.0, 0.0, 1.0]
