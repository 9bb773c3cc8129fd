from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.model.ledger import Fate
from crestome.read.delimited import DelimitedFile, read_delimited
from crestome.read.sample_names import choose_sample, rows_of_sample
from crestome.read.text import TextFile


def choose(names: list[str], wanted: str | None) -> tuple[str | None, list[str]]:
    issues = Issues()
    return choose_sample(names, wanted, "x.seg, column ID", issues), [str(i) for i in issues.items]


def table(*lines: str) -> DelimitedFile:
    file = read_delimited(TextFile("x.seg", "", list(lines)), Issues())
    assert file is not None
    return file


def test_a_file_with_one_sample_needs_no_name() -> None:
    assert choose(["T1"], None) == ("T1", [])


def test_a_file_with_several_samples_asks_which_one() -> None:
    chosen, issues = choose(["T1", "T2"], None)
    assert chosen is None
    (issue,) = issues
    assert issue.startswith(
        "x.seg, column ID: 2 samples and nothing says which one is meant: T1, T2"
    )
    assert issue.endswith('Write { file = "…", sample = "T1" } in the case.')


@pytest.mark.parametrize("wanted", ["T1", " T1 ", "t1"])
def test_case_and_blanks_at_the_ends_do_not_matter(wanted: str) -> None:
    assert choose(["T1", "T2"], wanted) == ("T1", [])


def test_the_exact_name_comes_before_one_that_differs_in_case() -> None:
    assert choose(["t1", "T1"], "T1") == ("T1", [])


def test_two_names_that_differ_in_case_only_are_not_guessed() -> None:
    assert choose(["t1", "T1"], " T1")[0] is None


def test_one_sample_of_another_name_is_not_taken_for_it() -> None:
    chosen, issues = choose(["OTHER"], "T1")
    assert chosen is None
    assert "no sample 'T1'" in issues[0]


def test_a_near_miss_is_suggested() -> None:
    _, issues = choose(["STUDY-30-PXAAAA-01", "STUDY-30-PXBBBB-01"], "PXBBBB")
    assert "did you mean 'STUDY-30-PXBBBB-01'?" in issues[0].replace("Did", "did")


def test_many_names_are_cut_short() -> None:
    _, issues = choose([f"S{number:02}" for number in range(40)], "elsewhere")
    assert "one of 40: S00, S01, S02, S03, S04, S05, S06, S07 …" in issues[0]
    assert "Correct the name" in issues[0]


def test_rows_of_other_samples_are_accounted_for() -> None:
    file = table("ID\tx", "T1\t1", "T2\t2", "T2\t3")
    selected = rows_of_sample(file, ("sample", "ID"), "T2", "segments", Issues())
    assert selected is not None
    mine, (others,) = selected
    assert mine.frame["x"].to_list() == ["2", "3"]
    assert (others.rows, others.fate, others.reason) == (1, Fate.FILTERED, "of another sample")


def test_a_file_without_a_column_of_samples_is_taken_whole() -> None:
    file = table("a\tx", "T1\t1")
    issues = Issues()
    assert rows_of_sample(file, ("ID",), "T9", "segments", issues) == (file, ())
    (told,) = map(str, issues.items)
    assert told.startswith("x.seg: header: no column ID; expected a column that holds 'T9'. All ")
    assert rows_of_sample(file, ("ID",), None, "segments", issues) == (file, ())
    assert len(issues.items) == 1


def test_a_file_without_rows_knows_no_samples() -> None:
    file = table("ID\tx")
    assert rows_of_sample(file, ("ID",), "T9", "segments", Issues()) == (file, ())


def test_a_sample_that_is_not_there_stops_the_reading() -> None:
    issues = Issues()
    assert rows_of_sample(table("ID\tx", "T1\t1"), ("ID",), "T9", "segments", issues) is None
    assert issues.errors[0].where == "x.seg, column ID"
