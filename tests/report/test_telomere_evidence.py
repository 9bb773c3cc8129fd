"""The evidence on telomere maintenance, arranged."""

from __future__ import annotations

import pytest

from crestome.model.assessment import Assessment
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.therapy import ClaimOutcome, ClaimResult, Effect, TherapyOption, Verdict
from crestome.report.telomere_evidence import Place, TelomereView, telomere_arms, view_telomeres


def calls_with(
    arms: dict[str, str], label: str = "indeterminate", *more: Call, **detail: DetailValue
) -> Calls:
    notes = detail.pop("notes", ())
    assert isinstance(notes, tuple)
    call = Call(
        mechanism="telomere_maintenance",
        state=CallState.INDETERMINATE,
        label=label,
        reason="-",
        detail={"arms": dict(arms), **detail},
        notes=tuple(str(note) for note in notes),
        missing=("c_circle",),
    )
    return Calls({item.mechanism: item for item in (call, *more)})


def seen(calls: Calls, *therapies: TherapyOption) -> TelomereView:
    view = view_telomeres(calls, therapies, {"c_circle": "C-circle assay"})
    assert view is not None
    return view


def drug(name: str, verdict: Verdict, effect: Effect, decided_by: str) -> TherapyOption:
    claim = ClaimResult(
        id="x",
        effect=effect,
        outcome=ClaimOutcome.HOLDS,
        statement="-",
        because="-",
        decided_by=(decided_by,),
    )
    return TherapyOption(
        drug=name,
        name=name,
        drug_class="",
        targets=(),
        verdict=verdict,
        summary="",
        reasons_for=(claim,),
    )


@pytest.mark.parametrize(
    ("arm", "answer", "state", "word"),
    [
        ("mycn", "positive", CallState.PRESENT, "found"),
        ("mycn", "negative", CallState.ABSENT, "not found"),
        ("c_circle", "negative", CallState.ABSENT, "negative"),
        ("telomere_content", "high", CallState.PRESENT, "high"),
        ("telomere_content", "low", CallState.ABSENT, "not raised"),
        ("atrx", "indeterminate", CallState.INDETERMINATE, "open"),
        ("apb", "not_assessed", CallState.NOT_ASSESSED, "not looked at"),
        ("apb", "hardly_any", CallState.INDETERMINATE, "hardly any"),
    ],
)
def test_an_arm_has_one_of_the_four_answers(
    arm: str, answer: str, state: CallState, word: str
) -> None:
    [found] = telomere_arms(calls_with({arm: answer}))
    assert (found.state, found.word) == (state, word)


def test_an_arm_says_by_what_evidence_or_what_would_show_it() -> None:
    calls = calls_with(
        {"apb": "not_assessed", "atrx": "positive"}, reasons={"apb": "", "atrx": "p.R1426*"}
    )
    lost, bodies = telomere_arms(calls)
    assert lost.why == "p.R1426*"
    assert bodies.why == "would need sections or imprints"


def test_an_arm_that_is_not_known_is_shown_as_it_is() -> None:
    [arm] = telomere_arms(calls_with({"some_arm": "not_assessed"}))
    assert (arm.name, arm.why, arm.place) == ("some arm", "", Place.ALT_SIGN)


def test_the_call_on_tert_parts_its_arm_in_two() -> None:
    tert = Call(
        mechanism="tert",
        state=CallState.PRESENT,
        label="rearranged",
        reason="-",
        detail={
            "rearrangement": "positive",
            "amplification": None,
            "reasons": {"rearrangement": "a break"},
        },
    )
    arms = telomere_arms(calls_with({"tert_sv": "positive", "mycn": "negative"}, "-", tert))
    assert [(arm.name, arm.word) for arm in arms] == [
        ("MYCN amplification", "not found"),
        ("TERT rearrangement", "found"),
        ("TERT amplification", "not looked at"),
    ]
    [whole] = telomere_arms(calls_with({"tert_sv": "positive"}))
    assert whole.name == "TERT rearrangement or amplification"


def test_without_the_call_or_its_arms_there_is_nothing_to_show() -> None:
    assert view_telomeres(Calls()) is None
    assert telomere_arms(calls_with({})) == ()


@pytest.mark.parametrize(
    ("arms", "label", "detail", "telomerase", "alt"),
    [
        ({"mycn": "positive"}, "TELOMERASE_MYCN", (True, False), "on, inferred", "off, inferred"),
        (
            {"tert_expression": "high", "c_circle": "negative"},
            "TELOMERASE_TERT_HIGH",
            (True, False),
            "on",
            "off",
        ),
        ({"c_circle": "positive"}, "ALT", (False, True), "off, inferred", "on"),
        ({"atrx": "positive"}, "ALT_PROBABLE", (None, None), "unknown", "probable"),
        ({"mycn": "positive"}, "CONFLICT", (None, None), "evidence for it", "evidence for it"),
        ({"mycn": "not_assessed"}, "indeterminate", (None, None), "unknown", "unknown"),
    ],
)
def test_a_machinery_is_on_off_or_open_and_says_whether_an_assay_of_it_was_done(
    arms: dict[str, str],
    label: str,
    detail: tuple[bool | None, bool | None],
    telomerase: str,
    alt: str,
) -> None:
    mechanisms = ("TELOMERASE_MYCN", "ALT") if label == "CONFLICT" else ()
    view = seen(calls_with(arms, label, telomerase=detail[0], alt=detail[1], mechanisms=mechanisms))
    assert (view.telomerase.word, view.alt.word) == (telomerase, alt)
    assert view.conflict == (label == "CONFLICT")


def test_a_review_says_why_and_is_not_told_twice() -> None:
    arms = {"mycn": "positive"}
    view = seen(
        calls_with(
            arms, needs_review=True, notes=("Needs review: C-circle and APB disagree.", "Beside.")
        )
    )
    assert (view.review, view.beside) == ("C-circle and APB disagree.", ("Beside.",))
    view = seen(calls_with(arms, needs_review=True, notes=("Two exclude each other.", "Beside.")))
    assert (view.review, view.beside) == ("Two exclude each other.", ("Beside.",))
    view = seen(calls_with(arms, needs_review=True))
    assert view.review == "-"
    assert seen(calls_with(arms)).review == ""


def test_the_assay_that_would_settle_it_is_named_in_words() -> None:
    view = seen(calls_with({"mycn": "negative"}, "ODD_LABEL"))
    assert view.settles == ("C-circle assay",)
    assert view.verdict == "ODD LABEL"


def test_drugs_are_listed_by_verdict_where_a_deciding_claim_reads_the_call() -> None:
    reads = "telomere_maintenance"
    view = seen(
        calls_with({"mycn": "negative"}),
        drug("A", Verdict.AGAINST, Effect.RESISTANCE, reads),
        drug("B", Verdict.MATCHED, Effect.SENSITIVITY, reads),
        drug("C", Verdict.MATCHED, Effect.NOTE, reads),
        drug("D", Verdict.MATCHED, Effect.SENSITIVITY, "alk"),
    )
    assert [(line.verdict, line.drugs) for line in view.drugs] == [
        (Verdict.MATCHED, ("B",)),
        (Verdict.AGAINST, ("A",)),
    ]


def test_every_arm_of_the_case_stands_on_its_side(assessment: Assessment) -> None:
    places = {arm.name: arm.place for arm in telomere_arms(assessment.latest.calls)}
    assert places["TERT rearrangement"] is Place.TELOMERASE_CAUSE
    assert places["Telomerase activity"] is Place.TELOMERASE_ASSAY
    assert places["C-circles"] is Place.ALT_ASSAY
    assert places["Telomere content"] is Place.ALT_SIGN
