from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.allele_fraction import read_allele_fractions
from crestome.read.delimited import read_delimited
from crestome.read.text import TextFile


def fractions(header: str, *rows: str) -> tuple[list[tuple[float | None, int | None]], str]:
    lines = [header.replace(" ", "\t"), *(row.replace(" ", "\t") for row in rows)]
    file = read_delimited(TextFile("t.maf", "", lines), Issues())
    assert file is not None
    issues = Issues()
    vaf, depth = read_allele_fractions(file, issues)
    return list(zip(vaf.to_list(), depth.to_list(), strict=True)), "\n".join(map(str, issues.items))


def test_both_counts_give_the_fraction() -> None:
    assert fractions("t_alt_count t_ref_count", "30 70", "0 10", "NA 70") == (
        [(0.3, 100), (0.0, 10), (None, None)],
        "",
    )


def test_the_depth_stands_in_for_a_missing_reference_count() -> None:
    found, _ = fractions("t_depth t_ref_count t_alt_count", "54 . 21", "110 70 30")
    assert found == [(21 / 54, 54), (0.3, 110)]


def test_a_depth_of_0_means_that_there_are_no_counts() -> None:
    assert fractions("t_depth t_alt_count", "0 NA", "0 0")[0] == [(None, None), (None, None)]


def test_washu_prints_percent() -> None:
    found, _ = fractions("gene i_TumorVAF_WU", "A 19.83", "A NA", "A 0.5")
    assert [vaf for vaf, _ in found] == [pytest.approx(0.1983), None, pytest.approx(0.005)]


def test_a_fraction_column_above_1_holds_percent() -> None:
    assert [vaf for vaf, _ in fractions("x tumor_f", "A 0.25", "A 1")[0]] == [0.25, 1.0]
    assert [vaf for vaf, _ in fractions("x tumor_vaf", "A 25", "A 1")[0]] == [0.25, 0.01]


def test_a_printed_0_is_no_measurement() -> None:
    assert [vaf for vaf, _ in fractions("x i_TumorVAF_WU", "A 0", "A 40")[0]] == [None, 0.4]


def test_counts_come_before_the_printed_fraction() -> None:
    found, _ = fractions("t_alt_count t_ref_count VAF", "30 70 0.9", "NA NA 0.9")
    assert found == [(0.3, 100), (0.9, None)]


def test_without_any_column_nothing_is_known() -> None:
    assert fractions("x y", "1 2")[0] == [(None, None)]


def test_negative_counts_are_refused() -> None:
    _, said = fractions("t_alt_count t_ref_count", "-3 70")
    assert "t.maf line 2, column t_alt_count: negative count: '-3'; expected 0 or more" in said


def test_more_variant_reads_than_reads_give_no_fraction_and_a_warning() -> None:
    found, said = fractions("t_depth t_alt_count", "10 30")
    assert found == [(None, 10)]
    assert "line 2, column t_alt_count: more variant reads than reads: '30', where t_depth" in said


def test_a_fraction_beyond_100_percent_is_refused() -> None:
    _, said = fractions("x VAF", "A 140", "A -1")
    assert "t.maf line 2, column VAF: no fraction: '140', line 3 '-1'" in said
