"""The figures of copy number inferred from invented cells."""

from __future__ import annotations

from inferred_copy_number import RESULTS, measured


def test_one_run_counts_all_cells_and_calls_no_normal_one_without_a_clone() -> None:
    found, cells = measured(1)
    assert dict(cells) == {
        "cells of the clone": 50,
        "other normal cells beside a clone": 80,
        "normal cells without a clone": 150,
    }
    assert found[-1].cells == 0


def test_the_stored_table_has_the_rows_of_today() -> None:
    rows = [line.split("\t")[0] for line in RESULTS.read_text().splitlines()[1:]]
    assert rows[:3] == list(measured(1)[1])
