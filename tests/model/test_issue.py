from __future__ import annotations

from crestome.model.issue import Issues, Severity


def test_an_issue_reads_place_first_then_expectation_then_remedy() -> None:
    issues = Issues()
    issues.error(
        "T1.seg line 4", "start 9 after end 3", expected="start < end", remedy="correct it"
    )
    assert str(issues.items[0]) == (
        "T1.seg line 4: start 9 after end 3; expected start < end. Correct it."
    )


def test_only_errors_forbid_going_on() -> None:
    issues = Issues()
    issues.warn("a", "odd")
    issues.note("b", "chosen")
    assert not issues.errors
    issues.error("c", "wrong")
    assert [issue.severity for issue in issues.errors] == [Severity.ERROR]


def test_an_issue_without_remedy_ends_in_one_full_stop() -> None:
    issues = Issues()
    issues.warn("a", "odd")
    assert str(issues.items[0]) == "a: odd."


def test_a_remedy_keeps_its_own_question_mark() -> None:
    issues = Issues()
    issues.error("a", "odd", remedy="did you mean 'b'?")
    assert str(issues.items[0]) == "a: odd. Did you mean 'b'?"
