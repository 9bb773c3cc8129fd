"""Tables of programs that tell malignant cells."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from crestome.model.issue import Issues
from crestome.read.malignancy_table import (
    MalignancyTable,
    read_malignancy_table,
    words_of_cells,
)

COPYKAT = "cell.names\tcopykat.pred\nA-1\taneuploid\nB-1\tdiploid\nC-1\tnot.defined\n"
NUMBAT = (
    "cell\tclone_opt\tGT_opt\tp_opt\tp_1\tp_2\tp_cnv\tcompartment_opt\n"
    "A-1\t2\t1a,2b\t1\t0\t1\t1\ttumor\nB-1\t1\t\t1\t1\t0\t0\tnormal\n"
)
SCEVAN = '"class" "confidentNormal" "subclone"\n"A-1" "tumor" NA "1"\n"B-1" "normal" "yes" NA\n'
SCEVAN_CSV = '"","class","confidentNormal"\n"A-1","tumor",NA\n"B-1","normal","yes"\n'
INFERCNVPY = ",cnv_leiden,cnv_score,cnv_status\nA-1,3,0.02,tumor\nB-1,0,0.001,normal\n"


def read(folder: Path, text: str) -> tuple[MalignancyTable | None, Issues]:
    path, issues = folder / "t.txt", Issues()
    path.write_text(text)
    return read_malignancy_table(path, path.name, issues), issues


@pytest.mark.parametrize(
    ("text", "program", "words"),
    [
        (COPYKAT, "CopyKAT", ["aneuploid", "diploid", "not.defined"]),
        (NUMBAT, "numbat", ["tumor", "normal"]),
        (SCEVAN, "SCEVAN", ["tumor", "normal"]),
        (SCEVAN_CSV, "SCEVAN", ["tumor", "normal"]),
        (INFERCNVPY, "infercnvpy", ["tumor", "normal"]),
    ],
)
def test_the_verdict_of_each_program_is_read(
    tmp_path: Path, text: str, program: str, words: list[str]
) -> None:
    table, issues = read(tmp_path, text)
    assert table is not None, issues.items
    assert (table.program, table.words["word"].to_list()) == (program, words)
    assert table.words["cell"].to_list() == ["A-1", "B-1", "C-1"][: len(words)]


def test_a_verdict_of_low_confidence_is_none(tmp_path: Path) -> None:
    table, _ = read(tmp_path, COPYKAT + "D-1\tc1:diploid:low.conf\n")
    assert table is not None
    assert "D-1" not in table.words["cell"].to_list()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",cnv_leiden,cnv_score\nA-1,3,0.02\n", "cnv_leiden and cnv_score without a verdict"),
        ("cell\tcluster\nA-1\t3\n", "no verdict on cells (cell, cluster …)"),
        ("class\tcell\ntumor\tA-1\n", "no verdict on cells"),
        (COPYKAT + "A-1\tdiploid\n", "1 cells with more than one verdict (A-1 …)"),
    ],
)
def test_other_tables_are_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    table, issues = read(tmp_path, text)
    assert table is None
    assert said in str(issues.errors[0])


def test_no_such_file_is_refused(tmp_path: Path) -> None:
    issues = Issues()
    assert read_malignancy_table(tmp_path / "absent.txt", "absent.txt", issues) is None
    assert issues.errors


@pytest.mark.parametrize(
    "cells",
    [
        ["A-1", "B-1", "Z-1"],
        ["A.1", "B.1", "Z.1"],
        ["A", "B", "Z"],
    ],
)
def test_cells_are_found_by_the_names_that_r_and_others_make_of_them(
    tmp_path: Path, cells: list[str]
) -> None:
    table, _ = read(tmp_path, NUMBAT)
    assert table is not None
    found = words_of_cells(pl.Series("cell", cells), table, Issues())
    assert found is not None
    assert found.to_list() == ["tumor", "normal", None]


def test_a_suffix_that_tells_cells_apart_is_not_dropped(tmp_path: Path) -> None:
    table, _ = read(tmp_path, NUMBAT)
    assert table is not None
    found = words_of_cells(pl.Series("cell", ["A-1", "A-2", "B-1"]), table, Issues())
    assert found is not None
    assert found.to_list() == ["tumor", None, "normal"]


def test_a_table_of_other_cells_is_refused(tmp_path: Path) -> None:
    table, issues = read(tmp_path, NUMBAT)
    assert table is not None
    assert words_of_cells(pl.Series("cell", ["X-1", "Y-1"]), table, issues) is None
    assert "0 of its 2 cells are in the file ('A-1'; in the file 'X-1')" in str(issues.errors[0])
