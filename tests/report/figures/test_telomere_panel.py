"""The arms of telomere maintenance."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from crestome.model.assessment import Assessment
from crestome.model.call import Call, Calls, CallState
from crestome.report.figures.telomere_panel import draw_telomere_panel, telomere_arms


def calls_with(**arms: str | None) -> Calls:
    call = Call(
        mechanism="telomere_maintenance",
        state=CallState.INDETERMINATE,
        label="indeterminate",
        reason="-",
        detail={"arms": dict(arms)},
    )
    return Calls({"telomere_maintenance": call})


def test_every_arm_is_shown_on_its_side(assessment: Assessment) -> None:
    arms = telomere_arms(assessment.latest.calls)
    sides = {arm.name: arm.side for arm in arms}
    assert sides["TERT rearrangement"] == sides["Telomerase activity"] == "Telomerase"
    assert sides["C-circles"] == sides["Telomere content"] == "Alternative lengthening (ALT)"


@pytest.mark.parametrize(
    ("word", "state", "shown"),
    [
        ("positive", CallState.PRESENT, "positive"),
        ("High", CallState.PRESENT, "High"),
        ("low", CallState.ABSENT, "low"),
        ("not_assessed", CallState.NOT_ASSESSED, "not assessed"),
        (None, CallState.NOT_ASSESSED, "not assessed"),
        ("possible", CallState.INDETERMINATE, "possible"),
    ],
)
def test_an_arm_has_one_of_the_four_answers(word: str | None, state: CallState, shown: str) -> None:
    [arm] = telomere_arms(calls_with(some_arm=word))
    assert (arm.state, arm.word, arm.name) == (state, shown, "some arm")


def test_without_a_list_of_arms_the_calls_beside_stand_in(assessment: Assessment) -> None:
    [arm] = telomere_arms(assessment.samples[0].calls)
    assert (arm.name, arm.word) == ("MYCN", "present")


def test_without_the_call_there_is_no_panel() -> None:
    assert draw_telomere_panel(Calls()) == ""


def test_the_panel_is_sound_and_shows_each_arm_with_a_mark(assessment: Assessment) -> None:
    drawn = ET.fromstring(draw_telomere_panel(assessment.latest.calls))  # noqa: S314 (our own)
    marks = [use.attrib["href"] for use in drawn.iter("use")]
    assert marks.count("#mark-not_assessed") == 5
    assert len(marks) == 9


def test_hostile_words_stay_words() -> None:
    assert "<script>" not in draw_telomere_panel(calls_with(apb="<script>"))
