"""Telling dialects of fusion tables by their headers."""

from __future__ import annotations

import pytest

from crestome.read.fusion_dialects import DIALECTS, find_fusion_dialect
from crestome.read.text import TextFile


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda item: item.name)
def test_each_dialect_is_found_by_the_columns_that_mark_it(dialect) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    header = "\t".join(names[0] for names in dialect.marks)
    found = find_fusion_dialect(TextFile("x", "", ["# made today", f"#{header}"]))
    assert found is not None
    assert found[0] == dialect
    assert found[1].lines == ["", header]


def test_each_dialect_names_both_genes() -> None:
    for dialect in DIALECTS:
        assert dialect.pair or all(dialect.genes), dialect.name


def test_other_tables_are_none() -> None:
    assert find_fusion_dialect(TextFile("x", "", ["gene\tvaf", "ALK\t1"])) is None
