from __future__ import annotations

from crestome.model.assessment import Assessment
from crestome.model.call import Call, CallState
from crestome.report.resistance import view_resistance


def having(assessment: Assessment, call: Call) -> Assessment:
    latest = assessment.latest
    calls = latest.calls.having(call)
    sample = latest.model_copy(update={"calls": calls})
    return assessment.model_copy(update={"samples": (*assessment.samples[:-1], sample)})


def resistance(state: CallState, **more: object) -> Call:
    made = Call(
        mechanism="resistance", state=state, label="escape_seen", reason="-", sources=("chen-2025",)
    )
    return made.model_copy(update=more)


ROW = {
    "way": "off_target_RAS_MAPK",
    "name": "Off target",
    "standing": "seen",
    "what": "NRAS p.Q61K",
    "timing": "acquired",
    "meaning": "Off-target.",
    "assays": (),
    "sources": ("chen-2025",),
}
UNSEEN = {
    **ROW,
    "way": "possible_bypass",
    "standing": "not_assessed",
    "what": "",
    "timing": None,
    "assays": ("copy_number_profile",),
}


def test_a_way_is_shown_with_what_was_found_since_when_and_its_source(
    assessment: Assessment,
) -> None:
    call = resistance(CallState.PRESENT, detail={"ways": (ROW, UNSEEN)})
    view = view_resistance(having(assessment, call))
    seen, unseen = view.ways
    assert (seen.name, seen.mark, seen.what) == ("Off target", "present", "NRAS p.Q61K")
    assert seen.since.startswith("new:")
    assert seen.meaning is not None
    assert seen.meaning.sources == ("chen-2025",)
    assert (unseen.mark, unseen.since, unseen.meaning) == ("not_assessed", "", None)
    assert unseen.needs == ("copy number profile",)


def test_a_question_that_does_not_arise_has_a_sentence_and_no_table(
    assessment: Assessment,
) -> None:
    view = view_resistance(having(assessment, resistance(CallState.ABSENT, detail={"ways": ()})))
    assert view.call is not None
    assert view.ways == ()
    without = view_resistance(having(assessment, resistance(CallState.ABSENT)))
    assert without.ways == ()


def test_what_was_not_asked_is_not_shown(assessment: Assessment) -> None:
    assert view_resistance(assessment).call is None
    closed = having(assessment, resistance(CallState.NOT_ASSESSED))
    assert view_resistance(closed).call is None
