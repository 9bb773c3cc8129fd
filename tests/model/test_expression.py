"""Expression profiles."""

from __future__ import annotations

import polars as pl

from crestome.model.expression import ExpressionProfile, ExpressionTable, ExpressionUnit


def test_the_value_of_a_gene_or_none() -> None:
    frame = pl.DataFrame(
        [("ALK", 3.0, True, None, None)], schema=ExpressionTable.schema(), orient="row"
    )
    profile = ExpressionProfile(table=ExpressionTable(frame), unit=ExpressionUnit.TPM)
    assert profile.value_of("ALK") == 3.0
    assert profile.value_of("TH") is None
