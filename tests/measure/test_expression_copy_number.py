"""Malignant cells by copy number inferred from their expression."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from inferred_copy_number import REFERENCE, Invented

from crestome.errors import InputError
from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
from crestome.model.issue import Issues
from crestome.model.single_cell import CellChunk, CellSource

SHIPPED = Invented()
NORMAL = [("P1", kind, SHIPPED.kind(kind), number) for kind, number in REFERENCE]
TUMOUR = SHIPPED.with_arms(SHIPPED.kind("tumour"), {"17q", "7q", "7p"}, {"1p", "11q", "3p"})
RULES = SHIPPED.rules


def inferred(
    source: CellSource, rules: ExpressionCopyNumberRules = RULES
) -> tuple[pl.Series, list[str]]:
    issues = Issues()
    return SHIPPED.inferred(source, issues, rules), [str(item) for item in issues.items]


def test_cells_of_a_clone_are_found_and_other_kinds_of_normal_cells_are_not() -> None:
    source = SHIPPED.cells(
        [
            *NORMAL,
            ("P1", None, TUMOUR, 60),
            ("P1", None, SHIPPED.kind("fibroblast"), 60),
            ("P1", None, SHIPPED.kind("macrophage"), 60),
        ]
    )
    words, said = inferred(source)
    assert words[:150].to_list() == ["normal"] * 150
    assert words[150:210].to_list().count("malignant") >= 57
    assert words[210:].null_count() == 120
    arms = said[0].split("carry ")[1].split(" by ")[0].split(", ")
    assert {"17q+", "1p-", "11q-"} <= set(arms) <= {"7p+", "7q+", "17q+", "1p-", "3p-", "11q-"}


def test_where_no_cell_is_altered_none_is_malignant_and_that_is_told() -> None:
    source = SHIPPED.cells(
        [
            *NORMAL,
            ("P1", None, SHIPPED.kind("fibroblast"), 80),
            ("P1", None, SHIPPED.kind("monocyte"), 80),
        ]
    )
    words, said = inferred(source)
    assert words[150:].null_count() == 160
    assert "no clone seen" in said[0]
    assert "a tumour without altered arms looks the same" in said[0]


def test_a_clone_is_of_its_sample() -> None:
    source = SHIPPED.cells(
        [*NORMAL, ("P1", None, TUMOUR, 40), ("P2", None, SHIPPED.kind("fibroblast"), 40)]
    )
    words, said = inferred(source)
    assert words[190:].null_count() == 40
    assert "P1: " in said[0]
    assert "P2: no clone seen" in said[1]


def test_another_sample_in_the_file_changes_no_verdict() -> None:
    alone, _ = inferred(SHIPPED.cells([*NORMAL, ("P1", None, TUMOUR, 40)]))
    among, _ = inferred(
        SHIPPED.cells([*NORMAL, ("P1", None, TUMOUR, 40), ("P2", None, TUMOUR, 30)])
    )
    assert among[:190].equals(alone)


def test_one_altered_arm_is_no_clone() -> None:
    one = SHIPPED.with_arms(SHIPPED.kind("tumour"), {"17q"}, set())
    words, said = inferred(SHIPPED.cells([*NORMAL, ("P1", None, one, 60)]))
    assert words[150:].null_count() == 60
    assert "no clone seen" in said[0]


def test_too_few_normal_cells_and_too_few_genes_are_refused_together() -> None:
    source = SHIPPED.cells([("P1", "T cell", SHIPPED.kind("T cell"), 20), ("P1", None, TUMOUR, 20)])
    few = replace(source, genes=tuple(g if at % 2 else None for at, g in enumerate(source.genes)))
    with pytest.raises(InputError) as error:
        inferred(few)
    assert len(error.value.faults) == 2
    assert "20 normal cells of the reference; expected at least 100" in error.value.faults[0]
    assert "genes of known place; expected at least 5,000" in error.value.faults[1]


def test_a_reference_that_holds_the_tumour_is_refused() -> None:
    source = SHIPPED.cells([*NORMAL, ("P1", "tumour", TUMOUR, 20), ("P1", None, TUMOUR, 30)])
    never = RULES.model_copy(
        update={"reference_share": RULES.reference_share.model_copy(update={"value": -1.0})}
    )
    with pytest.raises(InputError, match="leave kinds out of --reference"):
        inferred(source, never)


def test_values_that_are_logarithms_are_taken_as_they_are() -> None:
    source = SHIPPED.cells([*NORMAL, ("P1", None, TUMOUR, 40)])
    counted, _ = inferred(source)

    def read(first: int, last: int) -> CellChunk:
        chunk = source.read(first, last)
        sums = np.add.reduceat(chunk.values, chunk.rows[:-1])
        scaled = np.log1p(chunk.values * np.repeat(10_000 / sums, np.diff(chunk.rows)))
        return replace(chunk, values=scaled.astype(np.float32))

    logarithms, _ = inferred(replace(source, counts=False, read=read))
    same = logarithms.fill_null("") == counted.fill_null("")
    assert same.sum() > 0.95 * len(same)
