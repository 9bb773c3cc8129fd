"""Calling telomere maintenance from the calls made before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.tumour import calls_of, stated
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.telomere_maintenance import MECHANISM, TelomereMaintenanceRules
from crestome.knowledge.load import Knowledge
from crestome.model.assay import AssayOutcome, Assays, Level
from crestome.model.call import Call, CallState, Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import TimePoint
from crestome.model.telomere_content import TelomereContent, VariantRepeat

Caller = Callable[..., Call]

POSITIVE, NEGATIVE = AssayOutcome.POSITIVE, AssayOutcome.NEGATIVE
AMPLIFIED = stated("mycn", CallState.PRESENT, "amplified")
NORMAL = stated("mycn", CallState.ABSENT, "normal")
GAIN = stated("mycn", CallState.ABSENT, "gain")
OPEN_MYCN = stated("mycn", CallState.INDETERMINATE, "indeterminate", needs_review=True)
NO_MYCN = stated("mycn", CallState.NOT_ASSESSED, "not_assessed")
NO_ATRX = stated("atrx", CallState.NOT_ASSESSED, "not_assessed", atrx="not_assessed")
LOST = stated("atrx", CallState.PRESENT, "loss_of_function", atrx="loss_of_function")
POSSIBLE = stated("atrx", CallState.INDETERMINATE, "possible", atrx="possible", sequenced=True)
SEQUENCED = stated("atrx", CallState.INDETERMINATE, "wildtype", atrx="wildtype", sequenced=True)
SEGMENTS = stated("atrx", CallState.INDETERMINATE, "wildtype", atrx="wildtype", sequenced=False)


def tert(**detail: str) -> Call:
    call = stated("tert", CallState.INDETERMINATE, "indeterminate")
    looked = {"rearrangement": "not_assessed", "amplification": "not_assessed"}
    return call.model_copy(update={"detail": looked | detail})


FIGURE = TelomereContent(
    program="TelomereHunter",
    quantity="telomere content",
    unit="reads",
    tumour=900.0,
    control=300.0,
    tumour_reads=5000.0,
    control_reads=2000.0,
)
SHORT = FIGURE.model_copy(update={"tumour": 200.0})


@pytest.fixture(scope="module")
def call(knowledge: Knowledge, nothing: CaseEvidence) -> Caller:
    rules = knowledge.rules("telomere_maintenance", TelomereMaintenanceRules)

    def calling(*made: Call, time_point: TimePoint = TimePoint.RELAPSE, **assays: object) -> Call:
        measured = assays.pop("telomeres", None)
        assert measured is None or isinstance(measured, TelomereContent)
        evidence = replace(
            nothing,
            sample=nothing.sample.model_copy(update={"time_point": time_point}),
            assays=Assays().model_copy(update=assays),
            telomeres=measured,
        )
        default = {"mycn": NORMAL, "tert": tert(), "atrx": NO_ATRX}
        found = default | {item.mechanism: item for item in made}
        return MECHANISM.answer(evidence, calls_of(*found.values()), rules)

    return calling


def test_nothing_measured_is_indeterminate_and_lists_every_arm(call: Caller) -> None:
    verdict = call(NO_MYCN)
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "indeterminate")
    assert verdict.texts("missing")[:2] == ("mycn", "tert_sv")
    assert {"c_circle", "apb", "tert_expression", "telomerase_activity", "atrx"} <= set(
        verdict.texts("missing")
    )
    assert verdict.missing[0] == "mycn_copy_number"
    assert verdict.detail["positive"] is None
    assert verdict.detail["telomerase"] is verdict.detail["alt"] is None


def test_amplified_mycn_is_telomerase_by_inference(call: Caller) -> None:
    verdict = call(AMPLIFIED)
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "TELOMERASE_MYCN")
    assert verdict.flag("telomerase")
    assert verdict.detail["alt"] is False
    assert verdict.detail["subtype"] is None
    assert any("inferred" in note for note in verdict.notes)
    assert verdict.missing == ()


@pytest.mark.parametrize("atrx", [LOST, SEQUENCED, SEGMENTS, NO_ATRX, POSSIBLE])
def test_alt_names_what_is_known_of_atrx(call: Caller, atrx: Call) -> None:
    verdict = call(atrx, c_circle=POSITIVE)
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "ALT")
    subtype = {id(LOST): "ATRX_LoF", id(SEQUENCED): "ATRX_WT"}.get(id(atrx), "ATRX_unknown")
    assert verdict.detail["subtype"] == subtype
    assert verdict.flag("alt")
    assert verdict.detail["telomerase"] is False
    assert not verdict.needs_review


def test_a_gain_of_mycn_implies_nothing(call: Caller) -> None:
    assert call(GAIN).label == "indeterminate"
    assert call(GAIN, c_circle=POSITIVE).label == "ALT"


@pytest.mark.parametrize("detail", [{"rearrangement": "positive"}, {"amplification": "positive"}])
def test_an_altered_tert_is_telomerase(call: Caller, detail: dict[str, str]) -> None:
    assert call(tert(**detail)).label == "TELOMERASE_TERT_SV"


def test_a_promoter_hotspot_and_high_expression_are_telomerase(call: Caller) -> None:
    assert call(tert(promoter="positive")).label == "TELOMERASE_TERT_PROMOTER"
    assert call(tert(expression="high")).label == "TELOMERASE_TERT_HIGH"


def test_two_machineries_are_a_conflict_and_settle_nothing(call: Caller) -> None:
    verdict = call(AMPLIFIED, LOST, c_circle=POSITIVE)
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "CONFLICT")
    assert verdict.texts("mechanisms") == ("TELOMERASE_MYCN", "ALT")
    assert verdict.detail["telomerase"] is verdict.detail["alt"] is None
    assert verdict.flag("positive")
    assert verdict.needs_review
    assert verdict.detail["subtype"] == "ATRX_LoF"
    assert "telomerase_activity" in verdict.missing
    assert "exclude each other" in verdict.reason


def test_several_causes_of_telomerase_are_told_and_reviewed(call: Caller) -> None:
    verdict = call(AMPLIFIED, tert(rearrangement="positive"))
    assert verdict.label == "TELOMERASE_MYCN"
    assert verdict.texts("also") == ("TELOMERASE_TERT_SV",)
    assert verdict.needs_review


def test_amplified_mycn_with_lost_atrx_is_reviewed(call: Caller) -> None:
    verdict = call(AMPLIFIED, LOST)
    assert verdict.label == "TELOMERASE_MYCN"
    assert verdict.needs_review


@pytest.mark.parametrize(
    ("made", "assays"), [(LOST, {}), (NO_ATRX, {"telomere_content": Level.HIGH})]
)
def test_without_a_direct_assay_alt_is_probable_and_the_assay_named(
    call: Caller, made: Call, assays: dict[str, object]
) -> None:
    verdict = call(made, **assays)
    assert (verdict.state, verdict.label) == (CallState.PRESENT, "ALT_PROBABLE")
    assert verdict.missing == ("c_circle", "apb")
    assert verdict.needs_review
    assert verdict.detail["alt"] is None


def test_long_telomeres_without_c_circles_are_not_alt(call: Caller) -> None:
    verdict = call(
        tert(rearrangement="negative", expression="low"),
        c_circle=NEGATIVE,
        apb=NEGATIVE,
        telomere_content=Level.HIGH,
    )
    assert (verdict.state, verdict.label) == (CallState.ABSENT, "TMM_NEGATIVE")
    assert any("are not ALT" in note for note in verdict.notes)
    assert any("no reassurance" in note for note in verdict.notes)
    assert verdict.detail["positive"] is False
    assert "dagg-2017" in verdict.sources


def test_a_missing_direct_assay_never_excludes_telomere_maintenance(call: Caller) -> None:
    verdict = call(tert(rearrangement="negative", expression="low"))
    assert verdict.label == "indeterminate"
    assert verdict.missing == ("c_circle", "apb")


def test_lost_daxx_keeps_the_question_open(call: Caller) -> None:
    partner = stated("atrx", CallState.ABSENT, "wildtype", atrx="wildtype", daxx="loss_of_function")
    verdict = call(partner, tert(rearrangement="negative", expression="low"), c_circle=NEGATIVE)
    assert verdict.label == "indeterminate"
    assert verdict.needs_review
    assert "apb" in verdict.missing


def test_an_open_finding_names_the_assay_that_settles_it(call: Caller) -> None:
    verdict = call(OPEN_MYCN, tert(rearrangement="indeterminate", promoter="indeterminate"))
    assert {"mycn_fish", "tert_sv", "tert_promoter"} <= set(verdict.missing)
    assert "open findings" in verdict.reason
    assert verdict.needs_review


def test_an_open_amplification_of_tert_is_not_negative(call: Caller) -> None:
    made = tert(rearrangement="negative", amplification="indeterminate", expression="low")
    verdict = call(made, c_circle=NEGATIVE)
    assert verdict.label == "indeterminate"


def test_everything_looked_at_and_still_open_says_so(call: Caller) -> None:
    verdict = call(
        stated(
            "atrx", CallState.PRESENT, "loss_of_function", atrx="loss_of_function", daxx="wildtype"
        ),
        tert(rearrangement="negative", promoter="negative", expression="low"),
        c_circle=NEGATIVE,
        apb=NEGATIVE,
        telomerase_activity=NEGATIVE,
        telomere_content=Level.LOW,
    )
    assert verdict.label == "indeterminate"
    assert "not assessed: nothing" in verdict.reason
    assert verdict.missing == ()


def test_the_prior_of_the_time_point_stands_beside_an_open_verdict(call: Caller) -> None:
    relapse = call(time_point=TimePoint.RELAPSE)
    diagnosis = call(time_point=TimePoint.DIAGNOSIS)
    assert any("worth most at relapse" in note for note in relapse.notes)
    assert any(note.startswith("ALT is found in about 10 %") for note in diagnosis.notes)
    assert relapse.label == diagnosis.label == "indeterminate"


@pytest.mark.parametrize(
    ("made", "assays", "sentences"),
    [
        ((AMPLIFIED,), {}, ["inferred", "resistance"]),
        (
            (AMPLIFIED,),
            {"telomere_content": Level.HIGH},
            ["inferred", "long_with_telomerase", "resistance"],
        ),
        ((NORMAL,), {"c_circle": POSITIVE}, ["alt", "atm", "resistance"]),
        ((AMPLIFIED,), {"c_circle": POSITIVE}, ["conflict", "inferred", "atm", "resistance"]),
        ((LOST,), {}, ["probable", "alt", "atm", "prior_at_relapse", "resistance"]),
        ((NORMAL,), {"c_circle": NEGATIVE}, ["none_yet", "prior_at_relapse"]),
        (
            (NORMAL,),
            {"c_circle": NEGATIVE, "telomere_content": Level.HIGH},
            ["long_telomeres", "prior_at_relapse"],
        ),
        (
            (tert(rearrangement="negative", expression="low"),),
            {"c_circle": NEGATIVE},
            ["negative"],
        ),
        (
            (tert(rearrangement="positive", promoter="positive"),),
            {},
            ["several", "tert_sv", "resistance"],
        ),
        ((tert(expression="high"),), {}, ["tert_high", "resistance"]),
        (
            (NORMAL,),
            {"telomeres": FIGURE.model_copy(update={"control": None})},
            ["figure_alone", "prior_at_relapse"],
        ),
    ],
)
def test_each_verdict_has_its_sentences_and_no_other(
    call: Caller, made: tuple[Call, ...], assays: dict[str, object], sentences: list[str]
) -> None:
    verdict = call(*made, **assays)
    own = [rule for rule in verdict.rules if not rule.startswith("telomere_figure.")]
    assert [rule.removeprefix("telomere_maintenance.") for rule in own] == sentences
    assert len(verdict.notes) >= len(sentences)


def test_a_settled_verdict_needs_no_prior(call: Caller) -> None:
    at_diagnosis = call(AMPLIFIED, time_point=TimePoint.DIAGNOSIS)
    assert "telomere_maintenance.prior_at_diagnosis" not in at_diagnosis.rules


def test_the_reason_names_what_was_seen_and_nothing_else(call: Caller) -> None:
    verdict = call(AMPLIFIED, apb=NEGATIVE)
    assert verdict.reason == "MYCN amplification positive"
    assert [item.what for item in verdict.evidence] == [
        "MYCN amplification positive: stated",
        "APB negative: the laboratory calls it negative",
    ]
    assert "mycn" not in verdict.texts("missing")


def test_the_arms_are_shown(call: Caller) -> None:
    arms = call(AMPLIFIED, c_circle=NEGATIVE, telomere_content=Level.LOW).detail["arms"]
    assert isinstance(arms, dict)
    assert arms["mycn"] == "positive"
    assert arms["c_circle"] == "negative"
    assert arms["telomere_content"] == "low"


@given(
    c_circle=st.sampled_from([None, *AssayOutcome]),
    content=st.sampled_from([None, *Level]),
    unrelated=st.fixed_dictionaries(
        {},
        optional={
            "adrenergic_score": st.none() | st.floats(0, 1),
            "mesenchymal_score": st.none() | st.floats(0, 1),
            "assessed_mutations_per_mb": st.none() | st.floats(0, 100),
            "apb": st.none(),
            "telomerase_activity": st.none(),
        },
    ),
)
def test_an_unrelated_or_undone_assay_changes_nothing(
    call: Caller, c_circle: AssayOutcome | None, content: Level | None, unrelated: dict[str, object]
) -> None:
    alone = call(LOST, c_circle=c_circle, telomere_content=content)
    assert call(LOST, c_circle=c_circle, telomere_content=content, **unrelated) == alone


def test_measured_long_telomeres_are_probable_alt_and_the_numbers_are_shown(call: Caller) -> None:
    verdict = call(telomeres=FIGURE)
    assert (verdict.label, verdict.missing) == ("ALT_PROBABLE", ("c_circle", "apb"))
    reasons = verdict.detail["reasons"]
    assert isinstance(reasons, dict)
    words = "telomere content 3.00 times the control's by TelomereHunter"
    assert reasons["telomere_content"] == words
    assert [item.value for item in verdict.quantities][:2] == [900.0, 300.0]
    assert "telomere_figure.high_log2" in verdict.rules
    assert "sieverling-2020" in verdict.sources


def test_a_word_and_a_measurement_that_disagree_are_reviewed_and_decide_nothing(
    call: Caller,
) -> None:
    verdict = call(telomeres=SHORT, telomere_content=Level.HIGH)
    assert verdict.label == "indeterminate"
    assert verdict.needs_review
    assert any("the laboratory calls telomere content high" in note for note in verdict.notes)


def test_long_telomeres_beside_telomerase_ask_for_a_direct_assay(call: Caller) -> None:
    verdict = call(AMPLIFIED, telomeres=FIGURE)
    assert verdict.label == "TELOMERASE_MYCN"
    assert verdict.needs_review
    assert verdict.missing == ("c_circle", "apb")


def test_each_arm_says_by_what_evidence_it_is_what_it_is(call: Caller) -> None:
    reasons = {"rearrangement": "a break near the start", "amplification": "copies normal"}
    altered = tert(rearrangement="positive").model_copy(
        update={"detail": {"rearrangement": "positive", "reasons": reasons}}
    )
    partner = stated("atrx", CallState.ABSENT, "wildtype", atrx="wildtype", daxx="wildtype")
    lost = Finding(what="DAXX p.R34*")
    verdict = call(altered, partner.model_copy(update={"evidence": (lost,)}))
    told = verdict.detail["reasons"]
    assert isinstance(told, dict)
    assert told["tert_sv"] == "a break near the start; copies normal"
    assert told["daxx"] == "DAXX p.R34*"
    assert told["c_circle"] == ""
    seen = call(altered, partner).detail["reasons"]
    assert isinstance(seen, dict)
    assert seen["daxx"] == "no hit in the sequence and no deletion inside the gene"


def test_a_rearrangement_by_an_assay_alone_says_so(call: Caller) -> None:
    verdict = call(tert(rearrangement="negative"), tert_rearrangement=NEGATIVE)
    told = verdict.detail["reasons"]
    assert isinstance(told, dict)
    assert told["tert_sv"] == "reported as negative"


@pytest.mark.parametrize("variants", [(), (VariantRepeat(repeat="TTCGGG"),)])
def test_no_verdict_rests_on_variant_repeats(
    call: Caller, variants: tuple[VariantRepeat, ...]
) -> None:
    enriched = VariantRepeat(
        repeat="TTCGGG", tumour=9e-4, control=1e-5, tumour_count=900.0, control_count=30.0
    )
    short = call(telomeres=SHORT.model_copy(update={"variants": (enriched,)}))
    arms = short.detail["arms"]
    assert isinstance(arms, dict)
    assert arms["variant_repeats"] == "positive"
    assert "variant_repeats" not in short.texts("missing")
    assert short.label == call(telomeres=SHORT.model_copy(update={"variants": variants})).label
