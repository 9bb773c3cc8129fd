from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read import delimited as module
from crestome.read.delimited import (
    LINE,
    DelimitedFile,
    find_column,
    locate,
    nearest_column,
    read_delimited,
    read_numbers,
)
from crestome.read.text import TextFile


def table(*lines: str, comment: str = "#") -> DelimitedFile:
    issues = Issues()
    file = read_delimited(TextFile("t.tsv", "", list(lines)), issues, comment=comment)
    assert file is not None, issues.items
    assert not issues.items
    return file


def refusal(*lines: str) -> str:
    issues = Issues()
    assert read_delimited(TextFile("t.tsv", "", list(lines)), issues) is None
    return str(issues.errors[0])


def test_comments_are_kept_apart_and_lines_are_numbered() -> None:
    file = table("#version 2.4", "", "gene\tvaf", " ALK \t0.4", "\t", "# more", "NF1\t")
    assert file.comments == ("#version 2.4", "# more")
    assert file.header == ("gene", "vaf")
    assert file.frame.rows() == [("ALK", "0.4", 4), ("NF1", "", 7)]
    assert file.rows == 2


def test_a_hash_may_belong_to_the_header() -> None:
    assert table("#chrom\tstart", "1\t2", comment="").header == ("#chrom", "start")


def test_a_header_alone_is_valid() -> None:
    assert table("gene\tvaf").rows == 0


@pytest.mark.parametrize("line", ["ALK,0.4", "ALK;0.4", "ALK   0.4", "ALK\t0.4"])
def test_the_header_shows_the_separator(line: str) -> None:
    header = line.replace("ALK", "gene").replace("0.4", "vaf")
    assert table(header, line).frame.row(0)[:2] == ("ALK", "0.4")


def test_blanks_in_a_single_column_separate_nothing() -> None:
    assert table("gene symbol", "ALK").header == ("gene symbol",)


def test_quoted_cells_lose_their_quotation_marks() -> None:
    assert table('"gene"\t"note"', '"ALK"\t"a\tb"').frame.row(0)[:2] == ("ALK", "a\tb")
    assert table("gene,note", 'ALK,"a,b"').frame.row(0)[:2] == ("ALK", "a,b")


def test_a_quotation_mark_in_tabbed_text_is_a_character() -> None:
    assert table("gene\tnote", 'ALK\t"5').frame["note"].to_list() == ['"5']


def test_unnamed_columns_get_a_name() -> None:
    assert table("gene\t", "ALK\t1").header == ("gene", "column 2")


def test_no_header_is_refused() -> None:
    assert refusal("# only", " ") == (
        "t.tsv: holds no header line; expected a line of column names. Write the table again; one "
        "without rows still has its header."
    )


def test_ragged_rows_are_refused_with_their_lines() -> None:
    said = refusal("a\tb", "1\t2", "1", "1\t2\t3")
    assert said.startswith(
        "t.tsv line 3: rows of another width than the header: line 3 has 1, line 4 has 3; "
        "expected 2 fields"
    )
    many = refusal("a\tb", *["1"] * 9)
    assert "and 4 more line(s)" in many


def test_row_names_without_a_header_are_recognised() -> None:
    assert "without row names" in refusal("a\tb", "r1\t1\t2", "r2\t1\t2")


def test_two_columns_of_one_name_are_refused() -> None:
    assert "t.tsv line 1: several columns are named a; expected each name once" in refusal("a\ta")
    assert "several columns are named _line" in refusal("a\t_line")


def test_too_many_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COLUMN_BUDGET", 2)
    assert "t.tsv line 1: too many columns; expected at most 2" in refusal("a\tb\tc")


def test_a_column_is_found_by_any_accepted_spelling() -> None:
    file = table("start\tStart_position", "1\t2")
    assert find_column(file, ["Start_Position", "start"], issues=Issues()) == "Start_position"
    assert find_column(file, ["START"], issues=Issues()) == "start"
    assert find_column(file, ["End"], issues=Issues(), required=False) is None


def test_a_missing_column_is_reported_with_the_nearest_name() -> None:
    issues = Issues()
    assert find_column(table("Hugo_Symbl\tx"), ["Hugo_Symbol", "Gene"], issues=issues) is None
    assert str(issues.items[0]) == (
        "t.tsv: header: no column Hugo_Symbol; expected Hugo_Symbol or Gene. Hugo_Symbl: did you "
        "mean Hugo_Symbol? The header has 2 column(s): Hugo_Symbl, x."
    )


def test_a_long_header_is_not_listed_whole() -> None:
    issues = Issues()
    file = table("\t".join(f"c{index}" for index in range(40)))
    assert find_column(file, ["Hugo_Symbol"], issues=issues) is None
    assert str(issues.items[0]).endswith("c11 ….")
    assert nearest_column(file, ["Hugo_Symbol"]) is None


def test_missing_values_are_null() -> None:
    file = table("n", "1", ".", "NA", "2.5", "-")
    issues = Issues()
    assert read_numbers(file, "n", issues).to_list() == [1.0, None, None, 2.5, None]
    assert not issues.items


@pytest.mark.parametrize("cell", ["NaN", "inf", "-inf", "1,5", "many", "<script>", "{0}", "%s"])
def test_what_is_no_finite_number_is_reported_with_its_line(cell: str) -> None:
    issues = Issues()
    numbers = read_numbers(table("n", "1", cell), "n", issues)
    assert numbers.to_list() == [1.0, None]
    said = str(issues.errors[0])
    assert said.startswith(f"t.tsv line 3, column n: not a finite number: {cell!r}")
    assert "expected a finite number, or NA" in said


def test_whole_numbers_may_be_written_as_r_and_pandas_write_them() -> None:
    file = table("n", "7", "7.0", "1e+05", "-3", "NA")
    issues = Issues()
    assert read_numbers(file, "n", issues, whole=True).to_list() == [7, 7, 100_000, -3, None]
    assert not issues.items


@pytest.mark.parametrize("cell", ["7.5", "1.60E+07", "1e400", "99999999999999999999"])
def test_rounded_numbers_are_no_positions(cell: str) -> None:
    issues = Issues()
    assert read_numbers(table("n", cell), "n", issues, whole=True).to_list() == [None]
    assert "not a whole number" in str(issues.errors[0])


def test_only_the_first_bad_cells_are_listed() -> None:
    issues = Issues()
    read_numbers(table("n", *["x"] * 9), "n", issues)
    assert "'x', line 3 'x', line 4 'x', line 5 'x', line 6 'x' and 4 more" in str(issues.items[0])


def test_locate_says_line_and_cell() -> None:
    file = table("n", "a", "b")
    assert locate(file, "n", file.frame[LINE] == 3) == ("t.tsv line 3, column n", "'b'")


@pytest.mark.parametrize("cell", ["9e+300", "1e+30", "9" * 30, "-" + "9" * 30, "9007199254740993"])
def test_a_whole_number_too_large_to_be_exact_is_none(cell: str) -> None:
    issues = Issues()
    read_numbers(table("start", cell), "start", issues, whole=True)
    assert f"t.tsv line 2, column start: not a whole number: '{cell}'" in str(issues.errors[0])


def test_the_numbers_that_r_puts_before_rows_are_passed_over() -> None:
    file = table("a\tb", "1\tx\t", "3\ty\t2")
    assert file.frame.select("a", "b").rows() == [("x", ""), ("y", "2")]


def test_a_tab_at_the_end_of_every_line_is_no_row_name() -> None:
    assert "without row names" in refusal("a\tb", "1\tx\t", "2\ty\t")
    assert "without row names" in refusal("a\tb", "1\tx\t9", "1\ty\t9")
