"""The lines for the terminal."""

from __future__ import annotations

from crestome.model.assessment import Assessment
from crestome.model.patient import Patient, Sample
from crestome.report.text import render_text


def test_the_lines_say_verdicts_drugs_tests_and_faults(assessment: Assessment) -> None:
    text = render_text(assessment)
    assert "sample T2 (relapse 2), with 1 earlier" in text
    assert "MYCN                   present         amplified\n" in text
    assert "CONFLICT  [needs review]" in text
    assert "Evidence match, downgraded: Lorlatinib, Trametinib" in text
    assert "Would settle most: ALT-associated PML bodies" in text
    assert "1 warning(s)" in text
    assert "does not add up" in text


def test_a_question_nobody_looked_at_says_why(assessment: Assessment) -> None:
    assert "Cell state             not assessed    No expression" in render_text(assessment)


def test_drugs_that_do_not_match_are_left_to_the_page(assessment: Assessment) -> None:
    assert "Vemurafenib" not in render_text(assessment)


def test_a_question_that_only_an_earlier_sample_answers_has_no_line(
    assessment: Assessment,
) -> None:
    turned = assessment.model_copy(update={"samples": assessment.samples[::-1]})
    assert "Cell state" not in render_text(turned)


def test_a_single_sample_has_no_earlier_ones(assessment: Assessment) -> None:
    one = assessment.model_copy(update={"samples": assessment.samples[1:]})
    assert "sample T2 (relapse 2)\n" in render_text(one)


def test_an_empty_assessment_is_the_notice(empty: Assessment) -> None:
    assert render_text(empty) == f"{empty.notice}\n"


def test_a_file_cannot_steer_the_terminal(assessment: Assessment) -> None:
    hostile = assessment.model_copy(update={"patient": Patient(id="a\x1b]0;x\x07\nb")})
    first = render_text(hostile).splitlines()[0]
    assert first.startswith("patient a ]0;x  b, sample")


def test_a_cell_line_has_no_time_point(assessment: Assessment) -> None:
    lone = assessment.samples[0].model_copy(update={"sample": Sample(id="LINE-1")})
    text = render_text(assessment.model_copy(update={"samples": (lone,)}))
    assert "sample LINE-1\n" in text
