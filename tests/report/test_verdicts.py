"""Calls of all samples side by side."""

from __future__ import annotations

import pytest

from crestome.errors import KnowledgeError
from crestome.model.assessment import Assessment
from crestome.model.call import Call, CallState
from crestome.model.page import AssayTitle, MechanismTitle
from crestome.report.verdicts import (
    BOARD,
    all_rows,
    assay_names,
    board_rows,
    method_rows,
    most_recent_first,
    open_rows,
    view_call,
)


def test_the_most_recent_sample_comes_first(assessment: Assessment) -> None:
    assert [item.sample.id for item in most_recent_first(assessment)] == ["T2", "T1"]
    [mycn, *_] = board_rows(assessment)
    assert [call.reason[:14] for call in mycn.calls if call] == ["log2 ratio 5.3", "log2 ratio 4.8"]


def test_the_board_keeps_its_order_and_skips_what_nobody_called(assessment: Assessment) -> None:
    assert [row.name for row in board_rows(assessment)] == [name for name, _ in BOARD]
    one = assessment.model_copy(update={"samples": assessment.samples[:1]})
    assert "cell_state" not in [row.name for row in board_rows(one)]


def test_a_question_without_a_call_in_one_sample_stays_open_there(assessment: Assessment) -> None:
    [cell_state] = [row for row in board_rows(assessment) if row.name == "cell_state"]
    assert cell_state.calls[1] is None


def test_calls_without_a_title_come_last_and_none_is_lost(
    assessment: Assessment, titles: tuple[MechanismTitle, ...]
) -> None:
    names = [row.name for row in all_rows(assessment, titles)]
    assert names[:3] == ["mycn", "alk", "telomere_maintenance"]
    assert set(names) == {name for item in assessment.samples for name in item.calls}


def test_what_is_open_is_everything_not_assessed_indeterminate_or_lacking_an_assay(
    assessment: Assessment, titles: tuple[MechanismTitle, ...]
) -> None:
    opened = {row.name for row in open_rows(all_rows(assessment, titles))}
    assert opened == {
        "ploidy",
        "tert",
        "atrx",
        "telomere_maintenance",
        "cell_state",
        "germline_predisposition",
    }


def test_the_same_label_as_the_state_is_not_said_twice() -> None:
    call = Call(mechanism="alk", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")
    assert view_call(call, {}).label == ""


def test_a_call_that_claims_something_needs_a_source() -> None:
    call = Call(mechanism="alk", state=CallState.ABSENT, label="wildtype", reason="No variant.")
    with pytest.raises(KnowledgeError, match=r"'alk: No variant\.' has no source"):
        view_call(call, {})


def test_a_review_flag_in_the_detail_is_shown_too() -> None:
    call = Call(
        mechanism="mycn",
        state=CallState.NOT_ASSESSED,
        label="not_assessed",
        reason="-",
        detail={"needs_review": True},
    )
    assert view_call(call, {}).needs_review


def test_a_rule_that_decided_in_two_samples_is_listed_once(
    assessment: Assessment, titles: tuple[MechanismTitle, ...]
) -> None:
    [mycn, *_] = method_rows(all_rows(assessment, titles))
    assert mycn.rules == ("mycn.decided_by",)


def test_a_call_to_be_reviewed_says_why_in_its_first_note() -> None:
    call = Call(
        mechanism="p53_pathway",
        state=CallState.PRESENT,
        label="pathway_inactivated_with_TP53_WT",
        reason="MDM2 amplification by TELOMERASE_MYCN.",
        needs_review=True,
        notes=("TP53 was not read.", "A second note."),
        sources=("chen-2025",),
    )
    assert view_call(call, {}).review == "TP53 was not read."
    assert view_call(call, {}).reason == "MDM2 amplification by TELOMERASE MYCN."
    assert view_call(call.model_copy(update={"needs_review": False}), {}).review == ""
    assert view_call(call.model_copy(update={"notes": ()}), {}).review == ""


def test_assays_that_were_not_done_are_named_as_the_curators_name_them(
    empty: Assessment,
) -> None:
    early = Call(
        mechanism="tert",
        state=CallState.NOT_ASSESSED,
        label="not_assessed",
        reason="-",
        missing=("tert_sv",),
        detail={"missing": ("tert_sv", "an_arm"), "none": ()},
    )
    named = assay_names(empty, [AssayTitle(assay="tert_sv", name="TERT rearrangement")])
    view = view_call(early, named)
    assert view.missing == ("TERT rearrangement",)
    assert [fact.value for fact in view.details] == ["TERT rearrangement, an arm", "none"]
    silent = early.model_copy(update={"detail": {"missing": ()}})
    assert view_call(silent, named).details[0].value == "none"
