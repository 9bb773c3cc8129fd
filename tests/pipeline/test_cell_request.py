"""What the user asks of cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import UsageError
from crestome.model.cell_method import CellMethod
from crestome.pipeline.cell_request import CellRequest


def test_a_reference_is_a_column_and_words() -> None:
    asked = CellRequest(path=Path("x"), reference="cell type = T cell, B cell").asked()
    assert asked.reference == ("cell type", ("T cell", "B cell"))
    assert CellRequest(path=Path("x")).asked().reference is None


@pytest.mark.parametrize("text", ["kind", "kind=", "=T cell", "kind= , "])
def test_a_reference_without_column_or_words_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="expected a column and the words of normal cells"):
        CellRequest(path=Path("x"), reference=text).asked()


def test_a_last_rank_belongs_to_ranks() -> None:
    request = CellRequest(path=Path("x"), method=CellMethod.CONTROL_MEAN, max_rank=7)
    with pytest.raises(UsageError, match="--max-rank 7: expected with --method ranks only"):
        request.asked()
    assert not CellRequest(path=Path("x"), method=CellMethod.CONTROL_MEAN).asked().ranks
