"""The checks of single genes: their arithmetic, and that absent input is said to be absent."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "validation"


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]  # noqa: ANN201
    monkeypatch.syspath_prepend(str(FOLDER))
    sys.modules.pop("expression_levels", None)
    return importlib.import_module("expression_levels")


def test_the_area_is_the_share_of_pairs_in_order(program) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert program.auc([1.0, 2.0], [2.0, 3.0])["auc"] == 0.875
    assert program.auc([1.0], [2.0])["interval_95"] == [1.0, 1.0]


def test_without_its_input_nothing_is_run(program, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert set(program.measure(tmp_path, None, None).values()) == {None}
