from __future__ import annotations

from crestome.model.structural_variant import StructuralVariants


def test_a_list_without_rows_was_looked_at() -> None:
    assert len(StructuralVariants.empty()) == 0
